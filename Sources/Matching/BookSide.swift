import MarketTypes
import Storage

/// The resting orders of one side as price levels, with the best one at hand.
@frozen @usableFromInline struct BookSide: ~Copyable {
  @usableFromInline let side: Side
  @usableFromInline var levels: Ladder<PriceLevel>
  /// The best level's rung, or −1.
  @usableFromInline var best: Int32
  /// The best price in ticks; meaningless while `best` is −1.
  @usableFromInline var bestTicks: Int64

  @inlinable
  init(side: Side) {
    self.side = side
    levels = Ladder(vacant: .empty)
    best = -1
    bestTicks = 0
  }

  @inlinable
  init(side: Side, levels: consuming Ladder<PriceLevel>, best: Int32, bestTicks: Int64) {
    self.side = side
    self.levels = levels
    self.best = best
    self.bestTicks = bestTicks
  }

  @inlinable borrowing func clone() -> BookSide {
    BookSide(side: side, levels: levels.clone(), best: best, bestTicks: bestTicks)
  }

  /// Whether a price on this side stands before another.
  @inlinable func isBetter(_ ticks: Int64, than other: Int64) -> Bool {
    side == .buy ? ticks > other : ticks < other
  }

  /// The next level behind one, or −1.
  @inlinable func behind(_ level: Int32) -> Int32 {
    side == .buy ? levels.below(level) : levels.above(level)
  }

  /// The level at a price, made if need be.
  @inlinable mutating func level(atTicks ticks: Int64) -> Int32 {
    let level = levels.occupy(ticks)
    if best < 0 || isBetter(ticks, than: bestTicks) {
      best = level
      bestTicks = ticks
    }
    return level
  }

  /// Takes an empty level away.
  @inlinable mutating func remove(_ level: Int32) {
    if level == best {
      best = behind(level)
      if best >= 0 { bestTicks = levels.height(of: best) }
    }
    levels.vacate(level)
  }

  /// Whether an order from the other side, limited to `limit`, would trade at the best price here.
  @inlinable func isReached(by limit: Price?) -> Bool {
    guard best >= 0 else { return false }
    guard let limit else { return true }
    return side == .sell ? limit.ticks >= bestTicks : limit.ticks <= bestTicks
  }
}
