import MarketTypes

/// How long a maker thinks it has.
///
/// Where positions are closed at a known moment the time left runs out, and with it skew and extra width. A venue without
/// such a moment has none to run out: there the time left stays what it is, as if every moment were the first.
public enum QuoteHorizon: Hashable, Sendable {
  /// Always this many seconds.
  case constant(Double)
  /// Until a moment, after which none are left.
  case until(Time)

  /// The fraction of the time up to the horizon that is left; 1 where there is none.
  public func share(at now: Time) -> Double {
    switch self {
    case .constant: 1
    case .until(let end): end <= now ? 0 : Double((end - now).nanoseconds) / Double((end - .start).nanoseconds)
    }
  }

  /// Seconds left at `now`, never negative.
  public func remaining(at now: Time) -> Double {
    switch self {
    case .constant(let seconds): max(0, seconds)
    case .until(let end): end <= now ? 0 : Double((end - now).nanoseconds) / 1e9
    }
  }
}
