import Mathematics

/// Splits volume whose aggressors are unknown into bought and sold, by how far the price went meanwhile.
///
///     bought = volume × Φ(price change ÷ its standard deviation)
///
/// Where the deviation is zero a rise is all bought, a fall all sold, no change half of each.
/// Left out: Student's t for Φ, which later versions take. Source: Easley, López de Prado and O'Hara, "Flow toxicity and liquidity
/// in a high-frequency world", Review of Financial Studies 25 (2012).
public enum BulkClassification {
  /// - Parameters:
  ///   - volume: not negative, in any unit, which is the result's.
  ///   - change: of the price over the bar that had the volume.
  ///   - deviation: of such changes, in the same unit; not negative.
  public static func bought(of volume: Double, change: Double, deviation: Double) -> Double {
    if deviation > 0 { return volume * StandardNormal.cumulative(change / deviation) }
    return change == 0 ? volume / 2 : change > 0 ? volume : 0
  }

  /// In whole lots, bought rounded to the nearest (a half up), sold the rest.
  public static func lots(of volume: Int64, change: Double, deviation: Double) -> (bought: Int64, sold: Int64) {
    let share = bought(of: Double(volume), change: change, deviation: deviation)
    let lots = min(volume, Int64((share + 0.5).rounded(.down)))
    return (lots, volume - lots)
  }
}
