import MarketTypes

extension Command {
  /// Gives `sink` this command's record, field by field; the layout stands in `docs/formats.md`.
  ///
  /// Memory is never copied as it lies, so padding and unused enum bits cannot get into file or digest.
  @inlinable
  public func encode(into sink: inout some RecordSink & ~Copyable) {
    switch action {
    case .openAccount(let opening):
      begin(.openAccount, opening.subject, into: &sink)
      sink.take(opening.family, 0)
    case .deposit(let account, let amount, let asset), .withdraw(let account, let amount, let asset):
      begin(action.kind, Packing.subject(account, asset), into: &sink)
      sink.take(Packing.word(amount.units), 0)
    case .fund(let amount, let fund):
      begin(.fund, Packing.word(amount.units), isRare: fund != .common, into: &sink)
      if fund != .common { sink.take(UInt64(fund.number), 0) }
    case .openHolding(let holding):
      begin(.openHolding, Packing.subject(holding.account, holding.instrument), into: &sink)
      sink.take(Packing.half(holding.counterparty.number), Packing.word(holding.position.lots))
      sink.take(Packing.word(holding.price.ticks), 0)
    case .openMark(let update), .setIndex(let update), .settleContract(let update):
      begin(action.kind, Packing.subject(update.instrument), into: &sink)
      sink.take(Packing.word(update.price.ticks), 0)
    case .openOrder(let order): encode(order, .openOrder, into: &sink)
    case .submit(let order): encode(order, .submit, into: &sink)
    case .cancel(let cancel):
      begin(.cancel, Packing.subject(cancel.account, cancel.instrument, flags: cancel.target.flag), into: &sink)
      sink.take(Packing.word(cancel.target.number), 0)
    case .amend(let amend):
      let presence: UInt8 =
        (amend.quantity == nil ? 0 : 2) | (amend.limit == nil ? 0 : 4) | (amend.trigger == nil ? 0 : 8)
      begin(.amend, Packing.subject(amend.account, amend.instrument, flags: amend.target.flag | presence), into: &sink)
      sink.take(Packing.word(amend.target.number), Packing.word(amend.quantity?.lots ?? 0))
      sink.take(Packing.word(amend.limit?.ticks ?? 0), Packing.word(amend.trigger?.ticks ?? 0))
    case .reduce(let reduce):
      begin(.reduce, Packing.subject(reduce.account, reduce.instrument, flags: reduce.target.flag), into: &sink)
      sink.take(Packing.word(reduce.target.number), Packing.word(reduce.quantity.lots))
    case .replace(let replace):
      let order = replace.order
      let flags = Packing.flags(order.side, order.timeInForce, hasLimit: order.limit != nil) | replace.target.flag << 5
      begin(
        .replace, Packing.subject(order.account, order.instrument, flags: flags, more: order.terms.rawValue),
        isRare: !order.conditions.isEmpty, into: &sink)
      sink.take(Packing.word(order.quantity.lots), Packing.word(order.limit?.ticks ?? 0))
      sink.take(Packing.word(order.client.number), Packing.word(replace.target.number))
      if order.conditions.isEmpty { return }
      sink.take(Packing.word(order.conditions.display.lots), Packing.word(order.conditions.minimum.lots))
      sink.take(Packing.word(order.conditions.expiryNanoseconds), Packing.word(order.conditions.triggerValue))
      sink.take(Packing.pair(order.conditions.group, order.conditions.pegOffset), order.conditions.choices)
    case .massCancel(let cancel):
      let flags: UInt8 =
        (cancel.instrument == nil ? 0 : 1) | (cancel.side == nil ? 0 : 2) | (cancel.side?.rawValue ?? 0) << 2
      let instrument = cancel.instrument ?? InstrumentID(number: 0)
      begin(
        .massCancel, Packing.subject(cancel.account, instrument, flags: flags, more: cancel.occasion.rawValue),
        into: &sink)
    case .massQuote(let quote):
      begin(.massQuote, Packing.subject(quote.account, quote.instrument, more: quote.terms.rawValue), into: &sink)
      sink.take(UInt64(quote.entry), Packing.word(quote.bid.ticks))
      sink.take(Packing.word(quote.bidQuantity.lots), Packing.word(quote.ask.ticks))
      sink.take(Packing.word(quote.askQuantity.lots), 0)
    case .protect(let protection):
      begin(.protect, Packing.subject(protection.account, protection.instrument), into: &sink)
      sink.take(Packing.word(protection.lots.lots), Packing.word(protection.window.nanoseconds))
      sink.take(Packing.word(protection.pause.nanoseconds), 0)
    case .unblock(let account):
      begin(.unblock, Packing.subject(account), into: &sink)
    case .bust(let fill):
      begin(.bust, fill.subject, into: &sink)
      sink.take(Packing.half(fill.makerAccount.number), Packing.word(fill.maker.number))
      sink.take(Packing.word(fill.taker.number), Packing.word(fill.price.ticks))
      sink.take(Packing.word(fill.quantity.lots), 0)
    case .setPhase(let change):
      begin(.setPhase, change.subject, into: &sink)
      sink.take(Packing.word(change.until?.nanoseconds ?? 0), 0)
    case .explainQuote(let terms):
      begin(.explainQuote, terms.subject, into: &sink)
      sink.take(Packing.pair(terms.base, terms.volatility), Packing.pair(terms.inventory, terms.toxicity))
      sink.take(Packing.pair(terms.depth, terms.stress), Packing.pair(terms.skew, terms.withdrawn))
      sink.take(Packing.pair(terms.halfSpread, 0), 0)
    case .clock:
      begin(.clock, 0, into: &sink)
    case .report(let report):
      begin(.report, report.packedSubject, into: &sink)
      sink.take(Packing.word(report.price?.ticks ?? 0), 0)
    case .roll(let roll):
      begin(.roll, roll.packedSubject, into: &sink)
      sink.take(Packing.word(roll.price.ticks), 0)
    case .transfer(let transfer):
      begin(.transfer, Packing.subject(transfer.from, transfer.asset), into: &sink)
      sink.take(Packing.half(transfer.to.number), Packing.word(transfer.amount.units))
    case .movePosition(let move):
      begin(.movePosition, Packing.subject(move.from, move.instrument), into: &sink)
      sink.take(Packing.half(move.to.number), 0)
    case .setMarginFactor(let factor):
      begin(.setMarginFactor, Packing.subject(factor.instrument), into: &sink)
      sink.take(Packing.word(factor.factor.partsPerBillion), 0)
    case .contribute(let account, let amount):
      begin(.contribute, Packing.subject(account), into: &sink)
      sink.take(Packing.word(amount.units), 0)
    }
  }
}

// MARK: - Parts

extension Command {
  /// What every record begins with: header, time, what the sender had seen, and the kind's first word.
  ///
  /// - Parameter isRare: whether the record is of the longer of its kind's two lengths.
  @inlinable @inline(__always)
  func begin(
    _ kind: CommandKind, _ subject: UInt64, isRare: Bool = false, into sink: inout some RecordSink & ~Copyable
  ) {
    sink.take(Packing.header(kind, isRare: isRare), Packing.word(time.nanoseconds))
    sink.take(Packing.word(seen?.number ?? -1), subject)
  }

  @inlinable @inline(__always)
  func encode(_ order: Order, _ kind: CommandKind, into sink: inout some RecordSink & ~Copyable) {
    let flags = Packing.flags(order.side, order.timeInForce, hasLimit: order.limit != nil)
    let subject = Packing.subject(order.account, order.instrument, flags: flags, more: order.terms.rawValue)
    let isPlain = order.conditions.isEmpty
    begin(kind, subject, isRare: !isPlain, into: &sink)
    sink.take(Packing.word(order.quantity.lots), Packing.word(order.limit?.ticks ?? 0))
    if isPlain { return sink.take(Packing.word(order.client.number), 0) }
    sink.take(Packing.word(order.client.number), Packing.word(order.conditions.display.lots))
    order.conditions.encodeRest(into: &sink)
    sink.take(order.conditions.choices, 0)
  }
}

extension SourceReport {
  @inlinable var packedSubject: UInt64 { Packing.subject(subject, source: source, hasPrice: price != nil) }
}

extension SourceRoll {
  @inlinable var packedSubject: UInt64 { Packing.subject(subject, source: source, hasPrice: true) }
}

extension OrderConditions {
  /// All but the shown part before and the choices behind.
  @inlinable func encodeRest(into sink: inout some RecordSink & ~Copyable) {
    sink.take(Packing.word(minimum.lots), Packing.word(expiryNanoseconds))
    sink.take(Packing.word(triggerValue), Packing.pair(group, pegOffset))
  }
}

extension Fill {
  @inlinable var subject: UInt64 {
    Packing.subject(takerAccount, instrument, flags: takerSide.rawValue, more: isForced ? 1 : 0)
  }
}

extension PhaseChange {
  /// The phase in the flags; of the others bit 0 is set if one instrument is meant, bit 1 if there is an end.
  @inlinable var subject: UInt64 {
    let presence: UInt8 = (instrument == nil ? 0 : 1) | (until == nil ? 0 : 2)
    return Packing.subject(instrument ?? InstrumentID(number: 0), flags: phase.rawValue, more: presence)
  }
}

extension QuoteTerms {
  @inlinable var subject: UInt64 { Packing.subject(account, instrument, flags: reason.rawValue) }
}

extension OrderReference {
  /// 1 for a client's number, 0 for the venue's.
  @inlinable var flag: UInt8 {
    switch self {
    case .order: 0
    case .client: 1
    }
  }

  @inlinable var number: Int64 {
    switch self {
    case .order(let order): order.number
    case .client(let client): client.number
    }
  }
}
