import MarketTypes

/// Jumps between bars, moves within them and Rogers and Satchell's term together, disturbed by neither drift nor jumps:
///
///     var(o) + k var(c) + (1 − k) RS,   k = .34 ÷ (1.34 + (n + 1) ÷ (n − 1)),   o = log(O ÷ C before),   c = log(C ÷ O)
///
/// n counts bars that have one before them; both variances are about the mean, with n − 1.
/// Source: Yang and Zhang, "Drift-independent volatility estimation based on high, low, open and close prices", Journal of
/// Business 73 (2000).
public struct YangZhangVariance: VarianceEstimator, Hashable {
  private var jumps: RollingVariance
  private var moves: RollingVariance
  private var terms: RollingSum
  private var lastClose: Price?

  /// - Parameter window: bars after the first, at least 2.
  public init(window: Int) {
    jumps = RollingVariance(window: window)
    moves = RollingVariance(window: window)
    terms = RollingSum(window: window)
  }

  /// `nil` before the third bar.
  public var variance: Double? {
    guard let jump = jumps.value, let move = moves.value, let term = terms.mean else { return nil }
    let n = Double(jumps.count)
    let k = 0.34 / (1.34 + (n + 1) / (n - 1))
    return jump + k * move + (1 - k) * term
  }

  public mutating func observe(_ bar: Bar) {
    defer { lastClose = bar.close }
    guard let lastClose else { return }
    jumps.add(logReturn(from: lastClose, to: bar.open))
    moves.add(logReturn(from: bar.open, to: bar.close))
    terms.add(RogersSatchellVariance.term(bar))
  }
}
