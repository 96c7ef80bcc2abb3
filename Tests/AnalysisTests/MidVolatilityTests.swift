import Analysis
import MarketTypes
import TestSupport
import Testing

@Suite struct `Volatility of the mid` {
  private static let perp = StaticBook.perp

  private func quoted(_ bid: Int64, _ ask: Int64) -> Event.Body {
    .quoted(
      Quote(
        instrument: Self.perp, bid: bid == 0 ? nil : Price(ticks: bid), bidQuantity: Quantity(lots: bid == 0 ? 0 : 1),
        ask: ask == 0 ? nil : Price(ticks: ask), askQuantity: Quantity(lots: ask == 0 ? 0 : 1)))
  }

  private func perSecond(_ told: [(time: Int64, body: Event.Body)]) -> Double? {
    var mids = MidVolatility(StaticBook.t1.rules)
    for (number, (time, body)) in told.enumerated() {
      let events = [Event(body)]
      mids.observe(
        Command(.clock, at: Time(nanoseconds: time)), events.span, from: EventPosition(number: Int64(number)))
    }
    return mids.perSecond(of: Self.perp)
  }

  private let clock = Event.Body.indexed(PriceUpdate(instrument: StaticBook.perp, price: Price(ticks: 1)))

  /// Mids of seconds 0 to 4: 100, 103, 103, 102, 102.5. What comes and goes within a second is not seen.
  @Test func `it is the root of the mean square of changes from second to second`() {
    let second: Int64 = 1_000_000_000
    let told: [(Int64, Event.Body)] = [
      (0, quoted(99, 101)), (second / 2, quoted(150, 152)), (second, quoted(102, 104)), (second + 1, quoted(1, 3)),
      (2 * second, quoted(101, 105)), (3 * second - 1, quoted(101, 103)), (3 * second, quoted(0, 103)),
      (4 * second, quoted(101, 104)), (4 * second + 1, clock),
    ]
    #expect(perSecond(told) == ((9 + 0 + 1 + 0.25) / 4).squareRoot())
    // The last second counts once it is over.
    #expect(perSecond(told.dropLast()) == (Double(9 + 0 + 1) / 3).squareRoot())
  }

  @Test func `seconds without a mid are not counted, and one alone is not enough`() {
    let second: Int64 = 1_000_000_000
    #expect(perSecond([]) == nil)
    #expect(perSecond([(0, quoted(99, 0)), (9 * second, clock)]) == nil)
    #expect(perSecond([(0, quoted(99, 101)), (second, clock)]) == nil)
    #expect(perSecond([(5 * second, quoted(99, 101)), (6 * second, quoted(103, 105)), (6 * second + 1, clock)]) == 4)
    // Nine more, in which nothing moves.
    #expect(
      perSecond([(5 * second, quoted(99, 101)), (6 * second, quoted(102, 104)), (15 * second, clock)])
        == (9.0 / 9).squareRoot())
  }

  /// Every second looked up in the list of all mids.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `it agrees with looking every second up`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var told: [(time: Int64, body: Event.Body)] = []
    var mids: [(time: Int64, twice: Int64)] = []
    var time: Int64 = 0
    for _ in 0..<200 {
      time += random.below(4) == 0 ? 0 : Int64(random.below(2_500)) * 1_000_000
      let bid = random.below(5) == 0 ? 0 : 90 + Int64(random.below(20))
      told.append((time, quoted(bid, 120)))
      if bid != 0 { mids.append((time, bid + 120)) }
    }
    let seconds = (0..<(time + 999_999_999) / 1_000_000_000).compactMap { second in
      mids.last { $0.time <= second * 1_000_000_000 }?.twice
    }
    let squares = zip(seconds, seconds.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
    #expect(
      perSecond(told) == (Double(squares) / Double(4 * (seconds.count - 1))).squareRoot(), "seed \(seed)")
  }
}
