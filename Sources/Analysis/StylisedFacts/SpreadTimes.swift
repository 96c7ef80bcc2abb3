import MarketTypes
import Mathematics

/// For how long each spread stood in a session: from the message that left it to the next. Pauses, and times when a side is
/// empty, are left out.
struct SpreadTimes {
  private var distribution = SpreadDistribution()
  private let tickSize: Int64

  init(_ tape: MarketTape) {
    tickSize = tape.tickSize
    var isPaused = false
    for index in 0..<tape.count {
      let kind = tape.kinds[index]
      if kind == .pause || kind == .resume { isPaused = kind == .pause }
      let end = index + 1 < tape.count ? tape.times[index + 1] : tape.session.upperBound
      if isPaused || end == tape.times[index] || tape.twiceMid(at: index) == nil { continue }
      distribution.add(tape.asks[index] - tape.bids[index], for: end - tape.times[index])
    }
  }

  private func whole() throws(NotApplicable) -> Int64 {
    let whole = distribution.nanoseconds
    if whole == 0 { throw NotApplicable("there never were two sides") }
    return whole
  }

  /// In ticks.
  func mean() throws(NotApplicable) -> Double {
    _ = try whole()
    return (distribution.mean ?? 0) / Double(tickSize)
  }

  /// In ticks: the least spread that, with those below it, stood for at least this share of the time.
  func quantile(_ share: Double) throws(NotApplicable) -> Double {
    let limit = share * Double(try whole())
    var passed: Int64 = 0
    for step in distribution.steps {
      passed += step.nanoseconds
      if Double(passed) >= limit { return Double(step.ticks) / Double(tickSize) }
    }
    return 0
  }

  /// The share of time at one tick, or less.
  func shareAtOneTick() throws(NotApplicable) -> Double {
    let narrow = distribution.steps.filter { $0.ticks <= tickSize }.reduce(0) { $0 + $1.nanoseconds }
    return Double(narrow) / Double(try whole())
  }

  /// Hill's estimate with time for weight: of the widest spreads that make up `share` of the time.
  ///
  ///     a = share × T ÷ Σ w log(s ÷ u)   over spreads s above u, the spread at which the share is reached
  func tailIndex(share: Double) throws(NotApplicable) -> Double {
    let tail = share * Double(try whole())
    var (passed, sum): (Double, Double) = (0, 0)
    var above: [SpreadDistribution.Step] = []
    for step in distribution.steps.reversed() {
      passed += Double(step.nanoseconds)
      if passed >= tail {
        for wider in above { sum += Double(wider.nanoseconds) * log(Double(wider.ticks) / Double(step.ticks)) }
        break
      }
      above.append(step)
    }
    return sum > 0 ? tail / sum : .infinity
  }
}
