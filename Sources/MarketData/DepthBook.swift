import MarketTypes

/// A book of price levels, as far as somebody tells of it: no orders, no queues.
///
/// Each side is a list in order of price with the best last, where nearly all changes are. Finding a level is O(log levels),
/// adding or taking one away O(better levels).
public struct DepthBook: Hashable, Sendable {
  private var bids: [DepthLevel] = []
  private var asks: [DepthLevel] = []

  public init() {}

  /// One side, worst price first.
  public subscript(side: Side) -> [DepthLevel] { side == .buy ? bids : asks }

  /// Best price and size of both sides; `nil` and zero where a side is empty.
  public var top: DepthTop {
    DepthTop(
      bid: bids.last?.price, bids.last?.quantity ?? .zero, ask: asks.last?.price, asks.last?.quantity ?? .zero)
  }

  /// What stands at a price.
  public func quantity(at price: Price, on side: Side) -> Quantity {
    let levels = side == .buy ? bids : asks
    let place = Self.place(of: price, on: side, in: levels)
    return place < levels.count && levels[place].price == price ? levels[place].quantity : .zero
  }

  /// From now on this stands at that price.
  ///
  /// - Returns: what stood there before.
  @discardableResult
  public mutating func apply(_ level: DepthLevel) -> Quantity {
    level.side == .buy ? Self.apply(level, to: &bids) : Self.apply(level, to: &asks)
  }

  /// Empties both sides and keeps the memory.
  public mutating func removeAll() {
    bids.removeAll(keepingCapacity: true)
    asks.removeAll(keepingCapacity: true)
  }

  private static func apply(_ level: DepthLevel, to levels: inout [DepthLevel]) -> Quantity {
    let place = place(of: level.price, on: level.side, in: levels)
    guard place < levels.count, levels[place].price == level.price else {
      if level.quantity > .zero { levels.insert(level, at: place) }
      return .zero
    }
    let before = levels[place].quantity
    if level.quantity > .zero { levels[place].quantity = level.quantity } else { levels.remove(at: place) }
    return before
  }

  /// The place of the first level that is no worse.
  private static func place(of price: Price, on side: Side, in levels: [DepthLevel]) -> Int {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      let isWorse = side == .buy ? levels[middle].price < price : levels[middle].price > price
      if isWorse { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
