/// e to the power `x`, the same bits on every platform.
///
/// x = k · log 2 + r with |r| ≤ ½ log 2; then e^r by its Taylor series to r^13, whose remainder is below 2^-57 of it,
/// then times 2^k. Error below 0.75 ulp where the result is normal, below 1.25 where it is subnormal.
///
/// Above 709.78 the result is +∞, below −745.13 it is 0; NaN stays NaN.
/// Source of the reduction: Cody and Waite, "Software Manual for the Elementary Functions", 1980.
@inlinable
public func exp(_ x: Double) -> Double {
  if x.isNaN { return x }
  if x > 0x1.62e42fefa39efp+9 { return .infinity }  // log of the largest double
  if x < -0x1.74910d52d3051p+9 { return 0 }  // log of half the smallest

  // Adding and subtracting 1.5 × 2^52 rounds to a whole number.
  let k = (x * 0x1.71547652b82fep+0 + 0x1.8p+52) - 0x1.8p+52
  let head = x - k * LogarithmOf2.high
  let tail = k * LogarithmOf2.low
  let r = head - tail
  let square = r * r

  // e^r = 1 + r + r² (even + r · odd)
  var even = 1.0 / 479_001_600
  even = even * square + 1.0 / 3_628_800
  even = even * square + 1.0 / 40_320
  even = even * square + 1.0 / 720
  even = even * square + 1.0 / 24
  even = even * square + 1.0 / 2
  var odd = 1.0 / 6_227_020_800
  odd = odd * square + 1.0 / 39_916_800
  odd = odd * square + 1.0 / 362_880
  odd = odd * square + 1.0 / 5_040
  odd = odd * square + 1.0 / 120
  odd = odd * square + 1.0 / 6

  let sum = 1 + head
  let lost = (1 - sum) + head  // what rounding took from `sum`, exactly
  let power = sum + (lost - (tail - square * (even + r * odd)))

  // Two factors, because 2^k itself may be no normal number. The first product is exact.
  let exponent = Int64(k)
  return power * powerOf2(exponent >> 1) * powerOf2(exponent - (exponent >> 1))
}

/// 2^`exponent`, which lies from −1022 to 1023.
@inlinable
func powerOf2(_ exponent: Int64) -> Double { Double(bitPattern: UInt64(1023 + exponent) << 52) }
