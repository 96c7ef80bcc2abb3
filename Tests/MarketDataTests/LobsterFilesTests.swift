import MarketData
import MarketTypes
import Notation
import Testing

/// The checks of `docs/market-data.md` on the recorded files, with the figures found there.
@Suite(.enabled(if: HistoricalData.isAvailable, "\(HistoricalData.absence)"))
struct LobsterFilesTests {
  private static let amazon = "lobster/LOBSTER_SampleFile_AMZN_2012-06-21_1.zip"
  private static let amazonMessages = "AMZN_2012-06-21_34200000_57600000_message_1.csv"
  private static let amazonBook = "AMZN_2012-06-21_34200000_57600000_orderbook_1.csv"
  private static let appleMessages10 = "lobster/AAPL_2012-06-21_message_10_first999.csv"
  private static let appleBook10 = "lobster/AAPL_2012-06-21_orderbook_10_first999.csv"
  private static let appleMessages50 = "lobster/AAPL_2012-06-21_34200000_37800000_message_50.csv.gz"
  private static let appleBook1 = "lobster/AAPL_2012-06-21_34200000_57600000_orderbook_1.csv.gz"

  @Test func `every row of a day of AMZN follows from the one before`() throws {
    let check = try LobsterTransitionCheck(
      messages: HistoricalData.member(Self.amazonMessages, of: Self.amazon),
      book: HistoricalData.member(Self.amazonBook, of: Self.amazon))
    #expect(check.rows == 57_515)
    #expect(check.checked == 57_514)
    #expect(check.mismatches == 0, "\(String(describing: check.firstMismatch))")
    #expect(check.outside == 0)
    #expect(check.kinds.description == "1: 27845, 2: 16, 3: 18235, 4: 8974, 5: 2445")
    #expect(check.reveals.description == "3: 9714, 4: 4239")
  }

  @Test func `every row of ten levels of AAPL follows from the one before`() throws {
    let check = try LobsterTransitionCheck(
      messages: HistoricalData.plain(Self.appleMessages10), book: HistoricalData.plain(Self.appleBook10))
    #expect(check.checked == 998)
    #expect(check.mismatches == 0, "\(String(describing: check.firstMismatch))")
    #expect(check.outside == 0)
  }

  @Test func `an hour of AAPL played into a book gives the recorded best prices`() throws {
    let reconstruction = try LobsterReconstruction(
      messages: HistoricalData.unzipped(Self.appleMessages50), book: HistoricalData.plain(Self.appleBook10))
    var book = NaiveBook()
    let check = try LobsterReconstructionCheck(
      playing: reconstruction, into: &book, against: HistoricalData.unzipped(Self.appleBook1))
    #expect(check.messages == 91_997)
    #expect(check.states == 23_439)
    #expect(check.equalStates == 15_999)
    #expect(check.statesInReference == 23_427)
    #expect(check.referenceStates == 107_165)
    #expect(check.crossed == 0)
    #expect(check.references.unknown == 84)
    #expect(check.references.underflows == 53)
    #expect(check.references.contradictions == 0)
    #expect(book.faults == 0)
    let difference = try #require(check.firstDifference)
    #expect(difference.rebuilt.description == "bid 584.21 × 100, ask 584.39 × 100")
    #expect(difference.reference.description == "bid 584.2 × 203, ask 584.39 × 100")
  }

  /// How near the overlay comes to the recorded book with nobody beside it: `docs/market-data.md` has these figures.
  @Test func `an hour of AAPL played as order flow nearly rebuilds the recorded book`() throws {
    let replay = try FlowReplay(
      messages: HistoricalData.unzipped(Self.appleMessages50), book: HistoricalData.plain(Self.appleBook10))
    #expect(replay.commands == 89_743)
    #expect(replay.executions == 4_067)
    #expect(replay.otherMakers == 66)
    #expect(replay.differentTops == 1_945)
    #expect(replay.exchange.refused == 4)
  }

  @Test func `a day of AMZN becomes order flow`() throws {
    var flow = try LobsterFlow(
      messages: HistoricalData.member(Self.amazonMessages, of: Self.amazon),
      book: HistoricalData.member(Self.amazonBook, of: Self.amazon),
      terms: LobsterFlowTerms(
        account: AccountID(number: 0), aggressor: AccountID(number: 1), instrument: InstrumentID(number: 0)))
    var commands = 0
    var time = Time.start
    while let command = try flow.next() {
      commands += 1
      #expect(command.time >= time)
      time = command.time
    }
    #expect(flow.kinds.total == 57_515)
    #expect(flow.references.unknown == 7_467)
    // One order shrank while it was not at the best price, which a level-1 file does not show.
    #expect(flow.references.contradictions == 1)
    #expect(commands == 47_606)
  }

  @Test func `some hidden fills of AMZN lie between cents`() throws {
    let messages = try messages(in: HistoricalData.member(Self.amazonMessages, of: Self.amazon))
    let offGrid = messages.filter { $0.price.inTicks(of: .cent) == nil }
    #expect(offGrid.count == 63)
    #expect(offGrid.allSatisfy { $0.kind == .hiddenExecution })
  }
}
