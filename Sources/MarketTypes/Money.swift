/// An amount in whole units of a currency's smallest denomination, of either sign.
@frozen public struct Money: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// What it comes to, of either sign.
  public let units: Int64

  @inlinable public init(units: Int64) { self.units = units }

  /// Nothing.
  @inlinable public static var zero: Money { Money(units: 0) }

  @inlinable public static func < (left: Money, right: Money) -> Bool { left.units < right.units }
  /// Plain addition, which traps beyond 64 bits: what rules without fault let happen stays within them (CLR-17).
  @inlinable public static func + (left: Money, right: Money) -> Money { Money(units: left.units + right.units) }
  @inlinable public static func - (left: Money, right: Money) -> Money { Money(units: left.units - right.units) }
  @inlinable public static prefix func - (money: Money) -> Money { Money(units: -money.units) }
  @inlinable public static func += (left: inout Money, right: Money) { left = left + right }
  @inlinable public static func -= (left: inout Money, right: Money) { left = left - right }

  /// This amount times a rate, rounded once, the way the call names.
  @inlinable public func times(_ rate: Rate, rounding: Rounding) -> Money {
    Money(units: units.times(rate.partsPerBillion, over: Rate.one.partsPerBillion, rounding: rounding))
  }
}

/// A fraction in parts per billion, of either sign: 1 % is 10,000,000.
@frozen public struct Rate: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// 1,000,000,000 is 100 %.
  public let partsPerBillion: Int64

  @inlinable public init(partsPerBillion: Int64) { self.partsPerBillion = partsPerBillion }

  /// 0 %.
  @inlinable public static var zero: Rate { Rate(partsPerBillion: 0) }
  /// 100 %.
  @inlinable public static var one: Rate { Rate(partsPerBillion: 1_000_000_000) }

  @inlinable public static func < (left: Rate, right: Rate) -> Bool { left.partsPerBillion < right.partsPerBillion }
  @inlinable public static func - (left: Rate, right: Rate) -> Rate {
    Rate(partsPerBillion: left.partsPerBillion - right.partsPerBillion)
  }
}

extension Int64 {
  /// self × factor ÷ divisor without overflow on the way, rounded once. The result must fit.
  @inlinable
  public func times(_ factor: Int64, over divisor: Int64, rounding: Rounding) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    if !overflow { return product.divided(by: divisor, rounding: rounding) }
    return Int64((Int128(self) * Int128(factor)).divided(by: Int128(divisor), rounding: rounding))
  }
}
