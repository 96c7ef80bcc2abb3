import MarketTypes

/// Orders that leave, alone or together, and orders that change.
extension NaiveVenue {
  func cancelled(_ order: Live, _ reason: CancelReason) -> OrderCancelled {
    OrderCancelled(
      order: order.id, quantity: Quantity(lots: order.left), account: order.owner, instrument: order.market,
      side: order.side, reason: reason)
  }

  /// Takes an order out of the book, or from those that wait.
  @discardableResult
  mutating func takeOut(_ number: Int64) -> Live {
    let order = orders.remove(at: place(of: number)!)
    markets[order.instrument].ready.removeAll { $0.number == number }
    if markets[order.instrument].top[order.side] == number { markets[order.instrument].top[order.side] = nil }
    return order
  }

  /// An order leaves, and the rest of its group with it (MAT-39).
  mutating func end(_ number: Int64, _ reason: CancelReason, because cause: Int?, round: Int? = nil) {
    let order = takeOut(number)
    let event = append(.cancelled(cancelled(order, reason)), because: cause, round: round)
    if order.rests { changed[order.instrument] = event }
    if reason != .linked { unlink(order, because: event) }
  }

  /// Whether one of two orders takes the other along when it leaves.
  func areMates(_ one: Live, _ other: Live) -> Bool {
    one.group != 0 && one.group == other.group && one.account == other.account && one.instrument == other.instrument
      && one.number != other.number
  }

  /// An order leaves its group, and all others of it leave the book, in order of entering; one that is just coming in
  /// stops.
  mutating func unlink(_ order: Live, because event: Int) {
    guard order.group != 0 else { return }
    if let place = place(of: order.number) { orders[place].group = 0 }
    if incoming?.order.number == order.number { incoming!.order.group = 0 }
    if let taker = incoming?.order, taker.number != order.number, taker.account == order.account,
      taker.instrument == order.instrument, taker.group == order.group,
      incoming!.stop == nil
    {
      incoming!.stop = .linked
    }
    let others = orders.filter { areMates(order, $0) }
    for number in others.map(\.number).sorted() { end(number, .linked, because: event) }
  }

  /// MAT-53: by instrument, resting ones first, the youngest first.
  mutating func cancelAll(_ request: MassCancel, because seen: Int?) {
    var (cause, reason) = (seen, CancelReason.requested)
    if request.occasion == .disconnect { reason = .disconnected }
    if request.occasion == .kill {
      accounts[request.account.index].isBlocked = true
      cause = append(.blocked(request.account), because: seen)
      reason = .killed
    }
    for instrument in instruments.indices where request.instrument.map({ $0.index == instrument }) ?? true {
      for rests in [true, false] {
        while let order = orders.last(where: {
          $0.account == request.account.index && $0.instrument == instrument && $0.rests == rests
            && (request.side == nil || request.side == $0.side)
        }) {
          end(order.number, reason, because: cause)
        }
      }
    }
  }

  // MARK: Changing

  @discardableResult
  mutating func noteAmended(_ order: Live, price: Int64? = nil, keptPriority: Bool, because cause: Int?) -> Int {
    let amended = OrderAmended(
      order: order.id, price: Price(ticks: price ?? (order.rests ? order.price : order.limit ?? 0)),
      quantity: Quantity(lots: order.left), account: order.owner, instrument: order.market, side: order.side,
      keptPriority: keptPriority)
    let event = append(.amended(amended), because: cause)
    if order.rests { changed[order.instrument] = event }
    return event
  }

  mutating func reduce(_ request: OrderReduce, because seen: Int?) {
    let number = find(request.target, request.account, request.instrument)!
    let place = place(of: number)!
    if request.quantity.lots >= orders[place].left {
      end(number, .requested, because: seen)
    } else {
      orders[place].shrink(to: orders[place].left - request.quantity.lots)
      noteAmended(orders[place], keptPriority: true, because: seen)
    }
  }

  mutating func amend(_ request: OrderAmend, because seen: Int?) {
    let number = find(request.target, request.account, request.instrument)!
    let place = place(of: number)!
    let order = orders[place]
    let left = (request.quantity?.lots ?? order.left + order.filled) - order.filled
    if !order.rests {
      amendArmed(place, request, because: seen)
    } else if left <= 0 {
      end(number, .amendedBelowFilled, because: seen)
    } else if !order.entersAnew(request) {
      orders[place].shrink(to: left)
      noteAmended(orders[place], keptPriority: true, because: seen)
    } else {
      enterAnew(takeOut(number), limit: request.limit?.ticks ?? order.limit, left, because: seen)
    }
  }

  private mutating func enterAnew(_ old: Live, limit: Int64?, _ left: Int64, because seen: Int?) {
    var order = old
    order.limit = limit
    order.left = left
    if order.terms.contains(.reduceOnly) {
      order.left = min(left, reducible(order.account, order.instrument, order.side))
    }
    let price = effectiveLimit(order)
    if !order.isPegged { order.limit = price }
    let event = noteAmended(order, price: price, keptPriority: false, because: seen)
    enter(order, because: event)
  }

  /// MAT-51: an armed order stays armed; with another trigger it is armed again.
  private mutating func amendArmed(_ place: Int, _ request: OrderAmend, because seen: Int?) {
    if let quantity = request.quantity { orders[place].left = quantity.lots }
    if let limit = request.limit { orders[place].limit = limit.ticks }
    let trigger = request.trigger?.ticks ?? orders[place].trigger
    let isSame = trigger == orders[place].trigger
    let event = noteAmended(orders[place], keptPriority: isSame, because: seen)
    if isSame { return }
    var order = takeOut(orders[place].number)
    order.conditions.triggerValue = trigger!
    arm(order, because: event)
  }
}

extension NaiveVenue.Live {
  /// Whether an amend of this resting order takes it out and has it enter again (MAT-13).
  func entersAnew(_ request: OrderAmend) -> Bool {
    let whole = request.quantity?.lots ?? left + filled
    if whole <= filled { return false }
    return whole - filled > left || request.limit != nil && request.limit!.ticks != limit
  }
}
