import MarketTypes

/// What of a run is drawn over time beside another run: prices, and what makers said of their quotes. Both runs have the
/// same stretches of time, so that they can be laid over each other.
public struct ComparedPaths: Sendable {
  /// Marks above all.
  public private(set) var prices: PricePaths
  /// Half-spreads.
  public private(set) var makers: MakerPaths

  /// - Parameters:
  ///   - start: of the run that begins first.
  ///   - end: of the run that ends last.
  public init(_ rules: VenueRules, from start: Time, to end: Time) {
    let count = max(1, rules.instruments.count)
    let grid = TimeGrid(from: start, to: end, count: min(500, max(60, 1_000 / count)))
    prices = PricePaths(rules, grid, details: max(400, 4_000 / count / 4 * 4))
    makers = MakerPaths(rules, grid.divided(into: min(200, max(40, 400 / count))))
  }

  /// Takes the next command and everything it caused.
  ///
  /// - Parameter audit: of the run so far.
  public mutating func observe(
    _ command: Command, _ events: Span<Event>, from first: EventPosition, audit: LedgerAudit
  ) {
    prices.observe(command, events, from: first)
    makers.observe(command, events, audit: audit)
  }
}
