/// The cells of one row group, column by column: the latest in a window, those before them as their columns keep them.
struct ColumnStores {
  private var window: CellWindow
  /// By column: its kind, and its place among those of its kind.
  private let places: [(kind: Kind, index: Int)]
  private var deltas: [DeltaColumn] = []
  private var texts: [TextColumn] = []
  private var flags: [BitColumn] = []
  /// By column: which rows have a cell, up to those that are under way in the window.
  private var filled: [BitColumn]
  private var page: [UInt8] = []
  private var scratch = [UInt64](repeating: 0, count: CellWindow.capacity)

  enum Kind {
    case number, text, flag
  }

  init(_ table: TableDescription) {
    window = CellWindow(columns: table.columns.count)
    filled = Array(repeating: BitColumn(), count: table.columns.count)
    var places: [(kind: Kind, index: Int)] = []
    for column in table.columns {
      switch column.type {
      case .integer, .decimal:
        places.append((.number, deltas.count))
        deltas.append(DeltaColumn())
      case .text:
        places.append((.text, texts.count))
        texts.append(TextColumn())
      case .flag:
        places.append((.flag, flags.count))
        flags.append(BitColumn())
      }
    }
    self.places = places
  }

  @inline(__always)
  mutating func append(_ value: Int64, to column: Int) {
    precondition(places[column].kind == .number, "a number in a column of another kind")
    if window.append(value, to: column) { takeCells(of: column) }
  }

  mutating func append(_ text: String, to column: Int) {
    precondition(places[column].kind == .text, "a text in a column of another kind")
    let place = texts[places[column].index].place(of: text)
    if window.append(Int64(place), to: column) { takeCells(of: column) }
  }

  /// Whether the key's text was there already; else nothing is done.
  @inline(__always)
  mutating func appendKnown(_ key: Int, to column: Int) -> Bool {
    precondition(places[column].kind == .text, "a text in a column of another kind")
    guard let place = texts[places[column].index].knownPlace(of: key) else { return false }
    if window.append(Int64(place), to: column) { takeCells(of: column) }
    return true
  }

  mutating func append(_ text: String, key: Int, to column: Int) {
    precondition(places[column].kind == .text, "a text in a column of another kind")
    let place = texts[places[column].index].place(of: text)
    texts[places[column].index].know(place, by: key)
    if window.append(Int64(place), to: column) { takeCells(of: column) }
  }

  mutating func append(_ flag: Bool, to column: Int) {
    precondition(places[column].kind == .flag, "a flag in a column of another kind")
    if window.append(flag ? 1 : 0, to: column) { takeCells(of: column) }
  }

  @inline(__always)
  mutating func endRow() {
    if window.endRow() { takeFilled(CellWindow.rows) }
  }

  /// Whether a row has begun and not ended.
  var isInRow: Bool { places.indices.contains { window.isFilled($0) } }

  private mutating func takeCells(of column: Int) {
    take(window.cells(of: column), of: column)
    window.removeCells(of: column, keepingLast: places[column].kind == .number)
  }

  /// Apart from its caller, so that nothing holds the cells when the window forgets them: else it would be copied.
  @inline(never)
  private mutating func take(_ cells: ArraySlice<Int64>, of column: Int) {
    let index = places[column].index
    switch places[column].kind {
    case .number: deltas[index].append(cells.span, scratch: &scratch)
    case .text: texts[index].append(cells.span)
    case .flag: for cell in cells { flags[index].append(cell != 0) }
    }
  }

  private mutating func takeFilled(_ rows: Int) {
    for column in filled.indices { filled[column].append(window.filled(column), count: rows) }
    window.beginRows()
  }

  /// Writes every column's pages, and begins anew.
  ///
  /// - Parameter offset: where `bytes` begin in the file.
  mutating func flush(rows: Int, to bytes: inout [UInt8], offset: Int) -> [ParquetChunk] {
    if rows % CellWindow.rows > 0 { takeFilled(rows % CellWindow.rows) }
    return places.indices.map { column in
      takeCells(of: column)
      window.removeCells(of: column)
      page.removeAll(keepingCapacity: true)
      // Definition levels stand behind their length.
      page.append(contentsOf: [0, 0, 0, 0])
      filled[column].appendHybrid(to: &page)
      filled[column].removeAll()
      let length = UInt32(page.count - 4)
      for byte in 0..<4 { page[byte] = UInt8(truncatingIfNeeded: length >> UInt32(8 * byte)) }
      var chunk = ParquetChunk(rows: rows, start: offset + bytes.count)
      let index = places[column].index
      switch places[column].kind {
      case .number:
        chunk.encoding = .delta
        chunk.cells = deltas[index].count
        if chunk.cells > 0 {
          chunk.least = littleEndian(deltas[index].minimum)
          chunk.greatest = littleEndian(deltas[index].maximum)
        }
        deltas[index].flush(to: &page)
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
        flags[index].appendPlain(to: &page)
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
    return ([ones == count ? 1 : 0], [ones > 0 ? 1 : 0])
  }
}
