/// What funding asks of notional for one interval, in parts per trillion: longs pay shorts where it is above zero.
///
/// Finer than a `Rate`: an eighth of 0.01 % is 12.5 parts per million, and premiums are means of thousands of samples. Up
/// to a notional of 10^12 units of money the last digit here is worth less than one of them.
@frozen public struct FundingRate: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let partsPerTrillion: Int64

  @inlinable public init(partsPerTrillion: Int64) { self.partsPerTrillion = partsPerTrillion }

  /// The same rate, exactly.
  @inlinable public init(_ rate: Rate) { partsPerTrillion = rate.partsPerBillion * 1_000 }

  /// Nobody pays.
  @inlinable public static var zero: FundingRate { FundingRate(partsPerTrillion: 0) }
  /// 100 %.
  @inlinable public static var one: FundingRate { FundingRate(partsPerTrillion: 1_000_000_000_000) }

  @inlinable public static func < (left: FundingRate, right: FundingRate) -> Bool {
    left.partsPerTrillion < right.partsPerTrillion
  }
}

extension FundingRate {
  /// What a holding pays for one interval; below zero it is paid.
  ///
  ///     payment = lots × price × tick value × rate       (up)
  ///
  /// Rounded up either way, so payers pay at least what receivers get, and what is left over is the rounding account's.
  ///
  /// - Parameter position: with `price` and `tickValue` below 2^62 together.
  @inlinable public func payment(on position: Position, at price: Price, tickValue: Money) -> Money {
    let value = Int128(position.lots) * Int128(price.ticks) * Int128(tickValue.units)
    let product = value * Int128(partsPerTrillion)
    return Money(units: Int64(product.divided(by: Int128(Self.one.partsPerTrillion), rounding: .up)))
  }
}
