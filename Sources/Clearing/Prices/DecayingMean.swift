import MarketTypes

/// A decayed average of samples at a fixed cadence: each sample counts `decay` times what the next one does.
///
///     weight ← weight × decay + 1,  mean ← mean + (sample − mean) ÷ weight
///
/// Hyperliquid's recursion (numerator ← numerator × decay + sample, denominator likewise) with its time steps all alike,
/// written so that equal samples leave the mean exactly where it is. Samples are in half ticks, the mean is held in 2^-36
/// of them and the weight in 2^-44; both are rounded down at each step.
///
/// What a step loses fades as samples do. So the mean is never above what exact arithmetic with these weights gives, and
/// below it by less than 2^-36 ÷ (1 − decay) half ticks: a billionth for 150 s sampled every 3 s. The weight's own error
/// adds at most 2^-44 of the distance between the highest and the lowest sample, either way.
struct DecayingMean: BitwiseCopyable {
  private var mean: Int128 = 0
  private var weight: Int128 = 0

  private static let meanBits = 36
  private static let weightBits = 44

  /// - Parameters:
  ///   - sample: below 2^43 either way, so that no product reaches 2^125.
  ///   - decay: below 1, so that the weight stays at most 10^9.
  mutating func add(_ sample: Int64, decay: Rate) {
    weight = (weight * Int128(decay.partsPerBillion)).divided(by: 1_000_000_000, rounding: .down) + 1 << Self.weightBits
    let distance = Int128(sample) << Self.meanBits - mean
    mean += (distance << Self.weightBits).divided(by: weight, rounding: .down)
  }

  /// The mean in ticks, rounded down; `nil` before the first sample.
  var ticks: Int64? { weight == 0 ? nil : Int64(mean >> (Self.meanBits + 1)) }
}
