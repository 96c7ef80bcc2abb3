import MarketData
import MarketTypes
import Notation
import Testing

/// What is no session is refused where it goes wrong.
struct BinanceRefusalTests {
  private static let price = "expected a price in quotes, 0.1 to 429496729.5, a multiple of the tick size 0.1"
  private static let quantity = "expected a quantity in quotes, 0 to 1099511627.776, a multiple of the lot size 0.001"
  private static let number = "expected a whole number, 0 to 9223372036854775806"
  private static let latest = "expected a time of receipt in nanoseconds since 1970, at most 4611686018427387904"

  private static func levels(_ bids: String) -> String { #"1 {"e":"depthUpdate","U":1,"u":2,"b":[\#(bids)],"a":[]}"# }

  @Test(arguments: [
    ("", "1: error: found the end of the line, expected a time of receipt in nanoseconds since 1970 and a space"),
    (
      "{}", #"1: error: found "{", expected a time of receipt in nanoseconds since 1970 and a space"#
    ),
    (
      "99999999999999999999 {}",
      #"1: error: found "99999999999999999999", expected a time of receipt in nanoseconds since 1970 and a space"#
    ),
    ("4611686018427387905 {}", #"1: error: found "4611686018427387905", \#(latest)"#),
    ("1 ", "3: error: found the end of the line, expected { or ["),
    ("1 hello", #"3: error: found "hello", expected { or ["#),
    ("1 [1", "5: error: found the end of the line, expected a value as JSON writes it, nested at most 16 deep"),
    ("1 {,}", #"4: error: found ",", expected the name of a member in quotes"#),
    (#"1 {"e":"depthUpdate","U":1,"u":2"#, "33: error: found the end of the line, expected , or }"),
    (#"1 {"e":"depthUpdate","U":1,"u"#, #"28: error: found "u, expected the name of a member in quotes"#),
    (#"1 {"e":"trade"}}"#, #"16: error: found "}", expected the end of the line"#),
    (#"1 {"x":}"#, #"8: error: found "}", expected a value as JSON writes it, nested at most 16 deep"#),
    (#"1 {"e":"trade","t":-1}"#, #"20: error: found "-1", \#(number)"#),
    (#"1 {"e":"trade","t":"1"}"#, #"20: error: found "1", \#(number)"#),
    (#"1 {"e":"depthUpdate","u":9223372036854775808}"#, #"26: error: found "9223372036854775808", \#(number)"#),
    (#"1 {"e":"depthUpdate","u":9223372036854775807}"#, #"26: error: found "9223372036854775807", \#(number)"#),
    (#"1 {"lastUpdateId":9223372036854775807}"#, #"19: error: found "9223372036854775807", \#(number)"#),
    (#"1 {"e":"trade","t":1,"t":1}"#, #"26: error: found "1", expected no member twice"#),
    (#"1 {"e":"trade","m":1}"#, #"20: error: found "1", expected true if the buyer had been resting, else false"#),
    (levels(#"["100.05","1"]"#), #"40: error: found "100.05", \#(price)"#),
    (levels(#"["0.0","1"]"#), #"40: error: found "0.0", \#(price)"#),
    (levels(#"["-1","1"]"#), #"40: error: found "-1", \#(price)"#),
    (levels(#"["1e3","1"]"#), #"40: error: found "1e3", \#(price)"#),
    (levels(#"["429496729.6","1"]"#), #"40: error: found "429496729.6", \#(price)"#),
    (levels(#"["100","0.0001"]"#), #"46: error: found "0.0001", \#(quantity)"#),
    (levels(#"["100","1."]"#), #"46: error: found "1.", \#(quantity)"#),
    (levels(#"["100",".1"]"#), #"46: error: found ".1", \#(quantity)"#),
    (levels(#"["100","12345678901"]"#), #"46: error: found "12345678901", \#(quantity)"#),
    (levels(#"["100",1]"#), #"46: error: found "1", \#(quantity)"#),
    (levels(#"["100"]"#), #"45: error: found "]", expected , and a quantity"#),
    (levels(#"["100","1","2"]"#), #"49: error: found ",", expected ] after price and quantity"#),
    (levels(#"["100","1"]["#), #"50: error: found "[", expected , or ]"#),
    (levels(#""100""#), #"39: error: found "100", expected [ of a level"#),
    (#"1 {"e":"depthUpdate","U":1,"u":2,"b":[]}"#, "1: error: found a depth update with less, expected U, u, b and a"),
    (
      #"1 {"e":"depthUpdate","U":3,"u":2,"b":[],"a":[]}"#,
      "1: error: found an update from 3 to 2, expected U to be at most u"
    ),
    (#"1 {"lastUpdateId":1,"bids":[]}"#, "1: error: found a snapshot with less, expected lastUpdateId, bids and asks"),
    (#"1 {"e":"trade","t":1}"#, "1: error: found a trade with less, expected t, p, q and m"),
    (#"1 {"u":1,"b":"1","B":"1"}"#, "1: error: found a book ticker with less, expected u, b, B, a and A"),
  ])
  func `a malformed line is refused where it goes wrong`(line: String, expected: String) {
    let text = SourceText(name: "session.log", "1 \(snapshot(1))\n\(line)\n")
    #expect(refusal(try binanceMessages(in: text)) == "session.log:2:\(expected)")
  }

  @Test func `a line cut by the end of the file is refused`() {
    let text = SourceText(name: "session.log", #"1 {"e":"depthUpdate","U":1,"u":2,"b":[["100"#)
    #expect(
      refusal(try binanceMessages(in: text))
        == #"session.log:1:40: error: found "100, \#(Self.price)"#)
  }

  @Test func `what nests deeper than sixteen is refused`() {
    let deep = String(repeating: "[", count: 17)
    #expect(
      refusal(try binanceMessages(in: binanceLog(#"1 {"x":\#(deep)"#)))
        .hasSuffix("expected a value as JSON writes it, nested at most 16 deep"))
  }

  @Test func `an empty file and a compressed one are refused`() {
    let empty = SourceText(name: "session.log", "")
    let packed = SourceText(name: "session.gz", bytes: [0x1F, 0x8B, 0x08])
    #expect(
      refusal(try binanceMessages(in: empty))
        == "session.log:1:1: error: found the end of the file, expected a Binance log")
    let error = #expect(throws: Diagnostics.self) { try binanceMessages(in: packed) }
    #expect(
      error?.entries.first?.message
        == "session.gz: found data compressed with gzip, expected the text of a Binance log")
    #expect(error?.entries.first?.hint == "gunzip -c FILE | cascade import binance - …")
  }
}
