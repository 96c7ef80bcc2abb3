import Clearing
import Liquidation
import MarketTypes
import Testing

/// Sizes and worst prices of forced orders: published vectors.
@Suite("Forced orders, published vectors")
struct ForcedOrderVectorTests {
  /// Long or short 0.1 BTC at 50,000: a lot is 0.01 BTC, a unit a cent, maintenance 10 %.
  private func dydx(_ lots: Int64, at entry: Int64, cents: Int64) -> ClearingHouse {
    var house = vectorHouse(maintenance: .percent(10), mark: 50_000)
    house.hold(lots, at: entry)
    if cents > 0 { house.give(cents) }
    return house
  }

  // V6 (dYdX), F21, LIQ-5: balances of −5,000, −4,501, −5,100 and a short's +5,499 are what a close must bring.
  @Test(arguments: [
    (10, 50_000, 0, 50_000), (10, 50_000, 499_00, 45_010), (10, 51_000, 0, 51_000), (-10, 50_000, 499_00, 54_990),
  ])
  func `a forced order's worst price is its account's bankruptcy price, whole or half`(
    lots: Int64, entry: Int64, cents: Int64, ticks: Int64
  ) {
    let house = dydx(lots, at: entry, cents: cents)
    let rules = LiquidationRules(limit: .bankruptcyPrice)
    #expect(rules.order(of: house)?.limit == Price(ticks: ticks))
    let half = rules.with { $0.sizing = .portion(PortionSizing(.percent(50))) }.order(of: house)
    #expect(half?.quantity == Quantity(lots: 5))
    #expect(half?.limit == Price(ticks: ticks))
  }

  // V7, V8 (dYdX), F22, LIQ-12: margin 500; equity 499, 0 and −500.
  @Test(arguments: [
    (10, 50_000, 499_00, 1, 10, 49_999), (10, 50_000, 499_00, 2, 10, 49_998), (10, 50_000, 499_00, 1, 20, 49_998),
    (10, 50_000, 499_00, 1, 100, 49_990), (10, 50_000, 0, 1, 10, 49_500), (10, 55_000, 0, 1, 10, 49_500),
    (-10, 50_000, 499_00, 1, 10, 50_001), (-10, 50_000, 0, 1, 10, 50_500),
  ])
  func `the fillable price goes from the mark as the account goes to bankruptcy`(
    lots: Int64, entry: Int64, cents: Int64, aggressiveness: Int64, spread: Int64, ticks: Int64
  ) {
    let house = dydx(lots, at: entry, cents: cents)
    let limit = FillableLimit(aggressiveness: .percent(100 * aggressiveness), spread: .percent(spread))
    let rules = LiquidationRules(limit: .fillable(limit))
    #expect(rules.order(of: house)?.limit == Price(ticks: ticks))
    let half = rules.with { $0.sizing = .portion(PortionSizing(.percent(50))) }.order(of: house)
    #expect(half?.limit == Price(ticks: ticks))
  }

  // V23 (Bybit, linear), LIQ-5; the inverse one stands with inverse prices.
  @Test(arguments: [(1, 10_000, 200, 9_800), (100, 500, 1_100, 489)])
  func `a lone long stops where its collateral ends`(lots: Int64, entry: Int64, collateral: Int64, ticks: Int64) {
    var house = vectorHouse(maintenance: .perMillion(5_000), mark: entry)
    house.hold(lots, at: entry)
    house.give(collateral)
    #expect(LiquidationRules(limit: .bankruptcyPrice).order(of: house)?.limit == Price(ticks: ticks))
  }

  // V13 (Drift), F25, LIQ-13: 10 missing at 10 %; a quote oracle at 0.99 or 1.01 is a price of 99 or 101. A lot is a
  // billionth of the base and a unit of money a billionth of the quote; what is not whole goes up.
  @Test(arguments: [
    (100, 0, 1_000_000_000), (100, 1, 1_111_111_112), (100, 2, 1_250_000_000), (99, 0, 1_010_101_011),
    (101, 0, 990_099_010),
  ])
  func `to a target go as many lots as free what is missing, less what they cost`(
    mark: Int64, percentCost: Int64, lots: Int64
  ) {
    var house = vectorHouse(maintenance: .percent(10), mark: mark)
    house.hold(5_000_000_000, at: mark)
    house.give(5 * mark * 100_000_000 - 10_000_000_000)
    let sizing = ForcedSizing.toTarget(TargetSizing(buffer: .zero, cost: .percent(percentCost)))
    #expect(LiquidationRules().with { $0.sizing = sizing }.order(of: house)?.quantity == Quantity(lots: lots))
  }

  // F25: a buffer of 2 % on top: at 100 each lot frees 12 of a hundred, and 30 is missing with the whole position's 20.
  @Test func `a buffer is bought back with the margin`() {
    var house = vectorHouse(maintenance: .percent(10), mark: 100, tickValue: 100)
    house.hold(10)
    house.give(9_000)
    let sizing = ForcedSizing.toTarget(TargetSizing(buffer: .percent(2)))
    // 3,000 ÷ (10,000 × 12 %) = 2.5 lots.
    #expect(LiquidationRules().with { $0.sizing = sizing }.order(of: house)?.quantity == Quantity(lots: 3))
  }

  // V15 (Drift), F23, LIQ-12: base 2 %, cap 5 %, a hundredth of a basis point a slot after 1,500 of them; a slot is a second.
  @Test(arguments: [
    (10, 9_800), (1_499, 9_800), (1_500, 9_785), (10_000, 9_700), (30_000, 9_500), (100_000, 9_500),
  ])
  func `the band widens with every slot once patience is over`(slots: Int64, ticks: Int64) {
    var house = vectorHouse(maintenance: .percent(10), mark: 10_000)
    house.hold(10, at: 10_000)
    let band = IndexBand(
      width: .percent(2), patience: .seconds(1_500), growthPerSecond: .perMillion(1), most: .percent(5))
    let rules = LiquidationRules(limit: .indexBand(band))
    #expect(rules.order(of: house, after: .seconds(slots))?.limit == Price(ticks: ticks))
  }

  // F26 (Drift), LIQ-13: [min(1, 10 % + slots ÷ 100) × (missing + freed) − freed]⁺ ÷ missing, of a hundred lots.
  @Test(arguments: [
    (0, 0, 10), (25, 0, 35), (89, 0, 99), (90, 0, 100), (5_000, 0, 100), (50, 1_000, 20), (0, 1_000, 0),
    (90, 1_000, 100), (10, 250, 0), (11, 250, 1),
  ])
  func `a ramp opens with time and counts what was freed`(slots: Int64, freed: Int128, lots: Int64) {
    // 1,000 missing of 100 lots' margin: all of them free it.
    var house = vectorHouse(maintenance: .percent(10), mark: 100)
    house.hold(100)
    let ramp = LiquidationRamp(start: .percent(10), duration: .seconds(100))
    let rules = LiquidationRules().with { $0.sizing = .toTarget(TargetSizing(buffer: .zero, ramp: ramp)) }
    let order = rules.order(of: house, after: .seconds(slots), freed: freed)
    #expect((order?.quantity.lots ?? 0) == lots)
  }

  // F28 (dYdX), F29 (Hyperliquid), LIQ-13
  @Test(arguments: [
    (1_000, 10, 0, 0, 100), (1_000, 10, 0, 15_050, 151), (1_000, 10, 0, 1_000_000, 1_000), (1_001, 10, 0, 0, 101),
    (1_000, 20, 99_999, 0, 200), (1_000, 20, 100_000, 0, 1_000), (1, 10, 0, 0, 1),
  ])
  func `a portion goes up to whole lots, is at least its notional, and whole of a small position`(
    held: Int64, percent: Int64, wholeUpTo: Int64, atLeast: Int64, lots: Int64
  ) {
    var house = vectorHouse(maintenance: .percent(10), mark: 100)
    house.hold(held)
    let sizing = PortionSizing(
      .percent(percent), wholeUpTo: Money(units: wholeUpTo), atLeast: Money(units: atLeast))
    #expect(LiquidationRules().with { $0.sizing = .portion(sizing) }.order(of: house)?.quantity.lots == lots)
  }

  // F24 (Vega 0012-POSR), LIQ-12: up for a sell and down for a buy; the mark where the book has no middle.
  @Test(arguments: [(10, 201, 95), (-10, 201, 106), (10, 0, 86), (-10, 0, 94)])
  func `a disposal range reaches from the book's middle, from the mark without one`(
    lots: Int64, twiceMiddle: Int64, ticks: Int64
  ) {
    var house = vectorHouse(maintenance: .percent(10), mark: 90)
    house.hold(lots, at: 90)
    // 100.5 × 0.945 = 94.97 and × 1.055 = 106.03; 90 × 0.945 = 85.05 and × 1.055 = 94.95.
    let range = LiquidationRules(limit: .disposalRange(.perMillion(55_000)))
    let orders = LiquidationEngine(range).forcedOrders(for: alice, of: house, twiceMiddle: twiceMiddle)
    #expect(orders.map(\.limit) == [Price(ticks: ticks)])
  }
}
