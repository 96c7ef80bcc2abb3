import MarketTypes

extension [Event] {
  /// What happened to orders, a line each; money, marks, quotes and acceptances left out.
  var story: [String] { compactMap(\.storyLine) }

  /// The events that caused those of one kind, as lines; `stream` holds them from its position 0 on.
  func causes(of kind: EventKind, at start: Int) -> [Int] {
    enumerated().compactMap { place, event in
      event.body.kind == kind ? start + place - Int(event.cause) : nil
    }
  }

  /// Rounds of the events of one kind.
  func rounds(of kind: EventKind) -> [UInt16] { filter { $0.body.kind == kind }.map(\.round) }
}

extension Event {
  /// One line about an order, a phase or an auction; `nil` for everything else.
  var storyLine: String? {
    switch body {
    case .armed(let armed): "#\(armed.order.number) armed at \(armed.trigger.ticks)"
    case .triggered(let fired): "#\(fired.order.number) triggered by \(fired.price.ticks)"
    case .filled(let fill):
      "#\(fill.taker.number) takes \(fill.quantity.lots) of #\(fill.maker.number) at \(fill.price.ticks)"
    case .rested(let rested): "#\(rested.order.number) rests \(rested.quantity.lots) at \(rested.price.ticks)"
    case .cancelled(let order): "#\(order.order.number) cancelled, \(order.quantity.lots) left: \(order.reason)"
    case .amended(let order):
      "#\(order.order.number) amended to \(order.quantity.lots) at \(order.price.ticks)\(order.keptPriority ? "" : ", last")"
    case .refused(let refused): "\(refused.action) refused: \(refused.reason)"
    case .selfTradeDecremented(let lost):
      "#\(lost.taker.number) and #\(lost.maker.number) lose \(lost.quantity.lots)"
    case .levelChanged(let level): "\(level.side) \(level.price.ticks) shows \(level.quantity.lots)"
    case .phaseChanged(let change):
      "\(change.phase)" + (change.until.map { " until \($0.nanoseconds)" } ?? "")
    case .auctionIndicated(let outcome): "indicated \(outcome.line)"
    case .auctioned(let outcome): "auctioned \(outcome.line)"
    case .busted(let fill): "#\(fill.taker.number) gives back \(fill.quantity.lots) at \(fill.price.ticks)"
    case .protectionSet(let protection): "account \(protection.account.number) protected"
    case .protectionTriggered(let protection):
      "account \(protection.account.number) pulled after \(protection.lots.lots)"
    case .blocked(let account): "account \(account.number) blocked"
    case .unblocked(let account): "account \(account.number) unblocked"
    case .liquidatable(let state): "account \(state.account.number) liquidatable"
    case .graceGiven(let grace): "account \(grace.account.number) has time until \(grace.until.nanoseconds)"
    case .takenOver(let takeover):
      "account \(takeover.account.number) taken over by \(takeover.backstop.number) at \(takeover.equity.units)"
    case .takeoverDeclined(let declined): "account \(declined.account.number) not taken over: \(declined.reason)"
    case .deleveraged(let pair):
      "account \(pair.account.number) \(pair.side)s \(pair.quantity.lots) with \(pair.counterparty.number) at \(pair.price.ticks)"
    case .accountOpened, .transferred, .holdingOpened, .accepted, .quoted, .indexed, .marked, .quoteExplained,
      .recovered, .liquidationStalled, .lossUncovered, .roundLimitReached, .conditioned, .assetPriced, .sourceReported,
      .sourceRolled, .positionMoved, .marginLevelChanged, .funded, .contractSettled, .marginFactorSet:
      nil
    }
  }
}

extension AuctionOutcome {
  fileprivate var line: String { "\(quantity.lots) at \(priceTicks), surplus \(surplus)" }
}
