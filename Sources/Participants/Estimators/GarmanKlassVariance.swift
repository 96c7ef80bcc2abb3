import Mathematics

/// From ranges and closes: the mean of ½ log(H ÷ L)² − (2 log 2 − 1) log(C ÷ O)².
///
/// Takes a price without drift. A bar whose move is most of its range gives a term near or below zero, never the mean of many.
/// Source: Garman and Klass, "On the estimation of security price volatilities from historical data", Journal of Business 53
/// (1980), the form with two terms.
public struct GarmanKlassVariance: VarianceEstimator, Hashable {
  private var terms: RollingSum

  /// - Parameter window: bars, at least 1.
  public init(window: Int) { terms = RollingSum(window: window) }

  /// Not below zero.
  public var variance: Double? { terms.mean.map { max(0, $0) } }

  public mutating func observe(_ bar: Bar) {
    let range = logReturn(from: bar.low, to: bar.high)
    let move = logReturn(from: bar.open, to: bar.close)
    terms.add(0.5 * range * range - (2 * log(2) - 1) * move * move)
  }
}
