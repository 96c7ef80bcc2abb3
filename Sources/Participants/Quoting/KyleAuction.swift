/// One auction of a `KyleEquilibrium`.
@frozen public struct KyleAuction: Hashable, Sendable, BitwiseCopyable {
  /// λ: ticks the price moves per unit bought.
  public var impact: Double
  /// β: units the insider buys per tick between value and price, and per unit of time.
  public var trading: Double
  /// Σ: the variance of the value once the auction is over, in ticks squared.
  public var remainingVariance: Double
}
