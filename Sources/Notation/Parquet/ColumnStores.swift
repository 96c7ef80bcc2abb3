/// The cells of one row group, column by column, each kind in an array of its own.
struct ColumnStores {
  private var integers = IntegerColumns()
  private var texts: [TextColumn] = []
  private var flags: [BitColumn] = []
  private var filled: FilledCells
  /// By column: its kind, and its place among those of its kind.
  private var places: [(kind: Kind, index: Int)] = []
  private var page: [UInt8] = []

  enum Kind {
    case integer, text, flag
  }

  init(_ table: TableDescription) {
    filled = FilledCells(columns: table.columns.count)
    for column in table.columns {
      switch column.type {
      case .integer, .decimal:
        places.append((.integer, integers.addColumn()))
      case .text:
        places.append((.text, texts.count))
        texts.append(TextColumn())
      case .flag:
        places.append((.flag, flags.count))
        flags.append(BitColumn())
      }
    }
  }

  mutating func append(_ value: Int64, to column: Int) {
    precondition(places[column].kind == .integer, "a number in a column of another kind")
    filled.mark(column)
    integers.append(value, to: places[column].index)
  }

  mutating func append(_ text: String, to column: Int) {
    precondition(places[column].kind == .text, "a text in a column of another kind")
    filled.mark(column)
    texts[places[column].index].append(text)
  }

  /// Whether the key's text was there already; else nothing is done.
  mutating func appendKnown(_ key: Int, to column: Int) -> Bool {
    precondition(places[column].kind == .text, "a text in a column of another kind")
    if !texts[places[column].index].appendKnown(key) { return false }
    filled.mark(column)
    return true
  }

  mutating func append(_ text: String, key: Int, to column: Int) {
    append(text, to: column)
    texts[places[column].index].know(key)
  }

  mutating func append(_ flag: Bool, to column: Int) {
    precondition(places[column].kind == .flag, "a flag in a column of another kind")
    filled.mark(column)
    flags[places[column].index].append(flag)
  }

  /// - Parameter number: of the row in its group.
  mutating func endRow(_ number: Int) { filled.endRow(number) }

  /// Writes every column's pages, and begins anew.
  ///
  /// - Parameter offset: where `bytes` begin in the file.
  mutating func flush(rows: Int, to bytes: inout [UInt8], offset: Int) -> [ParquetChunk] {
    defer { filled.removeAll() }
    return places.indices.map { column in
      page.removeAll(keepingCapacity: true)
      // Definition levels stand behind their length.
      page.append(contentsOf: [0, 0, 0, 0])
      filled.bits(of: column, rows: rows).appendHybrid(to: &page)
      let length = UInt32(page.count - 4)
      for byte in 0..<4 { page[byte] = UInt8(truncatingIfNeeded: length >> UInt32(8 * byte)) }
      var chunk = ParquetChunk(rows: rows, start: offset + bytes.count)
      let index = places[column].index
      switch places[column].kind {
      case .integer:
        chunk.encoding = .delta
        chunk.cells = integers.count(index)
        if chunk.cells > 0 {
          chunk.least = littleEndian(integers.minimum(index))
          chunk.greatest = littleEndian(integers.maximum(index))
        }
        integers.flush(index, to: &page)
      case .text:
        chunk.encoding = .dictionary
        chunk.cells = texts[index].count
        if let bounds = texts[index].bounds { (chunk.least, chunk.greatest) = bounds }
        bytes.appendDictionaryPage(texts[index].dictionary, entries: texts[index].entryCount)
        texts[index].flush(to: &page)
      case .flag:
        chunk.encoding = .plain
        chunk.cells = flags[index].count
        (chunk.least, chunk.greatest) = flags[index].bounds
        page.append(contentsOf: flags[index].bytes)
        flags[index].removeAll()
      }
      chunk.pageStart = offset + bytes.count
      bytes.appendDataPage(page, rows: rows, chunk.encoding)
      chunk.end = offset + bytes.count
      return chunk
    }
  }

  private func littleEndian(_ value: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(UInt64(bitPattern: value))
    return bytes
  }
}

extension BitColumn {
  /// The least and the greatest flag, a byte each; empty without any.
  fileprivate var bounds: (least: [UInt8], greatest: [UInt8]) {
    if count == 0 { return ([], []) }
    let ones = bytes.reduce(0) { $0 + $1.nonzeroBitCount }
    return ([ones == count ? 1 : 0], [ones > 0 ? 1 : 0])
  }
}
