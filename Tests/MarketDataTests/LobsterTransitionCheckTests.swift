import MarketData
import MarketTypes
import Notation
import Testing

struct LobsterTransitionCheckTests {
  @Test(arguments: UInt64(0)..<10, [1, 2, 3, 12])
  func `a recorded day follows from its messages at any depth`(seed: UInt64, levels: Int) throws {
    var day = RecordedDay(seed: seed)
    let events = day.events(400).visible(levels)
    let check = try LobsterTransitionCheck(
      messages: messageFile(events.messageRows), book: bookFile(events.bookRows(levels)))
    #expect(check.rows == events.count)
    #expect(check.checked == events.count - 1)
    #expect(check.mismatches == 0, "seed \(seed): \(String(describing: check.firstMismatch))")
    #expect(check.outside == 0)
    #expect(check.kinds.total == events.count)
  }

  @Test(arguments: UInt64(0)..<10)
  func `a wrong size at the best price is found`(seed: UInt64) throws {
    var day = RecordedDay(seed: seed)
    var events = day.events(400).visible(3)
    let place = try #require(events.indices.last { !events[$0].after.asks.isEmpty && $0 < events.count / 2 })
    events[place].after.asks[0].size = Quantity(lots: 777)
    let check = try LobsterTransitionCheck(
      messages: messageFile(events.messageRows), book: bookFile(events.bookRows(3)))
    #expect(check.mismatches > 0)
    #expect(check.firstMismatch?.row == place + 1)
  }

  @Test func `a new best level pushes the last one out`() throws {
    let check = try LobsterTransitionCheck(
      messages: messageFile("1,5,0,1,150,1", "2,1,1,4,110,1"),
      book: bookFile("200,1,100,1,300,1,90,1", "200,1,110,4,300,1,100,1"))
    #expect(check.mismatches == 0)
  }

  @Test func `an emptied level lets the next one move up and another into sight`() throws {
    let check = try LobsterTransitionCheck(
      messages: messageFile("1,5,0,1,150,1", "2,4,1,1,200,-1", "3,3,2,1,300,-1", "4,2,3,1,310,-1"),
      book: bookFile(
        "200,1,100,1,300,1,90,1", "300,1,100,1,310,7,90,1", "310,7,100,1,9999999999,0,90,1",
        "310,6,100,1,9999999999,0,90,1"))
    #expect(check.mismatches == 0, "\(String(describing: check.firstMismatch))")
    #expect(check.reveals[.execution] == 1)
    #expect(check.reveals[.deletion] == 1)
    #expect(check.reveals.total == 2)
  }

  @Test func `a level that moves into sight is worse than what was in sight`() throws {
    let check = try LobsterTransitionCheck(
      messages: messageFile("1,5,0,1,150,1", "2,4,1,1,200,-1"), book: bookFile("200,1,100,1", "190,1,100,1"))
    #expect(check.mismatches == 1)
  }

  @Test func `nothing moves into sight where a level was unoccupied`() throws {
    let check = try LobsterTransitionCheck(
      messages: messageFile("1,5,0,1,150,1", "2,4,1,1,200,-1"),
      book: bookFile("200,1,100,1,9999999999,0,90,1", "300,1,100,1,9999999999,0,90,1"))
    #expect(check.mismatches == 1)
    #expect(check.reveals.total == 0)
  }

  @Test func `an order worse than a full side shows changes nothing and is counted`() throws {
    let check = try LobsterTransitionCheck(
      messages: messageFile("1,5,0,1,150,1", "2,1,1,4,90,1", "3,3,1,4,90,1"),
      book: bookFile("200,1,100,1", "200,1,100,1", "200,1,100,1"))
    #expect(check.mismatches == 0)
    #expect(check.outside == 2)
  }

  @Test func `a mismatch shows the row with both books`() throws {
    let check = try LobsterTransitionCheck(
      messages: messageFile("1,5,0,1,150,1", "2,1,7,4,100,1", "3,1,8,5,1000100,1"),
      book: bookFile(
        "1000300,10,100,1,1000400,9,90,1", "1000300,10,100,5,1000400,9,90,1", "1000300,10,1000100,7,1000400,9,100,5"))
    #expect(check.mismatches == 1)
    #expect(
      check.firstMismatch?.description == """
        row 3: 3,1,8,5,1000100,1
               predicted    found
        ask 2  100.04 × 9   100.04 × 9
        ask 1  100.03 × 10  100.03 × 10
        bid 1  100.01 × 5   100.01 × 7   <
        bid 2  0.01 × 5     0.01 × 5

        """)
  }

  @Test func `the check goes on from the row that was found`() throws {
    let check = try LobsterTransitionCheck(
      messages: messageFile("1,5,0,1,150,1", "2,1,1,4,100,1", "3,1,2,5,100,1"),
      book: bookFile("200,1,100,1", "200,1,100,6", "200,1,100,11"))
    #expect(check.checked == 2)
    #expect(check.mismatches == 1)
  }

  @Test func `taking more than stands there is a mismatch whatever the row`() throws {
    let check = try LobsterTransitionCheck(
      messages: messageFile("1,5,0,1,150,1", "2,3,1,4,100,1", "3,3,1,4,110,1"),
      book: bookFile("200,1,100,1", "200,1,90,1", "200,1,90,1"))
    #expect(check.mismatches == 2)
    #expect(check.firstMismatch?.isPossible == false)
    #expect(
      check.firstMismatch?.description.hasPrefix("row 2: 2,3,1,4,100,1, which takes what does not stand there\n")
        == true)
  }

  @Test func `files of different length are refused`() {
    let one = ("1,5,0,1,150,1", "200,1,100,1")
    #expect(
      refusal(try LobsterTransitionCheck(messages: messageFile(one.0, one.0), book: bookFile(one.1)))
        == "orderbook.csv:2:1: error: found the end of the file, expected row 2, which message.csv has")
    #expect(
      refusal(try LobsterTransitionCheck(messages: messageFile(one.0), book: bookFile(one.1, one.1)))
        == "message.csv:2:1: error: found the end of the file, expected row 2, which orderbook.csv has")
  }
}
