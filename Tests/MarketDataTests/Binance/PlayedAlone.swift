import MarketData
import MarketTypes
import Notation
import Venue

/// A flow carried out by a venue in which nobody else is, compared with the recorded book after each update.
struct PlayedAlone {
  /// The snapshot counts as one.
  private(set) var updates = 0
  /// Updates after which every level of both sides is the recorded one; looked at only if `comparesLevels`.
  private(set) var sameBooks = 0
  /// Updates after which the best prices and their sizes are the recorded ones.
  private(set) var sameTops = 0
  private(set) var refusals = 0
  private(set) var trades = 0
  private(set) var lotsTraded: Int64 = 0
  private(set) var lotsFilled: Int64 = 0
  private(set) var lotsFilledBetter: Int64 = 0
  private(set) var lotsMetByQuotes: Int64 = 0

  init(_ text: SourceText, comparesLevels: Bool = true) throws {
    var flow = try BinanceFlow(text, terms: BinanceFlowTests.terms)
    let instrument = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1 << 23), maximumPosition: Quantity(lots: 1 << 36),
      initialMargin: Rate(partsPerBillion: 10_000_000),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 5_000_000))])
    var venue = Exchange(VenueRules(instruments: [instrument]))
    var events = EventStream()
    for account in [BinanceFlowTests.crowd, BinanceFlowTests.hitters] {
      venue.execute(Command(.openAccount(AccountOpening(account: account, kind: .exempt))), into: &events)
    }
    while let command = try flow.next() {
      events.removeAll()
      venue.execute(command, into: &events)
      count(command, events)
      guard flow.isBetweenMessages, case .massQuote = command.action else { continue }
      updates += 1
      let quote = venue.quote(of: BinanceFlowTests.coin)
      let top = DepthTop(bid: quote.bid, quote.bidQuantity, ask: quote.ask, quote.askQuantity)
      if top == flow.recorded.top { sameTops += 1 }
      if comparesLevels, Self.levels(of: venue) == Side.allCases.map({ flow.recorded[$0] }) { sameBooks += 1 }
    }
  }

  private mutating func count(_ command: Command, _ events: borrowing EventStream) {
    var limit: Price?
    if case .submit(let order) = command.action {
      trades += 1
      lotsTraded += order.quantity.lots
      limit = order.limit
    }
    for index in 0..<events.count {
      switch events[index].body {
      case .refused: refusals += 1
      case .filled(let fill):
        if limit == nil { lotsMetByQuotes += fill.quantity.lots } else { lotsFilled += fill.quantity.lots }
        if let limit, fill.price != limit { lotsFilledBetter += fill.quantity.lots }
      default: break
      }
    }
  }

  private static func levels(of venue: borrowing Exchange) -> [[DepthLevel]] {
    var sides: [[DepthLevel]] = []
    for side in Side.allCases {
      var levels: [DepthLevel] = []
      venue.forEachLevel(of: BinanceFlowTests.coin, on: side) { price, quantity in
        levels.append(DepthLevel(side, price, quantity))
        return true
      }
      sides.append(levels.reversed())
    }
    return sides
  }
}
