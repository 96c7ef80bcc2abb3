import MarketTypes
import Mathematics

/// A crowd that reacts to how much stands at each price: limit orders, cancels and market orders at rates that depend on the
/// length of each queue around a reference price.
///
/// The reference lies halfway between two prices; level i of the bids is the i-th price below it, of the asks the i-th above.
/// A queue's length is what everybody sees there, in orders of the flow's size, rounded up. Only its own orders are
/// cancelled: of a queue in which others stand too, in the proportion that is its own. When a best queue runs empty the
/// reference moves one price that way with chance `follow`; then, with chance `renew`, the whole book around it is drawn anew
/// from the stationary law, otherwise only the queue that comes into sight, and what has gone out of sight is cancelled.
///
/// Moments are drawn at the highest rates there are, and what was drawn takes place with the chance by which the rate, as
/// the book now is, is less. So nobody else makes its rates stale, and it draws the same numbers in every market.
///
/// Source: Huang, Lehalle and Rosenbaum, Journal of the American Statistical Association 110 (2015): model I, regimes of IIa and
/// IIb, reference price of III.
public struct QueueReactiveFlow: Participant {
  /// All that is fixed about such a crowd.
  public struct Settings: Hashable, Sendable {
    /// From the reference price on, the same on both sides; at least one.
    public var levels: [LevelRates]
    /// Lots of every order.
    public var size: Quantity
    /// Where the reference is at first: half a tick above this. `nil` for the last price.
    public var reference: Price?
    /// Chance that the reference follows when a best queue runs empty.
    public var follow: Double
    /// Chance that the book is drawn anew when it has followed.
    public var renew: Double
    /// Whether it begins with a book drawn from the stationary law.
    public var opensBook: Bool
    /// Up to and including so many orders, the other side's first queue is few (model IIb).
    public var few: Int64
    /// From above so many orders on, the other side's first queue is many (model IIb).
    public var many: Int64

    public init(
      levels: [LevelRates], size: Quantity, reference: Price? = nil, follow: Double = 0, renew: Double = 0,
      opensBook: Bool = true, few: Int64 = 0, many: Int64 = .max
    ) {
      self.levels = levels
      self.size = size
      self.reference = reference
      self.follow = follow
      self.renew = renew
      self.opensBook = opensBook
      self.few = few
      self.many = many
    }
  }

  /// Something that may happen to a level of either side, at the highest rate at which it does.
  struct Candidate: Sendable {
    var level: Int
    var happening: QueueRates.Happening
    var highest: Double
  }

  public static let news: News = .orders

  let seat: Seat
  var settings: Settings
  private var timing: SeededGenerator
  private var action: SeededGenerator
  /// For moves of the reference and what is drawn anew: when they come depends on the book.
  var moves: SeededGenerator
  var orders: StandingOrders
  private var candidates: [Candidate] = []
  private var highestSum = 0.0
  /// How likely each length of each level's queue is.
  var laws: [[Double]] = []
  /// The price under the reference; `nil` until there is one.
  var lower: Price?
  private var nextAction = Time.start
  /// What comes before is passed over: see `pause`.
  private var pauseEnd: Time = .start
  /// The best level of bids and asks at the last look; `nil` when the flow itself has just changed the book.
  private var best: (bid: Int, ask: Int)?

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    timing = stream(.timing)
    action = stream(.action)
    moves = stream(.life)
    orders = StandingOrders(seat)
    reckonCandidates()
  }

  public mutating func adopt(_ settings: Settings) {
    self.settings = settings
    reckonCandidates()
  }

  private mutating func reckonCandidates() {
    candidates = []
    for (index, level) in settings.levels.enumerated() {
      for happening in QueueRates.Happening.allCases {
        let highest = level.all.map { $0.highest(of: happening) }.max() ?? 0
        if highest > 0 { candidates.append(Candidate(level: index + 1, happening: happening, highest: highest)) }
      }
    }
    highestSum = candidates.reduce(0) { $0 + $1.highest }
    laws = settings.levels.map(\.plain.stationary)
  }

  public mutating func firstLook(after begin: Time) -> Time? {
    nextAction = begin
    passAction()
    return begin
  }

  private mutating func passAction() {
    let mean = 1e9 / (2 * highestSum)
    nextAction = nextAction + TimeSpan(roundingUp: max(1, timing.exponential(mean: mean)))
  }

  /// Learns when the pause is over that begins now. Nothing is made up for: a flow that was held up would come all at once.
  public mutating func pause(until end: Time) { pauseEnd = max(pauseEnd, end) }

  public mutating func look(at outlook: borrowing Outlook, _ actions: inout Outbox) -> Time? {
    guard let lower = self.lower else {
      begin(outlook, &actions)
      return actions.isEmpty ? nextAction : outlook.now
    }
    while nextAction < pauseEnd { passAction() }
    if followBest(in: outlook.depth, lower, &actions) { return outlook.now }
    var mayEmpty = false
    if nextAction <= outlook.now {
      mayEmpty = act(in: outlook.depth, lower, &actions)
      passAction()
    }
    // What may have run empty is looked at before anything else happens.
    return mayEmpty ? outlook.now : max(nextAction, outlook.now)
  }

  private mutating func begin(_ outlook: borrowing Outlook, _ actions: inout Outbox) {
    lower = settings.reference ?? outlook.market.last
    if let lower, settings.opensBook { drawBook(around: lower, &actions) }
    while nextAction <= outlook.now { passAction() }
  }

  // MARK: What it sees

  /// A level's price.
  func price(_ side: Side, level: Int, above lower: Price) -> Price {
    side == .buy ? lower - PriceChange(ticks: Int64(level - 1)) : lower + PriceChange(ticks: Int64(level))
  }

  /// A queue's length in orders of the flow's size.
  private func length(_ side: Side, level: Int, above lower: Price, in depth: PublicDepth) -> Int64 {
    let lots = depth.lots(side, at: price(side, level: level, above: lower))
    return lots == 0 ? 0 : (lots - 1) / settings.size.lots + 1
  }

  private func bestLevel(_ side: Side, above lower: Price, in depth: PublicDepth) -> Int {
    for level in 1...settings.levels.count where length(side, level: level, above: lower, in: depth) > 0 {
      return level
    }
    return settings.levels.count + 1
  }

  private func rates(_ side: Side, level: Int, above lower: Price, in depth: PublicDepth) -> QueueRates {
    let level = (number: level, rates: settings.levels[level - 1])
    if let alone = level.rates.alone, bestLevel(side, above: lower, in: depth) >= level.number { return alone }
    if level.rates.facingNone ?? level.rates.facingFew ?? level.rates.facingMany != nil {
      let facing = length(side.opposite, level: 1, above: lower, in: depth)
      let other =
        facing == 0
        ? level.rates.facingNone
        : facing <= settings.few ? level.rates.facingFew : facing > settings.many ? level.rates.facingMany : nil
      if let other { return other }
    }
    return level.rates.plain
  }

  // MARK: What it does

  /// Takes three values. Returns whether a queue may have run empty.
  private mutating func act(in depth: PublicDepth, _ lower: Price, _ actions: inout Outbox) -> Bool {
    let side: Side = action.happens(in: 1, outOf: 2) ? .buy : .sell
    var rest = action.uniform() * highestSum
    let pick = action.uniform()
    guard
      let candidate = candidates.first(where: { candidate in
        if rest < candidate.highest { return true }
        rest -= candidate.highest
        return false
      })
    else { return false }
    let length = length(side, level: candidate.level, above: lower, in: depth)
    let rates = rates(side, level: candidate.level, above: lower, in: depth)
    if rest >= rates.rate(of: candidate.happening, at: length) { return false }
    let price = price(side, level: candidate.level, above: lower)
    switch candidate.happening {
    case .limit: place(side, at: price, &actions)
    case .cancel: cancelOne(side, at: price, outOf: length, pick, &actions)
    case .market:
      if candidate.level > bestLevel(side, above: lower, in: depth) { return false }
      seat.sendMarketOrder(side.opposite, settings.size, &actions)
    }
    return candidate.happening != .limit && length <= 1 && !actions.isEmpty
  }

  mutating func place(_ side: Side, at price: Price, _ actions: inout Outbox) {
    let quantity = seat.facts.steps.settled(settings.size)
    guard quantity > .zero, price.ticks >= 1, price <= seat.facts.maximumPrice,
      seat.facts.steps.settled(price, for: side) == price
    else { return }
    orders.send(side, quantity, at: price, until: nil, &actions)
  }

  /// One order of a queue, each as likely, if it is its own.
  private mutating func cancelOne(
    _ side: Side, at price: Price, outOf length: Int64, _ pick: Double, _ actions: inout Outbox
  ) {
    var rank = Int64(pick * Double(length))
    for slot in orders.standing.indices {
      let own = orders.standing[slot]
      guard own.lots > 0, own.side == side, own.price == price else { continue }
      if rank == 0 {
        orders.cancel(slot, &actions)
        return
      }
      rank -= 1
    }
  }

  /// Has the reference follow a best queue that has run empty. Returns whether it moved.
  private mutating func followBest(
    in depth: PublicDepth, _ lower: Price, _ actions: inout Outbox
  ) -> Bool {
    let before = best
    let bid = bestLevel(.buy, above: lower, in: depth)
    let ask = bestLevel(.sell, above: lower, in: depth)
    best = (bid, ask)
    guard let before else { return false }
    for (side, isEmptied) in [(Side.sell, ask > before.ask), (.buy, bid > before.bid)] where isEmptied {
      if !moves.happens(withProbability: settings.follow) { continue }
      let moved = lower + PriceChange(ticks: -side.sign)
      self.lower = moved
      best = nil
      if moves.happens(withProbability: settings.renew) {
        drawBook(around: moved, &actions)
      } else {
        comeIntoSight(side, around: moved, &actions)
      }
      return true
    }
    return false
  }

  public mutating func observeOwn(_ event: Event) { _ = orders.observe(event) }
}
