import MarketTypes

/// Everybody's balances and positions rebuilt from the events alone, for every kind of contract and asset, and what each
/// event must leave true. It shares no code with the venue.
struct FullLedger {
  struct Place: Hashable {
    var account: Int32
    var instrument: UInt16
  }
  struct Purse: Hashable {
    var account: LedgerAccount
    var asset: UInt16
  }

  let rules: VenueRules
  private(set) var balances: [Purse: Int128] = [:]
  private(set) var lots: [Place: Int64] = [:]
  private(set) var kinds: [AccountKind] = []
  private(set) var marks: [Int64]
  private(set) var assetPrices: [Int64]
  /// The first thing that went wrong.
  private(set) var fault: String?
  /// How often each thing happened, so that a quiet run cannot pass for a good one.
  private(set) var counts: [String: Int] = [:]

  init(_ rules: VenueRules) {
    self.rules = rules
    marks = rules.instruments.map { _ in 0 }
    assetPrices = rules.assets.map { _ in 0 }
  }

  func balance(_ account: LedgerAccount, _ asset: UInt16 = 0) -> Int128 {
    balances[Purse(account: account, asset: asset)] ?? 0
  }
  func held(_ account: Int32, _ instrument: UInt16) -> Int64 {
    lots[Place(account: account, instrument: instrument)] ?? 0
  }
  func isFlat(_ account: Int32) -> Bool {
    rules.instruments.indices.allSatisfy { held(account, UInt16($0)) == 0 }
  }

  /// Cash, what positions would bring beyond their cost, and what assets count after the haircut of each slice.
  func equity(_ account: Int32) -> Int128 {
    let id = AccountID(number: account)
    var equity = balance(.collateral(id))
    for (number, mark) in marks.enumerated() where mark > 0 {
      let instrument = InstrumentID(number: UInt16(number))
      let lots = held(account, instrument.number)
      if lots != 0 { equity += value(lots, at: mark, in: number) + balance(.costBasis(id, instrument)) }
    }
    for (number, price) in assetPrices.enumerated() where price > 0 {
      equity += counts(balance(.collateral(id), UInt16(number + 1)), at: price, rules.assets[number])
    }
    return equity
  }

  mutating func add(_ event: Event) {
    switch event.body {
    case .accountOpened(let opening): kinds.append(opening.kind)
    case .transferred(let transfer): add(transfer)
    case .filled(let fill):
      expectReducing(fill)
      trade(fill.quantity.lots, at: fill.price.ticks, in: fill.instrument, from: fill.seller, to: fill.buyer)
      count(fill.isForced ? "forced fills" : "fills")
    case .busted(let fill):
      trade(fill.quantity.lots, at: fill.price.ticks, in: fill.instrument, from: fill.buyer, to: fill.seller)
      count("busts")
    case .holdingOpened(let opening):
      trade(
        opening.position.lots, at: opening.price.ticks, in: opening.instrument, from: opening.counterparty,
        to: opening.account)
    case .positionMoved(let moved): add(moved)
    case .contractSettled(let update): settle(update)
    case .marked(let change): marks[change.instrument.index] = change.price.ticks
    case .assetPriced(let change): assetPrices[Int(change.asset.number) - 1] = change.price.ticks
    case .liquidatable(let state):
      count("liquidatable")
      expect(state.equity, of: state.account)
      if isFlat(state.account.number) { note("flat account \(state.account.number) is said to be liquidatable") }
    case .marginLevelChanged(let change):
      count("levels")
      expect(change.equity, of: change.account)
    case .funded: count("fundings")
    case .refused(let refused): count("refused \(refused.action) \(refused.reason)")
    default: break
    }
  }

  // MARK: Entries

  private mutating func add(_ transfer: Transfer) {
    count("\(transfer.reason)")
    if transfer.amount <= .zero { note("a transfer of \(transfer.amount.units)") }
    if case .collateral(let payer) = transfer.from { expectPayer(payer, transfer) }
    if case .fund(let fund) = transfer.from {
      if balance(.fund(fund)) < Int128(transfer.amount.units) { note("fund \(fund.number) pays what it has not") }
      if let limit = rules.funds[Int(fund.number)].claimLimit, case .collateral = transfer.to, transfer.amount > limit {
        note("fund \(fund.number) pays \(transfer.amount.units) at once")
      }
    }
    move(Int128(transfer.amount.units), of: transfer.asset.number, from: transfer.from, to: transfer.to)
  }

  /// Who loses money has, or had until this fill, a position (I5); an asset is sold for a flat debtor alone.
  private mutating func expectPayer(_ payer: AccountID, _ transfer: Transfer) {
    let isFlat = isFlat(payer.number)
    switch transfer.reason {
    case .funding, .markedToMarket: if isFlat { note("flat account \(payer.number) pays \(transfer.reason)") }
    case .converted:
      if !isFlat || balance(.collateral(payer)) >= 0 { note("assets of account \(payer.number) are sold") }
    case .liquidationFee:
      if balance(.collateral(payer)) < Int128(transfer.amount.units) {
        note("account \(payer.number) pays a liquidation fee it has not")
      }
    default: break
    }
  }

  /// A fill is itself the entry between two cost bases. Of an inverse contract it has the whole units; what is left over
  /// follows as a transfer of its own.
  private mutating func trade(
    _ quantity: Int64, at ticks: Int64, in instrument: InstrumentID, from seller: AccountID, to buyer: AccountID
  ) {
    if quantity < 0 { return trade(-quantity, at: ticks, in: instrument, from: buyer, to: seller) }
    let exact = Int128(quantity) * Int128(rules.instruments[instrument.index].tickValue.units)
    if rules.instruments[instrument.index].contract == .linear {
      move(exact * Int128(ticks), from: .costBasis(buyer, instrument), to: .costBasis(seller, instrument))
    } else {
      move(exact / Int128(ticks), from: .costBasis(seller, instrument), to: .costBasis(buyer, instrument))
    }
    lots[Place(account: buyer.number, instrument: instrument.number), default: 0] += quantity
    lots[Place(account: seller.number, instrument: instrument.number), default: 0] -= quantity
  }

  private mutating func add(_ moved: PositionMoved) {
    count("positions moved")
    let (from, to) = (moved.from.number, moved.to.number)
    if held(from, moved.instrument.number) != moved.position.lots { note("another position moved than there was") }
    if held(to, moved.instrument.number) * moved.position.lots < 0 { note("a position moved against another") }
    lots[Place(account: from, instrument: moved.instrument.number), default: 0] -= moved.position.lots
    lots[Place(account: to, instrument: moved.instrument.number), default: 0] += moved.position.lots
    move(
      Int128(moved.cost.units), from: .costBasis(moved.to, moved.instrument),
      to: .costBasis(moved.from, moved.instrument)
    )
  }

  /// Each position's worth leaves its cost basis; the gains follow as transfers.
  private mutating func settle(_ update: PriceUpdate) {
    count("contracts settled")
    for account in kinds.indices {
      let place = Place(account: Int32(account), instrument: update.instrument.number)
      guard let held = lots[place], held != 0 else { continue }
      let worth = value(held, at: update.price.ticks, in: update.instrument.index)
      move(worth, from: .rounding, to: .costBasis(AccountID(number: Int32(account)), update.instrument))
      lots[place] = 0
    }
  }

  private mutating func move(_ amount: Int128, of asset: UInt16 = 0, from: LedgerAccount, to: LedgerAccount) {
    balances[Purse(account: from, asset: asset), default: 0] -= amount
    balances[Purse(account: to, asset: asset), default: 0] += amount
  }

  // MARK: What must hold

  /// Forced fills only ever make a position smaller (I6).
  private mutating func expectReducing(_ fill: Fill) {
    guard fill.isForced else { return }
    let before = held(fill.takerAccount.number, fill.instrument.number)
    let change = fill.takerSide == .buy ? fill.quantity.lots : -fill.quantity.lots
    if before * change >= 0 || abs(change) > abs(before) {
      note("a forced fill of \(change) against a position of \(before)")
    }
  }

  private mutating func expect(_ stated: Money, of account: AccountID) {
    let rebuilt = equity(account.number)
    if Int128(stated.units) != rebuilt {
      note("account \(account.number) is said to have equity \(stated.units); the events say \(rebuilt)")
    }
  }

  /// What does not balance now, or `nil`.
  func imbalance() -> String? {
    if let fault { return fault }
    for asset in 0...rules.assets.count {
      let sum = balances.reduce(Int128(0)) { $0 + ($1.key.asset == UInt16(asset) ? $1.value : 0) }
      if sum != 0 { return "asset \(asset) sums to \(sum)" }
    }
    for instrument in rules.instruments.indices {
      let sum = lots.reduce(Int64(0)) { $0 + ($1.key.instrument == UInt16(instrument) ? $1.value : 0) }
      if sum != 0 { return "positions of instrument \(instrument) sum to \(sum)" }
    }
    for fund in rules.funds.indices where balance(.fund(FundID(number: UInt8(fund)))) < 0 { return "fund \(fund)" }
    if balance(.uncovered) > 0 { return "uncovered stands above zero" }
    return nil
  }

  private mutating func count(_ what: String) { counts[what, default: 0] += 1 }
  private mutating func note(_ what: String) { fault = fault ?? what }

  /// What a position is worth: of an inverse contract minus the lots' worth, rounded down.
  private func value(_ lots: Int64, at ticks: Int64, in instrument: Int) -> Int128 {
    let exact = Int128(lots) * Int128(rules.instruments[instrument].tickValue.units)
    if rules.instruments[instrument].contract == .linear { return exact * Int128(ticks) }
    let (quotient, rest) = (-exact).quotientAndRemainder(dividingBy: Int128(ticks))
    return rest < 0 ? quotient - 1 : quotient
  }

  private func counts(_ amount: Int128, at price: Int64, _ asset: AssetRules) -> Int128 {
    var billionths: Int128 = 0
    for (number, tier) in asset.haircuts.enumerated() {
      let end = number + 1 < asset.haircuts.count ? Int128(asset.haircuts[number + 1].floor.units) : amount
      let slice = min(amount, end) - Int128(tier.floor.units)
      if slice > 0 { billionths += slice * Int128(1_000_000_000 - tier.haircut.partsPerBillion) }
    }
    return billionths * Int128(price) * Int128(asset.tickValue.units) / 1_000_000_000
  }
}
