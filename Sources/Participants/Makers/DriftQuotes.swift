import MarketTypes

/// Drift's spread as a maker in an order book quotes it: what the protocol knows of itself is made up from what the maker sees.
///
/// A tick counts as a quote unit, a lot as a base unit. Users' position is the maker's with the other sign; the curve is of
/// constant product around a reserve that the maker is given, pegged to fair. The oracle is the index, or fair while there is
/// none. Averages of five minutes and of the funding interval are exponential in time.
///
/// Trades between two looks count as one. As the peg is where fair is, closing on the curve never brings more than the price, and
/// the step for leverage adds no more than a millionth.
///
/// Left out: the fee pool's own growth, which is given; revenue, and the cost of adjusting the peg.
public struct DriftQuotes: Hashable, Sendable {
  /// All that is fixed about such quotes.
  public struct Settings: Hashable, Sendable {
    /// Base and maximum, in millionths of the price.
    public var spread: DriftSpread
    /// Base in the curve when the maker is flat, in lots.
    public var reserve: Int64
    /// How much base may leave the curve or come, in lots.
    public var room: Int64
    /// Fees earned less what was given away, in ticks × lots; at zero both sides are tenfold.
    public var feePool: Int64
    /// The oracle's confidence interval as a share of the price, in millionths.
    public var confidence: Int64

    public init(spread: DriftSpread, reserve: Int64, room: Int64, feePool: Int64, confidence: Int64) {
      self.spread = spread
      self.reserve = reserve
      self.room = room
      self.feePool = feePool
      self.confidence = confidence
    }
  }

  private let settings: Settings
  private var longs = DriftFlow()
  private var shorts = DriftFlow()
  private var day = DriftFlow()
  private var average: Double?
  private var fiveMinuteAverage: Double?
  private var oracleAverage: Double?
  private var oracleFiveMinuteAverage: Double?
  private var last: Time?
  private var lastTrade: Time?
  private(set) var distances = QuoteDistances(bid: nil, ask: nil)

  init(_ settings: Settings) { self.settings = settings }

  mutating func learn(
    _ market: PublicMarket, after before: PublicMarket, fair: Double, inventory: Int64, now: Time
  ) {
    let seconds = last.map { Double((now - $0).nanoseconds) / 1e9 } ?? 0
    let oracle = market.index.map { Double($0.ticks) } ?? fair
    Self.follow(&average, fair, seconds, over: 3_600)
    Self.follow(&fiveMinuteAverage, fair, seconds, over: 300)
    Self.follow(&oracleAverage, oracle, seconds, over: 3_600)
    Self.follow(&oracleFiveMinuteAverage, oracle, seconds, over: 300)
    let notional = { (lots: Int64) in Self.millionths(Double(lots) * fair) }
    if market.bought > before.bought || market.sold > before.sold {
      let elapsed = lastTrade.map { (now - $0).nanoseconds / 1_000_000_000 } ?? 0
      longs.observe(notional: notional(market.bought - before.bought), after: elapsed)
      shorts.observe(notional: notional(market.sold - before.sold), after: elapsed)
      let both = (market.bought - before.bought) + (market.sold - before.sold)
      day.observe(notional: notional(both), after: elapsed, within: 86_400)
      lastTrade = now
    }
    last = now
    distances = settings.spread.sides(state(fair, oracle, inventory)).distances(at: fair)
  }

  private func state(_ fair: Double, _ oracle: Double, _ inventory: Int64) -> DriftState {
    let price = Self.millionths(fair)
    let billion: Int64 = 1_000_000_000
    let base = Double(settings.reserve)
    let held = Double(inventory)
    // The maker's purchases are base that came into the curve.
    let reserve = max(1, base + held)
    let quote = base * base / reserve
    return DriftState(
      price: max(1, price), oracleGap: DriftState.oracleGap(mark: max(1, price), oracle: Self.millionths(oracle)),
      confidence: settings.confidence,
      markDeviation: DriftFlow.deviation(
        of: price, average: Self.millionths(average ?? fair),
        fiveMinuteAverage: Self.millionths(fiveMinuteAverage ?? fair)),
      oracleDeviation: DriftFlow.deviation(
        of: Self.millionths(oracle), average: Self.millionths(oracleAverage ?? oracle),
        fiveMinuteAverage: Self.millionths(oracleFiveMinuteAverage ?? oracle)),
      longVolume: longs.volume, shortVolume: shorts.volume, dailyVolume: day.volume,
      inventory: Self.whole(-held * Double(billion)), reserve: Self.whole(reserve * Double(billion)),
      minimumReserve: Self.whole(max(0, base - Double(settings.room)) * Double(billion)),
      maximumReserve: Self.whole((base + Double(settings.room)) * Double(billion)),
      quoteReserve: Self.whole(quote * Double(billion)), terminalQuoteReserve: Self.whole(base * Double(billion)),
      peg: max(1, price), feePool: Self.millionths(Double(settings.feePool)))
  }

  /// An exponential average in time; the first value is the average.
  private static func follow(_ average: inout Double?, _ value: Double, _ seconds: Double, over span: Double) {
    let weight = min(1, seconds / span)
    average = average.map { $0 + weight * (value - $0) } ?? value
  }

  private static func millionths(_ value: Double) -> Int64 { whole(value * 1e6) }

  /// Held inside what the formula can take.
  private static func whole(_ value: Double) -> Int64 {
    Int64(max(-0x1p52, min(0x1p52, value.rounded(.toNearestOrEven))))
  }
}
