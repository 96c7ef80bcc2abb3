import Analysis
import MarketTypes
import TestSupport
import Testing

@Suite("The quoted spread, before and during")
struct SpreadWatchTests {
  static let perp = StaticBook.perp
  static let maker = AccountID(number: 0)
  static let long = AccountID(number: 1)

  /// One event for each command.
  private func recording(_ events: [(Int64, Event.Body)]) -> Recording {
    var recording = Recording(StaticBook.t1.rules)
    for account in [Self.maker, Self.long] {
      let opening = AccountOpening(account: account, kind: .cross)
      recording.append(Command(.openAccount(opening)), [Event(.accountOpened(opening))])
    }
    for (time, body) in events {
      recording.append(Command(.clock, at: Time(nanoseconds: time)), [Event(body)])
    }
    return recording
  }

  private func quoted(_ bid: Int64, _ ask: Int64) -> Event.Body {
    .quoted(
      Quote(
        instrument: Self.perp, bid: bid == 0 ? nil : Price(ticks: bid), bidQuantity: Quantity(lots: bid == 0 ? 0 : 1),
        ask: ask == 0 ? nil : Price(ticks: ask), askQuantity: Quantity(lots: ask == 0 ? 0 : 1)))
  }

  private var fallen: Event.Body {
    .liquidatable(MarginState(account: Self.long, equity: Money(units: 1), maintenance: Money(units: 2)))
  }

  private var forcedFill: Event.Body {
    .filled(
      Fill(
        maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: 100), quantity: Quantity(lots: 1),
        makerAccount: Self.maker, takerAccount: Self.long, instrument: Self.perp, takerSide: .sell, isForced: true))
  }

  private func explained(
    _ volatility: Int32, _ halfSpread: Int32, toxicity: Int32 = 0, depth: Int32 = 0, stress: Int32 = 0, skew: Int32 = 0,
    withdrawn: Int32 = 0
  ) -> Event.Body {
    .quoteExplained(
      QuoteTerms(
        account: Self.maker, instrument: Self.perp, base: 1000, volatility: volatility, inventory: 250,
        toxicity: toxicity, depth: depth, stress: stress, skew: skew, withdrawn: withdrawn, halfSpread: halfSpread))
  }

  @Test
  func `a quote stands until the next, and the median is of time, not of quotes`() {
    let watch = recording([
      (0, quoted(99, 101)), (10, quoted(98, 102)), (11, quoted(97, 103)), (12, quoted(98, 101)), (16, quoted(98, 0)),
      (20, .indexed(PriceUpdate(instrument: Self.perp, price: Price(ticks: 1)))),
    ]).fed(to: SpreadWatch(StaticBook.t1.rules))
    let before = watch.before(Self.perp)
    #expect(before.span.nanoseconds == 20)
    #expect(before.median?.ticks == 2)
    #expect(before.mean == Double(2 * 10 + 3 * 4 + 4 + 6) / 16)
    #expect(before.widest?.ticks == 6)
    #expect(before.oneSided.nanoseconds == 4)
    #expect(before.oneSidedShare == 0.2)
    #expect(watch.during(Self.perp).span == .zero)
  }

  @Test
  func `the whole run is what was before, during and after`() {
    let events: [(Int64, Event.Body)] = [
      (0, quoted(99, 101)), (10, fallen), (12, quoted(97, 103)), (20, forcedFill), (25, quoted(98, 0)),
      (28, quoted(98, 101)),
      (30, .indexed(PriceUpdate(instrument: Self.perp, price: Price(ticks: 1)))),
    ]
    let watch = recording(events).fed(to: SpreadWatch(StaticBook.t1.rules))
    let whole = watch.whole(Self.perp)
    #expect(whole.mean == Double(2 * 12 + 6 * 13 + 3 * 2) / 27)
    #expect(whole.oneSidedShare == 0.1 && whole.widest?.ticks == 6 && whole.quotes == 4)
    #expect(watch.before(Self.perp).span.nanoseconds == 10 && watch.during(Self.perp).span.nanoseconds == 10)
    let calm = recording(Array(events.prefix(1) + events.suffix(1))).fed(to: SpreadWatch(StaticBook.t1.rules))
    #expect(calm.whole(Self.perp) == calm.before(Self.perp))
  }

  @Test
  func `while an instrument is halted no quote stands`() {
    let watch = recording([
      (0, quoted(99, 101)), (10, .phaseChanged(PhaseChange(.halted))),
      (30, .phaseChanged(PhaseChange(.call, of: Self.perp))), (40, .phaseChanged(PhaseChange(.continuous))),
      (45, .phaseChanged(PhaseChange(.limited, of: Self.perp))), (50, quoted(98, 101)),
    ]).fed(to: SpreadWatch(StaticBook.t1.rules))
    let before = watch.before(Self.perp)
    #expect(before.mean == 2)
    #expect(before.span.nanoseconds == 20)
    #expect(before.oneSided == .zero)
  }

  /// What it showed last stands no more, whatever phase all instruments come to.
  @Test
  func `once a contract was settled no quote stands`() {
    let watch = recording([
      (0, quoted(99, 101)), (10, .contractSettled(PriceUpdate(instrument: Self.perp, price: Price(ticks: 100)))),
      (20, .phaseChanged(PhaseChange(.continuous))), (30, fallen), (50, forcedFill),
    ]).fed(to: SpreadWatch(StaticBook.t1.rules))
    let before = watch.before(Self.perp)
    #expect(before.mean == 2)
    #expect(before.span.nanoseconds == 10)
    let during = watch.during(Self.perp)
    #expect(during.span == .zero)
    #expect(during.widest == nil)
  }

  @Test
  func `time belongs to the cascade up to its last forced fill`() {
    let watch = recording([
      (0, quoted(99, 101)), (10, fallen), (14, quoted(95, 101)), (20, forcedFill), (22, quoted(90, 105)),
      (30, forcedFill), (40, quoted(80, 120)), (90, quoted(99, 101)),
    ]).fed(to: SpreadWatch(StaticBook.t1.rules))
    #expect(watch.before(Self.perp).span.nanoseconds == 10)
    #expect(watch.before(Self.perp).median?.ticks == 2)
    let during = watch.during(Self.perp)
    #expect(during.span.nanoseconds == 20)
    #expect(during.mean == Double(2 * 4 + 6 * 8 + 15 * 8) / 20)
    #expect(during.widest?.ticks == 15)
    #expect(during.quotes == 2)
  }

  @Test
  func `a cascade within one moment has a widest spread and no mean`() {
    var recording = recording([(0, quoted(99, 101))])
    recording.append(
      Command(.clock, at: Time(nanoseconds: 5)),
      [Event(quoted(97, 101)), Event(fallen), Event(forcedFill), Event(quoted(90, 101)), Event(quoted(95, 101))])
    let during = recording.fed(to: SpreadWatch(recording.rules)).during(Self.perp)
    #expect(during.mean == nil)
    #expect(during.median == nil)
    #expect(during.oneSidedShare == nil)
    #expect(during.widest?.ticks == 11)
  }

  @Test
  func `a command refused for its time changes nothing`() {
    var recording = recording([(0, quoted(99, 101)), (10, quoted(98, 101))])
    recording.append(Command(.clock, at: Time(nanoseconds: .min)), [])
    let before = recording.fed(to: SpreadWatch(recording.rules)).before(Self.perp)
    #expect(before.span.nanoseconds == 10)
  }

  @Test
  func `makers' terms are means before the cascade and during it`() throws {
    let watch = recording([
      (0, explained(500, 2, toxicity: 600)), (1, explained(1500, 4, depth: 300, skew: -400)), (2, fallen),
      (3, explained(4000, 0, toxicity: 2000, stress: 7000, skew: 100, withdrawn: 1000)), (4, forcedFill),
      (5, explained(9000, 10)),
    ]).fed(to: SpreadWatch(StaticBook.t1.rules))
    let terms = try #require(watch.makerTerms.first)
    #expect(watch.makerTerms.count == 1)
    #expect(terms.account == Self.maker)
    let (before, during) = (try #require(terms.before), try #require(terms.during))
    #expect((before.explanations, during.explanations) == (2, 1))
    #expect((before.base, before.volatility, before.inventory) == (1, 1, 0.25))
    #expect((before.toxicity, before.depth, before.stress) == (0.3, 0.15, 0))
    #expect((during.toxicity, during.depth, during.stress) == (2, 0, 7))
    #expect(before.skew == 0.2)
    #expect(before.halfSpread == 3)
    #expect(during.volatility == 4)
    #expect(during.halfSpread == nil)
    #expect(during.withdrawn == 1)
  }

  @Test(arguments: UInt64(0)..<50)
  func `the median is the naive one`(seed: UInt64) throws {
    var state = seed
    func draw(_ bound: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % UInt64(bound))
    }
    var events: [(Int64, Event.Body)] = []
    var stood: [Int64] = []
    var (time, spread) = (Int64(0), Int64(0))
    for step in 0...20 {
      spread = 1 + draw(6)
      events.append((time, quoted(100, 100 + spread)))
      let span = draw(5)
      if step < 20 { stood += Array(repeating: spread, count: Int(span)) }
      time += step < 20 ? span : 0
    }
    let before = recording(events).fed(to: SpreadWatch(StaticBook.t1.rules)).before(Self.perp)
    let median = try #require(before.median)
    #expect(median.ticks == stood.sorted()[(stood.count - 1) / 2], "seed \(seed)")
  }
}
