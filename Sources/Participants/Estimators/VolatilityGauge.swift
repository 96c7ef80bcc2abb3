import MarketTypes

/// One of the estimators over bars of a price, by choice, and what it says for a span of time.
public struct VolatilityGauge: Sendable {
  private enum Estimate: Sendable {
    case exponential(ExponentialVariance)
    case realized(RealizedVariance)
    case parkinson(ParkinsonVariance)
    case garmanKlass(GarmanKlassVariance)
    case rogersSatchell(RogersSatchellVariance)
    case yangZhang(YangZhangVariance)
  }

  private var estimate: Estimate
  private var bars: BarBuilder
  private let window: Int
  private var last: Price?

  /// - Parameter choice: its window at least 2 and its bar above zero. Bars come from the prices that are observed.
  public init(_ choice: DynamicSpreadMaker.Estimator) {
    bars = BarBuilder(length: choice.bar)
    window = choice.window
    estimate =
      switch choice.kind {
      case .exponential: .exponential(ExponentialVariance(decay: 1 - 2 / Double(choice.window + 1)))
      case .realized: .realized(RealizedVariance(window: choice.window))
      case .parkinson: .parkinson(ParkinsonVariance(window: choice.window))
      case .garmanKlass: .garmanKlass(GarmanKlassVariance(window: choice.window))
      case .rogersSatchell: .rogersSatchell(RogersSatchellVariance(window: choice.window))
      case .yangZhang: .yangZhang(YangZhangVariance(window: choice.window))
      }
  }

  /// Takes in a price; times do not fall.
  public mutating func observe(_ price: Price, at time: Time) {
    last = price
    guard let closed = bars.observe(price, at: time) else { return }
    switch estimate {
    case .exponential(var own):
      own.observe(closed, window: window)
      estimate = .exponential(own)
    case .realized(var own):
      own.observe(closed, window: window)
      estimate = .realized(own)
    case .parkinson(var own):
      own.observe(closed, window: window)
      estimate = .parkinson(own)
    case .garmanKlass(var own):
      own.observe(closed, window: window)
      estimate = .garmanKlass(own)
    case .rogersSatchell(var own):
      own.observe(closed, window: window)
      estimate = .rogersSatchell(own)
    case .yangZhang(var own):
      own.observe(closed, window: window)
      estimate = .yangZhang(own)
    }
  }

  /// The standard deviation of the price's change over a span, in ticks; `nil` while there are too few bars.
  public func volatility(per span: TimeSpan) -> Double? {
    guard let last else { return nil }
    let perBar: Double? =
      switch estimate {
      case .exponential(let own): own.volatility
      case .realized(let own): own.volatility
      case .parkinson(let own): own.volatility
      case .garmanKlass(let own): own.volatility
      case .rogersSatchell(let own): own.volatility
      case .yangZhang(let own): own.volatility
      }
    let bars = Double(span.nanoseconds) / Double(self.bars.length.nanoseconds)
    return perBar.map { Double(last.ticks) * $0 * bars.squareRoot() }
  }
}
