import Clearing
import MarketTypes
import Matching

/// Opening state: what stands before anybody trades (MAT-16). Nobody is asked for margin.
extension Exchange {
  mutating func openHolding(
    _ opening: HoldingOpening, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(of: opening) {
      refuse(.openHolding, opening.account, opening.instrument, reason, because: cause, into: &events)
      return
    }
    let event = events.append(.holdingOpened(opening), because: cause, round: 0)
    house.openHolding(opening) { transfer in events.append(.transferred(transfer), because: event, round: 0) }
  }

  private func refusal(of opening: HoldingOpening) -> Refusal? {
    if !house.contains(opening.account) || !house.contains(opening.counterparty) { return .unknownAccount }
    if opening.instrument.index >= books.count { return .unknownInstrument }
    if !isOpening { return .openingIsOver }
    if !house.mayTrade(opening.account, opening.instrument) { return .notThisInstrument }
    if !house.mayTrade(opening.counterparty, opening.instrument) { return .notThisInstrument }
    if opening.account == opening.counterparty { return .counterpartyIsSelf }
    if !house.canSettle(opening.account) || !house.canSettle(opening.counterparty) { return .balanceLimit }
    if opening.position.isFlat { return .quantityIsZero }
    let limit = rules.instruments[opening.instrument.index].maximumPosition
    if opening.position.lots.magnitude > limit.lots.magnitude { return .quantityAboveLimit }
    if opening.price.ticks < 1 { return .priceBelowOne }
    if opening.price > rules.instruments[opening.instrument.index].maximumPrice { return .priceAboveLimit }
    let side: Side = opening.position.lots > 0 ? .buy : .sell
    let size = opening.position.size
    let isWithin =
      house.isWithinPositionLimit(opening.account, in: opening.instrument, adding: size, side)
      && house.isWithinPositionLimit(opening.counterparty, in: opening.instrument, adding: size, side.opposite)
    return isWithin ? nil : .positionAboveLimit
  }

  mutating func openMark(_ update: PriceUpdate, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: update, endsWithOpening: true) {
      refuse(.openMark, AccountID(number: -1), update.instrument, reason, because: cause, into: &events)
      return
    }
    let change = MarkChange(
      instrument: update.instrument, price: update.price, previous: house.mark(of: update.instrument))
    let event = events.append(.marked(change), because: cause, round: 0)
    house.setMark(update.instrument, to: update.price, at: event)
  }

  func refusal(of update: PriceUpdate, endsWithOpening: Bool = false) -> Refusal? {
    if update.instrument.index >= books.count { return .unknownInstrument }
    if endsWithOpening, !isOpening { return .openingIsOver }
    if update.price.ticks < 1 { return .priceBelowOne }
    if update.price > rules.instruments[update.instrument.index].maximumPrice { return .priceAboveLimit }
    return nil
  }

  /// Opening state: the order rests without margin check, and must not meet another.
  mutating func openOrder(_ order: Order, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = openingRefusal(of: order) {
      refuse(.openOrder, order, reason, because: cause, into: &events)
      return
    }
    _ = enter(order, because: cause, round: 0, into: &events)
  }

  /// An order of the opening that waits for nothing is post-only whether it says so or not: it rests, or is refused.
  private func openingRefusal(of order: Order) -> Refusal? {
    if !house.contains(order.account) { return .unknownAccount }
    if order.instrument.index >= books.count { return .unknownInstrument }
    if !isOpening { return .openingIsOver }
    if !house.mayTrade(order.account, order.instrument) { return .notThisInstrument }
    if order.terms.contains(.forced) { return .forcedNotAllowed }
    var resting = order
    if order.conditions.triggerKind == .none { resting.terms.insert(.postOnly) }
    if let reason = clientRefusal(of: resting) ?? formRefusal(of: resting) { return reason }
    if order.conditions.triggerKind != .none { return nil }
    if order.terms.contains(.reduceOnly) {
      if house.position(of: order.account, in: order.instrument).closingSide != order.side {
        return .reduceOnlyWouldIncrease
      }
    } else if !house.isWithinPositionLimit(order.account, in: order.instrument, adding: order.quantity, order.side) {
      return .positionAboveLimit
    }
    return standsClear(order, at: effectiveLimit(of: order).price) ? nil : .postOnlyWouldTake
  }
}
