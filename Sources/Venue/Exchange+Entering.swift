import Clearing
import MarketTypes
import Matching
import Storage

/// What matters of an order on its way through the book.
struct Taker {
  let id: OrderID
  let quantity: Quantity
  let client: ClientOrderID
  /// What it trades by: of a market order its protection's, of a peg what it follows.
  let limit: Price?
  let account: AccountID
  let instrument: InstrumentID
  let side: Side
  let timeInForce: TimeInForce
  let terms: OrderTerms
  let isPegged: Bool
  /// What its admission counted on: all of a fill-or-kill order, another's minimum. Nobody's margin is asked before that
  /// has filled.
  let countedOn: Quantity
  /// What happens where it would meet its owner's.
  let prevention: SelfTradePrevention
  /// Where its rare terms are kept, or −1.
  let special: Int32
  /// Whether what does not fill rests at the limit.
  let mayRest: Bool
  /// Whether it was admitted with all it may cost; otherwise each fill asks for its margin again.
  let isAdmittedWhole: Bool
  /// The event its fills are because of.
  let cause: EventPosition
  let round: UInt16

  @inline(__always)
  init(
    _ order: Order, as id: OrderID, _ limit: EffectiveLimit, special: Int32, prevention: SelfTradePrevention,
    cause: EventPosition, round: UInt16
  ) {
    self.id = id
    quantity = order.quantity
    client = order.client
    self.limit = limit.price
    account = order.account
    instrument = order.instrument
    side = order.side
    timeInForce = order.timeInForce
    terms = order.terms
    isPegged = order.conditions.pegReference != .none
    countedOn = order.timeInForce == .fillOrKill ? order.quantity : order.conditions.minimum
    self.prevention = prevention
    self.special = special
    mayRest = limit.mayRest
    isAdmittedWhole = limit.isAdmittedWhole
    self.cause = cause
    self.round = round
  }
}

/// The limit an order trades by, and whether its rest stands there.
struct EffectiveLimit {
  var price: Price?
  var mayRest: Bool
  var isAdmittedWhole: Bool
}

extension Exchange {
  @inline(__always)
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
    // Most orders enter as they were asked for: nothing of them is changed, so none is copied.
    if order.conditions.isEmpty, order.timeInForce != .day, !order.terms.contains(.reduceOnly) {
      let accepted = accept(order, because: cause, round: round, into: &events)
      return activate(order, OrderID(number: lastOrder), -1, because: accepted, round: round, into: &events)
    }
    return enterChanged(order, because: cause, round: round, into: &events)
  }

  /// Gives an order the next number.
  @inline(__always)
  private mutating func accept(
    _ order: Order, because cause: EventPosition?, round: UInt16, into events: inout EventStream
  ) -> EventPosition {
    lastOrder += 1
    return events.append(
      .accepted(OrderAccepted(order, as: OrderID(number: lastOrder))), because: cause, round: round)
  }

  /// An order that is clipped, ends with the day, or has rare terms.
  private mutating func enterChanged(
    _ order: Order, because cause: EventPosition?, round: UInt16, into events: inout EventStream
  ) -> Quantity {
    var order = order
    let waits = order.conditions.triggerKind != .none
    if order.terms.contains(.reduceOnly), !waits { clipToPosition(&order) }
    let accepted = accept(order, because: cause, round: round, into: &events)
    let id = OrderID(number: lastOrder)
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

  /// A reduce-only order is no larger than what it can close; one that can close nothing stays as it is, and is refused.
  func clipToPosition(_ order: inout Order) {
    let position = house.position(of: order.account, in: order.instrument)
    if position.closingSide == order.side { order.quantity = min(order.quantity, position.size) }
  }

  /// Sends an order through the book under its number.
  @inline(__always)
  mutating func activate(
    _ order: Order, _ id: OrderID, _ special: Int32, because cause: EventPosition, round: UInt16,
    filledBefore: Quantity = .zero, into events: inout EventStream
  ) -> Quantity {
    let limit = effectiveLimit(of: order)
    assert(limit.price != nil || order.conditions.pegReference == .none, "an admitted peg has a place to stand")
    // Nearly all rest as they came. The others are put down in memory, to be handed on.
    if limit.mayRest, let price = limit.price, !wouldTrade(order.side, in: order.instrument, limit: price) {
      invariant(order.quantity > .zero, "order \(id.number) is to rest with no lots")
      // It meets nobody, so that what it would do with its owner's own orders does not matter.
      let taker = Taker(order, as: id, limit, special: special, prevention: .allow, cause: cause, round: round)
      rest(taker, order.quantity, at: price, filled: filledBefore, into: &events)
      return .zero
    }
    let taker = Taker(
      order, as: id, limit, special: special, prevention: prevention(of: order), cause: cause, round: round)
    return trade(taker, filledBefore: filledBefore, into: &events)
  }

  /// When a day order ends that enters now.
  private var endOfDay: Time {
    let sinceStart = TimeSpan(nanoseconds: now.nanoseconds % rules.dayLength.nanoseconds)
    return Time(nanoseconds: now.nanoseconds - sinceStart.nanoseconds).later(by: rules.dayLength)
      ?? .never
  }

  // MARK: The limit an order trades by

  @inline(__always)
  func effectiveLimit(of order: Order) -> EffectiveLimit {
    if order.conditions.pegReference != .none || order.terms.contains(.slides) { return rareLimit(of: order) }
    guard let limit = order.limit else { return effectiveLimit(ofMarket: order) }
    return EffectiveLimit(price: limit, mayRest: order.timeInForce.mayRest, isAdmittedWhole: true)
  }

  @inline(never)
  private func rareLimit(of order: Order) -> EffectiveLimit {
    if order.conditions.pegReference != .none {
      return EffectiveLimit(price: pegPrice(of: order), mayRest: true, isAdmittedWhole: true)
    }
    guard let limit = order.limit else { return effectiveLimit(ofMarket: order) }
    if order.terms.contains(.slides), desks[order.instrument.index].phase.isContinuous,
      let met = priceMet(by: order.side, in: order.instrument, limit: limit)
    {
      return EffectiveLimit(
        price: bookRules[order.instrument.index].steps.behind(met, for: order.side), mayRest: true,
        isAdmittedWhole: true)
    }
    return EffectiveLimit(price: limit, mayRest: order.timeInForce.mayRest, isAdmittedWhole: true)
  }

  @inline(never)
  private func effectiveLimit(ofMarket order: Order) -> EffectiveLimit {
    let book = order.instrument.index
    if order.terms.contains(.marketToLimit) {
      let met = priceMet(by: order.side, in: order.instrument, limit: nil)
      return EffectiveLimit(price: met, mayRest: true, isAdmittedWhole: true)
    }
    let distance = bookRules[book].protectionDistance
    guard distance >= 0, !order.terms.contains(.forced),
      let met = priceMet(by: order.side, in: order.instrument, limit: nil)
    else {
      return EffectiveLimit(price: nil, mayRest: false, isAdmittedWhole: order.timeInForce == .fillOrKill)
    }
    return EffectiveLimit(
      price: bookRules[book].steps.farthest(from: met, by: distance, for: order.side),
      mayRest: bookRules[book].restsProtected && order.timeInForce.mayRest,
      isAdmittedWhole: order.timeInForce == .fillOrKill)
  }

  /// Where a peg stands, once what leaves before it has left; `nil` without a price to follow or a place to stand (MAT-37).
  func pegPrice(of order: Order) -> Price? {
    var order = order
    // A price band bounds it like a limit of its own (MAT-64).
    if let edges = bandEdges(in: order.instrument) {
      order.limit =
        order.side == .buy
        ? min(order.limit ?? edges.highest, edges.highest) : max(order.limit ?? edges.lowest, edges.lowest)
    }
    return bookRules[order.instrument.index].steps.place(
      ofPeg: order, bid: bestShown(.buy, in: order.instrument), ask: bestShown(.sell, in: order.instrument))
  }

  // MARK: Resting

  /// What is left of an order stands in the book.
  @inline(__always)
  mutating func rest(
    _ taker: Taker, _ left: Quantity, at price: Price, filled: Quantity, into events: inout EventStream
  ) {
    let book = taker.instrument.index
    var terms = taker.terms
    if taker.isPegged { terms.insert(.hidden) }
    let shown = taker.special < 0 ? left : show(left, of: taker.special, in: taker.instrument)
    noteLevel(price, taker.side, terms, in: taker.instrument)
    noteTop(taker.id, price, taker.side, terms, in: taker.instrument)
    books[book].rest(
      taker.id, client: taker.client, account: taker.account, side: taker.side, price: price, quantity: shown,
      filled: filled, terms: terms, detail: taker.special)
    if !terms.contains(.reduceOnly) {
      house.addOpenOrder(of: taker.account, in: taker.instrument, taker.side, left, at: price)
    }
    if taker.client != .none {
      rememberClient(taker.client, of: taker.account, in: taker.instrument, taker.id)
    }
    let rested = OrderRested(
      order: taker.id, price: price, quantity: shown, account: taker.account, instrument: taker.instrument,
      side: taker.side)
    touch(taker.instrument, by: events.append(.rested(rested), because: taker.cause, round: taker.round))
  }
}

extension Exchange {
  /// An order with rare terms stands in the book from here on. What shows there of so many lots.
  @inline(never)
  private mutating func show(_ left: Quantity, of special: Int32, in instrument: InstrumentID) -> Quantity {
    specials[instrument.index][special].state = .resting
    return specials[instrument.index].show(left, of: special)
  }

  /// From here on the account may name the order by its own number.
  @inline(__always)
  mutating func rememberClient(
    _ client: ClientOrderID, of account: AccountID, in instrument: InstrumentID, _ id: OrderID
  ) {
    clients.insert(
      ClientKey(client, of: account, in: instrument),
      OrderAddress(order: id.number, instrument: instrument.number))
  }
}

extension OrderConditions {
  /// Whether something of them matters once the order is in the book, or before.
  var needsRecord: Bool {
    triggerKind != .none || pegReference != .none || display != .zero || group != 0 || expiryNanoseconds != 0
      || prevention != .venueDefault
  }
}
