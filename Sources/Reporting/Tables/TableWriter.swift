import MarketTypes
import Notation

/// Writes rows as bytes, which the caller drains as often as it likes.
public struct TableWriter<Row: TableRow> {
  private let format: TableFormat
  private let context: TableContext
  private let names: [String]
  private let cells: [@Sendable (Row, TableContext) -> Cell]
  private var lines: [UInt8] = []
  private var objects = JSONWriter()

  /// Begins with the header, if the format has one.
  public init(_ format: TableFormat, _ context: TableContext) {
    self.format = format
    self.context = context
    names = Row.table.columns.map(\.description.name)
    cells = Row.table.columns.map(\.cell)
    if format == .csv { appendHeader() }
  }

  /// What has been written since the last `removeAll`.
  public var bytes: [UInt8] { format == .csv ? lines : objects.bytes }

  /// Forgets what has been written, once it is stored elsewhere. The memory is kept for what follows.
  public mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    objects.removeAll()
  }

  public mutating func append(_ row: Row) {
    switch format {
    case .csv: appendLine(row)
    case .jsonl: appendObject(row)
    }
  }

  public mutating func append(contentsOf rows: some Sequence<Row>) {
    for row in rows { append(row) }
  }
}

// MARK: - Formats

extension TableWriter {
  private mutating func appendHeader() {
    lines.append(contentsOf: names.joined(separator: ",").utf8)
    lines.append(UInt8(ascii: "\n"))
  }

  private mutating func appendLine(_ row: Row) {
    for index in cells.indices {
      if index > 0 { lines.append(UInt8(ascii: ",")) }
      switch cells[index](row, context) {
      case .empty: break
      case .integer(let value): lines.appendInteger(value)
      case .decimal(let value, let scale): lines.append(contentsOf: decimalText(value, scale: scale).utf8)
      case .text(let text): lines.appendField(text)
      case .flag(let flag): lines.append(contentsOf: (flag ? "true" : "false").utf8)
      }
    }
    lines.append(UInt8(ascii: "\n"))
  }

  private mutating func appendObject(_ row: Row) {
    objects.object { object in
      for index in cells.indices {
        object.key(names[index])
        switch cells[index](row, context) {
        case .empty: object.null()
        case .integer(let value): object.integer(value)
        case .decimal(let value, let scale): object.number(literal: decimalText(value, scale: scale))
        case .text(let text): object.string(text)
        case .flag(let flag): object.boolean(flag)
        }
      }
    }
    objects.endLine()
  }
}

extension [UInt8] {
  fileprivate mutating func appendInteger(_ value: Int128) {
    if let word = Int64(exactly: value) { appendInteger(word) } else { append(contentsOf: String(value).utf8) }
  }
}
