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

  /// Seconds left at `now`, never negative.
  public func remaining(at now: Time) -> Double {
    switch self {
    case .constant(let seconds): max(0, seconds)
    case .until(let end): end <= now ? 0 : Double((end - now).nanoseconds) / 1e9
    }
  }
}
