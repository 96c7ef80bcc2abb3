import MarketTypes

extension NaiveVenue {
  // MARK: Looking

  /// Where the order a command names lies, if it is this account's in this instrument.
  func find(_ target: OrderReference, _ account: AccountID, _ instrument: InstrumentID) -> Int? {
    orders.firstIndex { order in
      guard order.account == account.index, order.instrument == instrument.index else { return false }
      switch target {
      case .order(let id): return order.number == id.number
      case .client(let client): return client.number != 0 && order.client == client.number
      }
    }
  }

  /// Where the resting order lies that one of `side` would meet first: best price, then oldest.
  func firstMaker(_ instrument: Int, for side: Side, limit: Int64?) -> Int? {
    var best: Int?
    for (place, order) in orders.enumerated() where order.instrument == instrument && order.side != side {
      if let limit, side == .buy ? order.price > limit : order.price < limit { continue }
      if let found = best {
        let isBetter = side == .buy ? order.price < orders[found].price : order.price > orders[found].price
        if !isBetter { continue }
      }
      best = place
    }
    return best
  }

  /// How far a position may be reduced by an order of this side.
  func reducible(_ account: Int, _ instrument: Int, _ side: Side) -> Int64 {
    let lots = Int64(accounts[account].lots[instrument] ?? 0)
    return side == .sell ? max(lots, 0) : max(-lots, 0)
  }

  private func passesLimit(_ maker: Resting, _ quantity: Int64) -> Bool {
    let lots = Int64(accounts[maker.account].lots[maker.instrument] ?? 0)
    let after = maker.side == .buy ? lots + quantity : lots - quantity
    return abs(after) > instruments[maker.instrument].maximumPosition.lots
  }

  func canSettle(_ account: Int) -> Bool { abs(accounts[account].cash) <= 1 << 60 }

  // MARK: Entering

  mutating func enter(_ order: Order, because cause: Int?) {
    var order = order
    let (account, instrument) = (order.account.index, order.instrument.index)
    if order.terms.contains(.reduceOnly) {
      order.quantity = min(order.quantity, Quantity(lots: reducible(account, instrument, order.side)))
    }
    lastOrder += 1
    let accepted = append(.accepted(OrderAccepted(order, as: OrderID(number: lastOrder))), because: cause)
    let incoming = Resting(
      number: lastOrder, client: order.client.number, account: account, instrument: instrument, side: order.side,
      terms: order.terms, price: order.limit?.ticks ?? 0, left: order.quantity.lots, filled: 0)
    match(incoming, limit: order.limit?.ticks, mayRest: order.timeInForce == .goodTilCancelled, because: accepted)
  }

  private mutating func match(_ incoming: Resting, limit: Int64?, mayRest: Bool, because cause: Int) {
    var taker = incoming
    var stop: CancelReason?
    while taker.left > 0, stop == nil, let place = firstMaker(taker.instrument, for: taker.side, limit: limit) {
      let maker = orders[place]
      var quantity = min(taker.left, maker.left)
      if maker.terms.contains(.reduceOnly) {
        quantity = min(quantity, reducible(maker.account, maker.instrument, maker.side))
      }
      if quantity == 0 {
        end(place, .nothingToReduce, because: cause)
      } else if !canSettle(maker.account) {
        end(place, .balanceLimit, because: cause)
      } else if !maker.terms.contains(.reduceOnly), passesLimit(maker, quantity) {
        end(place, .positionAboveLimit, because: cause)
      } else if !canSettle(taker.account) {
        stop = .balanceLimit
      } else {
        if taker.terms.contains(.reduceOnly) {
          quantity = min(quantity, reducible(taker.account, taker.instrument, taker.side))
        }
        if quantity == 0 { stop = .nothingToReduce } else { fill(quantity, &taker, place, because: cause) }
      }
    }
    if taker.left == 0 { return }
    if stop == nil, mayRest {
      orders.append(taker)
      let rested = OrderRested(
        order: OrderID(number: taker.number), price: Price(ticks: taker.price), quantity: Quantity(lots: taker.left),
        account: AccountID(number: Int32(taker.account)), instrument: InstrumentID(number: UInt16(taker.instrument)),
        side: taker.side)
      changed[taker.instrument] = append(.rested(rested), because: cause)
    } else {
      append(.cancelled(cancelled(taker, stop ?? .notFilledAtOnce)), because: cause)
    }
  }

  private mutating func fill(_ quantity: Int64, _ taker: inout Resting, _ place: Int, because cause: Int) {
    let maker = orders[place]
    orders[place].left -= quantity
    orders[place].filled += quantity
    if orders[place].left == 0 { orders.remove(at: place) }
    taker.left -= quantity
    taker.filled += quantity
    let fill = Fill(
      maker: OrderID(number: maker.number), taker: OrderID(number: taker.number), price: Price(ticks: maker.price),
      quantity: Quantity(lots: quantity), makerAccount: AccountID(number: Int32(maker.account)),
      takerAccount: AccountID(number: Int32(taker.account)), instrument: InstrumentID(number: UInt16(maker.instrument)),
      takerSide: taker.side, isForced: false)
    let event = append(.filled(fill), because: cause)
    let (lots, price) = (Int(quantity), Int(maker.price))
    let bought = taker.side == .buy ? lots : -lots
    let notional = lots * price * Int(instruments[maker.instrument].tickValue.units)
    trade(bought, at: price, taker.account, taker.instrument, because: event)
    trade(-bought, at: price, maker.account, maker.instrument, because: event)
    pay(instruments[maker.instrument].takerFee, of: notional, taker.account, .takerFee, because: event)
    pay(instruments[maker.instrument].makerFee, of: notional, maker.account, .makerFee, because: event)
    lastPrice[maker.instrument] = maker.price
    changed[maker.instrument] = event
    priced[maker.instrument] = event
  }

  // MARK: Leaving and changing

  private func cancelled(_ order: Resting, _ reason: CancelReason) -> OrderCancelled {
    OrderCancelled(
      order: OrderID(number: order.number), quantity: Quantity(lots: order.left),
      account: AccountID(number: Int32(order.account)), instrument: InstrumentID(number: UInt16(order.instrument)),
      side: order.side, reason: reason)
  }

  mutating func end(_ place: Int, _ reason: CancelReason, because cause: Int?) {
    let order = orders.remove(at: place)
    changed[order.instrument] = append(.cancelled(cancelled(order, reason)), because: cause)
  }

  @discardableResult
  mutating func noteAmended(_ order: Resting, keptPriority: Bool, because cause: Int?) -> Int {
    let amended = OrderAmended(
      order: OrderID(number: order.number), price: Price(ticks: order.price), quantity: Quantity(lots: order.left),
      account: AccountID(number: Int32(order.account)), instrument: InstrumentID(number: UInt16(order.instrument)),
      side: order.side, keptPriority: keptPriority)
    let event = append(.amended(amended), because: cause)
    changed[order.instrument] = event
    return event
  }

  mutating func amend(_ request: OrderAmend, because cause: Int?) {
    let place = find(request.target, request.account, request.instrument)!
    var order = orders[place]
    let price = request.limit?.ticks ?? order.price
    let left = (request.quantity?.lots ?? order.left + order.filled) - order.filled
    if left <= 0 {
      end(place, .amendedBelowFilled, because: cause)
    } else if price == order.price, left < order.left {
      orders[place].left = left
      noteAmended(orders[place], keptPriority: true, because: cause)
    } else {
      orders.remove(at: place)
      order.price = price
      order.left = left
      if order.terms.contains(.reduceOnly) {
        order.left = min(left, reducible(order.account, order.instrument, order.side))
      }
      let event = noteAmended(order, keptPriority: false, because: cause)
      match(order, limit: price, mayRest: true, because: event)
    }
  }
}
