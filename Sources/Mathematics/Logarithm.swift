/// The natural logarithm of `x`, the same bits on every platform.
///
/// x = 2^k · m with m between √½ and √2; then log m = 2 artanh s with s = (m − 1) ÷ (m + 1), by its series to s^21,
/// whose remainder is below 2^-60 of it. Error below 0.9 ulp.
///
/// Zero of either sign gives −∞, +∞ gives itself, anything negative and NaN give NaN. Subnormal arguments lose nothing.
/// Source of the arrangement, in which m − 1 enters the last sum unrounded: K. C. Ng's log in fdlibm, 1993.
@inlinable
public func log(_ x: Double) -> Double {
  if x == 0 { return -.infinity }
  if !(x > 0) { return .nan }
  if x == .infinity { return x }

  let isSubnormal = x < Double.leastNormalMagnitude
  let bits = (isSubnormal ? x * 0x1p54 : x).bitPattern
  // Distance from √½: what its exponent bits hold is k, what is left puts m above √½.
  let rootOfHalf: UInt64 = 0x3FE6_A09E_667F_3BCD
  let exponent = Int64(bitPattern: bits &- rootOfHalf) >> 52
  let k = Double(isSubnormal ? exponent - 54 : exponent)
  let f = Double(bitPattern: bits &- UInt64(bitPattern: exponent << 52)) - 1
  let s = f / (2 + f)
  let square = s * s

  // series = 2 artanh(s) ÷ s − 2, in pairs of terms that need not wait for one another.
  let fourth = square * square
  let eighth = fourth * fourth
  let low = (2.0 / 3 + square * (2.0 / 5)) + fourth * (2.0 / 7 + square * (2.0 / 9))
  let middle = (2.0 / 11 + square * (2.0 / 13)) + fourth * (2.0 / 15 + square * (2.0 / 17))
  let high = 2.0 / 19 + square * (2.0 / 21)
  let series = square * (low + eighth * (middle + eighth * high))

  // log m = f − (f²/2 − s · (f²/2 + series)), because 2s = f − s·f and s·f = f²/2 − s·f²/2.
  let halfSquare = 0.5 * f * f
  let correction = s * (halfSquare + series) + k * LogarithmOf2.low
  return k * LogarithmOf2.high - ((halfSquare - correction) - f)
}
