import MarketTypes
import Storage

/// An account's figures at the present marks, wide enough for any sum.
@frozen public struct AccountFigures: Hashable, Sendable, BitwiseCopyable {
  /// Collateral plus what the holdings would bring beyond their cost (CLR-5).
  public var equity: Int128 = 0
  public var maintenance: Int128 = 0
  /// Initial margin of holdings and open orders, at the worse side of each instrument (CLR-7).
  public var initial: Int128 = 0
  /// Gross notional of all holdings.
  public var notional: Int128 = 0
  /// How many holdings are not flat.
  public var positions: Int64 = 0

  /// What may be withdrawn or committed; negative when the account has too little.
  @inlinable public var freeCollateral: Int128 { equity - initial }

  /// Health factor: equity ÷ maintenance margin, rounded down; below 1 the account is liquidatable. `nil` when no margin is
  /// needed. For display: rules compare the two by cross-multiplication. Clamped to what a `Rate` holds.
  public var health: Rate? {
    guard maintenance > 0 else { return nil }
    let limit = Int128(1) << 90
    let scaled = min(max(equity, -limit), limit) * Int128(Rate.one.partsPerBillion)
    return Rate(partsPerBillion: Int64(clamping: scaled.divided(by: maintenance, rounding: .down)))
  }
}

extension ClearingHouse {
  /// Equity, margins and notional of an account at the present marks. O(instruments the account touched).
  public func figures(of account: AccountID) -> AccountFigures {
    var figures = AccountFigures()
    figures.equity = Int128(accounts[account.index].collateral)
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let holding = holdings[index]
      let instrument = Int(holding.instrument)
      index = holding.next
      let perLot = instruments[instrument].perLot
      if perLot == 0 { continue }  // without a mark a holding is worth what it cost, and needs nothing
      figures.initial += requirement(of: holding, in: instruments[instrument])
      guard holding.lots != 0 else { continue }
      let value = holding.lots * perLot
      figures.equity += Int128(value - holding.cost)
      figures.notional += Int128(value.magnitude)
      figures.maintenance += maintenance(ofNotional: abs(value), in: instruments[instrument])
      figures.positions += 1
    }
    return figures
  }

  /// Equity and maintenance margin in one, for an event. Beyond `Money` they are clamped.
  public func marginState(of account: AccountID) -> MarginState {
    let figures = figures(of: account)
    return MarginState(
      account: account, equity: Money(units: Int64(clamping: figures.equity)),
      maintenance: Money(units: Int64(clamping: figures.maintenance)))
  }

  /// Maintenance margin of a notional: notional × rate of its tier − deduction, rounded up (CLR-8, CLR-9).
  ///
  /// Source: formula F4 (Hyperliquid margin tiers, Binance maintenance amount). O(tiers).
  public func maintenance(ofNotional notional: Money, in instrument: InstrumentID) -> Int128 {
    maintenance(ofNotional: notional.units, in: instruments[instrument.index])
  }

  @inline(__always)
  func maintenance(ofNotional notional: Int64, in instrument: borrowing InstrumentRecord) -> Int128 {
    var tier = instrument.endOfTiers - 1
    while tiers[tier].floor > notional { tier -= 1 }
    let (scaled, isWide) = notional.multipliedReportingOverflow(by: tiers[tier].rate)
    let deduction = tiers[tier].narrowDeduction
    // A deduction is never more than what it is taken from.
    if !isWide, deduction >= 0 { return Int128((scaled - deduction).billionths) }
    return wideMaintenance(ofNotional: notional, inTier: tier)
  }

  @inline(never)
  private func wideMaintenance(ofNotional notional: Int64, inTier tier: Int) -> Int128 {
    let scaled = Int128(notional) * Int128(tiers[tier].rate) - tiers[tier].deduction
    return scaled.divided(by: 1_000_000_000, rounding: .up)
  }

  /// Initial margin of a holding with its open orders (CLR-7): the larger of "all bids fill" and "all asks fill".
  ///
  /// Each side needs the margin of the position it would leave, at the mark, and what its orders would lose against the
  /// mark. Gains are not counted. Rounded up. Never below the maintenance margin of that position: what may be opened
  /// is not at once liquidatable.
  @inline(__always)
  func requirement(of holding: borrowing HoldingRecord, in instrument: borrowing InstrumentRecord) -> Int128 {
    max(requirementIfBidsFill(of: holding, in: instrument), requirementIfAsksFill(of: holding, in: instrument))
  }

  @inline(__always)
  func requirementIfBidsFill(of holding: borrowing HoldingRecord, in instrument: borrowing InstrumentRecord) -> Int128 {
    let perLot = instrument.perLot
    let loss = max(0, holding.bidNotional - holding.bidLots * perLot)
    return initial(ofNotional: abs(holding.lots + holding.bidLots) * perLot, in: instrument) + Int128(loss)
  }

  @inline(__always)
  func requirementIfAsksFill(of holding: borrowing HoldingRecord, in instrument: borrowing InstrumentRecord) -> Int128 {
    let perLot = instrument.perLot
    let loss = max(0, holding.askLots * perLot - holding.askNotional)
    return initial(ofNotional: abs(holding.lots - holding.askLots) * perLot, in: instrument) + Int128(loss)
  }

  @inline(__always)
  private func initial(ofNotional notional: Int64, in instrument: borrowing InstrumentRecord) -> Int128 {
    let margin = Int128(notional.portion(instrument.initialMargin.partsPerBillion))
    return instrument.initialCoversTiers ? margin : max(margin, maintenance(ofNotional: notional, in: instrument))
  }

  // MARK: What admission asks

  /// Whether position and open orders, with this much more on one side, stay within the position limit either way.
  @inlinable public func isWithinPositionLimit(
    _ account: AccountID, in instrument: InstrumentID, adding quantity: Quantity, _ side: Side
  ) -> Bool {
    let limit = instruments[instrument.index].maximumLots
    let index = findHolding(account, instrument)
    guard index >= 0 else { return quantity.lots <= limit }
    let holding = holdings[index]
    let exposure = side == .buy ? holding.lots + holding.bidLots : holding.askLots - holding.lots
    return exposure + quantity.lots <= limit
  }

  /// Whether a fill on this side would leave the account's position within the instrument's limit.
  ///
  /// Resting orders are within it at the worse side when they are admitted; reduce-only orders are not counted there, so
  /// a position they close can leave the rest too much.
  @inlinable public func isWithinPositionLimit(
    _ account: AccountID, in instrument: InstrumentID, filling quantity: Quantity, _ side: Side
  ) -> Bool {
    let after = position(of: account, in: instrument).after(side, quantity)
    return after.size.lots <= instruments[instrument.index].maximumLots
  }

  /// Whether the account may add an order (CLR-10): its requirement does not rise by it, or its equity still covers all
  /// requirements and the order's taker fee.
  ///
  /// The quantity is within the position limit. Exempt accounts always may.
  public mutating func meetsInitialMargin(
    _ account: AccountID, in instrument: InstrumentID, adding quantity: Quantity, _ side: Side, at price: Price
  ) -> Bool {
    guard accounts[account.index].kind == .cross else { return true }
    let index = holding(account, instrument)
    let notional = quantity.lots * price.ticks * instruments[instrument.index].tickValue
    var holding = holdings[index]
    if side == .buy {
      holding.bidLots += quantity.lots
      holding.bidNotional += notional
    } else {
      holding.askLots += quantity.lots
      holding.askNotional += notional
    }
    let after = requirement(of: holding, in: instruments[instrument.index])
    let fee = max(0, notional.portion(instruments[instrument.index].takerFee.partsPerBillion))
    if freeCollateral(of: account, besides: index) - after >= Int128(fee) { return true }
    return after <= requirement(of: holdings[index], in: instruments[instrument.index])
  }

  /// Equity less the initial margin of all instruments but a holding's own. O(instruments the account touched).
  @inline(__always)
  private func freeCollateral(of account: AccountID, besides own: Int32) -> Int128 {
    var free = Int128(accounts[account.index].collateral)
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let instrument = Int(holdings[index].instrument)
      let perLot = instruments[instrument].perLot
      if perLot != 0 {
        free += Int128(holdings[index].lots * perLot - holdings[index].cost)
        if index != own { free -= requirement(of: holdings[index], in: instruments[instrument]) }
      }
      index = holdings[index].next
    }
    return free
  }

  /// Whether an account may take part in one more fill that makes its position larger: its free collateral is not
  /// below zero (CLR-11). Exempt accounts always may.
  public func canEnlarge(_ account: AccountID) -> Bool {
    accounts[account.index].kind == .exempt || freeCollateral(of: account, besides: -1) >= 0
  }

  /// Whether a fill on this side would bring the account's position nearer to flat without passing it.
  @inlinable public func reduces(_ account: AccountID, in instrument: InstrumentID, _ side: Side, _ quantity: Quantity)
    -> Bool
  {
    let position = position(of: account, in: instrument)
    return position.closingSide == side && quantity <= position.size
  }
}
