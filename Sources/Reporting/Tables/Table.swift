import MarketTypes
import Notation

/// A table by its columns; it holds no rows.
///
///     var fills = TableWriter<FillRow>(.csv, context)
///     fills.append(row)                  // as often as there are rows
///     file.write(fills.bytes)
///     fills.removeAll()                  // now and then, so that memory stays flat
public struct Table<Row>: Sendable {
  /// Also the name of its file, before `.csv`, `.jsonl` or `.parquet`.
  public let name: String
  /// What one line is.
  public let meaning: String
  public let columns: [Column<Row>]

  public var description: TableDescription {
    TableDescription(name: name, meaning: meaning, columns: columns.map(\.description))
  }
}

/// What can stand in one line of a table of its own.
public protocol TableRow {
  static var table: Table<Self> { get }
}

/// What cells need beside their row.
public struct TableContext: Sendable {
  public let names: Names
  public let rules: VenueRules

  public init(names: Names, rules: VenueRules) {
    self.names = names
    self.rules = rules
  }
}

public enum TableFormat: String, Sendable, CaseIterable {
  /// RFC 4180 with line feeds: a header, then a line per row; an empty cell has nothing between its commas.
  case csv
  /// One object of JSON a line, with every column as a member; an empty cell is `null`.
  case jsonl
  /// Apache Parquet (`ParquetWriter`): types, least and greatest values, and what the file says of itself at its end.
  case parquet

  /// The one that the end of a file's name says: `.csv`, `.jsonl` or `.parquet`, in small or capital letters. `nil` for
  /// any other end, and for none.
  public static func ofFile(named path: String) -> TableFormat? {
    guard let dot = path.lastIndex(of: "."), path[dot...].allSatisfy({ $0 != "/" }) else { return nil }
    return TableFormat(rawValue: path[path.index(after: dot)...].lowercased())
  }
}
