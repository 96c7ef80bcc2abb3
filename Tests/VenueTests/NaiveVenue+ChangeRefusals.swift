import MarketTypes

/// Every rule an amend, a replacement or a mass quote breaks, in no order, and the order rate.
extension NaiveVenue {
  /// The venue as it would be without these orders: whose place is taken is not in the way.
  private func without(_ numbers: [Int64]) -> NaiveVenue {
    var venue = self
    venue.orders.removeAll { numbers.contains($0.number) }
    return venue
  }

  func reasons(against request: OrderReplace) -> [Refusal] {
    let order = request.order
    var reasons = targetReasons(request.target, order.account, order.instrument)
    if reasons.contains(.unknownAccount) || reasons.contains(.unknownInstrument) { return reasons }
    let old = find(request.target, order.account, order.instrument).map { orders[place(of: $0)!] }
    let leaving = orders.filter { other in old.map { $0.number == other.number || areMates($0, other) } ?? false }
    reasons += without(leaving.map(\.number)).reasons(against: order, isOpeningOrder: false)
    return reasons
  }

  // MARK: Amends

  func reasons(against request: OrderAmend) -> [Refusal] {
    var reasons = accountReasons(request.account) + instrumentReasons(request.instrument)
    if !reasons.isEmpty { return reasons }
    let instrument = request.instrument.index
    reasons = doorReasons(request.account, request.instrument)
    guard let number = find(request.target, request.account, request.instrument) else {
      return reasons + [.unknownOrder]
    }
    let order = orders[place(of: number)!]
    if markets[instrument].phase == .call, order.isPegged, order.entersAnew(request) { reasons.append(.phaseForbids) }
    let whole = request.quantity?.lots ?? order.left + order.filled
    let left = whole <= order.filled ? 0 : whole - order.filled
    if whole < 1 { reasons.append(.quantityIsZero) }
    reasons += largestReasons(left, instrument)
    if let quantity = request.quantity { reasons += lotReasons(quantity, instrument) }
    if let limit = request.limit { reasons += limitReasons(limit, instrument) }
    if let trigger = request.trigger { reasons += limitReasons(trigger, instrument) }
    if request.trigger != nil, !order.hasFixedTrigger { reasons.append(.conditionsContradict) }
    if request.limit != nil, order.limit == nil { reasons.append(.conditionsContradict) }
    var changed = order
    changed.left = left
    changed.limit = request.limit?.ticks ?? order.limit
    if let trigger = request.trigger { changed.trigger = trigger.ticks }
    if hasTooManyParts(changed.asOrder) { reasons.append(.conditionsContradict) }
    if changed.left == order.left, changed.limit == order.limit, changed.trigger == order.trigger {
      reasons.append(.amendChangesNothing)
    }
    if changed.trigger != order.trigger, isMet(changed, at: latest(order.conditions.triggerSource, instrument)) {
      reasons.append(.triggerAlreadyMet)
    }
    if !reasons.isEmpty || !order.rests || !order.entersAnew(request) { return reasons }
    changed.conditions.minimum = .zero
    // It is one of the account's open orders already.
    return reasons + without([number]).bookReasons(against: changed.asOrder).filter { $0 != .tooManyOpenOrders }
  }

  // MARK: Mass quotes

  func reasons(against request: MassQuote) -> [Refusal] {
    var reasons = accountReasons(request.account) + instrumentReasons(request.instrument)
    if !reasons.isEmpty { return reasons }
    let instrument = request.instrument.index
    if !mayTrade(request.account, request.instrument) { return [.notThisInstrument] }
    reasons = doorReasons(request.account, request.instrument)
    if let until = markets[instrument].protections[request.account.index]?.pausedUntil, now < until {
      reasons.append(.protectionActive)
    }
    if request.terms.contains(.forced) { reasons.append(.forcedNotAllowed) }
    let allowed: OrderTerms = [.postOnly, .slides]
    if !request.terms.isSubset(of: allowed) || request.terms == .slides { reasons.append(.conditionsContradict) }
    if request.bidQuantity.lots > 0, request.askQuantity.lots > 0, request.bid >= request.ask {
      reasons.append(.conditionsContradict)
    }
    for side in Side.allCases {
      let quantity = request.quantity(side)
      if quantity.lots < 0 { reasons.append(.quantityIsZero) }
      if quantity.lots <= 0 { continue }
      reasons += quantityReasons(quantity, instrument) + limitReasons(request.price(side), instrument)
    }
    if !reasons.isEmpty { return reasons }
    let standing = Side.allCases.compactMap { self.standing(request, $0) }
    let leaving = standing.filter { !request.keeps($0) }
    let venue = without(leaving.map(\.number))
    let entering = Side.allCases.filter { side in
      request.quantity(side).lots > 0 && !standing.contains { $0.side == side && request.keeps($0) }
    }
    for side in entering { reasons += venue.bookReasons(against: request.order(side)) }
    reasons += venue.openOrderReasons(request.account.index, instrument, adding: entering.count)
    return reasons
  }

  // MARK: The order rate

  /// Whether an account has entered as much as it may in this window.
  func isAboveRate(_ account: Int) -> Bool {
    guard let rate = rules.orderRate else { return false }
    let isSameWindow = accounts[account].rateWindow == now / rate.window.nanoseconds
    return isSameWindow && accounts[account].entered >= rate.orders
  }

  /// MAT-57: what is refused for later reasons counts.
  mutating func count(_ action: Command.Action, refusedFor reason: Refusal?) {
    guard let rate = rules.orderRate else { return }
    let account: AccountID
    switch action {
    case .submit(let order): account = order.account
    case .amend(let request): account = request.account
    case .replace(let request): account = request.order.account
    case .massQuote(let request): account = request.account
    default: return
    }
    if let reason, reason.rawValue <= Refusal.orderRateExceeded.rawValue { return }
    let window = now / rate.window.nanoseconds
    if accounts[account.index].rateWindow != window { accounts[account.index].entered = 0 }
    accounts[account.index].rateWindow = window
    accounts[account.index].entered += 1
  }
}

extension NaiveVenue.Live {
  /// It waits for a price that an amend may change.
  var hasFixedTrigger: Bool { !rests && !isTrailing }
}
