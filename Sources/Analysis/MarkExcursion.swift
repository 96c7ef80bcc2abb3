import MarketTypes

/// How far each instrument's mark went from where it stood at one moment: displacement that can be compared between runs,
/// whether anybody was liquidated in them or not.
///
/// `MarkPath` counts from the shock of its own run; this counts from a time that the caller names, the same for all runs.
public struct MarkExcursion: StreamFold, Hashable, Sendable {
  /// By instrument number.
  public private(set) var instruments: [Excursion]
  private let start: Time

  /// The way of one instrument's mark.
  public struct Excursion: Hashable, Sendable {
    /// The last mark before the moment; the first one ever if there was none before. `nil` as long as there is none.
    public fileprivate(set) var before: Price?
    /// Farthest from `before` since, up to the end of the stream; of two as far, the earlier.
    public fileprivate(set) var farthest: Price?
    public fileprivate(set) var last: Price?

    /// Displacement of the largest size, with its sign; `nil` without a mark.
    public var displacement: PriceChange? { before.flatMap { before in farthest.map { $0 - before } } }

    /// The same ÷ the price before.
    public var relativeDisplacement: Double? {
      before.flatMap { before in displacement.map { Double($0.ticks) / Double(before.ticks) } }
    }
  }

  /// - Parameter start: marks of commands that come then or later are excursions.
  public init(_ rules: VenueRules, from start: Time) {
    instruments = rules.instruments.map { _ in Excursion() }
    self.start = start
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      if case .marked(let change) = events[index].body {
        instruments[change.instrument.index].take(change.price, isBefore: command.time < start)
      }
    }
  }
}

extension MarkExcursion.Excursion {
  fileprivate mutating func take(_ mark: Price, isBefore: Bool) {
    last = mark
    guard !isBefore, let before, let farthest else {
      before = mark
      farthest = mark
      return
    }
    if (mark - before).ticks.magnitude > (farthest - before).ticks.magnitude { self.farthest = mark }
  }
}
