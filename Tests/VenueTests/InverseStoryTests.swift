import MarketTypes
import Testing
import Venue

/// Inverse contracts: a lot is worth tick value ÷ price, in coin.
@Suite struct InverseStoryTests {
  private func floor(tickValue: Int64, maintenance: Rate, _ change: (inout InstrumentRules) -> Void = { _ in })
    -> TradingFloor
  {
    var rules = InstrumentRules(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: 1_000_000),
      maximumPosition: Quantity(lots: 5_000), initialMargin: max(maintenance, .percent(1)),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: maintenance)], mark: .index)
    rules.contract = .inverse
    change(&rules)
    return TradingFloor([rules])
  }

  /// A maker (0) and an account (1) with some collateral and a holding at that price, which is the mark.
  private func hold(_ lots: Int64, at ticks: Int64, with units: Int64, _ floor: inout TradingFloor) -> AccountID {
    let maker = floor.open(.exempt)
    let account = floor.open(.cross, with: units)
    floor.mark(ticks)
    floor.hold(account, lots, at: ticks, against: maker)
    return account
  }

  // CLR-25, F2: q × (1 ÷ entry − 1 ÷ mark). 60,000 ÷ 100 = 600 and ÷ 120 = 500.
  @Test func `a long gains in coin as the price rises`() {
    var floor = floor(tickValue: 60_000, maintenance: .percent(1))
    let long = hold(3, at: 100, with: 1_000, &floor)
    #expect(floor.cost(long) == -1_800 && floor.equity(long) == 1_000)
    floor.index(120)
    #expect(floor.equity(long) == 1_300)
    #expect(floor.equity(AccountID(number: 0)) == -300)
    floor.index(75)
    #expect(floor.equity(long) == 400)
  }

  // CLR-25: 100 ÷ 7 is 14.28…: the buyer's cost is −14, the seller's 15, and the unit between them is rounding's.
  @Test func `what is not whole is rounded against both and goes to the rounding account`() {
    var floor = floor(tickValue: 100, maintenance: .zero)
    let maker = floor.open(.exempt)
    let taker = floor.open(.exempt)
    floor.submit(maker, .sell, 1, at: 7)
    let bought = floor.submit(taker, .buy, 1, at: 7)
    #expect(bought.money == ["rounded 1: cost 0/0 to rounding"])
    #expect(floor.cost(taker) == -14 && floor.cost(maker) == 15)
    // Back at the same price: both lose the unit they were rounded by, and rounding has two.
    floor.submit(maker, .buy, 1, at: 7)
    let sold = floor.submit(taker, .sell, 1, at: 7)
    #expect(
      sold.money == [
        "rounded 1: cost 1/0 to rounding", "realized 1: cash 1 to cost 1/0", "realized 1: cash 0 to cost 0/0",
      ])
    #expect(floor.venue.balance(of: .rounding) == 2 && floor.cash(taker) == -1 && floor.cash(maker) == -1)
  }

  // CLR-13, V29 and F19: the vector's maintenance margin is a tenth of the value at entry, so what it leaves of the
  // half is what may be lost: Q ÷ (V − 0.4 V) = 110,000 ÷ 0.6 = 183,333.33.
  @Test func `a short is liquidated where the published vector says, not where a long would be`() {
    var floor = floor(tickValue: 11_000_000_000_000, maintenance: .zero)
    let short = hold(-10, at: 110_000, with: 400_000_000, &floor)
    #expect(floor.venue.liquidationPrice(of: short, in: TradingFloor.perp) == Price(ticks: 183_334))
  }

  // CLR-13: with margin of the value at the mark, 1 ÷ p × 0.9 = 0.5 ÷ 110,000 gives 198,000.
  @Test func `a short's maintenance margin follows its mark`() {
    var floor = floor(tickValue: 11_000_000_000_000, maintenance: .percent(10))
    let short = hold(-10, at: 110_000, with: 500_000_000, &floor)
    #expect(floor.venue.liquidationPrice(of: short, in: TradingFloor.perp) == Price(ticks: 198_000))
    #expect(floor.index(197_999).liquidatable == [])
    #expect(floor.index(198_000).liquidatable == [short])
  }

  // CLR-25, WCH-1: worth 100 exactly, and 100.01 a tick lower: rounded up alone it would need a second unit there, and
  // bring none.
  @Test func `no move in its favour makes a short liquidatable`() {
    var floor = floor(tickValue: 1_000_000, maintenance: .percent(1))
    let short = hold(-1, at: 10_000, with: 1, &floor)
    #expect(floor.venue.figures(of: short).maintenance == 1)
    for ticks in [9_999, 9_998, 9_901, 9_900] as [Int64] {
      #expect(floor.index(ticks).liquidatable == [])
      let isUnderMargin = floor.venue.isLiquidatable(short)
      #expect(!isUnderMargin)
    }
    #expect(floor.index(10_001).liquidatable == [short])
  }

  // CLR-14, V23 and F20: 7,890.08 × 50 ÷ 51 = 7,735.3725…, up for a long; × 50 ÷ 49 = 8,051.1020…, down for a short.
  @Test func `bankruptcy prices at fiftyfold leverage are the published ones`() {
    // A lot is a dollar; the coin has 12 decimals; a tick is a cent.
    let worth: Int64 = 5_000 * 100_000_000_000_000 / 789_008
    var long = floor(tickValue: 100_000_000_000_000, maintenance: .percent(1))
    let buyer = hold(5_000, at: 789_008, with: worth / 50, &long)
    #expect(long.venue.bankruptcyPrice(of: buyer, in: TradingFloor.perp) == Price(ticks: 773_538))
    var short = floor(tickValue: 100_000_000_000_000, maintenance: .percent(1))
    let seller = hold(-5_000, at: 789_008, with: worth / 50, &short)
    #expect(short.venue.bankruptcyPrice(of: seller, in: TradingFloor.perp) == Price(ticks: 805_110))
  }

  // CLR-14, LIQ-5, CLR-35: sold at its bankruptcy price a position costs the fund nothing.
  @Test func `a forced close at the bankruptcy price leaves nothing to cover`() {
    for lots in [-7, 7] as [Int64] {
      var rules = InstrumentRules(
        tickValue: Money(units: 1_000_003), maximumPrice: Price(ticks: 100_000), maximumPosition: Quantity(lots: 50),
        initialMargin: .percent(5), maintenanceTiers: [MaintenanceTier(floor: .zero, rate: .percent(4))], mark: .index)
      rules.contract = .inverse
      var floor = TradingFloor([rules], liquidation: LiquidationRules(limit: .bankruptcyPrice))
      let account = hold(lots, at: 1_000, with: 351, &floor)
      floor.index(lots > 0 ? 985 : 1_015)
      guard let price = floor.venue.bankruptcyPrice(of: account, in: TradingFloor.perp) else {
        Issue.record("no bankruptcy price")
        continue
      }
      let closed = floor.submit(AccountID(number: 0), lots > 0 ? .buy : .sell, 7, at: price.ticks)
      let retried = floor.run(.clock)
      #expect((closed + retried).fills == [[price.ticks, 7]])
      #expect(floor.lots(account) == 0 && floor.cash(account) >= 0 && floor.cash(account) <= 8)
      #expect(floor.venue.balance(of: .uncovered) == 0)
    }
  }

  // CLR-7, CLR-25: an order counts per lot, rounded against its owner.
  @Test func `open orders of an inverse contract need margin at their prices`() {
    var floor = floor(tickValue: 60_000, maintenance: .percent(1)) { $0.initialMargin = .percent(10) }
    let account = floor.open(.cross, with: 1_000)
    floor.mark(100)
    floor.run(.clock)
    // Ten lots at 100 are worth 6,000 and need 600.
    #expect(floor.submit(account, .buy, 10, at: 100).refusals == [])
    #expect(floor.venue.figures(of: account).initial == 600)
    // At 120 a lot costs 100 more than its worth at the mark: a tenth of 600 and 100 each.
    #expect(floor.submit(account, .sell, 1, at: 130).refusals == [])
    #expect(floor.submit(account, .buy, 3, at: 120).refusals == [.initialMarginNotMet])
    #expect(floor.submit(account, .buy, 2, at: 120).refusals == [])
    #expect(floor.venue.figures(of: account).initial == 720 + 200)
  }
}
