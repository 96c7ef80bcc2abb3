/// Which cells of one row group are filled, a bit each; gathered row by row, read column by column.
struct FilledCells {
  private let columns: Int
  /// Of each column `stride` bytes, a bit a row.
  private var bytes: [UInt8] = []
  private var stride = 0
  /// Of the row under way, a bit a column.
  private var row: UInt128 = 0
  /// Of those before it that do not fill a byte yet: the low halves of up to eight rows, then the high ones.
  private var waiting = [UInt64](repeating: 0, count: 16)
  private var waitingCount = 0

  /// - Parameter columns: at most 128.
  init(columns: Int) {
    precondition(columns <= 128, "a table of \(columns) columns")
    self.columns = columns
  }

  mutating func mark(_ column: Int) { row |= 1 << UInt128(column) }

  /// - Parameter number: of the row in its group.
  mutating func endRow(_ number: Int) {
    waiting[waitingCount] = UInt64(truncatingIfNeeded: row)
    waiting[8 + waitingCount] = UInt64(truncatingIfNeeded: row >> 64)
    row = 0
    waitingCount += 1
    if waitingCount == 8 { turn(number >> 3) }
  }

  /// One column's bits.
  mutating func bits(of column: Int, rows: Int) -> BitColumn {
    if waitingCount > 0 { turn((rows - 1) >> 3) }
    let count = (rows + 7) / 8
    makeRoom(for: count)
    return BitColumn(Array(bytes[column * stride..<column * stride + count]), count: rows)
  }

  mutating func removeAll() {
    for place in bytes.indices { bytes[place] = 0 }
  }

  /// Eight rows become one byte of each column that any of them fills.
  private mutating func turn(_ byte: Int) {
    makeRoom(for: byte + 1)
    for half in [0, 8] {
      var rest: UInt64 = 0
      for place in half..<half + waitingCount { rest |= waiting[place] }
      while rest != 0 {
        let column = rest.trailingZeroBitCount
        rest &= rest &- 1
        var bits: UInt64 = 0
        for place in 0..<waitingCount { bits |= (waiting[half + place] &>> UInt64(column) & 1) &<< UInt64(place) }
        bytes[(8 * half + column) * stride + byte] = UInt8(truncatingIfNeeded: bits)
      }
    }
    waitingCount = 0
  }

  /// Bytes for so many groups of eight rows in each column.
  private mutating func makeRoom(for count: Int) {
    if count <= stride { return }
    let wider = max(count, 2 * stride, 64)
    var moved = [UInt8](repeating: 0, count: columns * wider)
    for column in 0..<columns {
      for place in 0..<stride { moved[column * wider + place] = bytes[column * stride + place] }
    }
    (bytes, stride) = (moved, wider)
  }
}
