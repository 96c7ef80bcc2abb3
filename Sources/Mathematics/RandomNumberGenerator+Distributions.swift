extension RandomNumberGenerator {
  /// A waiting time with the given mean: −mean · log(1 − u), where u is `uniform()`.
  ///
  /// 1 − u is never 0, so the result lies between 0 and 36.8 means. Takes one value.
  @inlinable
  public mutating func exponential(mean: Double) -> Double { mean * (0 - log(1 - uniform())) }

  /// A normal value, by inversion of `uniformInside()`: at most 8.21 deviations from the mean. Takes one value.
  @inlinable
  public mutating func normal(mean: Double = 0, deviation: Double = 1) -> Double {
    mean + deviation * StandardNormal.quantile(uniformInside())
  }

  /// A value whose natural logarithm is normal with the given mean and deviation. Takes one value.
  @inlinable
  public mutating func logNormal(meanOfLog: Double, deviationOfLog: Double) -> Double {
    exp(normal(mean: meanOfLog, deviation: deviationOfLog))
  }

  /// A count of independent happenings of which `mean` are expected: at least 0 and at most 2^20.
  ///
  /// Inversion: one value, and as many steps as the count. A mean above 64 is a sum of counts with mean at most 64,
  /// which is again Poisson. Exact but for the 53 bits of each value and a relative rounding below 1e-13.
  @inlinable
  public mutating func poisson(mean: Double) -> Int {
    guard 0 <= mean, mean <= 0x1p20 else { fatalError("a Poisson mean of \(mean) is outside 0 ... 2^20") }
    var count = 0
    var remaining = mean
    while remaining > 64 {
      count += shortPoisson(mean: 64)
      remaining -= 64
    }
    return count + shortPoisson(mean: remaining)
  }

  /// The smallest count whose cumulative probability exceeds a uniform value.
  @inlinable
  mutating func shortPoisson(mean: Double) -> Int {
    let target = uniform()
    var count = 0
    var probability = exp(-mean)
    var cumulative = probability
    while cumulative <= target {
      count += 1
      probability *= mean / Double(count)
      let next = cumulative + probability
      if next == cumulative { break }  // the far tail, where the sum has stopped a rounding short of 1
      cumulative = next
    }
    return count
  }
}
