import MarketTypes
import Testing
import Venue

/// Rules of docs/rules/marks.md.
@Suite struct MarkStoryTests {
  private func index(_ ticks: Int64, _ instrument: InstrumentID = TradingFloor.perp) -> Command.Action {
    .setIndex(PriceUpdate(instrument: instrument, price: Price(ticks: ticks)))
  }

  /// A book of 90 to 101 in which 3 lots then trade at 101 and 2 at 103, leaving 90 to 103.
  private func marks(_ policy: MarkPolicy, index ticks: Int64? = nil) -> [Int64] {
    var floor = TradingFloor([TradingFloor.instrument(mark: policy)])
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .buy, 5, at: 90)
    floor.submit(maker, .sell, 3, at: 101)
    floor.submit(maker, .sell, 5, at: 103)
    var marks: [Int64] = []
    if let ticks { marks += floor.run(index(ticks)).marks }
    return marks + floor.submit(taker, .buy, 5, at: 103).marks
  }

  /// MRK-1
  @Test func `the last price is the mark`() { #expect(marks(.last) == [103]) }

  /// MRK-2
  @Test func `the middle of the touch is the mark, rounded down`() { #expect(marks(.mid) == [96]) }

  /// MRK-3, MRK-4
  @Test func `one side's best price is the mark`() {
    #expect(marks(.bestBid) == [90])
    #expect(marks(.bestAsk) == [103])
  }

  /// MRK-5
  @Test func `the index alone is the mark, whatever trades`() {
    #expect(marks(.index) == [])
    #expect(marks(.index, index: 97) == [97])
  }

  /// MRK-6: without either ingredient there is no mark; a weight of 0 or 1 needs one only.
  @Test func `last and index are blended, rounded down`() {
    let half = MarkPolicy.blend(lastWeight: Rate(partsPerBillion: 500_000_000))
    #expect(marks(half) == [])
    #expect(marks(half, index: 98) == [100])
    #expect(marks(.blend(lastWeight: .one)) == [103])
    #expect(marks(.blend(lastWeight: .zero), index: 98) == [98])
  }

  /// MRK-7: a quote alone moves no mark, nor does a fill elsewhere.
  @Test func `a mark is taken only where something filled or the index changed`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .bestBid), TradingFloor.instrument(mark: .bestBid)])
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    let other = InstrumentID(number: 1)
    floor.submit(maker, .buy, 5, at: 90)
    floor.submit(maker, .buy, 5, at: 80, in: other)
    #expect(floor.submit(maker, .buy, 5, at: 91).marks == [])
    #expect(floor.submit(taker, .sell, 1, in: other).marks == [80])
    #expect(floor.run(index(500)).marks == [91])
    // The same price again is no event.
    #expect(floor.submit(taker, .sell, 1).marks == [])
  }

  /// MRK-8: an empty side, or what is not known yet, keeps the old mark.
  @Test func `an ingredient that is missing keeps the old mark`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .mid)])
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .buy, 5, at: 90)
    floor.submit(maker, .sell, 5, at: 100)
    floor.submit(maker, .sell, 5, at: 110)
    #expect(floor.submit(taker, .buy, 5, at: 100).marks == [100])
    #expect(floor.submit(taker, .sell, 5, at: 90).marks == [])
    #expect(floor.venue.mark(of: TradingFloor.perp) == Price(ticks: 100))
  }

  /// MRK-9: marks move between orders. A buyer is not stopped by what its own fills will do to the mark.
  @Test func `no mark moves inside a match`() {
    var floor = TradingFloor()
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    for price in Int64(100)...104 { floor.submit(maker, .sell, 1, at: price) }
    let events = floor.submit(taker, .buy, 5)
    #expect(events.marks == [104])
    guard case .marked(let change)? = events.last?.body else {
      Issue.record("the mark does not come last: \(events)")
      return
    }
    #expect(change.previous == nil)
    #expect(events.last?.round == 0)
  }

  /// MRK-10: a mark's cause is the last fill or index change, and its round is that one's.
  @Test func `a mark names the fill that moved it`() {
    var floor = TradingFloor()
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 1, at: 100)
    floor.submit(maker, .sell, 1, at: 101)
    let held = floor.events.count
    let events = floor.submit(taker, .buy, 2, at: 101)
    guard let place = events.firstIndex(where: { if case .marked = $0.body { true } else { false } }) else {
      Issue.record("no mark: \(events)")
      return
    }
    guard case .filled(let fill) = floor.events[held + place - Int(events[place].cause)].body else {
      Issue.record("caused by something else: \(events)")
      return
    }
    #expect(fill.price == Price(ticks: 101))
  }

  /// MRK-11: several marks that change together are events first, lowest instrument first; then accounts are checked.
  @Test func `accounts are checked after all marks of a command`() {
    var rules = LiquidationRules()
    rules.order = .synchronous
    var floor = TradingFloor(
      [TradingFloor.instrument(mark: .last), TradingFloor.instrument(mark: .last)], liquidation: rules)
    let maker = floor.open(.exempt)
    let other = InstrumentID(number: 1)
    floor.mark(1_000)
    floor.mark(1_000, other)
    // The first long's forced sales move both marks, which makes the second one liquidatable: once, after both.
    let first = floor.open(.cross, with: 1_200)
    floor.hold(first, 10, at: 1_000, against: maker)
    floor.hold(first, 10, at: 1_000, against: maker, in: other)
    let second = floor.open(.cross, with: 1_700)
    floor.hold(second, 10, at: 1_000, against: maker)
    floor.hold(second, 10, at: 1_000, against: maker, in: other)
    for instrument in [TradingFloor.perp, other] {
      floor.submit(maker, .buy, 1, at: 970, in: instrument)
      floor.submit(maker, .buy, 100, at: 960, in: instrument)
    }
    let events = floor.submit(maker, .sell, 1)
    let kinds = events.compactMap { event -> String? in
      switch event.body {
      case .marked(let change): "mark \(change.instrument.number) \(change.price.ticks) round \(event.round)"
      case .liquidatable(let state): "liquidatable \(state.account.number) round \(event.round)"
      default: nil
      }
    }
    #expect(
      kinds == [
        "mark 0 970 round 0", "liquidatable 1 round 0", "mark 0 960 round 1", "mark 1 960 round 1",
        "liquidatable 2 round 1",
      ])
  }

  private func sourced(_ policy: MarkPolicy) -> InstrumentRules {
    TradingFloor.instrument(mark: policy) { $0.indexSources = IndexRules(weights: [.one]) }
  }

  private func report(_ ticks: Int64) -> Command.Action {
    .report(SourceReport(.instrument(TradingFloor.perp), source: 0, price: Price(ticks: ticks)))
  }

  // IDX-1: an index is given as it is, or made of what sources report.
  @Test func `an index made of sources is not given`() {
    var floor = TradingFloor([sourced(.index)])
    floor.run(report(100))
    #expect(floor.run(index(50)).refusals == [.unknownSource])
    #expect(floor.venue.index(of: TradingFloor.perp) == Price(ticks: 100))
  }

  // MRK-20: half last price, half index, as long as the index's latest report is at most 10 ns old: 9 where the source said the
  // same again at 9 ns, else 17.
  @Test func `a source that says the same again keeps the index fresh`() {
    let composite = CompositeMark(
      tradeWeight: .percent(50), bookWeight: .zero, indexWeight: .percent(50), staleness: TimeSpan(nanoseconds: 10),
      cadence: TimeSpan(nanoseconds: 1_000), notional: Money(units: 1), isMedian: false)
    for (isConfirmed, mark) in [(true, 150), (false, 200)] as [(Bool, Int64)] {
      var floor = TradingFloor([sourced(.composite(composite))])
      let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
      floor.submit(maker, .sell, 1, at: 200)
      floor.run(report(100), after: 1)
      if isConfirmed { floor.run(report(100), after: 8) }
      floor.submit(taker, .buy, 1, at: 200, after: isConfirmed ? 9 : 17)
      #expect(floor.venue.mark(of: TradingFloor.perp) == Price(ticks: mark))
    }
  }
}
