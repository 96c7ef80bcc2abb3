import MarketTypes
import Mathematics

/// First, highest, lowest and last price of an interval.
@frozen public struct Bar: Hashable, Sendable, BitwiseCopyable {
  /// The first price seen in the interval.
  public var open: Price
  /// At least `open`, `low` and `close`.
  public var high: Price
  /// At most `open`, `high` and `close`.
  public var low: Price
  /// The last price seen in the interval.
  public var close: Price

  @inlinable
  public init(open: Price, high: Price, low: Price, close: Price) {
    self.open = open
    self.high = high
    self.low = low
    self.close = close
  }

  /// An interval in which only `price` was seen.
  @inlinable
  public init(flatAt price: Price) { self.init(open: price, high: price, low: price, close: price) }

  /// Takes in a later price of the same interval.
  @inlinable
  public mutating func include(_ price: Price) {
    high = max(high, price)
    low = min(low, price)
    close = price
  }
}

/// log(`later` ÷ `earlier`), of prices in ticks.
func logReturn(from earlier: Price, to later: Price) -> Double { log(Double(later.ticks) / Double(earlier.ticks)) }
