import MarketTypes

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
}
