/// The normal distribution with mean 0 and deviation 1, the same bits on every platform.
public enum StandardNormal {
  /// The probability of a value of at most `x`, often written Φ(x).
  ///
  /// Relative error below 1e-15 from x = −37.5 up; absolute error below 2e-323 further down, where the result is
  /// subnormal. Below −38.6 it is 0, above 8.3 it is 1; NaN stays NaN.
  /// Source: Cody, "Rational Chebyshev Approximations for the Error Function", Math. Comp. 23 (1969), with the
  /// coefficients of his ANORM, Algorithm 715 (ACM TOMS 19, 1993).
  @inlinable
  public static func cumulative(_ x: Double) -> Double {
    if x.isNaN { return x }
    let distance = x.magnitude
    if distance < 0.66291 { return 0.5 + x * centralRatio(x * x) }
    let tail = distance > 39 ? 0 : bell(distance) * tailRatio(distance)
    return x < 0 ? tail : 1 - tail
  }

  /// (Φ(x) − ½) ÷ x, given x² below 0.44.
  @inlinable
  static func centralRatio(_ square: Double) -> Double {
    let upper = polynomial(
      square, 0, 0, 0,
      0.065682337918207449113, 2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582,
      18154.981253343561249)
    let lower = polynomial(
      square, 0, 0, 0,
      1, 47.202581904688241870, 976.09855173777669322, 10260.932208618978205,
      45507.789335026729956)
    return upper / lower
  }

  /// exp(−x²/2), √2π times the density.
  ///
  /// x is split into a multiple of 1/16, whose square is exact, and a rest: squaring x itself would lose
  /// as many bits of the result as x² has before the point.
  @inlinable
  static func bell(_ x: Double) -> Double {
    let head = ((x * 16 + 0x1.8p52) - 0x1.8p52) / 16  // to the nearest sixteenth
    let rest = (x - head) * (x + head)
    return exp(-0.5 * rest) * exp(-0.5 * head * head)
  }

  /// (1 − Φ(x)) ÷ exp(−x²/2), given x above 0.66.
  @inlinable
  static func tailRatio(_ x: Double) -> Double {
    if x <= 5.656854248 {
      let upper = polynomial(
        x, 1.0765576773720192317e-8 * x + 0.39894151208813466764,
        8.8831497943883759412, 93.506656132177855979, 597.27027639480026226, 2494.5375852903726711,
        6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218)
      let lower = polynomial(
        x, x + 22.266688044328115691,
        235.38790178262499861, 1519.3775994075548050, 6485.5582982667607550, 18615.571640885098091,
        34900.952721145977266, 38912.003286093271411, 19685.429676859990727)
      return upper / lower
    }
    let inverse = 1 / (x * x)
    let upper = polynomial(
      inverse, 0, 0,
      0.02307344176494017303, 0.21589853405795699, 0.1274011611602473639, 0.022235277870649807,
      0.001421619193227893466, 2.9112874951168792e-5)
    let lower = polynomial(
      inverse, 0, 0,
      1, 1.28426009614491121, 0.468238212480865118, 0.0659881378689285515,
      0.00378239633202758244, 7.29751555083966205e-5)
    return (0.39894228040143267794 - inverse * upper / lower) / x  // 1 ÷ √2π in front
  }
}
