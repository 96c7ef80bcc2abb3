import MarketTypes

extension Int64 {
  /// self × rate in parts per billion, rounded up: what `Money.times` says, always inlined, its divisor known.
  ///
  /// The product nearly always fits 64 bits; where it does not, 128 bits have it.
  @inlinable @inline(__always)
  func portion(_ partsPerBillion: Int64) -> Int64 {
    let (product, isWide) = multipliedReportingOverflow(by: partsPerBillion)
    return isWide ? widePortion(partsPerBillion) : product.billionths
  }

  @usableFromInline @inline(never)
  func widePortion(_ partsPerBillion: Int64) -> Int64 {
    times(partsPerBillion, over: 1_000_000_000, rounding: .up)
  }

  /// This many billionths as a whole number, rounded up.
  @inlinable
  var billionths: Int64 {
    @inline(__always) get {
      let quotient = self / 1_000_000_000
      // Division goes towards zero, which is up already for what is below zero.
      return self > quotient &* 1_000_000_000 ? quotient &+ 1 : quotient
    }
  }

  /// self × other, exactly.
  @inline(__always)
  func widened(times other: Int64) -> Int128 {
    let product = multipliedFullWidth(by: other)
    return Int128(product.high) << 64 | Int128(product.low)
  }
}
