import Clearing
import MarketTypes
import Matching
import Storage

extension Exchange {
  // MARK: Entering

  mutating func submit(_ order: Order, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: order) {
      refuse(.submit, order, reason, because: cause, into: &events)
      return
    }
    _ = enter(order, because: cause, round: 0, into: &events)
  }

  /// An order that passed admission gets its number, meets what it meets, and rests or ends. The same door for all.
  ///
  /// - Returns: how much it filled.
  mutating func enter(
    _ order: Order, because cause: EventPosition?, round: UInt16, into events: inout EventStream
  ) -> Quantity {
    var order = order
    if order.terms.contains(.reduceOnly) {
      order.quantity = min(order.quantity, house.position(of: order.account, in: order.instrument).size)
    }
    lastOrder += 1
    let id = OrderID(number: lastOrder)
    let accepted = events.append(.accepted(OrderAccepted(order, as: id)), because: cause, round: round)
    return trade(order, as: id, filledBefore: .zero, because: accepted, round: round, into: &events)
  }

  /// Matches an order step by step, then rests or cancels what is left.
  ///
  /// The book shows the next maker; here the lots are clipped to what both accounts may do; the book takes them and
  /// clearing settles the fill.
  private mutating func trade(
    _ order: Order, as id: OrderID, filledBefore: Quantity, because accepted: EventPosition, round: UInt16,
    into events: inout EventStream
  ) -> Quantity {
    let instrument = order.instrument
    var left = order.quantity
    var stop: CancelReason?
    while left > .zero, stop == nil, let maker = books[instrument.index].nextMaker(for: order.side, limit: order.limit)
    {
      let lots = clipped(min(left, maker.quantity), of: maker, in: instrument, for: order)
      if let reason = makerObstacle(maker, in: instrument, lots, order) {
        end(maker, in: instrument, reason, because: accepted, round: round, into: &events)
        continue
      }
      stop = takerObstacle(order, lots, at: maker.price)
      if stop != nil { break }
      let quantity = order.terms.contains(.reduceOnly) ? min(lots, closable(order)) : lots
      settle(
        Fill(
          maker: maker.id, taker: id, price: maker.price, quantity: quantity, makerAccount: maker.account,
          takerAccount: order.account, instrument: instrument, takerSide: order.side,
          isForced: order.terms.contains(.forced)),
        maker, because: accepted, round: round, into: &events)
      left = left - quantity
    }
    if left > .zero {
      if stop == nil, order.timeInForce == .goodTilCancelled, order.limit != nil {
        let filled = filledBefore + order.quantity - left
        rest(order, as: id, left, filled: filled, because: accepted, round: round, into: &events)
      } else {
        let cancelled = OrderCancelled(
          order: id, quantity: left, account: order.account, instrument: instrument, side: order.side,
          reason: stop ?? .notFilledAtOnce)
        events.append(.cancelled(cancelled), because: accepted, round: round)
      }
    }
    return order.quantity - left
  }

  /// What a maker may give: a reduce-only order no more than its position (MAT-12).
  private func clipped(
    _ quantity: Quantity, of maker: StandingOrder, in instrument: InstrumentID, for order: Order
  ) -> Quantity {
    guard maker.terms.contains(.reduceOnly) else { return quantity }
    let position = house.position(of: maker.account, in: instrument)
    return position.closingSide == maker.side ? min(quantity, position.size) : .zero
  }

  /// Why a maker's order must leave the book instead of filling, or `nil`. Lines stand in order of precedence.
  ///
  /// A fill-or-kill order meets makers as they stand: its pre-scan counted on them (MAT-9).
  private func makerObstacle(
    _ maker: StandingOrder, in instrument: InstrumentID, _ quantity: Quantity, _ order: Order
  ) -> CancelReason? {
    if quantity == .zero { return .nothingToReduce }
    if !house.canSettle(maker.account) { return .balanceLimit }
    if maker.terms.contains(.reduceOnly) { return nil }
    if !house.isWithinPositionLimit(maker.account, in: instrument, filling: quantity, maker.side) {
      return .positionAboveLimit
    }
    if order.timeInForce == .fillOrKill { return nil }
    if house.reduces(maker.account, in: instrument, maker.side, quantity) { return nil }
    return house.canEnlarge(maker.account) ? nil : .makerMarginNotMet
  }

  /// Why the taker must stop before its next fill, or `nil`. Lines stand in order of precedence.
  ///
  /// A limit order was admitted with all it may cost; a market order is looked at again at each price it walks to.
  private mutating func takerObstacle(_ order: Order, _ quantity: Quantity, at price: Price) -> CancelReason? {
    if !house.canSettle(order.account) { return .balanceLimit }
    if order.terms.contains(.reduceOnly) { return closable(order) == .zero ? .nothingToReduce : nil }
    if order.limit != nil || order.timeInForce == .fillOrKill { return nil }
    return house.meetsInitialMargin(order.account, in: order.instrument, adding: quantity, order.side, at: price)
      ? nil : .takerMarginNotMet
  }

  /// How much a reduce-only order may still close.
  private func closable(_ order: Order) -> Quantity {
    let position = house.position(of: order.account, in: order.instrument)
    return position.closingSide == order.side ? position.size : .zero
  }

  /// A fill: the book gives the lots, clearing settles, and the stream has the fill before what it moved.
  private mutating func settle(
    _ fill: Fill, _ maker: StandingOrder, because cause: EventPosition, round: UInt16, into events: inout EventStream
  ) {
    books[fill.instrument.index].take(fill.quantity, from: maker)
    if !maker.terms.contains(.reduceOnly) {
      house.removeOpenOrder(of: maker.account, in: fill.instrument, maker.side, fill.quantity, at: fill.price)
    }
    if fill.quantity == maker.quantity { forgetClient(of: maker) }
    let event = events.append(.filled(fill), because: cause, round: round)
    house.settle(fill, at: event) { transfer in
      events.append(.transferred(transfer), because: event, round: round)
    }
    reprice(fill.instrument, by: event)
  }

  // MARK: Resting and leaving

  private mutating func rest(
    _ order: Order, as id: OrderID, _ quantity: Quantity, filled: Quantity, because cause: EventPosition, round: UInt16,
    into events: inout EventStream
  ) {
    guard let limit = order.limit else { return }
    books[order.instrument.index].rest(
      id, client: order.client, account: order.account, side: order.side, price: limit, quantity: quantity,
      filled: filled, terms: order.terms)
    if !order.terms.contains(.reduceOnly) {
      house.addOpenOrder(of: order.account, in: order.instrument, order.side, quantity, at: limit)
    }
    if order.client != .none {
      clients.insert(
        ClientKey(client: order.client.number, account: order.account.number),
        OrderAddress(order: id.number, instrument: order.instrument.number))
    }
    let rested = OrderRested(
      order: id, price: limit, quantity: quantity, account: order.account, instrument: order.instrument,
      side: order.side
    )
    touch(order.instrument, by: events.append(.rested(rested), because: cause, round: round))
  }

  /// Takes a resting order out of the book, whatever the reason.
  mutating func end(
    _ order: StandingOrder, in instrument: InstrumentID, _ reason: CancelReason, because cause: EventPosition?,
    round: UInt16, into events: inout EventStream
  ) {
    withdrawFromBook(order, in: instrument)
    let cancelled = OrderCancelled(
      order: order.id, quantity: order.quantity, account: order.account, instrument: instrument, side: order.side,
      reason: reason)
    touch(instrument, by: events.append(.cancelled(cancelled), because: cause, round: round))
  }

  private mutating func withdrawFromBook(_ order: StandingOrder, in instrument: InstrumentID) {
    books[instrument.index].cancel(order)
    if !order.terms.contains(.reduceOnly) {
      house.removeOpenOrder(of: order.account, in: instrument, order.side, order.quantity, at: order.price)
    }
    forgetClient(of: order)
  }

  private mutating func forgetClient(of order: StandingOrder) {
    if order.client != .none {
      clients.remove(ClientKey(client: order.client.number, account: order.account.number))
    }
  }

  // MARK: Changing a resting order

  mutating func cancel(_ request: OrderCancel, because cause: EventPosition?, into events: inout EventStream) {
    let found = find(request.target, of: request.account, in: request.instrument)
    guard let order = found.order else {
      refuse(
        .cancel, request.account, request.instrument, target: request.target, found.reason, because: cause,
        into: &events)
      return
    }
    end(order, in: request.instrument, .requested, because: cause, round: 0, into: &events)
  }

  /// Takes lots off an order in its place; all of them cancels it (MAT-14).
  mutating func reduce(_ request: OrderReduce, because cause: EventPosition?, into events: inout EventStream) {
    let found = find(request.target, of: request.account, in: request.instrument)
    guard let order = found.order, request.quantity > .zero else {
      let reason = found.order == nil ? found.reason : .quantityIsZero
      refuse(
        .reduce, request.account, request.instrument, target: request.target, reason, because: cause, into: &events)
      return
    }
    if request.quantity >= order.quantity {
      end(order, in: request.instrument, .requested, because: cause, round: 0, into: &events)
    } else {
      shrink(order, in: request.instrument, to: order.quantity - request.quantity, because: cause, into: &events)
    }
  }

  /// Down at the same price keeps the place; anything else enters anew and may trade (MAT-13).
  mutating func amend(_ request: OrderAmend, because cause: EventPosition?, into events: inout EventStream) {
    let found = find(request.target, of: request.account, in: request.instrument)
    guard let order = found.order else {
      refuse(
        .amend, request.account, request.instrument, target: request.target, found.reason, because: cause, into: &events
      )
      return
    }
    if let reason = refusal(of: request, order) {
      refuse(.amend, request.account, request.instrument, target: request.target, reason, because: cause, into: &events)
      return
    }
    let price = request.limit ?? order.price
    let whole = request.quantity ?? order.quantity + order.filled
    if whole <= order.filled {
      end(order, in: request.instrument, .amendedBelowFilled, because: cause, round: 0, into: &events)
      return
    }
    var left = whole - order.filled
    if price == order.price, left <= order.quantity {
      shrink(order, in: request.instrument, to: left, because: cause, into: &events)
      return
    }
    if order.terms.contains(.reduceOnly) {
      left = min(left, house.position(of: order.account, in: request.instrument).size)
    }
    withdrawFromBook(order, in: request.instrument)
    let event = noteAmended(
      order, in: request.instrument, price, left, keptPriority: false, because: cause, into: &events)
    let again = Order(
      account: order.account, instrument: request.instrument, side: order.side, quantity: left, limit: price,
      terms: order.terms, client: order.client)
    _ = trade(again, as: order.id, filledBefore: order.filled, because: event, round: 0, into: &events)
  }

  private mutating func shrink(
    _ order: StandingOrder, in instrument: InstrumentID, to quantity: Quantity, because cause: EventPosition?,
    into events: inout EventStream
  ) {
    books[instrument.index].reduce(order, to: quantity)
    if !order.terms.contains(.reduceOnly) {
      house.removeOpenOrder(of: order.account, in: instrument, order.side, order.quantity - quantity, at: order.price)
    }
    _ = noteAmended(order, in: instrument, order.price, quantity, keptPriority: true, because: cause, into: &events)
  }

  private mutating func noteAmended(
    _ order: StandingOrder, in instrument: InstrumentID, _ price: Price, _ quantity: Quantity, keptPriority: Bool,
    because cause: EventPosition?, into events: inout EventStream
  ) -> EventPosition {
    let amended = OrderAmended(
      order: order.id, price: price, quantity: quantity, account: order.account, instrument: instrument,
      side: order.side, keptPriority: keptPriority)
    let event = events.append(.amended(amended), because: cause, round: 0)
    touch(instrument, by: event)
    return event
  }

  /// The live order a command names, if it is this account's in this instrument; else why not.
  private func find(
    _ target: OrderReference, of account: AccountID, in instrument: InstrumentID
  ) -> (order: StandingOrder?, reason: Refusal) {
    if !house.contains(account) { return (nil, .unknownAccount) }
    if instrument.index >= books.count { return (nil, .unknownInstrument) }
    let id: OrderID
    switch target {
    case .order(let number): id = number
    case .client(let client):
      guard let address = clients.value(of: ClientKey(client: client.number, account: account.number)),
        address.instrument == instrument.number
      else { return (nil, .unknownOrder) }
      id = OrderID(number: address.order)
    }
    guard let order = books[instrument.index].order(id), order.account == account else { return (nil, .unknownOrder) }
    return (order, .unknownOrder)
  }
}
