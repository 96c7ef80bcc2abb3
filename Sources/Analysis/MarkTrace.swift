import MarketTypes

/// The way of each instrument's mark, thinned to what a line of text or a small picture can show.
///
/// Keeps a point for every change, later for every two, four … changes together: at most `limit` points whatever the
/// length of the run. A point is the mark of its changes farthest from the first mark, so that no crash is thinned away.
/// Lowest and highest are exact. The steps are changes of the mark, not of time, so that a cascade within one moment
/// can still be seen.
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
    /// The lowest mark; `nil` without any, as the next two.
    public private(set) var low: Price?
    /// The highest mark.
    public private(set) var high: Price?
    /// The latest mark.
    public private(set) var last: Price?
    /// How many marks there were, the first one counted.
    public private(set) var changes = 0

    private var first: Price?
    private var kept: [Price] = []
    private var stride = 1
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// One mark for each stretch of changes, the one farthest from the first mark.
    public var points: [Price] { kept }

    mutating func take(_ mark: Price) {
      low = min(low ?? mark, mark)
      high = max(high ?? mark, mark)
      last = mark
      first = first ?? mark
      if changes.isMultiple(of: stride) {
        makeRoom()
        kept.append(mark)
      } else {
        kept[kept.count - 1] = farther(kept[kept.count - 1], mark)
      }
      changes += 1
    }

    /// Joins the points two by two when there are as many as may be. They stand for whole strides then, since `limit` is even.
    private mutating func makeRoom() {
      guard kept.count == limit else { return }
      for index in 0..<(limit / 2) { kept[index] = farther(kept[2 * index], kept[2 * index + 1]) }
      kept.removeLast(limit / 2)
      stride *= 2
    }

    private func farther(_ one: Price, _ other: Price) -> Price {
      guard let first else { return other }
      return (one - first).ticks.magnitude > (other - first).ticks.magnitude ? one : other
    }
  }
}
