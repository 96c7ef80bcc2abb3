import MarketTypes
import Venue

/// What stories about rare terms ask of a floor.
extension TradingFloor {
  /// The floor's instrument with some rules changed.
  static func instrument(mark: MarkPolicy = .last, _ change: (inout InstrumentRules) -> Void) -> InstrumentRules {
    var rules = instrument(mark: mark)
    change(&rules)
    return rules
  }

  /// A floor with some of the venue's rules changed.
  static func with(
    _ instruments: [InstrumentRules] = [instrument()], _ change: (inout VenueRules) -> Void
  ) -> TradingFloor {
    var rules = VenueRules(instruments: instruments)
    change(&rules)
    return TradingFloor(rules)
  }

  init(_ rules: VenueRules) {
    self.init(rules.instruments)
    venue = Exchange(rules)
    venue.checksEverything = true
  }

  /// An order with rare terms; in all else like `submit`.
  @discardableResult
  mutating func place(
    _ account: AccountID, _ side: Side, _ lots: Int64, at ticks: Int64? = nil, _ timeInForce: TimeInForce? = nil,
    _ terms: OrderTerms = [], client: Int64 = 0, in instrument: InstrumentID = perp, after span: Int64 = 0,
    with conditions: OrderConditions
  ) -> [Event] {
    var order = Self.order(account, side, lots, at: ticks, timeInForce, terms, client: client, in: instrument)
    order.conditions = conditions
    return run(.submit(order), after: span)
  }

  @discardableResult
  mutating func cancel(_ account: AccountID, client: Int64) -> [Event] {
    run(.cancel(OrderCancel(account: account, instrument: Self.perp, target: Self.client(client))))
  }

  @discardableResult
  mutating func index(_ ticks: Int64, of instrument: InstrumentID = perp, after span: Int64 = 0) -> [Event] {
    run(.setIndex(PriceUpdate(instrument: instrument, price: Price(ticks: ticks))), after: span)
  }

  @discardableResult
  mutating func phase(
    _ phase: Phase, of instrument: InstrumentID? = perp, until end: Int64? = nil, after span: Int64 = 0
  ) -> [Event] {
    run(.setPhase(PhaseChange(phase, of: instrument, until: end.map { Time(nanoseconds: $0) })), after: span)
  }

  /// A bid and an ask: lots and price of each.
  @discardableResult
  mutating func quote(
    _ account: AccountID, bid: (lots: Int64, ticks: Int64), ask: (lots: Int64, ticks: Int64), entry: UInt32 = 0,
    _ terms: OrderTerms = [], in instrument: InstrumentID = perp, after span: Int64 = 0
  ) -> [Event] {
    run(
      .massQuote(
        MassQuote(
          account: account, instrument: instrument, entry: entry, bid: Price(ticks: bid.ticks),
          Quantity(lots: bid.lots), ask: Price(ticks: ask.ticks), Quantity(lots: ask.lots), terms: terms)),
      after: span)
  }

  /// Makes a price the last one: one lot changes hands there between two exempt accounts.
  @discardableResult
  mutating func trade(_ lots: Int64 = 1, at ticks: Int64, _ maker: AccountID, _ taker: AccountID) -> [Event] {
    submit(maker, .sell, lots, at: ticks)
    return submit(taker, .buy, lots, at: ticks)
  }

  static func client(_ number: Int64) -> OrderReference { .client(ClientOrderID(number: number)) }

  /// Every resting order of a side, hidden ones too, as they would be met: number, price, lots shown.
  func orders(_ side: Side, of instrument: InstrumentID = perp) -> [[Int64]] {
    var orders: [[Int64]] = []
    venue.forEachOrder(of: instrument, on: side) { order in
      orders.append([order.id.number, order.price.ticks, order.quantity.lots])
      return true
    }
    return orders
  }

  /// An account's armed orders, youngest first: number and trigger.
  func armed(_ account: AccountID, in instrument: InstrumentID = perp) -> [[Int64]] {
    var armed: [[Int64]] = []
    venue.forEachArmedOrder(of: account, in: instrument) { id, _, trigger in
      armed.append([id.number, trigger.ticks])
    }
    return armed
  }
}

extension OrderConditions {
  /// Waits until the price has come to `ticks` or beyond, up for a buy, down for a sell.
  static func stop(_ ticks: Int64, on source: PriceSource = .last, group: Int32 = 0) -> OrderConditions {
    OrderConditions(trigger: .stop(at: Price(ticks: ticks), on: source), group: group)
  }
  static func takeProfit(_ ticks: Int64, on source: PriceSource = .last, group: Int32 = 0) -> OrderConditions {
    OrderConditions(trigger: .takeProfit(at: Price(ticks: ticks), on: source), group: group)
  }
  static func trailing(_ ticks: Int64, on source: PriceSource = .last) -> OrderConditions {
    OrderConditions(trigger: .trailing(by: PriceChange(ticks: ticks), on: source))
  }
  static func showing(_ lots: Int64) -> OrderConditions { OrderConditions(display: Quantity(lots: lots)) }
  static func atLeast(_ lots: Int64) -> OrderConditions { OrderConditions(minimum: Quantity(lots: lots)) }
  static func pegged(to reference: PegReference, _ offset: Int32 = 0) -> OrderConditions {
    OrderConditions(peg: Peg(to: reference, offset: offset))
  }
  static func grouped(_ group: Int32) -> OrderConditions { OrderConditions(group: group) }
  static func until(_ nanoseconds: Int64) -> OrderConditions { OrderConditions(expiry: Time(nanoseconds: nanoseconds)) }
  static func preventing(_ mode: SelfTradePrevention) -> OrderConditions { OrderConditions(prevention: mode) }
}
