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
  private var file: ParquetWriter?

  /// Begins with the header, if the format has one.
  ///
  /// - Parameter table: of which columns, where not every table of these rows has the same.
  public init(_ format: TableFormat, _ context: TableContext, columnsOf table: Table<Row> = Row.table) {
    self.format = format
    self.context = context
    names = table.columns.map(\.description.name)
    cells = table.columns.map(\.cell)
    if format == .csv { appendHeader() }
    if format == .parquet { file = ParquetWriter(table.description) }
  }

  /// What has been written since the last `removeAll`.
  public var bytes: [UInt8] {
    switch format {
    case .csv: lines
    case .jsonl: objects.bytes
    case .parquet: file?.bytes ?? []
    }
  }

  /// The first number that the format could not hold: in Parquet those of more than 64 bits.
  public var misfit: ParquetWriter.Misfit? { file?.misfit }

  /// Forgets what has been written, once it is stored elsewhere. The memory is kept for what follows.
  public mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    objects.removeAll()
    file?.removeAll()
  }

  /// Ends the table, which some formats have a mark for. Nothing may be appended any more.
  ///
  /// - Parameter properties: what the file says of itself; only Parquet has a place for it.
  public mutating func finish(_ properties: [TableProperty] = []) { file?.finish(properties) }

  public mutating func append(_ row: Row) {
    switch format {
    case .csv: appendLine(row)
    case .jsonl: appendObject(row)
    case .parquet: appendCells(row)
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

extension TableWriter {
  private mutating func appendCells(_ row: Row) {
    for index in cells.indices {
      switch cells[index](row, context) {
      case .empty: break
      case .integer(let value), .decimal(let value, _): file?.append(value, to: index)
      case .text(let text): file?.append(text, to: index)
      case .flag(let flag): file?.append(flag, to: index)
      }
    }
    file?.endRow()
  }
}

extension [UInt8] {
  fileprivate mutating func appendInteger(_ value: Int128) {
    if let word = Int64(exactly: value) { appendInteger(word) } else { append(contentsOf: String(value).utf8) }
  }
}
