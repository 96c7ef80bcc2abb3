import MarketTypes

/// How far a cascade moved an instrument's mark.
///
/// Displacement is counted from before the shock (models E). With liquidation off, or a shock that set nothing off,
/// nothing belongs to the cascade; what the shock alone did is then in `farthestInRun`: the amplification of a cascade is
/// its largest change over that of the same run with liquidation off.
public struct MarkPath: Hashable, Sendable {
  /// Before the first command of the shock.
  public let before: Price
  /// Farthest from `before`, up to the end of the command with the last forced fill.
  public internal(set) var farthest: Price
  /// When the command with the last forced fill had ended.
  public internal(set) var afterCascade: Price
  /// When the stream ended.
  public internal(set) var final: Price
  /// Farthest from `before`, up to the end of the stream.
  public internal(set) var farthestInRun: Price

  init(before: Price) {
    self.before = before
    farthest = before
    afterCascade = before
    final = before
    farthestInRun = before
  }

  /// Displacement of the largest size, with its sign.
  public var largestChange: PriceChange { farthest - before }
  /// What is left of it when the stream ended.
  public var finalChange: PriceChange { final - before }

  /// Displacement of the largest size up to the end of the stream, whether it belongs to a cascade or not.
  public var largestChangeInRun: PriceChange { farthestInRun - before }

  mutating func take(_ mark: Price) {
    final = mark
    if abs((mark - before).ticks) > abs((farthestInRun - before).ticks) { farthestInRun = mark }
  }

  /// Everything so far belongs to the cascade.
  mutating func claim() {
    farthest = farthestInRun
    afterCascade = final
  }
}
