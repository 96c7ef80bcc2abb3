/// Whole square roots, exact.
///
/// Heron's rule from above: with r = ⌊√n⌋, any x ≥ r, x ≥ 1 and y = ⌊(x + ⌊n ÷ x⌋) ÷ 2⌋,
///
/// 1. y ≥ r. Since x is whole, y = ⌊(x + n ÷ x) ÷ 2⌋, and the mean of x and n ÷ x is at least √n.
/// 2. Where x > r also x > √n, so n ÷ x < x, ⌊n ÷ x⌋ ≤ x − 1 and y < x.
///
/// So the steps fall without passing r until they stand at it, and x = r exactly when y ≥ x, which is where they stop.
/// Any start at or above r will do; a near one makes it a handful of steps, each about halving the digits missing.
extension UInt64 {
  /// √self as a whole number, rounded the way the call names. O(1): at most seven divisions.
  public func squareRoot(rounding: Rounding) -> UInt64 {
    if self == 0 { return 0 }
    // Below 2^bits, so its root is below this.
    let bits = UInt64.bitWidth - leadingZeroBitCount
    let root = heron(from: 1 << ((bits + 1) / 2))
    return rounding == .up && root * root < self ? root + 1 : root
  }

  private func heron(from start: UInt64) -> UInt64 {
    var root = start
    while true {
      let next = (root + self / root) / 2
      if next >= root { return root }
      root = next
    }
  }
}

extension UInt128 {
  /// √self as a whole number, rounded the way the call names: at most 2^64. O(1).
  public func squareRoot(rounding: Rounding) -> UInt128 {
    if self <= UInt128(UInt64.max) { return UInt128(UInt64(self).squareRoot(rounding: rounding)) }
    // With t the leading bits, self < (t + 1) × 2^shift ≤ (⌊√t⌋ + 1)² × 2^shift.
    let shift = (UInt128.bitWidth - leadingZeroBitCount - 63) / 2 * 2
    let leading = UInt64(self >> shift).squareRoot(rounding: .down)
    let root = heron(from: (UInt128(leading) + 1) << (shift / 2))
    return rounding == .up && root * root < self ? root + 1 : root
  }

  private func heron(from start: UInt128) -> UInt128 {
    var root = start
    while true {
      let next = (root + self / root) / 2
      if next >= root { return root }
      root = next
    }
  }
}
