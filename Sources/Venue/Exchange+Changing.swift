import Clearing
import MarketTypes
import Matching
import Storage

/// Commands about a live order: it leaves, shrinks, changes, or makes place for another.
extension Exchange {
  @inline(__always)
  mutating func cancel(_ request: OrderCancel, because cause: EventPosition?, into events: inout EventStream) {
    let found = find(request.target, of: request.account, in: request.instrument)
    switch found.order {
    case .resting(let order)?: end(order, in: request.instrument, .requested, because: cause, round: 0, into: &events)
    case .armed(let slot)?:
      endArmed(slot, in: request.instrument, .requested, because: cause, round: 0, into: &events)
    case nil:
      refuse(
        .cancel, request.account, request.instrument, target: request.target, found.reason, because: cause,
        into: &events)
    }
  }

  /// Takes lots off an order in its place; all of them cancels it (MAT-14).
  mutating func reduce(_ request: OrderReduce, because cause: EventPosition?, into events: inout EventStream) {
    let instrument = request.instrument
    let found = find(request.target, of: request.account, in: instrument)
    guard let order = found.order, request.quantity > .zero,
      request.quantity.lots % bookRules[instrument.index].lotSize == 0
    else {
      let reason: Refusal =
        found.order == nil ? found.reason : request.quantity > .zero ? .lotSizeNotMet : .quantityIsZero
      refuse(.reduce, request.account, instrument, target: request.target, reason, because: cause, into: &events)
      return
    }
    switch order {
    case .resting(let order):
      let left = order.quantity + reserve(of: order, in: instrument)
      if request.quantity >= left {
        end(order, in: instrument, .requested, because: cause, round: 0, into: &events)
      } else {
        shrink(order, in: instrument, to: left - request.quantity, because: cause, into: &events)
      }
    case .armed(let slot):
      let left = specials[instrument.index][slot].order.quantity
      if request.quantity >= left {
        endArmed(slot, in: instrument, .requested, because: cause, round: 0, into: &events)
      } else {
        specials[instrument.index][slot].order.quantity = left - request.quantity
        _ = noteAmended(armed: slot, in: instrument, keptPriority: true, because: cause, into: &events)
      }
    }
  }

  /// Down at the same price keeps the place; anything else enters anew and may trade (MAT-13).
  @inline(__always)
  mutating func amend(_ request: OrderAmend, because cause: EventPosition?, into events: inout EventStream) {
    let found = find(request.target, of: request.account, in: request.instrument)
    if let reason = refusal(of: request, found) {
      refuse(.amend, request.account, request.instrument, target: request.target, reason, because: cause, into: &events)
      return
    }
    switch found.order {
    case .resting(let order)?: amend(order, as: request, because: cause, into: &events)
    case .armed(let slot)?: amend(armed: slot, as: request, because: cause, into: &events)
    case nil: break
    }
  }

  private mutating func amend(
    _ order: StandingOrder, as request: OrderAmend, because cause: EventPosition?, into events: inout EventStream
  ) {
    let instrument = request.instrument
    let before = order.quantity + reserve(of: order, in: instrument)
    let whole = request.quantity ?? before + order.filled
    if whole <= order.filled {
      end(order, in: instrument, .amendedBelowFilled, because: cause, round: 0, into: &events)
      return
    }
    var left = whole - order.filled
    if left <= before, request.limit == nil || request.limit == limit(of: order, in: instrument) {
      shrink(order, in: instrument, to: left, because: cause, into: &events)
      return
    }
    if order.terms.contains(.reduceOnly) {
      left = min(left, house.position(of: order.account, in: instrument).size)
    }
    let again = self.order(of: order, in: instrument, left, limit: request.limit)
    withdrawFromBook(order, before, in: instrument)
    reenter(again, order, because: cause, round: 0, isAdmitted: true, into: &events)
  }

  /// A resting order that left the book enters it again under its number, last at its price; it may trade.
  mutating func reenter(
    _ order: Order, _ standing: StandingOrder, because cause: EventPosition?, round: UInt16, isAdmitted: Bool,
    into events: inout EventStream
  ) {
    let instrument = order.instrument
    if order.client != .none {
      clients.remove(ClientKey(order.client, of: order.account, in: instrument))
    }
    if standing.detail >= 0 {
      specials[instrument.index][standing.detail].order.limit = order.limit
      specials[instrument.index][standing.detail].reserve = 0
      specials[instrument.index][standing.detail].state = .entering
    }
    var limit = effectiveLimit(of: order)
    let price = limit.price ?? standing.price
    (limit.price, limit.isAdmittedWhole) = (price, isAdmitted)
    let event = noteAmended(
      standing, in: instrument, price, order.quantity, keptPriority: false, because: cause, round: round, into: &events)
    let taker = Taker(
      order, as: standing.id, limit, special: standing.detail, prevention: prevention(of: order), cause: event,
      round: round)
    _ = trade(taker, filledBefore: standing.filled, into: &events)
  }

  /// Makes an order smaller in its place: an iceberg first loses what it does not show.
  mutating func shrink(
    _ order: StandingOrder, in instrument: InstrumentID, to left: Quantity, because cause: EventPosition?,
    into events: inout EventStream
  ) {
    let hidden = reserve(of: order, in: instrument)
    let off = order.quantity + hidden - left
    let offHidden = min(off, hidden)
    if offHidden > .zero { specials[instrument.index][order.detail].reserve -= offHidden.lots }
    if off > offHidden {
      noteLevel(order.price, order.side, order.terms, in: instrument)
      books[instrument.index].reduce(order, to: order.quantity - (off - offHidden))
    }
    if !order.terms.contains(.reduceOnly) {
      house.removeOpenOrder(of: order.account, in: instrument, order.side, off, at: order.price)
    }
    _ = noteAmended(
      order, in: instrument, order.price, left, keptPriority: true, because: cause, round: 0, into: &events)
  }

  private mutating func amend(
    armed slot: Int32, as request: OrderAmend, because cause: EventPosition?, into events: inout EventStream
  ) {
    let book = request.instrument.index
    if let quantity = request.quantity { specials[book][slot].order.quantity = quantity }
    if let limit = request.limit { specials[book][slot].order.limit = limit }
    let moved = request.trigger.flatMap { $0 == specials[book][slot].trigger ? nil : $0 }
    let event = noteAmended(
      armed: slot, in: request.instrument, keptPriority: moved == nil, because: cause, into: &events)
    if let moved {
      specials[book].rearm(slot, at: moved)
      sayArmed(slot, in: request.instrument, because: event, into: &events)
    }
  }

  // MARK: Replacing

  /// The old order makes room, then the new one is looked at; if it is refused, the old one never left (MAT-52).
  mutating func replace(_ request: OrderReplace, because cause: EventPosition?, into events: inout EventStream) {
    let order = request.order
    if let reason = entryRefusal(of: order) {
      refuse(.replace, order, reason, because: cause, into: &events)
      return
    }
    let found = find(request.target, of: order.account, in: order.instrument)
    guard let old = found.order else {
      refuse(.replace, order, found.reason, because: cause, into: &events)
      return
    }
    if let reason = withoutGroup(of: old, in: order.instrument, { venue in venue.refusal(of: order, .replacing) }) {
      refuse(.replace, order, reason, because: cause, into: &events)
      return
    }
    switch old {
    case .resting(let resting):
      end(resting, in: order.instrument, .replaced, because: cause, round: 0, into: &events)
    case .armed(let slot): endArmed(slot, in: order.instrument, .replaced, because: cause, round: 0, into: &events)
    }
    _ = enter(order, because: cause, round: 0, into: &events)
  }

  /// Asks as if a live order, and those of its group, which leave with it (MAT-39), were not there. O(its group).
  private mutating func withoutGroup(
    of order: LiveOrder, in instrument: InstrumentID, _ ask: (inout Exchange) -> Refusal?
  ) -> Refusal? {
    let slot =
      switch order {
      case .resting(let resting): resting.detail
      case .armed(let slot): slot
      }
    // The new one's client's number may be one of theirs.
    let (client, account, id) = names(of: order, in: instrument)
    if client != .none { clients.remove(ClientKey(client, of: account, in: instrument)) }
    if slot >= 0 { setMates(of: slot, in: instrument, aside: true) }
    let reason = withoutStanding(order, in: instrument, ask)
    if slot >= 0 { setMates(of: slot, in: instrument, aside: false) }
    if client != .none { rememberClient(client, of: account, in: instrument, id) }
    return reason
  }

  /// Takes the others of an order's group out of their account's numbers and open orders for a while, or puts them back.
  private mutating func setMates(of slot: Int32, in instrument: InstrumentID, aside: Bool) {
    let book = instrument.index
    absent.group = aside ? slot : -1
    absent.mates = 0
    var mate = specials[book].firstMember(ofGroupOf: slot)
    while mate >= 0 {
      if mate != slot { setMate(mate, in: instrument, aside: aside) }
      mate = specials[book].nextMember(after: mate)
    }
  }

  private mutating func setMate(_ mate: Int32, in instrument: InstrumentID, aside: Bool) {
    if aside { absent.mates += 1 }
    let (order, id) = (specials[instrument.index][mate].order, specials[instrument.index][mate].id)
    if order.client != .none {
      if aside {
        clients.remove(ClientKey(order.client, of: order.account, in: instrument))
      } else {
        rememberClient(order.client, of: order.account, in: instrument, id)
      }
    }
    guard !order.terms.contains(.reduceOnly), let resting = books[instrument.index].order(id) else { return }
    let left = resting.quantity + reserve(of: resting, in: instrument)
    if aside {
      house.removeOpenOrder(of: order.account, in: instrument, order.side, left, at: resting.price)
    } else {
      house.addOpenOrder(of: order.account, in: instrument, order.side, left, at: resting.price)
    }
  }

  /// Asks as if a live order were not there: its reservation, its place among the open orders.
  mutating func withoutStanding(
    _ order: LiveOrder, in instrument: InstrumentID, _ ask: (inout Exchange) -> Refusal?
  ) -> Refusal? {
    switch order {
    case .resting(let resting): return withoutStanding(resting, in: instrument, ask)
    case .armed(let slot):
      absent.orders.0 = specials[instrument.index][slot].id
      defer { absent.orders.0 = .none }
      return ask(&self)
    }
  }

  /// Likewise of one that rests.
  @inline(__always)
  mutating func withoutStanding(
    _ order: StandingOrder, in instrument: InstrumentID, _ ask: (inout Exchange) -> Refusal?
  ) -> Refusal? {
    let isReserved = !order.terms.contains(.reduceOnly)
    let left = order.quantity + reserve(of: order, in: instrument)
    if isReserved { house.removeOpenOrder(of: order.account, in: instrument, order.side, left, at: order.price) }
    absent.orders.0 = order.id
    let reason = ask(&self)
    absent.orders.0 = .none
    if isReserved { house.addOpenOrder(of: order.account, in: instrument, order.side, left, at: order.price) }
    return reason
  }

  // MARK: Finding

  /// Its account's number for a live order, that account, and the venue's number.
  private func names(of order: LiveOrder, in instrument: InstrumentID) -> (ClientOrderID, AccountID, OrderID) {
    switch order {
    case .resting(let resting): return (resting.client, resting.account, resting.id)
    case .armed(let slot):
      let record = specials[instrument.index][slot]
      return (record.order.client, record.order.account, record.id)
    }
  }

  /// A resting order's terms as they were asked for, with what is left of it.
  func order(of standing: StandingOrder, in instrument: InstrumentID) -> Order {
    if standing.detail >= 0 {
      var order = specials[instrument.index][standing.detail].order
      order.quantity = standing.quantity + reserve(of: standing, in: instrument)
      if order.conditions.pegReference == .none { order.limit = standing.price }
      order.conditions.trigger = nil
      return order
    }
    return Order(plain: standing, in: instrument, standing.quantity, limit: standing.price)
  }

  /// Likewise with another quantity, and another limit if one is given; a plain order is put together once.
  @inline(__always)
  func order(of standing: StandingOrder, in instrument: InstrumentID, _ left: Quantity, limit: Price?) -> Order {
    if standing.detail < 0 { return Order(plain: standing, in: instrument, left, limit: limit ?? standing.price) }
    var order = order(of: standing, in: instrument)
    order.quantity = left
    if let limit { order.limit = limit }
    return order
  }

  /// What an amend of the limit is compared with: a peg's own limit, anybody else's price.
  func limit(of standing: StandingOrder, in instrument: InstrumentID) -> Price? {
    guard standing.detail >= 0 else { return standing.price }
    let order = specials[instrument.index][standing.detail].order
    return order.conditions.pegReference == .none ? standing.price : order.limit
  }

  /// The live order a command names, if it is this account's in this instrument; else why not.
  @inline(__always)
  func find(
    _ target: OrderReference, of account: AccountID, in instrument: InstrumentID
  ) -> (order: LiveOrder?, reason: Refusal) {
    if !house.contains(account) { return (nil, .unknownAccount) }
    if instrument.index >= books.count { return (nil, .unknownInstrument) }
    let id: OrderID
    switch target {
    case .order(let number): id = number
    case .client(let client):
      guard let address = clients.value(of: ClientKey(client, of: account, in: instrument)),
        address.instrument == instrument.number
      else { return (nil, .unknownOrder) }
      id = OrderID(number: address.order)
    }
    if let order = books[instrument.index].order(id) {
      return order.account == account ? (.resting(order), .unknownOrder) : (nil, .unknownOrder)
    }
    guard specials[instrument.index].armedCount > 0 else { return (nil, .unknownOrder) }
    let slot = specials[instrument.index].armedSlot(of: id)
    guard slot >= 0, specials[instrument.index][slot].order.account == account else { return (nil, .unknownOrder) }
    return (.armed(slot), .unknownOrder)
  }

  // MARK: Saying

  mutating func noteAmended(
    _ order: StandingOrder, in instrument: InstrumentID, _ price: Price, _ quantity: Quantity, keptPriority: Bool,
    because cause: EventPosition?, round: UInt16, into events: inout EventStream
  ) -> EventPosition {
    let amended = OrderAmended(
      order: order.id, price: price, quantity: quantity, account: order.account, instrument: instrument,
      side: order.side, keptPriority: keptPriority)
    let event = events.append(.amended(amended), because: cause, round: round)
    touch(instrument, by: event)
    return event
  }

  /// Says that an armed order has other terms. The book is as it was.
  private mutating func noteAmended(
    armed slot: Int32, in instrument: InstrumentID, keptPriority: Bool, because cause: EventPosition?,
    into events: inout EventStream
  ) -> EventPosition {
    let record = specials[instrument.index][slot]
    let amended = OrderAmended(
      order: record.id, price: record.order.limit ?? Price(ticks: 0), quantity: record.order.quantity,
      account: record.order.account, instrument: instrument, side: record.order.side, keptPriority: keptPriority)
    return events.append(.amended(amended), because: cause, round: 0)
  }
}

extension Order {
  /// Of an order without rare terms that rests.
  @inline(__always)
  fileprivate init(plain order: StandingOrder, in instrument: InstrumentID, _ left: Quantity, limit: Price) {
    self.init(
      account: order.account, instrument: instrument, side: order.side, quantity: left, limit: limit,
      terms: order.terms, client: order.client)
  }
}
