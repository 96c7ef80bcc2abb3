/// Central moments of a sample, as those of a population: divided by its size.
struct SampleShape {
  let mean: Double
  let variance: Double
  private let third: Double
  private let fourth: Double

  init(of values: [Double]) throws(NotApplicable) {
    try NotApplicable.requires(2, values.count, "values")
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in values {
      let square = (value - mean) * (value - mean)
      (second, third, fourth) = (second + square, third + square * (value - mean), fourth + square * square)
    }
    guard second > 0 else { throw NotApplicable("it never varies") }
    (self.mean, variance, self.third, self.fourth) = (mean, second / count, third / count, fourth / count)
  }

  var deviation: Double { variance.squareRoot() }
  /// Of a sample that may never vary; 0 of nothing.
  static func deviation(of values: [Double]) -> Double { (try? SampleShape(of: values))?.deviation ?? 0 }
  /// m₃ ÷ m₂^1.5, 0 for what is symmetric.
  var skewness: Double { third / (variance * deviation) }
  /// m₄ ÷ m₂² − 3, 0 for what is normal.
  var excessKurtosis: Double { fourth / (variance * variance) - 3 }
}
