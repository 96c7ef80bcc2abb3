import Notation

/// Goes through the rows of a LOBSTER file, column by column, and says where and why it cannot go on.
///
/// Lines end with LF or CR LF; the last may end with neither. A place is looked for only once something is wrong
/// there, so reading on costs nothing for the sake of messages.
struct LobsterCursor {
  private let text: SourceText
  /// How many columns a row has and which, for the message that it has not.
  var layout: String
  private let bytes: [UInt8]
  private var cursor: ByteCursor
  private var rowStart: Int
  private var columnsTaken = 0

  /// - Parameter file: what `text` should be, such as `a message file`.
  init(_ text: SourceText, expecting file: String, layout: String) throws(Diagnostics) {
    self.text = text
    self.layout = layout
    bytes = text.bytes
    cursor = ByteCursor(text.bytes)
    rowStart = cursor.offset
    // Without its first line, which is no line if the file is compressed.
    if let compression = Compression(of: bytes) {
      throw Diagnostics(
        error: "\(text.name): found data compressed with \(compression.name), expected the text of \(file)",
        hint: compression.hint(for: "lobster"))
    }
    if cursor.isAtEnd { throw refusalOfRow(expected: file) }
  }

  /// Starts the next row. False after the last.
  mutating func beginRow() -> Bool {
    rowStart = cursor.offset
    columnsTaken = 0
    return !cursor.isAtEnd
  }

  /// Takes the next column of the row: a number, whole to its last byte.
  mutating func take(_ column: LobsterColumn) throws(Diagnostics) -> Int64 {
    if columnsTaken > 0, (try? cursor.comma()) == nil { throw refusalOfRow(expected: layout) }
    let value = column == .time ? try? cursor.decimal(scale: LobsterColumn.timeScale) : try? cursor.integer()
    columnsTaken += 1
    guard let value, column.range.contains(value), isAtComma || cursor.isAtLineEnd else {
      throw refusal(ofColumn: columnsTaken - 1, expected: column.expectation)
    }
    return value
  }

  /// Ends the row, which has no more columns.
  mutating func endRow() throws(Diagnostics) {
    if (try? cursor.lineEnd()) == nil { throw refusalOfRow(expected: layout) }
  }

  private var isAtComma: Bool { cursor.offset < bytes.count && bytes[cursor.offset] == UInt8(ascii: ",") }
}

// MARK: - Refusals

extension LobsterCursor {
  /// How many columns the row begun last has; an empty line has one, which is empty.
  var columnCount: Int { 1 + bytes[rowRange].count { $0 == UInt8(ascii: ",") } }

  /// `found …, expected …` about one column, from 0, of the row begun last.
  func refusal(ofColumn column: Int, expected: String) -> Diagnostics {
    if rowRange.isEmpty { return refusalOfRow(expected: layout) }
    let range = range(ofColumn: column)
    let excerpt = String(decoding: bytes[range].prefix(40), as: UTF8.self) + (range.count > 40 ? "…" : "")
    let found = range.isEmpty ? "an empty column" : "\"\(excerpt)\""
    return refusal(found, expected: expected, at: range)
  }

  /// `found …, expected …` about the row begun last.
  ///
  /// - Parameter found: how many columns it has, if nothing else is said.
  func refusalOfRow(found: String? = nil, expected: String) -> Diagnostics {
    refusal(found ?? rowSize, expected: expected, at: rowRange)
  }

  private var rowSize: String {
    if rowStart == bytes.count { return "the end of the file" }
    if rowRange.isEmpty { return "an empty line" }
    return columnCount == 1 ? "1 column" : "\(columnCount) columns"
  }

  private func refusal(_ found: String, expected: String, at range: Range<Int>) -> Diagnostics {
    Diagnostics(error: "found \(found), expected \(expected)", at: SourceSpan(in: text, range))
  }

  private var rowRange: Range<Int> {
    rowStart == bytes.count ? rowStart..<rowStart : text.lineRange(around: rowStart)
  }

  private func range(ofColumn column: Int) -> Range<Int> {
    let row = bytes[rowRange]
    let columns = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    return columns[column].startIndex..<columns[column].endIndex
  }
}

extension Diagnostics {
  /// One error alone.
  init(error message: String, at span: SourceSpan? = nil, hint: String? = nil) {
    self.init()
    add(.error, message, at: span, hint: hint)
  }
}
