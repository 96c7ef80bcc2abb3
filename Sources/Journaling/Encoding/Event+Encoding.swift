import MarketTypes

extension Event {
  /// Gives `sink` this event's record, field by field; the layout stands in `docs/formats.md`.
  ///
  /// Memory is never copied as it lies, so padding and unused enum bits cannot get into file or digest.
  @inlinable
  public func encode(into sink: inout some RecordSink & ~Copyable) {
    switch body {
    case .accountOpened(let opening):
      sink.take(
        Packing.header(.accountOpened, of: self),
        Packing.subject(opening.account, flags: opening.kind.rawValue))
    case .transferred(let transfer):
      sink.take(Packing.header(.transferred, of: self), transfer.from.subject(more: transfer.reason.rawValue))
      sink.take(transfer.to.subject(), Packing.word(transfer.amount.units))
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
      let subject = Packing.subject(
        fill.takerAccount, fill.instrument, flags: fill.takerSide.rawValue, more: fill.isForced ? 1 : 0)
      sink.take(Packing.header(.filled, of: self), subject)
      sink.take(Packing.half(fill.makerAccount.number), Packing.word(fill.maker.number))
      sink.take(Packing.word(fill.taker.number), Packing.word(fill.price.ticks))
      sink.take(Packing.word(fill.quantity.lots), 0)
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
        refusal.account, refusal.instrument, flags: refusal.action.rawValue, more: refusal.reason.rawValue)
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
      sink.take(Packing.header(.quoteExplained, of: self), Packing.subject(terms.account, terms.instrument))
      sink.take(Packing.pair(terms.base, terms.volatility), Packing.pair(terms.inventory, terms.skew))
      sink.take(Packing.pair(terms.withdrawn, terms.halfSpread), 0)
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
    }
  }

  @inlinable
  func encode(_ state: MarginState, _ kind: EventKind, into sink: inout some RecordSink & ~Copyable) {
    sink.take(Packing.header(kind, of: self), Packing.subject(state.account))
    sink.take(Packing.word(state.equity.units), Packing.word(state.maintenance.units))
  }
}
