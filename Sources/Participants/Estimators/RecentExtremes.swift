import MarketTypes

/// The highest and the lowest value of late: everything of the last window is remembered, and nothing older than two.
struct RecentExtremes: Hashable, Sendable {
  let window: TimeSpan
  private var now: ClosedRange<Double>?
  private var before: ClosedRange<Double>?
  private var interval: Int64 = 0

  init(window: TimeSpan) { self.window = window }

  /// Takes in a value; times do not fall.
  mutating func observe(_ value: Double, at time: Time) {
    let interval = time.nanoseconds / window.nanoseconds
    if interval != self.interval {
      before = interval == self.interval + 1 ? now : nil
      now = nil
      self.interval = interval
    }
    now = now.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
  }

  /// How far a value is below the highest or above the lowest, as a share of that; the larger of the two.
  func distance(of value: Double) -> Double {
    let highest = max(now?.upperBound ?? value, before?.upperBound ?? value)
    let lowest = min(now?.lowerBound ?? value, before?.lowerBound ?? value)
    return max((highest - value) / highest, (value - lowest) / lowest)
  }
}
