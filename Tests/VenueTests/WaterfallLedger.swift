import MarketTypes

/// Balances and positions rebuilt from the events of a waterfall alone, and what each event must leave true. Linear
/// contracts, one currency. It shares no code with the venue.
struct WaterfallLedger {
  struct Place: Hashable {
    var account: Int32
    var instrument: UInt16
  }

  let rules: VenueRules
  private(set) var balances: [LedgerAccount: Int128] = [:]
  private(set) var lots: [Place: Int64] = [:]
  private(set) var kinds: [AccountKind] = []
  private(set) var marks: [Int64]
  /// Who has ever contributed to the default fund.
  private var members: Set<Int32> = []
  /// The first thing that went wrong.
  private(set) var fault: String?
  /// How often each thing happened, so that a quiet run cannot pass for a good one.
  private(set) var counts: [String: Int] = [:]
  /// Accounts said to be liquidatable in this command whose turn has not come.
  private var waiting: Set<Int32> = []

  init(_ rules: VenueRules) {
    self.rules = rules
    marks = rules.instruments.map { _ in 0 }
  }

  mutating func beginCommand() { waiting = [] }

  mutating func add(_ event: Event) {
    switch event.body {
    case .accountOpened(let opening): kinds.append(opening.kind)
    case .transferred(let transfer): add(transfer)
    case .marked(let change): marks[change.instrument.index] = change.price.ticks
    case .filled(let fill):
      if fill.isForced {
        expectReducing(fill.takerAccount, fill.takerSide, fill.quantity, fill.instrument, "forced fill")
      }
      trade(fill.quantity.lots, at: fill.price.ticks, in: fill.instrument, from: fill.seller, to: fill.buyer)
      count(fill.isForced ? "forced fills" : "fills")
    case .holdingOpened(let opening):
      trade(
        opening.position.lots, at: opening.price.ticks, in: opening.instrument, from: opening.counterparty,
        to: opening.account)
    case .positionMoved(let moved): add(moved)
    case .contractSettled(let update): settle(update)
    case .deleveraged(let pair): add(pair)
    case .liquidatable(let state):
      count("liquidatable")
      expect(state)
      waiting.insert(state.account.number)
    case .recovered(let state):
      count("recovered")
      expect(state)
      waiting.remove(state.account.number)
    case .graceGiven(let grace):
      count("graces")
      waiting.remove(grace.account.number)
    case .accepted(let order) where order.terms.contains(.forced): waiting.remove(order.account.number)
    case .liquidationStalled(let stall):
      count("stalled")
      waiting.remove(stall.account.number)
    case .takenOver(let takeover): add(takeover)
    case .takeoverDeclined(let declined): count("declined \(declined.reason)")
    case .cancelled(let order) where order.reason == .fundTooSmall: count("fund too small")
    case .lossUncovered: count("uncovered")
    case .roundLimitReached: count("round limits")
    default: break
    }
  }

  // MARK: Entries

  private mutating func add(_ transfer: Transfer) {
    count("\(transfer.reason)")
    let units = Int128(transfer.amount.units)
    if units <= 0 { note("a transfer of \(units)") }
    switch (transfer.reason, transfer.from) {
    case (_, .fund(let fund)) where transfer.to != .uncovered:
      let terms = rules.funds[Int(fund.number)]
      if balance(transfer.from) - units < Int128(terms.floor.units) { note("fund \(fund.number) pays below its floor") }
      if let limit = terms.claimLimit, transfer.amount > limit { note("fund \(fund.number) pays \(units) at once") }
    case (.gainsCut, .costBasis(let payer, let instrument)):
      if gain(payer, instrument) < units { note("account \(payer.number) bears \(units) of less gain") }
    case (.openInterestCharged, .collateral(let payer)):
      if isFlat(payer.number) { note("flat account \(payer.number) bears a loss") }
      if isMargined(payer), equity(payer.number) < units { note("account \(payer.number) is charged into debt") }
    case (.assessed, .collateral(let payer)):
      if !members.contains(payer.number) { note("account \(payer.number) is assessed and no member") }
      if balance(transfer.from) < units { note("account \(payer.number) is assessed into debt") }
    case (.contributed, .collateral(let member)): members.insert(member.number)
    case (.contributionUsed, .contribution), (.contributed, .contribution):
      if balance(transfer.from) < units { note("a contribution of less than \(units) is used") }
    case (.liquidationFee, .collateral(let payer)):
      if balance(transfer.from) < units || equity(payer.number) < units { note("a fee bankrupts \(payer.number)") }
    case (.toppedUp, .collateral(let payer)):
      if balance(transfer.from) < units { note("owner \(payer.number) fills up from nothing") }
    default: break
    }
    move(units, from: transfer.from, to: transfer.to)
  }

  private mutating func trade(
    _ quantity: Int64, at ticks: Int64, in instrument: InstrumentID, from seller: AccountID, to buyer: AccountID
  ) {
    let notional = Int128(quantity) * Int128(ticks) * Int128(rules.instruments[instrument.index].tickValue.units)
    move(notional, from: .costBasis(buyer, instrument), to: .costBasis(seller, instrument))
    lots[Place(account: buyer.number, instrument: instrument.number), default: 0] += quantity
    lots[Place(account: seller.number, instrument: instrument.number), default: 0] -= quantity
  }

  private mutating func add(_ moved: PositionMoved) {
    if held(moved.from, moved.instrument) != moved.position.lots { note("another position moved than there was") }
    lots[Place(account: moved.from.number, instrument: moved.instrument.number), default: 0] -= moved.position.lots
    lots[Place(account: moved.to.number, instrument: moved.instrument.number), default: 0] += moved.position.lots
    move(
      Int128(moved.cost.units), from: .costBasis(moved.to, moved.instrument),
      to: .costBasis(moved.from, moved.instrument))
  }

  private mutating func settle(_ update: PriceUpdate) {
    count("contracts settled")
    for account in kinds.indices {
      let id = AccountID(number: Int32(account))
      let worth = value(held(id, update.instrument), at: update.price.ticks, in: update.instrument)
      move(worth, from: .rounding, to: .costBasis(id, update.instrument))
      lots[Place(account: id.number, instrument: update.instrument.number)] = 0
    }
  }

  private mutating func add(_ takeover: Takeover) {
    count("takeovers")
    waiting.remove(takeover.account.number)
    let equity = equity(takeover.account.number)
    if equity != Int128(takeover.equity.units) { note("account \(takeover.account.number) is taken over at \(equity)") }
    if self.equity(takeover.backstop.number) + equity < 0 { note("the backstop takes over what bankrupts it") }
  }

  /// Both come nearer to flat, the counterparty is not left below zero, and nobody waits for a forced order (LIQ-19, LIQ-22).
  private mutating func add(_ pair: Deleveraging) {
    count("deleveraged")
    expectReducing(pair.account, pair.side, pair.quantity, pair.instrument, "deleveraging")
    expectReducing(pair.counterparty, pair.side.opposite, pair.quantity, pair.instrument, "deleveraging")
    let signed = held(pair.counterparty, pair.instrument) > 0 ? pair.quantity.lots : -pair.quantity.lots
    let change =
      value(signed, at: pair.price.ticks, in: pair.instrument)
      - value(signed, at: marks[pair.instrument.index], in: pair.instrument)
    if isMargined(pair.counterparty), change < 0, equity(pair.counterparty.number) + change < 0 {
      note("deleveraging leaves account \(pair.counterparty.number) below zero")
    }
    if case .immediate = rules.liquidation.pacing, let one = waiting.first(where: { !isFlat($0) }) {
      note("deleveraging comes before the forced orders of account \(one)")
    }
    let (seller, buyer) = pair.side == .sell ? (pair.account, pair.counterparty) : (pair.counterparty, pair.account)
    trade(pair.quantity.lots, at: pair.price.ticks, in: pair.instrument, from: seller, to: buyer)
  }

  private mutating func move(_ amount: Int128, from: LedgerAccount, to: LedgerAccount) {
    balances[from, default: 0] -= amount
    balances[to, default: 0] += amount
  }

  // MARK: What must hold

  private mutating func expectReducing(
    _ account: AccountID, _ side: Side, _ quantity: Quantity, _ instrument: InstrumentID, _ what: String
  ) {
    let before = held(account, instrument)
    let isReducing = side == .sell ? before >= quantity.lots : -before >= quantity.lots
    if !isReducing { note("a \(what) of \(quantity.lots) against a position of \(before)") }
  }

  private mutating func expect(_ state: MarginState) {
    let rebuilt = equity(state.account.number)
    if Int128(state.equity.units) != rebuilt {
      note("account \(state.account.number) is said to have \(state.equity.units); the events say \(rebuilt)")
    }
  }

  /// What does not balance now, or `nil`.
  func imbalance() -> String? {
    if let fault { return fault }
    let sum = balances.values.reduce(0, +)
    if sum != 0 { return "balances sum to \(sum)" }
    for instrument in rules.instruments.indices {
      let sum = lots.reduce(Int64(0)) { $0 + ($1.key.instrument == UInt16(instrument) ? $1.value : 0) }
      if sum != 0 { return "positions of instrument \(instrument) sum to \(sum)" }
    }
    if balance(.uncovered) > 0 { return "uncovered stands above zero" }
    return nil
  }

  private mutating func count(_ what: String) { counts[what, default: 0] += 1 }
  private mutating func note(_ what: String) { fault = fault ?? what }

  // MARK: Looking

  func balance(_ account: LedgerAccount) -> Int128 { balances[account] ?? 0 }
  func held(_ account: AccountID, _ instrument: InstrumentID) -> Int64 {
    lots[Place(account: account.number, instrument: instrument.number)] ?? 0
  }
  private func isMargined(_ account: AccountID) -> Bool { kinds[account.index].isMargined }
  private func isFlat(_ account: Int32) -> Bool {
    rules.instruments.indices.allSatisfy {
      held(AccountID(number: account), InstrumentID(number: UInt16($0))) == 0
    }
  }
  private func value(_ lots: Int64, at ticks: Int64, in instrument: InstrumentID) -> Int128 {
    Int128(lots) * Int128(ticks) * Int128(rules.instruments[instrument.index].tickValue.units)
  }
  private func gain(_ account: AccountID, _ instrument: InstrumentID) -> Int128 {
    let lots = held(account, instrument)
    if lots == 0 || marks[instrument.index] == 0 { return 0 }
    return value(lots, at: marks[instrument.index], in: instrument) + balance(.costBasis(account, instrument))
  }
  func equity(_ account: Int32) -> Int128 {
    let id = AccountID(number: account)
    return rules.instruments.indices.reduce(balance(.collateral(id))) {
      $0 + gain(id, InstrumentID(number: UInt16($1)))
    }
  }
}
