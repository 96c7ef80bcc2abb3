import Journaling
import MarketTypes
import Notation
import Testing

struct TranscriptTests {
  private let story = """
    # Two accounts, one instrument.
    > instrument BTC tick-value 100 maintenance 0.05 above 5000 0.1 mark blend 0.5
    > liquidation on threshold at-or-below pacing timed 1.5s

    > account alice
    opened account alice
    > account lp exempt
    opened account lp exempt
    # She asks.
    > alice sell 2 at 101  as a1  @1s
    accepted a1

    # Two spaces stay two spaces.
    > lp   buy 1 at 101
    > alice cancel a1 @2s
    """

  @Test func `a transcript gives rules, names and commands with their lines`() throws {
    let transcript = try Transcript(parsing: SourceText(name: "story.txt", story))
    #expect(transcript.names == Names(instruments: ["BTC"], accounts: ["alice", "lp"]))
    let instrument = try #require(transcript.rules.instruments.first)
    #expect(instrument.tickValue == Money(units: 100))
    #expect(instrument.mark == .blend(lastWeight: Rate(partsPerBillion: 500_000_000)))
    #expect(
      instrument.maintenanceTiers == [
        MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000)),
        MaintenanceTier(floor: Money(units: 5_000), rate: Rate(partsPerBillion: 100_000_000)),
      ])
    #expect(transcript.rules.liquidation.threshold == .atOrBelow)
    #expect(transcript.rules.liquidation.pacing == .timed(TimeSpan(nanoseconds: 1_500_000_000)))
    #expect(transcript.commands.map(\.line) == [5, 7, 10, 14, 15])
    #expect(transcript.commands.map(\.command.time.nanoseconds) == [0, 0, 1_000_000_000, 1_000_000_000, 2_000_000_000])
  }

  @Test func `only event lines are rendered anew`() throws {
    let transcript = try Transcript(parsing: SourceText(name: "story.txt", story))
    let opened = Event(.accountOpened(AccountOpening(account: AccountID(number: 0), kind: .cross)))
    let rendered = transcript.rendered(with: [[], [], [], [opened], [opened, opened]])
    #expect(
      rendered == """
        # Two accounts, one instrument.
        > instrument BTC tick-value 100 maintenance 0.05 above 5000 0.1 mark blend 0.5
        > liquidation on threshold at-or-below pacing timed 1.5s

        > account alice
        > account lp exempt
        # She asks.
        > alice sell 2 at 101  as a1  @1s

        # Two spaces stay two spaces.
        > lp   buy 1 at 101
        opened account alice
        > alice cancel a1 @2s
        opened account alice
        opened account alice

        """)
    let again = try Transcript(parsing: SourceText(name: "story.txt", rendered))
    #expect(again.firstDifference(from: [[], [], [], [opened], [opened, opened]]) == nil)
  }

  @Test func `the first line that differs is found`() throws {
    let transcript = try Transcript(
      parsing: SourceText(
        name: "story.txt", "> account alice\nopened account alice\n> account bob\nopened account bob\n"))
    func opened(_ number: Int32) -> [Event] {
      [Event(.accountOpened(AccountOpening(account: AccountID(number: number), kind: .cross)))]
    }
    #expect(transcript.firstDifference(from: [opened(0), opened(1)]) == nil)
    #expect(
      transcript.firstDifference(from: [opened(1), opened(1)])
        == Transcript.Difference(line: 2, expected: "opened account alice", found: "opened account bob"))
    #expect(
      transcript.firstDifference(from: [opened(0), []])
        == Transcript.Difference(line: 4, expected: "opened account bob", found: nil))
    #expect(
      transcript.firstDifference(from: [opened(0), opened(1) + opened(1)])
        == Transcript.Difference(line: 5, expected: nil, found: "opened account bob"))
  }

  @Test func `a line says any rule`() throws {
    let text = """
      > instrument BTC lot-size 5 tick-size 2 largest-order 50 smallest-notional 100 most-open-orders 7 \
      matching pro-rata-after-top market-protection 4 rests band 0.05 mark \
      limit-state 0.1 window 1s patience 2s halt 3s reopening-call 4s publishes-levels
      > venue order-rate 10 in 1s self-trade-prevention decrement day-length 3600s
      > venue day-length 1s
      """
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let error = #expect(throws: Diagnostics.self) { try Transcript(parsing: SourceText(name: "story.txt", text)) }
    #expect(error?.description.contains("story.txt:3:3: error: the venue rules are given twice") == true)
    lines.removeLast()
    let story = try Transcript(parsing: SourceText(name: "story.txt", lines.joined(separator: "\n")))
    let instrument = try #require(story.rules.instruments.first)
    #expect(instrument.orders.lotSize == Quantity(lots: 5))
    #expect(instrument.orders.tickSize == PriceChange(ticks: 2))
    #expect(instrument.orders.largest == Quantity(lots: 50))
    #expect(instrument.orders.smallestNotional == Money(units: 100))
    #expect(instrument.orders.mostOpen == 7)
    #expect(instrument.matching == .proRataAfterTop)
    #expect(instrument.marketProtection == MarketProtection(distance: PriceChange(ticks: 4), restRemainder: true))
    #expect(instrument.band == PriceBand(width: Rate(partsPerBillion: 50_000_000), reference: .mark))
    let second = TimeSpan(nanoseconds: 1_000_000_000)
    #expect(
      instrument.limitState
        == LimitStateRules(
          width: Rate(partsPerBillion: 100_000_000), window: second, patience: TimeSpan(nanoseconds: 2_000_000_000),
          halt: TimeSpan(nanoseconds: 3_000_000_000)))
    #expect(instrument.reopeningCall == TimeSpan(nanoseconds: 4_000_000_000))
    #expect(instrument.publishesLevels)
    #expect(story.rules.orderRate == OrderRate(orders: 10, window: second))
    #expect(story.rules.selfTradePrevention == .decrement)
    #expect(story.rules.dayLength == TimeSpan(nanoseconds: 3_600_000_000_000))
  }

  @Test func `a picture of accounts tells their assets`() throws {
    let text = """
      > asset ETH
      > asset gold
      > account alice
      > accounts
      alice: flat, collateral 40 and 3 ETH and 5 gold, equity 90
      > accounts
      alice: flat, collateral 40 and 5 gold, equity 90

      """
    let story = try Transcript(parsing: SourceText(name: "story.txt", text))
    func picture(_ ether: Int64) -> Picture {
      .accounts([
        Picture.Standing(
          positions: [], collateral: Money(units: 40), assets: [Money(units: ether), Money(units: 5)], equity: 90)
      ])
    }
    #expect(story.firstDifference(from: [[]], [picture(3), picture(0)]) == nil)
  }

  @Test func `a story shows what it is asked to show`() throws {
    let text = """
      > instrument BTC
      > instrument ETH
      > accounts
      > account alice
      opened account alice
      > book ETH
      bid 5 at 99
      bid 1 at 98
      no asks
      > account lp exempt
      opened account lp exempt
      # Both of them.
      > accounts
      alice: long 5 BTC and short 2 ETH, collateral 40, equity -35
      lp: flat, collateral 0, equity 0

      """
    let story = try Transcript(parsing: SourceText(name: "story.txt", text))
    #expect(story.commands.count == 2)
    #expect(story.pictures.map(\.commandsBefore) == [0, 1, 2])
    #expect(story.pictures.map(\.subject) == [.accounts, .book(InstrumentID(number: 1)), .accounts])
    func opened(_ number: Int32, _ kind: AccountKind) -> [Event] {
      [Event(.accountOpened(AccountOpening(account: AccountID(number: number), kind: kind)))]
    }
    let events = [opened(0, .cross), opened(1, .exempt)]
    let book = Picture.book(
      bids: [
        Picture.Level(Price(ticks: 99), Quantity(lots: 5)), Picture.Level(Price(ticks: 98), Quantity(lots: 1)),
      ], asks: [])
    let accounts = Picture.accounts([
      Picture.Standing(
        positions: [Position(lots: 5), Position(lots: -2)], collateral: Money(units: 40), equity: -35),
      Picture.Standing(positions: [.flat, .flat], collateral: .zero, equity: 0),
    ])
    #expect(story.rendered(with: events, [.accounts([]), book, accounts]) == text)
    #expect(story.firstDifference(from: events, [.accounts([]), book, accounts]) == nil)
    #expect(story.firstDifference(from: events, [.accounts([]), book, .accounts([])])?.line == 14)
    let error = #expect(throws: Diagnostics.self) {
      try Transcript(parsing: SourceText(name: "story.txt", "> instrument BTC\n> book #7\n"))
    }
    #expect(error?.description.contains("story.txt:2:8: error: there is no such instrument") == true)
  }

  @Test func `all that is wrong is told at once`() {
    let text = """
      opened account alice
      > instrument BTC tick-value 0
      > instrument BTC
      > instrument ETH mark best-bit
      > liquidation limit market limit market
      > account alice
      > alice bye 2 BTC at 101
      > dave buy 2 BTC at 101
      > liquidation off
      """
    let error = #expect(throws: Diagnostics.self) { try Transcript(parsing: SourceText(name: "story.txt", text)) }
    let lines = error?.description.split(separator: "\n").filter { $0.hasPrefix("story.txt:") }.map(String.init)
    #expect(
      lines == [
        "story.txt:1:1: error: an event before the first command",
        "story.txt:2:14: error: BTC: the tick value must be at least 1, found 0",
        "story.txt:3:14: error: BTC is an instrument already",
        "story.txt:4:23: error: expected a mark, found \"best-bit\"",
        "story.txt:5:28: error: \"limit\" is given twice",
        "story.txt:7:9: error: expected what alice does, found \"bye\"",
        "story.txt:8:3: error: expected an account, found \"dave\"",
        "story.txt:9:3: error: the venue's rules stand before the first command",
      ])
    #expect(error?.description.contains("did you mean \"best-bid\"?") == true)
  }

  @Test func `any text gives a transcript or diagnostics`() {
    let pieces = [
      "> ", "account ", "alice ", "instrument ", "BTC ", "buy ", "2 ", "at ", "101 ", "\n", "#", "@1s", "open ",
      "\u{1F980}",
      "mark ", "amend ", "a1 ", "liquidation ", "accounts ", "book ", "venue ", "until ", "halt ", "stop ", "peg ",
      "seen ", "-9223372036854775808 ",
    ]
    for seed in UInt64(0)..<500 {
      var chance = SeededWords(seed: seed)
      let text = (0..<40).map { _ in pieces.randomElement(using: &chance)! }.joined()
      guard let transcript = try? Transcript(parsing: SourceText(name: "noise", text)) else { continue }
      let pictures = transcript.pictures.map { _ in Picture.accounts([]) }
      _ = transcript.rendered(with: transcript.commands.map { _ in [] }, pictures)
    }
  }
}
