import MarketTypes

/// How an order enters, and what it meets.
extension NaiveVenue {
  /// An order on its way in, until it rests or ends.
  struct Incoming {
    var order: Live
    var limit: Int64?
    var mayRest: Bool
    var cause: Int
    /// A peg that moves: nobody has asked for its means since it first entered.
    var isFollowing = false
    /// Fills stay within both, as they stood when it came.
    var band: ClosedRange<Int64>?
    var limitBand: ClosedRange<Int64>?
    var stop: CancelReason?
    /// Whether its end has been said.
    var isOver = false
    /// Lots it filled since it came in.
    var filledNow: Int64 = 0
    var firstFill: (price: Int64, event: Int)?
    var lastFill: (price: Int64, event: Int)?

    var goesOn: Bool { order.left > 0 && stop == nil && !isOver }
    /// Until what its admission counted on has filled (MAT-9, MAT-34).
    var isCountedOn: Bool {
      order.timeInForce == .fillOrKill || filledNow < order.conditions.minimum.lots
    }
  }

  // MARK: Entering

  /// A new order gets its number; one with a trigger waits, any other enters.
  mutating func accept(_ order: Order, because cause: Int?, round: Int? = nil) {
    var order = order
    let (account, instrument) = (order.account.index, order.instrument.index)
    if order.terms.contains(.reduceOnly), order.conditions.trigger == nil {
      order.quantity = min(order.quantity, Quantity(lots: reducible(account, instrument, order.side)))
    }
    if order.timeInForce == .day {
      let day = rules.dayLength.nanoseconds
      order.conditions.expiry = Time(nanoseconds: (now / day + 1) * day)
    }
    lastOrder += 1
    let id = OrderID(number: lastOrder)
    let accepted = append(.accepted(OrderAccepted(order, as: id)), because: cause, round: round)
    if !order.conditions.isEmpty {
      append(.conditioned(OrderConditioned(id, order.conditions)), because: accepted)
    }
    let live = Live(order, as: lastOrder)
    if order.conditions.trigger == nil { enter(live, because: accepted) } else { arm(live, because: accepted) }
  }

  /// The worst price an order trades at, by its kind; `nil` for none.
  func effectiveLimit(_ order: Live) -> Int64? {
    let (instrument, rules) = (order.instrument, instruments[order.instrument])
    if order.isPegged { return pegPrice(order) }
    if let limit = order.limit {
      let slides = order.terms.contains(.slides) && markets[instrument].phase.isContinuous
      return slides ? slidPrice(order.side, limit, instrument) : limit
    }
    guard let best = firstMaker(instrument, for: order.side)?.price else { return nil }
    if order.terms.contains(.marketToLimit) { return best }
    guard let distance = rules.marketProtection?.distance.ticks, !order.terms.contains(.forced) else { return nil }
    // Towards the best price: a multiple of the tick size, like every resting price.
    let (tick, highest) = (rules.orders.tickSize.ticks, rules.maximumPrice.ticks)
    if order.side == .buy { return min(best + distance, highest) / tick * tick }
    return (max(best - distance, 1) + tick - 1) / tick * tick
  }

  /// One tick size behind the best price a post-only order would have met (MAT-43).
  func slidPrice(_ side: Side, _ limit: Int64, _ instrument: Int) -> Int64 {
    guard let met = firstMaker(instrument, for: side, limit: limit) else { return limit }
    let tick = instruments[instrument].orders.tickSize.ticks
    return side == .buy ? met.price - tick : met.price + tick
  }

  mutating func enter(_ order: Live, because cause: Int, isFollowing: Bool = false) {
    let isMarket = order.limit == nil && !order.isPegged
    let restsRemainder = instruments[order.instrument].marketProtection?.restRemainder ?? false
    let mayRest =
      isMarket && !order.terms.contains(.marketToLimit)
      ? restsRemainder && order.timeInForce.mayRest : order.timeInForce.mayRest
    incoming = Incoming(
      order: order, limit: effectiveLimit(order), mayRest: mayRest, cause: cause, isFollowing: isFollowing,
      band: priceBand(order.instrument, for: order.side), limitBand: limitBand(order.instrument))
    if markets[order.instrument].phase.isContinuous { meetAll() }
    settleRest()
  }

  /// Meets makers until nothing is left, nobody is within the limit, or something stops it.
  private mutating func meetAll() {
    while let taker = incoming, taker.goesOn,
      let maker = firstMaker(taker.order.instrument, for: taker.order.side, limit: taker.limit)
    {
      let isWithin = [taker.band, taker.limitBand].allSatisfy { $0?.contains(maker.price) ?? true }
      if !isWithin {
        incoming!.stop = .bandReached
      } else if instruments[maker.instrument].matching != .priceTime, maker.isShown {
        allocate(at: maker.price)
      } else if prevents(maker) {
        preventSelfTrade(maker)
      } else {
        meet(maker.number, atMost: maker.offered)
      }
    }
  }

  /// One maker, for so many lots: a fill, or one of the two leaves. Nothing if it has left meanwhile.
  mutating func meet(_ number: Int64, atMost most: Int64) {
    guard let taker = incoming, taker.goesOn, let place = place(of: number) else { return }
    let maker = orders[place]
    var quantity = min(taker.order.left, maker.offered, most)
    if maker.terms.contains(.reduceOnly) {
      quantity = min(quantity, reducible(maker.account, maker.instrument, maker.side))
    }
    if let reason = obstacle(maker, quantity, isCountedOn: taker.isCountedOn) {
      end(number, reason, because: taker.cause)
    } else if !canSettle(taker.order.account) {
      incoming!.stop = .balanceLimit
    } else if let reason = meansObstacle(taker, quantity, at: maker.price) {
      incoming!.stop = reason
    } else {
      if taker.order.terms.contains(.reduceOnly) {
        quantity = min(quantity, reducible(taker.order.account, taker.order.instrument, taker.order.side))
      }
      if quantity == 0 { incoming!.stop = .nothingToReduce } else { fill(quantity, number) }
    }
  }

  /// Why a resting order cannot give so many lots (MAT-12, MAT-17, MAT-22, MAT-23).
  ///
  /// - Parameter isCountedOn: the incoming order was admitted because it would fill so much: nobody's margin is asked.
  func obstacle(_ maker: Live, _ quantity: Int64, isCountedOn: Bool = false) -> CancelReason? {
    if quantity == 0 { return .nothingToReduce }
    if !canSettle(maker.account) { return .balanceLimit }
    let isFree = !maker.terms.contains(.reduceOnly)
    if isFree, passesLimit(maker.account, maker.instrument, maker.side, quantity) { return .positionAboveLimit }
    if !isFree || isCountedOn || reducible(maker.account, maker.instrument, maker.side) >= quantity { return nil }
    return isMargined(maker.account) && free(maker.account) < 0 ? .makerMarginNotMet : nil
  }

  // MARK: Filling

  private mutating func fill(_ quantity: Int64, _ number: Int64) {
    let maker = take(quantity, from: number)
    incoming!.order.left -= quantity
    incoming!.order.filled += quantity
    incoming!.filledNow += quantity
    let taker = incoming!
    let event = settle(maker, taker.order, quantity, at: maker.price, because: taker.cause)
    if taker.firstFill == nil { incoming!.firstFill = (maker.price, event) }
    incoming!.lastFill = (maker.price, event)
    refill(number, because: event)
    unlink(maker, because: event)
    unlink(taker.order, because: event)
    protect(maker, quantity, because: event)
    protect(taker.order, quantity, because: event)
  }

  /// Takes lots a resting order shows, or of a hidden one any. Returns the order as it was.
  mutating func take(_ quantity: Int64, from number: Int64, isFill: Bool = true) -> Live {
    let place = place(of: number)!
    let before = orders[place]
    orders[place].left -= quantity
    if !before.isHidden { orders[place].shown -= quantity }
    if isFill { orders[place].filled += quantity }
    if orders[place].left == 0 { orders.remove(at: place) }
    return before
  }

  /// The fill and the money it moves.
  mutating func settle(_ maker: Live, _ taker: Live, _ quantity: Int64, at ticks: Int64, because cause: Int) -> Int {
    let instrument = maker.instrument
    let fill = Fill(
      maker: maker.id, taker: taker.id, price: Price(ticks: ticks), quantity: Quantity(lots: quantity),
      makerAccount: maker.owner, takerAccount: taker.owner, instrument: maker.market, takerSide: taker.side,
      isForced: taker.terms.contains(.forced))
    let event = append(.filled(fill), because: cause)
    let (lots, price) = (Int(quantity), Int(ticks))
    let bought = taker.side == .buy ? lots : -lots
    let notional = notional(of: lots, at: price, instrument)
    let forcedFee = forcedFee(of: fill)
    exchange(bought, at: price, taker.account, maker.account, instrument, because: event)
    payFees(of: notional, taker.account, maker.account, instrument, because: event)
    payForced(forcedFee, taker.account, instrument, because: event)
    noteFill(taker.account, maker.account, instrument, at: event)
    markets[instrument].last = ticks
    changed[instrument] = event
    priced[instrument] = event
    recordFill(at: ticks, instrument)
    rememberFill(at: ticks, quantity, instrument)
    endLimitState(instrument, because: event)
    return event
  }

  /// An iceberg whose shown part is gone shows its next, at the tail of its price (MAT-35).
  mutating func refill(_ number: Int64, because event: Int) {
    guard let place = place(of: number), orders[place].isShown, orders[place].shown == 0 else { return }
    orders[place].turn = nextTurn()
    orders[place].show()
    changed[orders[place].instrument] = append(.rested(rested(orders[place])), because: event)
  }

  private func rested(_ order: Live) -> OrderRested {
    OrderRested(
      order: order.id, price: Price(ticks: order.price),
      quantity: Quantity(lots: order.isHidden ? order.left : order.shown), account: order.owner,
      instrument: order.market, side: order.side)
  }

  // MARK: At the end

  /// What is left rests or is cancelled; then what filled counts as prices (MAT-47).
  private mutating func settleRest() {
    let done = incoming!
    incoming = nil
    queue.filled = done.filledNow
    if done.order.left > 0, !done.isOver {
      if done.stop == nil, done.mayRest, let price = done.limit {
        rest(done.order, at: price, because: done.cause)
      } else {
        if done.stop == .bandReached { beginLimitState(done, because: done.cause) }
        let event = append(.cancelled(cancelled(done.order, done.stop ?? .notFilledAtOnce)), because: done.cause)
        unlink(done.order, because: event)
      }
    }
    for fill in [done.firstFill, done.lastFill].compactMap({ $0 }) {
      note(.last, fill.price, done.order.instrument, because: fill.event)
    }
  }

  private mutating func rest(_ incoming: Live, at price: Int64, because cause: Int) {
    var order = incoming
    order.price = price
    if !order.isPegged { order.limit = price }
    if !order.timeInForce.mayRest { order.timeInForce = .goodTilCancelled }
    order.turn = nextTurn()
    order.arrival = order.turn
    order.show()
    if order.isShown {
      // The order that betters the best shown price is the top of its side (MAT-29).
      let best = bestShown(order.instrument, order.side)
      let isBetter = best.map { order.side == .buy ? price > $0 : price < $0 } ?? true
      if isBetter { markets[order.instrument].top[order.side] = order.number }
    }
    orders.append(order)
    changed[order.instrument] = append(.rested(rested(order)), because: cause)
  }
}
