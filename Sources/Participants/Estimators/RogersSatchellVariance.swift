/// The mean of log(H ÷ C) log(H ÷ O) + log(L ÷ C) log(L ÷ O), which no drift disturbs.
///
/// Source: Rogers and Satchell, "Estimating variance from high, low and closing prices", Annals of Applied Probability 1 (1991).
public struct RogersSatchellVariance: VarianceEstimator, Hashable {
  private var terms: RollingSum

  /// - Parameter window: bars, at least 1.
  public init(window: Int) { terms = RollingSum(window: window) }

  public var variance: Double? { terms.mean }

  public mutating func observe(_ bar: Bar) { terms.add(RogersSatchellVariance.term(bar)) }

  /// One bar's; never below zero.
  static func term(_ bar: Bar) -> Double {
    logReturn(from: bar.close, to: bar.high) * logReturn(from: bar.open, to: bar.high)
      + logReturn(from: bar.close, to: bar.low) * logReturn(from: bar.open, to: bar.low)
  }
}
