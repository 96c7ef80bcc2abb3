import MarketTypes

extension Command {
  /// Gives `sink` this command's record, field by field; the layout stands in `docs/formats.md`.
  ///
  /// Memory is never copied as it lies, so padding and unused enum bits cannot get into file or digest.
  @inlinable
  public func encode(into sink: inout some RecordSink & ~Copyable) {
    sink.take(Packing.header(action.kind), Packing.word(time.nanoseconds))
    let seen = Packing.word(max(self.seen?.number ?? -1, -1))
    switch action {
    case .openAccount(let opening):
      sink.take(seen, Packing.subject(opening.account, flags: opening.kind.rawValue))
    case .deposit(let account, let amount), .withdraw(let account, let amount):
      sink.take(seen, Packing.subject(account))
      sink.take(Packing.word(amount.units), 0)
    case .fund(let amount):
      sink.take(seen, Packing.word(amount.units))
    case .openHolding(let holding):
      sink.take(seen, Packing.subject(holding.account, holding.instrument))
      sink.take(Packing.half(holding.counterparty.number), Packing.word(holding.position.lots))
      sink.take(Packing.word(holding.price.ticks), 0)
    case .openMark(let update), .setIndex(let update):
      sink.take(seen, Packing.subject(update.instrument))
      sink.take(Packing.word(update.price.ticks), 0)
    case .openOrder(let order), .submit(let order):
      let flags = Packing.flags(order.side, order.timeInForce, hasLimit: order.limit != nil)
      sink.take(seen, Packing.subject(order.account, order.instrument, flags: flags, more: order.terms.rawValue))
      sink.take(Packing.word(order.quantity.lots), Packing.word(order.limit?.ticks ?? 0))
      sink.take(Packing.word(order.client.number), 0)
    case .cancel(let cancel):
      sink.take(seen, Packing.subject(cancel.account, cancel.instrument, flags: cancel.target.flag))
      sink.take(Packing.word(cancel.target.number), 0)
    case .amend(let amend):
      let flags = amend.target.flag | (amend.quantity == nil ? 0 : 2) | (amend.limit == nil ? 0 : 4)
      sink.take(seen, Packing.subject(amend.account, amend.instrument, flags: flags))
      sink.take(Packing.word(amend.target.number), Packing.word(amend.quantity?.lots ?? 0))
      sink.take(Packing.word(amend.limit?.ticks ?? 0), 0)
    case .reduce(let reduce):
      sink.take(seen, Packing.subject(reduce.account, reduce.instrument, flags: reduce.target.flag))
      sink.take(Packing.word(reduce.target.number), Packing.word(reduce.quantity.lots))
    case .explainQuote(let terms):
      sink.take(seen, Packing.subject(terms.account, terms.instrument))
      sink.take(Packing.pair(terms.base, terms.volatility), Packing.pair(terms.inventory, terms.skew))
      sink.take(Packing.pair(terms.withdrawn, terms.halfSpread), 0)
    case .clock:
      sink.take(seen, 0)
    }
  }
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
