import MarketTypes

/// One change of what stands in a historical order book. The book's owner knows no more about where it came from.
public struct BookEdit: Hashable, Sendable, BitwiseCopyable {
  public enum Change: UInt8, Sendable, BitwiseCopyable {
    /// A new order at the end of its queue. It meets no other.
    case add
    /// Takes lots off an order, which keeps its place; with nothing left it is gone.
    case reduce
  }

  public var change: Change
  /// Above zero as the source numbers its orders; below zero for the anonymous orders a book was seeded with.
  public var orderID: Int64
  public var side: Side
  /// Where the order stands.
  public var price: Price
  /// Added or taken off: at least one lot, and never more taken off than is left.
  public var quantity: Quantity

  public init(_ change: Change, orderID: Int64, side: Side, price: Price, quantity: Quantity) {
    self.change = change
    self.orderID = orderID
    self.side = side
    self.price = price
    self.quantity = quantity
  }
}

/// An order book that history can be played into.
///
/// An edit says both which order it is about and where that stands, so that a book of orders and a book of
/// price levels can both follow.
public protocol EditableBook: ~Copyable {
  mutating func apply(_ edit: BookEdit)
  /// The best price of `side` and all that stands there; `nil` when the side is empty.
  func best(_ side: Side) -> (price: Price, quantity: Quantity)?
}
