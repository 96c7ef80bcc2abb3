import MarketTypes

extension Event {
  /// Gives `sink` this event's record, field by field; the layout stands in `docs/formats.md`.
  ///
  /// Memory is never copied as it lies, so padding and unused enum bits cannot get into file or digest.
  @inlinable
  public func encode(into sink: inout some RecordSink & ~Copyable) {
    switch body {
    case .accountOpened(let opening):
      sink.take(Packing.header(.accountOpened, of: self), opening.subject)
      sink.take(opening.family, 0)
    case .transferred(let transfer):
      let isRare = transfer.asset != .settlement
      sink.take(
        Packing.header(.transferred, of: self, isRare: isRare), transfer.from.subject(more: transfer.reason.rawValue))
      sink.take(transfer.to.subject(), Packing.word(transfer.amount.units))
      if isRare { sink.take(UInt64(transfer.asset.number), 0) }
    case .holdingOpened(let holding):
      sink.take(Packing.header(.holdingOpened, of: self), Packing.subject(holding.account, holding.instrument))
      sink.take(Packing.half(holding.counterparty.number), Packing.word(holding.position.lots))
      sink.take(Packing.word(holding.price.ticks), 0)
    case .accepted(let order):
      let flags = Packing.flags(order.side, order.timeInForce, hasLimit: false)
      sink.take(
        Packing.header(.accepted, of: self),
        Packing.subject(order.account, order.instrument, flags: flags, more: order.terms.rawValue))
      sink.take(Packing.word(order.order.number), Packing.word(order.client.number))
      sink.take(Packing.word(order.quantity.lots), Packing.word(order.limitTicks))
    case .rested(let order):
      sink.take(
        Packing.header(.rested, of: self), Packing.subject(order.account, order.instrument, flags: order.side.rawValue))
      sink.take(Packing.word(order.order.number), Packing.word(order.price.ticks))
      sink.take(Packing.word(order.quantity.lots), 0)
    case .filled(let fill):
      encode(fill, .filled, into: &sink)
    case .cancelled(let order):
      let subject = Packing.subject(
        order.account, order.instrument, flags: order.side.rawValue, more: order.reason.rawValue)
      sink.take(Packing.header(.cancelled, of: self), subject)
      sink.take(Packing.word(order.order.number), Packing.word(order.quantity.lots))
    case .amended(let order):
      let subject = Packing.subject(
        order.account, order.instrument, flags: order.side.rawValue, more: order.keptPriority ? 1 : 0)
      sink.take(Packing.header(.amended, of: self), subject)
      sink.take(Packing.word(order.order.number), Packing.word(order.price.ticks))
      sink.take(Packing.word(order.quantity.lots), 0)
    case .refused(let refusal):
      let subject = Packing.subject(
        refusal.account, refusal.instrument, flags: refusal.action.number, more: refusal.reason.number)
      sink.take(Packing.header(.refused, of: self), subject)
      sink.take(Packing.word(refusal.client.number), 0)
    case .quoted(let quote):
      sink.take(Packing.header(.quoted, of: self), Packing.subject(quote.instrument))
      sink.take(Packing.word(quote.bidTicks), Packing.word(quote.bidQuantity.lots))
      sink.take(Packing.word(quote.askTicks), Packing.word(quote.askQuantity.lots))
    case .indexed(let update):
      sink.take(Packing.header(.indexed, of: self), Packing.subject(update.instrument))
      sink.take(Packing.word(update.price.ticks), 0)
    case .marked(let change):
      sink.take(Packing.header(.marked, of: self), Packing.subject(change.instrument))
      sink.take(Packing.word(change.price.ticks), Packing.word(change.previousTicks))
    case .quoteExplained(let terms):
      sink.take(Packing.header(.quoteExplained, of: self), terms.subject)
      sink.take(Packing.pair(terms.base, terms.volatility), Packing.pair(terms.inventory, terms.toxicity))
      sink.take(Packing.pair(terms.depth, terms.stress), Packing.pair(terms.skew, terms.withdrawn))
      sink.take(Packing.pair(terms.halfSpread, 0), 0)
    case .liquidatable(let state):
      encode(state, .liquidatable, into: &sink)
    case .recovered(let state):
      encode(state, .recovered, into: &sink)
    case .liquidationStalled(let stall):
      sink.take(Packing.header(.liquidationStalled, of: self), Packing.subject(stall.account, stall.instrument))
      sink.take(Packing.word(stall.position.lots), 0)
    case .lossUncovered(let loss):
      sink.take(Packing.header(.lossUncovered, of: self), Packing.subject(loss.account))
      sink.take(Packing.word(loss.amount.units), 0)
    case .roundLimitReached(let limit):
      sink.take(Packing.header(.roundLimitReached, of: self), Packing.half(limit.limit))
      sink.take(Packing.word(limit.waiting), 0)
    case .conditioned(let order):
      sink.take(Packing.header(.conditioned, of: self), Packing.word(order.order.number))
      sink.take(Packing.word(order.conditions.display.lots), Packing.word(order.conditions.minimum.lots))
      sink.take(Packing.word(order.conditions.expiryNanoseconds), Packing.word(order.conditions.triggerValue))
      sink.take(Packing.pair(order.conditions.group, order.conditions.pegOffset), order.conditions.choices)
    case .armed(let order):
      let subject = Packing.subject(
        order.account, order.instrument, flags: order.side.rawValue, more: order.source.rawValue)
      sink.take(Packing.header(.armed, of: self), subject)
      sink.take(Packing.word(order.order.number), Packing.word(order.trigger.ticks))
      sink.take(Packing.word(order.quantity.lots), 0)
    case .triggered(let order):
      sink.take(
        Packing.header(.triggered, of: self),
        Packing.subject(order.account, order.instrument, flags: order.side.rawValue))
      sink.take(Packing.word(order.order.number), Packing.word(order.trigger.ticks))
      sink.take(Packing.word(order.price.ticks), Packing.word(order.quantity.lots))
    case .selfTradeDecremented(let pair):
      sink.take(Packing.header(.selfTradeDecremented, of: self), Packing.subject(pair.takerAccount, pair.instrument))
      sink.take(Packing.half(pair.makerAccount.number), Packing.word(pair.maker.number))
      sink.take(Packing.word(pair.taker.number), Packing.word(pair.quantity.lots))
    case .levelChanged(let level):
      sink.take(
        Packing.header(.levelChanged, of: self), Packing.subject(level.instrument, flags: level.side.rawValue))
      sink.take(Packing.word(level.price.ticks), Packing.word(level.quantity.lots))
    case .phaseChanged(let change):
      sink.take(Packing.header(.phaseChanged, of: self), change.subject)
      sink.take(Packing.word(change.until?.nanoseconds ?? 0), 0)
    case .auctionIndicated(let outcome):
      encode(outcome, .auctionIndicated, into: &sink)
    case .auctioned(let outcome):
      encode(outcome, .auctioned, into: &sink)
    case .busted(let fill):
      encode(fill, .busted, into: &sink)
    case .protectionSet(let protection):
      sink.take(
        Packing.header(.protectionSet, of: self), Packing.subject(protection.account, protection.instrument))
      sink.take(Packing.word(protection.lots.lots), Packing.word(protection.window.nanoseconds))
      sink.take(Packing.word(protection.pause.nanoseconds), 0)
    case .protectionTriggered(let pulled):
      sink.take(
        Packing.header(.protectionTriggered, of: self),
        Packing.subject(pulled.account, pulled.instrument, flags: pulled.until == nil ? 0 : 1))
      sink.take(Packing.word(pulled.lots.lots), Packing.word(pulled.until?.nanoseconds ?? 0))
    case .blocked(let account):
      sink.take(Packing.header(.blocked, of: self), Packing.subject(account))
    case .unblocked(let account):
      sink.take(Packing.header(.unblocked, of: self), Packing.subject(account))
    case .assetPriced(let change):
      sink.take(Packing.header(.assetPriced, of: self), Packing.subject(InstrumentID(number: change.asset.number)))
      sink.take(Packing.word(change.price.ticks), Packing.word(change.previousTicks))
    case .sourceReported(let report):
      sink.take(Packing.header(.sourceReported, of: self), report.packedSubject)
      sink.take(Packing.word(report.price?.ticks ?? 0), 0)
    case .sourceRolled(let roll):
      sink.take(Packing.header(.sourceRolled, of: self), roll.packedSubject)
      sink.take(Packing.word(roll.price.ticks), 0)
    case .positionMoved(let moved):
      sink.take(Packing.header(.positionMoved, of: self), Packing.subject(moved.from, moved.instrument))
      sink.take(Packing.half(moved.to.number), Packing.word(moved.position.lots))
      sink.take(Packing.word(moved.cost.units), 0)
    case .marginLevelChanged(let change):
      sink.take(
        Packing.header(.marginLevelChanged, of: self),
        Packing.subject(change.account, InstrumentID(number: 0), flags: change.level.rawValue))
      sink.take(Packing.word(change.equity.units), Packing.word(change.maintenance.units))
    case .funded(let funding):
      sink.take(Packing.header(.funded, of: self), Packing.subject(funding.instrument))
      sink.take(Packing.word(funding.ratePartsPerTrillion), Packing.word(funding.price.ticks))
    case .contractSettled(let update):
      sink.take(Packing.header(.contractSettled, of: self), Packing.subject(update.instrument))
      sink.take(Packing.word(update.price.ticks), 0)
    case .marginFactorSet(let factor):
      sink.take(Packing.header(.marginFactorSet, of: self), Packing.subject(factor.instrument))
      sink.take(Packing.word(factor.factor.partsPerBillion), 0)
    case .graceGiven(let grace):
      sink.take(Packing.header(.graceGiven, of: self), Packing.subject(grace.account))
      sink.take(Packing.word(grace.until.nanoseconds), 0)
    case .takenOver(let takeover):
      sink.take(Packing.header(.takenOver, of: self), Packing.subject(takeover.account))
      sink.take(Packing.half(takeover.backstop.number), Packing.word(takeover.equity.units))
      sink.take(Packing.word(takeover.notional.units), 0)
    case .takeoverDeclined(let declined):
      sink.take(
        Packing.header(.takeoverDeclined, of: self),
        Packing.subject(declined.account, InstrumentID(number: 0), flags: declined.reason.rawValue))
    case .deleveraged(let pair):
      sink.take(
        Packing.header(.deleveraged, of: self),
        Packing.subject(pair.account, pair.instrument, flags: pair.side.rawValue))
      sink.take(Packing.half(pair.counterparty.number), Packing.word(pair.price.ticks))
      sink.take(Packing.word(pair.quantity.lots), 0)
    }
  }

  @inlinable
  func encode(_ fill: Fill, _ kind: EventKind, into sink: inout some RecordSink & ~Copyable) {
    sink.take(Packing.header(kind, of: self), fill.subject)
    sink.take(Packing.half(fill.makerAccount.number), Packing.word(fill.maker.number))
    sink.take(Packing.word(fill.taker.number), Packing.word(fill.price.ticks))
    sink.take(Packing.word(fill.quantity.lots), 0)
  }

  @inlinable
  func encode(_ outcome: AuctionOutcome, _ kind: EventKind, into sink: inout some RecordSink & ~Copyable) {
    sink.take(Packing.header(kind, of: self), Packing.subject(outcome.instrument))
    sink.take(Packing.word(outcome.priceTicks), Packing.word(outcome.quantity.lots))
    sink.take(Packing.word(outcome.surplus), 0)
  }

  @inlinable
  func encode(_ state: MarginState, _ kind: EventKind, into sink: inout some RecordSink & ~Copyable) {
    sink.take(Packing.header(kind, of: self), Packing.subject(state.account))
    sink.take(Packing.word(state.equity.units), Packing.word(state.maintenance.units))
  }
}
