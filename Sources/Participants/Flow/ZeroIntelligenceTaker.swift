import MarketTypes
import Mathematics

/// A trader without opinion: acts at exponentially distributed times, on either side with equal chance.
///
/// Each time it sends a market order, or, with a given chance, a limit order at a uniformly drawn distance behind the
/// opposite best quote, which it cancels after an exponentially distributed life. Where there is no opposite quote it takes
/// one at a set distance from a reference, if it has one. What it sends is brought to the instrument's steps; if nothing is
/// left of it, or if it would take the position beyond its own cap, it lets the moment pass.
///
/// Source: the zero-intelligence order flow of Daniels, Farmer, Gillemot, Iori and Smith (2003), for one trader.
public struct ZeroIntelligenceTaker: Participant {
  /// All that is fixed about a taker.
  public struct Settings: Hashable, Sendable {
    /// Mean time between two actions.
    public var meanInterval: TimeSpan
    /// Orders have 1 to so many lots, each as likely, before the lot size.
    public var largestOrder: Quantity
    /// Either way; no order of its own takes it beyond. `nil` for no cap.
    public var largestPosition: Quantity?
    /// Chance that an action is a limit order, from 0 to 1.
    public var limitShare: Double
    /// Limit orders stand 1 to so many ticks behind the opposite best quote, each as likely.
    public var farthest: PriceChange
    /// Mean time until a limit order is cancelled; exponentially distributed.
    public var meanLife: TimeSpan
    /// What it takes for the market's middle where the opposite side is empty; `nil` lets the moment pass.
    public var reference: Price?
    /// How many ticks from the reference the missing quote counts as being.
    public var referenceDistance: PriceChange

    public init(
      meanInterval: TimeSpan, largestOrder: Quantity, largestPosition: Quantity? = nil, limitShare: Double,
      farthest: PriceChange, meanLife: TimeSpan, reference: Price? = nil,
      referenceDistance: PriceChange = PriceChange(ticks: 0)
    ) {
      self.meanInterval = meanInterval
      self.largestOrder = largestOrder
      self.largestPosition = largestPosition
      self.limitShare = limitShare
      self.farthest = farthest
      self.meanLife = meanLife
      self.reference = reference
      self.referenceDistance = referenceDistance
    }
  }

  /// One of its limit orders, as far as it knows.
  struct StandingOrder: Sendable, BitwiseCopyable {
    let client: Int64
    let until: Time
    var lots: Int64
    /// Zero until the venue's answer has come.
    var order: Int64 = 0
  }

  /// What it draws for one action. Drawn before it is needed, like the wait for it, so that nothing waits for a logarithm.
  private struct Draws: Sendable, BitwiseCopyable {
    /// Side, quantity and distance.
    let choice: UInt64
    /// From 0 to 1: a limit order below its share.
    let kind: Double
    /// In means.
    let life: Double

    init(_ action: inout SeededGenerator) {
      choice = action.next()
      kind = action.uniform()
      life = action.exponential(mean: 1)
    }
  }

  public static let news: News = [.orders, .positions]

  private let seat: Seat
  private(set) var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  /// For the action that is to be scheduled next, in means.
  private var wait: Double
  /// For the next action.
  private var draws: Draws
  private var standing: [StandingOrder] = []
  private var lastClient: Int64 = 0
  private var position: OwnPosition
  private var nextAction = Time.start

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = Self.checked(settings)
    position = OwnPosition(seat)
    timing = stream(.timing)
    action = stream(.action)
    wait = timing.exponential(mean: 1)
    draws = Draws(&action)
  }

  public mutating func adopt(_ settings: Settings) { self.settings = Self.checked(settings) }

  private static func checked(_ settings: Settings) -> Settings {
    invariant(0...1 ~= settings.limitShare, "\(settings.limitShare) is not a share")
    return settings
  }

  // MARK: What it does

  public mutating func firstLook(after begin: Time) -> Time? {
    scheduleAction(after: begin)
    return nextAction
  }

  /// Acts if it is time to, and cancels what has lived long enough.
  public mutating func look(at outlook: borrowing Outlook, _ commands: inout Outbox) -> Time? {
    let now = outlook.now
    var next = cancelOld(at: now, &commands)
    if nextAction <= now {
      if let until = act(on: outlook.market.quote, at: now, &commands) { next = min(next, until) }
      scheduleAction(after: now)
      draws = Draws(&action)
    }
    return max(min(next, nextAction), now)
  }

  private mutating func scheduleAction(after now: Time) {
    nextAction = now.after(wait, of: settings.meanInterval)
    wait = timing.exponential(mean: 1)
  }

  /// It takes the same draws whatever the market looks like.
  ///
  /// - Returns: until when a limit order that it sent stays.
  @inline(__always)
  private mutating func act(on quote: Quote, at now: Time, _ commands: inout Outbox) -> Time? {
    var chance = ChanceCut(draws.choice)
    let side: Side = chance.uniform(below: 2) == 0 ? .buy : .sell
    let quantity = seat.facts.steps.settled(
      Quantity(lots: 1 + Int64(chance.uniform(below: UInt64(settings.largestOrder.lots)))))
    let distance = PriceChange(ticks: 1 + Int64(chance.uniform(below: UInt64(settings.farthest.ticks))))
    guard quantity > .zero else { return nil }
    if let room = position.room(side, below: settings.largestPosition), quantity > room { return nil }
    guard draws.kind < settings.limitShare else {
      commands.append(
        .submit(
          Order(
            account: seat.account, instrument: seat.instrument, side: side, quantity: quantity, limit: nil,
            timeInForce: .immediateOrCancel)))
      return nil
    }
    guard let opposite = opposite(of: side, in: quote) else { return nil }
    let aimed = side == .buy ? opposite - distance : opposite + distance
    guard let price = seat.facts.steps.settled(aimed, for: side) else { return nil }
    lastClient += 1
    let until = now + TimeSpan(roundingUp: Double(settings.meanLife.nanoseconds) * draws.life)
    standing.append(StandingOrder(client: lastClient, until: until, lots: quantity.lots))
    commands.append(
      .submit(
        Order(
          account: seat.account, instrument: seat.instrument, side: side, quantity: quantity, limit: price,
          client: ClientOrderID(number: lastClient))))
    return until
  }

  @inline(__always)
  private func opposite(of side: Side, in quote: Quote) -> Price? {
    if let price = side == .buy ? quote.ask : quote.bid { return price }
    guard let reference = settings.reference else { return nil }
    return side == .buy ? reference + settings.referenceDistance : reference - settings.referenceDistance
  }

  /// - Returns: when the next of its orders is to be cancelled.
  @inline(__always)
  private mutating func cancelOld(at now: Time, _ commands: inout Outbox) -> Time {
    var next = Time.never
    var index = 0
    while index < standing.count {
      let order = standing[index]
      if order.until <= now {
        commands.append(
          .cancel(
            OrderCancel(
              account: seat.account, instrument: seat.instrument,
              target: .client(ClientOrderID(number: order.client)))))
        standing.remove(at: index)
      } else {
        next = min(next, order.until)
        index += 1
      }
    }
    return next
  }

  // MARK: What it learns

  /// An order that is gone need not be cancelled.
  public mutating func observeOwn(_ event: Event) {
    switch event.body {
    case .accepted(let accepted):
      for index in standing.indices.reversed() where standing[index].client == accepted.client.number {
        standing[index].order = accepted.order.number
        return
      }
    case .filled(let fill):
      position.observe(fill)
      if fill.makerAccount == seat.account { forgetLots(of: fill.maker, fill.quantity.lots) }
      if fill.takerAccount == seat.account { forgetLots(of: fill.taker, fill.quantity.lots) }
    case .selfTradeDecremented(let pair):
      if pair.makerAccount == seat.account { forgetLots(of: pair.maker, pair.quantity.lots) }
      if pair.takerAccount == seat.account { forgetLots(of: pair.taker, pair.quantity.lots) }
    case .cancelled(let cancelled): forget { $0.order == cancelled.order.number }
    case .refused(let refused): forget { $0.client == refused.client.number }
    default: position.observe(event)
    }
  }

  private mutating func forgetLots(of order: OrderID, _ lots: Int64) {
    for index in standing.indices where standing[index].order == order.number {
      standing[index].lots -= lots
      if standing[index].lots <= 0 { standing.remove(at: index) }
      return
    }
  }

  @inline(__always)
  private mutating func forget(where isGone: (StandingOrder) -> Bool) {
    for index in standing.indices where isGone(standing[index]) {
      standing.remove(at: index)
      return
    }
  }
}
