import MarketTypes
import Mathematics

/// A market maker whose spread and size follow volatility, its inventory and stress.
///
///     half-spread = base + volatility weight × σ + inventory weight × min(1, |q| ÷ limit), between 1 and a maximum,
///                   then rounded up to ticks
///     centre      = fair − skew × q
///     size        = size × (1 − withdrawn) × exp(−size decay × max(0, q × side) ÷ limit), rounded down to lots
///
/// A quote's price and size are then brought to the instrument's steps, a bid down and an ask up.
///
/// Fair follows the last price by a share of the distance at each look; σ is an exponentially weighted standard deviation
/// of fair's change between two looks, in ticks (of fair's, not the last price's, whose bounce between bid and ask would
/// feed the spread back into itself); q is the inventory in lots. The maker withdraws linearly as σ rises from `stressFrom`
/// to `stressFull` times its reference, up to `maximumWithdrawal` of its size. At its inventory limit it quotes only the
/// side that reduces it. Every look at the market that changes its mind is told in the stream as `QuoteTerms`. Quotes are
/// post-only, so that stale data never makes it a taker.
///
/// Left out: toxicity and depth terms, hedging, its own margin as a reason to withdraw.
/// Source: the common form of such controls, e.g. Avellaneda and Stoikov (2008) for the skew.
public struct DynamicSpreadMaker: Participant {
  /// All that is fixed about a maker. Numbers are opinions until they become ticks and lots.
  public struct Settings: Hashable, Sendable {
    /// Between two looks at the market.
    public var interval: TimeSpan
    /// In ticks.
    public var base: Double
    public var maximum: Double
    public var volatilityWeight: Double
    /// What one look keeps of the variance so far, between 0 and 1.
    public var volatilityDecay: Double
    /// In ticks at the inventory limit.
    public var inventoryWeight: Double
    /// In ticks per lot.
    public var skew: Double
    public var inventoryLimit: Quantity
    public var levels: Int
    /// Ticks between two levels.
    public var levelStep: Double
    /// Lots per level when nothing is withdrawn.
    public var size: Quantity
    public var sizeDecay: Double
    /// In ticks per look: the σ of a calm market.
    public var referenceVolatility: Double
    public var stressFrom: Double
    public var stressFull: Double
    public var maximumWithdrawal: Double
    /// How far fair moves toward the last price at each look, above 0 and at most 1.
    public var pull: Double

    public init(
      interval: TimeSpan, base: Double, maximum: Double, volatilityWeight: Double, volatilityDecay: Double, inventoryWeight: Double,
      skew: Double,
      inventoryLimit: Quantity, levels: Int, levelStep: Double, size: Quantity, sizeDecay: Double,
      referenceVolatility: Double, stressFrom: Double, stressFull: Double, maximumWithdrawal: Double, pull: Double
    ) {
      self.interval = interval
      self.base = base
      self.maximum = maximum
      self.volatilityWeight = volatilityWeight
      self.volatilityDecay = volatilityDecay
      self.inventoryWeight = inventoryWeight
      self.skew = skew
      self.inventoryLimit = inventoryLimit
      self.levels = levels
      self.levelStep = levelStep
      self.size = size
      self.sizeDecay = sizeDecay
      self.referenceVolatility = referenceVolatility
      self.stressFrom = stressFrom
      self.stressFull = stressFull
      self.maximumWithdrawal = maximumWithdrawal
      self.pull = pull
    }
  }

  /// One of its orders, as far as it knows.
  struct LiveQuote: Sendable {
    var client: Int64
    /// Zero until the venue's answer has come.
    var order: Int64
    var price: Price
    var lots: Int64
    var side: Side
  }

  public static let news: News = [.orders, .positions]

  private let seat: Seat
  private(set) var settings: Settings
  private(set) var inventory: Position = .flat
  private(set) var fair: Double?
  private(set) var variance: Double
  private var quotes: [LiveQuote] = []
  private var lastClient: Int64 = 0
  private var lastTerms: QuoteTerms?
  private var timing: SeededGenerator

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    timing = stream(.timing)
    variance = settings.referenceVolatility * settings.referenceVolatility
    quotes.reserveCapacity(2 * settings.levels)
  }

  public mutating func adopt(_ settings: Settings) { self.settings = settings }

  // MARK: What it learns

  /// Takes in an event about its own account. Only its own instrument is its inventory.
  public mutating func observeOwn(_ event: Event) {
    switch event.body {
    case .holdingOpened(let opening) where opening.instrument == seat.instrument:
      let sign: Int64 = opening.account == seat.account ? 1 : -1
      inventory = Position(lots: inventory.lots + sign * opening.position.lots)
    case .accepted(let accepted):
      if let index = quotes.firstIndex(where: { $0.client == accepted.client.number }) {
        quotes[index].order = accepted.order.number
      }
    case .filled(let fill) where fill.instrument == seat.instrument: count(fill)
    case .busted(let fill) where fill.instrument == seat.instrument: takeBack(fill)
    case .deleveraged(let pair) where pair.instrument == seat.instrument:
      if pair.account == seat.account { inventory = inventory.after(pair.side, pair.quantity) }
      if pair.counterparty == seat.account { inventory = inventory.after(pair.side.opposite, pair.quantity) }
    case .positionMoved(let moved) where moved.instrument == seat.instrument:
      if moved.from == seat.account { inventory = Position(lots: inventory.lots - moved.position.lots) }
      if moved.to == seat.account { inventory = Position(lots: inventory.lots + moved.position.lots) }
    case .cancelled(let cancelled): quotes.removeAll { $0.order == cancelled.order.number }
    case .refused(let refused): quotes.removeAll { $0.client == refused.client.number }
    default: break
    }
  }

  /// As a taker it never comes by itself: it was closed by force, or somebody traded in its name.
  private mutating func count(_ fill: Fill) {
    if fill.takerAccount == seat.account { inventory = inventory.after(fill.takerSide, fill.quantity) }
    guard fill.makerAccount == seat.account else { return }
    inventory = inventory.after(fill.takerSide.opposite, fill.quantity)
    if let index = quotes.firstIndex(where: { $0.order == fill.maker.number }) {
      quotes[index].lots -= fill.quantity.lots
      if quotes[index].lots <= 0 { quotes.remove(at: index) }
    }
  }

  /// What an undone fill moved goes back; the quote it filled does not.
  private mutating func takeBack(_ fill: Fill) {
    if fill.takerAccount == seat.account { inventory = inventory.after(fill.takerSide.opposite, fill.quantity) }
    if fill.makerAccount == seat.account { inventory = inventory.after(fill.takerSide, fill.quantity) }
  }

  // MARK: What it does

  /// Makers of one block begin spread over their interval, so that they do not all move at once.
  public mutating func firstLook(after begin: Time) -> Time? {
    begin + TimeSpan(nanoseconds: timing.uniform(in: 0...settings.interval.nanoseconds - 1))
  }

  /// Looks at the market and brings its ladder of quotes to where it wants it.
  public mutating func look(at outlook: borrowing Outlook, _ commands: inout [Command.Action]) -> Time? {
    if let last = outlook.market.last { quote(around: last, &commands) }
    return outlook.now + settings.interval
  }

  private mutating func quote(around last: Price, _ commands: inout [Command.Action]) {
    learn(last)
    let view = opinion()
    if view.terms != lastTerms {
      commands.append(.explainQuote(view.terms))
      lastTerms = view.terms
    }
    var wanted: [LiveQuote] = []
    wanted.reserveCapacity(2 * settings.levels)
    for level in 0..<settings.levels {
      let away = view.halfSpread + Double(level) * settings.levelStep
      // No price is below one tick: a bid held up there would meet the maker's own asks.
      if view.centre - away >= 1 { add(.buy, Price(roundingDown: view.centre - away), view.bidSize, to: &wanted) }
      add(.sell, Price(roundingUp: view.centre + away), view.askSize, to: &wanted)
    }
    requote(wanted, &commands)
  }

  private mutating func learn(_ last: Price) {
    let before = fair ?? Double(last.ticks)
    let change = settings.pull * (Double(last.ticks) - before)
    variance = settings.volatilityDecay * variance + (1 - settings.volatilityDecay) * change * change
    fair = before + change
  }

  private func opinion() -> (terms: QuoteTerms, centre: Double, halfSpread: Double, bidSize: Double, askSize: Double) {
    let lots = Double(inventory.lots)
    let limit = Double(max(1, settings.inventoryLimit.lots))
    let sigma = variance.squareRoot()
    let volatility = settings.volatilityWeight * sigma
    let loaded = settings.inventoryWeight * min(1, abs(lots) / limit)
    let skew = settings.skew * lots
    let stress =
      (sigma / settings.referenceVolatility - settings.stressFrom) / (settings.stressFull - settings.stressFrom)
    let withdrawn = settings.maximumWithdrawal * min(1, max(0, stress))
    let half = PriceChange(roundingUp: min(max(1, settings.base + volatility + loaded), settings.maximum))
    let size = Double(settings.size.lots) - Double(settings.size.lots) * withdrawn  // 100 less 80 %: 20, not 19.99…
    let bidSize = lots >= limit ? 0 : size * exp(-settings.sizeDecay * max(0, lots) / limit)
    let askSize = -lots >= limit ? 0 : size * exp(-settings.sizeDecay * max(0, -lots) / limit)
    let quotesNothing = max(bidSize, askSize) < Double(seat.facts.steps.lot.lots)
    let terms = QuoteTerms(
      account: seat.account, instrument: seat.instrument, base: thousandths(settings.base),
      volatility: thousandths(volatility), inventory: thousandths(loaded), skew: thousandths(skew),
      withdrawn: thousandths(withdrawn), halfSpread: quotesNothing ? 0 : Int32(clamping: half.ticks))
    return (terms, (fair ?? 0) - skew, Double(half.ticks), bidSize, askSize)
  }

  private func thousandths(_ value: Double) -> Int32 {
    Int32(max(-2e9, min(2e9, (value * 1000).rounded(.toNearestOrEven))))
  }

  private func add(_ side: Side, _ price: Price, _ size: Double, to wanted: inout [LiveQuote]) {
    let quantity = seat.facts.steps.settled(Quantity(roundingDown: size))
    guard quantity > .zero, let price = seat.facts.steps.settled(price, for: side), price <= seat.facts.maximumPrice else {
      return
    }
    wanted.append(LiveQuote(client: 0, order: 0, price: price, lots: quantity.lots, side: side))
  }

  /// Keeps what already stands where it is wanted, with at least half the size wanted and no more than it; cancels the
  /// rest; then submits what is missing.
  private mutating func requote(_ wanted: [LiveQuote], _ commands: inout [Command.Action]) {
    var missing = wanted
    quotes.removeAll { quote in
      let match = missing.firstIndex {
        $0.side == quote.side && $0.price == quote.price && quote.lots * 2 >= $0.lots && quote.lots <= $0.lots
      }
      if let match {
        missing.remove(at: match)
        return false
      }
      commands.append(
        .cancel(
          OrderCancel(
            account: seat.account, instrument: seat.instrument,
            target: .client(ClientOrderID(number: quote.client)))))
      return true
    }
    for var quote in missing {
      lastClient += 1
      quote.client = lastClient
      quotes.append(quote)
      commands.append(
        .submit(
          Order(
            account: seat.account, instrument: seat.instrument, side: quote.side,
            quantity: Quantity(lots: quote.lots), limit: quote.price, terms: .postOnly,
            client: ClientOrderID(number: quote.client))))
    }
  }
}
