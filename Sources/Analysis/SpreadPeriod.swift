import MarketTypes

/// An instrument's quoted spread over some length of time. Weights are exact; ratios are for display.
public struct SpreadPeriod: Hashable, Sendable {
  var distribution = SpreadDistribution()
  /// How long a side was empty.
  public private(set) var oneSided = TimeSpan.zero
  /// The widest spread quoted, for however short.
  public private(set) var widest: PriceChange?
  /// Changes of the quote.
  public private(set) var quotes = 0

  /// How long it was looked at: two-sided or not.
  public var span: TimeSpan { TimeSpan(nanoseconds: distribution.nanoseconds + oneSided.nanoseconds) }

  /// Of the spread while both sides stood, time-weighted: the lowest that, with those below it, stood for half of the
  /// time. `nil` if no time has passed.
  public var median: PriceChange? { distribution.median }

  /// In ticks, of the spread while both sides stood, time-weighted. `nil` if no time has passed.
  public var mean: Double? { distribution.mean }

  /// The share of time with a side empty, 0 to 1. `nil` if no time has passed.
  public var oneSidedShare: Double? {
    span > .zero ? Double(oneSided.nanoseconds) / Double(span.nanoseconds) : nil
  }

  /// The quote stood for this long.
  mutating func add(_ spread: PriceChange?, for span: TimeSpan) {
    guard span > .zero else { return }
    if let spread {
      distribution.add(spread.ticks, for: span.nanoseconds)
    } else {
      oneSided = TimeSpan(nanoseconds: oneSided.nanoseconds + span.nanoseconds)
    }
  }

  mutating func widen(to spread: PriceChange?) {
    if let spread { widest = max(widest ?? spread, spread) }
  }

  mutating func countQuote() { quotes += 1 }

  mutating func add(_ other: SpreadPeriod) {
    distribution.add(other.distribution)
    oneSided = TimeSpan(nanoseconds: oneSided.nanoseconds + other.oneSided.nanoseconds)
    widen(to: other.widest)
    quotes += other.quotes
  }

  mutating func removeAll() {
    distribution.removeAll()
    oneSided = .zero
    widest = nil
    quotes = 0
  }
}
