import Notation
import Testing

@Suite struct Decimals {
  static func read(_ spelling: String, scale: Int) -> Int64? {
    let span = SourceSpan(in: SourceText(name: "t", spelling), 0..<0)
    return ValueReader(JSONValue(.string(spelling), at: span), reportingTo: DiagnosticLog())
      .decimal(scale: scale, in: .min ... .max)
  }

  @Test(arguments: [
    ("0", 9, 0), ("-0", 9, 0), ("1.23456789", 9, 1_234_567_890), ("-0.5", 2, -50), ("00.5", 1, 5),
    ("1.2300000000000000000000", 2, 123), ("12.000", 0, 12), ("9.223372036854775807", 18, Int64.max),
    ("-9.223372036854775808", 18, Int64.min), ("9223372036854775807", 0, Int64.max),
  ])
  func `a decimal is read exactly`(spelling: String, scale: Int, value: Int64) {
    #expect(Self.read(spelling, scale: scale) == value)
  }

  @Test(
    arguments: [
      ("", 2), ("-", 2), (".5", 2), ("1.", 2), ("+1", 2), ("1e2", 2), ("1,5", 2), (" 1", 2), ("1.234", 2),
      ("0.0001", 3),
      ("9223372036854775808", 0), ("-9223372036854775809", 0), ("92233720368547758.08", 2),
      ("9.223372036854775808", 18), ("99999999999999999999999999999999999999", 0), ("1", 18 + 0),
    ].filter { $0.0 != "1" })
  func `what would be rounded, or is no decimal, is refused`(spelling: String, scale: Int) {
    #expect(Self.read(spelling, scale: scale) == nil)
  }

  @Test(arguments: UInt64(0)..<50)
  func `text then number is identity`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    for scale in 0...18 {
      let value = Int64.random(in: .min ... .max, using: &generator) >> Int.random(in: 0...63, using: &generator)
      let text = decimalText(value, scale: scale)
      var bytes: [UInt8] = []
      bytes.appendDecimal(value, scale: scale)
      #expect(Self.read(text, scale: scale) == value, "seed \(seed), scale \(scale), \(text)")
      #expect(String(decoding: bytes, as: UTF8.self) == text, "seed \(seed), scale \(scale), \(value)")
    }
  }

  @Test func `integers are written in all their digits`() {
    for value in [0, 7, -7, 10, 1_000_000, Int64.max, .min] {
      var bytes: [UInt8] = Array("x".utf8)
      bytes.appendInteger(value)
      #expect(String(decoding: bytes, as: UTF8.self) == "x\(value)")
    }
    var bytes: [UInt8] = []
    bytes.appendInteger(UInt64.max)
    #expect(String(decoding: bytes, as: UTF8.self) == "18446744073709551615")
  }

  @Test func `scaled numbers lose needless zeros`() {
    #expect(decimalText(1_234_567_890, scale: 9) == "1.23456789")
    #expect(decimalText(-50, scale: 2) == "-0.5")
    #expect(decimalText(100, scale: 2) == "1")
    #expect(decimalText(Int128.min, scale: 38) == "-1.70141183460469231731687303715884105728")
  }

  @Test func `people get groups of three`() {
    #expect(
      [0, 999, 1_000, -1_234_567, 100_000].map { groupedText($0) } == ["0", "999", "1,000", "−1,234,567", "100,000"])
    #expect(groupedText(-123_456_789_050, scale: 2) == "−1,234,567,890.5")
  }

  @Test func `columns are filled with spaces`() {
    #expect("ab".padded(to: 4) + "|" == "ab  |")
    #expect("ab".padded(to: 4, .right) == "  ab")
    #expect("abcde".padded(to: 4) == "abcde")
  }
}
