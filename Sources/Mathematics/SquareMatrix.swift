import MarketTypes

/// A small dense matrix with as many rows as columns. For tables made once, not for hot paths: it is an array.
public struct SquareMatrix: Hashable, Sendable {
  /// Rows, and columns; at least 1.
  public let order: Int
  /// Row by row.
  @usableFromInline var entries: [Double]

  /// All zeros.
  public init(order: Int) {
    invariant(order >= 1, "a matrix of \(order) rows")
    self.order = order
    entries = Array(repeating: 0, count: order * order)
  }

  /// Ones on the diagonal.
  public static func identity(order: Int) -> SquareMatrix {
    var matrix = SquareMatrix(order: order)
    for row in 0..<order { matrix[row, row] = 1 }
    return matrix
  }

  /// Both from 0, below `order`.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get { entries[row * order + column] }
    set { entries[row * order + column] = newValue }
  }

  /// The matrix product, each entry summed from the first column on. O(order³).
  public static func * (left: SquareMatrix, right: SquareMatrix) -> SquareMatrix {
    invariant(left.order == right.order, "a product of \(left.order) and \(right.order) rows")
    var product = SquareMatrix(order: left.order)
    for row in 0..<left.order {
      for inner in 0..<left.order {
        let factor = left[row, inner]
        if factor == 0 { continue }
        for column in 0..<left.order { product[row, column] += factor * right[inner, column] }
      }
    }
    return product
  }

  /// Every entry times `factor`.
  public func scaled(by factor: Double) -> SquareMatrix {
    var result = self
    for index in result.entries.indices { result.entries[index] *= factor }
    return result
  }

  /// `number` added to the diagonal.
  public func addingToDiagonal(_ number: Double) -> SquareMatrix {
    var result = self
    for row in 0..<order { result[row, row] += number }
    return result
  }

  /// The largest sum of a row's magnitudes.
  public var norm: Double {
    (0..<order).map { row in (0..<order).reduce(0) { $0 + self[row, $1].magnitude } }.reduce(0, max)
  }
}
