/// How many doubles one must step over to get from one number to the other; neither is NaN.
func steps(between left: Double, and right: Double) -> UInt64 {
  (rank(of: left) - rank(of: right)).magnitude
}

/// Numbers the doubles in ascending order, both zeros as 0.
private func rank(of number: Double) -> Int64 {
  let magnitude = Int64(bitPattern: number.magnitude.bitPattern)
  return number.sign == .minus ? -magnitude : magnitude
}
