/// Count, mean and squared deviations from it.
struct Moments: Hashable, Sendable {
  private(set) var count = 0
  private var mean = 0.0
  private var squares = 0.0

  func adding(_ value: Double) -> Moments {
    var result = self
    result.count += 1
    let deviation = value - mean
    result.mean += deviation / Double(result.count)
    result.squares += deviation * (value - result.mean)
    return result
  }

  /// Of the population of `total` values, of which those not added are zero.
  func variance(among total: Int) -> Double {
    if total == 0 { return 0 }
    let zeros = Double(total - count)
    return (squares + mean * mean * Double(count) * zeros / Double(total)) / Double(total)
  }
}
