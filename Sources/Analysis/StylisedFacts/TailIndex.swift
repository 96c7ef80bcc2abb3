import Mathematics

/// The exponent a of a tail P(X > x) ~ x^−a.
enum TailIndex {
  /// Hill's estimate from the largest `share` of a sample, k values with k rounded down and at least ten.
  ///
  ///     a = k ÷ Σ log(x₍ᵢ₎ ÷ x₍ₖ₊₁₎)   over the k largest
  ///
  /// Infinite where these are all as large as the next. Values of zero and below are no part of a tail.
  /// Source: Hill, "A simple general approach to inference about the tail of a distribution", Ann. Statist. 3 (1975).
  static func hill(_ values: some Sequence<Double>, share: Double) throws(NotApplicable) -> Double {
    let sorted = values.sorted(by: >)
    let count = Int(Double(sorted.count) * share)
    try NotApplicable.requires(10, count, "values in the tail")
    let threshold = sorted[count]
    guard threshold > 0 else { throw NotApplicable("fewer values than the tail has are above zero") }
    let sum = sorted.prefix(count).reduce(0) { $0 + log($1 / threshold) }
    return sum > 0 ? Double(count) / sum : .infinity
  }
}
