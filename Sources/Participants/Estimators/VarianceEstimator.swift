import MarketTypes

/// How much a price's logarithm varies in one bar, learnt from bars in fixed memory.
public protocol VarianceEstimator: Sendable {
  /// Takes in the next bar. O(1) on average, no allocation.
  mutating func observe(_ bar: Bar)
  /// Of the logarithm of the price over one bar; `nil` while there are too few bars.
  var variance: Double? { get }
}

extension VarianceEstimator {
  /// The square root of `variance`: a fraction of the price per bar.
  public var volatility: Double? { variance.map { $0.squareRoot() } }

  /// In ticks per √second at `price`, for bars of `length`: the unit of the makers' formulas.
  public func volatility(at price: Price, bars length: TimeSpan) -> Double? {
    volatility.map { Double(price.ticks) * $0 / (Double(length.nanoseconds) / 1e9).squareRoot() }
  }

  /// Takes in a finished bar, then flat bars for the intervals without a price, as many as change anything: at most `window`.
  /// `ExponentialVariance`, which nothing leaves, has its own.
  public mutating func observe(_ closed: ClosedBar, window: Int) {
    observe(closed.bar)
    let flat = Bar(flatAt: closed.bar.close)
    for _ in 0..<min(closed.empty, Int64(window)) { observe(flat) }
  }
}
