import Clearing
import MarketTypes
import Testing

@Suite("The margin watch")
struct MarginWatchTests {
  // WCH-1, WCH-2, WCH-4, LIQ-1
  @Test(arguments: UInt64(0)..<10, [LiquidationThreshold.below, .atOrBelow])
  func `the watch finds exactly whom a full scan finds, step by step`(seed: UInt64, threshold: LiquidationThreshold) {
    var twin = WatchTwin(seed: seed, threshold: threshold, accounts: 300)
    twin.live(steps: 150)
    #expect(twin.foundInAll > 300)
    #expect(twin.bankruptInAll > 20)
  }

  // WCH-1
  @Test
  func `nobody is missed among five thousand accounts`() {
    var twin = WatchTwin(seed: 1_000, threshold: .below, accounts: 5_000)
    twin.live(steps: 40)
    // More at once than a walk over all triggers notes at a time.
    #expect(twin.foundInAll > 3_000 && twin.foundTogether > 512)
  }

  // WCH-1: each maintenance margin is rounded up by itself, so three of them may take three units more than the slopes say.
  @Test
  func `the roundings of several margins are allowed for`() {
    let rule = InstrumentRules.perpetual(maintenance: .flat(.percent(30)))
    var house = TestHouse([rule, rule, rule])
    let instruments = (0..<3).map { InstrumentID(number: UInt16($0)) }
    for instrument in instruments { house.mark(10, in: instrument) }
    for instrument in instruments { house.open(1, at: 10, of: alice, in: instrument) }
    // Equity 14 against 9. Two ticks down everywhere cost 4.2 by the slopes, but 2.4 is still rounded up to 3.
    house.deposit(14, to: alice)
    let before = house.findDue()
    for instrument in instruments { house.mark(8, in: instrument) }
    let after = house.findDue()
    #expect(before == [] && after == [alice])
  }

  // WCH-3
  @Test
  func `an instrument's first mark has its holders checked`() {
    var house = TestHouse([.perpetual(), .perpetual()])
    house.mark(100)
    house.open(10, at: 100, of: alice)
    house.deposit(300, to: alice)
    house.open(10, at: 100, of: alice, in: second)
    let before = house.findDue()
    let event = house.mark(69, in: second)
    house.house.findDue()
    let distress = house.house.takeDue()
    #expect(before == [])
    #expect(distress?.account == alice)
    #expect(distress?.cause == event)
  }

  // WCH-2
  @Test
  func `marks that change together are checked once, at their last values`() {
    var house = TestHouse([.perpetual(), .perpetual()])
    house.mark(100)
    house.mark(100, in: second)
    house.open(10, at: 100, of: alice)
    house.open(-10, at: 100, of: alice, in: second)
    house.deposit(50, to: alice)
    let calm = house.findDue()
    // Hedged: both fall by 40. Between the two marks the account was far under water.
    house.mark(60)
    house.mark(60, in: second)
    let together = house.findDue()
    // The same instrument marked twice: down and back again.
    house.mark(40)
    house.mark(60)
    let back = house.findDue()
    #expect(calm == [] && together == [] && back == [])
  }

  // WCH-5
  @Test
  func `the cause is the mark that cost the account most, the lower instrument's at a tie, else its own fill`() {
    func cause(of moves: [(ticks: Int64, instrument: InstrumentID)]) -> EventPosition? {
      var house = TestHouse([.perpetual(tickValue: 2), .perpetual()])
      house.mark(100)
      house.mark(100, in: second)
      house.open(5, at: 100, of: alice)
      house.open(10, at: 100, of: alice, in: second)
      house.deposit(100, to: alice)
      _ = house.findDue()
      var marks: [EventPosition] = []
      for move in moves { marks.append(house.mark(move.ticks, in: move.instrument)) }
      house.house.findDue()
      let found = house.house.takeDue()?.cause
      return found.map { EventPosition(number: Int64(marks.firstIndex(of: $0) ?? -1)) }
    }
    func mark(_ number: Int64) -> EventPosition { EventPosition(number: number) }
    #expect(cause(of: [(94, first), (93, second)]) == mark(1))
    #expect(cause(of: [(93, second), (93, first)]) == mark(1))
    #expect(cause(of: [(110, first), (70, second)]) == mark(1))
    // What counts is the whole way since the last check, not its last step: 9 and 7 lost, though the last step was up.
    #expect(cause(of: [(80, first), (93, second), (91, first)]) == mark(2))
    #expect(cause(of: [(95, first), (99, second)]) == nil)

    var house = TestHouse([.perpetual()])
    house.mark(100)
    _ = house.findDue()
    house.buy(alice, 10, at: 130)
    house.house.findDue()
    let fill = house.house.takeDue()?.cause
    #expect(fill == mark(2))
  }

  // WCH-4
  @Test
  func `who is handed over is not found again before release, and is looked at anew after it`() {
    var house = TestHouse([.perpetual()])
    house.mark(100)
    house.open(10, at: 100, of: alice)
    house.deposit(100, to: alice)
    house.mark(80)
    let found = house.findDue()
    house.mark(70)
    let again = house.findDue()
    house.house.release(alice)
    let released = house.findDue()
    #expect(found == [alice] && again == [] && released == [alice])
    house.deposit(500, to: alice)
    house.house.release(alice)
    let cured = house.findDue()
    house.mark(39)
    let once = house.findDue()
    #expect(cured == [] && once == [alice])
  }

  // WCH-4
  @Test
  func `a copy watches on its own`() {
    var house = TestHouse([.perpetual()])
    house.mark(100)
    house.open(10, at: 100, of: alice)
    house.deposit(100, to: alice)
    _ = house.findDue()
    var copy = house.house.clone()
    copy.setMark(first, to: Price(ticks: 80), at: EventPosition(number: 99))
    copy.findDue()
    let inCopy = copy.takeDue()?.account
    let inOriginal = house.findDue()
    #expect(inCopy == alice && inOriginal == [])
    house.mark(89)
    let later = house.findDue()
    #expect(later == [alice])
  }

  // LIQ-1
  @Test(arguments: [(LiquidationThreshold.below, false), (.atOrBelow, true)])
  func `equity equal to maintenance margin is liquidatable only where the rules say so`(
    threshold: LiquidationThreshold, isDue: Bool
  ) {
    var house = TestHouse([.perpetual(maintenance: .flat(.percent(10)))], threshold: threshold)
    house.mark(100)
    house.open(10, at: 100, of: alice)
    house.deposit(200, to: alice)
    house.mark(89)
    let above = house.findDue()
    house.withdraw(1, from: alice)
    let figures = (house.equity(alice), house.maintenance(alice))
    #expect(above == [] && figures == (89, 89))
    let due = house.findDue()
    #expect(due == (isDue ? [alice] : []))
  }
}
