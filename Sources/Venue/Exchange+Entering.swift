import Clearing
import MarketTypes
import Matching
import Storage

/// An order on its way through the book.
struct Taker {
  /// Its limit is the one it trades by: of a market order its protection's, of a peg what it follows.
  var order: Order
  let id: OrderID
  /// Where its rare terms are kept, or −1.
  let special: Int32
  /// Whether what does not fill rests at the limit.
  let mayRest: Bool
  /// Whether it was admitted with all it may cost; otherwise each fill asks for its margin again.
  let isAdmittedWhole: Bool
  /// The event its fills are because of.
  let cause: EventPosition
  let round: UInt16
}

/// The limit an order trades by, and whether its rest stands there.
struct EffectiveLimit {
  var price: Price?
  var mayRest: Bool
  var isAdmittedWhole: Bool
}

extension Exchange {
  mutating func submit(_ order: Order, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: order, .submitted) {
      refuse(.submit, order, reason, because: cause, into: &events)
      return
    }
    _ = enter(order, because: cause, round: 0, into: &events)
  }

  /// An order that passed admission gets its number, meets what it meets, and rests, waits or ends. The same door for all.
  ///
  /// - Returns: how much it filled.
  mutating func enter(
    _ order: Order, because cause: EventPosition?, round: UInt16, into events: inout EventStream
  ) -> Quantity {
    var order = order
    let waits = order.conditions.triggerKind != .none
    if order.terms.contains(.reduceOnly), !waits { clipToPosition(&order) }
    lastOrder += 1
    let id = OrderID(number: lastOrder)
    let accepted = events.append(.accepted(OrderAccepted(order, as: id)), because: cause, round: round)
    if order.timeInForce == .day { order.conditions.expiry = endOfDay }
    if order.conditions.isEmpty { return activate(order, id, -1, because: accepted, round: round, into: &events) }
    events.append(.conditioned(OrderConditioned(id, order.conditions)), because: accepted, round: round)
    let special = order.conditions.needsRecord ? specials[order.instrument.index].insert(order, as: id) : -1
    if let expiry = order.conditions.expiry { setDeadline(expiry, of: id, in: order.instrument) }
    if waits {
      arm(special, in: order.instrument, because: accepted, round: round, into: &events)
      return .zero
    }
    return activate(order, id, special, because: accepted, round: round, into: &events)
  }

  /// A reduce-only order is no larger than what it can close.
  func clipToPosition(_ order: inout Order) {
    order.quantity = min(order.quantity, house.position(of: order.account, in: order.instrument).size)
  }

  /// Sends an order through the book under its number.
  mutating func activate(
    _ order: Order, _ id: OrderID, _ special: Int32, because cause: EventPosition, round: UInt16,
    filledBefore: Quantity = .zero, into events: inout EventStream
  ) -> Quantity {
    let limit = effectiveLimit(of: order)
    if limit.price == nil, order.conditions.pegReference != .none {
      // Admitted, and what it follows left since: the order it replaces, or one of its group.
      endUnplaced(
        special, order.quantity, in: order.instrument, .pegReferenceGone, because: cause, round: round, into: &events)
      return .zero
    }
    var order = order
    order.limit = limit.price
    let taker = Taker(
      order: order, id: id, special: special, mayRest: limit.mayRest, isAdmittedWhole: limit.isAdmittedWhole,
      cause: cause, round: round)
    return trade(taker, filledBefore: filledBefore, into: &events)
  }

  /// When a day order ends that enters now.
  private var endOfDay: Time {
    let sinceStart = TimeSpan(nanoseconds: now.nanoseconds % rules.dayLength.nanoseconds)
    return Exchange.later(Time(nanoseconds: now.nanoseconds - sinceStart.nanoseconds), by: rules.dayLength)
      ?? Time(nanoseconds: .max)
  }

  // MARK: The limit an order trades by

  func effectiveLimit(of order: Order) -> EffectiveLimit {
    if order.conditions.pegReference != .none {
      return EffectiveLimit(price: pegPrice(of: order), mayRest: true, isAdmittedWhole: true)
    }
    guard let limit = order.limit else { return effectiveLimit(ofMarket: order) }
    if order.terms.contains(.slides), desks[order.instrument.index].phase.isContinuous,
      let met = firstMet(by: order.side, in: order.instrument, limit: limit)
    {
      let step = bookRules[order.instrument.index].tickSize
      let behind = met.price.ticks - order.side.sign * step
      return EffectiveLimit(
        price: Price(ticks: bookRules[order.instrument.index].settled(behind, for: order.side)), mayRest: true,
        isAdmittedWhole: true)
    }
    return EffectiveLimit(price: limit, mayRest: order.timeInForce.mayRest, isAdmittedWhole: true)
  }

  private func effectiveLimit(ofMarket order: Order) -> EffectiveLimit {
    let rules = bookRules[order.instrument.index]
    let met = firstMet(by: order.side, in: order.instrument, limit: nil)?.price
    if order.terms.contains(.marketToLimit) {
      return EffectiveLimit(price: met, mayRest: true, isAdmittedWhole: true)
    }
    guard rules.protectionDistance >= 0, !order.terms.contains(.forced), let met else {
      return EffectiveLimit(price: nil, mayRest: false, isAdmittedWhole: order.timeInForce == .fillOrKill)
    }
    let farthest = met.ticks + order.side.sign * rules.protectionDistance
    let clamped = rules.settled(min(max(farthest, 1), rules.maximumPrice.ticks), for: order.side)
    return EffectiveLimit(
      price: Price(ticks: order.side == .buy ? max(clamped, met.ticks) : min(clamped, met.ticks)),
      mayRest: rules.restsProtected && order.timeInForce != .fillOrKill,
      isAdmittedWhole: order.timeInForce == .fillOrKill)
  }

  /// Where a peg stands now, or `nil` without a price to follow or a place to stand (MAT-37).
  func pegPrice(of order: Order) -> Price? {
    let book = order.instrument.index
    let (bid, ask) = (books[book].bestBid?.ticks, books[book].bestAsk?.ticks)
    let reference: Int64
    switch order.conditions.pegReference {
    case .none: return nil
    case .bestBid:
      guard let bid else { return nil }
      reference = bid
    case .bestAsk:
      guard let ask else { return nil }
      reference = ask
    case .mid:
      guard let bid, let ask else { return nil }
      reference = (bid + ask).divided(by: 2, rounding: order.side == .buy ? .down : .up)
    }
    let rules = bookRules[book]
    var ticks = reference + Int64(order.conditions.pegOffset)
    if let limit = order.limit { ticks = order.side == .buy ? min(ticks, limit.ticks) : max(ticks, limit.ticks) }
    if order.side == .buy, let ask { ticks = min(ticks, ask - rules.tickSize) }
    if order.side == .sell, let bid { ticks = max(ticks, bid + rules.tickSize) }
    let highest = rules.maximumPrice.ticks / rules.tickSize * rules.tickSize
    let price = max(min(rules.settled(ticks, for: order.side), highest), rules.tickSize)
    if order.side == .buy, let ask, price > ask - rules.tickSize { return nil }
    if order.side == .sell, let bid, price < bid + rules.tickSize { return nil }
    return Price(ticks: price)
  }

  // MARK: Resting

  /// What is left of an order stands in the book.
  mutating func rest(
    _ taker: Taker, _ left: Quantity, at price: Price, filled: Quantity, into events: inout EventStream
  ) {
    let order = taker.order
    let book = order.instrument.index
    var terms = order.terms
    if order.conditions.pegReference != .none { terms.insert(.hidden) }
    var shown = left
    if taker.special >= 0 {
      shown = specials[book].show(left, of: taker.special)
      specials[book][taker.special].state = .resting
    }
    noteLevel(price, order.side, terms, in: order.instrument)
    noteTop(taker.id, price, order.side, terms, in: order.instrument)
    books[book].rest(
      taker.id, client: order.client, account: order.account, side: order.side, price: price, quantity: shown,
      filled: filled, terms: terms, detail: taker.special)
    if !terms.contains(.reduceOnly) {
      house.addOpenOrder(of: order.account, in: order.instrument, order.side, left, at: price)
    }
    if order.client != .none {
      rememberClient(of: order, taker.id)
    }
    let rested = OrderRested(
      order: taker.id, price: price, quantity: shown, account: order.account, instrument: order.instrument,
      side: order.side)
    touch(order.instrument, by: events.append(.rested(rested), because: taker.cause, round: taker.round))
  }
}

extension Exchange {
  /// From here on the account may name the order by its own number.
  mutating func rememberClient(of order: Order, _ id: OrderID) {
    clients.insert(
      ClientKey(order.client, of: order.account, in: order.instrument),
      OrderAddress(order: id.number, instrument: order.instrument.number))
  }
}

extension OrderConditions {
  /// Whether something of them matters once the order is in the book, or before.
  var needsRecord: Bool {
    triggerKind != .none || pegReference != .none || display != .zero || group != 0 || expiryNanoseconds != 0
      || prevention != .venueDefault
  }
}
