import MarketTypes
import Notation
import Venue

@testable import Participants
@testable import Simulation

/// A board whose requests and news are late, at a venue where others trade, accounts are closed by force and orders are taken out.
struct BoardAtVenue: ~Copyable {
  static let maker = AccountID(number: 1)
  static let instrument = InstrumentID(number: 0)

  var board: QuoteBoard
  var venue: Exchange
  var now = Time.start
  /// What happened, so that a law that was never put to the test shows.
  var counts: [String: Int] = [:]
  private var newsroom: Newsroom
  private var events = EventStream()
  private var onTheWay: [(arrival: Time, action: Command.Action)] = []
  private let steps: OrderSteps

  static func scenario() throws -> Scenario {
    try Scenario.read(
      SourceText(
        name: "board.jsonc",
        """
        {
          "version": 1, "name": "board", "duration": "1h",
          "instruments": [
            {"name": "X", "maximumPrice": 1100, "maximumPosition": 20000, "openingMark": 1000, "mark": "index",
             "lotSize": 2, "tickSize": 2, "initialMargin": "0.02", "maintenance": [{"rate": "0.01"}],
             "mostOpenOrders": 5}],
          "accounts": [
            {"name": "world", "kind": "exempt"}, {"name": "maker", "collateral": 1500, "group": 5},
            {"name": "sibling", "kind": "exempt", "group": 5}],
          "openings": [
            {"kind": "holding", "account": "maker", "against": "world", "position": 10, "price": 1000},
            {"kind": "order", "account": "world", "side": "buy", "quantity": 2000, "limit": 900},
            {"kind": "order", "account": "world", "side": "sell", "quantity": 2000, "limit": 1090}]
        }
        """))
  }

  init(_ scenario: Scenario) {
    venue = Exchange(scenario.rules)
    newsroom = Newsroom(instruments: 1, accounts: 3)
    newsroom.seat(0, at: Self.maker, wanting: QuoteBoard.news)
    steps = OrderSteps(lot: Quantity(lots: 2), tick: PriceChange(ticks: 2))
    board = QuoteBoard(
      Seat(
        account: Self.maker,
        facts: InstrumentFacts(
          instrument: Self.instrument, steps: steps, maximumPrice: Price(ticks: 1_100),
          maximumPosition: Quantity(lots: 20_000))))
    for action in scenario.opening { carryOut(action) }
  }

  mutating func carryOut(_ action: Command.Action) {
    events.removeAll()
    venue.execute(Command(action, at: now), into: &events)
    let end = events.end
    let time = now
    events.withSpan { newsroom.observe($0, until: end, at: time) }
    for index in 0..<events.count { count(events[index]) }
  }

  /// The board sends what brings it to what it wants; that arrives late, behind what it sent before.
  mutating func settle(_ style: QuoteBoard.Style, terms: OrderTerms, late: Int64) {
    var outbox = Outbox()
    board.settle(style, terms: terms, &outbox)
    let arrival = max(Time(nanoseconds: now.nanoseconds + late), onTheWay.last?.arrival ?? now)
    for place in 0..<outbox.count {
      let action = outbox[place]
      onTheWay.append((arrival, action))
      switch action {
      case .amend: counts["amends", default: 0] += 1
      case .cancel: counts["cancels", default: 0] += 1
      default: counts["submits", default: 0] += 1
      }
    }
  }

  /// Time passes; what is due arrives, and so does the news that is as old as that.
  mutating func pass(_ span: Int64, newsLate: Int64) {
    let end = Time(nanoseconds: now.nanoseconds + span)
    while let next = onTheWay.first, next.arrival <= end {
      now = max(now, next.arrival)
      carryOut(next.action)
      onTheWay.removeFirst()
    }
    now = end
    while let event = newsroom.inboxes.take(for: 0, by: Time(nanoseconds: now.nanoseconds - newsLate)) {
      board.observe(event)
    }
  }

  private mutating func count(_ event: Event) {
    switch event.body {
    case .filled(let fill):
      if fill.isForced && fill.takerAccount == Self.maker { counts["forced", default: 0] += 1 }
      if fill.makerAccount == Self.maker { counts["made", default: 0] += 1 }
      if fill.takerAccount == Self.maker && !fill.isForced { counts["taken", default: 0] += 1 }
    case .cancelled(let cancelled) where cancelled.account == Self.maker: counts["\(cancelled.reason)", default: 0] += 1
    case .refused(let refused) where refused.account == Self.maker:
      counts["\(refused.action) \(refused.reason)", default: 0] += 1
    case .selfTradeDecremented: counts["decremented", default: 0] += 1
    default: break
    }
  }
}

/// An order as far as somebody knows it.
struct OpenOrder: Hashable {
  var client: Int64
  var order: Int64
  var side: Side
  var price: Int64
  var lots: Int64
}

extension QuoteBoard {
  var openOrders: Set<OpenOrder> {
    Set(
      quotes.map {
        OpenOrder(client: $0.client, order: $0.order, side: $0.side, price: $0.price.ticks, lots: $0.lots)
      })
  }

  /// Likewise, by what was asked last.
  var askedOrders: Set<OpenOrder> {
    Set(
      quotes.filter { !$0.isGoing }.map {
        OpenOrder(client: $0.client, order: $0.order, side: $0.side, price: $0.askedPrice.ticks, lots: $0.askedLots)
      })
  }
}
