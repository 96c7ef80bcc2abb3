import MarketTypes
import Mathematics

/// A trader that does what others do: buys the more likely the more of the recent volume was bought.
///
///     chance of buying = (1 + strength · (bought − sold) ÷ (bought + sold)) ÷ 2
///
/// where volumes are those of aggressors since it began, each weighing e^(−age ÷ memory); what was traded between two of its
/// looks has age zero at the later one. It sends market orders at exponentially distributed times. Members of one group draw
/// the same numbers: they act at the same moments, and those that see the same market do the same. Groups as random graphs
/// make them: Cont and Bouchaud, Macroeconomic Dynamics 4 (2000).
public struct HerdingTrader: Participant {
  /// All that is fixed about such a trader.
  public struct Settings: Hashable, Sendable {
    /// Mean time between two looks, which are exponentially distributed.
    public var meanInterval: TimeSpan
    /// The age at which a lot weighs 1 ÷ e of a fresh one; above zero.
    public var memory: TimeSpan
    /// From 0, a coin, to 1.
    public var strength: Double
    /// Lots of each market order, before its cap and the lot size.
    public var size: SizeLaw
    /// Either way; no order of its own takes it beyond. `nil` for no cap.
    public var largestPosition: Quantity?
    /// Whose draws it takes: the index in its block of its group's first member; `nil` for its own.
    public var group: UInt32?

    public init(
      meanInterval: TimeSpan, memory: TimeSpan, strength: Double, size: SizeLaw, largestPosition: Quantity? = nil,
      group: UInt32? = nil
    ) {
      self.meanInterval = meanInterval
      self.memory = memory
      self.strength = strength
      self.size = size
      self.largestPosition = largestPosition
      self.group = group
    }
  }

  public static let news: News = .positions

  private let seat: Seat
  private var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  private var position: OwnPosition
  /// Volumes at the last look, each lot by its age; and what had been traded in all by then.
  private var bought = 0.0
  private var sold = 0.0
  private var seen: (bought: Int64, sold: Int64, time: Time) = (0, 0, .start)
  /// When it acts first, while it has not yet seen what had been traded before it began.
  private var firstAction: Time?

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    func shared(_ purpose: DrawPurpose) -> SeededGenerator {
      let own = stream(purpose)
      return SeededGenerator(
        seed: own.seed, nameHash: own.nameHash, index: settings.group ?? own.index, purpose: own.purpose)
    }
    timing = shared(.timing)
    action = shared(.action)
    position = OwnPosition(seat)
  }

  /// It stays in its group.
  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  /// One that begins later than the market looks at once, without acting.
  public mutating func firstLook(after begin: Time) -> Time? {
    let first = timing.time(after: begin, mean: settings.meanInterval)
    if begin == .start { return first }
    firstAction = first
    return begin
  }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    if let first = firstAction {
      firstAction = nil
      seen = (outlook.market.bought, outlook.market.sold, outlook.now)
      return max(first, outlook.now)
    }
    observeVolume(of: outlook.market, at: outlook.now)
    let all = bought + sold
    let lean = all > 0 ? settings.strength * (bought - sold) / all : 0
    let side: Side = action.uniform() < (1 + lean) / 2 ? .buy : .sell
    let wanted = settings.size.draw(&action)
    seat.sendMarketOrder(side, min(wanted, position.room(side, below: settings.largestPosition) ?? wanted), &actions)
    return timing.time(after: outlook.now, mean: settings.meanInterval)
  }

  /// What was traded since the last look counts as traded now.
  private mutating func observeVolume(of market: PublicMarket, at now: Time) {
    let kept = exp(-Double((now - seen.time).nanoseconds) / Double(settings.memory.nanoseconds))
    bought = bought * kept + Double(market.bought - seen.bought)
    sold = sold * kept + Double(market.sold - seen.sold)
    seen = (market.bought, market.sold, now)
  }

  public mutating func observeOwn(_ event: Event) { position.observe(event) }
}
