import MarketData
import MarketTypes
import Notation
import Testing

struct LobsterFlowTests {
  private static let crowd = AccountID(number: 3)
  private static let aggressor = AccountID(number: 4)
  private static let instrument = InstrumentID(number: 1)
  private static let terms = LobsterFlowTerms(account: crowd, aggressor: aggressor, instrument: instrument)

  private static func commands(
    _ messages: SourceText, book: SourceText? = nil, terms: LobsterFlowTerms = terms
  ) throws(Diagnostics) -> [Command] {
    var flow = try LobsterFlow(messages: messages, book: book, terms: terms)
    var commands: [Command] = []
    while let command = try flow.next() { commands.append(command) }
    return commands
  }

  private static func order(
    _ account: AccountID, _ side: Side, _ lots: Int64, at ticks: Int64, _ timeInForce: TimeInForce = .goodTilCancelled,
    client: Int64 = 0
  ) -> Command.Action {
    .submit(
      Order(
        account: account, instrument: instrument, side: side, quantity: Quantity(lots: lots),
        limit: Price(ticks: ticks),
        timeInForce: timeInForce, client: ClientOrderID(number: client)))
  }

  private static func reduce(_ client: Int64, by lots: Int64) -> Command.Action {
    .reduce(
      OrderReduce(
        account: crowd, instrument: instrument, target: .client(ClientOrderID(number: client)),
        by: Quantity(lots: lots)))
  }

  @Test func `each type becomes its command`() throws {
    let commands = try Self.commands(
      messageFile(
        "34200.5,1,7,10,10000,1", "34200.500000001,2,7,3,10000,1", "34201,4,7,2,10000,1", "34201,5,0,1,10050,1",
        "34201,6,-1,1,10050,1", "34201,7,0,0,-1,-1", "34202,3,7,5,10000,1"))
    #expect(
      commands == [
        Command(Self.order(Self.crowd, .buy, 10, at: 100, client: 7), at: .start),
        Command(Self.reduce(7, by: 3), at: Time(nanoseconds: 1)),
        Command(
          Self.order(Self.aggressor, .sell, 2, at: 100, .immediateOrCancel), at: Time(nanoseconds: 500_000_000)),
        Command(
          .cancel(
            OrderCancel(
              account: Self.crowd, instrument: Self.instrument, target: .client(ClientOrderID(number: 7)))),
          at: Time(nanoseconds: 1_500_000_000)),
      ])
  }

  @Test func `seed orders come first and answer for orders never seen`() throws {
    let commands = try Self.commands(
      messageFile("1,5,0,1,10250,1", "2,3,70,4,10300,-1", "3,4,71,9,10300,-1", "4,3,72,1,10300,-1", "5,2,73,8,10000,1"),
      book: bookFile("10300,5,10000,18"))
    #expect(
      commands.map(\.action) == [
        Self.order(Self.crowd, .sell, 5, at: 103, client: 1 << 61 + 1),
        Self.order(Self.crowd, .buy, 18, at: 100, client: 1 << 61 + 2),
        Self.reduce(1 << 61 + 1, by: 4), Self.order(Self.aggressor, .buy, 1, at: 103, .immediateOrCancel),
        Self.reduce(1 << 61 + 2, by: 8),
      ])
    #expect(commands.map(\.time.nanoseconds) == [0, 0, 1_000_000_000, 2_000_000_000, 4_000_000_000])
  }

  @Test func `without a seed orders never seen are skipped and counted`() throws {
    var flow = try LobsterFlow(
      messages: messageFile("1,3,70,4,10300,-1", "2,4,71,9,10300,-1"), book: nil, terms: Self.terms)
    #expect(try flow.next() == nil)
    #expect(flow.references.unknown == 2)
    #expect(flow.kinds.total == 2)
  }

  @Test func `the origin may be any time of day up to the first message`() throws {
    var terms = Self.terms
    terms.origin = TimeSpan(nanoseconds: 34_200_000_000_000)
    let message = "34200.25,1,7,10,10000,1"
    #expect(try Self.commands(messageFile(message), terms: terms).map(\.time.nanoseconds) == [250_000_000])
    terms.origin = TimeSpan(nanoseconds: 34_201_000_000_000)
    #expect(
      refusal(try Self.commands(messageFile(message), terms: terms))
        == #"message.csv:1:1: error: found "34200.25", expected a time not before 34201, the origin"#)
  }

  /// The made-up day executes who is first in the queue, as the exchange it is played into does.
  @Test(arguments: UInt64(0)..<10)
  func `played alone the flow rebuilds the recorded book`(seed: UInt64) throws {
    var day = RecordedDay(seed: seed)
    let events = day.events(300)
    let replay = try FlowReplay(messages: messageFile(events.messageRows), book: nil)
    #expect(replay.commands == events.count { $0.message.kind.changesBook })
    #expect(replay.executions == events.count { $0.message.kind == .execution })
    #expect(replay.otherMakers == 0, "seed \(seed)")
    #expect(replay.differentTops == 0, "seed \(seed)")
    #expect(replay.exchange.refused == 0)
  }
}
