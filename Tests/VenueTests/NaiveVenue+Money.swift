import MarketTypes

/// Ledger accounts and positions.
extension NaiveVenue {
  mutating func transfer(
    _ amount: Int, of asset: AssetID = .settlement, from: LedgerAccount, to: LedgerAccount, _ reason: TransferReason,
    because cause: Int?, round: Int? = nil
  ) {
    if amount > 0 {
      let transfer = Transfer(from: from, to: to, amount: Money(units: Int64(amount)), asset: asset, reason: reason)
      append(.transferred(transfer), because: cause, round: round)
    } else if amount < 0 {
      transfer(-amount, of: asset, from: to, to: from, reason, because: cause, round: round)
    }
  }

  /// Both halves of a fill. What an inverse contract's division leaves is the rounding account's, before the others
  /// (CLR-25).
  mutating func exchange(
    _ bought: Int, at price: Int, _ taker: Int, _ maker: Int, _ instrument: Int, because event: Int
  ) {
    let left = cost(of: bought, at: price, instrument) + cost(of: -bought, at: price, instrument)
    let seller = AccountID(number: Int32(bought > 0 ? maker : taker))
    rounding += left
    transfer(left, from: .costBasis(seller, id(instrument)), to: .rounding, .rounded, because: event)
    trade(bought, at: price, taker, instrument, because: event)
    trade(-bought, at: price, maker, instrument, because: event)
  }

  /// One account's half of a fill.
  private mutating func trade(_ change: Int, at price: Int, _ account: Int, _ instrument: Int, because event: Int) {
    let held = accounts[account].lots[instrument] ?? 0
    let flipped = cost(of: held + change, at: price, instrument)
    join(change, cost(of: change, at: price, instrument), flipped: flipped, account, instrument, because: event)
  }

  /// Lots that cost so much join a holding: what is closed brings its price less its share of the cost, and that share
  /// is rounded up; what is opened costs its price (CLR-1 to CLR-3).
  ///
  /// - Parameter flipped: what costs that which is left where they pass flat.
  mutating func join(_ change: Int, _ paid: Int, flipped: Int, _ account: Int, _ instrument: Int, because event: Int) {
    let held = accounts[account].lots[instrument] ?? 0
    let cost = accounts[account].cost[instrument] ?? 0
    let (after, isClosing) = (held + change, held != 0 && (held > 0) != (change > 0))
    let share = isClosing && abs(change) < abs(held) ? ceiling(of: cost, times: abs(change), over: abs(held)) : cost
    let remaining = !isClosing ? cost + paid : abs(change) <= abs(held) ? cost - share : flipped
    let realized = remaining - cost - paid
    accounts[account].lots[instrument] = after
    accounts[account].cost[instrument] = remaining
    accounts[account].cash += realized
    watch.touched.insert(account)
    let owner = AccountID(number: Int32(account))
    transfer(
      realized, from: .costBasis(owner, id(instrument)), to: .collateral(owner), .realized, because: event)
  }

  func id(_ instrument: Int) -> InstrumentID { InstrumentID(number: UInt16(instrument)) }

  /// CLR-41: what it traded in the whole window before this one decides.
  private func feeTier(_ account: Int) -> FeeTier? {
    guard let fees = rules.fees else { return nil }
    let volume = accounts[account].volumes[now / fees.window.nanoseconds - 1] ?? 0
    return fees.tiers.last { $0.volume.units <= volume }
  }
  func takerFee(_ account: Int, _ instrument: Int) -> Rate {
    feeTier(account)?.taker ?? instruments[instrument].takerFee
  }
  func makerFee(_ account: Int, _ instrument: Int) -> Rate {
    feeTier(account)?.maker ?? instruments[instrument].makerFee
  }

  /// A fill counts for both, and not for its own fee.
  mutating func payFees(of notional: Int, _ taker: Int, _ maker: Int, _ instrument: Int, because event: Int) {
    pay(takerFee(taker, instrument), of: notional, taker, .takerFee, because: event)
    pay(makerFee(maker, instrument), of: notional, maker, .makerFee, because: event)
    guard let fees = rules.fees else { return }
    for account in [taker, maker] { accounts[account].volumes[now / fees.window.nanoseconds, default: 0] += notional }
  }

  /// A fee; with another sign, the same fee given back.
  mutating func pay(
    _ rate: Rate, of notional: Int, sign: Int = 1, _ account: Int, _ reason: TransferReason, because event: Int
  ) {
    let fee = sign * ceiling(of: notional, times: Int(rate.partsPerBillion), over: 1_000_000_000)
    accounts[account].cash -= fee
    fees += fee
    transfer(fee, from: .collateral(AccountID(number: Int32(account))), to: .fees, reason, because: event)
  }

  /// The least whole number not below value × factor ÷ divisor.
  func ceiling(of value: Int, times factor: Int, over divisor: Int) -> Int {
    let product = Int128(value) * Int128(factor)
    var quotient = product / Int128(divisor)
    while quotient * Int128(divisor) < product { quotient += 1 }
    return Int(quotient)
  }

  /// The greatest whole number not above it.
  func floor(of value: Int, times factor: Int, over divisor: Int) -> Int {
    -ceiling(of: -value, times: factor, over: divisor)
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
    exchange(-bought, at: price, taker, maker, instrument, because: event)
    let notional = notional(of: lots, at: price, instrument)
    pay(takerFee(taker, instrument), of: notional, sign: -1, taker, .feeReturned, because: event)
    pay(makerFee(maker, instrument), of: notional, sign: -1, maker, .feeReturned, because: event)
    noteFill(taker, maker, instrument, at: event)
  }
}
