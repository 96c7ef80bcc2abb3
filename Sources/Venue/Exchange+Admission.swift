import Clearing
import MarketTypes
import Matching

/// By which door an order asks to enter: what it is asked differs a little.
enum Admission {
  case submitted
  /// In place of another of its account: who enters, and how often, has been asked.
  case replacing
  /// One side of a mass quote: likewise.
  case quoting
  /// Its trigger's price came: its form was looked at when it was armed.
  case fired
}

/// The ladders of refusal. Lines stand in order of precedence; after them nothing can fail.
extension Exchange {
  /// The first rule an order breaks, or `nil` if it may enter: who asks, its form, then limits, then the book, then margin.
  @inline(__always)
  mutating func refusal(of order: Order, _ door: Admission) -> Refusal? {
    if door != .fired {
      if door == .submitted, let reason = entryRefusal(of: order) { return reason }
      if door != .quoting, let reason = clientRefusal(of: order) { return reason }
      if let reason = formRefusal(of: order) { return reason }
    }
    if order.conditions.triggerKind != .none { return hasTooManyOpen(order) ? .tooManyOpenOrders : nil }
    return bookRefusal(of: order, door)
  }

  /// Whether the order's account may enter it now, whatever it says. Counts towards the order rate.
  @inline(__always)
  mutating func entryRefusal(of order: Order) -> Refusal? {
    if !house.contains(order.account) { return .unknownAccount }
    if order.instrument.index >= books.count { return .unknownInstrument }
    if !house.mayTrade(order.account, order.instrument) { return .notThisInstrument }
    if order.terms.contains(.forced) { return .forcedNotAllowed }
    return entryRefusal(order.account, order.instrument, wantsToTradeAtOnce: order.wantsToTradeAtOnce)
  }

  /// Whether the account, which is known, may enter or change anything here now. Counts towards the order rate.
  @inline(__always)
  mutating func entryRefusal(
    _ account: AccountID, _ instrument: InstrumentID, wantsToTradeAtOnce: @autoclosure () -> Bool
  ) -> Refusal? {
    if members[account.index].isBlocked { return .accountBlocked }
    if let rate = rules.orderRate, exceeds(rate, account) { return .orderRateExceeded }
    let phase = desks[instrument.index].phase
    if phase.isContinuous { return nil }
    if desks[instrument.index].isSettled { return .contractExpired }
    return phase == .halted || wantsToTradeAtOnce() ? .phaseForbids : nil
  }

  private mutating func exceeds(_ rate: OrderRate, _ account: AccountID) -> Bool {
    let window = now.nanoseconds / rate.window.nanoseconds
    if members[account.index].window != window {
      members[account.index].window = window
      members[account.index].entered = 0
    }
    if members[account.index].entered >= rate.orders { return true }
    members[account.index].entered += 1
    return false
  }

  /// What is wrong with the account's own number for an order, or `nil`; a quote's is not asked.
  @inline(__always)
  func clientRefusal(of order: Order) -> Refusal? {
    if order.client == .none { return nil }
    if order.client.number < 0 { return .clientOrderIDReserved }
    let key = ClientKey(order.client, of: order.account, in: order.instrument)
    return clients.value(of: key) == nil ? nil : .duplicateClientOrderID
  }

  /// The first rule an order's own form breaks, or `nil`. Account and instrument are known.
  @inline(__always)
  func formRefusal(of order: Order) -> Refusal? {
    let rules = bookRules[order.instrument.index]
    let isInOrder =
      order.isPlain && order.quantity.lots >= 1 && order.quantity <= rules.largest && rules.lotSize == 1
      && (order.limit.map { rules.allows($0) } ?? !order.timeInForce.mayRest)
      && (order.timeInForce.mayRest || !order.terms.contains(.postOnly))
    assert(!isInOrder || rareFormRefusal(of: order) == nil, "an order that is plainly in order breaks a rule of form")
    return isInOrder ? nil : rareFormRefusal(of: order)
  }

  /// The whole ladder, for those that are not plainly in order.
  @inline(never)
  private func rareFormRefusal(of order: Order) -> Refusal? {
    let rules = bookRules[order.instrument.index]
    if order.quantity.lots < 1 { return .quantityIsZero }
    if order.quantity > rules.largest { return .quantityAboveLimit }
    if rules.lotSize > 1, !order.isWhole(inLotsOf: rules.lotSize) { return .lotSizeNotMet }
    let trigger = order.conditions.triggerPrice
    let lowest = min(order.limit?.ticks ?? 1, trigger ?? 1)
    let highest = max(order.limit?.ticks ?? 1, trigger ?? 1)
    if lowest < 1 { return .priceBelowOne }
    if highest > rules.maximumPrice.ticks { return .priceAboveLimit }
    if rules.tickSize > 1, (order.limit?.ticks ?? 0) % rules.tickSize != 0 || (trigger ?? 0) % rules.tickSize != 0 {
      return .tickSizeNotMet
    }
    if order.isMarket, order.terms.contains(.postOnly) || (order.restsAtOnce && !rules.restsProtected) {
      return .marketOrderCannotRest
    }
    if order.terms.contains(.postOnly), !order.timeInForce.mayRest { return .postOnlyContradiction }
    if order.isPlain { return nil }
    if order.contradictsItself { return .conditionsContradict }
    if let expiry = order.conditions.expiry, expiry <= now { return .expiryNotAhead }
    return triggerRefusal(of: order) ?? pegRefusal(of: order)
  }

  func triggerRefusal(of order: Order) -> Refusal? {
    guard let trigger = order.conditions.trigger else { return nil }
    let price = price(of: trigger.source, in: order.instrument)
    switch trigger.kind {
    case .none: return nil
    case .trailing, .trailingShare:
      guard let price else { return .noTriggerPrice }
      // At the ends of the price range a distance may come to nothing.
      let start = order.trailingTrigger(from: price.ticks, maximum: bookRules[order.instrument.index].maximumPrice)
      return order.side == .sell ? start >= price ? .triggerAlreadyMet : nil : start <= price ? .triggerAlreadyMet : nil
    case .stop, .takeProfit:
      guard let price else { return nil }
      let firesRising = (order.side == .buy) == (trigger.kind == .stop)
      let isMet = firesRising ? price.ticks >= trigger.value : price.ticks <= trigger.value
      return isMet ? .triggerAlreadyMet : nil
    }
  }

  func pegRefusal(of order: Order) -> Refusal? {
    order.conditions.pegReference != .none && pegPrice(of: order) == nil ? .noPegReference : nil
  }

  /// What limits, book and margin say to an order whose form is good.
  @inline(__always)
  mutating func bookRefusal(of order: Order, _ door: Admission) -> Refusal? {
    let instrument = order.instrument
    let isContinuous = desks[instrument.index].phase.isContinuous
    let effective = effectiveLimit(of: order)
    let asksBook = isContinuous && (order.limit == nil || effective.price == nil)
    let met = asksBook ? priceMet(by: order.side, in: instrument, limit: nil) : nil
    let price = effective.price ?? met
    let isReduceOnly = order.terms.contains(.reduceOnly)
    if bookRules[instrument.index].limitsOrders, let reason = limitRefusal(of: order, door, effective, met: met) {
      return reason
    }
    if !isReduceOnly,
      !house.isWithinPositionLimit(order.account, in: instrument, adding: order.quantity, order.side)
    {
      return .positionAboveLimit
    }
    if bookRules[instrument.index].limitsOpenInterest, !isReduceOnly,
      !house.reduces(order.account, in: instrument, order.side, order.quantity),
      !house.isWithinOpenInterest(adding: order.quantity, in: instrument)
    {
      return .openInterestAboveLimit
    }
    if isReduceOnly, house.position(of: order.account, in: instrument).closingSide != order.side {
      return .reduceOnlyWouldIncrease
    }
    if order.terms.contains(.postOnly), isContinuous, !standsClear(order, at: effective.price) {
      return .postOnlyWouldTake
    }
    if house.isMargined(order.account), house.mark(of: instrument) == nil { return .noMark }
    guard let price else { return .noLiquidity }
    var worst = price
    if order.timeInForce == .fillOrKill || order.conditions.minimum > .zero {
      let isWhole = order.timeInForce == .fillOrKill
      let wanted = isWhole ? order.quantity : min(order.conditions.minimum, order.quantity)
      let fillable = fillable(order, wanted, limit: effective.price)
      if !fillable.isEnough { return isWhole ? .fillOrKillNotFillable : .minimumNotFillable }
      // What nothing stops is reckoned at the worst price it counts on; a market order else at the best, and the
      // corridor stops it when the account's means end.
      if order.limit == nil, let last = fillable.worst { worst = last }
    }
    if isReduceOnly { return nil }
    let reckoned = order.isMarket ? worst : price
    return house.meetsInitialMargin(order.account, in: instrument, adding: order.quantity, order.side, at: reckoned)
      ? nil : .initialMarginNotMet
  }

  /// What limits on an order's value, its price and how many there are say to it; few instruments have any.
  @inline(never)
  private func limitRefusal(of order: Order, _ door: Admission, _ effective: EffectiveLimit, met: Price?) -> Refusal? {
    let instrument = order.instrument
    let rules = bookRules[instrument.index]
    let valued = order.conditions.pegReference == .none ? order.limit ?? met : effective.price ?? met
    if rules.limitsNotional, !order.terms.contains(.reduceOnly), let valued {
      let notional = house.notional(of: order.quantity, at: valued, in: instrument).units
      if notional < rules.smallestNotional { return .notionalBelowMinimum }
      if notional > rules.largestNotional { return .notionalAboveMaximum }
    }
    if rules.bandWidth >= 0, let limit = order.limit, let edges = bandEdges(in: instrument),
      order.side == .buy ? limit > edges.highest : limit < edges.lowest
    {
      return .priceOutsideBand
    }
    return door != .fired && effective.mayRest && hasTooManyOpen(order) ? .tooManyOpenOrders : nil
  }

  /// Whether a post-only order may have this limit, to which it may have slid, and meets nobody within it (MAT-8, MAT-43).
  @inline(__always)
  func standsClear(_ order: Order, at limit: Price?) -> Bool {
    guard let limit, limit.ticks >= 1, limit <= bookRules[order.instrument.index].maximumPrice else { return false }
    return priceMet(by: order.side, in: order.instrument, limit: limit) == nil
  }

  /// At what price an order would trade first, leaving out orders that are gone before it enters.
  @inline(__always)
  func priceMet(by side: Side, in instrument: InstrumentID, limit: Price?) -> Price? {
    if absent.isEmpty { return books[instrument.index].nextPrice(for: side, limit: limit) }
    return priceMetBesides(by: side, in: instrument, limit: limit)
  }

  @inline(never)
  private func priceMetBesides(by side: Side, in instrument: InstrumentID, limit: Price?) -> Price? {
    var met: Price?
    books[instrument.index].forEachMaker(for: side, limit: limit) { maker in
      if !isAbsent(maker, in: instrument) { met = maker.price }
      return met == nil
    }
    return met
  }

  /// The best shown price of a side, leaving out orders that are gone before the one that is looked at enters.
  func bestShown(_ side: Side, in instrument: InstrumentID) -> Price? {
    let book = instrument.index
    if absent.isEmpty { return side == .buy ? books[book].bestBid : books[book].bestAsk }
    var best: Price?
    books[book].forEachOrder(on: side) { order in
      if !order.terms.contains(.hidden), !isAbsent(order, in: instrument) { best = order.price }
      return best == nil
    }
    return best
  }

  /// Whether a resting order is gone before the one that is looked at enters.
  @inline(__always)
  func isAbsent(_ order: StandingOrder, in instrument: InstrumentID) -> Bool {
    if order.id == absent.orders.0 || order.id == absent.orders.1 { return true }
    return absent.group >= 0 && order.detail >= 0 && specials[instrument.index].areMates(order.detail, absent.group)
  }

  /// Whether the account has as many orders open here as it may.
  private func hasTooManyOpen(_ order: Order) -> Bool {
    let most = bookRules[order.instrument.index].mostOpen
    guard most >= 0 else { return false }
    var open: Int32 = (countsBid ? 1 : 0) - absent.count
    books[order.instrument.index].forEachOrder(of: order.account) { _ in
      open += 1
      return open < most
    }
    var slot = specials[order.instrument.index].youngestArmed(of: order.account)
    while open < most, slot >= 0 {
      open += 1
      slot = specials[order.instrument.index].olderArmed(than: slot)
    }
    return open >= most
  }
}
