/// Which cells of one row group are filled, a bit each; gathered row by row, read column by column.
struct FilledCells {
  private let columns: Int
  /// Of each column `stride` bytes, a bit a row.
  private var bytes: [UInt8] = []
  private var stride = 0
  /// Of the row under way, a bit a column.
  private var row: UInt128 = 0
  /// Of those before it that do not fill a byte yet: the first `waitingCount` of eight.
  private var waiting = [UInt128](repeating: 0, count: 8)
  private var waitingCount = 0

  /// - Parameter columns: at most 128.
  init(columns: Int) {
    precondition(columns <= 128, "a table of \(columns) columns")
    self.columns = columns
  }

  mutating func mark(_ column: Int) { row |= 1 &<< UInt128(column) }

  /// - Parameter number: of the row in its group.
  mutating func endRow(_ number: Int) {
    waiting[waitingCount] = row
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
    for place in waitingCount..<8 { waiting[place] = 0 }
    for lane in Swift.stride(from: 0, to: columns, by: 8) {
      var square: UInt64 = 0
      for place in 0..<8 {
        square |= UInt64(UInt8(truncatingIfNeeded: waiting[place] &>> UInt128(lane))) &<< UInt64(8 * place)
      }
      if square == 0 { continue }
      square = Self.transposed(square)
      for column in lane..<min(lane + 8, columns) {
        bytes[column * stride + byte] = UInt8(truncatingIfNeeded: square)
        square >>= 8
      }
    }
    waitingCount = 0
  }

  /// Eight bytes of eight bits with rows and columns exchanged. Source: Warren, Hacker's Delight, 7-3.
  private static func transposed(_ square: UInt64) -> UInt64 {
    var square = square
    exchange(&square, 7, 0x00AA_00AA_00AA_00AA)
    exchange(&square, 14, 0x0000_CCCC_0000_CCCC)
    exchange(&square, 28, 0x0000_0000_F0F0_F0F0)
    return square
  }

  private static func exchange(_ square: inout UInt64, _ shift: UInt64, _ mask: UInt64) {
    let moved = (square ^ square &>> shift) & mask
    square ^= moved ^ moved &<< shift
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
