/// The square-root law: a parent order of Q in a market of volume V moves the price by Y σ √(Q ÷ V).
///
/// σ and V are of the same time, often a day; Y is between about ½ and 1. An average over many parent orders, not of one.
/// Source: Torre and Ferrari (1997); Tóth et al., "Anomalous price impact and the critical nature of liquidity", Physical Review
/// X 1 (2011).
@frozen public struct SquareRootImpact: Hashable, Sendable, BitwiseCopyable {
  /// Y.
  public var factor: Double
  /// σ, whose unit is the result's: a fraction of the price, or ticks.
  public var volatility: Double

  public init(factor: Double = 1, volatility: Double) {
    self.factor = factor
    self.volatility = volatility
  }

  /// - Parameters:
  ///   - quantity: Q, not negative.
  ///   - volume: V, above zero, in Q's unit.
  public func impact(of quantity: Double, in volume: Double) -> Double {
    factor * volatility * (quantity / volume).squareRoot()
  }
}
