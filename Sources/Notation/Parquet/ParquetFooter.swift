/// One row group as the footer knows it.
struct ParquetRowGroup {
  let rows: Int
  let start: Int
  let end: Int
  let chunks: [ParquetChunk]
}

/// One column of a row group as the footer knows it; places are counted in the file.
struct ParquetChunk {
  var encoding = ParquetEncoding.plain
  let rows: Int
  /// Those that are filled.
  var cells = 0
  /// As plain values; both empty where no cell is filled. An empty text is a value all the same.
  var least: [UInt8] = []
  var greatest: [UInt8] = []
  /// Of its first page; where its values are; and behind them.
  let start: Int
  var pageStart = 0
  var end = 0

  init(rows: Int, start: Int) {
    self.rows = rows
    self.start = start
  }
}

/// The numbers of parquet.thrift.
enum ParquetEncoding: Int32 {
  case plain = 0
  case runs = 3
  case delta = 5
  case dictionary = 8
}

// MARK: - Pages

extension [UInt8] {
  mutating func appendDataPage(_ page: [UInt8], rows: Int, _ encoding: ParquetEncoding) {
    appendPage(page, kind: 0) { header in
      header.structure(5) { data in
        data.field(1, Int32(rows))
        data.field(2, encoding.rawValue)
        data.field(3, ParquetEncoding.runs.rawValue)
        data.field(4, ParquetEncoding.runs.rawValue)
      }
    }
  }

  mutating func appendDictionaryPage(_ page: [UInt8], entries: Int) {
    appendPage(page, kind: 2) { header in
      header.structure(7) { dictionary in
        dictionary.field(1, Int32(entries))
        dictionary.field(2, ParquetEncoding.plain.rawValue)
      }
    }
  }

  private mutating func appendPage(_ page: [UInt8], kind: Int32, _ body: (inout ThriftWriter) -> Void) {
    precondition(page.count <= Int(Int32.max), "a page of \(page.count) bytes")
    var header = ThriftWriter()
    header.element { header in
      header.field(1, kind)
      header.field(2, Int32(page.count))
      header.field(3, Int32(page.count))
      body(&header)
    }
    append(contentsOf: header.bytes)
    append(contentsOf: page)
  }
}

// MARK: - The footer

/// What stands at the end of the file: columns, row groups, and what the file says of itself.
struct ParquetFooter {
  let table: TableDescription
  let groups: [ParquetRowGroup]
  let properties: [TableProperty]

  var bytes: [UInt8] {
    var writer = ThriftWriter()
    writer.element { file in
      file.field(1, Int32(2))
      file.list(2, of: .structure, count: table.columns.count + 1) { schema in
        schema.element { root in
          root.field(4, table.name)
          root.field(5, Int32(table.columns.count))
        }
        for column in table.columns { schema.element { write(column, to: &$0) } }
      }
      file.field(3, groups.reduce(0) { $0 + Int64($1.rows) })
      file.list(4, of: .structure, count: groups.count) { list in
        for (number, group) in groups.enumerated() { list.element { write(group, number: number, to: &$0) } }
      }
      file.list(5, of: .structure, count: properties.count) { list in
        for property in properties {
          list.element { pair in
            pair.field(1, property.key)
            pair.field(2, property.value)
          }
        }
      }
      file.field(6, "cascade")
      // Values are ordered as their types say: without this no reader may trust the least and the greatest.
      file.list(7, of: .structure, count: table.columns.count) { list in
        for _ in table.columns { list.element { $0.structure(1) { _ in } } }
      }
    }
    return writer.bytes
  }

  private func write(_ column: ColumnDescription, to element: inout ThriftWriter) {
    element.field(1, column.type.physical)
    element.field(3, Int32(1))
    element.field(4, column.name)
    switch column.type {
    case .integer, .flag: break
    case .text:
      element.field(6, Int32(0))
      element.structure(10) { $0.structure(1) { _ in } }
    case .decimal:
      element.field(6, Int32(5))
      element.field(7, Int32(column.scale))
      element.field(8, Int32(18))
      element.structure(10) { logical in
        logical.structure(5) { decimal in
          decimal.field(1, Int32(column.scale))
          decimal.field(2, Int32(18))
        }
      }
    }
  }

  private func write(_ group: ParquetRowGroup, number: Int, to element: inout ThriftWriter) {
    element.list(1, of: .structure, count: group.chunks.count) { list in
      for (column, chunk) in zip(table.columns, group.chunks) {
        list.element { element in
          element.field(2, Int64(chunk.start))
          element.structure(3) { write(column, chunk, to: &$0) }
        }
      }
    }
    element.field(2, Int64(group.end - group.start))
    element.field(3, Int64(group.rows))
    element.field(5, Int64(group.start))
    element.field(6, Int64(group.end - group.start))
    element.field(7, Int16(truncatingIfNeeded: number))
  }

  private func write(_ column: ColumnDescription, _ chunk: ParquetChunk, to element: inout ThriftWriter) {
    let encodings =
      chunk.encoding == .dictionary ? [ParquetEncoding.plain, .runs, .dictionary] : [chunk.encoding, .runs]
    element.field(1, column.type.physical)
    element.list(2, of: .int32, count: encodings.count) { list in
      for encoding in encodings { list.element(encoding.rawValue) }
    }
    element.list(3, of: .binary, count: 1) { $0.element(column.name) }
    element.field(4, Int32(0))
    element.field(5, Int64(chunk.rows))
    element.field(6, Int64(chunk.end - chunk.start))
    element.field(7, Int64(chunk.end - chunk.start))
    element.field(9, Int64(chunk.pageStart))
    if chunk.encoding == .dictionary { element.field(11, Int64(chunk.start)) }
    element.structure(12) { statistics in
      statistics.field(3, Int64(chunk.rows - chunk.cells))
      if chunk.cells == 0 { return }
      statistics.field(5, chunk.greatest)
      statistics.field(6, chunk.least)
    }
  }
}

extension ColumnType {
  /// BOOLEAN, INT64 or BYTE_ARRAY.
  fileprivate var physical: Int32 {
    switch self {
    case .flag: 0
    case .integer, .decimal: 2
    case .text: 6
    }
  }
}
