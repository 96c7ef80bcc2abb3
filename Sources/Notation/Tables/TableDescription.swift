/// What a reader has to know of a table. CSV, JSON lines, Parquet and the pages on tables all come from it.
public struct TableDescription: Hashable, Sendable {
  /// Also the name of its file, before `.csv`, `.jsonl` or `.parquet`.
  public let name: String
  /// What one line is.
  public let meaning: String
  /// In the order of the file.
  public let columns: [ColumnDescription]

  public init(name: String, meaning: String, columns: [ColumnDescription]) {
    self.name = name
    self.meaning = meaning
    self.columns = columns
  }
}

/// What a reader has to know of a column.
public struct ColumnDescription: Hashable, Sendable {
  /// The name in the header of a CSV file, and the key in an object of JSON.
  public let name: String
  /// How a cell is written.
  public let type: ColumnType
  /// What its numbers count in.
  public let unit: ColumnUnit
  /// Digits behind the point of a decimal column; 0 for any other.
  public let scale: Int
  public let meaning: String

  public init(_ name: String, _ type: ColumnType, in unit: ColumnUnit = .none, scale: Int = 0, _ meaning: String) {
    self.name = name
    self.type = type
    self.unit = unit
    self.scale = scale
    self.meaning = meaning
  }
}

/// How a cell is written. Any cell may be empty; its meaning says when.
public enum ColumnType: String, Hashable, Sendable {
  /// A whole number, exact; in text it may need more than 64 bits.
  case integer
  /// A decimal number, exact to its last place.
  case decimal
  case text
  /// `true` or `false`.
  case flag
}

/// What a column counts in; its text stands in column dictionaries.
public enum ColumnUnit: String, Hashable, Sendable {
  case none = ""
  /// Simulated time since the scenario's start.
  case nanoseconds = "ns"
  case ticks
  /// Thousandths of a tick.
  case milliticks = "ticks/1000"
  /// Parts of a thousand.
  case thousandths = "1/1000"
  case lots
  /// The smallest unit of the currency.
  case money
}

/// Something a file says of itself beside its rows: in Parquet a pair of its key-value metadata.
public struct TableProperty: Hashable, Sendable {
  public let key: String
  public let value: String

  public init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }
}
