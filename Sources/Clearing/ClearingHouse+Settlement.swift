import MarketTypes
import Storage

extension ClearingHouse {
  /// Beyond this, either way, an account's collateral takes part in nothing more: what one fill can add then still
  /// fits (twice the notional limit, and fees).
  @inlinable static var collateralLimit: Int64 { 1 << 60 }

  /// Whether a fill may still move this account's balances.
  @inlinable public func canSettle(_ account: AccountID) -> Bool {
    accounts[account.index].collateral.magnitude <= UInt64(Self.collateralLimit)
  }

  // MARK: Fills

  /// Settles a fill (CLR-1…CLR-4): positions and cost bases change, realized profit moves to collateral, fees are paid.
  ///
  /// Both accounts can settle. `record` is handed the transfers in order: what an inverse contract's division left over,
  /// taker's profit, maker's profit, taker's fee, maker's fee, a forced taker's liquidation fee; those of zero are left
  /// out.
  @inlinable @inline(__always)
  public mutating func settle(_ fill: Fill, at event: EventPosition, _ record: (Transfer) -> Void) {
    let index = fill.instrument.index
    let notional = lines[index].notional(of: fill.quantity.lots, at: fill.price.ticks)
    let due = fill.isForced ? forcedFee(of: fill) : 0
    exchange(
      fill.quantity, at: fill.price, between: fill.takerAccount, fill.takerSide, and: fill.makerAccount,
      in: fill.instrument, record)
    if fees.isOn {
      payByVolume(fill, notional, record)
    } else {
      pay(notional.portion(lines[index].takerFee.partsPerBillion), by: fill.takerAccount, .takerFee, record)
      pay(notional.portion(lines[index].makerFee.partsPerBillion), by: fill.makerAccount, .makerFee, record)
    }
    if fill.isForced { payForcedFee(due, by: fill.takerAccount, in: index, record) }
    lines[index].last = fill.price.ticks
    if lines[index].watchesFills { observe(fill) }
    note(fill, at: event)
  }

  @usableFromInline @inline(never)
  mutating func observe(_ fill: Fill) { markBook.observeFill(fill.instrument, at: fill.price, fill.quantity, at: now) }

  /// Whose latest fill it was, and where.
  @inlinable @inline(__always)
  mutating func note(_ fill: Fill, at event: EventPosition) {
    accounts[fill.takerAccount.index].lastEntry = event.number
    accounts[fill.makerAccount.index].lastEntry = event.number
    accounts[fill.takerAccount.index].lastInstrument = fill.instrument.number
    accounts[fill.makerAccount.index].lastInstrument = fill.instrument.number
  }

  /// Undoes a fill: both positions go back at its price, and its fees with the sign turned. Prices stay.
  ///
  /// The liquidation fee is not returned. Both accounts can settle. `record` is handed the transfers in the order of
  /// `settle`; those of zero are left out. By a fee schedule what is returned is what the accounts would pay now.
  @inline(never)
  public mutating func undo(_ fill: Fill, at event: EventPosition, _ record: (Transfer) -> Void) {
    let index = fill.instrument.index
    let notional = lines[index].notional(of: fill.quantity.lots, at: fill.price.ticks)
    let takerFee = fees.isOn ? fees.rate(fill.takerAccount, isTaker: true, now: now) : lines[index].takerFee
    let makerFee = fees.isOn ? fees.rate(fill.makerAccount, isTaker: false, now: now) : lines[index].makerFee
    exchange(
      fill.quantity, at: fill.price, between: fill.takerAccount, fill.takerSide.opposite, and: fill.makerAccount,
      in: fill.instrument, record)
    pay(-notional.portion(takerFee.partsPerBillion), by: fill.takerAccount, .feeReturned, record)
    pay(-notional.portion(makerFee.partsPerBillion), by: fill.makerAccount, .feeReturned, record)
    note(fill, at: event)
  }

  /// Opening state: `account` holds `position` against `counterparty`, as if they had met at this price.
  public mutating func openHolding(_ opening: HoldingOpening, _ record: (Transfer) -> Void) {
    exchange(
      opening.position.size, at: opening.price, between: opening.account, opening.position.lots > 0 ? .buy : .sell,
      and: opening.counterparty, in: opening.instrument, record)
  }

  @inlinable @inline(__always)
  mutating func exchange(
    _ quantity: Quantity, at price: Price, between first: AccountID, _ side: Side, and second: AccountID,
    in instrument: InstrumentID, _ record: (Transfer) -> Void
  ) {
    if lines[instrument.index].isRounded(quantity.lots, at: price.ticks) {
      // Both sides' costs are rounded up, so the seller pays one unit more than the buyer takes on.
      ledger.rounding += 1
      report(1, from: .costBasis(side == .buy ? second : first, instrument), to: .rounding, .rounded, record)
    }
    trade(quantity, at: price, by: first, side, in: instrument, record)
    trade(quantity, at: price, by: second, side.opposite, in: instrument, record)
    markDirty(first)
    markDirty(second)
  }

  /// One account's half of a fill.
  ///
  /// The notional enters the cost basis; what that leaves beyond the cost of the remaining lots is realized profit, and
  /// moves to the owner's collateral. The remaining cost is rounded down, so a profit is rounded down too, and the
  /// difference stays with the owner until the last lot is closed (CLR-3).
  @inlinable @inline(__always)
  mutating func trade(
    _ quantity: Quantity, at price: Price, by account: AccountID, _ side: Side, in instrument: InstrumentID,
    _ record: (Transfer) -> Void
  ) {
    let index = holding(account, instrument)
    let before = (lots: holdings[index].lots, cost: holdings[index].cost)
    let change = side.sign * quantity.lots
    let after = before.lots + change
    let changeCost = lines[instrument.index].cost(of: change, at: price.ticks)
    let remainingCost: Int64
    if before.lots == 0 || (before.lots > 0) == (change > 0) {
      remainingCost = before.cost + changeCost
    } else if after == 0 {
      remainingCost = 0
    } else if (after > 0) == (before.lots > 0) {
      remainingCost = before.cost.times(after, over: before.lots, rounding: .down)
    } else {
      remainingCost = lines[instrument.index].cost(of: after, at: price.ticks)
    }
    holdings[index].lots = after
    holdings[index].cost = remainingCost
    lines[instrument.index].openInterest += max(0, after) - max(0, before.lots)
    let realized = remainingCost - (before.cost + changeCost)
    accounts[account.index].collateral += realized
    report(realized, from: .costBasis(account, instrument), to: .collateral(account), .realized, record)
  }

  /// A fee from an account's collateral; a rebate, below zero, goes the other way.
  @inlinable @inline(__always)
  mutating func pay(
    _ units: Int64, by account: AccountID, _ reason: TransferReason, _ record: (Transfer) -> Void
  ) {
    accounts[account.index].collateral -= units
    ledger.fees += Int128(units)
    report(units, from: .collateral(account), to: .fees, reason, record)
  }

  /// Fees by the schedule, and the fill counted for the next window. A fill's own volume does not change its fee.
  @usableFromInline @inline(never)
  mutating func payByVolume(_ fill: Fill, _ notional: Int64, _ record: (Transfer) -> Void) {
    let taker = fees.rate(fill.takerAccount, isTaker: true, now: now)
    let maker = fees.rate(fill.makerAccount, isTaker: false, now: now)
    pay(notional.portion(taker.partsPerBillion), by: fill.takerAccount, .takerFee, record)
    pay(notional.portion(maker.partsPerBillion), by: fill.makerAccount, .makerFee, record)
    fees.count(notional, of: fill.takerAccount, now: now)
    fees.count(notional, of: fill.makerAccount, now: now)
  }

  // MARK: Open orders

  /// Counts an order that rests, so that margin and limits know of it.
  @inlinable public mutating func addOpenOrder(
    of account: AccountID, in instrument: InstrumentID, _ side: Side, _ quantity: Quantity, at price: Price
  ) {
    changeOpenOrders(of: account, in: instrument, side, by: quantity.lots, at: price)
  }

  /// The order, or this part of it, no longer rests.
  @inlinable public mutating func removeOpenOrder(
    of account: AccountID, in instrument: InstrumentID, _ side: Side, _ quantity: Quantity, at price: Price
  ) {
    changeOpenOrders(of: account, in: instrument, side, by: -quantity.lots, at: price)
  }

  @inlinable @inline(__always) mutating func changeOpenOrders(
    of account: AccountID, in instrument: InstrumentID, _ side: Side, by lots: Int64, at price: Price
  ) {
    let index = holding(account, instrument)
    holdings[index].addOpen(side, lots, lots * lines[instrument.index].orderCost(side, at: price.ticks))
  }
}
