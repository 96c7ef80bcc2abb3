import Clearing
import MarketTypes
import Matching
import Storage

/// One shown order of a price that is shared out.
struct LevelShare: BitwiseCopyable {
  let order: OrderID
  let isOwn: Bool
  /// What it showed when sharing began, less what it filled since.
  var lots: Int64
}

/// Matching that is not by time alone (MAT-28 … MAT-30).
extension Exchange {
  /// Shares what comes among the orders that one price shows: own orders first, then the top order where it counts, then
  /// all in proportion, then what is left by time.
  mutating func share(at price: Price, _ taker: Taker, _ walk: inout Walk, into events: inout EventStream) {
    let book = taker.instrument.index
    collectShares(at: price, for: taker)
    guard !meetOwn(taker, &walk, into: &events) else { return }
    if bookRules[book].matching == .proRataAfterTop {
      let top = taker.side == .buy ? desks[book].topAsk : desks[book].topBid
      for index in 0..<shares.count where shares[index].order.number == top && !shares[index].isOwn {
        fill(index, atMost: Quantity(lots: shares[index].lots), taker, &walk, into: &events)
        shares[index].lots = 0
      }
    }
    shareOut(taker, &walk, into: &events)
    endOwn(taker, &walk, into: &events)
  }

  private mutating func collectShares(at price: Price, for taker: Taker) {
    shares.removeAll()
    let prevents = taker.prevention != .allow
    books[taker.instrument.index].forEachOrder(at: price, on: taker.side.opposite) { maker in
      let isOwn = prevents && isOwn(maker, taker.account)
      shares.append(LevelShare(order: maker.id, isOwn: isOwn, lots: maker.quantity.lots))
      return true
    }
  }

  /// Own orders that leave or are decremented, oldest first. Whether nothing is left to share.
  private mutating func meetOwn(_ taker: Taker, _ walk: inout Walk, into events: inout EventStream) -> Bool {
    let mode = taker.prevention
    guard mode == .cancelOldest || mode == .decrement else { return false }
    for index in 0..<shares.count where shares[index].isOwn {
      if walk.left == .zero || walk.stop != nil { return true }
      if let maker = books[taker.instrument.index].order(shares[index].order) {
        prevent(maker, taker, &walk, into: &events)
      }
    }
    return walk.left == .zero || walk.stop != nil
  }

  /// Each in proportion, rounded down; then what is left of that goes to who came first.
  private mutating func shareOut(_ taker: Taker, _ walk: inout Walk, into events: inout EventStream) {
    var shown: Int64 = 0
    for index in 0..<shares.count where !shares[index].isOwn { shown += shares[index].lots }
    let coming = min(walk.left.lots, shown)
    guard coming > 0, walk.stop == nil else { return }
    let target = walk.left.lots - coming
    for index in 0..<shares.count where !shares[index].isOwn && walk.stop == nil {
      let part = coming.times(shares[index].lots, over: shown, rounding: .down)
      if part > 0 { fill(index, atMost: Quantity(lots: part), taker, &walk, into: &events) }
    }
    for index in 0..<shares.count where !shares[index].isOwn && walk.stop == nil && walk.left.lots > target {
      let most = min(walk.left.lots - target, shares[index].lots)
      if most > 0 { fill(index, atMost: Quantity(lots: most), taker, &walk, into: &events) }
    }
  }

  private mutating func fill(
    _ index: Int, atMost most: Quantity, _ taker: Taker, _ walk: inout Walk, into events: inout EventStream
  ) {
    guard let maker = books[taker.instrument.index].order(shares[index].order) else {
      shares[index].lots = 0
      return
    }
    let before = walk.left
    meet(maker, taker, &walk, atMost: most, into: &events)
    shares[index].lots -= (before - walk.left).lots
  }

  /// Under cancel newest and both, an incoming order that found its owner's at this price ends here.
  private mutating func endOwn(_ taker: Taker, _ walk: inout Walk, into events: inout EventStream) {
    guard walk.left > .zero, walk.stop == nil else { return }
    let mode = taker.prevention
    guard mode == .cancelNewest || mode == .cancelBoth else { return }
    var hasOwn = false
    for index in 0..<shares.count where shares[index].isOwn {
      hasOwn = true
      if mode == .cancelBoth, let maker = books[taker.instrument.index].order(shares[index].order) {
        end(maker, in: taker.instrument, .selfTrade, because: taker.cause, round: taker.round, into: &events)
      }
    }
    if hasOwn { walk.stop = .selfTrade }
  }

  /// Notes before an order rests whether it makes a price its side's best (MAT-29).
  @inline(__always)
  mutating func noteTop(
    _ id: OrderID, _ price: Price, _ side: Side, _ terms: OrderTerms, in instrument: InstrumentID
  ) {
    if bookRules[instrument.index].matching == .proRataAfterTop, !terms.contains(.hidden) {
      noteShownTop(id, price, side, in: instrument)
    }
  }

  @inline(never)
  private mutating func noteShownTop(_ id: OrderID, _ price: Price, _ side: Side, in instrument: InstrumentID) {
    let best = side == .buy ? books[instrument.index].bestBid : books[instrument.index].bestAsk
    let isBetter = best.map { side == .buy ? price > $0 : price < $0 } ?? true
    let before = side == .buy ? desks[instrument.index].topBid : desks[instrument.index].topAsk
    let top = isBetter ? id.number : before == id.number ? 0 : before
    if side == .buy { desks[instrument.index].topBid = top } else { desks[instrument.index].topAsk = top }
  }
}
