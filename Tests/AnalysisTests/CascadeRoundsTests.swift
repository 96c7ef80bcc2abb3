import Analysis
import MarketTypes
import TestSupport
import Testing

/// One row of the integer table C1: constant depth, evenly spaced thresholds.
struct ConstantDepthRow: Sendable, CustomTestStringConvertible {
  let book: StaticBook
  let sold, displacement: Int64
  let generations: [Int]

  var testDescription: String {
    "D \(book.depth) q \(book.lots) h \(book.spacing) N \(book.accounts) Q0 \(book.shock) mark \(book.mark)"
  }

  init(
    _ setting: (Int64, Int64, Int64, Int64, Int64), _ mark: MarkPolicy, _ sold: Int64, _ displacement: Int64,
    _ generations: [Int]
  ) {
    let (depth, lots, spacing, accounts, shock) = setting
    book = StaticBook(depth: depth, lots: lots, spacing: spacing, accounts: accounts, shock: shock, mark: mark)
    self.sold = sold
    self.displacement = displacement
    self.generations = generations
  }

  static let table: [ConstantDepthRow] = [
    ConstantDepthRow((10, 5, 1, 20, 40), .last, 80, 8, [4, 2, 1, 1]),
    ConstantDepthRow((10, 5, 1, 20, 40), .bestBid, 85, 9, [5, 2, 1, 1]),
    ConstantDepthRow((10, 12, 1, 20, 40), .last, 280, 28, [4, 5, 6, 5]),
    ConstantDepthRow((10, 12, 1, 20, 40), .bestBid, 280, 29, [5, 6, 7, 2]),
    ConstantDepthRow(
      (10, 9, 1, 100, 40), .last, 400, 40, [4, 4, 4, 3, 3, 3, 2, 2, 2, 2, 2] + Array(repeating: 1, count: 9)),
    ConstantDepthRow((10, 10, 1, 50, 40), .bestBid, 540, 55, Array(repeating: 5, count: 10)),
    ConstantDepthRow((7, 3, 1, 50, 20), .bestBid, 38, 6, [3, 2, 1]),
    ConstantDepthRow((100, 30, 2, 200, 500), .last, 590, 6, [2, 1]),
    ConstantDepthRow((25, 20, 3, 60, 110), .last, 150, 6, [1, 1]),
  ]
}

@Suite("Rounds of a cascade")
struct CascadeRoundsTests {
  static let perp = StaticBook.perp.index

  @Test(arguments: ConstantDepthRow.table)
  func `constant depth and even thresholds give the table's rounds (C1)`(row: ConstantDepthRow) throws {
    let found = row.book.recording.fed(to: CascadeRounds(row.book.rules))
    #expect(found.rounds.dropFirst().map(\.accounts) == row.generations)
    #expect(found.rounds.dropFirst().map(\.orders) == row.generations)
    #expect(found.depth == row.generations.count)
    #expect(found.liquidatedAccounts == row.generations.reduce(0, +))
    #expect(found.rounds[0].lots == Int128(row.book.shock))
    #expect(found.forcedLots == Int128(row.sold - row.book.shock))
    let path = try #require(found.paths[Self.perp])
    #expect(path.before.ticks == StaticBook.start)
    #expect(path.largestChange.ticks == -row.displacement)
    #expect(path.finalChange == path.largestChange)
  }

  @Test
  func `ledger T1 has its rounds, marks and notionals to the unit (C10)`() {
    let found = StaticBook.t1.recording.fed(to: CascadeRounds(StaticBook.t1.rules))
    #expect(found.rounds.map(\.number) == [0, 1, 2, 3, 4])
    #expect(found.rounds.map(\.accounts) == [0, 4, 2, 1, 1])
    #expect(found.rounds.map(\.lots) == [40, 20, 10, 5, 5])
    #expect(found.rounds.map { $0.instruments[Self.perp].mark?.ticks } == [9996, 9994, 9993, 9992, 9992])
    #expect(found.rounds.map(\.notional) == [39_990_000, 19_989_000, 9_993_000, 4_996_000, 4_996_000])
    #expect(found.fundPaid == 0)
    #expect(found.uncovered == 0)
    #expect(found.window.duration == .zero)
  }

  @Test
  func `ledger T2 has the losses of each round (C10)`() {
    let found = StaticBook.t2.recording.fed(to: CascadeRounds(StaticBook.t2.rules))
    #expect(found.rounds.map(\.accounts) == [0, 4, 5, 6, 5])
    #expect(found.rounds.map { $0.instruments[Self.perp].mark?.ticks } == [9996, 9991, 9985, 9978, 9972])
    #expect(found.rounds.map(\.fundPaid) == [0, 3000, 0, 0, 0])
    // Shortfalls of accounts 1–4, 5–9, 10–15 and 16–20, less what the fund had.
    #expect(found.rounds.map(\.uncovered) == [0, 8604, 19_811, 31_621, 33_024])
    #expect(found.fundPaid == 3000)
    #expect(found.uncovered == 93_060)
  }

  @Test
  func `gains are ratios of notionals, and their mean is the branching ratio (E)`() throws {
    let found = StaticBook.t1.recording.fed(to: CascadeRounds(StaticBook.t1.rules))
    #expect(found.gain(afterRound: 0) == 19_989_000.0 / 39_990_000)
    #expect(found.gain(afterRound: 3) == 1)
    #expect(found.gain(afterRound: 4) == nil)
    #expect(found.gain(afterRound: -1) == nil)
    // Somebody who has his margin back in a fifth round makes none of it.
    var after = found
    let state = MarginState(account: AccountID(number: 3), equity: Money(units: 60), maintenance: Money(units: 50))
    let events = [Event(.recovered(state), round: 5)]
    after.observe(Command(.clock, at: Time(nanoseconds: 1_000_000)), events.span, from: EventPosition(number: 1_000))
    #expect(after.rounds.count == 6)
    #expect(after.gain(afterRound: 3) == 1)
    #expect(after.gain(afterRound: 4) == nil)
    // n = q ÷ (h × D) = ½; prices fall on the way, so notionals are a little below it.
    #expect(abs(try #require(found.meanGain) - 0.5) < 0.001)
  }

  @Test
  func `a run without accounts under margin has no rounds`() {
    var book = StaticBook.t1
    book.spacing = 2
    book.shock = 5
    let found = book.recording.fed(to: CascadeRounds(book.rules))
    #expect(found.rounds.isEmpty)
    #expect(found.depth == 0)
    #expect(!found.window.hasOpened)
    #expect(found.paths[Self.perp] == nil)
  }

  @Test
  func `with liquidation off there is a shock, no round, and the displacement of the shock alone`() throws {
    var book = StaticBook.t1
    book.liquidation.isOn = false
    let found = book.recording.fed(to: CascadeRounds(book.rules))
    #expect(found.window.hasOpened)
    #expect(found.depth == 0)
    #expect(found.shockNotional == 39_990_000)
    let path = try #require(found.paths[Self.perp])
    #expect(path.farthestInRun.ticks == 9996)
    #expect(path.farthest == path.before)
  }

  @Test
  func `a shock in several commands is counted whole when its account is named`() throws {
    let book = StaticBook.t1
    let commands = book.opening + [book.sale(of: 9), book.sale(of: 31)]
    let recording = Recording(book.rules, commands)
    let named = recording.fed(to: CascadeRounds(book.rules, shockAccounts: [StaticBook.outsider]))
    #expect(named.rounds[0].lots == 40)
    #expect(try #require(named.paths[Self.perp]).before.ticks == StaticBook.start)
    // Nine lots leave the mark at 9999, which the first account does not survive.
    let guessed = recording.fed(to: CascadeRounds(book.rules))
    #expect(guessed.rounds[0].lots == 9)
  }

  @Test
  func `under timed pacing each round has its own time`() throws {
    var book = StaticBook.t1
    book.liquidation.pacing = .timed(TimeSpan(nanoseconds: 10))
    let clocks = (1...5).map { Command(.clock, at: Time(nanoseconds: 5 + 10 * Int64($0))) }
    let commands = book.opening + [book.sale(of: 40, at: Time(nanoseconds: 5))] + clocks
    let found = Recording(book.rules, commands).fed(to: CascadeRounds(book.rules))
    #expect(found.rounds.map(\.accounts) == [0, 4, 2, 1, 1])
    #expect(found.rounds.map(\.first.nanoseconds) == [5, 15, 25, 35, 45])
    #expect(found.rounds.map(\.last.nanoseconds) == [5, 15, 25, 35, 45])
    #expect(found.window.start?.nanoseconds == 5)
    #expect(found.window.duration?.nanoseconds == 30)
  }

  @Test
  func `forced orders that meet nobody are stalls`() {
    var book = StaticBook.t1
    book.depth = 1
    book.shock = 200
    let found = book.recording.fed(to: CascadeRounds(book.rules))
    #expect(found.depth == 0)
    #expect(found.rounds.map(\.stalls) == [0, 20])
    #expect(found.liquidatedAccounts == 0)
  }

  @Test
  func `a settled contract has no spread any more`() {
    func quoted(_ instrument: InstrumentID) -> Event.Body {
      .quoted(
        Quote(
          instrument: instrument, bid: Price(ticks: 99), bidQuantity: Quantity(lots: 1), ask: Price(ticks: 101),
          askQuantity: Quantity(lots: 1)))
    }
    let fallen = MarginState(account: HandMade.alice, equity: Money(units: 1), maintenance: Money(units: 2))
    var stream = HandMadeStream(CascadeRounds(HandMade.rules))
    stream.tell(HandMade.opening)
    stream.tell(at: 1, quoted(HandMade.linear), quoted(HandMade.inverse))
    stream.tell(at: 2, HandMade.settled(HandMade.linear, at: 100))
    stream.tell(at: 3, .liquidatable(fallen))
    #expect(stream.fold.rounds.map { $0.instruments.map { $0.spread?.ticks } } == [[nil, 2]])
  }
}
