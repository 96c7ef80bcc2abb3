extension RandomNumberGenerator {
  /// Whether something happens that does so with `probability`, from 0 (never) to 1 (always). Takes one value.
  ///
  /// 53 random bits are compared with probability × 2^53, both exact: the chance is right within 2^-53.
  @inlinable
  public mutating func happens(withProbability probability: Double) -> Bool {
    guard 0 <= probability, probability <= 1 else { fatalError("\(probability) is not a probability") }
    return uniform() < probability
  }

  /// Whether something happens that does so in `favourable` of `all` cases. Exact.
  @inlinable
  public mutating func happens(in favourable: UInt64, outOf all: UInt64) -> Bool {
    guard favourable <= all else { fatalError("\(favourable) of \(all) cases is more than all") }
    return uniform(below: all) < favourable
  }

  /// How far into `weights` the choice falls, each with probability weight ÷ sum of the weights. Exact.
  ///
  /// An element of weight zero is never chosen. The sum is above zero and fits in 64 bits. Walks the weights twice.
  @inlinable
  public mutating func choice(weightedBy weights: some Collection<UInt64>) -> Int {
    var remaining = uniform(below: weights.reduce(0, +))
    var offset = 0
    for weight in weights {
      if remaining < weight { break }
      remaining -= weight
      offset += 1
    }
    return offset
  }
}
