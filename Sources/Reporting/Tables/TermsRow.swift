import MarketTypes

/// What a maker said its quote is made of, with when it was.
public struct TermsRow: EventRow, Sendable {
  /// What was said.
  public let terms: QuoteTerms
  /// Of the event that says so.
  public let position: EventPosition
  /// Of the command.
  public let time: Time

  /// `nil` for an event that explains no quote.
  public init?(_ event: Event, at position: EventPosition, time: Time) {
    guard case .quoteExplained(let terms) = event.body else { return nil }
    self.terms = terms
    self.position = position
    self.time = time
  }

  /// A row for each explanation, in order of the stream.
  public static let table = Table<TermsRow>(
    name: "terms",
    meaning: """
      One explanation of a maker: what its half-spread is made of, how far it moved the centre of its quotes and what it \
      withdrew. Why a spread widened is the column that grew. The quotes themselves follow as events.
      """,
    columns: [
      .position { $0.position },
      .time("When it said so.") { $0.time },
      .account("Which maker.") { $0.terms.account },
      .instrument("Whose book.") { $0.terms.instrument },
      part(
        "base",
        "The half-spread of a calm market. This part and the next five sum to the half-spread before it is bounded and rounded."
      ) {
        $0.base
      },
      part("volatility", "For prices that move.") { $0.volatility },
      part("inventory", "For what it holds already.") { $0.inventory },
      part("toxicity", "For flow that seems to know more.") { $0.toxicity },
      part("depth", "For a book thinner than usual.") { $0.depth },
      part("stress", "For a market that has fallen, or risen, far.") { $0.stress },
      .integer("halfSpread", in: .ticks, "As quoted, within its bounds; 0 if nothing is quoted.") {
        $0.terms.halfSpread
      },
      part("skew", "How far the centre was moved against the inventory; above zero upward.") { $0.skew },
      .decimal("withdrawn", in: .none, "The share of its usual size that it withdrew, 0 to 1.", scale: 3) {
        Int128($0.terms.withdrawn)
      },
      .text("withdrawal", "Why: volatility, margin, silence or order; empty where it withdrew nothing.") { row, _ in
        row.terms.reason == .none ? nil : CaseNames.withdrawals[Int(row.terms.reason.rawValue)]
      },
    ])

  /// Thousandths of a tick as ticks.
  private static func part(
    _ name: String, _ meaning: String, _ value: @escaping @Sendable (QuoteTerms) -> Int32
  ) -> Column<TermsRow> {
    .decimal(name, in: .ticks, meaning, scale: 3) { Int128(value($0.terms)) }
  }
}
