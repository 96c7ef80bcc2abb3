import MarketTypes
import Venue

/// A venue with its stream, for tests that tell a story command by command. It checks everything after each.
struct TradingFloor: ~Copyable {
  static let perp = InstrumentID(number: 0)

  var venue: Exchange
  var events = EventStream()
  var now: Int64 = 0

  /// Tick value 1, prices to 1,000,000, positions to 10,000 lots, initial margin 10 %, maintenance 5 %, no fees.
  static func instrument(mark: MarkPolicy = .last) -> InstrumentRules {
    InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000_000), maximumPosition: Quantity(lots: 10_000),
      initialMargin: Rate(partsPerBillion: 100_000_000),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000))], mark: mark)
  }

  init(
    _ instruments: [InstrumentRules] = [TradingFloor.instrument()], liquidation: LiquidationRules = LiquidationRules()
  ) {
    venue = Exchange(VenueRules(instruments: instruments, liquidation: liquidation))
    venue.checksEverything = true
  }

  /// What a command causes.
  @discardableResult
  mutating func run(_ action: Command.Action, after span: Int64 = 0, seen: EventPosition? = nil) -> [Event] {
    now += span
    let held = events.count
    venue.execute(Command(action, at: Time(nanoseconds: now), seen: seen), into: &events)
    return (held..<events.count).map { events[$0] }
  }

  // MARK: Accounts

  /// Opens the next account with some collateral.
  mutating func open(_ kind: AccountKind, with units: Int64 = 0) -> AccountID {
    let account = AccountID(number: Int32(venue.accountCount))
    run(.openAccount(AccountOpening(account: account, kind: kind)))
    if units > 0 { run(.deposit(account, Money(units: units))) }
    return account
  }

  mutating func hold(
    _ account: AccountID, _ lots: Int64, at ticks: Int64, against other: AccountID, in instrument: InstrumentID = perp
  ) {
    run(
      .openHolding(
        HoldingOpening(
          account: account, counterparty: other, instrument: instrument, position: Position(lots: lots),
          price: Price(ticks: ticks))))
  }

  mutating func mark(_ ticks: Int64, _ instrument: InstrumentID = perp) {
    run(.openMark(PriceUpdate(instrument: instrument, price: Price(ticks: ticks))))
  }

  // MARK: Orders

  /// A limit order, or a market order without `ticks`, which is then immediate-or-cancel.
  static func order(
    _ account: AccountID, _ side: Side, _ lots: Int64, at ticks: Int64? = nil, _ timeInForce: TimeInForce? = nil,
    _ terms: OrderTerms = [], client: Int64 = 0, in instrument: InstrumentID = perp
  ) -> Order {
    Order(
      account: account, instrument: instrument, side: side, quantity: Quantity(lots: lots),
      limit: ticks.map { Price(ticks: $0) },
      timeInForce: timeInForce ?? (ticks == nil ? .immediateOrCancel : .goodTilCancelled), terms: terms,
      client: ClientOrderID(number: client))
  }

  @discardableResult
  mutating func submit(
    _ account: AccountID, _ side: Side, _ lots: Int64, at ticks: Int64? = nil, _ timeInForce: TimeInForce? = nil,
    _ terms: OrderTerms = [], client: Int64 = 0, in instrument: InstrumentID = perp, after span: Int64 = 0
  ) -> [Event] {
    run(
      .submit(Self.order(account, side, lots, at: ticks, timeInForce, terms, client: client, in: instrument)),
      after: span)
  }

  @discardableResult
  mutating func amend(_ account: AccountID, client: Int64, to lots: Int64? = nil, at ticks: Int64? = nil) -> [Event] {
    run(
      .amend(
        OrderAmend(
          account: account, instrument: Self.perp, target: .client(ClientOrderID(number: client)),
          quantity: lots.map { Quantity(lots: $0) }, limit: ticks.map { Price(ticks: $0) })))
  }

  /// What is left of both sides, best first: price and lots.
  func book(_ side: Side, of instrument: InstrumentID = perp) -> [[Int64]] {
    var levels: [[Int64]] = []
    venue.forEachLevel(of: instrument, on: side) { price, quantity in
      levels.append([price.ticks, quantity.lots])
      return true
    }
    return levels
  }

  func lots(_ account: AccountID, in instrument: InstrumentID = perp) -> Int64 {
    venue.position(of: account, in: instrument).lots
  }
}

extension [Event] {
  /// Fills as price and lots, in order.
  var fills: [[Int64]] {
    compactMap { event in
      guard case .filled(let fill) = event.body else { return nil }
      return [fill.price.ticks, fill.quantity.lots]
    }
  }

  var refusals: [Refusal] {
    compactMap { event in
      guard case .refused(let refused) = event.body else { return nil }
      return refused.reason
    }
  }

  var cancels: [CancelReason] {
    compactMap { event in
      guard case .cancelled(let cancelled) = event.body else { return nil }
      return cancelled.reason
    }
  }

  var rested: [[Int64]] {
    compactMap { event in
      guard case .rested(let rested) = event.body else { return nil }
      return [rested.price.ticks, rested.quantity.lots]
    }
  }

  var marks: [Int64] {
    compactMap { event in
      guard case .marked(let change) = event.body else { return nil }
      return change.price.ticks
    }
  }

  var stalls: [LiquidationStall] {
    compactMap { event in
      guard case .liquidationStalled(let stall) = event.body else { return nil }
      return stall
    }
  }

  /// Accepted forced orders with their rounds.
  var forced: [(order: OrderAccepted, round: UInt16)] {
    compactMap { event in
      guard case .accepted(let order) = event.body, order.terms.contains(.forced) else { return nil }
      return (order, event.round)
    }
  }

  var liquidatable: [AccountID] {
    compactMap { event in
      guard case .liquidatable(let state) = event.body else { return nil }
      return state.account
    }
  }
}
