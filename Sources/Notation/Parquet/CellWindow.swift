/// The latest cells of all columns, in one array, so that a cell costs one touch; whoever encodes a column takes many at once.
///
/// Of each column: which of the rows under way have a cell, a bit each; how many cells wait; the cells.
struct CellWindow {
  /// How many cells may wait: the 128 that delta blocks hold, and the one before them.
  static let capacity = 129
  /// How many rows are under way at most.
  static let rows = 64

  private static let stride = capacity + 2
  private var words: [Int64]
  /// Of the row under way.
  private var row: Int64 = 1

  init(columns: Int) { words = Array(repeating: 0, count: columns * Self.stride) }

  /// - Returns: whether no more cells fit: they are to be taken before the next.
  @inline(__always)
  mutating func append(_ cell: Int64, to column: Int) -> Bool {
    let row = row
    var words = words.mutableSpan
    let start = column &* Self.stride
    let (filled, count) = (words[start], Int(words[start &+ 1]))
    precondition(filled & row == 0, "column \(column) is given twice in a row")
    words[start] = filled | row
    words[start &+ 2 &+ count] = cell
    words[start &+ 1] = Int64(count &+ 1)
    return count &+ 1 == Self.capacity
  }

  /// - Returns: whether no further row fits: what is filled is to be taken before the next.
  @inline(__always)
  mutating func endRow() -> Bool {
    row &<<= 1
    return row == 0
  }

  /// The cells that wait in a column, the first of them first.
  func cells(of column: Int) -> ArraySlice<Int64> {
    let start = column * Self.stride
    return words[start + 2..<start + 2 + Int(words[start + 1])]
  }

  /// Forgets the cells of a column, the last of them apart if it is still of use.
  mutating func removeCells(of column: Int, keepingLast: Bool = false) {
    let start = column * Self.stride
    let count = Int(words[start + 1])
    if keepingLast, count > 0 { words[start + 2] = words[start + 1 + count] }
    words[start + 1] = keepingLast && count > 0 ? 1 : 0
  }

  /// Which of the rows under way have a cell in a column, the first in the lowest bit; none has after `beginRows`.
  func filled(_ column: Int) -> UInt64 { UInt64(bitPattern: words[column * Self.stride]) }

  /// Whether the row under way has a cell in a column.
  func isFilled(_ column: Int) -> Bool { words[column * Self.stride] & row != 0 }

  /// Forgets which rows have cells.
  mutating func beginRows() {
    row = 1
    for start in Swift.stride(from: 0, to: words.count, by: Self.stride) { words[start] = 0 }
  }
}
