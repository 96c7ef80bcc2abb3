import MarketTypes

/// Orders that wait for a price (MAT-44 to MAT-51).
extension NaiveVenue {
  func latest(_ source: PriceSource, _ instrument: Int) -> Int64? {
    switch source {
    case .last: markets[instrument].last
    case .mark: markets[instrument].mark
    case .index: markets[instrument].index
    }
  }

  mutating func arm(_ incoming: Live, because cause: Int) {
    var order = incoming
    let trigger = order.conditions.trigger!
    order.best = latest(trigger.source, order.instrument) ?? 0
    order.trigger = order.isTrailing ? trailed(order) : trigger.value
    order.arrival = nextTurn()
    orders.append(order)
    append(
      .armed(
        OrderArmed(
          order: order.id, trigger: Price(ticks: order.trigger!), quantity: Quantity(lots: order.left),
          account: order.owner, instrument: order.market, side: order.side, source: trigger.source)), because: cause)
  }

  /// A trailing stop's trigger behind the best price it has seen (MAT-46).
  func trailed(_ order: Live) -> Int64 {
    let trigger = order.conditions.trigger!
    var distance = Int128(trigger.value)
    if trigger.kind == .trailingShare {
      distance = (Int128(order.best) * Int128(trigger.value) + 999_999_999) / 1_000_000_000
    }
    let price = Int128(order.best) + (order.side == .buy ? distance : -distance)
    return Int64(min(max(price, 1), Int128(instruments[order.instrument].maximumPrice.ticks)))
  }

  /// A price came: who waits for it becomes ready, then trailing stops follow.
  mutating func note(_ source: PriceSource, _ price: Int64, _ instrument: Int, because event: Int) {
    let waiting = orders.filter { order in
      order.instrument == instrument && order.conditions.trigger?.source == source && order.trigger != nil
        && !markets[instrument].ready.contains { $0.number == order.number }
    }
    let rising = waiting.filter { $0.waitsForRise && $0.trigger! <= price }
      .sorted { ($0.trigger!, $0.arrival) < ($1.trigger!, $1.arrival) }
    let falling = waiting.filter { !$0.waitsForRise && $0.trigger! >= price }
      .sorted { (-$0.trigger!, $0.arrival) < (-$1.trigger!, $1.arrival) }
    markets[instrument].ready += (rising + falling).map { ($0.number, price, event) }
    for order in waiting
    where order.isTrailing && !markets[instrument].ready.contains(where: { $0.number == order.number }) {
      let place = place(of: order.number)!
      orders[place].best = order.side == .buy ? min(order.best, price) : max(order.best, price)
      orders[place].trigger = trailed(orders[place])
    }
  }

  /// The fixed point (MAT-49): pegs are placed anew, else the first ready order fires, until there is neither.
  mutating func react(_ instrument: Int) {
    while !isOpening, markets[instrument].phase.isContinuous {
      let shown = [bestShown(instrument, .buy), bestShown(instrument, .sell)]
      if shown != markets[instrument].pegged {
        markets[instrument].pegged = shown
        placePegs(instrument)
      } else if let next = markets[instrument].ready.first {
        fire(takeOut(next.number), at: next.price, because: next.event)
      } else {
        return
      }
    }
  }

  private mutating func fire(_ armed: Live, at price: Int64, because cause: Int) {
    var order = armed
    let closable = reducible(order.account, order.instrument, order.side)
    if order.terms.contains(.reduceOnly), closable > 0 { order.left = min(order.left, closable) }
    let event = append(
      .triggered(
        OrderTriggered(
          order: order.id, trigger: Price(ticks: order.trigger!), price: Price(ticks: price),
          quantity: Quantity(lots: order.left), account: order.owner, instrument: order.market, side: order.side)),
      because: cause)
    unlink(order, because: event)
    order.group = 0
    order.trigger = nil
    if let reason = bookReasons(against: order.asOrder).min(by: { $0.rawValue < $1.rawValue }) {
      let refused = CommandRefused(
        .trigger, account: order.owner, instrument: order.market, client: ClientOrderID(number: order.client),
        reason: reason)
      append(.refused(refused), because: event)
      append(.cancelled(cancelled(order, .refusedWhenTriggered)), because: event)
    } else {
      enter(order, because: event)
    }
  }
}

extension NaiveVenue.Live {
  var isTrailing: Bool { conditions.triggerKind == .trailing || conditions.triggerKind == .trailingShare }
  /// Stops wait for the price to go against a position, take-profits for the other way.
  var waitsForRise: Bool { (conditions.triggerKind == .takeProfit) == (side == .sell) }

  /// As if it were submitted now.
  var asOrder: Order {
    Order(
      account: owner, instrument: market, side: side, quantity: Quantity(lots: left),
      limit: limit.map { Price(ticks: $0) }, timeInForce: timeInForce, terms: terms,
      client: ClientOrderID(number: client), conditions: conditions)
  }
}
