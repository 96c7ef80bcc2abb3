import MarketTypes

/// The way of each instrument's mark, thinned.
public struct MarkTrace: StreamFold, Sendable {
  /// By instrument number.
  public private(set) var traces: [PriceTrace]

  /// - Parameter limit: of points, even, at least 2.
  public init(_ rules: VenueRules, limit: Int = 256) {
    traces = rules.instruments.map { _ in PriceTrace(limit: limit) }
  }

  /// Takes each mark.
  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      if case .marked(let change) = events[index].body { traces[change.instrument.index].take(change.price) }
    }
  }
}
