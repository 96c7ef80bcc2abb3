import MarketTypes

extension SquareMatrix {
  /// e to the power of the matrix, the same bits on every platform.
  ///
  ///     exp(A) = (e^(d ÷ 2^s) · T(B ÷ 2^s))^(2^s),    d the smallest entry of A's diagonal, B = A − d · 1
  ///
  /// with T the Taylor series to the 18th power (remainder below 2^-56 where s makes the norm 1 or less) and s squarings.
  ///
  /// Scaling and squaring rather than eigenvalues: it takes any matrix, needs + − × ÷ and one `exp`, and where no entry off
  /// the diagonal is negative, as in every matrix of rates, B has no negative entry. Then nothing is ever subtracted, and
  /// each entry of the result is right to about order × 2^s × 2^-52 of itself, however small it is. Eigenvectors give
  /// that only relative to the largest entry, and a maker's distance is the logarithm of a ratio of small ones.
  ///
  /// O(order³ × (18 + s)), s = log2 of the norm of B, rounded up.
  public func exponential() -> SquareMatrix {
    var lowest = self[0, 0]
    for row in 1..<max(1, order) { lowest = min(lowest, self[row, row]) }
    var scaled = addingToDiagonal(-lowest)
    var norm = scaled.norm
    invariant(norm.isFinite, "the exponential of a matrix with norm \(norm)")
    var squarings = 0
    while norm > 1 {
      norm /= 2
      squarings += 1
    }
    let share = SquareMatrix.powerOfHalf(squarings)
    scaled = scaled.scaled(by: share)

    // Horner: 1 + X (1 + X/2 (1 + X/3 (…)))
    var result = SquareMatrix.identity(order: order)
    for divisor in stride(from: 18.0, through: 1, by: -1) {
      result = (scaled * result).scaled(by: 1 / divisor).addingToDiagonal(1)
    }
    result = result.scaled(by: exp(lowest * share))
    for _ in 0..<squarings { result = result * result }
    return result
  }

  /// 2^−`count`, exact; `count` is at most 1,024.
  static func powerOfHalf(_ count: Int) -> Double {
    var value = 1.0
    for _ in 0..<count { value /= 2 }
    return value
  }
}
