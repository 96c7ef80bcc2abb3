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
    case .deposit(let account, let amount): "\(roster.text(of: account)) deposit \(amount.units)"
    case .fund(let amount): "fund \(amount.units)"
    case .withdraw(let account, let amount): "\(roster.text(of: account)) withdraw \(amount.units)"
    case .openHolding(let holding): "open \(roster.text(of: holding))"
    case .openMark(let update): "open mark\(roster.suffix(update.instrument)) \(update.price.ticks)"
    case .openOrder(let order): "open \(roster.text(of: order))"
    case .submit(let order): roster.text(of: order)
    case .cancel(let cancel): start(cancel.account, "cancel", cancel.target, cancel.instrument)
    case .amend(let amend): text(of: amend)
    case .reduce(let reduce):
      start(reduce.account, "reduce", reduce.target, reduce.instrument) + " by \(reduce.quantity.lots)"
    case .setIndex(let update): "index\(roster.suffix(update.instrument)) \(update.price.ticks)"
    case .explainQuote(let terms): "\(roster.text(of: terms.account)) explain\(roster.text(of: terms))"
    case .clock: "clock"
    }
  }

  private func text(of amend: OrderAmend) -> String {
    start(amend.account, "amend", amend.target, amend.instrument)
      + (amend.quantity.map { " to \($0.lots)" } ?? "") + (amend.limit.map { " at \($0.ticks)" } ?? "")
  }

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

// MARK: - What command and event lines share

extension Roster {
  /// `alice`, `lp exempt`.
  func text(of opening: AccountOpening) -> String {
    text(of: opening.account) + (opening.kind == .cross ? "" : " \(opening.kind.phrase.word)")
  }

  /// `alice long 5 BTC at 100 against lp`.
  func text(of holding: HoldingOpening) -> String {
    let amount = "\(text(of: holding.position))\(suffix(holding.instrument))"
    return "\(text(of: holding.account)) \(amount) at \(holding.price.ticks) against \(text(of: holding.counterparty))"
  }

  /// `long 5`, `short 5`.
  func text(of position: Position) -> String {
    "\(position.lots < 0 ? "short" : "long") \(position.lots.magnitude)"
  }

  /// `alice sell 2 BTC at 101 post-only as a1`. A market order is taken to be immediate-or-cancel, any other to be
  /// good-til-cancelled, unless the line says otherwise.
  func text(of order: Order) -> String {
    var line = "\(text(of: order.account)) \(order.side.phrase.word) \(order.quantity.lots)\(suffix(order.instrument))"
    line += " at \(order.limit.map { "\($0.ticks)" } ?? "market")"
    if order.timeInForce != TimeInForce.usual(hasLimit: order.limit != nil) {
      line += " \(order.timeInForce.phrase.word)"
    }
    for named in OrderTerms.named where order.terms.contains(named.term) { line += " \(named.phrase.word)" }
    if order.client != .none { line += " as \(order.client.text)" }
    return line
  }

  /// ` BTC base 1000 volatility 500 …`, with a space before it.
  func text(of terms: QuoteTerms) -> String {
    suffix(terms.instrument)
      + " base \(terms.base) volatility \(terms.volatility) inventory \(terms.inventory) skew \(terms.skew)"
      + " withdrawn \(terms.withdrawn) half-spread \(terms.halfSpread)"
  }
}

extension TimeInForce {
  /// What a line means that says nothing.
  static func usual(hasLimit: Bool) -> TimeInForce { hasLimit ? .goodTilCancelled : .immediateOrCancel }
}
