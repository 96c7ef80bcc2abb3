import MarketData
import MarketTypes
import Notation
import Testing
import Venue

struct BinanceFlowTests {
  static let crowd = AccountID(number: 0)
  static let hitters = AccountID(number: 1)
  static let coin = InstrumentID(number: 0)
  static let terms = BinanceFlowTerms(
    account: crowd, aggressor: hitters, instrument: coin, units: .btcusdtPerpetual)

  private static func commands(_ text: SourceText) throws(Diagnostics) -> [Command] {
    var flow = try BinanceFlow(text, terms: terms)
    var commands: [Command] = []
    while let command = try flow.next() { commands.append(command) }
    return commands
  }

  private static func quote(_ side: Side, _ ticks: Int64, _ lots: Int64) -> Command.Action {
    .massQuote(
      MassQuote(
        account: crowd, instrument: coin, entry: UInt32(ticks), bid: Price(ticks: ticks),
        Quantity(lots: side == .buy ? lots : 0), ask: Price(ticks: ticks), Quantity(lots: side == .sell ? lots : 0)))
  }

  private static func hit(_ side: Side, _ ticks: Int64, _ lots: Int64) -> Command.Action {
    .submit(
      Order(
        account: hitters, instrument: coin, side: side, quantity: Quantity(lots: lots), limit: Price(ticks: ticks),
        timeInForce: .immediateOrCancel))
  }

  /// By hand from fixtures/recordings/binance-session.log: what each line says, what was held before the snapshot, and
  /// after trades the levels that they can have met.
  @Test func `the made-up session becomes these commands`() throws {
    let commands = try Self.commands(MadeUpSession.text())
    let expected: [(Int64, Command.Action)] = [
      // The snapshot, with the update from 96 to 102 that had come before it.
      (0, Self.quote(.buy, 1_000, 5_000)), (0, Self.quote(.buy, 998, 4_500)), (0, Self.quote(.sell, 1_001, 2_000)),
      (0, Self.quote(.sell, 1_002, 7_000)), (0, Self.quote(.sell, 1_004, 9_000)),
      (10, Self.hit(.buy, 1_001, 500)),
      (45, Self.quote(.buy, 997, 8_000)), (45, Self.quote(.sell, 1_001, 1_500)),
      // What the trade can have met.
      (45, Self.quote(.sell, 1_001, 1_500)),
      (90, Self.hit(.sell, 1_000, 5_000)), (91, Self.hit(.sell, 998, 1_000)),
      // Levels that leave come first.
      (120, Self.quote(.buy, 1_000, 0)), (120, Self.quote(.sell, 1_004, 0)), (120, Self.quote(.buy, 998, 3_500)),
      (120, Self.quote(.sell, 1_000, 250)), (120, Self.quote(.sell, 1_005, 12_000)),
      (120, Self.quote(.buy, 998, 3_500)),
      (200, Self.quote(.buy, 999, 2_000)), (200, Self.quote(.buy, 997, 6_000)), (200, Self.quote(.sell, 1_000, 1_250)),
    ]
    #expect(commands.map(\.action) == expected.map(\.1))
    #expect(commands.map(\.time.nanoseconds) == expected.map { $0.0 * 1_000_000 })
  }

  @Test func `a second snapshot says what differs`() throws {
    let commands = try Self.commands(
      binanceLog(
        snapshot(1, bids: #"["100","1"],["99","2"]"#, asks: #"["101","3"]"#),
        snapshot(9, bids: #"["100","1"],["98","4"]"#, asks: #"["101","5"]"#)))
    #expect(
      commands.dropFirst(3).map(\.action) == [
        Self.quote(.buy, 990, 0), Self.quote(.buy, 980, 4_000), Self.quote(.sell, 1_010, 5_000),
      ])
  }

  @Test func `a gap ends the flow with its place`() {
    let log = binanceLog(
      snapshot(5), depthUpdate(4, 7, previous: 3), depthUpdate(9, 10, previous: 8), depthUpdate(11, 12, previous: 10))
    #expect(
      refusal(try Self.commands(log))
        == "session.log:3:1: error: found an update of U 9, u 10, pu 8, expected pu 7, "
        + "as the update before ended with 7")
    #expect(
      refusal(try Self.commands(binanceLog(snapshot(5), depthUpdate(6, 7, previous: 5))))
        == "session.log:2:1: error: found an update of U 6, u 7, pu 5, expected one that holds 5, "
        + "as the snapshot ends with 5")
    #expect(
      refusal(try Self.commands(binanceLog(snapshot(5), depthUpdate(6, 7), depthUpdate(9, 9))))
        == "session.log:3:1: error: found an update of U 9, u 9, expected U at most 8, "
        + "as the update before ended with 7")
  }

  @Test func `a gap among updates that were held has its own place`() {
    #expect(
      refusal(try Self.commands(binanceLog(depthUpdate(5, 8), depthUpdate(30, 33), snapshot(10))))
        == "session.log:2:1: error: found an update of U 30, u 33, expected one that holds 11, "
        + "as the snapshot ends with 10")
  }

  @Test func `a snapshot that is too old says nothing`() throws {
    let commands = try Self.commands(
      binanceLog(
        depthUpdate(30, 33), snapshot(20, bids: #"["99","1"]"#), snapshot(31, bids: #"["100","1"]"#),
        snapshot(32, bids: #"["98","1"]"#)))
    #expect(commands == [Command(Self.quote(.buy, 1_000, 1_000), at: .start)])
  }

  @Test(arguments: [[depthUpdate(30, 33)], [depthUpdate(30, 33), snapshot(20)], ["1 {}"]])
  func `a log in which no snapshot is of use is refused at its end`(lines: [String]) {
    let expected = "error: found the end of the file, expected a snapshot that is not older than the updates before it"
    #expect(refusal(try Self.commands(binanceLog(lines))) == "session.log:\(lines.count + 1):1: \(expected)")
  }

  @Test func `the latest stamp can be played`() throws {
    let commands = try Self.commands(
      binanceLog(
        "0 " + snapshot(1), "4611686018427387904 " + trade(1, "100", "1", isBuyerMaker: true),
        "3 " + trade(2, "100", "1", isBuyerMaker: true)))
    #expect(commands.map(\.time.nanoseconds) == [1 << 62, 1 << 62])
  }

  @Test func `trades before the snapshot and outside the book are left out`() throws {
    var flow = try BinanceFlow(MadeUpSession.text(), terms: Self.terms)
    while try flow.next() != nil {}
    #expect(flow.counts.trades == 3)
    #expect(flow.counts.tradesLeftOut == 1)
    #expect(flow.counts.updates == 4)
    #expect(flow.counts.updatesBefore == 2)
  }

  /// Alone in the venue the crowd's orders are the recorded book, after every update.
  @Test func `played alone the venue's book is the recorded one`() throws {
    let alone = try PlayedAlone(MadeUpSession.text())
    #expect(alone.updates == 4)
    #expect(alone.sameBooks == 4)
    #expect(alone.refusals == 0)
  }
}
