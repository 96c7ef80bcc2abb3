import MarketTypes
import Mathematics

/// Somebody who keeps positions at a multiple of its wealth: in its own instrument as its strategy says, and in others in a
/// fixed proportion to that, long or short, so that one hedges the other.
///
/// At each look it works out, with the marks it sees and its equity W at these marks,
///
///     target = leverage × weight × W ÷ (mark × tick value), toward zero to whole lots       weight 1 in its own instrument
///
/// and sends at market what is missing from what it holds and has under way, if that is more than a band of the target. With no
/// equity left it wants to hold nothing. Where a margin call makes it cut its leverage, it holds no more than that until its
/// strategy wants no more. Left out: costs as a reason not to trade.
public struct LeverageTargeter: Participant {
  /// A position in another instrument.
  public struct Leg: Hashable, Sendable {
    /// The other instrument; linear, and not the one of its seat.
    public var facts: InstrumentFacts
    /// Value held there for one held in its own instrument; below zero on the other side.
    public var weight: Double

    public init(_ facts: InstrumentFacts, weight: Double) {
      self.facts = facts
      self.weight = weight
    }
  }

  /// All that is fixed about one of them.
  public struct Settings: Hashable, Sendable {
    /// Between two looks.
    public var interval: TimeSpan
    /// How large the position of its own instrument is.
    public var strategy: LeverageStrategy
    /// It lets differences of up to this share of the target be.
    public var band: Double
    /// Positions in other instruments, each in a fixed proportion; empty for none.
    public var legs: [Leg]
    /// What it does when its margin runs low; a cut in leverage closes its own instrument alone.
    public var reaction: MarginReaction
    /// The margin ratio, equity ÷ maintenance margin, under which it reacts, called or not; 0 for only when called.
    public var threshold: Double

    public init(
      interval: TimeSpan, strategy: LeverageStrategy, band: Double = 0, legs: [Leg] = [],
      reaction: MarginReaction = .ignore, threshold: Double = 0
    ) {
      self.interval = interval
      self.strategy = strategy
      self.band = band
      self.legs = legs
      self.reaction = reaction
      self.threshold = threshold
    }
  }

  public static let news: News = [.orders, .positions, .money, .margin]

  private let seat: Seat
  private(set) var settings: Settings
  private(set) var own: OwnAccount
  private var guarding: MarginGuard
  private var timing: SeededGenerator
  /// What a trend is measured from, and since when.
  private var anchor: (price: Double, time: Time)?
  /// Whether it has cut its leverage and its strategy has wanted more ever since.
  private var isCut = false

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    own = OwnAccount(seat.account, [seat.facts] + settings.legs.map(\.facts))
    guarding = MarginGuard(settings.reaction, below: settings.threshold)
    timing = stream(.timing)
  }

  public mutating func adopt(_ settings: Settings) {
    if settings.reaction != self.settings.reaction || settings.threshold != self.settings.threshold {
      guarding = MarginGuard(settings.reaction, below: settings.threshold)
      isCut = false
    }
    self.settings = settings
  }

  // MARK: What it does

  public mutating func firstLook(after begin: Time) -> Time? {
    timing.time(within: settings.interval, after: begin)
  }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    if let answer = guarding.answer(&own, seat.facts, outlook) { actions.append(answer) }
    if let wanted = leverage(outlook.market, at: outlook.now) {
      let leverage = cut(wanted, outlook)
      let wealth = Double(own.equity(in: outlook).units)
      approach(leverage * max(0, wealth), seat.facts, outlook.market, &actions)
      for (leg, market) in zip(settings.legs, outlook.others) {
        approach(leverage * leg.weight * max(0, wealth), leg.facts, market, &actions)
      }
    }
    return outlook.now + settings.interval
  }

  /// What a margin call leaves of a leverage that it wants: bought back at once, what it has sold would be called again.
  private mutating func cut(_ wanted: Double, _ outlook: borrowing Outlook) -> Double {
    guard case .deleverage(let most) = settings.reaction else { return wanted }
    isCut = wanted.magnitude > most && (isCut || guarding.isLow(own, outlook))
    return isCut ? (wanted < 0 ? -most : most) : wanted
  }

  /// `nil` while it cannot tell.
  private mutating func leverage(_ market: PublicMarket, at now: Time) -> Double? {
    guard let price = (market.mark ?? market.last).map({ Double($0.ticks) }) else { return nil }
    switch settings.strategy {
    case .constant: return settings.strategy.leverage(at: price, anchor: price)
    case .value(let fair, _, _, _):
      guard let fair = fair ?? market.index.map({ Double($0.ticks) }) else { return nil }
      return settings.strategy.leverage(at: price, anchor: fair)
    case .trend(let halfLife, _, _, _):
      let before = anchor ?? (price, now)
      let spans = Double((now - before.time).nanoseconds) / Double(halfLife.nanoseconds)
      let after = price + (before.price - price) * exp(-0.693_147_180_559_945_3 * spans)
      anchor = (after, now)
      return settings.strategy.leverage(at: price, anchor: after)
    }
  }

  /// Sends what is missing from a position of some value.
  private mutating func approach(
    _ value: Double, _ facts: InstrumentFacts, _ market: PublicMarket, _ actions: inout Outbox
  ) {
    guard !market.isSettled, let price = market.mark ?? market.last else { return }
    let lots = Quantity(roundingDown: value.magnitude / Double(price.ticks * facts.tickValue.units))
    let size = min(facts.steps.settled(lots), facts.steps.settled(facts.maximumPosition))
    let target = value < 0 ? -size.lots : size.lots
    let instrument = facts.instrument
    let underWay = own.orders.working(.buy, in: instrument) - own.orders.working(.sell, in: instrument)
    let missing = target - own.position(in: instrument).lots - underWay
    if Double(missing.magnitude) <= settings.band * Double(target.magnitude) { return }
    let quantity = facts.steps.settled(Quantity(lots: abs(missing)))
    if quantity == .zero { return }
    actions.append(
      own.submit(
        Order(
          account: seat.account, instrument: instrument, side: missing > 0 ? .buy : .sell, quantity: quantity,
          limit: nil, timeInForce: .immediateOrCancel)))
  }

  // MARK: What it learns

  public mutating func observeOwn(_ event: Event) {
    own.observe(event)
    guarding.observe(event, of: seat.account)
  }
}
