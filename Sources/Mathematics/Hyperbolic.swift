/// (e^`x` − e^−`x`) ÷ 2, the same bits on every platform.
///
/// Up to 1 by its series to x^17, whose remainder is below 2^-56 of it; beyond by `exp`. Error below 4 ulp. Above 710.47
/// the result is infinite; NaN stays NaN.
@inlinable
public func sinh(_ x: Double) -> Double {
  let size = x.magnitude
  if size <= 1 {
    let square = x * x
    var series = 1 + square / 272
    series = 1 + series * square / 210
    series = 1 + series * square / 156
    series = 1 + series * square / 110
    series = 1 + series * square / 72
    series = 1 + series * square / 42
    series = 1 + series * square / 20
    series = 1 + series * square / 6
    return x * series
  }
  // In two factors, because e^x passes the largest double before its half does.
  let root = exp(size / 2)
  let value = size < 40 ? (root * root - 1 / (root * root)) / 2 : root / 2 * root
  return x < 0 ? -value : value
}

/// The number whose `sinh` is `x`, the same bits on every platform.
///
/// log(|x| + √(1 + x²)), arranged so that small arguments lose nothing. Error below 4 ulp; NaN stays NaN.
@inlinable
public func asinh(_ x: Double) -> Double {
  let size = x.magnitude
  if !(size < 0x1p28) {
    let value = log(size) + log(2)  // x² + 1 is x²
    return x < 0 ? -value : value
  }
  let square = size * size
  let value = log1p(size + square / (1 + (1 + square).squareRoot()))
  return x < 0 ? -value : value
}
