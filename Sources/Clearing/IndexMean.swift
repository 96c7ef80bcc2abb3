import MarketTypes

/// An index's mean over the time before a contract expires, each value weighted by how long it held.
struct IndexMean: BitwiseCopyable {
  /// When the time begins that counts, and when it ends; the end is at the start where nobody asks.
  private var start: Int64 = 0
  private var end: Int64 = 0
  /// Ticks × nanoseconds up to `since`.
  private var sum: Int128 = 0
  private var counted: Int64 = 0
  private var since: Int64 = 0
  private var ticks: Int64 = 0

  init(_ expiry: Expiry?) {
    guard let expiry, case .indexMean(let window) = expiry.price else { return }
    end = expiry.moment.nanoseconds
    start = max(0, end - window.nanoseconds)
  }

  /// From now on the index is this.
  mutating func take(_ price: Price, at now: Time) {
    count(until: now)
    ticks = price.ticks
  }

  private mutating func count(until now: Time) {
    let until = min(now.nanoseconds, end)
    let from = max(since, start)
    if ticks > 0, until > from {
      sum += Int128(ticks) * Int128(until - from)
      counted += until - from
    }
    since = now.nanoseconds
  }

  /// The mean up to now, rounded down; `nil` where the index had no value in the time that counts.
  func value(at now: Time) -> Price? {
    var mean = self
    mean.count(until: now)
    return mean.counted == 0 ? nil : Price(ticks: Int64(mean.sum / Int128(mean.counted)))
  }
}
