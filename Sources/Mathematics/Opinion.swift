import MarketTypes

// The only places where a number somebody computed in floating point becomes something a market acts on.
//
// Each is rounded once, the way its label says, and then held inside the range of its unit, infinities included;
// an opinion that is not a number is a fault of ours and stops the program. No range reaches beyond 2^61, which
// bounds whatever a scenario may contain, so that the sum of two results never overflows.

extension Price {
  /// An opinion in ticks, rounded toward +∞; at least 1.
  @inlinable
  public init(roundingUp ticks: Double) { self.init(ticks: fact(from: ticks, rounding: .up, atLeast: 1)) }

  /// An opinion in ticks, rounded toward −∞; at least 1.
  @inlinable
  public init(roundingDown ticks: Double) { self.init(ticks: fact(from: ticks, rounding: .down, atLeast: 1)) }
}

extension PriceChange {
  /// An opinion in ticks, rounded toward +∞.
  @inlinable
  public init(roundingUp ticks: Double) { self.init(ticks: fact(from: ticks, rounding: .up)) }

  /// An opinion in ticks, rounded toward −∞.
  @inlinable
  public init(roundingDown ticks: Double) { self.init(ticks: fact(from: ticks, rounding: .down)) }
}

extension Quantity {
  /// An opinion in lots, rounded down; at least 0.
  @inlinable
  public init(roundingDown lots: Double) { self.init(lots: fact(from: lots, rounding: .down, atLeast: 0)) }
}

extension Rate {
  /// An opinion as a fraction (0.01 is 1 %), rounded toward +∞ to parts per billion.
  ///
  /// The product with 10^9 is a double, so that 0.1 becomes 100,000,000 although the double nearest 0.1 is larger.
  @inlinable
  public init(roundingUp fraction: Double) {
    self.init(partsPerBillion: fact(from: fraction * 1e9, rounding: .up))
  }
}

extension TimeSpan {
  /// An opinion in nanoseconds, rounded up; at least 0.
  @inlinable
  public init(roundingUp nanoseconds: Double) {
    self.init(nanoseconds: fact(from: nanoseconds, rounding: .up, atLeast: 0))
  }
}

/// `opinion` as a whole number between `lowest` and 2^61.
@inlinable
func fact(from opinion: Double, rounding: Rounding, atLeast lowest: Int64 = -1 << 61) -> Int64 {
  invariant(!opinion.isNaN, "an opinion is not a number")
  if opinion <= Double(lowest) { return lowest }
  if opinion >= 0x1p61 { return 1 << 61 }
  let whole = Int64(opinion)  // toward zero
  switch rounding {
  case .up: return Double(whole) < opinion ? whole + 1 : whole
  case .down: return Double(whole) > opinion ? whole - 1 : whole
  }
}
