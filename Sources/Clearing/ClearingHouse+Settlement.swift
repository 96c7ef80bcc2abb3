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
  /// Both accounts can settle. `record` is handed the transfers in order: taker's profit, maker's profit, taker's fee,
  /// maker's fee; those of zero are left out.
  @inlinable @inline(__always)
  public mutating func settle(_ fill: Fill, at event: EventPosition, _ record: (Transfer) -> Void) {
    let index = fill.instrument.index
    let notional = fill.price.ticks * fill.quantity.lots * instruments[index].tickValue
    exchange(
      fill.quantity, at: fill.price, between: fill.takerAccount, fill.takerSide, and: fill.makerAccount,
      in: fill.instrument, record)
    pay(notional.portion(instruments[index].takerFee.partsPerBillion), by: fill.takerAccount, .takerFee, record)
    pay(notional.portion(instruments[index].makerFee.partsPerBillion), by: fill.makerAccount, .makerFee, record)
    instruments[index].last = fill.price.ticks
    accounts[fill.takerAccount.index].lastFill = event.number
    accounts[fill.makerAccount.index].lastFill = event.number
  }

  /// Undoes a fill: both positions go back at its price, and its fees with the sign turned. Prices stay.
  ///
  /// Both accounts can settle. `record` is handed the transfers in order: taker's profit, maker's profit, taker's fee,
  /// maker's fee; those of zero are left out.
  @inline(never)
  public mutating func undo(_ fill: Fill, at event: EventPosition, _ record: (Transfer) -> Void) {
    let index = fill.instrument.index
    let notional = fill.price.ticks * fill.quantity.lots * instruments[index].tickValue
    exchange(
      fill.quantity, at: fill.price, between: fill.takerAccount, fill.takerSide.opposite, and: fill.makerAccount,
      in: fill.instrument, record)
    pay(-notional.portion(instruments[index].takerFee.partsPerBillion), by: fill.takerAccount, .feeReturned, record)
    pay(-notional.portion(instruments[index].makerFee.partsPerBillion), by: fill.makerAccount, .feeReturned, record)
    accounts[fill.takerAccount.index].lastFill = event.number
    accounts[fill.makerAccount.index].lastFill = event.number
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
    let perLot = price.ticks * instruments[instrument.index].tickValue
    let before = (lots: holdings[index].lots, cost: holdings[index].cost)
    let change = side.sign * quantity.lots
    let after = before.lots + change
    let remainingCost: Int64
    if before.lots == 0 || (before.lots > 0) == (change > 0) {
      remainingCost = before.cost + change * perLot
    } else if after == 0 {
      remainingCost = 0
    } else if (after > 0) == (before.lots > 0) {
      remainingCost = before.cost.times(after, over: before.lots, rounding: .down)
    } else {
      remainingCost = after * perLot
    }
    holdings[index].lots = after
    holdings[index].cost = remainingCost
    let realized = remainingCost - (before.cost + change * perLot)
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

  // MARK: Money in and out

  /// Cash from outside into collateral. The amount is above zero.
  public mutating func deposit(_ amount: Money, to account: AccountID, _ record: (Transfer) -> Void) {
    move(amount.units, from: .outside, to: .collateral(account), .deposit, record)
    markDirty(account)
  }

  /// Cash from outside into the insurance fund. The amount is above zero.
  public mutating func depositToFund(_ amount: Money, _ record: (Transfer) -> Void) {
    move(amount.units, from: .outside, to: .fund, .deposit, record)
  }

  /// The amount is at most the account's free collateral.
  public mutating func withdraw(_ amount: Money, from account: AccountID, _ record: (Transfer) -> Void) {
    move(amount.units, from: .collateral(account), to: .outside, .withdrawal, record)
    markDirty(account)
  }

  /// Makes a flat account with a negative balance whole: the fund pays what it has, the rest is uncovered (CLR-12).
  ///
  /// - Returns: what nobody paid.
  public mutating func coverShortfall(of account: AccountID, _ record: (Transfer) -> Void) -> Money {
    let missing = -accounts[account.index].collateral
    guard missing > 0, isFlat(account) else { return .zero }
    let paid = Int64(min(Int128(missing), ledger.fund))
    move(paid, from: .fund, to: .collateral(account), .shortfallCovered, record)
    move(missing - paid, from: .uncovered, to: .collateral(account), .shortfallUncovered, record)
    return Money(units: missing - paid)
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
    let notional = lots * price.ticks * instruments[instrument.index].tickValue
    if side == .buy {
      holdings[index].bidLots += lots
      holdings[index].bidNotional += notional
    } else {
      holdings[index].askLots += lots
      holdings[index].askNotional += notional
    }
  }
}
