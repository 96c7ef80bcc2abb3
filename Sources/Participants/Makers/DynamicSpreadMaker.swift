import MarketTypes
import Mathematics

/// A market maker whose spread and size follow volatility, its inventory, the flow, the book and stress.
///
///     half-spread = base + volatility weight × σ + inventory weight × min(1, |q| ÷ limit)
///                   + toxicity weight × VPIN + depth weight × max(0, reference ÷ depth − 1) + drawdown weight if far from where it was,
///                   between 1 and a maximum, then rounded up to ticks
///     centre      = fair − skew × q
///     size        = size × (1 − withdrawn) × exp(−size decay × max(0, q × side) ÷ limit), rounded down to lots
///
/// A quote's price and size are then brought to the instrument's steps, a bid down and an ask up.
///
/// Fair follows the last price by a share of the distance at each look; σ is an exponentially weighted standard deviation
/// of fair's change between two looks, in ticks (of fair's, not the last price's, whose bounce between bid and ask would
/// feed the spread back into itself), or what an estimator makes of bars of the last price; q is the inventory in lots. The maker
/// withdraws linearly as σ rises from `stressFrom` to `stressFull` times its reference, up to `maximumWithdrawal` of its size; it
/// withdraws everything while its own margin is short or its data stands still. At its inventory limit it quotes only the side that
/// reduces it. Every look at the market that changes its mind is told in the stream as `QuoteTerms`. Quotes are post-only, so that
/// stale data never makes it a taker; a hedge elsewhere takes.
///
/// Source: the common form of such controls, e.g. Avellaneda and Stoikov (2008) for the skew; Easley, López de Prado and O'Hara (2012)
/// for toxicity.
public struct DynamicSpreadMaker: Participant {
  public static let news: News = OwnAccount.news

  private let seat: Seat
  private(set) var settings: Settings
  private var board: QuoteBoard
  private var account: OwnAccount
  private(set) var fair: Double?
  private(set) var variance: Double
  private var estimator: VolatilityGauge?
  private var toxicity: FlowToxicity?
  private var extremes: RecentExtremes?
  private var before: PublicMarket
  private var lastChange = Time.start
  private var isSilent = false
  private var hedging: PendingOrder?
  private var lastTerms: QuoteTerms?
  private var timing: SeededGenerator

  public init(_ seat: Seat, _ settings: Settings, _ stream: (DrawPurpose) -> SeededGenerator) {
    self.seat = seat
    self.settings = settings
    board = QuoteBoard(seat)
    account = OwnAccount(seat.account, [seat.facts] + (settings.hedge.map { [$0.facts] } ?? []))
    before = PublicMarket(seat.instrument)
    timing = stream(.timing)
    variance = settings.referenceVolatility * settings.referenceVolatility
    makeGauges()
  }

  /// What has other parameters begins anew; the rest goes on.
  public mutating func adopt(_ settings: Settings) {
    let old = self.settings
    self.settings = settings
    if settings.estimator != old.estimator { estimator = settings.estimator.map(VolatilityGauge.init) }
    if settings.toxicity?.bucket != old.toxicity?.bucket || settings.toxicity?.window != old.toxicity?.window {
      toxicity = settings.toxicity.map { FlowToxicity(bucket: $0.bucket, window: $0.window) }
    }
    if settings.drawdown?.window != old.drawdown?.window {
      extremes = settings.drawdown.map { RecentExtremes(window: $0.window) }
    }
  }

  private mutating func makeGauges() {
    estimator = settings.estimator.map(VolatilityGauge.init)
    toxicity = settings.toxicity.map { FlowToxicity(bucket: $0.bucket, window: $0.window) }
    extremes = settings.drawdown.map { RecentExtremes(window: $0.window) }
  }

  // MARK: What it learns

  /// Lots of its own instrument, long above zero.
  var inventory: Position { Position(lots: board.inventory) }

  public mutating func observeOwn(_ event: Event) {
    board.observe(event)
    account.observeHoldings(event)
    hedging?.observe(event)
  }

  /// Makers of one block begin spread over their interval, so that they do not all move at once.
  public mutating func firstLook(after begin: Time) -> Time? {
    timing.time(within: settings.interval, after: begin)
  }

  private mutating func learn(_ market: PublicMarket, _ last: Price, at now: Time) {
    if hasNews(market) { lastChange = now }
    let old = fair ?? Double(last.ticks)
    let change = settings.pull * (Double(last.ticks) - old)
    variance = settings.volatilityDecay * variance + (1 - settings.volatilityDecay) * change * change
    fair = old + change
    estimator?.observe(last, at: now)
    toxicity?.observe(bought: market.bought - before.bought, sold: market.sold - before.sold)
    extremes?.observe(old + change, at: now)
    before = market
  }

  /// Whether it sees anything else than before. Its own leaving moves the best quotes: once it has left for silence, only a price, a
  /// trade or another phase brings it back.
  private func hasNews(_ market: PublicMarket) -> Bool {
    var before = before
    if isSilent { before.quote = market.quote }
    return market != before
  }

  // MARK: What it does

  /// Looks at the market and brings its ladder of quotes to where it wants it.
  public mutating func look(at outlook: borrowing Outlook, _ commands: inout Outbox) -> Time? {
    if let last = outlook.market.last {
      learn(outlook.market, last, at: outlook.now)
      isSilent = settings.silence.map { outlook.now - lastChange > $0 } ?? false
      if !outlook.market.isSettled { quote(opinion(outlook), &commands) }
      if let hedge = settings.hedge, !outlook.others[0].isSettled { offset(by: hedge, &commands) }
    }
    return outlook.now + settings.interval
  }

  private func opinion(_ outlook: borrowing Outlook) -> Opinion {
    var opinion = Opinion()
    let lots = Double(board.inventory)
    let sigma = volatility
    opinion.base = settings.base
    opinion.volatility = settings.volatilityWeight * sigma
    opinion.inventory = settings.inventoryWeight * min(1, abs(lots) / Double(max(1, settings.inventoryLimit.lots)))
    opinion.toxicity = (settings.toxicity?.weight ?? 0) * (toxicity?.value ?? 0)
    if let depth = settings.depth {
      opinion.depth = depth.weight * max(0, depth.reference / Self.lotsSeen(outlook, depth) - 1)
    }
    if let drawdown = settings.drawdown, let fair, let extremes, extremes.distance(of: fair) > drawdown.from {
      opinion.stress = drawdown.weight
    }
    opinion.skew = settings.skew * lots
    opinion.centre = (fair ?? 0) - opinion.skew
    let stress =
      (sigma / settings.referenceVolatility - settings.stressFrom) / (settings.stressFull - settings.stressFrom)
    opinion.withdrawn = settings.maximumWithdrawal * min(1, max(0, stress))
    if opinion.withdrawn > 0 { opinion.reason = .volatility }
    if isSilent { opinion.withdraw(.silence) }
    if let limit = settings.ownMargin, isShortOfMargin(outlook, limit) { opinion.withdraw(.margin) }
    return opinion
  }

  /// σ in ticks per look.
  private var volatility: Double {
    guard let estimator else { return variance.squareRoot() }
    return estimator.volatility(per: settings.interval) ?? settings.referenceVolatility
  }

  /// Of the thinner side; an empty one counts as one lot, or nobody would ever be the first to quote.
  private static func lotsSeen(_ outlook: borrowing Outlook, _ depth: Depth) -> Double {
    let quote = outlook.market.quote
    let sides =
      depth.within.map { (outlook.depth.lots(.buy, within: $0), outlook.depth.lots(.sell, within: $0)) }
      ?? (quote.bidQuantity.lots, quote.askQuantity.lots)
    return Double(max(1, min(sides.0, sides.1)))
  }

  private func isShortOfMargin(_ outlook: borrowing Outlook, _ limit: Double) -> Bool {
    let maintenance = account.maintenance(in: outlook)
    let equity = account.equity(in: outlook)
    return maintenance > .zero && (equity <= .zero || Double(maintenance.units) > limit * Double(equity.units))
  }

  private mutating func quote(_ opinion: Opinion, _ commands: inout Outbox) {
    let lots = Double(board.inventory)
    let limit = Double(max(1, settings.inventoryLimit.lots))
    let half = PriceChange(roundingUp: min(max(1, opinion.halfSpread), settings.maximum))
    // 100 less 80 %: 20, not 19.99…
    let size = Double(settings.size.lots) - Double(settings.size.lots) * opinion.withdrawn
    let bidSize = lots >= limit ? 0 : size * exp(-settings.sizeDecay * max(0, lots) / limit)
    let askSize = -lots >= limit ? 0 : size * exp(-settings.sizeDecay * max(0, -lots) / limit)
    let quotesNothing = max(bidSize, askSize) < Double(seat.facts.steps.lot.lots)
    let terms = opinion.terms(seat, halfSpread: quotesNothing ? 0 : Int32(clamping: half.ticks))
    if terms != lastTerms {
      commands.append(.explainQuote(terms))
      lastTerms = terms
    }
    board.begin()
    for level in 0..<settings.levels {
      let away = Double(half.ticks) + Double(level) * settings.levelStep
      // No price is below one tick: a bid held up there would meet the maker's own asks.
      if opinion.centre - away >= 1 {
        board.want(.buy, Price(roundingDown: opinion.centre - away), Quantity(roundingDown: bidSize))
      }
      board.want(.sell, Price(roundingUp: opinion.centre + away), Quantity(roundingDown: askSize))
    }
    board.settle(.replacing, &commands)
  }

  /// One hedge at a time: nothing is hedged twice because its news is late.
  private mutating func offset(by hedge: DynamicSpreadMaker.Hedge, _ commands: inout Outbox) {
    if let hedging, !hedging.isOver { return }
    let held = Double(account.position(in: hedge.facts.instrument).lots)
    let exposed = hedge.ratio * Double(board.inventory) + held
    guard abs(exposed) > hedge.threshold else { return }
    let most = min(Quantity(roundingDown: abs(exposed)), hedge.facts.maximumPosition)
    let quantity = hedge.facts.steps.settled(most)
    guard quantity > .zero else { return }
    let order = Order(
      account: seat.account, instrument: hedge.facts.instrument, side: exposed > 0 ? .sell : .buy,
      quantity: quantity, limit: nil, timeInForce: .immediateOrCancel, client: board.takeClient())
    hedging = PendingOrder(order)
    commands.append(.submit(order))
  }
}
