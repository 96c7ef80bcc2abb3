import MarketTypes

/// The way of each instrument's mark, thinned to what a line of text or a small picture can show.
///
/// Keeps the mark after every change, later after every second, fourth … change: at most `limit` points whatever the
/// length of the run. Lowest and highest are exact. The steps are changes of the mark, not of time, so that a cascade
/// within one moment can still be seen.
public struct MarkTrace: StreamFold, Sendable {
  /// By instrument number.
  public private(set) var traces: [Trace]

  /// - Parameter limit: even, at least 2.
  public init(_ rules: VenueRules, limit: Int = 256) {
    invariant(limit >= 2 && limit.isMultiple(of: 2), "a trace of \(limit) points")
    traces = rules.instruments.map { _ in Trace(limit: limit) }
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      if case .marked(let change) = events[index].body { traces[change.instrument.index].take(change.price) }
    }
  }

  /// The way of one instrument's mark.
  public struct Trace: Hashable, Sendable {
    public private(set) var low: Price?
    public private(set) var high: Price?
    public private(set) var last: Price?
    public private(set) var changes = 0

    private var kept: [Price] = []
    private var stride = 1
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// The marks kept, the last one among them.
    public var points: [Price] {
      guard let last, (changes - 1) % stride != 0 else { return kept }
      return kept + [last]
    }

    mutating func take(_ mark: Price) {
      low = min(low ?? mark, mark)
      high = max(high ?? mark, mark)
      last = mark
      if changes.isMultiple(of: stride) { keep(mark) }
      changes += 1
    }

    private mutating func keep(_ mark: Price) {
      if kept.count == limit {
        for index in 0..<(limit / 2) { kept[index] = kept[2 * index] }
        kept.removeLast(limit / 2)
        stride *= 2
      }
      kept.append(mark)
    }
  }
}
