import Clearing
import MarketTypes
import Testing

@Suite("Prices under portfolio margin")
struct PortfolioPriceTests {
  // CLR-13, PFM-4: a position alone in its group is asked for its scan range, as a flat rate would.
  @Test(arguments: [-7, -1, 1, 7] as [Int64], [2, 5, 20] as [Int64])
  func `a position that stands alone has the liquidation price of a flat rate`(lots: Int64, leverage: Int64) {
    var desk = FiguresHouse(
      [.perpetual(maintenance: .flat(.percent(3)))], portfolio: .oneGroup(1, scanRange: .percent(3)))
    desk.mark(10_000)
    let prices = [AccountKind.cross, .portfolio].map { kind in
      let trader = desk.account(kind, with: abs(lots) * 10_000 / leverage)
      desk.open(lots, at: 10_000, of: trader)
      return [
        desk.house.liquidationPrice(of: trader, in: first), desk.house.bankruptcyPrice(of: trader, in: first),
      ]
    }
    #expect(prices[0] == prices[1])
    #expect(prices[0][0] != nil)
  }

  // CLR-13, PFM-4, PFM-5: 10 long against 10 short of one underlying, scan range 10 %, basis charge 2 %.
  @Test(arguments: [2_500, 4_000, 9_000] as [Int64])
  func `one leg of a hedge has the price where the legs have come apart`(collateral: Int64) throws {
    var desk = FiguresHouse(
      [.perpetual(), .perpetual()],
      portfolio: .oneGroup(2, scanRange: .percent(10), basisCharge: .percent(2)))
    let trader = desk.account(.portfolio, with: collateral)
    for (instrument, lots) in [(first, Int64(10)), (second, -10)] {
      desk.mark(10_000, in: instrument)
      desk.open(lots, at: 10_000, of: trader, in: instrument)
    }
    // Equity C − 10 d; scan risk 10 % of the 10 d that the short is larger by; charge 2 % of 10 (10,000 − d).
    // C − 10 d < d + 2,000 − d ÷ 5 from d > (C − 2,000) ÷ 10.8 on.
    let fall = ((collateral - 2_000) * 10).divided(by: 108, rounding: .down) + 1
    #expect(desk.house.liquidationPrice(of: trader, in: first) == Price(ticks: 10_000 - fall))
    // The short's rise by d makes it larger by as much, and the charge stays that of the long.
    // C − 10 d < d + 2,000 from d > (C − 2,000) ÷ 11 on.
    let rise = (collateral - 2_000).divided(by: 11, rounding: .down) + 1
    #expect(desk.house.liquidationPrice(of: trader, in: second) == Price(ticks: 10_000 + rise))
  }

  // CLR-13, I15: every price tried, at random scenarios, groups and charges.
  @Test(arguments: UInt64(0)..<40, [LiquidationThreshold.below, .atOrBelow])
  func `under portfolio margin too there is one edge`(seed: UInt64, threshold: LiquidationThreshold) {
    var dice = Dice(seed: seed)
    let rules = PortfolioRules(
      scenarios: PriceScenario.span(),
      instruments: (0..<3).map { number in
        PortfolioInstrument(
          scanRange: .percent(dice.throwing(1...40)), group: UInt16(min(number, 1)),
          minimumRate: .percent(dice.throwing(0...5)))
      },
      groups: [
        PortfolioGroup(ofClass: 0, basisCharge: .percent(dice.throwing(0...10))), PortfolioGroup(ofClass: 0),
      ],
      classes: [PortfolioClass(offset: .percent(dice.throwing(0...100)))])
    var desk = FiguresHouse(
      (0..<3).map { _ in .perpetual(tickValue: dice.throwing(1...5), maximumPrice: 150) }, portfolio: rules,
      threshold: threshold)
    let trader = desk.account(.portfolio, with: dice.throwing(1...2_000))
    for instrument in [first, second, third] {
      desk.mark(dice.throwing(40...80), in: instrument)
      let lots = dice.throwing(-20...20)
      if lots != 0 { desk.open(lots, at: dice.throwing(40...80), of: trader, in: instrument) }
    }
    let unsafe = (Int64(1)...150).filter { desk.isLiquidatable(trader, at: [$0]) }
    let lots = desk.house.position(of: trader, in: first).lots
    let edge = lots > 0 ? unsafe.last : unsafe.first
    #expect(desk.house.liquidationPrice(of: trader, in: first)?.ticks == (lots == 0 ? nil : edge), "seed \(seed)")
  }

  // CLR-14: what stands behind a position is its share of equity by notional.
  @Test
  func `under portfolio margin equity is shared by notional`() {
    var desk = FiguresHouse(
      [.perpetual(), .perpetual()], portfolio: .oneGroup(2, scanRange: .percent(10)))
    let trader = desk.account(.portfolio, with: 400)
    desk.mark(100)
    desk.mark(200, in: second)
    desk.open(10, at: 100, of: trader)
    desk.open(-15, at: 200, of: trader, in: second)
    // 1,000 and 3,000 of 4,000: 100 and 300 of the 400.
    #expect(desk.house.bankruptcyPrice(of: trader, in: first) == Price(ticks: 90))
    #expect(desk.house.bankruptcyPrice(of: trader, in: second) == Price(ticks: 220))
  }
}
