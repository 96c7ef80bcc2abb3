import MarketTypes

/// Ledger accounts and positions.
extension NaiveVenue {
  mutating func transfer(
    _ amount: Int, from: LedgerAccount, to: LedgerAccount, _ reason: TransferReason, because cause: Int?
  ) {
    if amount > 0 {
      append(
        .transferred(Transfer(from: from, to: to, amount: Money(units: Int64(amount)), reason: reason)), because: cause)
    } else if amount < 0 {
      transfer(-amount, from: to, to: from, reason, because: cause)
    }
  }

  /// One account's half of a fill: what is closed brings its price less its share of the cost, and that share is
  /// rounded up; what is opened costs its price.
  mutating func trade(_ change: Int, at price: Int, _ account: Int, _ instrument: Int, because event: Int) {
    let perLot = price * Int(instruments[instrument].tickValue.units)
    let held = accounts[account].lots[instrument] ?? 0
    let cost = accounts[account].cost[instrument] ?? 0
    let isClosing = held != 0 && (held > 0) != (change > 0)
    let closed = isClosing ? min(abs(held), abs(change)) : 0
    var share = 0
    if closed > 0 { share = closed == abs(held) ? cost : ceiling(of: cost, times: closed, over: abs(held)) }
    let proceeds = (held > 0 ? closed : -closed) * perLot
    let opened = (abs(change) - closed) * (change > 0 ? 1 : -1)
    accounts[account].lots[instrument] = held + change
    accounts[account].cost[instrument] = cost - share + opened * perLot
    accounts[account].cash += proceeds - share
    let owner = AccountID(number: Int32(account))
    transfer(
      proceeds - share, from: .costBasis(owner, InstrumentID(number: UInt16(instrument))), to: .collateral(owner),
      .realized, because: event)
  }

  /// A fee; with another sign, the same fee given back.
  mutating func pay(
    _ rate: Rate, of notional: Int, sign: Int = 1, _ account: Int, _ reason: TransferReason, because event: Int
  ) {
    let fee = sign * ceiling(of: notional, times: Int(rate.partsPerBillion), over: 1_000_000_000)
    accounts[account].cash -= fee
    transfer(fee, from: .collateral(AccountID(number: Int32(account))), to: .fees, reason, because: event)
  }

  /// The least whole number not below value × factor ÷ divisor.
  private func ceiling(of value: Int, times factor: Int, over divisor: Int) -> Int {
    let product = Int128(value) * Int128(factor)
    var quotient = product / Int128(divisor)
    while quotient * Int128(divisor) < product { quotient += 1 }
    return Int(quotient)
  }

  func canSettle(_ account: Int) -> Bool { abs(accounts[account].cash) <= 1 << 60 }

  /// How far a position may be reduced by an order of this side.
  func reducible(_ account: Int, _ instrument: Int, _ side: Side) -> Int64 {
    let lots = Int64(accounts[account].lots[instrument] ?? 0)
    return side == .sell ? max(lots, 0) : max(-lots, 0)
  }

  /// Whether a fill would take an account's position past the instrument's limit.
  func passesLimit(_ account: Int, _ instrument: Int, _ side: Side, _ quantity: Int64) -> Bool {
    let lots = Int64(accounts[account].lots[instrument] ?? 0)
    let after = side == .buy ? lots + quantity : lots - quantity
    return abs(after) > instruments[instrument].maximumPosition.lots
  }

  /// MAT-59: positions go back at the fill's price, taker's first; fees come back the same way.
  mutating func bust(_ fill: Fill, because seen: Int?) {
    let event = append(.busted(fill), because: seen)
    let (taker, maker, instrument) = (fill.takerAccount.index, fill.makerAccount.index, fill.instrument.index)
    let (lots, price) = (Int(fill.quantity.lots), Int(fill.price.ticks))
    let bought = fill.takerSide == .buy ? lots : -lots
    trade(-bought, at: price, taker, instrument, because: event)
    trade(bought, at: price, maker, instrument, because: event)
    let rules = instruments[instrument]
    let notional = lots * price * Int(rules.tickValue.units)
    pay(rules.takerFee, of: notional, sign: -1, taker, .feeReturned, because: event)
    pay(rules.makerFee, of: notional, sign: -1, maker, .feeReturned, because: event)
  }
}
