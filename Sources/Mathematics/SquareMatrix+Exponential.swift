import MarketTypes

extension SquareMatrix {
  /// e to the power of the matrix, the same bits on every platform.
  ///
  ///     exp(A) = (e^(d ÷ 2^s) · T(B ÷ 2^s))^(2^s),    d the smallest entry of A's diagonal, B = A − d · 1
  ///
  /// with T the Taylor series to the 18th power and s squarings. With s the norm is 1 or less and 2^s the order or more: then
  /// the series' remainder is below 2^-56, and an entry that only so many steps along the rows can reach, which needs that
  /// power of A, is made of shares that take one step each on average and hardly ever more than 18.
  ///
  /// Scaling and squaring rather than eigenvalues: it takes any matrix, needs + − × ÷ and one `exp`, and where no entry off
  /// the diagonal is negative, as in every matrix of rates, B has no negative entry. Then nothing is ever subtracted, and
  /// each entry of the result is right to about order × 2^s × 2^-52 of itself, however small it is. Eigenvectors give
  /// that only relative to the largest entry, and a maker's distance is the logarithm of a ratio of small ones.
  ///
  /// O(order³ × (18 + s)), s = log2 of the norm of B or of the order, rounded up.
  public func exponential() -> SquareMatrix {
    let (share, squarings, lowest) = exponentialOfShare()
    var result = share.scaled(by: exp(lowest))
    for _ in 0..<squarings { result = result * result }
    return result
  }

  /// The same up to a common factor, of a matrix of rates: nothing in it overflows or vanishes, however large the rates and
  /// however different. For those who need ratios of entries.
  public func wideExponential() -> WideMatrix {
    let (share, squarings, _) = exponentialOfShare()
    var result = WideMatrix(share)
    for _ in 0..<squarings { result = result.squared }
    return result
  }

  /// T(B ÷ 2^s), s, and d ÷ 2^s.
  private func exponentialOfShare() -> (share: SquareMatrix, squarings: Int, lowest: Double) {
    var lowest = self[0, 0]
    for row in 1..<max(1, order) { lowest = min(lowest, self[row, row]) }
    var scaled = addingToDiagonal(-lowest)
    var norm = scaled.norm
    invariant(norm.isFinite, "the exponential of a matrix with norm \(norm)")
    var squarings = 0
    while norm > 1 || (squarings < 60 && 1 << squarings < order) {
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
    return (result, squarings, lowest * share)
  }

  /// 2^−`count`, exact; `count` is at most 1,024.
  static func powerOfHalf(_ count: Int) -> Double {
    var value = 1.0
    for _ in 0..<count { value /= 2 }
    return value
  }
}
