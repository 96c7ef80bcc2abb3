/// Where an order or a fill stands, in ticks of its instrument; at least 1.
///
/// Prices are compared and subtracted, never added: the difference is a `PriceChange`.
@frozen public struct Price: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// At least 1 where the venue took it; nothing here looks.
  public let ticks: Int64

  @inlinable public init(ticks: Int64) { self.ticks = ticks }

  @inlinable public static func < (left: Price, right: Price) -> Bool { left.ticks < right.ticks }

  @inlinable public static func - (left: Price, right: Price) -> PriceChange {
    PriceChange(ticks: left.ticks - right.ticks)
  }
  @inlinable public static func + (price: Price, change: PriceChange) -> Price {
    Price(ticks: price.ticks + change.ticks)
  }
  @inlinable public static func - (price: Price, change: PriceChange) -> Price {
    Price(ticks: price.ticks - change.ticks)
  }
}

/// A distance between two prices, in ticks, of either sign.
@frozen public struct PriceChange: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Above zero is up.
  public let ticks: Int64

  @inlinable public init(ticks: Int64) { self.ticks = ticks }

  @inlinable public static func < (left: PriceChange, right: PriceChange) -> Bool { left.ticks < right.ticks }
}
