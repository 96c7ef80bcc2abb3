import Clearing
import MarketTypes
import Matching

/// What stands at the price a count looks at.
private struct PriceCount {
  var price: Price?
  /// Shown lots that may be counted on, and those that are not shown but met before the price is left.
  var shown: Int64 = 0
  var behind: Int64 = 0
  /// Whether an own order stands there that ends the incoming one once the price is shared out.
  var hasOwn = false

  /// What may be counted on of it, once all of it has been looked at.
  var total: Int64 { hasOwn ? shown : shown + behind }
}

/// What fill-or-kill and minimum quantity count on (MAT-9, MAT-27, MAT-34).
extension Exchange {
  /// Whether what an order may count on comes to so much, and the price of the last lot. O(orders it reaches).
  ///
  /// Not counted on are its owner's orders and what they keep it from; reduce-only orders, which may shrink; orders of
  /// accounts whose balance or position is at its limit; orders of a group, which may end each other; and quotes under
  /// protection. What is counted on is there when its turn comes, so an admitted order fills: unless what the walk itself
  /// moves takes one of the two balances beyond what the venue counts (MAT-22), which no count foresees.
  mutating func fillable(_ order: Order, _ wanted: Quantity, limit: Price?) -> (isEnough: Bool, worst: Price?) {
    let instrument = order.instrument
    var wanted = wanted
    if order.terms.contains(.reduceOnly) {
      wanted = min(wanted, house.position(of: order.account, in: instrument).size)
    }
    let mode = prevention(of: order)
    let isShared = bookRules[instrument.index].matching != .priceTime
    let edges = fillEdges(in: instrument, for: order.side)
    var before: Int64 = 0
    var count = PriceCount()
    var hasEnded = false
    var worst: Price?
    books[instrument.index].forEachMaker(for: order.side, limit: limit) { maker in
      if let edges, !edges.contains(maker.price) { return false }
      if count.price != maker.price {
        before += count.total
        hasEnded = count.hasOwn
        count = PriceCount(price: maker.price)
        if before >= wanted.lots || hasEnded { return false }
        worst = maker.price
      }
      if isAbsent(maker, in: instrument) { return true }
      if isGroupMate(maker, of: order) { hasEnded = true }
      if mode != .allow, mode != .cancelOldest, isOwn(maker, order.account) {
        if isShared, !maker.terms.contains(.hidden), mode != .decrement {
          count.hasOwn = true
          return true
        }
        if isShared, !maker.terms.contains(.hidden) { count.shown = 0 }
        hasEnded = true
      }
      if hasEnded {
        // In the walk, what is not shown at this price comes after whom it cannot pass.
        count.behind = maker.terms.contains(.hidden) ? count.behind : 0
        return false
      }
      if mode == .cancelOldest, isOwn(maker, order.account) { return true }
      guard canBeCountedOn(maker, in: instrument) else { return true }
      if maker.terms.contains(.hidden) {
        count.behind += maker.quantity.lots
      } else {
        count.shown += maker.quantity.lots
        count.behind += reserve(of: maker, in: instrument).lots
      }
      // An own order farther back in the queue cannot take away what is shown before it, except where it is
      // decremented before a price is shared.
      return before + count.shown < wanted.lots || (isShared && mode == .decrement)
    }
    return (before + count.total >= wanted.lots, worst)
  }

  private func isGroupMate(_ maker: StandingOrder, of order: Order) -> Bool {
    guard order.conditions.group != 0, maker.account == order.account, maker.detail >= 0 else { return false }
    return specials[order.instrument.index].isGrouped(maker.detail)
      && specials[order.instrument.index][maker.detail].order.conditions.group == order.conditions.group
  }

  private func canBeCountedOn(_ maker: StandingOrder, in instrument: InstrumentID) -> Bool {
    if maker.terms.contains(.reduceOnly) || !house.canSettle(maker.account) { return false }
    if !house.isWithinPositionLimit(maker.account, in: instrument, adding: .zero, maker.side) { return false }
    if maker.detail >= 0, specials[instrument.index].otherMember(of: maker.detail) >= 0 { return false }
    return maker.client.number >= 0 || !isProtected(maker.account, instrument)
  }
}
