import MarketTypes

/// A mark's displacement beside that of the same run with liquidation off. Ratios are for display only. Source: models E.
public struct Amplification: Hashable, Sendable {
  /// Of the run itself, with its sign.
  public let with: PriceChange
  /// Of the one with liquidation off.
  public let without: PriceChange

  /// Both from the same moment on, with their signs.
  public init(with: PriceChange, without: PriceChange) { (self.with, self.without) = (with, without) }

  /// - Parameters:
  ///   - path: of the run itself.
  ///   - other: of the one with liquidation off, up to the last forced fill of the run itself. Nothing in it belongs to a
  ///     cascade, so the whole of it counts.
  public init(of path: MarkPath, over other: MarkPath) {
    self.init(with: path.largestChange, without: other.largestChangeInRun)
  }

  /// With ÷ without: 1 where liquidations added nothing. `nil` where the mark stood still without them.
  public var ratio: Double? { without.ticks == 0 ? nil : Double(with.ticks) / Double(without.ticks) }

  /// (With − without) ÷ with: the part of the displacement that is the liquidations' doing. `nil` where there is none.
  public var forcedShare: Double? {
    if with.ticks == 0 { return nil }
    // Nothing over something below zero would be a zero below zero.
    return with == without ? 0 : Double(with.ticks - without.ticks) / Double(with.ticks)
  }
}
