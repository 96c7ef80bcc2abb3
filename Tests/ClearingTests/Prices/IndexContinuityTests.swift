import Clearing
import MarketTypes
import Testing

@Suite("Continuity of an index")
struct IndexContinuityTests {
  // IDX-9
  @Test
  func `the loss of a source does not move the index, its return ends what was added`() {
    var index = Sources(1, 1, 1, by: .weightedMean, continuity: true)
    #expect(index.say(100, 110, 150) == 120)
    #expect(index.lose(2) == nil)  // The others come to 105: 15 is added.
    #expect(index.report(0, 110) == 125)
    #expect(index.report(2, 170) == 130)  // All three again, nothing added.
  }

  // IDX-9
  @Test
  func `without continuity the index goes where the rest is`() {
    var index = Sources(1, 1, 1, by: .weightedMean)
    index.say(100, 110, 150)
    #expect(index.lose(2) == 105)
  }

  // IDX-9
  @Test
  func `sources that join at the start are not held back`() {
    var index = Sources(1, 1, 1, by: .weightedMean, continuity: true)
    #expect(index.report(0, 100) == 100)
    #expect(index.report(1, 200) == 150)
    // The third never spoke: the two are all that counted before the loss.
    #expect(index.lose(1) == nil)
    #expect(index.report(0, 110) == 160)
    #expect(index.report(1, 200) == 155)
  }

  // IDX-9
  @Test
  func `while one is missing others come and go without a jump`() {
    var index = Sources(1, 1, 1, 1, by: .weightedMean, continuity: true)
    #expect(index.say(100, 120, 140) == 120)
    #expect(index.lose(0) == nil)  // {1, 2} come to 130, −10
    #expect(index.lose(1) == nil)  // {2} 140, −20
    #expect(index.report(1, 200) == nil)  // {1, 2} come to 170, −50
    #expect(index.report(3, 500) == nil)  // {1, 2, 3} 280, −160
    #expect(index.report(3, 530) == 130)
    #expect(index.report(0, 300) == 292)  // All of the first three and the fourth: 1170 ÷ 4
  }

  // IDX-9
  @Test
  func `what grows stale does not move the index either`() {
    var index = Sources(1, 1, staleAfter: 10, continuity: true)
    index.say(100)
    index.pass(to: moment(5))
    #expect(index.say(nil, 120) == 110)
    #expect(index.pass(to: moment(12)) == [])
    #expect(index.index == 110)
    #expect(index.report(1, 124) == 114)
    #expect(index.pass(to: moment(40)) == [])
    #expect(index.report(0, 90) == nil)  // Both were gone: the one back goes on from 114.
    #expect(index.report(1, 100) == 95)
  }

  // IDX-5, IDX-9
  @Test
  func `an index below its least number of sources goes on from its old value`() {
    var index = Sources(1, 1, 1, by: .weightedMean, atLeast: 2, continuity: true)
    #expect(index.say(100, 200, 300) == 200)
    index.lose(0)  // {1, 2} come to 250, −50
    index.lose(1)
    #expect(index.report(2, 900) == nil)
    #expect(index.report(1, 100) == 450)  // The same two as before the silence, and what was added then.
    index.lose(1)
    #expect(index.report(0, 300) == nil)  // {0, 2} come to 600, −150
    #expect(index.report(0, 310) == 455)
    #expect(index.report(1, 100) == 436)  // All three: 1310 ÷ 3
  }

  // IDX-2, IDX-1: one source of three moves by a fifth, as when somebody pushes a thin market.
  @Test
  func `an attack on one source moves a single index whole, a median not, a clamped mean at most by limit × weight`() {
    let limit = Rate(partsPerBillion: 5_000_000)
    var single = Sources(100)
    single.say(10_000)
    #expect(single.report(0, 8_000) == 8_000)

    var median = Sources(25, 50, 25)
    median.say(10_000, 10_000, 10_000)
    #expect(median.report(0, 8_000) == nil)

    for (source, bound): (UInt8, Int64) in [(0, 9_987), (1, 9_975), (2, 9_987)] {
      var clamped = Sources(25, 50, 25, by: .clampedMean(limit: limit))
      clamped.say(10_000, 10_000, 10_000)
      // 10,000 × (1 − 0.5 % × weight), rounded down.
      #expect(clamped.report(source, 8_000) == bound)
      #expect(clamped.report(source, 1) == nil)
      var mean = Sources(25, 50, 25, by: .weightedMean)
      mean.say(10_000, 10_000, 10_000)
      #expect(mean.report(source, 8_000) == (source == 1 ? 9_000 : 9_500))
    }
  }

  // IDX-2: 10 October 2025. A venue prices collateral by its own thin book, which falls to 0.65; elsewhere it is 0.999, and
  // the issuer redeems it at 1.
  @Test
  func `collateral priced by one thin book loses a third, priced by several sources next to nothing`() {
    let asset = PriceSubject.asset(AssetID(number: 1))
    func fall(_ rules: IndexRules) -> Int64? {
      var book = IndexBook([], assets: [.sourced(rules)])
      for (source, price): (UInt8, Int64) in [(0, 10_000), (1, 10_000), (2, 10_000), (1, 9_990), (0, 6_500)]
      where source < rules.weights.count {
        _ = book.report(SourceReport(asset, source: source, price: Price(ticks: price)), at: .start)
      }
      return book.index(of: asset)?.ticks
    }
    let three = [Rate.percent(50), .percent(25), .percent(25)]
    #expect(fall(IndexRules(weights: [.one])) == 6_500)
    #expect(fall(IndexRules(weights: three, method: .weightedMean)) == 8_247)
    #expect(fall(IndexRules(weights: three)) == 9_990)
    // The own book counts as 0.5 % below the median: 9,940.05 by half, and the others.
    #expect(fall(IndexRules(weights: three, method: .clampedMean(limit: Rate(partsPerBillion: 5_000_000)))) == 9_967)
  }
}
