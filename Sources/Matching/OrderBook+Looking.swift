import MarketTypes
import Storage

/// What is displayed, by price; and all orders of a side, one by one.
extension OrderBook {
  /// The highest price anybody openly bids.
  @inlinable public var bestBid: Price? { bestPrice(at: BookPlace(.buy)) }
  @inlinable public var bestAsk: Price? { bestPrice(at: BookPlace(.sell)) }

  /// Best displayed prices and what is shown there.
  @inlinable @inline(__always) public func quote(for instrument: InstrumentID) -> Quote {
    let (bid, ask) = (best[known: BookPlace(.buy).index].level, best[known: BookPlace(.sell).index].level)
    return Quote(
      instrument: instrument, bid: bestBid, bidQuantity: shown(at: bid), ask: bestAsk, askQuantity: shown(at: ask))
  }

  /// What is displayed at a price.
  @inlinable public func quantity(at price: Price, on side: Side) -> Quantity {
    shown(at: levels.find(BookPlace(side).height(ofTicks: price.ticks)))
  }

  /// Calls `body` with each displayed level of a side, best first, until it answers false. O(levels shown).
  public func forEachLevel(on side: Side, _ body: (Price, Quantity) -> Bool) {
    var level = best[BookPlace(side).index].level
    while level >= 0 {
      if !body(price(of: level), shown(at: level)) { return }
      level = behind(level)
    }
  }

  /// Calls `body` with the displayed orders at a price, oldest first, until it answers false. O(orders shown).
  @inlinable public func forEachOrder(at price: Price, on side: Side, _ body: (StandingOrder) -> Bool) {
    let level = levels.find(BookPlace(side).height(ofTicks: price.ticks))
    if level >= 0 { _ = show(level, body) }
  }

  /// Calls `body` with each order of a side, best first and displayed before hidden at each price, until it answers
  /// false. O(orders shown).
  @inlinable public func forEachOrder(on side: Side, _ body: (StandingOrder) -> Bool) {
    forEachMaker(for: side.opposite, limit: nil, body)
  }

  /// The order of a side that stands first: best price, displayed before hidden, oldest.
  @inlinable @inline(__always) public func first(of side: Side) -> StandingOrder? {
    let first = bestLevel(of: side)
    return first.level < 0 ? nil : standing(levels[first.level].head)
  }

  // MARK: Levels

  /// The level of a side's first order.
  @inlinable @inline(__always) func bestLevel(of side: Side) -> BestLevel {
    let (shown, hidden) = (best[known: BookPlace(side).index], best[known: BookPlace(side).hidden.index])
    return hidden.rank < shown.rank ? hidden : shown
  }

  @inlinable func bestPrice(at place: BookPlace) -> Price? {
    let best = best[known: place.index]
    return best.level < 0 ? nil : Price(ticks: place.ticks(ofRank: best.rank))
  }

  @inlinable func price(of level: Int32) -> Price {
    Price(ticks: BookPlace.ticks(ofHeight: levels.height(of: level)))
  }

  @inlinable func shown(at level: Int32) -> Quantity { level < 0 ? .zero : Quantity(lots: levels[known: level].lots) }

  /// How well a level stands on its side; an absent one behind every other.
  @inlinable func rank(of level: Int32) -> Int64 {
    if level < 0 { return BookPlace.noRank }
    let height = levels.height(of: level)
    return BookPlace(ofHeight: height).rank(ofTicks: BookPlace.ticks(ofHeight: height))
  }

  /// The next level behind one at the same place, or −1.
  @inlinable func behind(_ level: Int32) -> Int32 {
    let place = BookPlace(ofHeight: levels.height(of: level))
    let next = place.side == .buy ? levels.below(level) : levels.above(level)
    return next >= 0 && BookPlace(ofHeight: levels.height(of: next)).index == place.index ? next : -1
  }

  /// Calls `body` with a level's queue, oldest first; false when `body` had seen enough.
  @inlinable func show(_ level: Int32, _ body: (StandingOrder) -> Bool) -> Bool {
    var slot = levels[level].head
    while slot >= 0 {
      if !body(standing(slot)) { return false }
      slot = orders[slot].next
    }
    return true
  }
}
