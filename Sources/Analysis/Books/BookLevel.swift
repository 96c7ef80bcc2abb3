import MarketTypes

/// One price of a side of a book, with what it shows.
@frozen public struct BookLevel: Hashable, Sendable, BitwiseCopyable {
  /// In ticks, at least 1.
  public let price: Price
  /// All that is shown there, of all orders; hidden lots do not count.
  public let quantity: Quantity

  /// - Parameters:
  ///   - price: at least 1 tick.
  ///   - quantity: what is shown there, of all orders.
  public init(_ price: Price, _ quantity: Quantity) {
    self.price = price
    self.quantity = quantity
  }
}
