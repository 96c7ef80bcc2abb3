/// Which way a division that does not come out even goes.
@frozen public enum Rounding: UInt8, Sendable, BitwiseCopyable {
  /// Toward +∞: requirements and debits.
  case up
  /// Toward −∞: credits.
  case down
}

extension FixedWidthInteger where Self: SignedInteger {
  /// The quotient rounded the way the call names, for either sign of both operands.
  ///
  /// `divisor` is not zero; the quotient must be representable.
  @inlinable
  public func divided(by divisor: Self, rounding: Rounding) -> Self {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    if remainder == 0 { return quotient }
    let isNegative = (remainder < 0) != (divisor < 0)
    switch rounding {
    case .up: return isNegative ? quotient : quotient + 1
    case .down: return isNegative ? quotient - 1 : quotient
    }
  }
}
