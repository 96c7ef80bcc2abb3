import MarketTypes

/// What a book shows at each price, best first, as old as the viewer's data. Only instruments that publish levels have it.
public struct PublicDepth: Hashable, Sendable {
  /// What a book shows at one price.
  @frozen public struct Level: Hashable, Sendable, BitwiseCopyable {
    /// The level's price.
    public var price: Price
    /// Shown there by all orders together; above zero.
    public var lots: Int64

    @inlinable
    public init(price: Price, lots: Int64) {
      self.price = price
      self.lots = lots
    }
  }

  /// Worst first, so that changes near the best price move little.
  private var bidLevels: [Level] = []
  private var askLevels: [Level] = []

  /// An empty book.
  public init() {}

  /// How many prices a side has.
  public func count(_ side: Side) -> Int { side == .buy ? bidLevels.count : askLevels.count }

  /// A level by its rank, the best first.
  ///
  /// - Parameter rank: below `count`.
  public func level(_ side: Side, _ rank: Int) -> Level {
    side == .buy ? bidLevels[bidLevels.count - 1 - rank] : askLevels[askLevels.count - 1 - rank]
  }

  /// What a price shows; zero if nothing. O(log levels).
  public func lots(_ side: Side, at price: Price) -> Int64 {
    let levels = side == .buy ? bidLevels : askLevels
    let place = Self.place(of: price, side, in: levels)
    return place < levels.count && levels[place].price == price ? levels[place].lots : 0
  }

  /// Lots no further than some ticks behind the best price. O(levels counted).
  public func lots(_ side: Side, within distance: PriceChange) -> Int64 {
    guard count(side) > 0 else { return 0 }
    let best = level(side, 0).price.ticks
    var sum: Int64 = 0
    for rank in 0..<count(side) {
      let level = level(side, rank)
      if abs(level.price.ticks - best) > distance.ticks { break }
      sum += level.lots
    }
    return sum
  }

  /// What one price shows from here on. O(levels better than it).
  public mutating func observe(_ change: LevelChange) {
    if change.side == .buy {
      Self.change(&bidLevels, .buy, change)
    } else {
      Self.change(&askLevels, .sell, change)
    }
  }

  private static func change(_ levels: inout [Level], _ side: Side, _ change: LevelChange) {
    let place = place(of: change.price, side, in: levels)
    let isThere = place < levels.count && levels[place].price == change.price
    if change.quantity == .zero {
      if isThere { levels.remove(at: place) }
    } else if isThere {
      levels[place].lots = change.quantity.lots
    } else {
      levels.insert(Level(price: change.price, lots: change.quantity.lots), at: place)
    }
  }

  /// The first place whose price is not worse.
  private static func place(of price: Price, _ side: Side, in levels: [Level]) -> Int {
    var (low, high) = (0, levels.count)
    while low < high {
      let middle = (low + high) / 2
      let isWorse = side == .buy ? levels[middle].price < price : levels[middle].price > price
      if isWorse { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
