import MarketTypes
import Storage

/// What admission asks, before anything changes.
extension ClearingHouse {
  /// Whether position and open orders, with this much more on one side, stay within the position limit either way.
  @inlinable public func isWithinPositionLimit(
    _ account: AccountID, in instrument: InstrumentID, adding quantity: Quantity, _ side: Side
  ) -> Bool {
    let limit = lines[instrument.index].maximumLots
    let index = findHolding(account, instrument)
    guard index >= 0 else { return quantity.lots <= limit }
    return holdings[index].reach(side) + quantity.lots <= limit
  }

  /// Whether a fill on this side would leave the account's position within the instrument's limit.
  ///
  /// Resting orders are within it at the worse side when they are admitted; reduce-only orders are not counted there, so
  /// a position they close can leave the rest too much.
  @inlinable public func isWithinPositionLimit(
    _ account: AccountID, in instrument: InstrumentID, filling quantity: Quantity, _ side: Side
  ) -> Bool {
    let after = position(of: account, in: instrument).after(side, quantity)
    return after.size.lots <= lines[instrument.index].maximumLots
  }

  /// Whether the account may add an order (CLR-10): its requirement does not rise by it, or its equity still covers all
  /// requirements and the order's taker fee.
  ///
  /// The quantity is within the position limit. Exempt accounts always may.
  @inlinable @inline(__always)
  public mutating func meetsInitialMargin(
    _ account: AccountID, in instrument: InstrumentID, adding quantity: Quantity, _ side: Side, at price: Price
  ) -> Bool {
    !isMargined(account) || meetsMargin(account, in: instrument, adding: quantity, side, at: price)
  }

  /// The same of an account that margin rules apply to.
  @usableFromInline @inline(never)
  mutating func meetsMargin(
    _ account: AccountID, in instrument: InstrumentID, adding quantity: Quantity, _ side: Side, at price: Price
  ) -> Bool {
    let index = holding(account, instrument)
    let line = instrument.index
    let cost = quantity.lots * lines[line].orderCost(side, at: price.ticks)
    let notional = lines[line].notional(of: quantity.lots, at: price.ticks)
    if isPlainlyCovered(account, index, line, adding: quantity.lots, side, cost, notional) {
      assert(
        meetsMarginExactly(account, index, line, adding: quantity.lots, side, cost, notional),
        "an order is plainly covered and does not meet its margin")
      return true
    }
    return meetsMarginExactly(account, index, line, adding: quantity.lots, side, cost, notional)
  }

  @inline(never)
  private func meetsMarginExactly(
    _ account: AccountID, _ index: Int32, _ line: Int, adding lots: Int64, _ side: Side, _ cost: Int64,
    _ notional: Int64
  ) -> Bool {
    var holding = holdings[index]
    holding.addOpen(side, lots, cost)
    let rate = fees.isOn ? fees.rate(account, isTaker: true, now: now) : lines[line].takerFee
    let fee = Int128(max(0, notional.portion(rate.partsPerBillion)))
    if accounts[account.index].kind == .portfolio {
      return meetsPortfolioMargin(account, with: holding, at: index, fee: fee)
    }
    let after = requirement(of: holding, line: line)
    if freeCollateral(of: account, besides: index) - after >= fee { return true }
    return after <= requirement(of: holdings[index], line: line)
  }

  /// Whether a bound that divides nothing tells that an order is covered, as it does for most orders of accounts with one
  /// holding. `false` says nothing.
  ///
  /// Margin m is asked for N, what the position and the larger side of open orders are worth together; fee f for n, what the
  /// order is worth; and the losses of both sides' orders against the mark count:
  ///
  ///     requirement + fee  ≤  ⌈N m⌉ + losses + ⌈n f⌉  <  N m + n f + losses + 2
  @inline(__always)
  private func isPlainlyCovered(
    _ account: AccountID, _ own: Int32, _ line: Int, adding lots: Int64, _ side: Side, _ cost: Int64, _ notional: Int64
  ) -> Bool {
    let perLot = lines[line].perLot
    guard lines[line].isPlain, lines[line].initialCoversTiers, perLot > 0, !fees.isOn,
      accounts[account.index].firstHolding == own, holdings[own].next < 0, accounts[account.index].kind != .portfolio
    else { return false }
    let position = holdings[own].lots
    let bids = holdings[own].bidLots + side.bought(lots)
    let asks = holdings[own].askLots + side.sold(lots)
    let bidLoss = max(0, holdings[own].bidCost + side.bought(cost) - bids * perLot)
    let askLoss = max(0, asks * perLot - holdings[own].askCost - side.sold(cost))
    let (worst, isWide) = (abs(position) + max(bids, asks)).multipliedReportingOverflow(by: perLot)
    let (margin, isMarginWide) = worst.multipliedReportingOverflow(by: lines[line].initialMargin.partsPerBillion)
    let (fee, isFeeWide) = notional.multipliedReportingOverflow(by: max(0, lines[line].takerFee.partsPerBillion))
    let (needed, isSumWide) = margin.addingReportingOverflow(fee)
    if isWide || isMarginWide || isFeeWide || isSumWide { return false }
    let equity = Int128(accounts[account.index].collateral) + Int128(position * perLot - holdings[own].cost)
    guard let spare = Int64(exactly: equity - Int128(bidLoss) - Int128(askLoss) - 2) else { return false }
    let (billionths, isSpareWide) = spare.multipliedReportingOverflow(by: 1_000_000_000)
    return isSpareWide ? spare > 0 : billionths >= needed
  }

  /// Equity less the initial margin of all lines but a holding's own. O(lines the account touched).
  @inline(__always)
  private func freeCollateral(of account: AccountID, besides own: Int32) -> Int128 {
    var free = Int128(accounts[account.index].collateral)
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let line = Int(holdings[index].line)
      if lines[line].isPlain {
        let perLot = lines[line].perLot
        if perLot != 0 {
          free += Int128(holdings[index].lots * perLot - holdings[index].cost)
          if index != own { free -= requirement(of: holdings[index], line: line) }
        }
      } else {
        free += rareFreeCollateral(of: index, isOwn: index == own)
      }
      index = holdings[index].next
    }
    return free
  }

  /// What a holding of a line that is not plain adds to its account's free collateral.
  @inline(never)
  private func rareFreeCollateral(of index: Int32, isOwn: Bool) -> Int128 {
    let (line, lots) = (Int(holdings[index].line), holdings[index].lots)
    let mark = lines[line].mark
    if mark == 0 { return 0 }
    if lines[line].kind == .asset { return haircutValue(of: lots, at: mark, line: line) }
    let gain = lots == 0 ? 0 : Int128(lines[line].value(of: lots, at: mark) - holdings[index].cost)
    return isOwn ? gain : gain - requirement(of: holdings[index], at: mark)
  }

  /// Whether an account may take part in one more fill that makes its position larger: its free collateral is not
  /// below zero (CLR-11). Exempt accounts always may.
  public func canEnlarge(_ account: AccountID) -> Bool {
    switch accounts[account.index].kind {
    case .exempt, .backstop: true
    case .portfolio: figures(of: account).freeCollateral >= 0
    case .cross, .isolated: freeCollateral(of: account, besides: -1) >= 0
    }
  }

  /// Whether an order that enlarges a position leaves the sum of all longs within the instrument's limit, even if it
  /// fills whole against others who open.
  @inlinable public func isWithinOpenInterest(adding quantity: Quantity, in instrument: InstrumentID) -> Bool {
    let (open, limit) = (lines[instrument.index].openInterest, lines[instrument.index].maximumOpenInterest)
    return limit == .max || open + quantity.lots <= limit
  }

  /// What orders of this size are worth at a price, for limits on their value. Of an inverse contract rounded up.
  @inlinable public func notional(of quantity: Quantity, at price: Price, in instrument: InstrumentID) -> Money {
    Money(units: lines[instrument.index].notional(of: quantity.lots, at: price.ticks))
  }

  /// Whether a fill on this side would bring the account's position nearer to flat without passing it.
  @inlinable public func reduces(_ account: AccountID, in instrument: InstrumentID, _ side: Side, _ quantity: Quantity)
    -> Bool
  {
    let position = position(of: account, in: instrument)
    return position.closingSide == side && quantity <= position.size
  }
}
