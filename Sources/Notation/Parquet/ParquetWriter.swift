/// Writes a table as an Apache Parquet file, row by row, a row group at a time.
///
///     var fills = ParquetWriter(description)
///     fills.append(12, to: 0)            // a cell; what is not given stays empty
///     fills.endRow()
///     file.write(fills.bytes)            // now and then
///     fills.removeAll()
///     fills.finish([TableProperty("seed", "4")])   // the footer
///     file.write(fills.bytes)
///
/// Integers and decimals are INT64 under DELTA_BINARY_PACKED (a decimal with its scale, precision 18), texts UTF-8 under
/// RLE_DICTIONARY, flags plain; every column may be empty; each column of a row group is one page and has its least and
/// greatest value, how many cells are empty, and no compression. The same rows give the same bytes. Memory follows one row
/// group, not the table. Source: the Apache Parquet format, parquet.thrift 2.9 and Encodings.md.
public struct ParquetWriter {
  /// What has been written since the last `removeAll`.
  public private(set) var bytes: [UInt8] = Array("PAR1".utf8)
  /// The first value that a column could not take; from there on its cells are empty.
  public private(set) var misfit: Misfit?

  private let table: TableDescription
  private let rowsPerGroup: Int
  private var columns: ColumnStores
  private var rows = 0
  private var groups: [ParquetRowGroup] = []
  /// Of `bytes` in the file.
  private var offset = 0

  /// A number that needs more than a column of Parquet holds.
  public struct Misfit: Hashable, Sendable {
    /// The column's name.
    public let column: String
    /// What was to be written.
    public let value: Int128
  }

  /// - Parameters:
  ///   - table: its columns.
  ///   - rowsPerGroup: at least 1.
  public init(_ table: TableDescription, rowsPerGroup: Int = 1 << 17) {
    self.table = table
    self.rowsPerGroup = rowsPerGroup
    columns = ColumnStores(table)
  }

  /// Forgets what has been written, once it is stored elsewhere.
  public mutating func removeAll() {
    offset += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }

  /// - Parameter column: its place in the table; each at most once a row.
  public mutating func append(_ value: Int64, to column: Int) { columns.append(value, to: column) }

  /// The same for any width: what does not fit is a `misfit`.
  public mutating func append(_ value: Int128, to column: Int) {
    let limit: Int128 = table.columns[column].type == .decimal ? 999_999_999_999_999_999 : Int128(Int64.max)
    if value <= limit, value >= (limit == Int128(Int64.max) ? Int128(Int64.min) : -limit) {
      append(Int64(value), to: column)
    } else if misfit == nil {
      misfit = Misfit(column: table.columns[column].name, value: value)
    }
  }

  /// A text of its own; it is looked up among the texts of the row group.
  public mutating func append(_ text: String, to column: Int) { columns.append(text, to: column) }

  /// A text that has a number: `text` is asked for once a row group.
  ///
  /// - Parameter key: from 0; memory follows the largest. In one column a key always means the same text.
  @inlinable
  public mutating func append(key: Int, to column: Int, text: () -> String) {
    if !appendKnown(key, to: column) { append(text(), key: key, to: column) }
  }

  @usableFromInline
  mutating func appendKnown(_ key: Int, to column: Int) -> Bool { columns.appendKnown(key, to: column) }

  @usableFromInline
  mutating func append(_ text: String, key: Int, to column: Int) {
    columns.append(text, key: key, to: column)
  }

  /// A flag.
  public mutating func append(_ flag: Bool, to column: Int) { columns.append(flag, to: column) }

  /// Ends the row; columns that were given nothing have no value there. A full row group is encoded.
  public mutating func endRow() {
    columns.endRow()
    rows += 1
    if rows == rowsPerGroup { endGroup() }
  }

  /// Ends the file, whose last row has ended. Nothing may be appended any more.
  ///
  /// - Parameter properties: what the file says of itself beside its rows.
  public mutating func finish(_ properties: [TableProperty] = []) {
    precondition(!columns.isInRow, "a table ends within a row")
    if rows > 0 { endGroup() }
    let footer = ParquetFooter(table: table, groups: groups, properties: properties).bytes
    bytes.append(contentsOf: footer)
    bytes.appendLittleEndian(UInt64(footer.count), byteCount: 4)
    bytes.append(contentsOf: "PAR1".utf8)
  }

  private mutating func endGroup() {
    let start = offset + bytes.count
    let chunks = columns.flush(rows: rows, to: &bytes, offset: offset)
    groups.append(ParquetRowGroup(rows: rows, start: start, end: offset + bytes.count, chunks: chunks))
    rows = 0
  }
}
