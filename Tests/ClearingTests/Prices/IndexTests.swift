import Clearing
import MarketTypes
import Testing

@Suite("Indices from several sources")
struct IndexTests {
  private let half = IndexMethod.clampedMean(limit: Rate(partsPerBillion: 5_000_000))

  // IDX-1
  @Test
  func `the median is the middle one, or the mean of the middle two rounded down`() {
    var odd = Sources(20, 70, 10)
    #expect(odd.say(90, 300, 110) == 110)
    var even = Sources(25, 25, 25, 25)
    #expect(even.say(100, 7, 105, 9_000) == 102)
    var one = Sources(100)
    #expect(one.say(41) == 41)
  }

  // IDX-2, V25: a source at 120 counts as 101.505, one at 100 as 100.495.
  @Test
  func `the clamped mean of Deribit's example is 101`() {
    var thousandths = Sources(25, 50, 25, by: half)
    #expect(thousandths.say(100_000, 101_000, 120_000) == 101_000)
    var whole = Sources(25, 50, 25, by: half)
    #expect(whole.say(100, 101, 120) == 101)
    // 0.25 × 100.495 + 0.75 × 101 = 100.87375.
    var low = Sources(25, 50, 25, by: half)
    #expect(low.say(100_000, 101_000, 101_000) == 100_873)
  }

  // IDX-2: around 100 the edges are 99.5 and 100.5, and what weighs lies on both; around 20 the lower one is 19.9.
  @Test
  func `the edges of a clamp are exact, the mean is rounded once`() {
    var both = Sources(1, 0, 1, by: half)
    #expect(both.say(1, 100, 900) == 100)
    var lower = Sources(1, 1, 1, by: half)
    #expect(lower.say(1, 20, 20) == 19)  // 59.9 ÷ 3
    var none = Sources(1, 1, 1, by: .clampedMean(limit: .zero))
    #expect(none.say(150, 180, 199) == 180)
    var all = Sources(1, 1, 1, by: .clampedMean(limit: .one))
    #expect(all.say(1, 100, 10_000) == 100)  // (1 + 100 + 200) ÷ 3 = 100.33
  }

  // IDX-3
  @Test
  func `the weighted mean is rounded down, and a source without weight does not move it`() {
    var mean = Sources(25, 75, 0, by: .weightedMean)
    #expect(mean.say(101, 102, 5) == 101)
    #expect(mean.report(2, 900) == nil)
  }

  // IDX-3
  @Test
  func `where no source that counts has weight, the index keeps its value`() {
    var mean = Sources(100, 0, by: .weightedMean)
    mean.say(nil, 500)
    #expect(mean.index == nil)
    mean.say(100)
    mean.lose(0)
    #expect(mean.index == 100)
  }

  // IDX-11: Hyperliquid's weights 3, 2, 2, 1, 1 over five venues.
  @Test
  func `the weighted median is the lowest price with half the weight at or below it`() {
    var five = Sources(3, 2, 2, 1, 1, by: .weightedMedian)
    #expect(five.say(105, 100, 110, 90, 120) == 105)  // 1, 3, then 6 of 9.
    #expect(five.report(0, 130) == 110)  // 90, 100 have 3, with 110 it is 5 of 9.
    five.lose(4)
    #expect(five.report(0, 80) == 95)  // 80 and 90 have 4 of 8: the mean with 100.
    var even = Sources(1, 0, 1, by: .weightedMedian)
    #expect(even.say(100, 101, 105) == 102)
    even.lose(0)
    even.lose(2)
    #expect(even.index == 105)
  }

  // IDX-4
  @Test
  func `a source counts as long as its report is at most as old as allowed`() {
    var index = Sources(1, 1, 1, staleAfter: 10)
    index.say(100, 110, 120)
    index.pass(to: moment(3))
    index.say(nil, 111, 121)
    #expect(index.book.nextStaleness == moment(10, and: 1))
    #expect(index.pass(to: moment(10)) == [])
    #expect(index.index == 111)
    #expect(index.pass(to: moment(10, and: 1)) == [116])
    // Of the last two none is left: the index stays.
    #expect(index.pass(to: moment(60)) == [])
    #expect(index.index == 116)
    #expect(index.book.nextStaleness == nil)
    #expect(index.report(0, 99) == 99)
  }

  // IDX-4
  @Test
  func `a report that finds others stale counts without them`() {
    var index = Sources(1, 1, 1, staleAfter: 10)
    index.say(100, 200, 300)
    let late = SourceReport(Sources.subject, source: 1, price: Price(ticks: 250))
    #expect(index.book.report(late, at: moment(30)) == Price(ticks: 250))
  }

  // IDX-4
  @Test
  func `without staleness a source counts for ever, and at the end of time nothing overflows`() {
    var patient = Sources(1, 1)
    patient.say(100, 200)
    #expect(patient.book.nextStaleness == nil)
    var late = Sources(1, 1, staleAfter: 10)
    late.pass(to: Time(nanoseconds: .max - 5))
    #expect(late.say(100, 200) == 150)
    #expect(late.book.nextStaleness == nil)
  }

  // IDX-5
  @Test
  func `with fewer sources than asked for the index keeps its value`() {
    var index = Sources(1, 1, 1, atLeast: 2)
    #expect(index.report(0, 100) == nil)
    #expect(index.report(1, 102) == 101)
    #expect(index.lose(0) == nil)
    #expect(index.report(1, 500) == nil)
    #expect(index.index == 101)
    #expect(index.report(2, 600) == 550)
  }

  // IDX-6
  @Test
  func `an index stays between one tick and the largest price`() {
    var index = Sources(1, 1, by: .weightedMean, upTo: 1_000)
    index.say(900, 900)
    index.roll(0, to: 500)
    #expect(index.report(0, 1_000) == 950)
    index.roll(1, to: 990)
    #expect(index.report(1, 1) == 500)
    var largest = Sources(100, 100, by: half, upTo: 1 << 42 - 1)
    #expect(largest.say(1 << 42 - 1, 1 << 42 - 1) == 1 << 42 - 1)
  }

  // IDX-7
  @Test
  func `a lost source is out until it reports again`() {
    var index = Sources(1, 1, 1)
    index.say(100, 110, 190)
    #expect(index.lose(2) == 105)
    #expect(index.report(1, 120) == 110)
    #expect(index.report(2, 130) == 120)
    var silent = Sources(1, 1)
    #expect(silent.lose(0) == nil)
    #expect(silent.say(nil, 50) == 50)
  }

  // IDX-8
  @Test
  func `a source that rolls to another contract does not move the index, and rolls add up`() {
    var index = Sources(50, 50, by: .weightedMean)
    index.say(100, 104)
    #expect(index.roll(0, to: 90) == nil)
    #expect(index.index == 102)
    #expect(index.report(0, 94) == 104)  // Stands for 104.
    #expect(index.roll(0, to: 80) == nil)
    #expect(index.report(0, 78) == 103)  // 78 + 10 + 14 stands for 102.
    #expect(index.lose(0) == 104)
    #expect(index.report(0, 82) == 105)  // What rolls came to outlives a loss.
  }

  // IDX-8
  @Test
  func `a roll of a source that never reported is its first report`() {
    var index = Sources(1, 1)
    index.say(100)
    #expect(index.roll(1, to: 200) == 150)
    #expect(index.report(1, 210) == 155)
  }

  // IDX-10
  @Test
  func `several indices that grow stale together come instruments first, assets last, lowest number first`() {
    let rules = IndexRules(
      weights: [.one, .one], method: .weightedMean, staleness: TimeSpan(nanoseconds: 5), minimumSources: 1)
    var plain = InstrumentRules.perpetual()
    var sourced = plain
    sourced.indexSources = rules
    plain.indexSources = nil
    plain.otherVenues = rules
    var book = IndexBook([sourced, plain, sourced], assets: [.sourced(rules)])
    let subjects: [PriceSubject] = [
      .asset(AssetID(number: 1)), .otherVenues(InstrumentID(number: 1)), .instrument(InstrumentID(number: 2)),
      .instrument(InstrumentID(number: 0)),
    ]
    for subject in subjects {
      _ = book.report(SourceReport(subject, source: 0, price: Price(ticks: 10)), at: .start)
      _ = book.report(SourceReport(subject, source: 1, price: Price(ticks: 20)), at: Time(nanoseconds: 1))
    }
    #expect(book.takeStale(at: Time(nanoseconds: 5)) == nil)
    var copy = book.clone()
    for _ in 0..<2 {
      var found: [PriceSubject] = []
      while let change = copy.takeStale(at: Time(nanoseconds: 6)) {
        #expect(change.price == Price(ticks: 20))
        found.append(change.subject)
      }
      #expect(found == subjects.reversed())
      copy = book.clone()
    }
    #expect(book.index(of: subjects[0]) == Price(ticks: 15))
    #expect(book.sourceCount(of: .instrument(InstrumentID(number: 1))) == 0)
    #expect(book.sourceCount(of: .instrument(InstrumentID(number: 9))) == 0)
    #expect(book.sourceCount(of: .otherVenues(InstrumentID(number: 3))) == 0)
    #expect(book.sourceCount(of: .asset(.settlement)) == 0)
    #expect(book.sourceCount(of: .asset(AssetID(number: 1))) == 2)
    #expect(book.index(of: .instrument(InstrumentID(number: 1))) == nil)
  }
}
