import MarketTypes

/// What makers said their half-spreads in one instrument are made of, as means over the columns of a figure
/// (`MakerPaths` are a page's).
public struct TermsColumns: StreamFold, Sendable {
  /// What they quote.
  public let instrument: InstrumentID
  /// What time is cut into.
  public let columns: FigureColumns
  private var sums: [TermSums]

  /// - Parameters:
  ///   - instrument: quotes of others are passed over.
  ///   - columns: explanations outside of them are passed over.
  public init(of instrument: InstrumentID, _ columns: FigureColumns) {
    self.instrument = instrument
    self.columns = columns
    sums = Array(repeating: TermSums(), count: columns.count)
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    guard let column = columns.index(of: command.time) else { return }
    for index in events.indices {
      if case .quoteExplained(let terms) = events[index].body, terms.instrument == instrument {
        sums[column].add(terms)
      }
    }
  }

  /// By column; `nil` where nobody explained anything.
  public var means: [MakerTerms.Means?] { sums.map(\.means) }
}
