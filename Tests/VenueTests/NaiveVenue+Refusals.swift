import MarketTypes

/// Every rule a command breaks, in no order.
extension NaiveVenue {
  func reasons(against action: Command.Action) -> [Refusal] {
    switch action {
    case .openAccount(let opening): opening.account.index == accounts.count ? [] : [.accountNumberNotNext]
    case .deposit(let account, let amount): depositReasons(account, amount.units)
    case .fund(let amount): amount.units < 1 ? [.amountNotPositive] : amount.units > 1 << 59 ? [.balanceLimit] : []
    case .withdraw(let account, let amount): withdrawalReasons(account, amount.units)
    case .openHolding(let opening): reasons(against: opening)
    case .openMark(let update): priceReasons(update) + (isOpening ? [] : [.openingIsOver])
    case .openOrder(let order):
      reasons(against: order, isOpeningOrder: true) + (isOpening ? [] : [.openingIsOver])
    case .submit(let order): reasons(against: order, isOpeningOrder: false)
    case .cancel(let request): targetReasons(request.target, request.account, request.instrument)
    case .amend(let request): reasons(against: request)
    case .reduce(let request):
      targetReasons(request.target, request.account, request.instrument)
        + (request.quantity.lots < 1 ? [.quantityIsZero] : [])
    case .setIndex(let update): priceReasons(update)
    case .explainQuote(let terms): accountReasons(terms.account) + instrumentReasons(terms.instrument)
    case .clock: []
    }
  }

  private func accountReasons(_ account: AccountID) -> [Refusal] {
    accounts.indices.contains(account.index) ? [] : [.unknownAccount]
  }
  private func instrumentReasons(_ instrument: InstrumentID) -> [Refusal] {
    instruments.indices.contains(instrument.index) ? [] : [.unknownInstrument]
  }

  private func depositReasons(_ account: AccountID, _ units: Int64) -> [Refusal] {
    var reasons = accountReasons(account)
    if units < 1 { reasons.append(.amountNotPositive) }
    if units > 1 << 59 || reasons.isEmpty && accounts[account.index].cash > 1 << 59 { reasons.append(.balanceLimit) }
    return reasons
  }

  private func withdrawalReasons(_ account: AccountID, _ units: Int64) -> [Refusal] {
    var reasons = accountReasons(account)
    if units < 1 { reasons.append(.amountNotPositive) }
    if reasons.isEmpty, Int(units) > accounts[account.index].cash { reasons.append(.freeCollateralExceeded) }
    return reasons
  }

  private func priceReasons(_ ticks: Int64, _ instrument: Int) -> [Refusal] {
    ticks < 1 ? [.priceBelowOne] : ticks > instruments[instrument].maximumPrice.ticks ? [.priceAboveLimit] : []
  }
  private func priceReasons(_ update: PriceUpdate) -> [Refusal] {
    let reasons = instrumentReasons(update.instrument)
    return reasons.isEmpty ? priceReasons(update.price.ticks, update.instrument.index) : reasons
  }

  private func targetReasons(
    _ target: OrderReference, _ account: AccountID, _ instrument: InstrumentID
  ) -> [Refusal] {
    let reasons = accountReasons(account) + instrumentReasons(instrument)
    if !reasons.isEmpty { return reasons }
    return find(target, account, instrument) == nil ? [.unknownOrder] : []
  }

  private func reasons(against opening: HoldingOpening) -> [Refusal] {
    var reasons = accountReasons(opening.account) + accountReasons(opening.counterparty)
    reasons += instrumentReasons(opening.instrument)
    if !reasons.isEmpty { return reasons }
    if !isOpening { reasons.append(.openingIsOver) }
    if opening.account == opening.counterparty { reasons.append(.counterpartyIsSelf) }
    if !canSettle(opening.account.index) || !canSettle(opening.counterparty.index) { reasons.append(.balanceLimit) }
    if opening.position.lots == 0 { reasons.append(.quantityIsZero) }
    reasons += priceReasons(opening.price.ticks, opening.instrument.index)
    let side: Side = opening.position.lots > 0 ? .buy : .sell
    let size = Int128(opening.position.lots.magnitude)
    if size > Int128(instruments[opening.instrument.index].maximumPosition.lots) { reasons.append(.quantityAboveLimit) }
    if exceedsLimit(opening.account.index, opening.instrument.index, side, size)
      || exceedsLimit(opening.counterparty.index, opening.instrument.index, side.opposite, size)
    {
      reasons.append(.positionAboveLimit)
    }
    return reasons
  }

  /// Whether position and open orders of one side, and this much more, would pass the position limit.
  private func exceedsLimit(
    _ account: Int, _ instrument: Int, _ side: Side, _ more: Int128, except number: Int64 = 0
  ) -> Bool {
    var exposure = Int128(accounts[account].lots[instrument] ?? 0) * (side == .buy ? 1 : -1) + more
    for order in orders
    where order.account == account && order.instrument == instrument && order.side == side && order.number != number {
      if !order.terms.contains(.reduceOnly) { exposure += Int128(order.left) }
    }
    return exposure > Int128(instruments[instrument].maximumPosition.lots)
  }

  // MARK: Orders

  /// An order of the opening counts as post-only.
  private func reasons(against order: Order, isOpeningOrder: Bool) -> [Refusal] {
    var reasons = accountReasons(order.account) + instrumentReasons(order.instrument)
    if !reasons.isEmpty { return reasons }
    let (account, instrument) = (order.account.index, order.instrument.index)
    let isPostOnly = isOpeningOrder || order.terms.contains(.postOnly)
    if order.terms.contains(.forced) { reasons.append(.forcedNotAllowed) }
    if order.client.number != 0, orders.contains(where: { $0.account == account && $0.client == order.client.number }) {
      reasons.append(.duplicateClientOrderID)
    }
    if order.quantity.lots < 1 { reasons.append(.quantityIsZero) }
    if order.quantity > instruments[instrument].maximumPosition { reasons.append(.quantityAboveLimit) }
    if let limit = order.limit { reasons += priceReasons(limit.ticks, instrument) }
    if order.limit == nil, order.timeInForce == .goodTilCancelled || isPostOnly {
      reasons.append(.marketOrderCannotRest)
    }
    if order.timeInForce != .goodTilCancelled, isPostOnly { reasons.append(.postOnlyContradiction) }
    if !reasons.isEmpty { return reasons }
    if order.terms.contains(.reduceOnly) {
      if reducible(account, instrument, order.side) == 0 { reasons.append(.reduceOnlyWouldIncrease) }
    } else if exceedsLimit(account, instrument, order.side, Int128(order.quantity.lots)) {
      reasons.append(.positionAboveLimit)
    }
    let meets = firstMaker(instrument, for: order.side, limit: order.limit?.ticks) != nil
    if isPostOnly, meets { reasons.append(.postOnlyWouldTake) }
    if order.limit == nil, !meets { reasons.append(.noLiquidity) }
    if order.timeInForce == .fillOrKill, !isFillable(order) { reasons.append(.fillOrKillNotFillable) }
    return reasons
  }

  /// Whether enough stands within the limit, without reduce-only orders and accounts at a limit.
  private func isFillable(_ order: Order) -> Bool {
    var wanted = order.quantity.lots
    if order.terms.contains(.reduceOnly) {
      wanted = min(wanted, reducible(order.account.index, order.instrument.index, order.side))
    }
    var found: Int128 = 0
    for maker in orders where maker.instrument == order.instrument.index && maker.side != order.side {
      if let limit = order.limit, order.side == .buy ? maker.price > limit.ticks : maker.price < limit.ticks {
        continue
      }
      if !maker.terms.contains(.reduceOnly), canSettle(maker.account),
        !exceedsLimit(maker.account, maker.instrument, maker.side, 0)
      {
        found += Int128(maker.left)
      }
    }
    return found >= Int128(wanted)
  }

  private func reasons(against request: OrderAmend) -> [Refusal] {
    var reasons = targetReasons(request.target, request.account, request.instrument)
    guard let place = find(request.target, request.account, request.instrument), reasons.isEmpty else { return reasons }
    let order = orders[place]
    let instrument = request.instrument.index
    let price = request.limit?.ticks ?? order.price
    let whole = request.quantity?.lots ?? order.left + order.filled
    let left = whole <= order.filled ? 0 : whole - order.filled
    if whole < 1 { reasons.append(.quantityIsZero) }
    if left > instruments[instrument].maximumPosition.lots { reasons.append(.quantityAboveLimit) }
    reasons += priceReasons(price, instrument)
    if price == order.price, left == order.left { reasons.append(.amendChangesNothing) }
    let entersAnew = left > order.left || left > 0 && price != order.price
    if !reasons.isEmpty || !entersAnew { return reasons }
    if order.terms.contains(.reduceOnly) {
      if reducible(order.account, instrument, order.side) == 0 { reasons.append(.reduceOnlyWouldIncrease) }
    } else if exceedsLimit(order.account, instrument, order.side, Int128(left), except: order.number) {
      reasons.append(.positionAboveLimit)
    }
    if order.terms.contains(.postOnly), firstMaker(instrument, for: order.side, limit: price) != nil {
      reasons.append(.postOnlyWouldTake)
    }
    return reasons
  }

  // MARK: Saying no

  func refusal(of action: Command.Action, _ reason: Refusal) -> CommandRefused {
    func refused(
      _ kind: RefusedAction, _ account: AccountID? = nil, _ instrument: InstrumentID? = nil,
      client: ClientOrderID? = nil
    ) -> CommandRefused {
      CommandRefused(
        kind, account: account ?? AccountID(number: -1), instrument: instrument ?? InstrumentID(number: 0),
        client: client ?? .none, reason: reason)
    }
    func client(_ target: OrderReference) -> ClientOrderID? {
      if case .client(let number) = target { return number }
      return nil
    }
    return switch action {
    case .openAccount(let opening): refused(.openAccount, opening.account)
    case .deposit(let account, _): refused(.deposit, account)
    case .fund: refused(.fund)
    case .withdraw(let account, _): refused(.withdraw, account)
    case .openHolding(let opening): refused(.openHolding, opening.account, opening.instrument)
    case .openMark(let update): refused(.openMark, nil, update.instrument)
    case .openOrder(let order): refused(.openOrder, order.account, order.instrument, client: order.client)
    case .submit(let order): refused(.submit, order.account, order.instrument, client: order.client)
    case .cancel(let request):
      refused(.cancel, request.account, request.instrument, client: client(request.target))
    case .amend(let request): refused(.amend, request.account, request.instrument, client: client(request.target))
    case .reduce(let request): refused(.reduce, request.account, request.instrument, client: client(request.target))
    case .setIndex(let update): refused(.setIndex, nil, update.instrument)
    case .explainQuote(let terms): refused(.explainQuote, terms.account, terms.instrument)
    case .clock: refused(.clock)
    }
  }
}
