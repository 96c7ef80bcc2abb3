import MarketTypes
import Participants
import Testing

/// PAR-16: prices into bars.
@Suite struct BarBuilderTests {
  private func price(_ ticks: Int64) -> Price { Price(ticks: ticks) }
  private func at(_ nanoseconds: Int64) -> Time { Time(nanoseconds: nanoseconds) }

  @Test func `a bar closes with the first price past its end`() {
    var builder = BarBuilder(length: TimeSpan(nanoseconds: 10))
    for (time, ticks) in [(3, 50), (4, 55), (9, 48), (9, 51)] as [(Int64, Int64)] {
      #expect(builder.observe(price(ticks), at: at(time)) == nil)
    }
    let closed = builder.observe(price(60), at: at(10))
    #expect(closed == ClosedBar(bar: Bar(open: price(50), high: price(55), low: price(48), close: price(51)), empty: 0))
    #expect(builder.present == Bar(flatAt: price(60)))
  }

  @Test func `intervals without a price are counted`() {
    var builder = BarBuilder(length: TimeSpan(nanoseconds: 10))
    #expect(builder.observe(price(50), at: at(25)) == nil)
    #expect(builder.observe(price(52), at: at(71)) == ClosedBar(bar: Bar(flatAt: price(50)), empty: 4))
    #expect(builder.pass(to: at(79)) == nil)
    #expect(builder.pass(to: at(80)) == ClosedBar(bar: Bar(flatAt: price(52)), empty: 0))
    #expect(builder.pass(to: at(1_000)) == nil)
    #expect(builder.present == nil)
  }

  /// Laid out beforehand: all prices of an interval, by the interval's number.
  @Test(arguments: UInt64(0)..<40)
  func `bars are what a list of prices by interval gives`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let length = dice.whole(in: 1...20)
    var builder = BarBuilder(length: TimeSpan(nanoseconds: length))
    var intervals: [Int64: [Int64]] = [:]
    var bars: [Int64: Bar] = [:]
    var next: Int64?
    var time: Int64 = 0
    for _ in 0..<200 {
      time += dice.whole(in: 0...15)
      let ticks = dice.whole(in: 1...100)
      if let closed = builder.observe(price(ticks), at: at(time)), let number = next {
        bars[number] = closed.bar
        #expect(number + closed.empty + 1 == time / length)
      }
      next = time / length
      intervals[time / length, default: []].append(ticks)
    }
    intervals[time / length] = nil  // not closed yet
    #expect(bars.count == intervals.count)
    for (number, prices) in intervals {
      let bar = Bar(
        open: price(prices[0]), high: price(prices.max() ?? 0), low: price(prices.min() ?? 0),
        close: price(prices[prices.count - 1]))
      #expect(bars[number] == bar)
    }
  }
}
