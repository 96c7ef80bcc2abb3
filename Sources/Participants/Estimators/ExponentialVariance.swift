import MarketTypes
import Mathematics

/// An exponentially weighted mean of squared returns: s = λ s + (1 − λ) r², beginning with the first r².
public struct ExponentialVariance: VarianceEstimator, Hashable {
  /// λ, from 0 up to, not including, 1: what one return keeps of what was known.
  public let decay: Double
  /// In the unit of the returns, squared; `nil` before the first return.
  public private(set) var variance: Double?
  private var lastClose: Price?

  /// - Parameter decay: λ, from 0 up to, not including, 1.
  public init(decay: Double) { self.decay = decay }

  /// Takes in a return directly, in whatever unit the variance is wanted in.
  public mutating func observe(return change: Double) {
    let square = change * change
    variance = variance.map { decay * $0 + (1 - decay) * square } ?? square
  }

  /// The return from close to close; the first bar gives none.
  public mutating func observe(_ bar: Bar) {
    if let lastClose { observe(return: logReturn(from: lastClose, to: bar.close)) }
    lastClose = bar.close
  }

  /// Takes in a finished bar, then flat bars for all intervals without a price: here each of them changes something, however
  /// many there were before. Beyond `window` they are taken together, by λ to the power of how many.
  public mutating func observe(_ closed: ClosedBar, window: Int) {
    observe(closed.bar)
    let flat = Bar(flatAt: closed.bar.close)
    let single = min(closed.empty, Int64(window))
    for _ in 0..<single { observe(flat) }
    let together = closed.empty - single
    if together > 0, let variance { self.variance = variance * exp(Double(together) * log(decay)) }
  }
}
