import MarketTypes
import Mathematics

/// A trader who takes one leveraged position at a time: enters, protects it by a stop-loss and a take-profit at the venue,
/// holds it for a while, leaves, and perhaps comes back.
///
/// It enters at market, or with a post-only limit order behind its own side's best price, of which what has not filled in
/// time is sent at market. Stop-loss and take-profit are trigger orders of the venue that only reduce, in one group, so that
/// one cancels the other; they are placed when it first sees that it holds the position, at prices a share of the mean entry price
/// away. What it does when its margin runs low is its `MarginReaction`. An entry that the venue refuses for want of margin
/// is tried again with a tenth less, until money comes in: then with all of it.
public struct LeveragedTrader: Participant {
  private enum Stage: Sendable {
    case away(until: Time)
    /// It has sent its entry and waits for what becomes of it; after a while it has the order cancelled.
    case entering(until: Time?)
    case holding(since: Time)
    case leaving
  }

  public static let news: News = [.orders, .positions, .money, .margin]

  private let seat: Seat
  private(set) var settings: Settings
  private(set) var own: OwnAccount
  private var guarding: MarginGuard
  private var stage = Stage.away(until: .start)
  /// How many lots its entry is for.
  private var wanted = Quantity.zero
  /// For so many lots there are trigger orders.
  private var protected: Int64 = 0
  /// What refusals have left of its size since it last held a position or money came in.
  private var appetite = 1.0
  /// Whether the entry under way was refused for margin: it is not sent at market then.
  private var wasRefused = false

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    own = OwnAccount(seat.account, [seat.facts])
    guarding = MarginGuard(settings.reaction, below: settings.threshold)
  }

  public mutating func adopt(_ settings: Settings) {
    if settings.reaction != self.settings.reaction || settings.threshold != self.settings.threshold {
      guarding = MarginGuard(settings.reaction, below: settings.threshold)
    }
    self.settings = settings
  }

  // MARK: What it does

  public mutating func firstLook(after begin: Time) -> Time? {
    stage = .away(until: begin + settings.delay)
    return begin + settings.delay
  }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    let now = outlook.now
    let position = own.position(in: seat.instrument)
    switch stage {
    case .away(let until):
      if until > now { return until }
      if position.isFlat { enter(outlook, &actions) } else { hold(since: now) }
    case .entering(let until): wait(until: until, at: now, &actions)
    case .holding(let since):
      if position.isFlat { return leave(at: now, &actions) }
      let isOver = settings.holding.map { now >= since + $0 } ?? false
      if isOver || isBeyondTriggers(outlook.market) { close(&actions) } else { protect(&actions) }
    case .leaving:
      if position.isFlat { return leave(at: now, &actions) }
      if own.orders.working(settings.side.opposite, in: seat.instrument) == 0 { close(&actions) }
    }
    if !position.isFlat, let answer = guarding.answer(&own, seat.facts, outlook) { actions.append(answer) }
    return now + settings.interval
  }

  private mutating func hold(since now: Time) {
    stage = .holding(since: now)
    appetite = 1
  }

  private mutating func enter(_ outlook: borrowing Outlook, _ actions: inout Outbox) {
    let quote = outlook.market.quote
    guard let price = outlook.market.mark ?? outlook.market.last else { return }
    wanted = seat.facts.steps.settled(min(entrySize(at: price, outlook), seat.facts.maximumPosition))
    guard wanted > .zero else { return }
    protected = 0
    wasRefused = false
    guard let passive = settings.passive else {
      actions.append(own.submit(market(settings.side, wanted)))
      stage = .entering(until: nil)
      return
    }
    let best = settings.side == .buy ? quote.bid : quote.ask
    let aimed = (best ?? price) - PriceChange(ticks: settings.side.sign * passive.offset.ticks)
    guard let limit = seat.facts.steps.settled(aimed, for: settings.side), limit <= seat.facts.maximumPrice else {
      return
    }
    actions.append(
      own.submit(
        Order(
          account: seat.account, instrument: seat.instrument, side: settings.side, quantity: wanted, limit: limit,
          terms: .postOnly)))
    stage = .entering(until: outlook.now + passive.patience)
  }

  private func entrySize(at price: Price, _ outlook: borrowing Outlook) -> Quantity {
    switch settings.size {
    case .lots(let lots): return Quantity(roundingDown: Double(lots.lots) * appetite)
    case .leverage(let leverage):
      let worth = Double(price.ticks * seat.facts.tickValue.units)
      return Quantity(roundingDown: appetite * leverage * Double(own.equity(in: outlook).units) / worth)
    }
  }

  /// Until nothing of the entry is left to fill. What an entry that was cancelled has not filled is sent at market.
  private mutating func wait(until: Time?, at now: Time, _ actions: inout Outbox) {
    let held = own.position(in: seat.instrument).size
    if own.orders.working(settings.side, in: seat.instrument) > 0 {
      // What has filled so far is protected, however long the rest takes.
      protect(&actions)
      guard let until, now >= until else { return }
      for order in own.orders.standing where !order.isConditional { actions.append(own.orders.cancel(order)) }
      return
    }
    if until != nil, held < wanted, !wasRefused {
      actions.append(own.submit(market(settings.side, wanted - held)))
      stage = .entering(until: nil)
    } else if held == .zero {
      stage = .away(until: now)
    } else {
      hold(since: now)
      protect(&actions)
    }
  }

  /// Trigger orders for all that it holds.
  private mutating func protect(_ actions: inout Outbox) {
    let position = own.position(in: seat.instrument)
    guard let side = position.closingSide, position.size.lots > protected, let levels = levels() else { return }
    for order in own.orders.standing where order.isConditional { actions.append(own.orders.cancel(order)) }
    protected = position.size.lots
    for trigger in levels {
      var order = market(side, position.size)
      order.terms = .reduceOnly
      order.conditions = OrderConditions(trigger: trigger, group: levels.count > 1 ? 1 : 0)
      actions.append(own.submit(order))
    }
  }

  /// Where its stop-loss and its take-profit stand; `nil` if it has neither or holds nothing.
  private func levels() -> [Trigger]? {
    if settings.stopLoss == nil, settings.takeProfit == nil { return nil }
    guard let entry = own.entryPrice(in: seat.instrument) else { return nil }
    let up = Double(own.position(in: seat.instrument).lots.signum())
    var triggers: [Trigger] = []
    func settled(_ share: Double) -> Price {
      let aimed = entry * (1 + share)
      let tick = seat.facts.steps.tick.ticks
      let price = share < 0 ? Price(roundingDown: aimed) : Price(roundingUp: aimed)
      let steps = price.ticks.divided(by: tick, rounding: share < 0 ? .down : .up)
      return min(max(Price(ticks: steps * tick), Price(ticks: tick)), seat.facts.maximumPrice)
    }
    if let share = settings.stopLoss { triggers.append(.stop(at: settled(-up * share), on: settings.trigger)) }
    if let share = settings.takeProfit { triggers.append(.takeProfit(at: settled(up * share), on: settings.trigger)) }
    return triggers.isEmpty ? nil : triggers
  }

  /// Whether the price is past a trigger that is not at the venue: the venue takes none that has been met, though it may have
  /// taken the other.
  private func isBeyondTriggers(_ market: PublicMarket) -> Bool {
    let seen =
      switch settings.trigger {
      case .last: market.last
      case .mark: market.mark
      case .index: market.index
      }
    guard let seen, let levels = levels() else { return false }
    let up = own.position(in: seat.instrument).lots.signum()
    return levels.contains { trigger in
      if own.orders.standing.contains(where: { $0.trigger?.kind == trigger.kind }) { return false }
      let gain = (seen.ticks - trigger.value) * up
      return trigger.kind == .stop ? gain <= 0 : gain >= 0
    }
  }

  /// Everything at market.
  private mutating func close(_ actions: inout Outbox) {
    let position = own.position(in: seat.instrument)
    guard let side = position.closingSide else { return }
    for order in own.orders.standing where order.isConditional { actions.append(own.orders.cancel(order)) }
    var order = market(side, position.size)
    order.terms = .reduceOnly
    actions.append(own.submit(order))
    stage = .leaving
  }

  /// It holds nothing any more.
  private mutating func leave(at now: Time, _ actions: inout Outbox) -> Time? {
    for order in own.orders.standing { actions.append(own.orders.cancel(order)) }
    guard let pause = settings.reentry else { return nil }
    stage = .away(until: now + pause)
    return now + pause
  }

  private func market(_ side: Side, _ quantity: Quantity) -> Order {
    Order(
      account: seat.account, instrument: seat.instrument, side: side, quantity: quantity, limit: nil,
      timeInForce: .immediateOrCancel)
  }

  // MARK: What it learns

  public mutating func observeOwn(_ event: Event) {
    own.observe(event)
    guarding.observe(event, of: seat.account)
    switch event.body {
    case .refused(let refused) where refused.action == .submit && refused.reason == .initialMarginNotMet:
      appetite *= 0.9
      wasRefused = true
    case .transferred(let money) where money.to == .collateral(seat.account):
      if money.reason == .deposit || money.reason == .moved { appetite = 1 }
    default: break
    }
  }
}
