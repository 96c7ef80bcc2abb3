import MarketTypes

/// Every rule an order breaks, in no order: its form, then its conditions, then the book.
extension NaiveVenue {
  /// An order of the opening that waits for nothing counts as post-only.
  func reasons(against order: Order, isOpeningOrder: Bool) -> [Refusal] {
    var reasons = accountReasons(order.account) + instrumentReasons(order.instrument)
    if !reasons.isEmpty { return reasons }
    if !mayTrade(order.account, order.instrument) { return [.notThisInstrument] }
    let phase = markets[order.instrument.index].phase
    if order.terms.contains(.forced) { reasons.append(.forcedNotAllowed) }
    if !isOpeningOrder { reasons += doorReasons(order.account, order.instrument) }
    let asksToFill = order.conditions.trigger == nil && (!order.timeInForce.mayRest || order.limit == nil)
    if phase == .call, asksToFill || order.conditions.peg != nil { reasons.append(.phaseForbids) }
    if order.client.number < 0 { reasons.append(.clientOrderIDReserved) }
    if order.client.number != 0,
      orders.contains(where: { $0.account == order.account.index && $0.client == order.client.number })
    {
      reasons.append(.duplicateClientOrderID)
    }
    var checked = order
    if isOpeningOrder, order.conditions.trigger == nil { checked.terms.insert(.postOnly) }
    reasons += formReasons(against: checked)
    if !reasons.isEmpty { return reasons }
    if order.conditions.trigger == nil {
      return isOpeningOrder ? openingReasons(against: checked) : bookReasons(against: checked)
    }
    if isOpeningOrder { return triggerReasons(against: order) }
    return triggerReasons(against: order) + openOrderReasons(order.account.index, order.instrument.index, adding: 1)
  }

  /// What stops an account from entering anything at all.
  func doorReasons(_ account: AccountID, _ instrument: InstrumentID) -> [Refusal] {
    var reasons: [Refusal] = []
    if accounts[account.index].isBlocked { reasons.append(.accountBlocked) }
    if isAboveRate(account.index) { reasons.append(.orderRateExceeded) }
    if markets[instrument.index].isSettled { reasons.append(.contractExpired) }
    if markets[instrument.index].phase == .halted { reasons.append(.phaseForbids) }
    return reasons
  }

  // MARK: Form

  private func formReasons(against order: Order) -> [Refusal] {
    let instrument = order.instrument.index
    let (terms, conditions) = (order.terms, order.conditions)
    var reasons = quantityReasons(order.quantity, instrument)
    for part in [conditions.display, conditions.minimum] where part.lots > 0 { reasons += lotReasons(part, instrument) }
    if let limit = order.limit { reasons += limitReasons(limit, instrument) }
    if let trigger = conditions.trigger, trigger.kind == .stop || trigger.kind == .takeProfit {
      reasons += limitReasons(Price(ticks: trigger.value), instrument)
    }
    let isPostOnly = terms.contains(.postOnly)
    let isMarket = order.limit == nil && !terms.contains(.marketToLimit) && conditions.peg == nil
    // Of an order that waits, the time in force says how long it waits.
    let saysItRests = order.timeInForce.mayRest && conditions.trigger == nil
    let restsRemainder = instruments[instrument].marketProtection?.restRemainder ?? false
    if isMarket, saysItRests && !restsRemainder || isPostOnly { reasons.append(.marketOrderCannotRest) }
    if isPostOnly, !order.timeInForce.mayRest { reasons.append(.postOnlyContradiction) }
    if contradicts(order) { reasons.append(.conditionsContradict) }
    if let expiry = conditions.expiry, expiry.nanoseconds <= now { reasons.append(.expiryNotAhead) }
    return reasons
  }

  /// MAT-31.
  private func contradicts(_ order: Order) -> Bool {
    let (terms, conditions) = (order.terms, order.conditions)
    let isPostOnly = terms.contains(.postOnly)
    let (isPegged, isImmediate) = (conditions.peg != nil, !order.timeInForce.mayRest)
    let hasShownPart = conditions.display.lots != 0
    if terms.contains(.slides), !isPostOnly { return true }
    if terms.contains(.marketToLimit), order.limit != nil || isPostOnly || isPegged || isImmediate { return true }
    if terms.contains(.hidden), hasShownPart || order.limit == nil && !isPegged { return true }
    if hasShownPart || isPegged, isImmediate { return true }
    if isPegged, conditions.trigger != nil || hasShownPart || isPostOnly { return true }
    if conditions.minimum.lots != 0, order.timeInForce != .immediateOrCancel { return true }
    if conditions.minimum > order.quantity { return true }
    if (conditions.expiry != nil) != (order.timeInForce == .goodTilTime) { return true }
    if conditions.display.lots < 0 || conditions.minimum.lots < 0 || hasTooManyParts(order) { return true }
    guard let trigger = conditions.trigger else { return false }
    if trigger.kind == .trailing { return trigger.value < 1 }
    return trigger.kind == .trailingShare && !(1...1_000_000_000).contains(trigger.value)
  }

  /// MAT-35.
  func hasTooManyParts(_ order: Order) -> Bool {
    let shown = Int128(order.conditions.display.lots)
    return shown > 0 && Int128(order.quantity.lots) > 65_536 * shown
  }

  func quantityReasons(_ quantity: Quantity, _ instrument: Int) -> [Refusal] {
    quantity.lots < 1
      ? [.quantityIsZero] : largestReasons(quantity.lots, instrument) + lotReasons(quantity, instrument)
  }

  func largestReasons(_ lots: Int64, _ instrument: Int) -> [Refusal] {
    let rules = instruments[instrument]
    return lots > min(rules.maximumPosition.lots, rules.orders.largest?.lots ?? .max) ? [.quantityAboveLimit] : []
  }

  func lotReasons(_ quantity: Quantity, _ instrument: Int) -> [Refusal] {
    quantity.lots % instruments[instrument].orders.lotSize.lots == 0 ? [] : [.lotSizeNotMet]
  }

  func limitReasons(_ price: Price, _ instrument: Int) -> [Refusal] {
    let isOnTick = price.ticks % instruments[instrument].orders.tickSize.ticks == 0
    return priceReasons(price.ticks, instrument) + (isOnTick ? [] : [.tickSizeNotMet])
  }

  // MARK: Conditions

  /// MAT-45.
  private func triggerReasons(against order: Order) -> [Refusal] {
    guard let trigger = order.conditions.trigger else { return [] }
    let price = latest(trigger.source, order.instrument.index)
    var live = Live(order, as: 0)
    if live.isTrailing {
      guard let price else { return [.noTriggerPrice] }
      live.best = price
      live.trigger = trailed(live)
    } else {
      live.trigger = trigger.value
    }
    return isMet(live, at: price) ? [.triggerAlreadyMet] : []
  }

  func isMet(_ order: Live, at price: Int64?) -> Bool {
    guard let price, let trigger = order.trigger else { return false }
    return order.waitsForRise ? price >= trigger : price <= trigger
  }

  func openOrderReasons(_ account: Int, _ instrument: Int, adding more: Int) -> [Refusal] {
    guard let most = instruments[instrument].orders.mostOpen, more > 0 else { return [] }
    let open = orders.filter { $0.account == account && $0.instrument == instrument }.count
    return open + more > Int(most) ? [.tooManyOpenOrders] : []
  }

  // MARK: The book

  /// An order of the opening is asked for its position and whether it rests, and nothing else of the book (MAT-16).
  private func openingReasons(against order: Order) -> [Refusal] {
    bookReasons(against: order).filter {
      [.positionAboveLimit, .reduceOnlyWouldIncrease, .postOnlyWouldTake].contains($0)
    }
  }

  /// What speaks against an order of good form that enters now.
  func bookReasons(against order: Order) -> [Refusal] {
    let (account, instrument) = (order.account.index, order.instrument.index)
    let (live, rules) = (Live(order, as: 0), instruments[instrument])
    var reasons: [Refusal] = []
    let isMarket = live.limit == nil && !live.isPegged
    let met = firstMaker(instrument, for: order.side, limit: order.limit?.ticks)
    let pegPrice = pegPrice(live)
    if live.isPegged, pegPrice == nil { reasons.append(.noPegReference) }
    if let price = pegPrice ?? live.limit ?? met?.price, !order.terms.contains(.reduceOnly) {
      let notional = notional(of: Int(live.left), at: Int(price), instrument)
      if notional < rules.orders.smallestNotional.units { reasons.append(.notionalBelowMinimum) }
      if let most = rules.orders.largestNotional, notional > most.units { reasons.append(.notionalAboveMaximum) }
    }
    if let limit = live.limit, let band = priceBand(instrument) {
      if order.side == .buy ? limit > band.upperBound : limit < band.lowerBound { reasons.append(.priceOutsideBand) }
    }
    let restsRemainder = rules.marketProtection?.restRemainder ?? false
    if order.timeInForce.mayRest, !isMarket || order.terms.contains(.marketToLimit) || restsRemainder {
      reasons += openOrderReasons(account, instrument, adding: 1)
    }
    if order.terms.contains(.reduceOnly) {
      if reducible(account, instrument, order.side) == 0 { reasons.append(.reduceOnlyWouldIncrease) }
    } else if exceedsLimit(account, instrument, order.side, Int128(order.quantity.lots)) {
      reasons.append(.positionAboveLimit)
    }
    if !order.terms.contains(.reduceOnly), exceedsOpenInterest(live) { reasons.append(.openInterestAboveLimit) }
    reasons += marginReasons(against: order, pegPrice: pegPrice)
    guard markets[instrument].phase.isContinuous else { return reasons }
    if order.terms.contains(.postOnly), met != nil {
      let slid = slidPrice(order.side, live.limit ?? 0, instrument)
      let mayStand = slid >= 1 && slid <= rules.maximumPrice.ticks
      if !order.terms.contains(.slides) || !mayStand { reasons.append(.postOnlyWouldTake) }
    }
    if isMarket, met == nil { reasons.append(.noLiquidity) }
    if live.conditions.minimum.lots > 0, !isFillable(live, live.conditions.minimum.lots) {
      reasons.append(.minimumNotFillable)
    }
    if order.timeInForce == .fillOrKill, !isFillable(live, live.left) { reasons.append(.fillOrKillNotFillable) }
    return reasons
  }

}
