import MarketTypes

/// Squared returns from close to close of the last so many bars.
public struct RealizedVariance: VarianceEstimator, Hashable {
  private var returns: RollingVariance
  private var lastClose: Price?

  /// - Parameter window: returns, at least 2.
  public init(window: Int) { returns = RollingVariance(window: window) }

  /// Σ r² over the window, which is the realised variance of that whole time.
  public var total: Double { returns.sumOfSquares }
  /// Σ r² ÷ n.
  public var variance: Double? { returns.count == 0 ? nil : total / Double(returns.count) }
  /// About the mean return, with n − 1: the close-to-close variance.
  public var sampleVariance: Double? { returns.value }

  public mutating func observe(_ bar: Bar) {
    if let lastClose { returns.add(logReturn(from: lastClose, to: bar.close)) }
    lastClose = bar.close
  }
}
