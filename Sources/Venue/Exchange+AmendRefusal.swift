import Clearing
import MarketTypes
import Matching

extension Exchange {
  /// The first rule an amend breaks, or `nil`. Counts towards the order rate.
  mutating func refusal(of request: OrderAmend, _ found: (order: LiveOrder?, reason: Refusal)) -> Refusal? {
    if found.order == nil, found.reason != .unknownOrder { return found.reason }
    if let reason = entryRefusal(request.account, request.instrument, wantsToTradeAtOnce: false) { return reason }
    switch found.order {
    case nil: return .unknownOrder
    case .resting(let order)? where order.detail < 0: return refusal(of: request, plain: order)
    case let live?: return refusal(of: request, special: live)
    }
  }

  /// Of an order that rests and has no rare terms, as nearly all: it is put together only if it is to enter anew. The lines are
  /// those of the ladder below that can apply to it.
  @inline(__always)
  private mutating func refusal(of request: OrderAmend, plain order: StandingOrder) -> Refusal? {
    let asked = request.quantity ?? order.quantity + order.filled
    let left = Quantity(lots: asked.lots - min(asked.lots, order.filled.lots))
    if let reason = formRefusal(of: request, asked, left) { return reason }
    if request.trigger != nil { return .conditionsContradict }
    let keepsPrice = request.limit == nil || request.limit == order.price
    if keepsPrice, left == order.quantity { return .amendChangesNothing }
    guard left > .zero, !keepsPrice || left > order.quantity else { return nil }
    // Its own reservation does not stand in its way.
    let again = self.order(of: order, in: request.instrument, left, limit: request.limit)
    return withoutStanding(order, in: request.instrument) { venue in venue.bookRefusal(of: again, .fired) }
  }

  @inline(never)
  private mutating func refusal(of request: OrderAmend, special live: LiveOrder) -> Refusal? {
    let before: Order
    let filled: Quantity
    let limit: Price?
    var trigger: Price?
    switch live {
    case .resting(let order):
      before = self.order(of: order, in: request.instrument)
      filled = order.filled
      limit = self.limit(of: order, in: request.instrument)
    case .armed(let slot):
      before = specials[request.instrument.index][slot].order
      filled = .zero
      limit = before.limit
      trigger = before.conditions.triggerPrice.map { Price(ticks: $0) }
    }
    let wholeBefore = before.quantity + filled
    let asked = request.quantity ?? wholeBefore
    if case .resting = live, before.conditions.pegReference != .none, asked > filled,
      !desks[request.instrument.index].phase.isContinuous,
      asked > wholeBefore || (request.limit != nil && request.limit != limit)
    {
      return .phaseForbids
    }
    var after = before
    after.quantity = Quantity(lots: asked.lots - min(asked.lots, filled.lots))
    if let price = request.limit { after.limit = price }
    if let reason = formRefusal(of: request, asked, after.quantity) { return reason }
    let cannotTake =
      (request.limit != nil && limit == nil)
      || (request.trigger != nil && trigger == nil) || after.hasTooManyParts
    if cannotTake { return .conditionsContradict }
    if let moved = request.trigger, moved != trigger {
      after.conditions.triggerValue = moved.ticks
      if let reason = triggerRefusal(of: after) { return reason }
    }
    let keepsPrice = request.limit == nil || request.limit == limit
    let keepsTrigger = request.trigger == nil || request.trigger == trigger
    if keepsPrice, keepsTrigger, after.quantity == before.quantity { return .amendChangesNothing }
    guard case .resting = live, after.quantity > .zero, !keepsPrice || after.quantity > before.quantity else {
      return nil
    }
    // From here on it enters anew.
    if let reason = pegRefusal(of: after) { return reason }
    return withoutStanding(live, in: request.instrument) { venue in venue.bookRefusal(of: after, .fired) }
  }

  private func formRefusal(of request: OrderAmend, _ whole: Quantity, _ left: Quantity) -> Refusal? {
    let rules = bookRules[request.instrument.index]
    if whole.lots < 1 { return .quantityIsZero }
    if left > rules.largest { return .quantityAboveLimit }
    if let quantity = request.quantity, quantity.lots % rules.lotSize != 0 { return .lotSizeNotMet }
    let prices = (request.limit?.ticks ?? 1, request.trigger?.ticks ?? 1)
    if min(prices.0, prices.1) < 1 { return .priceBelowOne }
    if max(prices.0, prices.1) > rules.maximumPrice.ticks { return .priceAboveLimit }
    let isOff =
      (request.limit?.ticks ?? 0) % rules.tickSize != 0 || (request.trigger?.ticks ?? 0) % rules.tickSize != 0
    return isOff ? .tickSizeNotMet : nil
  }
}
