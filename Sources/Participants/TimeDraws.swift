import MarketTypes
import Mathematics

extension SeededGenerator {
  /// An exponential time after a moment, up to whole nanoseconds, at least one. Takes one value.
  mutating func time(after now: Time, mean: TimeSpan) -> Time {
    now + TimeSpan(roundingUp: max(1, exponential(mean: Double(mean.nanoseconds))))
  }

  /// A moment of the first interval after a beginning, each as likely, so that those of one block do not all look at once.
  /// Takes one value.
  mutating func time(within interval: TimeSpan, after begin: Time) -> Time {
    begin + TimeSpan(nanoseconds: uniform(in: 0...interval.nanoseconds - 1))
  }
}
