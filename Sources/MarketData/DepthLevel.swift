import MarketTypes

/// What stands at one price of one side from now on: a whole size, not a difference.
public struct DepthLevel: Hashable, Sendable, BitwiseCopyable {
  public var side: Side
  public var price: Price
  /// Zero takes the level away.
  public var quantity: Quantity

  public init(_ side: Side, _ price: Price, _ quantity: Quantity) {
    self.side = side
    self.price = price
    self.quantity = quantity
  }
}

/// The best level of both sides: all that a stream of best prices knows of a book.
public struct DepthTop: Hashable, Sendable, BitwiseCopyable {
  /// `nil` when the side is empty.
  public var bid: Price?
  public var bidQuantity: Quantity
  public var ask: Price?
  public var askQuantity: Quantity

  public init(bid: Price?, _ bidQuantity: Quantity, ask: Price?, _ askQuantity: Quantity) {
    self.bid = bid
    self.bidQuantity = bidQuantity
    self.ask = ask
    self.askQuantity = askQuantity
  }

  /// Whether some buyer would pay what some seller asks.
  public var isCrossed: Bool {
    guard let ask, let bid else { return false }
    return bid >= ask
  }

  /// Whether both best prices are the same; sizes may differ.
  public func hasPrices(of other: DepthTop) -> Bool { bid == other.bid && ask == other.ask }
}
