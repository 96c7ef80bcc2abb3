/// A small dense matrix of numbers that are not below zero, known up to a common power of two, in which none vanishes beside
/// the others. For tables made once.
public struct WideMatrix: Hashable, Sendable {
  /// Rows, and columns.
  public let order: Int
  /// Row by row; the highest exponent is 0.
  private var entries: [WideNumber]

  private init(order: Int, _ entries: [WideNumber]) {
    self.order = order
    self.entries = Self.shared(entries)
  }

  /// The same entries, none of them below zero.
  init(_ matrix: SquareMatrix) {
    self.init(order: matrix.order, matrix.entries.map { WideNumber($0, times: 0) })
  }

  /// The matrix times itself. O(order³).
  var squared: WideMatrix {
    let columns = (0..<order).map { column in (0..<order).map { entries[$0 * order + column] } }
    var products: [WideNumber] = []
    products.reserveCapacity(entries.count)
    for row in 0..<order {
      for column in columns { products.append(WideNumber.dot(self[row], column[...])) }
    }
    return WideMatrix(order: order, products)
  }

  /// The matrix times a column, up to a power of two: the highest exponent becomes 0. O(order²).
  public static func * (matrix: WideMatrix, column: [WideNumber]) -> [WideNumber] {
    shared((0..<matrix.order).map { WideNumber.dot(matrix[$0], column[...]) })
  }

  private subscript(row: Int) -> ArraySlice<WideNumber> { entries[row * order..<(row + 1) * order] }

  /// Divided by the highest power of two in them, so that squares of squares stay in range.
  private static func shared(_ numbers: [WideNumber]) -> [WideNumber] {
    let highest = numbers.reduce(WideNumber.lowestExponent) { max($0, $1.exponent) }
    return numbers.map { $0.lowered(by: highest) }
  }
}
