import MarketTypes

/// Every rule a command breaks, in no order.
extension NaiveVenue {
  func reasons(against action: Command.Action) -> [Refusal] {
    switch action {
    case .openAccount(let opening): reasons(against: opening)
    case .deposit(let account, let amount, let asset): depositReasons(account, amount.units, asset)
    case .fund(let amount, let fund): fundReasons(fund, amount.units)
    case .withdraw(let account, let amount, let asset): withdrawalReasons(account, amount.units, asset)
    case .openHolding(let opening): reasons(against: opening)
    case .openMark(let update): priceReasons(update) + (isOpening ? [] : [.openingIsOver])
    case .openOrder(let order):
      reasons(against: order, isOpeningOrder: true) + (isOpening ? [] : [.openingIsOver])
    case .submit(let order): reasons(against: order, isOpeningOrder: false)
    case .cancel(let request): targetReasons(request.target, request.account, request.instrument)
    case .amend(let request): reasons(against: request)
    case .reduce(let request): reasons(against: request)
    case .replace(let request): reasons(against: request)
    case .massCancel(let request):
      accountReasons(request.account) + (request.instrument.map { instrumentReasons($0) } ?? [])
        + (request.occasion == .kill && (request.instrument != nil || request.side != nil)
          ? [.conditionsContradict] : [])
    case .massQuote(let request): reasons(against: request)
    case .protect(let protection): reasons(against: protection)
    case .unblock(let account): accountReasons(account)
    case .bust(let fill): reasons(against: fill)
    case .setPhase(let change): reasons(against: change)
    case .setIndex(let update): priceReasons(update) + sourceReasons(update)
    case .report(let report): reasons(against: report.subject, report.source, report.price)
    case .roll(let roll): reasons(against: roll.subject, roll.source, roll.price)
    case .transfer(let request): reasons(against: request)
    case .movePosition(let request): reasons(against: request)
    case .setMarginFactor(let change): reasons(against: change)
    case .contribute(let account, let amount): contributionReasons(account, amount.units)
    case .settleContract(let update): settlementReasons(update)
    case .explainQuote(let terms): accountReasons(terms.account) + instrumentReasons(terms.instrument)
    case .clock: []
    }
  }

  func accountReasons(_ account: AccountID) -> [Refusal] {
    accounts.indices.contains(account.index) ? [] : [.unknownAccount]
  }
  func instrumentReasons(_ instrument: InstrumentID) -> [Refusal] {
    instruments.indices.contains(instrument.index) ? [] : [.unknownInstrument]
  }

  private func depositReasons(_ account: AccountID, _ units: Int64, _ asset: AssetID) -> [Refusal] {
    var reasons = accountReasons(account) + assetReasons(asset)
    if units < 1 { reasons.append(.amountNotPositive) }
    if !reasons.isEmpty { return reasons }
    return limitReasons(units, asset, of: account.index, fromOutside: true)
  }

  private func withdrawalReasons(_ account: AccountID, _ units: Int64, _ asset: AssetID) -> [Refusal] {
    var reasons = accountReasons(account) + assetReasons(asset)
    if units < 1 { reasons.append(.amountNotPositive) }
    if !reasons.isEmpty { return reasons }
    if isMargined(account.index), hasOpenLoss { reasons.append(.lossUncovered) }
    if !canRelease(Int(units), asset, account.index) { reasons.append(.freeCollateralExceeded) }
    return reasons
  }

  func priceReasons(_ ticks: Int64, _ instrument: Int) -> [Refusal] {
    ticks < 1 ? [.priceBelowOne] : ticks > instruments[instrument].maximumPrice.ticks ? [.priceAboveLimit] : []
  }
  private func priceReasons(_ update: PriceUpdate) -> [Refusal] {
    let reasons = instrumentReasons(update.instrument)
    return reasons.isEmpty ? priceReasons(update.price.ticks, update.instrument.index) : reasons
  }

  /// An index that sources make is not given.
  private func sourceReasons(_ update: PriceUpdate) -> [Refusal] {
    guard instruments.indices.contains(update.instrument.index) else { return [] }
    return instruments[update.instrument.index].indexSources == nil ? [] : [.unknownSource]
  }

  func targetReasons(_ target: OrderReference, _ account: AccountID, _ instrument: InstrumentID) -> [Refusal] {
    let reasons = accountReasons(account) + instrumentReasons(instrument)
    if !reasons.isEmpty { return reasons }
    return find(target, account, instrument) == nil ? [.unknownOrder] : []
  }

  private func reasons(against request: OrderReduce) -> [Refusal] {
    var reasons = targetReasons(request.target, request.account, request.instrument)
    if request.quantity.lots < 1 { reasons.append(.quantityIsZero) }
    if reasons.isEmpty { reasons += lotReasons(request.quantity, request.instrument.index) }
    return reasons
  }

  private func reasons(against opening: HoldingOpening) -> [Refusal] {
    var reasons = accountReasons(opening.account) + accountReasons(opening.counterparty)
    reasons += instrumentReasons(opening.instrument)
    if !reasons.isEmpty { return reasons }
    if !isOpening { reasons.append(.openingIsOver) }
    if !mayTrade(opening.account, opening.instrument) || !mayTrade(opening.counterparty, opening.instrument) {
      reasons.append(.notThisInstrument)
    }
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

  // MARK: The administrator's and the makers' commands

  private func reasons(against protection: MakerProtection) -> [Refusal] {
    var reasons = accountReasons(protection.account) + instrumentReasons(protection.instrument)
    if protection.lots.lots < 0 { reasons.append(.quantityIsZero) }
    if protection.lots.lots > 0, protection.window.nanoseconds < 1 { reasons.append(.conditionsContradict) }
    if protection.pause.nanoseconds < 0 { reasons.append(.conditionsContradict) }
    return reasons
  }

  private func reasons(against change: PhaseChange) -> [Refusal] {
    var reasons = change.instrument.map { instrumentReasons($0) } ?? []
    if let instrument = change.instrument, reasons.isEmpty, markets[instrument.index].isSettled {
      reasons.append(.contractExpired)
    }
    if change.phase == .limited { reasons.append(.conditionsContradict) }
    if change.phase == .continuous, change.until != nil { reasons.append(.conditionsContradict) }
    if let until = change.until, until.nanoseconds <= now { reasons.append(.expiryNotAhead) }
    return reasons
  }

  private func reasons(against fill: Fill) -> [Refusal] {
    var reasons = accountReasons(fill.takerAccount) + accountReasons(fill.makerAccount)
    reasons += instrumentReasons(fill.instrument)
    if !reasons.isEmpty { return reasons }
    let (taker, maker, instrument) = (fill.takerAccount.index, fill.makerAccount.index, fill.instrument.index)
    if !mayTrade(fill.takerAccount, fill.instrument) || !mayTrade(fill.makerAccount, fill.instrument) {
      reasons.append(.notThisInstrument)
    }
    if !canSettle(taker) || !canSettle(maker) { reasons.append(.balanceLimit) }
    if markets[instrument].isSettled { reasons.append(.contractExpired) }
    if fill.quantity.lots < 1 { reasons.append(.quantityIsZero) }
    if fill.quantity > instruments[instrument].maximumPosition { reasons.append(.quantityAboveLimit) }
    reasons += priceReasons(fill.price.ticks, instrument)
    if reasons.isEmpty, taker != maker,
      passesLimit(taker, instrument, fill.takerSide.opposite, fill.quantity.lots)
        || passesLimit(maker, instrument, fill.takerSide, fill.quantity.lots)
    {
      reasons.append(.positionAboveLimit)
    }
    return reasons
  }
}
