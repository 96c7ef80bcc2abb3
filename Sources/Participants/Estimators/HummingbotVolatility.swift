/// Hummingbot's VOL: √(Σ (price − price before)² ÷ n) over n prices, in ticks a sample.
///
/// It divides by the number of prices, one more than of differences, and takes differences, not returns.
/// Source: hummingbot/hummingbot at 2bfaccc4, strategy/__utils__/trailing_indicators/instant_volatility.
public struct HummingbotVolatility: Hashable, Sendable {
  private var squares: RollingSum
  private var last: Double?

  /// - Parameter samples: prices, at least 2; the bot's buffer has 200.
  public init(samples: Int = 200) { squares = RollingSum(window: samples - 1) }

  /// `nil` before the second price.
  public var value: Double? {
    squares.count == 0 ? nil : (squares.total / Double(squares.count + 1)).squareRoot()
  }

  /// - Parameter price: in ticks; a midpoint may be between two.
  public mutating func observe(_ price: Double) {
    if let last { squares.add((price - last) * (price - last)) }
    last = price
  }
}
