import Analysis
import MarketTypes

/// The top of a book as a command left it, with when it was.
public struct QuoteRow: EventRow, Sendable {
  public let quote: Quote
  public let position: EventPosition
  public let time: Time
  public let round: UInt16

  public init?(_ event: Event, at position: EventPosition, time: Time) {
    switch event.body {
    case .quoted(let quote): self.quote = quote
    // Its orders left before it, and no quote follows.
    case .contractSettled(let settlement):
      quote = Quote(instrument: settlement.instrument, bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
    default: return nil
    }
    self.position = position
    self.time = time
    round = event.round
  }

  public static let table = Table<QuoteRow>(
    name: "quotes",
    meaning: """
      One change of the top of a book (L1), as a command or a round left it; and the empty book of a contract \
      that was settled.
      """,
    columns: [
      .position { $0.position },
      .time("When the command came that led to it.") { $0.time },
      .round { $0.round },
      .instrument("Whose book.") { $0.quote.instrument },
      .integer("bid", in: .ticks, "Best bid; empty when there is none.") { $0.quote.bid?.ticks },
      .integer("bidQuantity", in: .lots, "What stands there.") { $0.quote.bidQuantity.lots },
      .integer("ask", in: .ticks, "Best ask; empty when there is none.") { $0.quote.ask?.ticks },
      .integer("askQuantity", in: .lots, "What stands there.") { $0.quote.askQuantity.lots },
      .integer("spread", in: .ticks, "Best ask less best bid; empty when a side is.") { $0.quote.spread?.ticks },
    ])
}
