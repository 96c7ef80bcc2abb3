/// How much of an instrument, in lots; never negative.
@frozen public struct Quantity: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// At least 0 where the venue took it; nothing here looks.
  public let lots: Int64

  @inlinable public init(lots: Int64) { self.lots = lots }

  /// No lots.
  @inlinable public static var zero: Quantity { Quantity(lots: 0) }

  @inlinable public static func < (left: Quantity, right: Quantity) -> Bool { left.lots < right.lots }
  @inlinable public static func + (left: Quantity, right: Quantity) -> Quantity {
    Quantity(lots: left.lots + right.lots)
  }
  /// The right side is at most the left.
  @inlinable public static func - (left: Quantity, right: Quantity) -> Quantity {
    Quantity(lots: left.lots - right.lots)
  }
}

/// What an account holds of an instrument, in lots: long above zero, short below.
@frozen public struct Position: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Of either sign.
  public let lots: Int64

  @inlinable public init(lots: Int64) { self.lots = lots }

  /// Neither long nor short.
  @inlinable public static var flat: Position { Position(lots: 0) }
  @inlinable public static func < (left: Position, right: Position) -> Bool { left.lots < right.lots }

  /// Whether nothing is held.
  @inlinable public var isFlat: Bool { lots == 0 }
  /// How many lots, whichever the direction.
  @inlinable public var size: Quantity { Quantity(lots: abs(lots)) }
  /// The side an order must have to bring the position nearer to flat; `nil` when it is flat.
  @inlinable public var closingSide: Side? { lots == 0 ? nil : lots > 0 ? .sell : .buy }

  /// The position after `quantity` was bought or sold.
  @inlinable public func after(_ side: Side, _ quantity: Quantity) -> Position {
    Position(lots: lots + side.sign * quantity.lots)
  }
}

/// Which way an order trades.
@frozen public enum Side: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Bids, and becomes longer.
  case buy = 0
  /// Asks, and becomes shorter.
  case sell = 1

  /// The side it trades with.
  @inlinable public var opposite: Side { self == .buy ? .sell : .buy }
  /// +1 for a buyer, −1 for a seller.
  @inlinable public var sign: Int64 { 1 &- 2 &* Int64(rawValue) }
  /// What a buyer has of an amount: all of it, and a seller nothing. Without a branch, which would be a guess: which side
  /// comes next is chance.
  @inlinable @inline(__always) public func bought(_ amount: Int64) -> Int64 { amount & (Int64(rawValue) &- 1) }
  /// What a seller has of an amount.
  @inlinable @inline(__always) public func sold(_ amount: Int64) -> Int64 { amount & (0 &- Int64(rawValue)) }
}
