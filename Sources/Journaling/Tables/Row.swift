import MarketTypes
import Notation

/// One line of a table: what stands in each column. Used again for the next line, so that a line costs no array.
struct Row: Sendable {
  enum Cell: Sendable {
    case empty
    case integer(Int64)
    /// A value times 10⁻ˢᶜᵃˡᵉ; in JSON a string, which no reader can round.
    case decimal(Int64, scale: Int)
    case flag(Bool)
    case text(String)
  }

  private var cells = [Cell](repeating: .empty, count: Column.allCases.count)

  subscript(column: Column) -> Cell {
    get { cells[column.rawValue] }
    set { cells[column.rawValue] = newValue }
  }

  mutating func clear() {
    for index in cells.indices { cells[index] = .empty }
  }
}

// MARK: - Writing

extension Row {
  /// An object on a line of its own, with a member for each column that is filled.
  func writeLine(to writer: inout JSONWriter) {
    writer.object { object in
      for column in Column.allCases {
        switch self[column] {
        case .empty: break
        case .integer(let number): object.member(column.name, number)
        case .decimal(let value, let scale): object.member(column.name, decimalText(value, scale: scale))
        case .flag(let flag): object.member(column.name, flag)
        case .text(let text): object.member(column.name, text)
        }
      }
    }
    writer.endLine()
  }

  /// The cells of `columns`, with commas between and a line feed behind them (RFC 4180).
  func appendLine(of columns: [Column], to bytes: inout [UInt8]) {
    var isFirst = true
    for column in columns {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      switch self[column] {
      case .empty: break
      case .integer(let number): bytes.appendInteger(number)
      case .decimal(let value, let scale): bytes.appendDecimal(value, scale: scale)
      case .flag(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
      case .text(let text): bytes.appendField(text)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The cells of `columns` as a row of a Parquet file whose columns they are.
  func append(_ columns: [Column], to file: inout ParquetWriter) {
    for (place, column) in columns.enumerated() {
      switch self[column] {
      case .empty: break
      case .integer(let number), .decimal(let number, _): file.append(number, to: place)
      case .flag(let flag): file.append(flag, to: place)
      case .text(let text): file.append(text, to: place)
      }
    }
    file.endRow()
  }
}
