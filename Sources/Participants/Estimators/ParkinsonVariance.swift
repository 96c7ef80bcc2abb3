import Mathematics

/// From highs and lows alone: Σ log(H ÷ L)² ÷ (4 log 2 · n).
///
/// Takes a price without drift that is watched all the time; seen in steps, the range is too small and so is this.
/// Source: Parkinson, "The extreme value method for estimating the variance of the rate of return", Journal of Business 53 (1980).
public struct ParkinsonVariance: VarianceEstimator, Hashable {
  private var terms: RollingSum

  /// - Parameter window: bars, at least 1.
  public init(window: Int) { terms = RollingSum(window: window) }

  public var variance: Double? { terms.mean.map { $0 / (4 * log(2)) } }

  public mutating func observe(_ bar: Bar) {
    let range = logReturn(from: bar.low, to: bar.high)
    terms.add(range * range)
  }
}
