import MarketTypes
import TestSupport
import Testing
import Venue

/// From leverage to thresholds to cascades (models C6).
@Suite("Cascades of leveraged accounts")
struct LeverageCascadeTests {
  private static let perp = InstrumentID(number: 0)

  /// One perpetual with one maintenance rate, a counterparty without margin, and nobody else.
  private func venue(
    maintenance: Int64, mark: MarkPolicy, start: Int64, tickValue: Int64 = 1_000
  ) -> Exchange {
    let rate = Rate(partsPerBillion: maintenance)
    let instrument = InstrumentRules(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: 2 * start),
      maximumPosition: Quantity(lots: 1 << 24), initialMargin: rate,
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: rate)], mark: mark)
    return Exchange(
      VenueRules(
        instruments: [instrument], liquidation: LiquidationRules(pacing: .immediate(roundLimit: 60_000))))
  }

  // MARK: One account

  /// Long: p0 (1 − 1/L) ÷ (1 − m), short: p0 (1 + 1/L) ÷ (1 + m); bankrupt at p0 (1 ∓ 1/L). p0 is 1,000,000 ticks.
  @Test(arguments: [
    (Int64(10), Int64(5_000_000), 0.9045226131, 1.0945273632), (50, 10_000_000, 0.9898989899, 1.0099009901),
    (100, 5_000_000, 0.9949748744, 1.0049751244),
  ])
  func `leverage and maintenance margin give the liquidation price (C6)`(
    leverage: Int64, maintenance: Int64, long: Double, short: Double
  ) {
    for (lots, expected) in [(Int64(7), long), (-7, short)] {
      var venue = venue(maintenance: maintenance, mark: .index, start: 1_000_000)
      var events = EventStream()
      let account = AccountID(number: 1)
      let (outward, size) = (lots > 0 ? Int64(-1) : 1, abs(lots))
      for action: Command.Action in [
        .openAccount(AccountOpening(account: AccountID(number: 0), kind: .exempt)),
        .openAccount(AccountOpening(account: account, kind: .cross)),
        .deposit(account, Money(units: size * 1_000 * 1_000_000 / leverage)),
        .openMark(PriceUpdate(instrument: Self.perp, price: Price(ticks: 1_000_000))),
        .openHolding(
          HoldingOpening(
            account: account, counterparty: AccountID(number: 0), instrument: Self.perp,
            position: Position(lots: lots), price: Price(ticks: 1_000_000))),
      ] { venue.execute(Command(action), into: &events) }
      let exact = expected * 1_000_000
      let first = Int64(lots > 0 ? exact.rounded(.up) - 1 : exact.rounded(.down) + 1)
      #expect(venue.liquidationPrice(of: account, in: Self.perp) == Price(ticks: first))
      #expect(
        venue.bankruptcyPrice(of: account, in: Self.perp) == Price(ticks: 1_000_000 + outward * 1_000_000 / leverage))
      for (ticks, isFound) in [(first - outward, false), (first, true)] {
        let update = PriceUpdate(instrument: Self.perp, price: Price(ticks: ticks))
        venue.execute(Command(.setIndex(update)), into: &events)
        #expect(venue.isLiquidatable(account) == isFound, "at \(ticks)")
      }
    }
  }

  // MARK: Open interest

  /// Longs of one lot whose 1/L is even on (0.02, 0.12], m = 0.5 %, p0 = 100,000 ticks: what the open interest is worth in
  /// thresholds is ρ = OI (1 − m) ÷ ((b − a) p0) a tick, the first of them (a − m) ÷ (1 − m) p0 below the start.
  private func book(openInterest: Int, depth: Int64) -> ThresholdBook {
    var book = ThresholdBook(
      depth: Array(repeating: depth, count: 14_000),
      holders: Array(repeating: ThresholdBook.Holder(threshold: 1, lots: 1), count: openInterest))
    book.maintenance = 5_000
    return book
  }

  /// Each pays in 1/L of its notional; the venue alone knows what threshold that makes.
  private func cascade(openInterest: Int, depth: Int64, shock: Int64) -> ThresholdOutcome {
    let book = book(openInterest: openInterest, depth: depth)
    var market = ThresholdMarket(bookOf: book)
    for holder in 0..<openInterest {
      let share = 0.02 + 0.1 * Double(holder + 1) / Double(openInterest)
      let collateral = Int64((share * 100 * 100_000).rounded(.down))
      for command in book.opening(of: holder) {
        if case .deposit(let account, _, _) = command.action {
          market.open(Command(.deposit(account, Money(units: collateral))))
        } else {
          market.open(command)
        }
      }
    }
    return market.sell(shock)
  }

  private let gap = (0.02 - 0.005) / 0.995 * 100_000

  @Test
  func `evenly spread leverage is an even density of thresholds (C6)`() {
    // 10,000 units of 1 lot, 5,000 lots a unit of price of 1,000 ticks.
    let ratio = 10_000 * 0.995 / (0.1 * 100) / 5_000
    #expect(abs(ratio - 0.199) < 1e-12)
    let found = cascade(openInterest: 10_000, depth: 5, shock: 15_000)
    let expected = (3_000 - ratio * gap) / (1 - ratio)
    #expect(abs(Double(found.displacement) - expected) < 0.01 * expected)
    let stopped = cascade(openInterest: 10_000, depth: 5, shock: 7_000)
    #expect(stopped.displacement == 1_400 && stopped.liquidatable.isEmpty, "short of the first threshold")
  }

  /// (b − a) p0 D ÷ (1 − m) = 10,050 lots at a lot a tick.
  @Test
  func `beyond the critical open interest everybody is liquidated (C6)`() {
    let critical = 0.1 * 100_000 / 0.995
    let below = cascade(openInterest: 9_000, depth: 1, shock: 1_800)
    let ratio = 9_000 / critical
    let expected = (1_800 - ratio * gap) / (1 - ratio)
    #expect(abs(Double(below.displacement) - expected) < 0.01 * expected)
    let above = cascade(openInterest: 11_000, depth: 1, shock: 1_800)
    #expect(above.liquidatable.count == 11_000)
    #expect(above.displacement == 12_800)
  }

  // MARK: Constant leverage

  /// A holder that sells back to its leverage after each fall: amplification 1 ÷ (1 − q (L − 1) ÷ (p D)), without bound
  /// from L = 1 + p D ÷ q on, here 6. p = 5,000,000 ticks, D = 1 lot a tick, q = 1,000,000 lots, a shock of 1,000 lots.
  @Test(arguments: [(Int64(2), 1.25), (3, 1.6666667), (4, 2.5), (5, 5)])
  func `keeping leverage constant amplifies a fall (C6)`(leverage: Int64, amplification: Double) {
    let found = displacement(keeping: leverage, bids: 20_000)
    #expect(abs(Double(found) - 1_000 * amplification) < 0.01 * 1_000 * amplification)
  }

  @Test
  func `beyond the critical leverage the holder sells the book empty (C6)`() {
    #expect(displacement(keeping: 5, bids: 20_000) < 20_000)
    #expect(displacement(keeping: 7, bids: 20_000) == 20_000)
  }

  private func displacement(keeping leverage: Int64, bids: Int) -> Int64 {
    let book = ThresholdBook(start: 5_000_000, depth: Array(repeating: 1, count: bids))
    var market = ThresholdMarket(bookOf: book)
    let holder = AccountID(number: 3)
    for action: Command.Action in [
      .openAccount(AccountOpening(account: holder, kind: .cross)),
      .deposit(holder, Money(units: 1_000_000 * 100 * 5_000_000 / leverage)),
      .openHolding(
        HoldingOpening(
          account: holder, counterparty: ThresholdBook.counterparty, instrument: Self.perp,
          position: Position(lots: 1_000_000), price: Price(ticks: 5_000_000))),
    ] { market.open(Command(action)) }
    var displacement = market.sell(1_000).displacement
    while displacement < Int64(bids) {
      let perLot = 100 * (5_000_000 - displacement)
      let kept = Int64(market.venue.figures(of: holder).equity) * leverage / perLot
      let excess = market.venue.position(of: holder, in: Self.perp).lots - kept
      if excess <= 0 { break }
      let sale = Order(
        account: holder, instrument: Self.perp, side: .sell, quantity: Quantity(lots: excess), limit: nil,
        timeInForce: .immediateOrCancel, terms: .reduceOnly)
      displacement = max(displacement, market.result(of: Command(.submit(sale))).displacement)
    }
    return displacement
  }
}
