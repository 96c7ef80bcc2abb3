import Notation
import Testing

/// What is written is what a naive reader reads.
@Suite struct `Parquet` {
  private static let table = TableDescription(
    name: "things", meaning: "Things.",
    columns: [
      ColumnDescription("number", .integer, in: .ticks, "A number."), ColumnDescription("name", .text, "A name."),
      ColumnDescription("flag", .flag, "A flag."), ColumnDescription("share", .decimal, scale: 3, "A share."),
    ])

  private typealias Cells = [NaiveParquet.Cell]

  /// The file of these rows, drained after each.
  private func file(
    _ rows: [Cells], of table: TableDescription = table, rowsPerGroup: Int = 1 << 17,
    saying properties: [TableProperty] = []
  ) -> [UInt8] {
    var writer = ParquetWriter(table, rowsPerGroup: rowsPerGroup)
    var bytes: [UInt8] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        switch cell {
        case .empty: break
        case .integer(let value): writer.append(value, to: column)
        case .text(let text): writer.append(text, to: column)
        case .flag(let flag): writer.append(flag, to: column)
        }
      }
      writer.endRow()
      bytes += writer.bytes
      writer.removeAll()
    }
    writer.finish(properties)
    return bytes + writer.bytes
  }

  private func expectSame(_ rows: [Cells], rowsPerGroup: Int = 1 << 17) throws {
    let found = try NaiveParquet(file(rows, rowsPerGroup: rowsPerGroup))
    #expect(found.rows == rows.count)
    for (column, description) in Self.table.columns.enumerated() {
      #expect(found.columns[column].name == description.name)
      #expect(found.columns[column].cells == rows.map { $0[column] }, "\(description.name)")
    }
  }

  private func row(_ number: Int64) -> Cells {
    [.integer(number), .text("n\(number & 3)"), .flag(number.isMultiple(of: 3)), .integer(-number)]
  }

  @Test(arguments: [0, 1, 2, 7, 8, 9, 63, 64, 65, 128, 129, 130, 257])
  func `so many rows are read as they were written`(count: Int) throws {
    try expectSame((0..<count).map { row(Int64($0)) })
  }

  @Test func `row groups end where they are told to`() throws {
    let rows = (0..<131_073).map { row(Int64($0)) }
    let whole = try NaiveParquet(file(rows))
    #expect((whole.groups, whole.rows) == (2, 131_073))
    #expect(whole.columns[0].cells == rows.map { $0[0] })
    #expect(whole.columns[1].cells.last == .text("n0"))
    for count in [7, 63, 64, 65] { try expectSame(Array(rows.prefix(200)), rowsPerGroup: count) }
    #expect(try NaiveParquet(file(Array(rows.prefix(14)), rowsPerGroup: 7)).groups == 2)
  }

  /// Differences of these leave 64 bits, and wrap around as the reader's sums do.
  @Test func `extremes are read as they were written`() throws {
    let extremes: [Int64] = [.min, .max, 0, -1, .max, .min, .min, 1, .max, .max, Int64(Int32.min), Int64(Int32.max)]
    let rows = (0..<300).map { place -> Cells in
      [.integer(extremes[place % extremes.count]), .empty, .empty, .integer(extremes[(place * 7) % extremes.count])]
    }
    try expectSame(rows)
    let column = try NaiveParquet(file(rows)).columns[0]
    let bounds = try #require(column.bounds[0])
    #expect(bounds.least == [0, 0, 0, 0, 0, 0, 0, 0x80])
    #expect(bounds.greatest == [255, 255, 255, 255, 255, 255, 255, 0x7F])
  }

  @Test(arguments: UInt64(0)..<40)
  func `any cells may be empty`(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func draw(_ bound: UInt64) -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state % bound
    }
    let (emptiness, variety) = (draw(10), 1 + draw(400))
    var rows: [Cells] = []
    while rows.count < 700 {
      let cells: Cells = [
        .integer(Int64(bitPattern: draw(.max)) >> Int64(draw(64))), .text("name \(draw(variety))"),
        .flag(draw(2) == 0), .integer(Int64(draw(variety))),
      ]
      let line = cells.map { draw(10) < emptiness ? NaiveParquet.Cell.empty : $0 }
      rows += Array(repeating: line, count: draw(8) == 0 ? 40 : 1)
    }
    try expectSame(rows, rowsPerGroup: Int(1 + draw(700)))
  }

  @Test func `texts of any script, quotes and no letters at all are read as they were written`() throws {
    let texts = ["", "naïve", "日本語", "🦑", "a,\"b\"\n", "", "Ω"]
    let rows: [Cells] = texts.map { [.empty, .text($0), .empty, .empty] }
    try expectSame(rows)
    let column = try NaiveParquet(file(rows)).columns[1]
    // Byte by byte, as UTF-8 is ordered.
    let bounds = try #require(column.bounds[0])
    #expect(bounds.least == [])
    #expect(bounds.greatest == Array("🦑".utf8))
  }

  @Test func `a column without cells has no bounds, and tells how many are empty`() throws {
    let found = try NaiveParquet(
      file([[.empty, .empty, .empty, .empty], [.integer(4), .empty, .flag(true), .empty]]))
    #expect(found.columns.map { $0.empties } == [[1], [2], [1], [2]])
    #expect(found.columns.map { $0.bounds[0] == nil } == [false, true, false, true])
    #expect(try #require(found.columns[2].bounds[0]).least == [1])
  }

  /// Lists of 15 and more have another head.
  @Test(arguments: [1, 14, 15, 16, 40])
  func `so many columns with names of any script are found again`(count: Int) throws {
    let table = TableDescription(
      name: "tablé", meaning: "",
      columns: (0..<count).map { ColumnDescription("spalte ü\($0)", $0.isMultiple(of: 2) ? .integer : .text, "") })
    let line = (0..<count).map { $0.isMultiple(of: 2) ? NaiveParquet.Cell.integer(Int64($0)) : .text("\($0)") }
    let found = try NaiveParquet(file([line, line], of: table))
    #expect(found.columns.map(\.name) == table.columns.map(\.name))
    #expect(found.columns.map { $0.cells[1] } == line)
  }

  @Test func `the file says what it is told to say of itself`() throws {
    let found = try NaiveParquet(file([], saying: [TableProperty("seed", "4"), TableProperty("Ω", "ü\n")]))
    #expect(found.properties == ["seed": "4", "Ω": "ü\n"])
    #expect(found.columns.map(\.scale) == [0, 0, 0, 3])
    #expect(found.columns.map(\.type) == [2, 6, 0, 2])
  }

  @Test func `the same rows are the same bytes however often they are taken away`() {
    let rows = (0..<500).map { row(Int64($0)) }
    var writer = ParquetWriter(Self.table, rowsPerGroup: 64)
    for row in rows {
      if case .integer(let value) = row[0] { writer.append(Int128(value), to: 0) }
      if case .text(let text) = row[1] { writer.append(key: Int(text.utf8.last ?? 0), to: 1) { text } }
      if case .flag(let flag) = row[2] { writer.append(flag, to: 2) }
      if case .integer(let value) = row[3] { writer.append(value, to: 3) }
      writer.endRow()
    }
    writer.finish()
    #expect(writer.bytes == file(rows, rowsPerGroup: 64))
    #expect(writer.misfit == nil)
  }

  @Test func `numbers that a column cannot hold are told, the first of them`() {
    var writer = ParquetWriter(Self.table)
    writer.append(Int128(Int64.max) + 1, to: 0)
    writer.append(Int128(1_000_000_000_000_000_000), to: 3)
    writer.endRow()
    #expect(writer.misfit?.column == "number")
    #expect(writer.misfit?.value == 1 << 63)
  }
}
