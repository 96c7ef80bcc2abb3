import MarketTypes
import Testing
import Venue

/// When forced orders are placed, and what happens when nobody is there.
@Suite struct PacingStoryTests {
  /// One long of 10 lots at 1,000 with 600 behind it, marked by the index: liquidatable from 989 on down. `maker` is exempt.
  private func market(_ pacing: LiquidationPacing, order: LiquidationOrder = .synchronous) -> TradingFloor {
    var floor = TradingFloor(
      [TradingFloor.instrument(mark: .index)], liquidation: LiquidationRules(pacing: pacing, order: order))
    let maker = floor.open(.exempt)
    let long = floor.open(.cross, with: 600)
    floor.mark(1_000)
    floor.hold(long, 10, at: 1_000, against: maker)
    return floor
  }

  private let maker = AccountID(number: 0)
  private let long = AccountID(number: 1)

  private func index(_ ticks: Int64) -> Command.Action {
    .setIndex(PriceUpdate(instrument: TradingFloor.perp, price: Price(ticks: ticks)))
  }

  // MARK: Stalling

  /// LIQ-7: with nobody to meet there is an event and no order; a new mark calls the account again, a new bid does not.
  @Test func `a forced order that finds nobody waits for the next mark`() {
    var floor = market(.immediate(roundLimit: 100))
    #expect(floor.run(index(990)).liquidatable == [])
    let stalled = floor.run(index(989))
    #expect(stalled.liquidatable == [long])
    #expect(
      stalled.stalls == [
        LiquidationStall(account: long, instrument: TradingFloor.perp, position: Position(lots: 10))
      ])
    #expect(stalled.forced.count == 0)
    let bid = floor.submit(maker, .buy, 4, at: 980)
    #expect(bid.forced.count == 0)
    let retried = floor.run(index(930))
    #expect(retried.forced.map(\.round) == [1])
    #expect(retried.fills == [[980, 4]])
    // No mark moved: at the same one the rest would meet nobody again, and waits.
    #expect(retried.stalls == [])
    #expect(floor.lots(long) == 6)
    #expect(floor.run(.clock).stalls.map(\.position.lots) == [6])
    floor.submit(maker, .buy, 6, at: 970)
    #expect(floor.run(.clock).fills == [[970, 6]])
  }

  /// LIQ-7 under timed pacing: the next sweep tries again even without a mark.
  @Test func `a sweep tries stalled accounts again`() {
    var floor = market(.timed(TimeSpan(nanoseconds: 10)))
    floor.run(index(989))
    #expect(floor.run(.clock, after: 10).stalls.count == 1)
    #expect(floor.venue.nextDeadline == Time(nanoseconds: 20))
    floor.submit(maker, .buy, 10, at: 980)
    let sweep = floor.run(.clock, after: 10)
    #expect(sweep.fills == [[980, 10]])
    #expect(floor.venue.nextDeadline == nil)
  }

  // MARK: Deadlines

  /// LIQ-6: one span after accounts became due, by a clock command only.
  @Test func `timed pacing places forced orders at the deadline and not before`() {
    var floor = market(.timed(TimeSpan(nanoseconds: 10)))
    floor.submit(maker, .buy, 10, at: 980)
    #expect(floor.venue.nextDeadline == nil)
    #expect(floor.run(index(989), after: 5).liquidatable == [long])
    #expect(floor.venue.nextDeadline == Time(nanoseconds: 15))
    #expect(floor.run(.clock, after: 9).count == 0)
    #expect(floor.submit(maker, .buy, 1, at: 1, after: 1).forced.count == 0)
    #expect(floor.venue.nextDeadline == Time(nanoseconds: 15))
    let step = floor.run(.clock)
    #expect(step.forced.map(\.round) == [1])
    #expect(step.fills == [[980, 10]])
    #expect(floor.venue.nextDeadline == nil)
  }

  /// LIQ-6: the span of the next step runs from this one, not from when it should have been.
  @Test func `a late clock moves the steps after it`() {
    var floor = market(.timed(TimeSpan(nanoseconds: 10)))
    floor.run(index(989))
    #expect(floor.run(.clock, after: 37).stalls.count == 1)
    #expect(floor.venue.nextDeadline == Time(nanoseconds: 47))
  }

  @Test func `an account that has its margin again at the deadline is let go`() {
    var floor = market(.timed(TimeSpan(nanoseconds: 10)))
    floor.submit(maker, .buy, 10, at: 980)
    floor.submit(long, .sell, 1, at: 1_100)
    floor.run(index(989))
    floor.run(.deposit(long, Money(units: 100)))
    let step = floor.run(.clock, after: 10)
    // Its orders are cancelled before it is looked at again.
    #expect(step.cancels == [.liquidation])
    #expect(step.forced.count == 0)
    #expect(
      step.map(\.body).contains(
        .recovered(MarginState(account: long, equity: Money(units: 590), maintenance: Money(units: 495)))))
    #expect(floor.venue.nextDeadline == nil)
    #expect(floor.run(index(970)).liquidatable == [long])
  }

  /// LIQ-2: a timed step takes one account when they go one by one.
  @Test(arguments: [LiquidationOrder.synchronous, .oneByOne])
  func `a timed step takes all that wait, or one by one the next`(order: LiquidationOrder) {
    let book = CascadeBook(
      depth: { _ in 10 }, lots: 5, threshold: { $0 }, accounts: 20,
      rules: LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: 1)), order: order))
    var venue = Exchange(book.venueRules)
    var events = EventStream()
    for command in book.opening() { venue.execute(command, into: &events) }
    venue.execute(book.shock(40), into: &events)
    var sizes: [Int] = []
    while let deadline = venue.nextDeadline {
      events.removeAll()
      venue.execute(Command(.clock, at: deadline), into: &events)
      sizes.append((0..<events.count).map { events[$0] }.forced.count)
    }
    #expect(sizes == (order == .synchronous ? [4, 2, 1, 1] : Array(repeating: 1, count: 8)))
  }

  // MARK: The bound

  /// LIQ-6: immediate pacing stops at its bound, says so, and goes on with the next command.
  @Test func `the round limit stops a cascade and the next command continues it`() {
    let book = CascadeBook(
      depth: { _ in 10 }, lots: 5, threshold: { $0 }, accounts: 20,
      rules: LiquidationRules(pacing: .immediate(roundLimit: 2)))
    var venue = Exchange(book.venueRules)
    venue.checksEverything = true
    var events = EventStream()
    for command in book.opening() { venue.execute(command, into: &events) }
    func run(_ command: Command) -> [Event] {
      events.removeAll()
      venue.execute(command, into: &events)
      return (0..<events.count).map { events[$0] }
    }
    let shock = run(book.shock(40))
    #expect(shock.forced.map(\.round) == [1, 1, 1, 1, 2, 2])
    #expect(shock.last?.body == .roundLimitReached(RoundLimit(limit: 2, waiting: 1)))
    #expect(shock.last?.round == 2)
    let rest = run(Command(.clock))
    // What one command leaves is the next one's first round.
    #expect(rest.forced.map(\.round) == [1, 2])
    #expect(rest.contains { if case .roundLimitReached = $0.body { true } else { false } } == false)
    #expect(run(Command(.clock)) == [])
  }

  /// What an earlier command's forced orders left behind does not lend its round to what a participant does later.
  @Test(arguments: [false, true])
  func `a withdrawal that leaves exactly the margin begins with round 0`(isEmptied: Bool) {
    var rules = TradingFloor.instrument(mark: .index)
    rules.initialMargin = rules.maintenanceTiers[0].rate
    var floor = TradingFloor([rules], liquidation: LiquidationRules(threshold: .atOrBelow))
    let maker = floor.open(.exempt)
    let long = floor.open(.cross, with: 600)
    floor.mark(1_000)
    floor.hold(long, 10, at: 1_000, against: maker)
    floor.submit(maker, .buy, 4, at: 980)
    #expect(floor.run(index(989)).fills == [[980, 4]])
    if isEmptied { floor.events.removeAll() }
    // 600 − 80 realized − 66 unrealized = 454; 6 × 989 × 5 % = 297.
    let events = floor.run(.withdraw(long, Money(units: 157)))
    #expect(events.liquidatable == [long])
    #expect(events.map(\.round) == [0, 0, 1])
    #expect(events.stalls.count == 1)
  }

  // MARK: Off

  @Test func `with liquidation off accounts under margin are told once and left alone`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)], liquidation: LiquidationRules(isOn: false))
    let maker = floor.open(.exempt)
    let long = floor.open(.cross, with: 600)
    floor.mark(1_000)
    floor.hold(long, 10, at: 1_000, against: maker)
    floor.submit(maker, .buy, 10, at: 980)
    #expect(floor.run(index(989)).liquidatable == [long])
    #expect(floor.run(index(900)).liquidatable == [])
    #expect(floor.lots(long) == 10)
  }
}
