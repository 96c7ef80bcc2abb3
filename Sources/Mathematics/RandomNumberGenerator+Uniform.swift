// Own algorithms: those of the standard library may change between versions, and a run's bytes with them.

extension RandomNumberGenerator {
  /// A whole number from 0 up to, not including, `bound`; each exactly as likely as any other.
  ///
  /// Takes one value, and another with probability below bound ÷ 2^64 as often as needed. `bound` is not zero.
  /// Source: Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019).
  @inlinable
  public mutating func uniform(below bound: UInt64) -> UInt64 {
    guard bound > 0 else { fatalError("no whole number is below 0") }
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound  // (2^64 − bound) mod bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  /// A whole number of `range`, both ends included; each exactly as likely as any other.
  @inlinable
  public mutating func uniform(in range: ClosedRange<Int64>) -> Int64 {
    let width = UInt64(bitPattern: range.upperBound &- range.lowerBound)
    let offset = width == .max ? next() : uniform(below: width + 1)
    return range.lowerBound &+ Int64(bitPattern: offset)
  }

  /// A multiple of 2^-53 from 0 up to, not including, 1. Takes one value, of which it keeps the high 53 bits.
  @inlinable
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// An odd multiple of 2^-53 strictly between 0 and 1, symmetric about ½. Takes one value; keeps its high 52 bits.
  @inlinable
  public mutating func uniformInside() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }
}
