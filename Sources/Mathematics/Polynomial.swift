/// A polynomial in `x` by Horner's rule, coefficients from the highest power down; a lower degree has zeros in front.
@inlinable @inline(__always)
func polynomial(
  _ x: Double, _ a7: Double, _ a6: Double, _ a5: Double, _ a4: Double, _ a3: Double, _ a2: Double, _ a1: Double,
  _ a0: Double
) -> Double {
  let upper = ((a7 * x + a6) * x + a5) * x + a4
  return (((upper * x + a3) * x + a2) * x + a1) * x + a0
}
