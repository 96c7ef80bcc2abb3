/// What a fall of one instrument (column) brings another (row) in the next generation: B of models C7, two by two.
struct ContagionMatrix {
  var rows: [[Double]]

  /// B x.
  func times(_ vector: [Double]) -> [Double] { rows.map { $0[0] * vector[0] + $0[1] * vector[1] } }

  /// (I − B)⁻¹ x: where displacements that begin at x end.
  func multiplied(_ vector: [Double]) -> [Double] {
    let (a, b, c, d) = (1 - rows[0][0], -rows[0][1], -rows[1][0], 1 - rows[1][1])
    let determinant = a * d - b * c
    return [(d * vector[0] - b * vector[1]) / determinant, (a * vector[1] - c * vector[0]) / determinant]
  }

  /// The larger eigenvalue; both are real where no entry is below zero.
  var spectralRadius: Double {
    let trace = rows[0][0] + rows[1][1]
    let determinant = rows[0][0] * rows[1][1] - rows[0][1] * rows[1][0]
    return (trace + (trace * trace - 4 * determinant).squareRoot()) / 2
  }
}
