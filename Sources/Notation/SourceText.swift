/// A text somebody wrote: its name as shown to them, and its bytes.
///
/// A reference, because every span of every value parsed from it points back here, and so a
/// diagnostic can show its place without being told which file it is about.
public final class SourceText: Sendable {
  /// What a diagnostic calls it: a path as given on the command line, or `--set`, or `standard input`.
  public let name: String
  /// As read; neither decoded nor checked.
  public let bytes: [UInt8]
  /// Whether it is one line of a longer text, whose number somebody else tells.
  let isOneLine: Bool

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    isOneLine = false
  }

  /// One line of a longer text: messages that mention a place in it say the column alone.
  public init(name: String, line: [UInt8]) {
    self.name = name
    bytes = line
    isOneLine = true
  }

  public convenience init(name: String, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The three bytes some editors put before UTF-8. They belong to no line and no column.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Where the first line begins: after a byte order mark, if there is one.
  var start: Int {
    bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
  }
}

/// A place as editors count it. Both numbers begin at 1; columns count Unicode scalars.
public struct SourcePosition: Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  /// From 1, in Unicode scalars.
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  public var description: String { "\(line):\(column)" }
}

// MARK: - Lines

extension SourceText {
  /// The line and column of the byte at `offset`; the end of the text is a place too.
  ///
  /// Lines end at a line feed. Linear in `offset`: asked for by diagnostics, which are few.
  public func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, start), bytes.count)
    let line = 1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
    let lineStart = lineRange(around: offset).lowerBound
    return SourcePosition(line: line, column: 1 + scalarCount(in: lineStart..<offset))
  }

  /// The same as a message mentions it: `2:14`, or `column 14` of a text that is one line.
  func mention(of offset: Int) -> String {
    let position = position(at: offset)
    return isOneLine ? "column \(position.column)" : "\(position)"
  }

  /// The bytes of the line that holds `offset`, without its line feed or CR LF.
  public func lineRange(around offset: Int) -> Range<Int> {
    let offset = min(max(offset, start), bytes.count)
    let lineFeed = UInt8(ascii: "\n")
    let lower = max(start, bytes[..<offset].lastIndex(of: lineFeed).map { $0 + 1 } ?? 0)
    var upper = bytes[offset...].firstIndex(of: lineFeed) ?? bytes.count
    if upper > lower, upper < bytes.count, bytes[upper - 1] == UInt8(ascii: "\r") { upper -= 1 }
    return lower..<upper
  }

  /// Line `number` (from 1), without its end; `nil` past the last. Malformed UTF-8 is repaired.
  public func line(_ number: Int) -> String? {
    guard number >= 1 else { return nil }
    var offset = start
    for _ in 1..<number {
      guard let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      offset = end + 1
    }
    return String(decoding: bytes[lineRange(around: offset)], as: UTF8.self)
  }

  /// How many scalars begin in `range`: every byte but the continuation bytes of UTF-8.
  func scalarCount(in range: Range<Int>) -> Int {
    bytes[range].count { !$0.isUTF8Continuation }
  }
}

extension UInt8 {
  /// Whether this byte is the second or later of a scalar in UTF-8.
  var isUTF8Continuation: Bool { self & 0b1100_0000 == 0b1000_0000 }
}
