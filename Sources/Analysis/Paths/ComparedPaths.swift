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
    let resolution = PathResolution(rules, from: start, to: end)
    prices = PricePaths(rules, resolution)
    makers = MakerPaths(rules, resolution.looks)
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
