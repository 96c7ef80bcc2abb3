/// What funding asks of notional for one interval, in parts per trillion: longs pay shorts where it is above zero.
///
/// Finer than a `Rate`: an eighth of 0.01 % is 12.5 parts per million, and premiums are means of thousands of samples. Up
/// to a notional of 10^12 units of money the last digit here is worth less than one of them.
@frozen public struct FundingRate: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Of either sign, at most 10^12 either way where rules made it (FND-5).
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
  ///     payment = lots × tick value × price × rate       (up), of an inverse contract ÷ price
  ///
  /// Rounded up either way, so payers pay at least what receivers get, and what is left over is the rounding account's.
  ///
  /// - Parameter tickValue: with position and price below 2^62; of an inverse contract with the position alone.
  public func payment(
    on position: Position, at price: Price, tickValue: Money, of contract: ContractKind = .linear
  ) -> Money {
    let size = Int128(position.lots) * Int128(tickValue.units)
    let (ticks, one) = (Int128(price.ticks), Int128(Self.one.partsPerTrillion))
    let rate = Int128(partsPerTrillion)
    return switch contract {
    case .linear: Money(units: Int64((size * ticks * rate).divided(by: one, rounding: .up)))
    case .inverse: Money(units: Int64((size * rate).divided(by: ticks * one, rounding: .up)))
    }
  }
}
