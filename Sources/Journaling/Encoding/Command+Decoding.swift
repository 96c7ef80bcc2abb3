import MarketTypes

extension Command {
  /// Reads the payload that `encode(into:)` writes for this kind.
  init(from fields: inout RecordFields, _ kind: CommandKind) throws(RecordError) {
    let time = Time(nanoseconds: fields.word())
    let seen = fields.word()
    if seen < -1 { throw fields.wrong(.seen, seen) }
    let action = try Action(from: &fields, kind)
    self.init(action, at: time, seen: seen == -1 ? nil : EventPosition(number: seen))
  }
}

extension Command.Action {
  fileprivate init(from fields: inout RecordFields, _ kind: CommandKind) throws(RecordError) {
    switch kind {
    case .openAccount: self = .openAccount(try AccountOpening(from: &fields))
    case .deposit:
      let subject = fields.subject()
      self = .deposit(subject.account, fields.money(), of: subject.asset)
    case .fund: self = .fund(fields.money(), fields.isLong ? fields.fund() : .common)
    case .withdraw:
      let subject = fields.subject()
      self = .withdraw(subject.account, fields.money(), of: subject.asset)
    case .openHolding: self = .openHolding(HoldingOpening(from: &fields))
    case .openMark: self = .openMark(PriceUpdate(from: &fields))
    case .openOrder: self = .openOrder(try Order(from: &fields))
    case .submit: self = .submit(try Order(from: &fields))
    case .cancel:
      let subject = fields.subject()
      let target = OrderReference(flags: subject.flags, number: fields.word())
      self = .cancel(OrderCancel(account: subject.account, instrument: subject.instrument, target: target))
    case .amend:
      let subject = fields.subject()
      let target = OrderReference(flags: subject.flags, number: fields.word())
      let (quantity, limit, trigger) = (fields.quantity(), fields.price(), fields.price())
      self = .amend(
        OrderAmend(
          account: subject.account, instrument: subject.instrument, target: target,
          quantity: subject.flags & 2 == 0 ? nil : quantity, limit: subject.flags & 4 == 0 ? nil : limit,
          trigger: subject.flags & 8 == 0 ? nil : trigger))
    case .reduce:
      let subject = fields.subject()
      let target = OrderReference(flags: subject.flags, number: fields.word())
      self = .reduce(
        OrderReduce(
          account: subject.account, instrument: subject.instrument, target: target, by: fields.quantity()))
    case .replace: self = .replace(try OrderReplace(from: &fields))
    case .massCancel: self = .massCancel(try MassCancel(from: &fields))
    case .massQuote: self = .massQuote(try MassQuote(from: &fields))
    case .protect: self = .protect(MakerProtection(from: &fields))
    case .unblock: self = .unblock(fields.subject().account)
    case .bust: self = .bust(try Fill(from: &fields))
    case .setPhase: self = .setPhase(try PhaseChange(from: &fields))
    case .setIndex: self = .setIndex(PriceUpdate(from: &fields))
    case .explainQuote: self = .explainQuote(try QuoteTerms(from: &fields))
    case .clock: self = .clock
    case .report: self = .report(SourceReport(from: &fields))
    case .roll: self = .roll(SourceRoll(from: &fields))
    case .transfer:
      let subject = fields.subject()
      let to = fields.account()
      self = .transfer(
        CollateralTransfer(from: subject.account, to: to, amount: fields.money(), asset: subject.asset))
    case .movePosition:
      let subject = fields.subject()
      self = .movePosition(
        PositionMove(from: subject.account, to: fields.account(), instrument: subject.instrument))
    case .setMarginFactor: self = .setMarginFactor(MarginFactor(from: &fields))
    case .contribute: self = .contribute(fields.subject().account, fields.money())
    case .settleContract: self = .settleContract(PriceUpdate(from: &fields))
    }
  }
}

extension Order {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    try self.init(from: &fields, fields.subject())
    if fields.isLong { conditions = try OrderConditions(from: &fields) }
  }

  /// All but the conditions.
  private init(from fields: inout RecordFields, _ subject: Subject) throws(RecordError) {
    let side: Side = try fields.choice(.side, subject.flags & 1)
    let timeInForce: TimeInForce = try fields.choice(.timeInForce, subject.flags >> 1 & 7)
    let (quantity, limit) = (fields.quantity(), fields.price())
    self.init(
      account: subject.account, instrument: subject.instrument, side: side, quantity: quantity,
      limit: subject.flags & 16 == 0 ? nil : limit, timeInForce: timeInForce,
      terms: OrderTerms(rawValue: subject.more), client: fields.client())
  }

  /// With the target that stands between the order and its conditions.
  fileprivate static func replacing(_ fields: inout RecordFields) throws(RecordError) -> OrderReplace {
    let subject = fields.subject()
    var order = try Order(from: &fields, subject)
    let target = OrderReference(flags: subject.flags >> 5, number: fields.word())
    if fields.isLong { order.conditions = try OrderConditions(from: &fields) }
    return OrderReplace(target, with: order)
  }
}

extension OrderReplace {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) { self = try Order.replacing(&fields) }
}

extension MassCancel {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags >> 2 & 1)
    self.init(
      account: subject.account, instrument: subject.flags & 1 == 0 ? nil : subject.instrument,
      side: subject.flags & 2 == 0 ? nil : side, occasion: try fields.choice(.occasion, subject.more))
  }
}

extension MassQuote {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let number = fields.word()
    guard let entry = UInt32(exactly: number) else { throw fields.wrong(.entry, number) }
    let (bid, bidQuantity) = (fields.price(), fields.quantity())
    self.init(
      account: subject.account, instrument: subject.instrument, entry: entry, bid: bid, bidQuantity,
      ask: fields.price(), fields.quantity(), terms: OrderTerms(rawValue: subject.more))
  }
}

extension OrderReference {
  fileprivate init(flags: UInt8, number: Int64) {
    self = flags & 1 == 0 ? .order(OrderID(number: number)) : .client(ClientOrderID(number: number))
  }
}

// MARK: - What commands and events share

extension AccountOpening {
  init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let kind: AccountKind = try fields.choice(.accountKind, subject.flags)
    let (group, owner) = fields.pair()
    self.init(account: subject.account, kind: kind, group: group, instrument: subject.instrument)
    ownerNumber = owner &- 1
  }
}

extension HoldingOpening {
  init(from fields: inout RecordFields) {
    let subject = fields.subject()
    self.init(
      account: subject.account, counterparty: fields.account(), instrument: subject.instrument,
      position: fields.position(), price: fields.price())
  }
}

extension PriceUpdate {
  init(from fields: inout RecordFields) {
    self.init(instrument: fields.subject().instrument, price: fields.price())
  }
}

extension SourceReport {
  init(from fields: inout RecordFields) {
    let subject = fields.subject()
    let price = fields.price()
    self.init(PriceSubject(subject), source: subject.more, price: subject.flags & 2 == 0 ? nil : price)
  }
}

extension SourceRoll {
  init(from fields: inout RecordFields) {
    let subject = fields.subject()
    self.init(PriceSubject(subject), source: subject.more, price: fields.price())
  }
}

extension PriceSubject {
  fileprivate init(_ subject: Subject) {
    self =
      subject.flags & 1 == 1
      ? .asset(subject.asset)
      : subject.flags & 4 == 0 ? .instrument(subject.instrument) : .otherVenues(subject.instrument)
  }
}

extension MarginFactor {
  init(from fields: inout RecordFields) {
    self.init(instrument: fields.subject().instrument, factor: Rate(partsPerBillion: fields.word()))
  }
}

extension QuoteTerms {
  init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let reason: WithdrawalReason = try fields.choice(.withdrawalReason, subject.flags)
    let (base, volatility) = fields.pair()
    let (inventory, toxicity) = fields.pair()
    let (depth, stress) = fields.pair()
    let (skew, withdrawn) = fields.pair()
    self.init(
      account: subject.account, instrument: subject.instrument, base: base, volatility: volatility,
      inventory: inventory, toxicity: toxicity, depth: depth, stress: stress, skew: skew, withdrawn: withdrawn,
      reason: reason, halfSpread: fields.pair().0)
  }
}

extension OrderConditions {
  init(from fields: inout RecordFields) throws(RecordError) {
    self.init()
    (display, minimum) = (fields.quantity(), fields.quantity())
    (expiryNanoseconds, triggerValue) = (fields.word(), fields.word())
    (group, pegOffset) = fields.pair()
    let choices = UInt64(bitPattern: fields.word())
    triggerKind = try fields.choice(.triggerKind, UInt8(truncatingIfNeeded: choices))
    triggerSource = try fields.choice(.priceSource, UInt8(truncatingIfNeeded: choices >> 8))
    pegReference = try fields.choice(.pegReference, UInt8(truncatingIfNeeded: choices >> 16))
    prevention = try fields.choice(.prevention, UInt8(truncatingIfNeeded: choices >> 24))
  }
}

extension Fill {
  init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags)
    let makerAccount = fields.account()
    self.init(
      maker: fields.order(), taker: fields.order(), price: fields.price(), quantity: fields.quantity(),
      makerAccount: makerAccount, takerAccount: subject.account, instrument: subject.instrument, takerSide: side,
      isForced: subject.more == 1)
  }
}

extension MakerProtection {
  init(from fields: inout RecordFields) {
    let subject = fields.subject()
    self.init(
      account: subject.account, instrument: subject.instrument, lots: fields.quantity(), within: fields.span(),
      pause: fields.span())
  }
}

extension PhaseChange {
  init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let phase: Phase = try fields.choice(.phase, subject.flags)
    let until = fields.time()
    self.init(
      phase, of: subject.more & 1 == 0 ? nil : subject.instrument, until: subject.more & 2 == 0 ? nil : until)
  }
}
