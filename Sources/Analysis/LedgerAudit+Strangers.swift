import MarketTypes

// What names something that does not exist, or cannot be: the rule it breaks, or `nil`.

extension LedgerAudit {
  /// Of events that change no balance.
  func strangers(in body: Event.Body) -> LedgerBreach.Rule? {
    switch body {
    case .quoteExplained(let terms): stranger(terms.account, terms.instrument)
    case .liquidationStalled(let stall): stranger(stall.account, stall.instrument)
    case .armed(let order): stranger(order.account, order.instrument)
    case .selfTradeDecremented(let pair):
      stranger(pair.takerAccount, pair.instrument) ?? stranger(pair.makerAccount)
    case .protectionSet(let protection): stranger(protection.account, protection.instrument)
    case .protectionTriggered(let pulled): stranger(pulled.account, pulled.instrument)
    case .blocked(let account), .unblocked(let account): stranger(account)
    case .auctionIndicated(let outcome), .auctioned(let outcome): stranger(outcome.instrument)
    case .phaseChanged(let change): change.instrument.flatMap(stranger)
    case .sourceReported(let report): stranger(report.subject)
    case .sourceRolled(let roll): stranger(roll.subject)
    case .marginFactorSet(let factor): stranger(factor.instrument)
    case .graceGiven(let grace): stranger(grace.account)
    case .takeoverDeclined(let declined): stranger(declined.account)
    case .rested(let order):
      stranger(order.account, order.instrument) ?? wrongPrice(order.price, of: order.instrument)
        ?? wrongLots(order.quantity, of: order.instrument, atLeast: 1, at: order.price)
    case .cancelled(let order): stranger(order.account, order.instrument)
    case .amended(let order):
      stranger(order.account, order.instrument)
        ?? wrongLots(order.quantity, of: order.instrument, atLeast: 0, at: order.price)
    case .triggered(let order): stranger(order.account, order.instrument)
    case .indexed(let update): wrongPrice(update.price, of: update.instrument)
    case .lossUncovered(let loss): stranger(loss.account)
    // A refusal names whatever its command did, and the others name nobody.
    case .refused, .roundLimitReached, .conditioned: nil
    // Booked elsewhere.
    case .accountOpened, .transferred, .holdingOpened, .filled, .busted, .positionMoved, .contractSettled, .marked,
      .assetPriced, .liquidatable, .recovered, .marginLevelChanged, .funded, .accepted, .quoted, .levelChanged,
      .takenOver, .deleveraged:
      nil
    }
  }

  func check(_ quote: Quote) -> LedgerBreach.Rule? {
    if let rule = stranger(quote.instrument) { return rule }
    let ticks = 0...rules.instruments[quote.instrument.index].maximumPrice.ticks
    let isPossible =
      ticks.contains(quote.bidTicks) && ticks.contains(quote.askTicks) && quote.bidQuantity >= .zero
      && quote.askQuantity >= .zero
    return isPossible ? nil : .quoteBeyondLimits(quote.instrument)
  }

  func check(_ level: LevelChange) -> LedgerBreach.Rule? {
    if let rule = stranger(level.instrument) { return rule }
    let ticks = 1...rules.instruments[level.instrument.index].maximumPrice.ticks
    return ticks.contains(level.price.ticks) && level.quantity >= .zero ? nil : .quoteBeyondLimits(level.instrument)
  }

  func stranger(_ account: AccountID) -> LedgerBreach.Rule? { isKnown(account) ? nil : .unknownAccount(account) }

  func stranger(_ instrument: InstrumentID) -> LedgerBreach.Rule? {
    instrument.index < rules.instruments.count ? nil : .unknownInstrument(instrument)
  }

  func stranger(_ account: AccountID, _ instrument: InstrumentID) -> LedgerBreach.Rule? {
    stranger(account) ?? stranger(instrument)
  }

  /// The settlement currency is asset 0.
  func stranger(_ asset: AssetID) -> LedgerBreach.Rule? {
    asset.index <= rules.assets.count ? nil : .unknownAsset(asset)
  }

  func stranger(_ account: LedgerAccount) -> LedgerBreach.Rule? {
    switch account {
    case .collateral(let owner), .contribution(let owner): stranger(owner)
    case .costBasis(let owner, let instrument): stranger(owner, instrument)
    case .fund(let fund): Int(fund.number) < rules.funds.count ? nil : .unknownFund(fund)
    case .fees, .rounding, .uncovered, .outside: nil
    }
  }

  private func stranger(_ subject: PriceSubject) -> LedgerBreach.Rule? {
    switch subject {
    case .instrument(let instrument), .otherVenues(let instrument): stranger(instrument)
    case .asset(let asset): asset == .settlement ? .unknownAsset(asset) : stranger(asset)
    }
  }

  /// Two accounts that exist and are not one owner's, or are one and the same.
  func strangers(_ one: AccountID, _ other: AccountID) -> LedgerBreach.Rule? {
    one != other && accounts[one.index].owner == accounts[other.index].owner ? nil : .notSameOwner(one, other)
  }

  func wrongPrice(_ price: Price, of instrument: InstrumentID) -> LedgerBreach.Rule? {
    if let stranger = stranger(instrument) { return stranger }
    let isPossible = price.ticks >= 1 && price <= rules.instruments[instrument.index].maximumPrice
    return isPossible ? nil : .beyondLimits(instrument, price, lots: 0)
  }

  /// Lots that no order of the instrument, which exists, can have left.
  func wrongLots(
    _ quantity: Quantity, of instrument: InstrumentID, atLeast least: Int64, at price: Price
  ) -> LedgerBreach.Rule? {
    let isPossible = quantity.lots >= least && quantity <= rules.instruments[instrument.index].maximumPosition
    return isPossible ? nil : .beyondLimits(instrument, price, lots: quantity.lots)
  }

  /// The settlement currency has no price.
  func wrongPrice(_ price: Price, of asset: AssetID) -> LedgerBreach.Rule? {
    if asset == .settlement { return .unknownAsset(asset) }
    if let stranger = stranger(asset) { return stranger }
    let isPossible = price.ticks >= 1 && price <= rules.assets[asset.index - 1].maximumPrice
    return isPossible ? nil : .assetPriceBeyondLimits(asset, price)
  }

  /// The instrument exists.
  func settled(_ instrument: InstrumentID) -> LedgerBreach.Rule? {
    isSettled[instrument.index] ? .contractIsSettled(instrument) : nil
  }

  /// Both exist. `more` lots take the position beyond its limit, or it is none the account may hold.
  func cannotHold(_ account: AccountID, _ instrument: InstrumentID, more: Int64) -> LedgerBreach.Rule? {
    if !accounts[account.index].mayHold(instrument) { return .notThisInstrument(account, instrument) }
    let after = position(of: account, in: instrument).lots + more
    if after.magnitude <= rules.instruments[instrument.index].maximumPosition.lots { return nil }
    return .positionAboveLimit(account, instrument, Position(lots: after))
  }
}
