import MarketTypes
import Mathematics

extension SeededGenerator {
  /// An exponential time after a moment, up to whole nanoseconds, at least one. Takes one value.
  mutating func time(after now: Time, mean: TimeSpan) -> Time {
    now.after(exponential(mean: 1), of: mean)
  }

  /// A moment of the first interval after a beginning, each as likely, so that those of one block do not all look at once.
  /// Takes one value.
  mutating func time(within interval: TimeSpan, after begin: Time) -> Time {
    begin + TimeSpan(nanoseconds: uniform(in: 0...interval.nanoseconds - 1))
  }
}

extension Time {
  /// So many means later, up to whole nanoseconds, at least one.
  func after(_ means: Double, of mean: TimeSpan) -> Time {
    self + TimeSpan(roundingUp: max(1, Double(mean.nanoseconds) * means))
  }
}
