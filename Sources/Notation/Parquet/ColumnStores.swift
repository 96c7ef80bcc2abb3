/// The cells of one row group, column by column, each kind in an array of its own.
struct ColumnStores {
  private var integers: [IntegerColumn] = []
  private var texts: [TextColumn] = []
  private var flags: [BitColumn] = []
  /// Which cells are filled, by column.
  private var filled: [BitColumn]
  /// By column: its kind, and its place among those of its kind.
  private var places: [(kind: Kind, index: Int)] = []
  private var page: [UInt8] = []

  enum Kind {
    case integer, text, flag
  }

  init(_ table: TableDescription) {
    filled = Array(repeating: BitColumn(), count: table.columns.count)
    for column in table.columns {
      switch column.type {
      case .integer, .decimal:
        places.append((.integer, integers.count))
        integers.append(IntegerColumn())
      case .text:
        places.append((.text, texts.count))
        texts.append(TextColumn())
      case .flag:
        places.append((.flag, flags.count))
        flags.append(BitColumn())
      }
    }
  }

  mutating func append(_ value: Int64, to column: Int, row: Int) {
    precondition(places[column].kind == .integer, "a number in a column of another kind")
    filled[column].mark(row)
    integers[places[column].index].append(value)
  }

  mutating func append(_ text: String, to column: Int, row: Int) {
    precondition(places[column].kind == .text, "a text in a column of another kind")
    filled[column].mark(row)
    texts[places[column].index].append(text)
  }

  /// Whether the key's text was there already; else nothing is done.
  mutating func appendKnown(_ key: Int, to column: Int, row: Int) -> Bool {
    precondition(places[column].kind == .text, "a text in a column of another kind")
    if !texts[places[column].index].appendKnown(key) { return false }
    filled[column].mark(row)
    return true
  }

  mutating func append(_ text: String, key: Int, to column: Int, row: Int) {
    append(text, to: column, row: row)
    texts[places[column].index].know(key)
  }

  mutating func append(_ flag: Bool, to column: Int, row: Int) {
    precondition(places[column].kind == .flag, "a flag in a column of another kind")
    filled[column].mark(row)
    flags[places[column].index].append(flag)
  }

  /// Writes every column's pages, and begins anew.
  ///
  /// - Parameter offset: where `bytes` begin in the file.
  mutating func flush(rows: Int, to bytes: inout [UInt8], offset: Int) -> [ParquetChunk] {
    places.indices.map { column in
      filled[column].fill(upTo: rows)
      page.removeAll(keepingCapacity: true)
      // Definition levels stand behind their length.
      page.append(contentsOf: [0, 0, 0, 0])
      filled[column].appendHybrid(to: &page)
      let length = UInt32(page.count - 4)
      for byte in 0..<4 { page[byte] = UInt8(truncatingIfNeeded: length >> UInt32(8 * byte)) }
      filled[column].removeAll()
      var chunk = ParquetChunk(rows: rows, start: offset + bytes.count)
      let index = places[column].index
      switch places[column].kind {
      case .integer:
        chunk.encoding = .delta
        chunk.cells = integers[index].count
        if chunk.cells > 0 {
          chunk.least = littleEndian(integers[index].minimum)
          chunk.greatest = littleEndian(integers[index].maximum)
        }
        integers[index].flush(to: &page)
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
