/// An account by its number; the venue's accounts are numbered from 0 without gaps.
@frozen public struct AccountID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let number: Int32

  @inlinable public init(number: Int32) { self.number = number }

  /// For looking up in arrays by number.
  @inlinable public var index: Int { Int(number) }
  @inlinable public static func < (left: AccountID, right: AccountID) -> Bool { left.number < right.number }
}

/// An instrument by its number; numbered from 0 without gaps.
@frozen public struct InstrumentID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let number: UInt16

  @inlinable public init(number: UInt16) { self.number = number }

  /// For looking up in arrays by number.
  @inlinable public var index: Int { Int(number) }
  @inlinable public static func < (left: InstrumentID, right: InstrumentID) -> Bool { left.number < right.number }
}

/// An asset that collateral is held in, by its number; numbered from 0 without gaps.
@frozen public struct AssetID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let number: UInt16

  @inlinable public init(number: UInt16) { self.number = number }

  /// The currency that all profit, fees and margin are in.
  @inlinable public static var settlement: AssetID { AssetID(number: 0) }

  /// For looking up in arrays by number.
  @inlinable public var index: Int { Int(number) }
  @inlinable public static func < (left: AssetID, right: AssetID) -> Bool { left.number < right.number }
}

/// The venue's own number of an order: ascending from 1 over all instruments, never used again.
@frozen public struct OrderID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let number: Int64

  @inlinable public init(number: Int64) { self.number = number }

  /// No order: the venue's numbers begin at 1.
  @inlinable public static var none: OrderID { OrderID(number: 0) }

  @inlinable public static func < (left: OrderID, right: OrderID) -> Bool { left.number < right.number }
}

/// The number an account gave its own order: unique among the account's live orders. Zero means none was given.
@frozen public struct ClientOrderID: Hashable, Sendable, BitwiseCopyable {
  public let number: Int64

  @inlinable public init(number: Int64) { self.number = number }

  /// No number was given.
  @inlinable public static var none: ClientOrderID { ClientOrderID(number: 0) }
}

/// How a command names an order that already stands.
@frozen public enum OrderReference: Hashable, Sendable, BitwiseCopyable {
  /// The venue's number.
  case order(OrderID)
  /// The account's own number.
  case client(ClientOrderID)
}

/// The place of an event in the stream, counted from 0. Its sequence number is nothing else.
@frozen public struct EventPosition: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let number: Int64

  @inlinable public init(number: Int64) { self.number = number }

  @inlinable public static func < (left: EventPosition, right: EventPosition) -> Bool { left.number < right.number }
}
