import MarketTypes

/// Values into the columns that are theirs, for commands and events alike.
extension Row {
  mutating func set(_ account: AccountID, _ names: Names) { self[.account] = .account(account) }
  mutating func set(_ instrument: InstrumentID, _ names: Names) {
    self[.instrument] = .instrument(instrument)
  }
  mutating func set(_ side: Side) { self[.side] = .code(Codes.side(side)) }
  mutating func set(_ price: Price?) { if let price { self[.price] = .integer(price.ticks) } }
  mutating func set(_ quantity: Quantity) { self[.quantity] = .integer(quantity.lots) }
  mutating func set(_ amount: Money) { self[.amount] = .integer(amount.units) }
  mutating func set(_ order: OrderID) { self[.order] = .integer(order.number) }

  mutating func set(_ client: ClientOrderID) {
    if client != .none { self[.client] = .client(client) }
  }

  mutating func set(_ position: Position) { self[.holding] = .integer(position.lots) }

  mutating func set(_ terms: OrderTerms) {
    let code = Codes.terms(terms)
    if !Codes.texts[code].isEmpty { self[.terms] = .code(code) }
  }

  mutating func set(_ opening: AccountOpening, _ names: Names) {
    set(opening.account, names)
    set(.accountKind, opening.kind.phrase.code)
    if opening.kind == .isolated { set(opening.instrument, names) }
    if let owner = opening.owner { self[.owner] = .account(owner) }
    set(group: opening.group)
  }

  mutating func set(_ holding: HoldingOpening, _ names: Names) {
    set(holding.account, names)
    set(holding.instrument, names)
    set(holding.position)
    set(holding.price)
    self[.counterparty] = .account(holding.counterparty)
  }

  mutating func set(_ update: PriceUpdate, _ names: Names) {
    set(update.instrument, names)
    set(update.price)
  }

  mutating func set(_ order: Order, _ names: Names) {
    set(order.account, names)
    set(order.instrument, names)
    set(order.side)
    set(order.limit)
    set(order.quantity)
    set(order.client)
    self[.timeInForce] = .code(Codes.timeInForce(order.timeInForce))
    set(order.terms)
    if !order.conditions.isEmpty { set(order.conditions) }
  }

  /// What says nothing is left out.
  mutating func set(_ conditions: OrderConditions) {
    if let trigger = conditions.trigger {
      self[.trigger] = .integer(trigger.value)
      set(.triggerKind, trigger.kind.phrase.code)
      set(.triggerSource, trigger.source.phrase.code)
    }
    if let peg = conditions.peg {
      set(.peg, peg.reference.phrase.code)
      self[.pegOffset] = .integer(Int64(peg.offset))
    }
    if conditions.display != .zero { self[.display] = .integer(conditions.display.lots) }
    if conditions.minimum != .zero { self[.minimum] = .integer(conditions.minimum.lots) }
    if conditions.prevention != .venueDefault { set(.prevention, conditions.prevention.phrase.code) }
    set(group: conditions.group)
    set(until: conditions.expiry)
  }

  mutating func set(group: Int32) { if group != 0 { self[.group] = .integer(Int64(group)) } }
  mutating func set(until: Time?) { if let until { self[.until] = .integer(until.nanoseconds) } }

  mutating func set(_ fill: Fill, _ names: Names) {
    set(fill.taker)
    set(fill.takerAccount, names)
    set(fill.instrument, names)
    set(fill.takerSide)
    set(fill.price)
    set(fill.quantity)
    self[.counterparty] = .account(fill.makerAccount)
    self[.counterpartyOrder] = .integer(fill.maker.number)
    if fill.isForced { set(.forced) }
  }

  mutating func set(_ protection: MakerProtection, _ names: Names) {
    set(protection.account, names)
    set(protection.instrument, names)
    set(protection.lots)
    self[.window] = .integer(protection.window.nanoseconds)
    self[.pause] = .integer(protection.pause.nanoseconds)
  }

  mutating func set(_ change: PhaseChange, _ names: Names) {
    if let instrument = change.instrument { set(instrument, names) }
    set(.phase, change.phase.phrase.code)
    set(until: change.until)
  }

  mutating func set(_ terms: QuoteTerms, _ names: Names) {
    set(terms.account, names)
    set(terms.instrument, names)
    self[.base] = .integer(Int64(terms.base))
    self[.volatility] = .integer(Int64(terms.volatility))
    self[.inventory] = .integer(Int64(terms.inventory))
    self[.toxicity] = .integer(Int64(terms.toxicity))
    self[.depth] = .integer(Int64(terms.depth))
    self[.stress] = .integer(Int64(terms.stress))
    self[.skew] = .integer(Int64(terms.skew))
    self[.withdrawn] = .integer(Int64(terms.withdrawn))
    self[.withdrawal] = .code(Codes.withdrawal(terms.reason))
    self[.halfSpread] = .integer(Int64(terms.halfSpread))
  }
}
