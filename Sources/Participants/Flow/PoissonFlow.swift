import MarketTypes
import Mathematics

/// A whole crowd without opinion in one account: market orders, limit orders and cancels at rates that nothing changes but
/// where the best quotes stand.
///
/// Each side sends market orders at one rate and limit orders at a rate for each distance behind the opposite best quote; each
/// order is cancelled at a rate that depends on its distance. When it acts, what, how much and for how long is drawn without
/// regard to the market, so that the same crowd does the same in two markets. At no latency this is the continuous-time
/// Markov chain of the papers, with the venue's book as its state.
///
/// With even rates over distances and one rate of cancelling it is zero intelligence (Smith, Farmer, Gillemot and
/// Krishnamurthy, Quantitative Finance 3, 2003); with rates by distance it is the model of Cont, Stoikov and Talreja
/// (Operations Research 58, 2010).
public struct PoissonFlow: Participant {
  /// All that is fixed about such a crowd.
  public struct Settings: Hashable, Sendable {
    /// Market orders of each side, per second.
    public var market: Double
    /// Where limit orders stand and how long; the distances' weights are rates of each side, per second.
    public var limits: LimitSettings
    /// Lots of each order, market or limit, before the lot size.
    public var size: SizeLaw
    /// Of market and limit orders; cancels know no time of day.
    public var activity: ActivityProfile?

    public init(market: Double, limits: LimitSettings, size: SizeLaw, activity: ActivityProfile? = nil) {
      self.market = market
      self.limits = limits
      self.size = size
      self.activity = activity
    }
  }

  public static let news: News = .orders

  private let seat: Seat
  private var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  private(set) var placing: LimitPlacing
  private var nextAction = Time.start
  /// What comes before is passed over: see `pause`.
  private var pauseEnd: Time = .start
  /// In nanoseconds.
  private var meanInterval = 0.0
  private var marketShare = 0.0

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    timing = stream(.timing)
    action = stream(.action)
    placing = LimitPlacing(seat, settings.limits, lives: stream(.life))
    reckonRates()
  }

  public mutating func adopt(_ settings: Settings) {
    self.settings = settings
    placing.adopt(settings.limits)
    reckonRates()
  }

  private mutating func reckonRates() {
    let rate = settings.market + settings.limits.distances.reduce(0, +)
    meanInterval = 1e9 / (2 * rate * (settings.activity?.highest ?? 1))
    marketShare = settings.market / rate
  }

  public mutating func firstLook(after begin: Time) -> Time? {
    nextAction = begin
    passAction()
    return begin
  }

  private mutating func passAction() {
    nextAction = nextAction + TimeSpan(roundingUp: max(1, timing.exponential(mean: meanInterval)))
  }

  /// Learns when the pause is over that begins now. Nothing is made up for: a flow that was held up would come all at once.
  public mutating func pause(until end: Time) { pauseEnd = max(pauseEnd, end) }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    let now = outlook.now
    placing.cancelEnded(in: outlook.market, at: now, &actions)
    while nextAction <= now {
      if nextAction >= pauseEnd { act(in: outlook.market, at: now, &actions) }
      passAction()
    }
    return min(nextAction, placing.orders.nextEnd() ?? nextAction)
  }

  /// It draws the same numbers whatever the market looks like.
  private mutating func act(in market: PublicMarket, at now: Time, _ actions: inout Outbox) {
    let takesPlace = settings.activity.map { $0.includes(nextAction, for: action.uniform()) } ?? true
    let side: Side = action.happens(in: 1, outOf: 2) ? .buy : .sell
    let isMarket = action.happens(withProbability: marketShare)
    let quantity = settings.size.draw(&action)
    if !takesPlace { return }
    if isMarket {
      seat.sendMarketOrder(side, quantity, &actions)
    } else {
      placing.place(side, quantity, in: market, at: now, &action, &actions)
    }
  }

  public mutating func observeOwn(_ event: Event) { placing.observe(event) }
}

extension Seat {
  /// A market order, settled to whole lots; nothing if none is left.
  @inline(__always)
  func sendMarketOrder(_ side: Side, _ quantity: Quantity, _ actions: inout Outbox) {
    let lots = facts.steps.settled(quantity)
    if lots == .zero { return }
    actions.append(
      .submit(
        Order(
          account: account, instrument: instrument, side: side, quantity: lots, limit: nil,
          timeInForce: .immediateOrCancel)))
  }
}
