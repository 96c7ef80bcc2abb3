import MarketTypes

extension LedgerAudit {
  /// Books an event; returns the rule it breaks.
  mutating func book(_ body: Event.Body) -> LedgerBreach.Rule? {
    switch body {
    case .accountOpened(let opening): open(opening)
    case .transferred(let transfer): book(transfer)
    case .holdingOpened(let holding):
      exchange(
        holding.position.lots, of: holding.instrument, at: holding.price, to: holding.account,
        from: holding.counterparty)
    case .filled(let fill): book(fill)
    case .busted(let fill):
      // What was bought goes back, at the price it was bought at.
      exchange(fill.quantity.lots, of: fill.instrument, at: fill.price, to: fill.seller, from: fill.buyer)
    case .positionMoved(let moved): book(moved)
    case .takenOver(let takeover): begin(takeover)
    case .deleveraged(let pair): book(pair)
    case .contractSettled(let settlement): settle(settlement)
    case .marked(let change): mark(change)
    case .assetPriced(let change): price(change)
    case .liquidatable(let state), .recovered(let state): check(state.equity, of: state.account)
    case .marginLevelChanged(let change): check(change.equity, of: change.account)
    case .funded(let funding): wrongPrice(funding.price, of: funding.instrument) ?? settled(funding.instrument)
    case .accepted(let order): stranger(order.account, order.instrument) ?? settled(order.instrument)
    case .quoted(let quote): check(quote)
    case .levelChanged(let level): check(level)
    default: strangers(in: body)
    }
  }

  private mutating func open(_ opening: AccountOpening) -> LedgerBreach.Rule? {
    if opening.account.index != accounts.count { return .accountOutOfTurn(opening.account) }
    let account = AuditedAccount(opening)
    // An owner is an account of its own.
    if let owner = opening.owner, !isKnown(owner) || accounts[owner.index].owner != owner {
      return .ownerNotAllowed(opening.account, owner: owner)
    }
    if let only = account.only, let stranger = stranger(only) { return stranger }
    accounts.append(account)
    return nil
  }

  private mutating func mark(_ change: MarkChange) -> LedgerBreach.Rule? {
    if let rule = wrongPrice(change.price, of: change.instrument) { return rule }
    markTicks[change.instrument.index] = change.price.ticks
    return nil
  }

  private mutating func price(_ change: AssetPriceChange) -> LedgerBreach.Rule? {
    if let rule = wrongPrice(change.price, of: change.asset) { return rule }
    assetTicks[change.asset.index] = change.price.ticks
    return nil
  }

  /// What an event says of an account's equity, clamped to `Money` as the event has it.
  func check(_ stated: Money, of account: AccountID) -> LedgerBreach.Rule? {
    if let stranger = stranger(account) { return stranger }
    let rebuilt = equity(of: account)
    if stated.units == Int64(clamping: rebuilt) { return nil }
    return .equityDiffers(account, stated: stated, rebuilt: rebuilt)
  }
}

// MARK: - Lots

extension LedgerAudit {
  private mutating func book(_ fill: Fill) -> LedgerBreach.Rule? {
    let change = fill.quantity.lots
    guard fill.isForced, isKnown(fill.takerAccount), fill.instrument.index < rules.instruments.count else {
      return exchange(change, of: fill.instrument, at: fill.price, to: fill.buyer, from: fill.seller)
    }
    let before = position(of: fill.takerAccount, in: fill.instrument)
    let breach = exchange(change, of: fill.instrument, at: fill.price, to: fill.buyer, from: fill.seller)
    let after = position(of: fill.takerAccount, in: fill.instrument)
    if breach != nil || after.isNearerToFlat(than: before) { return breach }
    return .forcedFillEnlarges(fill.takerAccount, fill.instrument, before: before, after: after)
  }

  /// `lots` of an instrument against their notional: a negative number goes the other way.
  ///
  /// The buyer of a linear contract pays the notional; the buyer of an inverse one gets it, rounded down, and what the
  /// rounding leaves over is the seller's to pay in the next event.
  mutating func exchange(
    _ lots: Int64, of instrument: InstrumentID, at price: Price, to buyer: AccountID, from seller: AccountID
  ) -> LedgerBreach.Rule? {
    if let stranger = stranger(buyer, instrument) ?? stranger(seller) { return stranger }
    let limits = rules.instruments[instrument.index]
    guard price.ticks >= 1, price <= limits.maximumPrice, lots != 0, lots.magnitude <= limits.maximumPosition.lots
    else { return .beyondLimits(instrument, price, lots: lots) }
    if lots < 0 { return exchange(-lots, of: instrument, at: price, to: seller, from: buyer) }
    if let rule = settled(instrument) { return rule }
    if buyer != seller,
      let rule = cannotHold(buyer, instrument, more: lots) ?? cannotHold(seller, instrument, more: -lots)
    {
      return rule
    }
    let worth = worths[instrument.index]
    let notional = worth.notional(of: lots, at: price)
    let toBuyer = worth.contract == .linear ? -notional : notional
    change(buyer, instrument, lots: lots, balance: toBuyer)
    change(seller, instrument, lots: -lots, balance: -toBuyer)
    if worth.leavesRest(of: lots, at: price) {
      rest = Transfer(
        from: .costBasis(seller, instrument), to: .rounding, amount: Money(units: 1), reason: .rounded)
    }
    return lotsSums[instrument.index] == 0 ? nil : .lotsOff(instrument, sum: lotsSums[instrument.index])
  }

  /// A whole position goes to another account of the same owner, or to the backstop that takes the account over, and its
  /// cost with it.
  private mutating func book(_ moved: PositionMoved) -> LedgerBreach.Rule? {
    if let stranger = stranger(moved.from, moved.instrument) ?? stranger(moved.to) { return stranger }
    if let rule = settled(moved.instrument) { return rule }
    if takeover?.account != moved.from || takeover?.backstop != moved.to, let rule = strangers(moved.from, moved.to) {
      return rule
    }
    let holding = accounts[moved.from.index].holding(of: moved.instrument)
    if holding.lots == 0 || holding.lots != moved.position.lots || -holding.balance != Int128(moved.cost.units) {
      return .notThePosition(moved.from, moved.instrument, held: Position(lots: holding.lots), cost: -holding.balance)
    }
    if let rule = cannotHold(moved.to, moved.instrument, more: holding.lots) { return rule }
    change(moved.from, moved.instrument, lots: -holding.lots, balance: -holding.balance)
    change(moved.to, moved.instrument, lots: holding.lots, balance: holding.balance)
    return nil
  }

  /// All positions are closed at one price. Rounded against every holder of an inverse contract; that is the rounding
  /// account's. What is left in their cost bases is their gain or loss, to be moved before the command ends.
  private mutating func settle(_ settlement: PriceUpdate) -> LedgerBreach.Rule? {
    let instrument = settlement.instrument
    if let rule = wrongPrice(settlement.price, of: instrument) ?? settled(instrument) { return rule }
    isSettled[instrument.index] = true
    for number in accounts.indices {
      let lots = accounts[number].holding(of: instrument).lots
      if lots == 0 { continue }
      let value = worths[instrument.index].value(of: lots, at: settlement.price)
      change(AccountID(number: Int32(number)), instrument, lots: -lots, balance: value)
      venue.rounding -= value
      sums[0] -= value
    }
    return lotsSums[instrument.index] == 0 ? nil : .lotsOff(instrument, sum: lotsSums[instrument.index])
  }

  private mutating func change(_ account: AccountID, _ instrument: InstrumentID, lots: Int64, balance: Int128) {
    unsettled += accounts[account.index].change(instrument, lots: lots, balance: balance)
    sums[0] += balance
    lotsSums[instrument.index] += Int128(lots)
  }
}

// MARK: - Money and assets

extension LedgerAudit {
  private mutating func book(_ transfer: Transfer) -> LedgerBreach.Rule? {
    if let stranger = stranger(transfer.from) ?? stranger(transfer.to) ?? stranger(transfer.asset) { return stranger }
    if transfer.amount < .zero { return .transferNegative(transfer.amount) }
    if !transfer.reason.leads(from: transfer.from, to: transfer.to) {
      return .transferAstray(transfer.reason, from: transfer.from, to: transfer.to)
    }
    if let rule = betweenWrongAccounts(transfer) { return rule }
    if transfer.asset != .settlement { return bookAsset(transfer) }
    post(-Int128(transfer.amount.units), to: transfer.from)
    post(Int128(transfer.amount.units), to: transfer.to)
    return paidTooMuch(transfer.from, to: transfer.to)
  }

  /// Units of an asset, which only accounts and the outside have.
  private mutating func bookAsset(_ transfer: Transfer) -> LedgerBreach.Rule? {
    let amount = Int128(transfer.amount.units)
    for (account, change) in [(transfer.from, -amount), (transfer.to, amount)] {
      switch account {
      case .outside: break
      case .collateral(let owner):
        let after = accounts[owner.index].amount(of: transfer.asset) + change
        if after < 0 { return .assetBelowZero(owner, transfer.asset, after) }
        if change > 0, after > Int128(rules.assets[transfer.asset.index - 1].maximumBalance.units) {
          return .assetAboveLimit(owner, transfer.asset, after)
        }
      default: return .transferAstray(transfer.reason, from: transfer.from, to: transfer.to)
      }
    }
    for (account, change) in [(transfer.from, -amount), (transfer.to, amount)] {
      if case .collateral(let owner) = account {
        accounts[owner.index].add(change, of: transfer.asset)
      } else {
        venue.outside[transfer.asset.index] += change
      }
      sums[transfer.asset.index] += change
    }
    return nil
  }

  /// One side of an entry in the settlement currency. The ledger account exists.
  private mutating func post(_ amount: Int128, to account: LedgerAccount) {
    switch account {
    case .collateral(let owner): accounts[owner.index].cash += amount
    case .costBasis(let owner, let instrument): return change(owner, instrument, lots: 0, balance: amount)
    case .fees: venue.fees += amount
    case .fund(let fund): venue.funds[Int(fund.number)] += amount
    case .contribution(let owner): accounts[owner.index].contribution += amount
    case .rounding: venue.rounding += amount
    case .uncovered: venue.uncovered += amount
    case .outside: venue.outside[0] += amount
    }
    sums[0] += amount
  }
}
