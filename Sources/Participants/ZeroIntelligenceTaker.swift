import MarketTypes
import Mathematics

/// A trader without opinion: acts at exponentially distributed times, on either side with equal chance.
///
/// Each time it sends a market order, or, with a given chance, a limit order at a uniformly drawn distance behind the
/// opposite best quote, which it cancels at the first of its own times past an exponentially distributed life. What it
/// sends is brought to the instrument's steps; if nothing is left of it, it lets the moment pass.
///
/// Source: the zero-intelligence order flow of Daniels, Farmer, Gillemot, Iori and Smith (2003), for one trader.
public struct ZeroIntelligenceTaker: Sendable {
  /// All that is fixed about a taker.
  public struct Settings: Hashable, Sendable {
    public var account: AccountID
    public var instrument: InstrumentID
    /// The instrument's own, as everybody can know them.
    public var steps: OrderSteps
    /// Mean time between two actions.
    public var meanInterval: TimeSpan
    public var largestOrder: Quantity
    /// Chance that an action is a limit order.
    public var limitShare: Double
    /// In ticks behind the opposite best quote.
    public var farthest: PriceChange
    public var meanLife: TimeSpan

    public init(
      account: AccountID, instrument: InstrumentID, steps: OrderSteps, meanInterval: TimeSpan, largestOrder: Quantity,
      limitShare: Double, farthest: PriceChange, meanLife: TimeSpan
    ) {
      self.account = account
      self.instrument = instrument
      self.steps = steps
      self.meanInterval = meanInterval
      self.largestOrder = largestOrder
      self.limitShare = limitShare
      self.farthest = farthest
      self.meanLife = meanLife
    }
  }

  /// One of its limit orders, as far as it knows.
  private struct StandingOrder: Sendable {
    let client: Int64
    let until: Time
    var lots: Int64
    /// Zero until the venue's answer has come.
    var order: Int64 = 0
  }

  public private(set) var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  private var standing: [StandingOrder] = []
  private var lastClient: Int64 = 0

  /// - Parameter stream: makes this participant's generator for a purpose.
  public init(_ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.settings = settings
    timing = stream(.timing)
    action = stream(.action)
  }

  /// Goes on with other settings, of the same account and instrument. Its orders and its place in its draws stay.
  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  /// When it acts next, drawn anew at each call.
  public mutating func nextAction(after now: Time) -> Time {
    now + TimeSpan(roundingUp: max(1, timing.exponential(mean: Double(settings.meanInterval.nanoseconds))))
  }

  /// What it does now. It draws the same numbers whatever the market looks like.
  public mutating func act(on market: PublicMarket, at now: Time, _ commands: inout [Command.Action]) {
    cancelOld(at: now, &commands)
    let side: Side = action.happens(in: 1, outOf: 2) ? .buy : .sell
    let quantity = settings.steps.settled(Quantity(lots: action.uniform(in: 1...settings.largestOrder.lots)))
    let isLimit = action.happens(withProbability: settings.limitShare)
    let distance = PriceChange(ticks: action.uniform(in: 1...settings.farthest.ticks))
    let life = TimeSpan(roundingUp: action.exponential(mean: Double(settings.meanLife.nanoseconds)))
    guard quantity > .zero else { return }
    guard isLimit else {
      commands.append(
        .submit(
          Order(
            account: settings.account, instrument: settings.instrument, side: side, quantity: quantity, limit: nil,
            timeInForce: .immediateOrCancel)))
      return
    }
    guard let opposite = side == .buy ? market.quote.ask : market.quote.bid else { return }
    let aimed = side == .buy ? opposite - distance : opposite + distance
    guard let price = settings.steps.settled(aimed, for: side) else { return }
    lastClient += 1
    standing.append(StandingOrder(client: lastClient, until: now + life, lots: quantity.lots))
    commands.append(
      .submit(
        Order(
          account: settings.account, instrument: settings.instrument, side: side, quantity: quantity, limit: price,
          client: ClientOrderID(number: lastClient))))
  }

  private mutating func cancelOld(at now: Time, _ commands: inout [Command.Action]) {
    standing.removeAll { order in
      guard order.until <= now else { return false }
      commands.append(
        .cancel(
          OrderCancel(
            account: settings.account, instrument: settings.instrument,
            target: .client(ClientOrderID(number: order.client)))))
      return true
    }
  }

  /// An event about its own account: an order that is gone need not be cancelled.
  public mutating func observeOwn(_ event: Event) {
    switch event.body {
    case .accepted(let accepted):
      if let index = standing.firstIndex(where: { $0.client == accepted.client.number }) {
        standing[index].order = accepted.order.number
      }
    case .filled(let fill):
      guard let index = standing.firstIndex(where: { $0.order == fill.maker.number || $0.order == fill.taker.number })
      else { return }
      standing[index].lots -= fill.quantity.lots
      if standing[index].lots <= 0 { standing.remove(at: index) }
    case .cancelled(let cancelled): standing.removeAll { $0.order == cancelled.order.number }
    case .refused(let refused): standing.removeAll { $0.client == refused.client.number }
    default: break
    }
  }
}
