/// The sample variance of the last so many numbers about their own mean.
///
/// From the sums of numbers and of squares: right to about 2^-52 times (1 + mean² ÷ variance) of itself, which is plenty for
/// returns, whose mean is small. Not for prices.
public struct RollingVariance: Hashable, Sendable {
  private var sum: RollingSum
  private var squares: RollingSum

  /// - Parameter window: at least 2.
  public init(window: Int) {
    sum = RollingSum(window: window)
    squares = RollingSum(window: window)
  }

  /// How many numbers count, at most the window.
  public var count: Int { sum.count }
  /// Σ x² of the numbers that count; 0 before the first.
  public var sumOfSquares: Double { squares.total }

  /// Σ (x − mean)² ÷ (n − 1), not below zero; `nil` with fewer than two numbers.
  public var value: Double? {
    guard count >= 2 else { return nil }
    let n = Double(count)
    return max(0, (squares.total - sum.total * sum.total / n) / (n - 1))
  }

  /// Takes in a number, and lets the oldest go once the window is full. O(1) on average, O(window) at worst.
  public mutating func add(_ number: Double) {
    sum.add(number)
    squares.add(number * number)
  }
}
