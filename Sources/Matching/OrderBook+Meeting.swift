import MarketTypes
import Storage

/// Who meets whom, and what is taken.
extension OrderBook {
  /// The resting order that one of `side`, limited to `limit`, would meet first; `nil` when there is none.
  @inlinable @inline(__always) public func nextMaker(for side: Side, limit: Price?) -> StandingOrder? {
    let first = bestLevel(of: side.opposite)
    return first.rank <= reach(of: side, limit: limit) ? standing(levels[known: first.level].head) : nil
  }

  /// At what price that one stands; `nil` when there is none.
  @inlinable @inline(__always) public func nextPrice(for side: Side, limit: Price?) -> Price? {
    let rank = side == .buy ? firstSeller : firstBuyer
    if rank > reach(of: side, limit: limit) { return nil }
    return Price(ticks: BookPlace(side).opposite.ticks(ofRank: rank))
  }

  /// Whether an order of `side` limited to `limit` would trade at once.
  @inlinable @inline(__always) public func wouldTake(_ side: Side, limit: Price?) -> Bool {
    (side == .buy ? firstSeller : firstBuyer) <= reach(of: side, limit: limit)
  }

  /// The last rank on the other side that an order of `side` would still meet.
  @inlinable @inline(__always) func reach(of side: Side, limit: Price?) -> Int64 {
    guard let limit else { return BookPlace.noRank - 1 }
    return BookPlace(side).opposite.rank(ofTicks: limit.ticks)
  }

  /// Calls `body` with each resting order that one of `side` limited to `limit` would meet, in the order of meeting, until
  /// it answers false. O(orders shown).
  @inlinable public func forEachMaker(for side: Side, limit: Price?, _ body: (StandingOrder) -> Bool) {
    let makers = BookPlace(side).opposite
    var displayed = best[makers.index].level
    var hidden = best[makers.hidden.index].level
    let reach = reach(of: side, limit: limit)
    while min(rank(of: displayed), rank(of: hidden)) <= reach {
      if rank(of: displayed) <= rank(of: hidden) {
        if !show(displayed, body) { return }
        displayed = behind(displayed)
      } else {
        if !show(hidden, body) { return }
        hidden = behind(hidden)
      }
    }
  }

  /// Takes lots from a resting order; an order taken whole leaves the book, unless it is an iceberg with lots to show
  /// next: then it goes to the tail of its queue with those, under the same number. It keeps its place otherwise.
  ///
  /// The quantity is at least 1 and at most what is left of the order.
  ///
  /// - Parameter refill: what the order shows next when all it shows is taken.
  @inlinable @inline(__always) public mutating func take(
    _ quantity: Quantity, from maker: StandingOrder, refill: Quantity = .zero
  ) {
    let slot = maker.slot
    let left = orders[slot].lots - quantity.lots
    precondition(left >= 0 && quantity.lots > 0, "taking more than rests, or nothing")
    if left == 0, refill == .zero { return remove(slot) }
    noteFilled(quantity.lots, slot)
    if left == 0 { return requeue(slot, lots: refill.lots) }
    levels[known: orders[known: slot].level].lots -= quantity.lots
    orders[known: slot].lots = left
  }

  /// More lots of an order have filled, or fewer.
  @inlinable @inline(__always) mutating func noteFilled(_ lots: Int64, _ slot: Int32) {
    if !orders[known: slot].hasFacts {
      facts[known: slot] = facts(of: slot)
      orders[known: slot].tag |= RestingOrder.factsBit
    }
    facts[known: slot].filledLots += lots
  }
}
