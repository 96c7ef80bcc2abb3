import MarketTypes

/// Turns prices as they come into bars of equal length.
///
/// Bars lie on multiples of the length from the scenario's start; a bar has the moments from its beginning up to, not including,
/// its end. A bar is known to be over when a price of a later one comes, or when the clock is told. Intervals without a price are
/// counted, not made: a quiet night costs nothing.
public struct BarBuilder: Hashable, Sendable {
  /// Of every bar; above zero.
  public let length: TimeSpan
  /// The bar that is being made.
  public private(set) var present: Bar?
  private var interval: Int64 = 0

  /// - Parameter length: above zero.
  public init(length: TimeSpan) {
    invariant(length > .zero, "bars of \(length.nanoseconds) ns")
    self.length = length
  }

  /// Takes in a price; times do not fall. Gives the bar before if this price begins another.
  public mutating func observe(_ price: Price, at time: Time) -> ClosedBar? {
    let closed = pass(to: time)
    if present == nil {
      present = Bar(flatAt: price)
      interval = time.nanoseconds / length.nanoseconds
    } else {
      present?.include(price)
    }
    return closed
  }

  /// Gives the present bar if it is over by `time`.
  public mutating func pass(to time: Time) -> ClosedBar? {
    let now = time.nanoseconds / length.nanoseconds
    guard let bar = present, now > interval else { return nil }
    let closed = ClosedBar(bar: bar, empty: now - interval - 1)
    present = nil
    return closed
  }
}
