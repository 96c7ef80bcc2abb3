/// The mean of a sample and how far off it may be: a 95 % confidence interval for the mean of what it was drawn from.
///
///     half-width = t × s ÷ √n,   s² = Σ (x − mean)² ÷ (n − 1)
///
/// t is the 97.5 % point of Student's distribution with n − 1 degrees of freedom: exact for a normal sample, good for any with a
/// few dozen values. Summed in the order given, so the same values give the same bits.
public struct MeanEstimate: Hashable, Sendable {
  /// How many values there were.
  public let count: Int
  /// `nil` of nothing.
  public let mean: Double?
  /// `nil` below two values.
  public let halfWidth: Double?

  public init(of values: [Double]) {
    count = values.count
    guard !values.isEmpty else {
      (mean, halfWidth) = (nil, nil)
      return
    }
    let mean = values.reduce(0, +) / Double(values.count)
    self.mean = mean
    guard values.count > 1 else {
      halfWidth = nil
      return
    }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let variance = squares / Double(values.count - 1)
    halfWidth = Self.student(degreesOfFreedom: values.count - 1) * (variance / Double(values.count)).squareRoot()
  }

  /// The 97.5 % point of Student's distribution, to 7 digits: from a table up to 30 degrees of freedom, from there on by
  /// expansion around the normal one (Abramowitz and Stegun 26.7.5).
  static func student(degreesOfFreedom n: Int) -> Double {
    if n <= table.count { return table[n - 1] }
    let z = 1.959963984540054
    let z2 = z * z
    let inverse = 1 / Double(n)
    let first = z * (z2 + 1) / 4
    let second = z * ((5 * z2 + 16) * z2 + 3) / 96
    let third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    let fourth = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160
    return z + inverse * (first + inverse * (second + inverse * (third + inverse * fourth)))
  }

  /// From 1 degree of freedom on.
  private static let table: [Double] = [
    12.7062047, 4.3026527, 3.1824463, 2.7764451, 2.5705818, 2.4469119, 2.3646243, 2.3060041, 2.2621572, 2.2281389,
    2.2009852, 2.1788128, 2.1603687, 2.1447867, 2.1314495, 2.1199053, 2.1098156, 2.1009220, 2.0930241, 2.0859634,
    2.0796138, 2.0738731, 2.0686576, 2.0638986, 2.0595386, 2.0555294, 2.0518305, 2.0484071, 2.0452296, 2.0422725,
  ]
}
