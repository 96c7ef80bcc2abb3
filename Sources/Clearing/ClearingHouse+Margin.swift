import MarketTypes

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
      let instrument = instruments[holding.instrument]
      index = holding.next
      if instrument.mark == 0 { continue }  // without a mark a holding is worth what it cost, and needs nothing
      figures.initial += requirement(of: holding, in: instrument)
      guard holding.lots != 0 else { continue }
      let value = holding.lots * instrument.mark * instrument.tickValue
      figures.equity += Int128(value - holding.cost)
      figures.notional += Int128(value.magnitude)
      figures.maintenance += maintenance(ofNotional: abs(value), in: instrument)
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

  func maintenance(ofNotional notional: Int64, in instrument: InstrumentRecord) -> Int128 {
    var tier = instrument.endOfTiers - 1
    while tiers[tier].floor > notional { tier -= 1 }
    let scaled = Int128(notional) * Int128(tiers[tier].rate) - tiers[tier].deduction
    return scaled.divided(by: 1_000_000_000, rounding: .up)
  }

  /// Initial margin of a holding with its open orders (CLR-7): the larger of "all bids fill" and "all asks fill".
  ///
  /// Each side needs the margin of the position it would leave, at the mark, and what its orders would lose against the
  /// mark. Gains are not counted. Rounded up. Never below the maintenance margin of that position: what may be opened
  /// is not at once liquidatable.
  func requirement(of holding: HoldingRecord, in instrument: InstrumentRecord) -> Int128 {
    let perLot = instrument.mark * instrument.tickValue
    let bidLoss = max(0, holding.bidNotional - holding.bidLots * perLot)
    let askLoss = max(0, holding.askLots * perLot - holding.askNotional)
    let ifBidsFill = abs(holding.lots + holding.bidLots) * perLot
    let ifAsksFill = abs(holding.lots - holding.askLots) * perLot
    return max(
      initial(ofNotional: ifBidsFill, in: instrument) + Int128(bidLoss),
      initial(ofNotional: ifAsksFill, in: instrument) + Int128(askLoss))
  }

  private func initial(ofNotional notional: Int64, in instrument: InstrumentRecord) -> Int128 {
    let margin = Int128(Money(units: notional).times(instrument.initialMargin, rounding: .up).units)
    return instrument.initialCoversTiers ? margin : max(margin, maintenance(ofNotional: notional, in: instrument))
  }

  // MARK: What admission asks

  /// Whether position and open orders, with this much more on one side, stay within the position limit either way.
  public func isWithinPositionLimit(
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
  public func isWithinPositionLimit(
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
    let record = instruments[instrument.index]
    var holding = holdings[index]
    let before = requirement(of: holding, in: record)
    let notional = quantity.lots * price.ticks * record.tickValue
    if side == .buy {
      holding.bidLots += quantity.lots
      holding.bidNotional += notional
    } else {
      holding.askLots += quantity.lots
      holding.askNotional += notional
    }
    let after = requirement(of: holding, in: record)
    if after <= before { return true }
    let fee = max(Money.zero, Money(units: notional).times(record.takerFee, rounding: .up))
    return figures(of: account).freeCollateral - (after - before) >= Int128(fee.units)
  }

  /// Whether an account may take part in one more fill that makes its position larger: its free collateral is not
  /// below zero (CLR-11). Exempt accounts always may.
  public func canEnlarge(_ account: AccountID) -> Bool {
    accounts[account.index].kind == .exempt || figures(of: account).freeCollateral >= 0
  }

  /// Whether a fill on this side would bring the account's position nearer to flat without passing it.
  public func reduces(_ account: AccountID, in instrument: InstrumentID, _ side: Side, _ quantity: Quantity) -> Bool {
    let position = position(of: account, in: instrument)
    return position.closingSide == side && quantity <= position.size
  }
}
