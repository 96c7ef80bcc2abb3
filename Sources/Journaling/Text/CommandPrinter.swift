import MarketTypes

/// Writes commands as lines that a trader would type: `alice sell 2 at 101 as a1`. Grammar: `docs/transcripts.md`.
///
/// `CommandParser` with the same names reads every line back as the same command.
public struct CommandPrinter: Sendable {
  private let roster: Roster

  public init(_ names: Names) { roster = Roster(names) }

  init(_ roster: Roster) { self.roster = roster }

  /// - Parameter time: that of the line before; the command's own is written if it differs.
  public func line(for command: Command, after time: Time = .start) -> String {
    var line = text(of: command.action)
    if command.time != time { line += " @\((command.time - .start).text)" }
    if let seen = command.seen { line += " seen \(seen.number)" }
    return line
  }

  private func text(of action: Command.Action) -> String {
    switch action {
    case .openAccount(let opening): "account \(roster.text(of: opening))"
    case .deposit(let account, let amount, let asset):
      "\(roster.text(of: account)) deposit \(amount.units)\(roster.suffix(asset))"
    case .fund(let amount, let fund): "fund \(amount.units)" + (fund == .common ? "" : " into \(fund.number)")
    case .withdraw(let account, let amount, let asset):
      "\(roster.text(of: account)) withdraw \(amount.units)\(roster.suffix(asset))"
    case .openHolding(let holding): "open \(roster.text(of: holding))"
    case .openMark(let update): "open mark\(roster.suffix(update.instrument)) \(update.price.ticks)"
    case .openOrder(let order): "open \(roster.text(of: order))"
    case .submit(let order): roster.text(of: order)
    case .cancel(let cancel): start(cancel.account, "cancel", cancel.target, cancel.instrument)
    case .amend(let amend): text(of: amend)
    case .reduce(let reduce):
      start(reduce.account, "reduce", reduce.target, reduce.instrument) + " by \(reduce.quantity.lots)"
    case .replace(let replace):
      "\(roster.text(of: replace.order.account)) replace \(replace.target.text)"
        + " \(roster.textAfterAccount(of: replace.order))"
    case .massCancel(let cancel): text(of: cancel)
    case .massQuote(let quote): text(of: quote)
    case .protect(let protection): "\(roster.text(of: protection.account)) protects\(roster.text(of: protection))"
    case .unblock(let account): "\(roster.text(of: account)) unblock"
    case .bust(let fill): text(of: fill)
    case .setPhase(let change): text(of: change)
    case .setIndex(let update): "index\(roster.suffix(update.instrument)) \(update.price.ticks)"
    case .explainQuote(let terms): "\(roster.text(of: terms.account)) explain\(roster.text(of: terms))"
    case .clock: "clock"
    case .report(let report): "report\(roster.text(of: report))"
    case .roll(let roll): "roll\(roster.text(of: roll))"
    case .transfer(let transfer):
      "\(roster.text(of: transfer.from)) transfer \(transfer.amount.units)\(roster.suffix(transfer.asset))"
        + " to \(roster.text(of: transfer.to))"
    case .movePosition(let move):
      "\(roster.text(of: move.from)) move\(roster.suffix(move.instrument)) to \(roster.text(of: move.to))"
    case .setMarginFactor(let factor): "factor\(roster.text(of: factor))"
    case .contribute(let account, let amount): "\(roster.text(of: account)) contribute \(amount.units)"
    case .settleContract(let update): "settle\(roster.suffix(update.instrument)) at \(update.price.ticks)"
    }
  }

  private func text(of amend: OrderAmend) -> String {
    start(amend.account, "amend", amend.target, amend.instrument)
      + (amend.quantity.map { " to \($0.lots)" } ?? "") + (amend.limit.map { " at \($0.ticks)" } ?? "")
      + (amend.trigger.map { " trigger \($0.ticks)" } ?? "")
  }

  private func text(of cancel: MassCancel) -> String {
    let verb =
      switch cancel.occasion {
      case .request: "cancel all"
      case .disconnect: "disconnects"
      case .kill: "kill"
      }
    return "\(roster.text(of: cancel.account)) \(verb)\(named(cancel.instrument))"
      + (cancel.side.map { " \($0.phrase.word)s" } ?? "")
  }

  private func text(of quote: MassQuote) -> String {
    "\(roster.text(of: quote.account)) quotes\(roster.suffix(quote.instrument))"
      + " \(quote.bidQuantity.lots) at \(quote.bid.ticks) / \(quote.askQuantity.lots) at \(quote.ask.ticks)"
      + (quote.entry == 0 ? "" : " entry \(quote.entry)") + quote.terms.text
  }

  private func text(of fill: Fill) -> String {
    let (verb, preposition) = fill.takerSide == .buy ? ("buys", "from") : ("sells", "to")
    return "bust \(roster.text(of: fill.takerAccount)) order \(fill.taker.number) \(verb) \(fill.quantity.lots)"
      + "\(roster.suffix(fill.instrument)) at \(fill.price.ticks)"
      + " \(preposition) \(roster.text(of: fill.makerAccount)) order \(fill.maker.number)"
      + (fill.isForced ? " forced" : "")
  }

  private func text(of change: PhaseChange) -> String {
    let word = Phase.words.first { $0.1 == change.phase }?.0 ?? change.phase.phrase.word
    return word + named(change.instrument) + Roster.suffix(until: change.until)
  }

  /// The instrument's name with a space before it, always; nothing if all are meant.
  private func named(_ instrument: InstrumentID?) -> String { instrument.map { " \(roster.text(of: $0))" } ?? "" }

  private func start(
    _ account: AccountID, _ verb: String, _ target: OrderReference, _ instrument: InstrumentID
  ) -> String {
    "\(roster.text(of: account)) \(verb) \(target.text)\(roster.suffix(instrument))"
  }
}

extension OrderReference {
  fileprivate var text: String {
    switch self {
    case .order(let order): "order \(order.number)"
    case .client(let client): client.text
    }
  }
}
