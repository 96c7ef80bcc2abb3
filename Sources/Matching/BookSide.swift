import MarketTypes
import Storage

/// The displayed or the hidden resting orders of one side as price levels, with the best one at hand.
@frozen @usableFromInline struct BookSide: ~Copyable {
  @usableFromInline var levels: Ladder<PriceLevel>
  /// The best level's rung, or −1.
  @usableFromInline var best: Int32
  @usableFromInline let side: Side
  /// The best price's rank; the highest number there is while the side is empty.
  @usableFromInline var bestRank: Int64
  /// Turns a price in ticks into its rank and back: nothing to do for a seller, all bits the other way for a buyer.
  @usableFromInline let flip: Int64

  @inlinable
  init(side: Side) {
    self.init(side: side, levels: Ladder(vacant: .empty), best: -1, bestRank: .max)
  }

  @inlinable
  init(side: Side, levels: consuming Ladder<PriceLevel>, best: Int32, bestRank: Int64) {
    self.side = side
    self.levels = levels
    self.best = best
    self.bestRank = bestRank
    flip = side == .buy ? -1 : 0
  }

  @inlinable borrowing func clone() -> BookSide {
    BookSide(side: side, levels: levels.clone(), best: best, bestRank: bestRank)
  }

  @inlinable var bestPrice: Price? { best < 0 ? nil : price(of: best) }
  @inlinable var bestQuantity: Quantity { best < 0 ? .zero : Quantity(lots: levels[best].lots) }

  /// The slot of the oldest order at the best price. The side is not empty.
  @inlinable var bestHead: Int32 { @inline(__always) get { levels[best].head } }

  @inlinable @inline(__always) func price(of level: Int32) -> Price { Price(ticks: levels.height(of: level)) }

  /// Where a price stands on this side: the lower, the better. Compares without asking which side it is.
  @inlinable @inline(__always) func rank(ofTicks ticks: Int64) -> Int64 { ticks ^ flip }

  /// The next level behind one, or −1.
  @inlinable func behind(_ level: Int32) -> Int32 {
    side == .buy ? levels.below(level) : levels.above(level)
  }

  /// How well a level of this side stands; an absent one behind every other.
  @inlinable @inline(__always) func rank(of level: Int32) -> Int64 {
    level < 0 ? .max : rank(ofTicks: levels.height(of: level))
  }

  /// Puts a slot at the tail of a price's queue; the level is made if need be.
  ///
  /// - Returns: the level, and the slot that was the tail before or −1.
  @inlinable @inline(__always) mutating func append(
    _ slot: Int32, atTicks ticks: Int64, lots: Int64
  ) -> (level: Int32, before: Int32) {
    let level = levels.occupy(ticks)
    let rank = rank(ofTicks: ticks)
    if rank < bestRank {
      best = level
      bestRank = rank
    }
    return (level, levels[level].append(slot, lots: lots))
  }

  /// Takes an order's lots and ends out of its level, and the level away when it was alone.
  @inlinable @inline(__always) mutating func remove(_ order: RestingOrder) {
    levels[order.level].remove(order)
    if order.previous < 0 && order.next < 0 { removeLevel(order.level) }
  }

  /// Takes an empty level away.
  @inlinable @inline(never) mutating func removeLevel(_ level: Int32) {
    if level == best {
      best = behind(level)
      bestRank = rank(of: best)
    }
    levels.vacate(level)
  }

  /// Whether an order from the other side, limited to `limit`, would trade at the best price here.
  @inlinable @inline(__always) func isReached(by limit: Price?) -> Bool {
    guard let limit else { return best >= 0 }
    return rank(ofTicks: limit.ticks) >= bestRank && best >= 0
  }
}
