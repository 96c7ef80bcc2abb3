/// Estimates of the branching ratio n: how many further accounts one liquidated account makes fall on the mean.
public enum BranchingEstimate {
  /// From the numbers of accounts liquidated in runs that differ by their seed alone: 1 − √(mean ÷ variance), the sample's
  /// variance. Under the generalized Poisson law of models C2 mean = θ ÷ (1 − n) and variance = θ ÷ (1 − n)³.
  ///
  /// - Returns: `nil` of fewer than two runs, or without variance. Below zero where they vary less than independent falls.
  /// - Complexity: O(runs).
  public static func moments(ofLiquidated counts: [Int]) -> Double? {
    guard counts.count > 1 else { return nil }
    let mean = Double(counts.reduce(0, +)) / Double(counts.count)
    let squares = counts.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return squares == 0 ? nil : 1 - (mean * Double(counts.count - 1) / squares).squareRoot()
  }
}
