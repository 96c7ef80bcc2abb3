import MarketTypes

extension Event.Body {
  /// Reads the payload that `Event.encode(into:)` writes for this kind.
  init(from fields: inout RecordFields, _ kind: EventKind) throws(RecordError) {
    switch kind {
    case .accountOpened: self = .accountOpened(try AccountOpening(from: &fields))
    case .transferred: self = .transferred(try Transfer(from: &fields))
    case .holdingOpened: self = .holdingOpened(HoldingOpening(from: &fields))
    case .accepted: self = .accepted(try OrderAccepted(from: &fields))
    case .rested: self = .rested(try OrderRested(from: &fields))
    case .filled: self = .filled(try Fill(from: &fields))
    case .cancelled: self = .cancelled(try OrderCancelled(from: &fields))
    case .amended: self = .amended(try OrderAmended(from: &fields))
    case .refused: self = .refused(try CommandRefused(from: &fields))
    case .quoted: self = .quoted(Quote(from: &fields))
    case .indexed: self = .indexed(PriceUpdate(from: &fields))
    case .marked: self = .marked(MarkChange(from: &fields))
    case .quoteExplained: self = .quoteExplained(try QuoteTerms(from: &fields))
    case .liquidatable: self = .liquidatable(MarginState(from: &fields))
    case .recovered: self = .recovered(MarginState(from: &fields))
    case .liquidationStalled:
      let subject = fields.subject()
      self = .liquidationStalled(
        LiquidationStall(account: subject.account, instrument: subject.instrument, position: fields.position()))
    case .lossUncovered: self = .lossUncovered(LossUncovered(account: fields.account(), amount: fields.money()))
    case .roundLimitReached: self = .roundLimitReached(RoundLimit(limit: fields.pair().0, waiting: fields.word()))
    case .conditioned:
      self = .conditioned(OrderConditioned(fields.order(), try OrderConditions(from: &fields)))
    case .armed: self = .armed(try OrderArmed(from: &fields))
    case .triggered: self = .triggered(try OrderTriggered(from: &fields))
    case .selfTradeDecremented: self = .selfTradeDecremented(SelfTradeDecrement(from: &fields))
    case .levelChanged: self = .levelChanged(try LevelChange(from: &fields))
    case .phaseChanged: self = .phaseChanged(try PhaseChange(from: &fields))
    case .auctionIndicated: self = .auctionIndicated(AuctionOutcome(from: &fields))
    case .auctioned: self = .auctioned(AuctionOutcome(from: &fields))
    case .busted: self = .busted(try Fill(from: &fields))
    case .protectionSet: self = .protectionSet(MakerProtection(from: &fields))
    case .protectionTriggered: self = .protectionTriggered(ProtectionTriggered(from: &fields))
    case .blocked: self = .blocked(fields.subject().account)
    case .unblocked: self = .unblocked(fields.subject().account)
    case .assetPriced: self = .assetPriced(AssetPriceChange(from: &fields))
    case .sourceReported: self = .sourceReported(SourceReport(from: &fields))
    case .sourceRolled: self = .sourceRolled(SourceRoll(from: &fields))
    case .positionMoved: self = .positionMoved(PositionMoved(from: &fields))
    case .marginLevelChanged: self = .marginLevelChanged(try MarginLevelChange(from: &fields))
    case .funded: self = .funded(Funding(from: &fields))
    case .contractSettled: self = .contractSettled(PriceUpdate(from: &fields))
    case .marginFactorSet: self = .marginFactorSet(MarginFactor(from: &fields))
    case .graceGiven: self = .graceGiven(GracePeriod(account: fields.account(), until: fields.time()))
    case .takenOver: self = .takenOver(Takeover(from: &fields))
    case .takeoverDeclined: self = .takeoverDeclined(try TakeoverDeclined(from: &fields))
    case .deleveraged: self = .deleveraged(try Deleveraging(from: &fields))
    }
  }
}

extension Transfer {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let source = fields.subject()
    let from = try fields.ledgerAccount(source)
    let reason: TransferReason = try fields.choice(.transferReason, source.more)
    let to = try fields.ledgerAccount(fields.subject())
    let amount = fields.money()
    let asset = fields.isLong ? fields.asset() : .settlement
    self.init(from: from, to: to, amount: amount, asset: asset, reason: reason)
  }
}

extension RecordFields {
  /// The ledger account that `LedgerAccount.subject(more:)` packed.
  fileprivate func ledgerAccount(_ subject: Subject) throws(RecordError) -> LedgerAccount {
    switch subject.flags {
    case 0: .collateral(subject.account)
    case 1: .costBasis(subject.account, subject.instrument)
    case 2: .fees
    case 3: .fund(FundID(number: UInt8(truncatingIfNeeded: subject.account.number)))
    case 5: .rounding
    case 6: .uncovered
    case 7: .outside
    case 8: .contribution(subject.account)
    default: throw wrong(.ledgerAccount, subject.flags)
    }
  }
}

extension OrderAccepted {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags & 1)
    let timeInForce: TimeInForce = try fields.choice(.timeInForce, subject.flags >> 1 & 7)
    let (id, client, quantity, limitTicks) = (fields.order(), fields.client(), fields.quantity(), fields.word())
    let order = Order(
      account: subject.account, instrument: subject.instrument, side: side, quantity: quantity,
      limit: limitTicks == 0 ? nil : Price(ticks: limitTicks), timeInForce: timeInForce,
      terms: OrderTerms(rawValue: subject.more), client: client)
    self.init(order, as: id)
  }
}

extension OrderRested {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags)
    self.init(
      order: fields.order(), price: fields.price(), quantity: fields.quantity(), account: subject.account,
      instrument: subject.instrument, side: side)
  }
}

extension OrderCancelled {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags)
    let reason: CancelReason = try fields.choice(.cancelReason, subject.more)
    self.init(
      order: fields.order(), quantity: fields.quantity(), account: subject.account, instrument: subject.instrument,
      side: side, reason: reason)
  }
}

extension OrderAmended {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags)
    self.init(
      order: fields.order(), price: fields.price(), quantity: fields.quantity(), account: subject.account,
      instrument: subject.instrument, side: side, keptPriority: subject.more == 1)
  }
}

extension CommandRefused {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let action = try fields.choice(.refusedAction, subject.flags, inOrder: RefusedAction.inJournalOrder)
    let reason = try fields.choice(.refusal, subject.more, inOrder: Refusal.inJournalOrder)
    self.init(
      action, account: subject.account, instrument: subject.instrument, client: fields.client(), reason: reason)
  }
}

extension Quote {
  fileprivate init(from fields: inout RecordFields) {
    let instrument = fields.subject().instrument
    self.init(instrument: instrument, bid: nil, bidQuantity: .zero, ask: nil, askQuantity: .zero)
    (bidTicks, bidQuantity) = (fields.word(), fields.quantity())
    (askTicks, askQuantity) = (fields.word(), fields.quantity())
  }
}

extension MarkChange {
  fileprivate init(from fields: inout RecordFields) {
    self.init(instrument: fields.subject().instrument, price: fields.price(), previous: nil)
    previousTicks = fields.word()
  }
}

extension MarginState {
  fileprivate init(from fields: inout RecordFields) {
    self.init(account: fields.subject().account, equity: fields.money(), maintenance: fields.money())
  }
}

extension OrderArmed {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags)
    let source: PriceSource = try fields.choice(.priceSource, subject.more)
    self.init(
      order: fields.order(), trigger: fields.price(), quantity: fields.quantity(), account: subject.account,
      instrument: subject.instrument, side: side, source: source)
  }
}

extension OrderTriggered {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags)
    self.init(
      order: fields.order(), trigger: fields.price(), price: fields.price(), quantity: fields.quantity(),
      account: subject.account, instrument: subject.instrument, side: side)
  }
}

extension SelfTradeDecrement {
  fileprivate init(from fields: inout RecordFields) {
    let subject = fields.subject()
    let makerAccount = fields.account()
    self.init(
      maker: fields.order(), taker: fields.order(), quantity: fields.quantity(), makerAccount: makerAccount,
      takerAccount: subject.account, instrument: subject.instrument)
  }
}

extension LevelChange {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags)
    self.init(instrument: subject.instrument, side: side, price: fields.price(), quantity: fields.quantity())
  }
}

extension AuctionOutcome {
  fileprivate init(from fields: inout RecordFields) {
    let (instrument, price) = (fields.subject().instrument, fields.price())
    self.init(instrument: instrument, price: price, quantity: fields.quantity(), surplus: fields.word())
  }
}

extension ProtectionTriggered {
  fileprivate init(from fields: inout RecordFields) {
    let subject = fields.subject()
    let (lots, until) = (fields.quantity(), fields.time())
    self.init(
      account: subject.account, instrument: subject.instrument, lots: lots, until: subject.flags == 0 ? nil : until)
  }
}

extension AssetPriceChange {
  fileprivate init(from fields: inout RecordFields) {
    self.init(asset: fields.subject().asset, price: fields.price(), previous: nil)
    previousTicks = fields.word()
  }
}

extension PositionMoved {
  fileprivate init(from fields: inout RecordFields) {
    let subject = fields.subject()
    let move = PositionMove(from: subject.account, to: fields.account(), instrument: subject.instrument)
    self.init(move, position: fields.position(), cost: fields.money())
  }
}

extension MarginLevelChange {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let level: MarginLevel = try fields.choice(.marginLevel, subject.flags)
    let (equity, maintenance) = (fields.money(), fields.money())
    self.init(MarginState(account: subject.account, equity: equity, maintenance: maintenance), level: level)
  }
}

extension Funding {
  fileprivate init(from fields: inout RecordFields) {
    self.init(
      instrument: fields.subject().instrument, ratePartsPerTrillion: fields.word(), price: fields.price())
  }
}
