import MarketData
import MarketTypes
import Notation
import Testing

struct LobsterMessageReaderTests {
  @Test func `each type of message is read`() throws {
    let read = try messages(
      in: messageFile(
        "34200.017459617,5,0,1,2238200,-1", "34200.18960767,1,11885113,21,2238100,1", "34200.2,2,11885113,1,2238100,1",
        "34201,4,11885113,5,2238100,1", "34201,3,11885113,15,2238100,1", "34300.5,6,-1,1000,2238150,1",
        "36023,7,0,0,-1,-1", "36323,7,0,0,0,-1", "36723,7,0,0,1,-1"))
    #expect(
      read.map(\.kind) == [
        .hiddenExecution, .submission, .partialCancel, .execution, .deletion, .cross, .halt, .halt, .halt,
      ])
    #expect(
      read[1]
        == LobsterMessage(
          time: TimeSpan(nanoseconds: 34_200_189_607_670), kind: .submission, orderID: 11_885_113,
          size: Quantity(lots: 21), price: LobsterPrice(tenThousandths: 2_238_100), side: .buy))
    #expect(read[0].side == .sell)
    #expect(read[5].orderID == -1)
    #expect(read[6].price.tenThousandths == -1)
  }

  @Test func `only four types change the book`() {
    #expect(
      LobsterMessage.Kind.allCases.filter(\.changesBook) == [.submission, .partialCancel, .deletion, .execution])
  }

  @Test func `a message printed and read again is the same`() throws {
    var random = SplitMix(seed: 1)
    for _ in 0..<500 {
      let message = LobsterMessage(
        time: TimeSpan(nanoseconds: Int64.random(in: 0...86_400_000_000_000, using: &random)),
        kind: LobsterMessage.Kind.allCases.randomElement(using: &random) ?? .submission,
        orderID: Int64.random(in: 1...Int64.max, using: &random),
        size: Quantity(lots: Int64.random(in: 1...9_999_999_999, using: &random)),
        price: LobsterPrice(tenThousandths: Int64.random(in: 1...9_999_999_999, using: &random)),
        side: Bool.random(using: &random) ? .buy : .sell)
      #expect(try messages(in: messageFile(message.description)) == [message])
    }
  }

  @Test func `a time is exact to the nanosecond and rounded beyond`() throws {
    func nanoseconds(_ time: String) throws -> Int64? {
      try messages(in: messageFile("\(time),5,0,1,100,1")).first?.time.nanoseconds
    }
    #expect(try nanoseconds("34200.000000001") == 34_200_000_000_001)
    #expect(try nanoseconds("0") == 0)
    #expect(try nanoseconds("86400") == 86_400_000_000_000)
    #expect(try nanoseconds("35821.088778456004") == 35_821_088_778_456)
    #expect(try nanoseconds("35821.088778455996") == 35_821_088_778_456)
  }

  @Test func `lines may end with CR LF and the last with nothing`() throws {
    let plain = try messages(in: messageFile("1,1,1,1,100,1", "2,1,2,1,100,1"))
    let windows = SourceText(name: "message.csv", "1,1,1,1,100,1\r\n2,1,2,1,100,1\r\n")
    let unended = SourceText(name: "message.csv", "1,1,1,1,100,1\n2,1,2,1,100,1")
    #expect(try messages(in: windows) == plain)
    #expect(try messages(in: unended) == plain)
  }

  @Test(arguments: [
    ("1,1,1,1,100", #"2:1: error: found 5 columns, expected 6: time, type, order id, size, price, direction"#),
    ("1,1,1,1,100,1,", #"2:1: error: found 7 columns, expected 6: time, type, order id, size, price, direction"#),
    ("", #"2:1: error: found an empty line, expected 6: time, type, order id, size, price, direction"#),
    (
      "1,1,1,1,100,",
      #"2:13: error: found an empty column, expected a direction, 1 for a buy order or -1 for a sell order"#
    ),
    (
      "time,1,1,1,100,1",
      #"2:1: error: found "time", expected a time of day in seconds, 0 to 86400, with at most 12 decimals"#
    ),
    (
      "86400.1,1,1,1,100,1",
      #"2:1: error: found "86400.1", expected a time of day in seconds, 0 to 86400, with at most 12 decimals"#
    ),
    ("0.5,1,1,1,100,1", #"2:1: error: found "0.5", expected a time not before 1, that of the row above"#),
    ("1,0,1,1,100,1", #"2:3: error: found "0", expected a message type, 1 to 7"#),
    ("1,8,1,1,100,1", #"2:3: error: found "8", expected a message type, 1 to 7"#),
    ("1,1.5,1,1,100,1", #"2:3: error: found "1.5", expected a message type, 1 to 7"#),
    (
      "1,1,99999999999999999999,1,100,1",
      #"2:5: error: found "99999999999999999999", expected an order id, a whole number"#
    ),
    ("1,1,0,1,100,1", #"2:5: error: found "0", expected an order id of at least 1 for type 1"#),
    ("1,1,1,-1,100,1", #"2:7: error: found "-1", expected a size in shares, 0 to 9999999999"#),
    ("1,1,1,10000000000,100,1", #"2:7: error: found "10000000000", expected a size in shares, 0 to 9999999999"#),
    ("1,3,1,0,100,1", #"2:7: error: found "0", expected at least 1 share for type 3"#),
    ("1,1,1, 1,100,1", #"2:7: error: found " 1", expected a size in shares, 0 to 9999999999"#),
    (
      "1,1,1,1,1e2,1",
      #"2:9: error: found "1e2", expected a price in dollars times 10000, a whole number of at most 10 digits"#
    ),
    ("1,4,1,1,-1,1", #"2:9: error: found "-1", expected a price of at least 1 for type 4"#),
    ("1,1,1,1,100,0", #"2:13: error: found "0", expected a direction, 1 for a buy order or -1 for a sell order"#),
    ("1,1,1,1,100,2", #"2:13: error: found "2", expected a direction, 1 for a buy order or -1 for a sell order"#),
  ])
  func `a malformed row is refused where it goes wrong`(row: String, expected: String) {
    #expect(refusal(try messages(in: messageFile("1,1,1,1,100,1", row))) == "message.csv:\(expected)")
  }

  @Test func `an empty file is refused`() {
    let expected = "message.csv:1:1: error: found the end of the file, expected a LOBSTER message file"
    #expect(refusal(try messages(in: messageFile())) == expected)
  }

  @Test func `a long column is cut in the message`() {
    let expected = #"message.csv:1:1: error: found "\#(String(repeating: "9", count: 40))…", expected a time of day"#
    let row = String(repeating: "9", count: 1000) + ",1,1,1,100,1"
    #expect(refusal(try messages(in: messageFile(row))).hasPrefix(expected))
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08], "gzip", "gunzip -c FILE | cascade import lobster - …"),
      ([0x50, 0x4B, 0x03, 0x04], "zip", "unzip FILE, then import the files that were inside"),
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd -dc FILE | cascade import lobster - …"),
      ([0x42, 0x5A, 0x68, 0x39], "bzip2", "bzip2 -dc FILE | cascade import lobster - …"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", "xz -dc FILE | cascade import lobster - …"),
    ] as [([UInt8], String, String)])
  func `a compressed file is refused with the way to decompress it`(bytes: [UInt8], name: String, hint: String) {
    let text = SourceText(name: "day.csv", bytes: bytes)
    let expected = "error: day.csv: found data compressed with \(name), expected the text of a LOBSTER "
    #expect(refusal(try messages(in: text)) == expected + "message file")
    #expect(refusal(try rows(in: text)) == expected + "orderbook file")
    let error = #expect(throws: Diagnostics.self) { try messages(in: text) }
    #expect(error?.entries.first?.hint == hint)
  }
}
