extension StandardNormal {
  /// The value below which a share `probability` of the distribution lies; the inverse of `cumulative`.
  ///
  /// Relative error below 1e-15. 0 gives −∞, 1 gives +∞; what lies outside, and NaN, give NaN.
  /// Source: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
  @inlinable
  public static func quantile(_ probability: Double) -> Double {
    let q = probability - 0.5
    if q.magnitude <= 0.425 { return q * centralQuantileRatio(0.180625 - q * q) }
    let tail = q < 0 ? probability : 1 - probability
    if tail == 0 { return q < 0 ? -.infinity : .infinity }
    if !(tail > 0) { return .nan }
    let root = (-log(tail)).squareRoot()
    let distance = root <= 5 ? nearTailQuantile(root - 1.6) : farTailQuantile(root - 5)
    return q < 0 ? -distance : distance
  }

  @inlinable
  static func centralQuantileRatio(_ r: Double) -> Double {
    let upper = polynomial(
      r, 2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
      13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.3871328727963666080)
    let lower = polynomial(
      r, 5226.4952788528545610, 28729.085735721942674, 39307.895800092710610, 21213.794301586595867,
      5394.1960214247511077, 687.18700749205790830, 42.313330701600911252, 1)
    return upper / lower
  }

  /// A tail down to exp(−25).
  @inlinable
  static func nearTailQuantile(_ r: Double) -> Double {
    let upper = polynomial(
      r, 7.74545014278341407640e-4, 0.0227238449892691845833, 0.241780725177450611770, 1.27045825245236838258,
      3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734)
    let lower = polynomial(
      r, 1.05075007164441684324e-9, 5.47593808499534494600e-4, 0.0151986665636164571966, 0.148103976427480074590,
      0.689767334985100004550, 1.67638483018380384940, 2.05319162663775882187, 1)
    return upper / lower
  }

  /// A tail down to the smallest double.
  @inlinable
  static func farTailQuantile(_ r: Double) -> Double {
    let upper = polynomial(
      r, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.00124266094738807843860, 0.0265321895265761230930,
      0.296560571828504891230, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720)
    let lower = polynomial(
      r, 2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
      0.0148753612908506148525, 0.136929880922735805310, 0.599832206555887937690, 1)
    return upper / lower
  }
}
