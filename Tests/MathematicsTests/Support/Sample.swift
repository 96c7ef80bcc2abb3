import Mathematics

/// What a statistical test asks of a sample: how many standard errors it lies from what it should be.
struct Sample {
  let values: [Double]

  init(of count: Int, from draw: () -> Double) { values = (0..<count).map { _ in draw() } }

  /// (mean − expected) in standard errors.
  func deviationOfMean(from mean: Double, variance: Double) -> Double {
    (values.reduce(0, +) / Double(values.count) - mean) / (variance / Double(values.count)).squareRoot()
  }

  /// (mean squared distance from `mean` − variance) in standard errors, given the distribution's kurtosis.
  func deviationOfVariance(around mean: Double, from variance: Double, kurtosis: Double) -> Double {
    let measured = values.reduce(0) { sum, value in sum + (value - mean) * (value - mean) } / Double(values.count)
    return (measured - variance) / (variance * ((kurtosis - 1) / Double(values.count)).squareRoot())
  }
}

/// The chi-square distance of `counts` from what was expected, in its own standard deviations from its own mean.
func chiSquareDeviation(of counts: [Int], expecting expected: [Double]) -> Double {
  let distance = zip(counts, expected).reduce(0) { sum, pair in
    let difference = Double(pair.0) - pair.1
    return sum + difference * difference / pair.1
  }
  let freedom = Double(counts.count - 1)
  return (distance - freedom) / (2 * freedom).squareRoot()
}

extension SeededGenerator {
  /// A stream of the tests' own.
  init(seed: UInt64) { self.init(seed: seed, nameHash: Self.nameHash("tests".utf8), index: 0, purpose: 0) }
}
