import MarketTypes

/// Writes events as lines: `rested a1 2 at 101`. Grammar: `docs/transcripts.md`.
///
/// An order is called by its client's label if it has one, and `order 17` otherwise. For that the printer has to see
/// every event from the first on. It remembers labelled orders only.
public struct EventPrinter: Sendable {
  /// Whether a line ends with the distance back to the event that caused it.
  public var showsCauses: Bool

  private let roster: Roster
  private var labels: [OrderID: String] = [:]

  public init(_ names: Names, showsCauses: Bool = false) {
    self.init(Roster(names), showsCauses: showsCauses)
  }

  init(_ roster: Roster, showsCauses: Bool = false) {
    self.roster = roster
    self.showsCauses = showsCauses
  }

  public mutating func line(for event: Event) -> String {
    if case .accepted(let order) = event.body, let label = order.client.label { labels[order.order] = label }
    let line = text(of: event.body) + suffix(of: event)
    if case .cancelled(let order) = event.body { labels[order.order] = nil }
    return line
  }

  /// `  (round 2, cause 3 back)`, or nothing for an event of round 0 whose cause is not asked for.
  private func suffix(of event: Event) -> String {
    var notes: [String] = []
    if event.round != 0 { notes.append("round \(event.round)") }
    if showsCauses, event.cause != 0 { notes.append("cause \(event.cause) back") }
    return notes.isEmpty ? "" : "  (\(notes.joined(separator: ", ")))"
  }

  private func text(of body: Event.Body) -> String {
    switch body {
    case .accountOpened(let opening): "opened account \(roster.text(of: opening))"
    case .transferred(let transfer):
      "transferred \(transfer.amount.units)\(roster.suffix(transfer.asset)) from \(text(of: transfer.from))"
        + " to \(text(of: transfer.to)): \(transfer.reason.phrase.text)"
    case .holdingOpened(let holding): "opened \(roster.text(of: holding))"
    case .accepted(let order): text(of: order)
    case .rested(let order):
      "rested \(name(of: order.order)) \(order.quantity.lots)\(roster.suffix(order.instrument)) at \(order.price.ticks)"
    case .filled(let fill): "filled \(text(of: fill))"
    case .cancelled(let order):
      "cancelled \(name(of: order.order)) with \(order.quantity.lots) left: \(order.reason.phrase.text)"
    case .amended(let order):
      // A market order that waits for its trigger has no limit.
      "amended \(name(of: order.order)) to \(order.quantity.lots)"
        + " at \(order.price.ticks == 0 ? "market" : "\(order.price.ticks)"), "
        + (order.keptPriority ? "place kept" : "place lost")
    case .refused(let refusal): text(of: refusal)
    case .quoted(let quote):
      "quoted\(roster.suffix(quote.instrument)) \(text(of: quote.bidQuantity, at: quote.bid))"
        + " / \(text(of: quote.askQuantity, at: quote.ask))"
    case .indexed(let update): "indexed\(roster.suffix(update.instrument)) \(update.price.ticks)"
    case .marked(let change):
      "marked\(roster.suffix(change.instrument)) \(change.price.ticks)"
        + (change.previous.map { ", was \($0.ticks)" } ?? "")
    case .quoteExplained(let terms): "explained \(roster.text(of: terms.account))\(roster.text(of: terms))"
    case .liquidatable(let state): "liquidatable \(text(of: state))"
    case .recovered(let state): "recovered \(text(of: state))"
    case .liquidationStalled(let stall):
      "stalled \(roster.text(of: stall.account)) \(roster.text(of: stall.position))\(roster.suffix(stall.instrument))"
    case .lossUncovered(let loss): "uncovered \(loss.amount.units) of \(roster.text(of: loss.account))"
    case .roundLimitReached(let limit): "round limit \(limit.limit) reached, \(limit.waiting) waiting"
    case .conditioned(let order): "conditioned \(name(of: order.order)):\(order.conditions.text)"
    case .armed(let order):
      "armed \(name(of: order.order)) \(order.quantity.lots)\(roster.suffix(order.instrument))"
        + " at \(order.trigger.ticks)\(order.source.suffix)"
    case .triggered(let order):
      "triggered \(name(of: order.order)) \(order.quantity.lots)\(roster.suffix(order.instrument))"
        + " at \(order.trigger.ticks) by \(order.price.ticks)"
    case .selfTradeDecremented(let pair):
      "decremented \(name(of: pair.taker)) and \(name(of: pair.maker)) by \(pair.quantity.lots)"
        + roster.suffix(pair.instrument)
    case .levelChanged(let level):
      "level\(roster.suffix(level.instrument)) \(level.side == .buy ? "bid" : "ask")"
        + " \(level.quantity.lots) at \(level.price.ticks)"
    case .phaseChanged(let change):
      "phase\(change.instrument.map(roster.suffix) ?? " of all") \(change.phase.phrase.text)"
        + Roster.suffix(until: change.until)
    case .auctionIndicated(let outcome): "indicated\(text(of: outcome))"
    case .auctioned(let outcome): "auctioned\(text(of: outcome))"
    case .busted(let fill): "busted \(text(of: fill))"
    case .protectionSet(let protection):
      "protected \(roster.text(of: protection.account))\(roster.text(of: protection))"
    case .protectionTriggered(let pulled):
      "pulled \(roster.text(of: pulled.account))'s\(roster.suffix(pulled.instrument)) quotes,"
        + " \(pulled.lots.lots) filled\(Roster.suffix(until: pulled.until))"
    case .blocked(let account): "blocked \(roster.text(of: account))"
    case .unblocked(let account): "unblocked \(roster.text(of: account))"
    case .assetPriced(let change):
      "priced \(roster.text(of: change.asset)) \(change.price.ticks)"
        + (change.previous.map { ", was \($0.ticks)" } ?? "")
    case .sourceReported(let report): "reported\(roster.text(of: report))"
    case .sourceRolled(let roll): "rolled\(roster.text(of: roll))"
    case .positionMoved(let moved):
      "moved \(roster.text(of: moved.position))\(roster.suffix(moved.instrument)) from \(roster.text(of: moved.from))"
        + " to \(roster.text(of: moved.to)), cost \(moved.cost.units)"
    case .marginLevelChanged(let change):
      "margin \(change.level.phrase.text) "
        + text(of: MarginState(account: change.account, equity: change.equity, maintenance: change.maintenance))
    case .funded(let funding):
      "funded\(roster.suffix(funding.instrument)) \(funding.rateText) at \(funding.price.ticks)"
    case .contractSettled(let update): "settled\(roster.suffix(update.instrument)) at \(update.price.ticks)"
    case .marginFactorSet(let factor): "factor\(roster.text(of: factor))"
    case .graceGiven(let grace): "grace for \(roster.text(of: grace.account))\(Roster.suffix(until: grace.until))"
    case .takenOver(let takeover):
      "taken over \(roster.text(of: takeover.account)) by \(roster.text(of: takeover.backstop))"
        + " equity \(takeover.equity.units) notional \(takeover.notional.units)"
    case .takeoverDeclined(let declined):
      "declined \(roster.text(of: declined.account)): \(declined.reason.phrase.text)"
    case .deleveraged(let pair): "deleveraged \(text(of: pair))"
    }
  }
}

// MARK: - Parts of lines

extension EventPrinter {
  /// A labelled order by its label alone, since its command stands above; any other with all it asks for.
  private func text(of accepted: OrderAccepted) -> String {
    if labels[accepted.order] != nil { return "accepted \(name(of: accepted.order))" }
    let order = Order(
      account: accepted.account, instrument: accepted.instrument, side: accepted.side, quantity: accepted.quantity,
      limit: accepted.limit, timeInForce: accepted.timeInForce, terms: accepted.terms, client: accepted.client)
    return "accepted \(name(of: accepted.order)): \(roster.text(of: order))"
  }

  private func text(of fill: Fill) -> String {
    let verb = fill.takerSide == .buy ? "buys" : "sells"
    let preposition = fill.takerSide == .buy ? "from" : "to"
    return "\(name(of: fill.taker)) \(verb) \(fill.quantity.lots)\(roster.suffix(fill.instrument))"
      + " at \(fill.price.ticks) \(preposition) \(name(of: fill.maker))"
  }

  /// `alice sells 5 BTC at 95 to bob`.
  private func text(of pair: Deleveraging) -> String {
    let (verb, preposition) = pair.side == .buy ? ("buys", "from") : ("sells", "to")
    return "\(roster.text(of: pair.account)) \(verb) \(pair.quantity.lots)\(roster.suffix(pair.instrument))"
      + " at \(pair.price.ticks) \(preposition) \(roster.text(of: pair.counterparty))"
  }

  /// What was refused, whose it was if it was anybody's, and why.
  private func text(of refused: CommandRefused) -> String {
    let owner = refused.client.label ?? (refused.action.hasAccount ? roster.text(of: refused.account) : nil)
    return "refused \(refused.action.phrase.text)\(owner.map { " \($0)" } ?? ""): \(refused.reason.phrase.text)"
  }

  private func text(of quantity: Quantity, at price: Price?) -> String {
    price.map { "\(quantity.lots) at \($0.ticks)" } ?? "none"
  }

  /// ` BTC 12 at 101 surplus 3`, with a space before it.
  private func text(of outcome: AuctionOutcome) -> String {
    "\(roster.suffix(outcome.instrument)) \(text(of: outcome.quantity, at: outcome.price)) surplus \(outcome.surplus)"
  }

  private func text(of state: MarginState) -> String {
    "\(roster.text(of: state.account)) equity \(state.equity.units) maintenance \(state.maintenance.units)"
  }

  private func text(of account: LedgerAccount) -> String {
    switch account {
    case .collateral(let owner): roster.text(of: owner)
    case .costBasis(let owner, let instrument): "\(roster.text(of: owner))'s\(roster.suffix(instrument)) cost basis"
    case .fees: "fees"
    case .fund(let fund): fund == .common ? "fund" : "fund \(fund.number)"
    case .contribution(let owner): "\(roster.text(of: owner))'s contribution"
    case .rounding: "rounding"
    case .uncovered: "uncovered"
    case .outside: "outside"
    }
  }

  private func name(of order: OrderID) -> String { labels[order] ?? "order \(order.number)" }
}
