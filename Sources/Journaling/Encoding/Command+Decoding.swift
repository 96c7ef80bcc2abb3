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
    case .deposit: self = .deposit(fields.account(), fields.money())
    case .fund: self = .fund(fields.money())
    case .withdraw: self = .withdraw(fields.account(), fields.money())
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
      let (quantity, limit) = (fields.quantity(), fields.price())
      self = .amend(
        OrderAmend(
          account: subject.account, instrument: subject.instrument, target: target,
          quantity: subject.flags & 2 == 0 ? nil : quantity, limit: subject.flags & 4 == 0 ? nil : limit))
    case .reduce:
      let subject = fields.subject()
      let target = OrderReference(flags: subject.flags, number: fields.word())
      self = .reduce(
        OrderReduce(
          account: subject.account, instrument: subject.instrument, target: target, by: fields.quantity()))
    case .setIndex: self = .setIndex(PriceUpdate(from: &fields))
    case .explainQuote: self = .explainQuote(QuoteTerms(from: &fields))
    case .clock: self = .clock
    }
  }
}

extension Order {
  fileprivate init(from fields: inout RecordFields) throws(RecordError) {
    let subject = fields.subject()
    let side: Side = try fields.choice(.side, subject.flags & 1)
    let timeInForce: TimeInForce = try fields.choice(.timeInForce, subject.flags >> 1 & 3)
    let (quantity, limit) = (fields.quantity(), fields.price())
    self.init(
      account: subject.account, instrument: subject.instrument, side: side, quantity: quantity,
      limit: subject.flags & 8 == 0 ? nil : limit, timeInForce: timeInForce,
      terms: OrderTerms(rawValue: subject.more), client: fields.client())
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
    self.init(account: subject.account, kind: try fields.choice(.accountKind, subject.flags))
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

extension QuoteTerms {
  init(from fields: inout RecordFields) {
    let subject = fields.subject()
    let (base, volatility) = fields.pair()
    let (inventory, skew) = fields.pair()
    let (withdrawn, halfSpread) = fields.pair()
    self.init(
      account: subject.account, instrument: subject.instrument, base: base, volatility: volatility,
      inventory: inventory, skew: skew, withdrawn: withdrawn, halfSpread: halfSpread)
  }
}
