import MarketTypes

/// How much a mark has moved of late: an exponentially weighted mean of squared returns, in whole numbers (CLR-22).
///
///     return   = |mark − previous| ÷ previous, at most 1
///     variance = decay × variance + (1 − decay) × return²
///
/// A return is kept to 10⁻¹² and the variance to 10⁻²⁴, both rounded up at each update, in favour of more margin. After any
/// number of updates the variance is therefore not below the exact one and above it by less than
/// 2 × greatest return + 1 + 1 ÷ (1 − decay), in units of 10⁻²⁴ with the return in 10⁻¹²: each rounded return adds less than
/// 2 × return + 1 to its square, of which the weights keep a mean, and each rounded variance less than 1, of which they
/// keep the sum of powers of the decay. Source: RiskMetrics; the rounding and the limit of a return are chosen.
@frozen public struct VolatilityEstimate: Hashable, Sendable, BitwiseCopyable {
  /// In 10⁻²⁴: at most 10²⁴.
  public private(set) var variance: UInt128

  /// An estimate that begins at a volatility of one update, from 0 to 1; the reference makes the first factor 1.
  public init(volatility: Rate) {
    let trillionths = UInt128(volatility.partsPerBillion) * 1_000
    variance = trillionths * trillionths
  }

  /// Takes in one mark more. To be called at equal spans; both marks are at least 1.
  public mutating func update(previous: Price, mark: Price, decay: Rate) {
    let change = (mark.ticks - previous.ticks).magnitude
    let scaled = Int128(change) * 1_000_000_000_000
    let trillionths = UInt128(min(scaled.divided(by: Int128(previous.ticks), rounding: .up), 1_000_000_000_000))
    let kept = UInt128(decay.partsPerBillion) * variance
    let taken = UInt128((Rate.one - decay).partsPerBillion) * trillionths * trillionths
    variance = (kept + taken + 999_999_999) / 1_000_000_000
  }

  /// The standard deviation of one update's return, rounded up.
  public var volatility: Rate {
    let trillionths = Int128(variance.squareRoot(rounding: .up))
    return Rate(partsPerBillion: Int64(trillionths.divided(by: 1_000, rounding: .up)))
  }

  /// What margin is multiplied by: volatility ÷ reference, rounded up, from 1 to the scale's highest.
  public func factor(_ scale: VolatilityScale) -> Rate {
    let trillionths = Int128(variance.squareRoot(rounding: .up))
    let ratio = (trillionths * 1_000_000).divided(by: Int128(scale.reference.partsPerBillion), rounding: .up)
    let highest = Int128(scale.highest.partsPerBillion)
    return Rate(partsPerBillion: Int64(min(max(ratio, 1_000_000_000), highest)))
  }
}
