import Clearing
import MarketTypes
import Testing
import Venue

/// A stablecoin loses its peg in one thin book, told command by command (Binance, 10 October 2025). Money is in hundredths
/// of a cent; fixtures/incidents/depeg-one-source.jsonc tells the same as a scenario.
@Suite("Depegged collateral")
struct DepeggedCollateralTests {
  private static let perpetual = InstrumentID(number: 0)
  private static let future = InstrumentID(number: 1)
  private static let stablecoin = AssetID(number: 1)
  private static let world = AccountID(number: 0)
  private static let hedged = AccountID(number: 1)
  private static let exposed = AccountID(number: 2)

  /// The venue's own book, what the issuer redeems at, another venue.
  private static let sources = 3
  private static let onlyItsBook = IndexRules(weights: [.one, .zero, .zero], method: .weightedMean)
  private static let median = IndexRules(weights: [.one, .one, .one])
  /// Three quarters of redemption is a floor that no book can break.
  private static let floored = IndexRules(
    weights: [Rate(partsPerBillion: 250_000_000), Rate(partsPerBillion: 750_000_000), .zero], method: .weightedMean)

  private struct Story: ~Copyable {
    private(set) var venue: Exchange
    private(set) var told: [Event] = []
    private var stream = EventStream()

    /// Two contracts on one underlying at 100,000 ticks, of which a lot is 10,000,000; a hedge of 50 lots backed by 4,500 of
    /// the stablecoin, which count 90 % of 10,000 each; and 50 lots alone backed by 40,000,000 of cash.
    init(_ index: IndexRules) {
      let instrument = InstrumentRules(
        tickValue: Money(units: 100), maximumPrice: Price(ticks: 1_000_000),
        maximumPosition: Quantity(lots: 100_000), initialMargin: Rate(partsPerBillion: 40_000_000),
        maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 30_000_000))], mark: .index)
      var rules = VenueRules(instruments: [instrument, instrument])
      rules.assets = [
        AssetRules(
          tickValue: Money(units: 1), maximumPrice: Price(ticks: 20_000), maximumBalance: Money(units: 1_000_000),
          haircuts: [HaircutTier(floor: .zero, haircut: Rate(partsPerBillion: 100_000_000))], indexSources: index)
      ]
      venue = Exchange(rules)
      venue.checksEverything = true
      tell(.openAccount(AccountOpening(account: world, kind: .exempt)))
      tell(.openAccount(AccountOpening(account: hedged, kind: .cross)))
      tell(.openAccount(AccountOpening(account: exposed, kind: .cross)))
      for source in 0..<sources { report(10_000, by: UInt8(source)) }
      tell(.fund(Money(units: 20_000_000)))
      tell(.deposit(hedged, Money(units: 4_500), of: stablecoin))
      tell(.deposit(exposed, Money(units: 40_000_000)))
      for instrument in [perpetual, future] {
        tell(.openMark(PriceUpdate(instrument: instrument, price: Price(ticks: 100_000))))
      }
      hold(50, perpetual, hedged)
      hold(-50, future, hedged)
      hold(50, perpetual, exposed)
      rest(.buy, at: 89_900, perpetual)
      rest(.sell, at: 90_100, future)
    }

    mutating func report(_ ticks: Int64, by source: UInt8) {
      tell(.report(SourceReport(.asset(stablecoin), source: source, price: Price(ticks: ticks))))
    }

    mutating func index(_ ticks: Int64, of instrument: InstrumentID) {
      tell(.setIndex(PriceUpdate(instrument: instrument, price: Price(ticks: ticks))))
    }

    private mutating func hold(_ lots: Int64, _ instrument: InstrumentID, _ account: AccountID) {
      tell(
        .openHolding(
          HoldingOpening(
            account: account, counterparty: world, instrument: instrument, position: Position(lots: lots),
            price: Price(ticks: 100_000))))
    }

    private mutating func rest(_ side: Side, at ticks: Int64, _ instrument: InstrumentID) {
      tell(
        .openOrder(
          Order(
            account: world, instrument: instrument, side: side, quantity: Quantity(lots: 500),
            limit: Price(ticks: ticks))))
    }

    private mutating func tell(_ action: Command.Action) {
      stream.removeAll()
      venue.execute(Command(action), into: &stream)
      told = (0..<stream.count).map { stream[$0] }
    }

    /// Who the latest command found liquidatable.
    var liquidatable: [MarginState] {
      told.compactMap { if case .liquidatable(let state) = $0.body { state } else { nil } }
    }
    var forced: [Fill] {
      told.compactMap { if case .filled(let fill) = $0.body, fill.isForced { fill } else { nil } }
    }
    var equity: Int128 { venue.figures(of: hedged).equity }
    var fund: Int128 { venue.balance(of: .fund(.common)) }
  }

  /// The underlying falls by a tenth, then the coin's own book to 0.65 while it is redeemed at par and trades at 0.998
  /// elsewhere.
  private static func fallen(_ index: IndexRules) -> Story {
    var story = Story(index)
    story.index(90_000, of: future)
    story.index(90_000, of: perpetual)
    story.report(9_980, by: 2)
    for ticks in [9_900, 8_000, 6_500] as [Int64] { story.report(ticks, by: 0) }
    return story
  }

  // CLR-5: what the hedge is before anything happens, and that a fall of the underlying alone does nothing to it.
  @Test
  func `a hedge loses nothing when the underlying falls, a position alone does`() {
    var story = Story(Self.onlyItsBook)
    #expect(story.venue.figures(of: Self.hedged).equity == 40_500_000)
    #expect(story.venue.figures(of: Self.hedged).initial == 40_000_000)
    #expect(story.venue.figures(of: Self.hedged).maintenance == 30_000_000)
    story.index(90_000, of: Self.future)
    story.index(90_000, of: Self.perpetual)
    #expect(story.venue.figures(of: Self.hedged).equity == 40_500_000)
    #expect(story.venue.figures(of: Self.hedged).maintenance == 27_000_000)
    // 40,000,000 less 10,000 ticks of 50 lots.
    #expect(story.liquidatable == [MarginState(Self.exposed, equity: -10_000_000, maintenance: 13_500_000)])
    #expect(story.forced.map(\.takerAccount) == [Self.exposed])
    // Sold at 89,900: 10,500,000 are missing.
    #expect(story.fund == 9_500_000)
  }

  // LIQ-1, CLR-32: 4,500 at 6,500 count 26,325,000 of the 27,000,000 needed.
  @Test
  func `valued by one thin book, the hedge is liquidated`() {
    let story = Self.fallen(Self.onlyItsBook)
    #expect(story.liquidatable == [MarginState(Self.hedged, equity: 26_325_000, maintenance: 27_000_000)])
    #expect(story.forced.map(\.price.ticks) == [89_900, 90_100])
    // The long lost 10,100 ticks of 50 lots and the short gained 9,900: 1,000,000 owed, for which the coins stand.
    #expect(story.venue.position(of: Self.hedged, in: Self.perpetual) == .flat)
    #expect(story.venue.position(of: Self.hedged, in: Self.future) == .flat)
    #expect(story.venue.balance(of: Self.hedged, in: Self.stablecoin).units == 4_500)
    #expect(story.venue.collateral(of: Self.hedged).units == -1_000_000)
    #expect(story.fund == 9_500_000)
  }

  // IDX-1, CLR-32
  @Test
  func `valued by the median of three sources, the hedge stands`() {
    let story = Self.fallen(Self.median)
    #expect(story.liquidatable == [])
    #expect(story.equity == 4_500 * 9_980 * 9 / 10)
    #expect(story.venue.position(of: Self.hedged, in: Self.perpetual).lots == 50)
  }

  // CLR-32: 0.25 × 6,500 + 0.75 × 10,000 = 9,125; and where the book falls to a tick, 7,500.
  @Test
  func `valued with a floor under the book, the hedge stands whatever the book says`() {
    var story = Self.fallen(Self.floored)
    #expect(story.liquidatable == [])
    #expect(story.equity == 4_500 * 9_125 * 9 / 10)
    story.report(1, by: 0)
    #expect(story.liquidatable == [])
    #expect(story.equity == 4_500 * 7_500 * 9 / 10)
    #expect(story.venue.position(of: Self.hedged, in: Self.perpetual).lots == 50)
  }

  // FIG-5, FIG-8: the figures knew. No move of the two instruments together reaches the hedge, a fall of its collateral by
  // 35 % loses more than its free collateral.
  @Test
  func `what a hedge has to fear is its collateral`() {
    let story = Story(Self.onlyItsBook)
    let both = [MarketMove([Rate(partsPerBillion: -100_000_000), Rate(partsPerBillion: -100_000_000)])]
    let coin = [MarketMove([], assets: [Rate(partsPerBillion: -350_000_000)])]
    #expect(story.venue.valueAtRisk(of: Self.hedged, under: both, confidence: .one).largestLoss == 0)
    #expect(story.venue.valueAtRisk(of: Self.hedged, under: coin, confidence: .one).largestLoss == 14_175_000)
    let figures = story.venue.figures(of: Self.hedged)
    #expect(figures.equity - figures.maintenance == 10_500_000)
  }
}
