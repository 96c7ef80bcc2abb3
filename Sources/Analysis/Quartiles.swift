/// Where the quarters of a sample part, and its ends.
///
/// Between two values of the sample by straight line: of n sorted values the quantile of share q stands at place
/// (n − 1) × q, counted from 0 (type 7 of Hyndman and Fan 1996, what R and NumPy give unless told otherwise).
public struct Quartiles: Hashable, Sendable {
  /// The least value.
  public let least: Double
  /// A quarter of the values is below it.
  public let lower: Double
  /// Half of the values is below it.
  public let median: Double
  /// A quarter of the values is above it.
  public let upper: Double
  /// The largest value.
  public let largest: Double

  /// - Parameter values: in any order; `nil` of none. O(n log n).
  public init?(of values: [Double]) {
    let sorted = values.sorted()
    guard let least = sorted.first, let largest = sorted.last else { return nil }
    func quantile(_ quarters: Int) -> Double {
      let (place, rest) = ((sorted.count - 1) * quarters).quotientAndRemainder(dividingBy: 4)
      if rest == 0 { return sorted[place] }
      return sorted[place] + (sorted[place + 1] - sorted[place]) * Double(rest) / 4
    }
    self.least = least
    (lower, median, upper) = (quantile(1), quantile(2), quantile(3))
    self.largest = largest
  }
}
