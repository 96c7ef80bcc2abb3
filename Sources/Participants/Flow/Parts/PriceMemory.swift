import MarketTypes

/// The prices that somebody has seen, each with when, as far back as it cares.
struct PriceMemory: Sendable {
  private var seen: [(time: Time, price: Price)] = []
  /// How many of them are older than it cares for and wait to be dropped together.
  private var passed = 0

  /// Takes in a price and forgets what is older than needed to know the price one window ago. O(1) on average.
  mutating func observe(_ price: Price, at now: Time, keeping window: TimeSpan) {
    seen.append((now, price))
    let oldest = now.nanoseconds - window.nanoseconds
    while passed + 1 < seen.count, seen[passed + 1].time.nanoseconds <= oldest { passed += 1 }
    if passed > 32, 2 * passed > seen.count {
      seen.removeFirst(passed)
      passed = 0
    }
  }

  /// The last price seen one window ago or before; if there is none so old, the first one seen.
  var oldest: (time: Time, price: Price)? { passed < seen.count ? seen[passed] : nil }
}
