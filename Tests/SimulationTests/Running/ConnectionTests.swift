import MarketTypes
import Mathematics
import Testing

@testable import Simulation

/// SIM-22: how late something is, by what chance says.
@Suite struct `Kinds of latency` {
  private static func span(_ nanoseconds: Int64) -> TimeSpan { TimeSpan(nanoseconds: nanoseconds) }

  /// Values as they come for one participant, millisecond by millisecond.
  private static func spans(of latency: Latency, count: Int) -> [Double] {
    let chance = MomentaryChance(seed: 5, nameHash: 77, index: 3)
    return (0..<count).map {
      Double(latency.span(chance.values(at: Time(nanoseconds: Int64($0) * 1_000_000)).orders).nanoseconds)
    }
  }

  @Test(arguments: [UInt64(0), 1 << 63, .max])
  func `a fixed one is what it is`(value: UInt64) {
    #expect(Latency.fixed(Self.span(7)).span(value) == Self.span(7))
    #expect(Latency.uniform(from: Self.span(7), jitter: .zero).span(value) == Self.span(7))
    #expect(Latency.zero.span(value) == .zero)
  }

  /// Four spans share all values in equal parts.
  @Test func `a uniform one is each whole nanosecond as likely`() {
    let latency = Latency.uniform(from: Self.span(100), jitter: Self.span(3))
    for part in UInt64(0)..<4 {
      let expected = Self.span(100 + Int64(part))
      #expect(latency.span(part << 62) == expected)
      #expect(latency.span(part << 62 | (1 << 62 - 1)) == expected)
    }
    #expect(latency.bounds == Self.span(100)...Self.span(103))
  }

  /// Within four standard errors: half below the median, 15.87 % above median × e^σ, 2.28 % above median × e^2σ.
  @Test func `a log-normal one has its median and its deviation`() {
    let sigma = 0.6
    let latency = Latency.logNormal(median: Self.span(1_000_000), sigma: sigma, longest: Self.span(1 << 40))
    let spans = Self.spans(of: latency, count: 40_000)
    for (deviations, share) in [(0.0, 0.5), (1, 0.158_655), (2, 0.022_750), (-1, 0.841_345)] {
      let above = Double(spans.filter { $0 > 1e6 * exp(sigma * deviations) }.count) / 40_000
      #expect(abs(above - share) < 4 * (share * (1 - share) / 40_000).squareRoot(), "\(deviations) deviations")
    }
    #expect(Set(spans).count > 39_000)
  }

  @Test func `a log-normal one is never longer than its longest, and grows with the value`() {
    let latency = Latency.logNormal(median: Self.span(1_000), sigma: 2, longest: Self.span(5_000))
    #expect(Self.spans(of: latency, count: 5_000).max() == 5_000)
    #expect(latency.span(.max) == Self.span(5_000) && latency.bounds.upperBound == Self.span(5_000))
    let spans = (0..<64).map { latency.span(UInt64($0) << 58).nanoseconds }
    #expect(spans == spans.sorted() && spans[0] > 0)
    // Without deviation it is the median, but for the rounding up of its logarithm's exponential.
    #expect(Latency.logNormal(median: Self.span(9), sigma: 0, longest: Self.span(20)).span(12_345) == Self.span(9))
  }

  @Test func `a recorded one is each of those measured as likely, one named twice twice`() {
    let latency = Latency.recorded([9, 4, 4, 70].map(Self.span))
    #expect((UInt64(0)..<4).map { latency.span($0 << 62).nanoseconds } == [9, 4, 4, 70])
    #expect((UInt64(0)..<4).map { latency.span($0 << 62 | (1 << 62 - 1)).nanoseconds } == [9, 4, 4, 70])
    #expect(latency.bounds == Self.span(4)...Self.span(70))
  }

  /// SIM-9: two values of the block whose counter says moment, member and purpose.
  @Test(arguments: [Int64(0), 1, 4_294_967_295, 4_294_967_296, 8_640_000_000_000_000])
  func `what a moment draws can be computed by anybody`(moment: Int64) {
    let seed: UInt64 = 0x7654_3210_89AB_CDEF
    let values = MomentaryChance(seed: seed, nameHash: 0xABCD, index: 41).values(at: Time(nanoseconds: moment))
    let block = Philox.block(
      at: Philox.Words(UInt32(moment % 4_294_967_296), 41, 3 + 256 * UInt32(moment / 4_294_967_296), 0x7654_3210),
      key: (low: 0x89AB_CDEF, high: 0xABCD))
    #expect(values.orders == UInt64(block.second) << 32 + UInt64(block.first))
    #expect(values.data == UInt64(block.fourth) << 32 + UInt64(block.third))
  }
}

/// SIM-26: at most so many at once, and over time so many in each window.
@Suite struct `A throttle` {
  /// A naive twin: a bucket that fills with time, of which each message takes a share of the window; a message waits until
  /// there is a share.
  private struct Bucket {
    let share: Int64
    let capacity: Int64
    var level: Int64
    var time: Int64 = 0

    mutating func departure(of ready: Int64) -> Int64 {
      var now = max(ready, time)
      level = min(capacity, level + now - time)
      if level < share {
        now += share - level
        level = share
      }
      level -= share
      time = now
      return now
    }
  }

  @Test(arguments: [
    (Int64(1), Int64(1_000)), (5, 1_000), (7, 1_000), (10, 19), (3, 3), (100, 1_000_000_000),
  ])
  func `what comes too soon waits no longer than it must`(messages: Int64, window: Int64) {
    let throttle = Throttle(messages: messages, window: TimeSpan(nanoseconds: window))
    let share = (window + messages - 1) / messages
    for seed in UInt64(0)..<20 {
      var dice = Dice(seed: seed)
      var spent = Time.start
      var twin = Bucket(share: share, capacity: share * messages, level: share * messages)
      var ready: Int64 = 0
      var left: [Int64] = []
      for step in 0..<300 {
        if dice.whole(in: 0...3) == 0 { ready += dice.whole(in: 0...4 * share) }
        let departure = throttle.departure(of: Time(nanoseconds: ready), &spent).nanoseconds
        #expect(departure == twin.departure(of: ready), "seed \(seed), step \(step)")
        #expect(departure >= ready && departure >= (left.last ?? 0))
        left.append(departure)
      }
      // In any stretch of time: as many as at once, and one more for each share of the window.
      for first in left.indices {
        let atOnce = left[first...].prefix { $0 == left[first] }.count
        #expect(atOnce <= messages)
        let last = min(first + Int(messages) * 2, left.count - 1)
        #expect(Int64(last - first) < messages + (left[last] - left[first]) / share)
      }
    }
  }

  /// A ladder of twenty levels a side in a market of one, behind a throttle.
  private static func quotes(_ throttle: String, duration: String) throws -> Run {
    let block = """
      {"kind": "quoter", "name": "m", "count": 1, "margin": "exempt", "interval": "5s", "size": 1, "limit": 1000,
       "formula": {"kind": "constant", "halfSpread": 5}, "levels": 20,
       "latency": {"throttle": \(throttle)}}
      """
    return Run(try scenario(duration: duration, population(block)))
  }

  /// What comes after a run's end changes nothing that was before it.
  @Test func `what may leave before the end does, however much more waits`() throws {
    let throttle = #"{"messages": 100, "window": "100s"}"#
    let (short, long) = (try Self.quotes(throttle, duration: "10s"), try Self.quotes(throttle, duration: "100s"))
    #expect(short.submissions(of: "m-1").count == 40)
    #expect(
      long.submissions(of: "m-1").map(\.time).filter { $0 <= short.played.last?.command.time ?? .start }
        == short.submissions(of: "m-1").map(\.time))
  }

  @Test func `what explains a quote takes no message's place`() throws {
    let run = try Self.quotes(#"{"messages": 40, "window": "100s"}"#, duration: "10s")
    let times = run.submissions(of: "m-1").map(\.time)
    #expect(times.count == 40 && Set(times).count == 1)
    #expect(run.played.contains { if case .explainQuote = $0.command.action { true } else { false } })
  }

  @Test func `as many as it lets through leave at once, and the next a share of the window later`() {
    for (messages, window, later) in [(Int64(4), Int64(100), Int64(25)), (10, 19, 2), (3, 100, 34)] {
      let throttle = Throttle(messages: messages, window: TimeSpan(nanoseconds: window))
      var spent = Time.start
      let left = (0...messages).map { _ in throttle.departure(of: Time(nanoseconds: 50), &spent).nanoseconds }
      #expect(left == Array(repeating: 50, count: Int(messages)) + [50 + later])
    }
  }
}
