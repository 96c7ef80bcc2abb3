import MarketTypes
import Mathematics

/// Orders that breed orders: buys and sells as a two-sided Hawkes process whose kernels are sums of exponentials.
///
///     rate of buys = base + Σ over past buys of own(t − tᵢ) + Σ over past sells of other(t − tᵢ),   own(u) = Σ jump · e^(−decay u)
///
/// and likewise of sells. Each event is a market order, or with a given chance a limit order, of its side. Nothing in the
/// process depends on the market. What stands in the book lives as in a `PoissonFlow`.
///
/// The times are exact: each exponential's part of the rate only falls between events, so that the time of its next event
/// has a closed form; the earliest of all parts comes. Sources: Hawkes, Biometrika 58 (1971); Dassios and Zhao, Electronic
/// Communications in Probability 18 (2013).
public struct HawkesFlow: Participant {
  /// One exponential of a kernel; branching ratio jump ÷ decay.
  public struct Exponential: Hashable, Sendable {
    /// By how much an event raises the rate at once, per second.
    public var jump: Double
    /// Per second, above zero.
    public var decay: Double

    public init(jump: Double, decay: Double) {
      self.jump = jump
      self.decay = decay
    }
  }

  /// All that is fixed about such a flow.
  public struct Settings: Hashable, Sendable {
    /// Events of each side that nothing caused, per second; above zero.
    public var base: Double
    /// What an event adds to the rate of its own side. Empty for nothing.
    public var own: [Exponential]
    /// What an event adds to the other side's rate. Empty for nothing.
    public var other: [Exponential]
    /// Lots of each event's order, market or limit.
    public var size: SizeLaw
    /// Chance that an event is a limit order.
    public var limitShare: Double
    /// Where limit orders stand and how long; the distances' weights are only weights.
    public var limits: LimitSettings
    /// Of events that nothing caused.
    public var activity: ActivityProfile?

    public init(
      base: Double, own: [Exponential], other: [Exponential] = [], size: SizeLaw, limitShare: Double = 0,
      limits: LimitSettings = LimitSettings(distances: [1], cancels: []), activity: ActivityProfile? = nil
    ) {
      self.base = base
      self.own = own
      self.other = other
      self.size = size
      self.limitShare = limitShare
      self.limits = limits
      self.activity = activity
    }

    /// How many events one event causes by itself; the process is stationary if it is below 1.
    public var branchingRatio: Double {
      own.reduce(0) { $0 + $1.jump / $1.decay } + other.reduce(0) { $0 + $1.jump / $1.decay }
    }
  }

  /// A part of one side's rate that falls exponentially.
  private struct Part: BitwiseCopyable {
    var decay: Double
    /// What an event of the buyers and of the sellers adds.
    var onBuy: Double
    var onSell: Double
    var isBuy: Bool
    /// Just after the last event.
    var rate = 0.0
  }

  public static let news: News = .orders

  private let seat: Seat
  private var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  private var placing: LimitPlacing
  private var parts: [Part] = []
  /// The next event, if nothing else comes before it: nothing does.
  private var nextEvent = Time.start
  /// What comes before is passed over: see `pause`.
  private var pauseEnd: Time = .start
  private var nextSide = Side.buy
  /// Whether it is one that nothing caused.
  private var isFromOutside = true

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    timing = stream(.timing)
    action = stream(.action)
    placing = LimitPlacing(seat, settings.limits, lives: stream(.life))
    makeParts()
  }

  /// Starts anew from no past events if the kernels change.
  public mutating func adopt(_ settings: Settings) {
    let isSame = settings.own == self.settings.own && settings.other == self.settings.other
    self.settings = settings
    placing.adopt(settings.limits)
    if !isSame { makeParts() }
  }

  private mutating func makeParts() {
    parts = []
    for isBuy in [true, false] {
      for own in settings.own {
        parts.append(Part(decay: own.decay, onBuy: isBuy ? own.jump : 0, onSell: isBuy ? 0 : own.jump, isBuy: isBuy))
      }
      for other in settings.other {
        parts.append(
          Part(decay: other.decay, onBuy: isBuy ? 0 : other.jump, onSell: isBuy ? other.jump : 0, isBuy: isBuy))
      }
    }
  }

  public mutating func firstLook(after begin: Time) -> Time? {
    nextEvent = begin
    passEvent()
    return begin
  }

  /// Draws the next event: one value for what comes from outside, one for its side, one for each part.
  private mutating func passEvent() {
    let from = nextEvent
    let outside = 2 * settings.base * (settings.activity?.highest ?? 1)
    var wait = timing.exponential(mean: 1 / outside)
    nextSide = timing.happens(in: 1, outOf: 2) ? .buy : .sell
    isFromOutside = true
    for index in parts.indices {
      let part = parts[index]
      // Its rate's whole future is rate ÷ decay events: with chance e^−that none comes.
      let left = 1 - timing.exponential(mean: 1) * part.decay / part.rate
      guard part.rate > 0, left > 0 else { continue }
      let own = -log(left) / part.decay
      if own < wait {
        wait = own
        nextSide = part.isBuy ? .buy : .sell
        isFromOutside = false
      }
    }
    nextEvent = from + TimeSpan(roundingUp: max(1, wait * 1e9))
    let seconds = Double((nextEvent - from).nanoseconds) * 1e-9
    for index in parts.indices where parts[index].rate > 0 {
      parts[index].rate *= exp(-parts[index].decay * seconds)
    }
  }

  /// Learns when the pause is over that begins now. Nothing is made up for: a flow that was held up would come all at once.
  public mutating func pause(until end: Time) { pauseEnd = max(pauseEnd, end) }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    let now = outlook.now
    placing.cancelEnded(in: outlook.market, at: now, &actions)
    while nextEvent <= now {
      if nextEvent >= pauseEnd { act(in: outlook.market, at: now, &actions) }
      passEvent()
    }
    return min(nextEvent, placing.orders.nextEnd() ?? nextEvent)
  }

  private mutating func act(in market: PublicMarket, at now: Time, _ actions: inout Outbox) {
    let value = settings.activity == nil ? 0 : action.uniform()
    if isFromOutside, let activity = settings.activity, !activity.includes(nextEvent, for: value) { return }
    for index in parts.indices { parts[index].rate += nextSide == .buy ? parts[index].onBuy : parts[index].onSell }
    let quantity = settings.size.draw(&action)
    if settings.limitShare > 0, action.happens(withProbability: settings.limitShare) {
      placing.place(nextSide, quantity, in: market, at: now, &action, &actions)
    } else {
      seat.sendMarketOrder(nextSide, quantity, &actions)
    }
  }

  public mutating func observeOwn(_ event: Event) { placing.observe(event) }
}
