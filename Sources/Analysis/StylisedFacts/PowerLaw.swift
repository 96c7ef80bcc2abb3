import Mathematics

/// y = factor × x^exponent, fitted as a straight line through the logarithms by least squares.
struct PowerLaw {
  let exponent: Double
  let factor: Double

  /// - Parameter points: with weights; what is not above zero is left out. At least three must be left.
  init(through points: some Sequence<(x: Double, y: Double, weight: Double)>) throws(NotApplicable) {
    let logs = points.filter { $0.x > 0 && $0.y > 0 }.map { (x: log($0.x), y: log($0.y), weight: $0.weight) }
    try NotApplicable.requires(3, logs.count, "points above zero")
    let total = logs.reduce(0) { $0 + $1.weight }
    let x = logs.reduce(0) { $0 + $1.weight * $1.x } / total
    let y = logs.reduce(0) { $0 + $1.weight * $1.y } / total
    let xx = logs.reduce(0) { $0 + $1.weight * ($1.x - x) * ($1.x - x) }
    guard xx > 0 else { throw NotApplicable("all points have one abscissa") }
    exponent = logs.reduce(0) { $0 + $1.weight * ($1.x - x) * ($1.y - y) } / xx
    factor = exp(y - exponent * x)
  }

  /// The exponent γ of an autocorrelation ~ lag^−γ: fitted over the lags from 1 to `longestLag` at which it is above zero.
  /// Where these are not more than half of all it decays faster than any power: infinite.
  static func decay(of values: [Double], longestLag: Int) throws(NotApplicable) -> Double {
    var points: [(x: Double, y: Double, weight: Double)] = []
    for lag in 1...longestLag {
      let correlation = try Correlation.autocorrelation(values, lag: lag)
      if correlation > 0 { points.append((Double(lag), correlation, 1)) }
    }
    if 2 * points.count <= longestLag { return .infinity }
    return -(try PowerLaw(through: points).exponent)
  }
}
