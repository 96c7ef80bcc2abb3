import MarketTypes
import Mathematics

/// A market maker that quotes by a formula of the literature around a fair price.
///
/// At each look it reckons its fair price, gives the formula its inventory in units of one quote and the time it has left, and
/// brings its quotes to what comes out: bids rounded down, asks up. No fill of what it quotes carries the inventory past its
/// limit, but for what was on its way; at the limit it quotes only the side that reduces it. A maker that does not take holds its
/// distances at zero or more and quotes post-only; one that takes sends what the formula says, also through the other side.
///
/// Each look that changes its mind is told in the stream as `QuoteTerms`: the half-spread as base, and the move of the centre
/// as skew; where one side is quoted, its distance as base. Left out: what its formula leaves out, and hedging.
public struct FormulaMaker: Participant {
  /// What a maker takes for the value of what it trades. The mid price is between the best quotes, the maker's own among them.
  public enum FairPrice: Hashable, Sendable {
    /// `mid` is the last price where a side is empty; while there is no such price, it does nothing, unless the model has a
    /// value of its own.
    case mid, last, mark, index
    /// The mean price of what was traded, each look's share of the whole growing with what was traded since the last one: the mean
    /// moves toward the latest mean price by 1 − e^(−lots ÷ `lots`).
    case runningMean(lots: Double)
  }

  /// All that is fixed about one of them.
  public struct Settings: Hashable, Sendable {
    /// The formula and its parameters.
    public var model: QuoteModel
    /// What quotes stand around, unless the model has a value of its own (`glostenMilgrom`).
    public var fair: FairPrice
    /// The time left that the formula is given.
    public var horizon: QuoteHorizon
    /// Between two looks at the market.
    public var interval: TimeSpan
    /// Lots of each quote, which is the formula's unit of inventory.
    public var size: Quantity
    /// In lots, either way: quotes that could carry it further are cut to what is left, or not sent.
    public var limit: Quantity
    /// Quotes a side; at least 1.
    public var levels: Int
    /// Ticks between two levels.
    public var levelStep: Double
    /// Above zero, it estimates volatility in place of the formula's: what one look keeps of the variance so far. Only for a
    /// model that `takesVolatility`.
    public var volatilityDecay: Double
    /// It may quote through fair, and take.
    public var takes: Bool
    /// It moves quotes by amending them.
    public var amends: Bool

    public init(
      model: QuoteModel, fair: FairPrice, horizon: QuoteHorizon, interval: TimeSpan, size: Quantity, limit: Quantity,
      levels: Int = 1, levelStep: Double = 1, volatilityDecay: Double = 0, takes: Bool = false, amends: Bool = true
    ) {
      self.model = model
      self.fair = fair
      self.horizon = horizon
      self.interval = interval
      self.size = size
      self.limit = limit
      self.levels = levels
      self.levelStep = levelStep
      self.volatilityDecay = volatilityDecay
      self.takes = takes
      self.amends = amends
    }
  }

  public static let news = QuoteBoard.news

  private(set) var settings: Settings
  private var board: QuoteBoard
  private var model: ModelState
  private var timing: SeededGenerator
  private var before: PublicMarket
  private var mean: Double?
  private var variance: ExponentialVariance
  private var lastFair: (price: Double, time: Time)?
  private var lastTerms: QuoteTerms?

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.init(seat, settings, like: nil, stream)
  }

  /// - Parameter other: another maker, whose table it shares if both follow the same model.
  public init(
    _ seat: Seat, _ settings: Settings, like other: FormulaMaker?, _ stream: (DrawPurpose) -> SeededGenerator
  ) {
    self.settings = settings
    board = QuoteBoard(seat)
    model = Self.state(of: settings.model, like: other)
    timing = stream(.timing)
    before = PublicMarket(seat.instrument)
    variance = ExponentialVariance(decay: settings.volatilityDecay)
  }

  /// A formula with other parameters forgets what it has learned, and so does an estimate by other looks.
  public mutating func adopt(_ settings: Settings) { adopt(settings, like: nil) }

  /// - Parameter other: one of its kind, whose table it may share.
  public mutating func adopt(_ settings: Settings, like other: FormulaMaker?) {
    if settings.model != self.settings.model { model = Self.state(of: settings.model, like: other) }
    if settings.volatilityDecay != self.settings.volatilityDecay || settings.interval != self.settings.interval {
      variance = ExponentialVariance(decay: settings.volatilityDecay)
    }
    self.settings = settings
  }

  /// A model that has learned nothing. One that never learns, and may be a table that takes long to work out, is another
  /// maker's if that follows the same.
  private static func state(of model: QuoteModel, like other: FormulaMaker?) -> ModelState {
    if let other, other.settings.model == model, !other.model.learns { return other.model }
    return ModelState(model)
  }

  public mutating func observeOwn(_ event: Event) { board.observe(event) }

  /// Makers of one block begin spread over their interval.
  public mutating func firstLook(after begin: Time) -> Time? {
    timing.time(within: settings.interval, after: begin)
  }

  public mutating func look(at outlook: borrowing Outlook, _ commands: inout Outbox) -> Time? {
    follow(outlook.market)
    // Who believes something of its own needs no price to begin.
    if let fair = fairPrice(outlook.market) ?? model.fair {
      learn(outlook.market, fair, outlook.now)
      quote(around: model.fair ?? fair, at: outlook.now, &commands)
    }
    before = outlook.market
    return outlook.now + settings.interval
  }

  // MARK: What it thinks

  private func fairPrice(_ market: PublicMarket) -> Double? {
    switch settings.fair {
    case .mid: market.mid
    case .last: market.last.map { Double($0.ticks) }
    case .mark: market.mark.map { Double($0.ticks) }
    case .index: market.index.map { Double($0.ticks) }
    case .runningMean: mean
    }
  }

  /// Brings the running mean up to what was traded since the last look.
  private mutating func follow(_ market: PublicMarket) {
    guard case .runningMean(let memory) = settings.fair else { return }
    let lots = Double((market.bought - before.bought) + (market.sold - before.sold))
    if lots > 0 {
      // From 128 bits to a double is a long way, and nearly always not needed.
      let turnover = market.turnover - before.turnover
      let price = (Int64(exactly: turnover).map { Double($0) } ?? Double(turnover)) / lots
      let weight = 1 - exp(-lots / memory)
      mean = mean.map { $0 + weight * (price - $0) } ?? price
    } else if mean == nil {
      mean = market.last.map { Double($0.ticks) }
    }
  }

  private mutating func learn(_ market: PublicMarket, _ fair: Double, _ now: Time) {
    if settings.volatilityDecay > 0 {
      // A look that comes late has seen the change of a longer time than `interval`.
      if let lastFair, now > lastFair.time {
        let time = Double((now - lastFair.time).nanoseconds) / Double(settings.interval.nanoseconds)
        variance.observe(return: (fair - lastFair.price) / time.squareRoot())
      }
      lastFair = (fair, now)
    }
    if model.learns { model.learn(market, after: before, fair: fair, inventory: board.inventory, now: now) }
  }

  /// As it estimates it, in ticks per √second; `nil` where it does not, or has seen nothing yet.
  private var volatility: Double? {
    let seconds = Double(settings.interval.nanoseconds) / 1e9
    return variance.variance.map { ($0 / seconds).squareRoot() }
  }

  private mutating func quote(around fair: Double, at now: Time, _ commands: inout Outbox) {
    let unit = Double(settings.size.lots)
    var distances = model.distances(
      inventory: Double(board.inventory) / unit, remaining: settings.horizon.remaining(at: now),
      sessionLeft: settings.horizon.share(at: now), volatility: volatility)
    if board.inventory >= settings.limit.lots { distances.bid = nil }
    if -board.inventory >= settings.limit.lots { distances.ask = nil }
    if !settings.takes { distances = distances.atLeast(0) }
    board.begin(within: settings.limit)
    for level in 0..<settings.levels {
      let further = distances.widened(by: Double(level) * settings.levelStep)
      if let price = further.bidPrice(around: fair) { board.want(.buy, price, settings.size) }
      if let price = further.askPrice(around: fair) { board.want(.sell, price, settings.size) }
    }
    explain(distances, &commands)
    board.settle(settings.amends ? .amending : .replacing, terms: settings.takes ? [] : .postOnly, &commands)
  }

  private mutating func explain(_ distances: QuoteDistances, _ commands: inout Outbox) {
    let half = distances.spread.map { $0 / 2 } ?? distances.bid ?? distances.ask ?? 0
    let skew: Double
    if let bid = distances.bid, let ask = distances.ask { skew = (bid - ask) / 2 } else { skew = 0 }
    let terms = QuoteTerms(
      account: board.seat.account, instrument: board.seat.instrument, base: thousandths(half), volatility: 0,
      inventory: 0, skew: thousandths(skew), withdrawn: 0,
      halfSpread: board.wantedCount == 0 ? 0 : Int32(clamping: PriceChange(roundingUp: max(half, 1)).ticks))
    if terms == lastTerms { return }
    lastTerms = terms
    commands.append(.explainQuote(terms))
  }
}

/// As a number of thousandths, the nearest, held inside what a record has room for.
func thousandths(_ value: Double) -> Int32 { Int32(max(-2e9, min(2e9, (value * 1000).rounded(.toNearestOrEven)))) }
