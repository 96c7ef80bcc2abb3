import Clearing
import MarketTypes
import Matching

/// Orders of one owner that would meet (MAT-24 … MAT-26).
extension Exchange {
  /// What an incoming order does where it would meet its owner's.
  @inline(__always)
  func prevention(of order: Order) -> SelfTradePrevention {
    if order.terms.contains(.forced) { return .allow }
    let own = order.conditions.prevention
    return own == .venueDefault ? rules.selfTradePrevention : own
  }

  /// Whether a resting order is of an incoming one's owner: the same account, or one of its group.
  @inline(__always)
  func isOwn(_ maker: StandingOrder, _ account: AccountID) -> Bool {
    if maker.account == account { return true }
    let group = members[account.index].group
    return group != 0 && group == members[maker.account.index].group
  }

  mutating func prevent(
    _ maker: StandingOrder, _ taker: Taker, _ walk: inout Walk, into events: inout EventStream
  ) {
    let instrument = taker.instrument
    switch taker.prevention {
    case .venueDefault, .allow: break
    case .cancelNewest: walk.stop = .selfTrade
    case .cancelOldest:
      end(maker, in: instrument, .selfTrade, because: taker.cause, round: taker.round, into: &events)
    case .cancelBoth:
      end(maker, in: instrument, .selfTrade, because: taker.cause, round: taker.round, into: &events)
      walk.stop = .selfTrade
    case .decrement: decrement(maker, taker, &walk, into: &events)
    }
    if walk.stop == nil, taker.special >= 0, specials[instrument.index][taker.special].state == .ended {
      walk.stop = .linked
    }
  }

  private mutating func decrement(
    _ maker: StandingOrder, _ taker: Taker, _ walk: inout Walk, into events: inout EventStream
  ) {
    let instrument = taker.instrument
    let book = instrument.index
    let quantity = min(walk.left, maker.quantity)
    let event = events.append(
      .selfTradeDecremented(
        SelfTradeDecrement(
          maker: maker.id, taker: taker.id, quantity: quantity, makerAccount: maker.account,
          takerAccount: taker.account, instrument: instrument)), because: taker.cause, round: taker.round)
    touch(instrument, by: event)
    walk.left = walk.left - quantity
    walk.lost = walk.lost + quantity
    noteLevel(maker.price, maker.side, maker.terms, in: instrument)
    if !maker.terms.contains(.reduceOnly) {
      house.removeOpenOrder(of: maker.account, in: instrument, maker.side, quantity, at: maker.price)
    }
    if quantity < maker.quantity {
      books[book].reduce(maker, to: maker.quantity - quantity)
    } else {
      let next = maker.detail < 0 ? .zero : specials[book].takeNextPart(of: maker.detail)
      books[book].lose(maker, refill: next)
      if next > .zero {
        sayRefilled(maker, next, in: instrument, because: event, round: taker.round, into: &events)
      } else {
        let cancelled = OrderCancelled(
          order: maker.id, quantity: .zero, account: maker.account, instrument: instrument, side: maker.side,
          reason: .selfTrade)
        let end = events.append(.cancelled(cancelled), because: event, round: taker.round)
        if maker.detail >= 0 {
          endGroup(of: maker.detail, in: instrument, because: end, round: taker.round, into: &events)
        }
        forget(maker, in: instrument)
      }
    }
    if walk.left == .zero {
      walk.stop = .selfTrade
      walk.emptied = event
    }
  }
}
