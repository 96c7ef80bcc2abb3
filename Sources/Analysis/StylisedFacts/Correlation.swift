/// Linear correlation of samples.
enum Correlation {
  /// Pearson's coefficient of pairs, each with its own mean.
  static func pearson(_ xs: some Collection<Double>, _ ys: some Collection<Double>) throws(NotApplicable) -> Double {
    try NotApplicable.requires(3, min(xs.count, ys.count), "pairs")
    let count = Double(min(xs.count, ys.count))
    var (xSum, ySum) = (0.0, 0.0)
    for (x, y) in zip(xs, ys) { (xSum, ySum) = (xSum + x, ySum + y) }
    let (xMean, yMean) = (xSum / count, ySum / count)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(xs, ys) {
      let (dx, dy) = (x - xMean, y - yMean)
      (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy)
    }
    guard xx > 0, yy > 0 else { throw NotApplicable("one of the two never varies") }
    return xy / (xx * yy).squareRoot()
  }

  /// Pearson's coefficient of a sample with itself, `lag` places later. Four times the lag are needed.
  static func autocorrelation(_ values: [Double], lag: Int) throws(NotApplicable) -> Double {
    try NotApplicable.requires(4 * lag, values.count, "values")
    return try pearson(values.dropLast(lag), values.dropFirst(lag))
  }
}
