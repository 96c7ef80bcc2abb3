import MarketTypes
import Notation

/// Goes through the lines of a recorded session, token by token, making no tree and no `String` of what is in order.
///
/// What it takes is JSON as Binance writes it: no blanks between tokens. A question that finds something else answers
/// `nil` or false and stays before it, so that a refusal can show the place.
struct BinanceCursor {
  private let text: SourceText
  private let bytes: [UInt8]
  private(set) var offset: Int
  /// Where the line begun last begins.
  private(set) var lineStart: Int

  init(_ text: SourceText) throws(Diagnostics) {
    self.text = text
    bytes = text.bytes
    offset = text.lineRange(around: 0).lowerBound
    lineStart = offset
    if let compression = Compression(of: bytes) {
      throw Diagnostics(
        error: "\(text.name): found data compressed with \(compression.name), expected the text of a Binance log",
        hint: compression.hint(for: "binance"))
    }
    if offset == bytes.count { throw refusal(expected: "a Binance log") }
  }

  // MARK: Lines

  /// Starts the next line. False after the last.
  mutating func beginLine() -> Bool {
    lineStart = offset
    return offset < bytes.count
  }

  /// Ends the line: LF, CR LF, or the end of the file.
  mutating func takeLineEnd() -> Bool {
    if offset == bytes.count { return true }
    if bytes[offset] == UInt8(ascii: "\r"), offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "\n") {
      offset += 2
      return true
    }
    return take(UInt8(ascii: "\n"))
  }

  // MARK: Tokens

  /// What comes next, or 0 at the end of the file.
  var next: UInt8 {
    @inline(__always) get { offset < bytes.count ? bytes[offset] : 0 }
  }

  @inline(__always) mutating func take(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// A whole number of at most 18 digits, or 19 that fit.
  @inline(__always) mutating func takeWhole() -> Int64? {
    var end = offset
    var value: UInt64 = 0
    while end < bytes.count {
      let digit = bytes[end] &- UInt8(ascii: "0")
      if digit > 9 { break }
      value = value &* 10 &+ UInt64(digit)
      end += 1
    }
    // Nineteen digits stay below 2^64, so that what is too much for 63 bits is seen in the sign.
    guard end > offset, end - offset <= 19, let whole = Int64(exactly: value) else { return nil }
    offset = end
    return whole
  }

  /// A decimal number in quotes, in hundred-millionths: at most ten digits before the point and eight after it.
  @inline(__always) mutating func takeQuotedDecimal() -> Int64? {
    guard next == UInt8(ascii: "\"") else { return nil }
    var end = offset + 1
    var value: Int64 = 0
    var places = -1
    var wholeDigits = 0
    while end < bytes.count {
      let byte = bytes[end]
      let digit = byte &- UInt8(ascii: "0")
      if digit <= 9 {
        if places >= 0 { places += 1 } else { wholeDigits += 1 }
        if places > BinanceUnits.scale || wholeDigits > 10 { return nil }
        value = value &* 10 &+ Int64(digit)
      } else if byte == UInt8(ascii: "."), places < 0 {
        places = 0
      } else {
        break
      }
      end += 1
    }
    guard wholeDigits > 0, places != 0, end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return nil }
    offset = end + 1
    return value &* Self.powers[BinanceUnits.scale - max(places, 0)]
  }

  private static let powers: InlineArray<9, Int64> = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// A string without what is between its quotes, which is where it says; `nil` where none begins or none ends.
  mutating func takeString() -> Range<Int>? {
    guard next == UInt8(ascii: "\"") else { return nil }
    var end = offset + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
      if bytes[end] == UInt8(ascii: "\"") {
        let inside = offset + 1..<end
        offset = end + 1
        return inside
      }
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// Whether these bytes are this word.
  func isWord(_ word: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { word in
      for index in 0..<range.count where unsafe word[index] != bytes[range.lowerBound + index] { return false }
      return true
    }
  }

  func byte(at offset: Int) -> UInt8 { bytes[offset] }

  /// Goes past a value of any kind. Arrays and objects may nest sixteen deep.
  mutating func skipValue(depth: Int = 16) -> Bool {
    switch next {
    case UInt8(ascii: "\""): return takeString() != nil
    case UInt8(ascii: "["), UInt8(ascii: "{"): return depth > 0 && skipMembers(depth: depth - 1)
    default:
      let start = offset
      while Self.isInBareValue(next) { offset += 1 }
      return offset > start
    }
  }

  private mutating func skipMembers(depth: Int) -> Bool {
    let isObject = next == UInt8(ascii: "{")
    let end = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    offset += 1
    if take(end) { return true }
    repeat {
      if isObject, takeString() == nil || !take(UInt8(ascii: ":")) { return false }
      if !skipValue(depth: depth) { return false }
    } while take(UInt8(ascii: ","))
    return take(end)
  }

  /// Letters, digits, signs and points: numbers, `true`, `false`, `null`.
  private static func isInBareValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
      UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}

// MARK: - Refusals

extension BinanceCursor {
  /// `found …, expected …` about the token that begins at `start`, or else comes next.
  func refusal(from start: Int? = nil, expected: String) -> Diagnostics {
    let offset = start ?? self.offset
    if offset >= bytes.count || bytes[offset] == UInt8(ascii: "\n") || bytes[offset] == UInt8(ascii: "\r") {
      let found = offset >= bytes.count ? "the end of the file" : "the end of the line"
      return refusal(found, expected: expected, at: offset..<offset)
    }
    var end = offset + 1
    let isQuoted = bytes[offset] == UInt8(ascii: "\"")
    while end < bytes.count, !Self.endsToken(bytes[end], isQuoted: isQuoted) { end += 1 }
    if isQuoted, end < bytes.count, bytes[end] == UInt8(ascii: "\"") { end += 1 }
    return refusal(excerpt(offset..<end), expected: expected, at: offset..<end)
  }

  /// `found …, expected …` about the line that begins at `start`.
  func refusal(ofLineAt start: Int, found: String, expected: String) -> Diagnostics {
    refusal(found, expected: expected, at: text.lineRange(around: start))
  }

  private static func endsToken(_ byte: UInt8, isQuoted: Bool) -> Bool {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return true }
    if isQuoted { return false }
    return byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
      || byte == UInt8(ascii: " ") || byte == UInt8(ascii: ":")
  }

  private func excerpt(_ range: Range<Int>) -> String {
    let text = String(decoding: bytes[range].prefix(40), as: UTF8.self) + (range.count > 40 ? "…" : "")
    return bytes[range.lowerBound] == UInt8(ascii: "\"") ? text : "\"\(text)\""
  }

  private func refusal(_ found: String, expected: String, at range: Range<Int>) -> Diagnostics {
    Diagnostics(error: "found \(found), expected \(expected)", at: SourceSpan(in: text, range))
  }
}
