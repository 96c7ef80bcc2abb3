import Clearing
import MarketTypes
import Venue

/// A small venue told as a story: accounts with names, a command at a time, and what each one caused.
///
/// One lot of one tick is one unit of money. Account 0, the world, is exempt: it takes the other side of opening
/// holdings and rests the orders that nobody in particular stands behind.
struct LiquidationStory: ~Copyable {
  static let world = AccountID(number: 0)
  static let first = InstrumentID(number: 0)
  static let second = InstrumentID(number: 1)

  var venue: Exchange
  /// What the latest command caused.
  private(set) var told: [Event] = []
  private var stream = EventStream()
  private var now = Time.start
  private(set) var accounts: Int32 = 1

  init(
    _ liquidation: LiquidationRules = LiquidationRules(), mark: MarkPolicy = .index, instruments: Int = 1,
    fund: Int64 = 0, opening: Int64 = 100, _ change: (inout VenueRules) -> Void = { _ in }
  ) {
    let rate = Rate(partsPerBillion: 50_000_000)
    let instrument = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumPosition: Quantity(lots: 1_000),
      initialMargin: rate, maintenanceTiers: [MaintenanceTier(floor: .zero, rate: rate)], mark: mark)
    var rules = VenueRules(instruments: Array(repeating: instrument, count: instruments), liquidation: liquidation)
    change(&rules)
    venue = Exchange(rules)
    venue.checksEverything = true
    tell(.openAccount(AccountOpening(account: Self.world, kind: .exempt)))
    for number in 0..<instruments {
      tell(.openMark(PriceUpdate(instrument: InstrumentID(number: UInt16(number)), price: Price(ticks: opening))))
    }
    if fund > 0 { tell(.fund(Money(units: fund))) }
  }

  /// A new margined account, or of another kind; a sub-account where it has an owner.
  mutating func account(with deposit: Int64, _ kind: AccountKind = .cross, of owner: AccountID? = nil) -> AccountID {
    let account = AccountID(number: accounts)
    accounts += 1
    tell(.openAccount(AccountOpening(account: account, kind: kind, owner: owner)))
    if deposit > 0 { tell(.deposit(account, Money(units: deposit))) }
    return account
  }

  mutating func hold(
    _ lots: Int64, at ticks: Int64 = 100, of account: AccountID, in instrument: InstrumentID = first
  ) {
    tell(
      .openHolding(
        HoldingOpening(
          account: account, counterparty: Self.world, instrument: instrument, position: Position(lots: lots),
          price: Price(ticks: ticks))))
  }

  mutating func rest(
    _ side: Side, _ lots: Int64, at ticks: Int64, of account: AccountID = world, in instrument: InstrumentID = first
  ) {
    tell(
      .submit(
        Order(
          account: account, instrument: instrument, side: side, quantity: Quantity(lots: lots),
          limit: Price(ticks: ticks))))
  }

  /// A market order.
  mutating func take(
    _ side: Side, _ lots: Int64, of account: AccountID = world, in instrument: InstrumentID = first
  ) {
    tell(
      .submit(
        Order(
          account: account, instrument: instrument, side: side, quantity: Quantity(lots: lots), limit: nil,
          timeInForce: .immediateOrCancel)))
  }

  mutating func index(_ ticks: Int64, of instrument: InstrumentID = first) {
    tell(.setIndex(PriceUpdate(instrument: instrument, price: Price(ticks: ticks))))
  }

  mutating func deposit(_ units: Int64, to account: AccountID) { tell(.deposit(account, Money(units: units))) }

  mutating func withdraw(_ units: Int64, from account: AccountID) { tell(.withdraw(account, Money(units: units))) }

  mutating func clock(at nanoseconds: Int64) {
    now = Time(nanoseconds: nanoseconds)
    tell(.clock)
  }

  /// What comes next happens at this time.
  mutating func wait(until nanoseconds: Int64) { now = Time(nanoseconds: nanoseconds) }

  mutating func tell(_ action: Command.Action) {
    stream.removeAll()
    venue.execute(Command(action, at: now), into: &stream)
    told = (0..<stream.count).map { stream[$0] }
  }

  // MARK: Looking

  func position(_ account: AccountID, in instrument: InstrumentID = first) -> Int64 {
    venue.position(of: account, in: instrument).lots
  }
  func collateral(_ account: AccountID) -> Int64 { venue.collateral(of: account).units }
  var fund: Int128 { venue.balance(of: .fund(.common)) }
  var uncovered: Int128 { venue.balance(of: .uncovered) }
  var mark: Int64? { venue.mark(of: Self.first)?.ticks }
  var deadline: Int64? { venue.nextDeadline?.nanoseconds }

  /// The sum of all ledger balances, which is zero whatever happened.
  var balance: Int128 {
    var sum: Int128 = 0
    for kind in [LedgerAccount.fees, .rounding, .uncovered, .outside] { sum += venue.balance(of: kind) }
    for number in venue.rules.funds.indices { sum += venue.balance(of: .fund(FundID(number: UInt8(number)))) }
    for number in 0..<accounts {
      let account = AccountID(number: number)
      sum += venue.balance(of: .collateral(account)) + venue.balance(of: .contribution(account))
      for instrument in venue.rules.instruments.indices {
        sum += venue.balance(of: .costBasis(account, InstrumentID(number: UInt16(instrument))))
      }
    }
    return sum
  }

  /// The latest command's forced fills.
  var forcedFills: [ForcedFill] {
    told.compactMap { event in
      guard case .filled(let fill) = event.body, fill.isForced else { return nil }
      return ForcedFill(
        round: event.round, account: fill.takerAccount,
        lots: fill.takerSide == .buy ? fill.quantity.lots : -fill.quantity.lots,
        ticks: fill.price.ticks)
    }
  }

  /// The latest command's forced orders, as they were accepted.
  var forcedOrders: [OrderAccepted] {
    told.compactMap { event in
      if case .accepted(let order) = event.body, order.terms.contains(.forced) { order } else { nil }
    }
  }

  /// Who the latest command found liquidatable.
  var liquidatable: [MarginState] {
    told.compactMap { if case .liquidatable(let state) = $0.body { state } else { nil } }
  }
  var recovered: [MarginState] {
    told.compactMap { if case .recovered(let state) = $0.body { state } else { nil } }
  }
  var stalled: [LiquidationStall] {
    told.compactMap { if case .liquidationStalled(let stall) = $0.body { stall } else { nil } }
  }
  var refusals: [Refusal] {
    told.compactMap { if case .refused(let refused) = $0.body { refused.reason } else { nil } }
  }
  var marks: [Int64] { told.compactMap { if case .marked(let change) = $0.body { change.price.ticks } else { nil } } }
  var cancelled: [OrderCancelled] {
    told.compactMap { if case .cancelled(let order) = $0.body { order } else { nil } }
  }
  var transfers: [Transfer] {
    told.compactMap { if case .transferred(let transfer) = $0.body { transfer } else { nil } }
  }
}

/// Lots above zero were bought.
struct ForcedFill: Equatable, Sendable {
  let round: UInt16
  let account: AccountID
  let lots: Int64
  let ticks: Int64

  init(round: UInt16 = 1, account: AccountID, lots: Int64, ticks: Int64) {
    self.round = round
    self.account = account
    self.lots = lots
    self.ticks = ticks
  }
}

extension MarginState {
  init(_ account: AccountID, equity: Int64, maintenance: Int64) {
    self.init(account: account, equity: Money(units: equity), maintenance: Money(units: maintenance))
  }
}
