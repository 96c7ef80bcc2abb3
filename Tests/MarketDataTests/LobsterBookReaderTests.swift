import MarketData
import MarketTypes
import Notation
import Testing

struct LobsterBookReaderTests {
  @Test func `a row lists the levels of both sides best first`() throws {
    let read = try rows(in: bookFile("5859400,200,5853300,18,5859800,100,5853000,150"))
    #expect(read.count == 1)
    #expect(read[0].levelCount == 2)
    #expect(read[0].asks.map(\.description) == ["585.94 × 200", "585.98 × 100"])
    #expect(read[0].bids.map(\.description) == ["585.33 × 18", "585.3 × 150"])
    #expect(read[0].top.description == "bid 585.33 × 18, ask 585.94 × 200")
  }

  @Test func `unoccupied levels are left out`() throws {
    let read = try rows(
      in: bookFile("9999999999,0,100,5,9999999999,0,-9999999999,0", "300,1,-9999999999,0,9999999999,0,-9999999999,0"))
    #expect(read.map(\.levelCount) == [2, 2])
    #expect(read.map(\.asks.count) == [0, 1])
    #expect(read.map(\.bids.count) == [1, 0])
    #expect(read[0].top.description == "bid 0.01 × 5, ask none")
  }

  @Test func `a row replaces the one before it`() throws {
    let read = try rows(in: bookFile("200,1,100,1", "210,2,100,3"))
    #expect(read[1].top.description == "bid 0.01 × 3, ask 0.021 × 2")
  }

  @Test func `lines may end with CR LF and the last with nothing`() throws {
    let text = SourceText(name: "orderbook.csv", "200,1,100,1\r\n210,2,100,3")
    #expect(try rows(in: text) == rows(in: bookFile("200,1,100,1", "210,2,100,3")))
  }

  /// A locked or crossed book is what the exchange showed before the opening.
  @Test func `a crossed row is read and says so`() throws {
    let tops = try rows(in: bookFile("100,1,100,1", "99,1,100,1", "101,1,100,1")).map(\.top)
    #expect(tops.map(\.isCrossed) == [true, true, false])
  }

  @Test(arguments: [
    ("200,1,100", #"2:1: error: found 3 columns, expected 8: ask price, ask size, bid price and bid size of 2 levels"#),
    (
      "200,1,100,1,300,1,90,1,400,1,80,1",
      #"2:1: error: found 12 columns, expected 8: ask price, ask size, bid price and bid size of 2 levels"#
    ),
    ("", #"2:1: error: found an empty line, expected 8: ask price, ask size, bid price and bid size of 2 levels"#),
    (
      "x,1,100,1,300,1,90,1",
      #"2:1: error: found "x", expected an ask price in dollars times 10000, or 9999999999 at an unoccupied level"#
    ),
    ("200,1,100,1,300,-1,90,1", #"2:17: error: found "-1", expected a size in shares, 0 to 9999999999"#),
    ("200,1,100,1,200,1,90,1", #"2:13: error: found "200", expected a price above 200, the level before"#),
    ("200,1,100,1,300,1,110,1", #"2:19: error: found "110", expected a price below 100, the level before"#),
    ("200,0,100,1,300,1,90,1", #"2:5: error: found "0", expected at least 1 share at an occupied level"#),
    ("200,1,100,1,9999999999,1,90,1", #"2:24: error: found "1", expected 0 at an unoccupied level"#),
    ("9999999999,0,100,1,300,1,90,1", #"2:20: error: found "300", expected no price after an unoccupied level"#),
    (
      "200,1,0,1,300,1,90,1",
      #"2:7: error: found "0", expected a bid price in dollars times 10000, or -9999999999 at an unoccupied level"#
    ),
  ])
  func `a malformed row is refused where it goes wrong`(row: String, expected: String) {
    let text = bookFile("200,1,100,1,300,1,90,1", row)
    #expect(refusal(try rows(in: text)) == "orderbook.csv:\(expected)")
  }

  @Test func `a first row that is no number of levels is refused`() {
    let expected = "1:1: error: found 6 columns, expected 4 for each level: ask price, ask size, bid price, bid size"
    #expect(refusal(try rows(in: bookFile("200,1,100,1,300,1"))) == "orderbook.csv:\(expected)")
  }

  @Test func `an empty file is refused`() {
    let expected = "orderbook.csv:1:1: error: found the end of the file, expected a LOBSTER orderbook file"
    #expect(refusal(try rows(in: bookFile())) == expected)
  }
}
