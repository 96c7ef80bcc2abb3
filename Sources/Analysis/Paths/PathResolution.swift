import MarketTypes

/// How finely a page keeps what a run did over time: the more instruments, the coarser each of them, so that pages stay
/// small whatever the run. All paths of a page, and of both runs of a comparison, have the same.
public struct PathResolution: Hashable, Sendable {
  /// For prices and trades: 60 to 500 stretches.
  public let grid: TimeGrid
  /// For books and makers, of which each look takes more room: 40 to 200 stretches.
  let looks: TimeGrid
  /// How many points of a price are kept around cascades: a multiple of 4, at least 400.
  let details: Int

  /// - Parameters:
  ///   - start: the run's first moment.
  ///   - end: its last, as far as it is known.
  public init(_ rules: VenueRules, from start: Time, to end: Time) {
    let count = max(1, rules.instruments.count)
    grid = TimeGrid(from: start, to: end, count: min(500, max(60, 1_000 / count)))
    looks = grid.divided(into: min(200, max(40, 400 / count)))
    details = max(400, 4_000 / count / 4 * 4)
  }
}
