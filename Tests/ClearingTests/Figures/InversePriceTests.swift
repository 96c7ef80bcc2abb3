import Clearing
import MarketTypes
import Testing

/// Liquidation and bankruptcy prices of inverse contracts against closed forms, in hundred-millionths of a coin.
@Suite("Prices of inverse contracts")
struct InversePriceTests {
  /// A lot is one dollar and a tick a cent: a lot is worth 10^10 ÷ ticks.
  private static let lot: Int64 = 10_000_000_000

  /// One position that `collateral` stands behind, in parts of its value at the start.
  private static func lone(
    _ lots: Int64, at entry: Int64, perMille: Int64, maintenance: Rate
  ) -> (prices: Prices, value: Int128) {
    var desk = FiguresHouse([
      .inverse(tickValue: lot, maximumPrice: 100_000_000, maintenance: .flat(maintenance))
    ])
    let value = Int128(abs(lots)) * Int128(lot) / Int128(entry)
    let trader = desk.account(with: Int64(value * Int128(perMille) / 1_000))
    desk.mark(entry)
    desk.open(lots, at: entry, of: trader)
    return (
      Prices(
        liquidation: desk.house.liquidationPrice(of: trader, in: first)?.ticks,
        bankruptcy: desk.house.bankruptcyPrice(of: trader, in: first)?.ticks), value
    )
  }

  private struct Prices {
    let liquidation: Int64?
    let bankruptcy: Int64?
  }

  // CLR-14, F20, V23 (Bybit): long 5,000 at 7,890.08 with 50 times: 7,735.372549, on half ticks 7,735.5.
  @Test
  func `the published bankruptcy price of an inverse long`() throws {
    let long = Self.lone(5_000, at: 789_008, perMille: 20, maintenance: .perMillion(5_000)).prices
    let price = try #require(long.bankruptcy)
    #expect(price == 773_538)
    #expect(price.divided(by: 50, rounding: .up) * 50 == 773_550)
  }

  // CLR-14, F20: EP × L ÷ (L + 1) for a long, EP × L ÷ (L − 1) for a short, rounded up and down. The collateral, L-th of
  // the value, comes out even.
  @Test(arguments: [2, 4, 5, 8, 10, 20, 25, 40, 50, 100] as [Int64])
  func `an inverse bankruptcy price is entry times leverage over leverage and one`(leverage: Int64) {
    let long = Self.lone(8_000, at: 4_000_000, perMille: 1_000 / leverage, maintenance: .perMillion(1_000)).prices
    let short = Self.lone(-8_000, at: 4_000_000, perMille: 1_000 / leverage, maintenance: .perMillion(1_000)).prices
    #expect(long.bankruptcy == (4_000_000 * leverage).divided(by: leverage + 1, rounding: .up))
    #expect(short.bankruptcy == (4_000_000 * leverage).divided(by: leverage - 1, rounding: .down))
  }

  // CLR-13: with M reckoned of the value at the mark, (1 + m) Q ÷ (V + C) for a long and (1 − m) Q ÷ (V − C) for a short.
  // What rounds to hundred-millionths of a coin moves the price by less than a tick here.
  @Test(arguments: [2, 4, 5, 8, 10, 20, 25] as [Int64])
  func `an inverse liquidation price is where the closed form says`(leverage: Int64) throws {
    let rate: Int128 = 10_000
    let (perMille, size) = (1_000 / leverage, Int128(8_000) * Int128(Self.lot))
    let (long, value) = Self.lone(8_000, at: 4_000_000, perMille: perMille, maintenance: .perMillion(10_000))
    let (short, _) = Self.lone(-8_000, at: 4_000_000, perMille: perMille, maintenance: .perMillion(10_000))
    let cash = value * Int128(perMille) / 1_000
    let longEdge = (size * (1_000_000 + rate)).divided(by: (value + cash) * 1_000_000, rounding: .up) - 1
    let shortEdge = (size * (1_000_000 - rate)).divided(by: (value - cash) * 1_000_000, rounding: .down) + 1
    #expect(abs(Int128(try #require(long.liquidation)) - longEdge) <= 1)
    #expect(abs(Int128(try #require(short.liquidation)) - shortEdge) <= 1)
  }

  // F19, V29 (get10101 #2419): short 10 at 110,000, twice, 10 %: 183,333.33. There margin stays what it was at entry.
  // Here it follows the mark: equity is the entry's margin at that price, but under margin only from 1.8 × 110,000 on.
  @Test
  func `where margin is fixed at entry the price is the published one`() throws {
    var desk = FiguresHouse([
      // A lot is a hundred dollars: ten coins are 11,000 lots.
      .inverse(tickValue: 100 * Self.lot, maximumPrice: 100_000_000, maintenance: .flat(.percent(10)))
    ])
    let value = 11_000 * 100 * Self.lot / 11_000_000
    let trader = desk.account(with: value / 2)
    desk.mark(11_000_000)
    desk.open(-11_000, at: 11_000_000, of: trader)
    let marginAtEntry = desk.house.figures(of: trader).maintenance
    #expect(marginAtEntry == Int128(value / 10))
    desk.mark(18_333_333)
    let above = desk.house.figures(of: trader).equity
    desk.mark(18_333_334)
    let below = desk.house.figures(of: trader).equity
    #expect(above >= marginAtEntry && below < marginAtEntry)
    let isLiquidatable = desk.house.isLiquidatable(trader)
    #expect(!isLiquidatable)
    let price = desk.house.liquidationPrice(of: trader, in: first)?.ticks
    #expect(abs(try #require(price) - 19_800_001) <= 1)
  }

  // CLR-13: every price tried. A unit of coin is small against a tick, so that there is one edge.
  @Test(arguments: UInt64(0)..<40)
  func `inverse and linear positions together have one edge each`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var desk = FiguresHouse([
      .inverse(tickValue: 1_000_000_000, maximumPrice: 400, maintenance: .tiers([(0, 10_000), (20_000_000, 90_000)])),
      .perpetual(tickValue: 30_000, maximumPrice: 400, maintenance: .flat(.percent(3))),
    ])
    let trader = desk.account(with: dice.throwing(1...30_000_000))
    for instrument in [first, second] {
      desk.mark(dice.throwing(100...200), in: instrument)
      desk.open(
        dice.throwing(1...9) * (dice.once(in: 2) ? 1 : -1), at: dice.throwing(100...200), of: trader, in: instrument)
    }
    let other = desk.house.mark(of: second)!.ticks
    let found = desk.house.liquidationPrice(of: trader, in: first)?.ticks
    let unsafe = (Int64(1)...400).filter { desk.isLiquidatable(trader, at: [$0, other]) }
    let isLong = desk.house.position(of: trader, in: first).lots > 0
    #expect(found == (isLong ? unsafe.last : unsafe.first), "seed \(seed)")
  }

  // CLR-14: an inverse and a linear position, either sign, closed one after the other.
  @Test(arguments: UInt64(0)..<100, [AccountKind.cross, .portfolio])
  func `closing at bankruptcy prices costs nothing, one tick worse does`(seed: UInt64, kind: AccountKind) {
    var dice = Dice(seed: seed)
    var portfolio = PortfolioRules.oneGroup(2, scanRange: .percent(10), basisCharge: .percent(2))
    portfolio.instruments[0].isInverse = true
    var desk = FiguresHouse(
      [
        .inverse(tickValue: 1_000_000_000_000, maximumPrice: 1_000_000, maintenance: .flat(.percent(2))),
        .perpetual(tickValue: 10, maximumPrice: 1_000_000, maintenance: .flat(.percent(5))),
      ], portfolio: portfolio)
    let trader = desk.account(kind)
    for instrument in [first, second] {
      desk.mark(dice.throwing(10_000...20_000), in: instrument)
      desk.open(
        dice.throwing(1...9) * (dice.once(in: 2) ? 1 : -1), at: dice.throwing(14_000...16_000), of: trader,
        in: instrument)
    }
    let figures = desk.house.figures(of: trader)
    // Brought to an equity of a fifth to a fiftieth of the notional.
    let wanted = figures.notional / Int128(dice.throwing(5...50))
    if figures.equity < wanted { desk.deposit(Int64(wanted - figures.equity), to: trader) }
    let prices = [first, second].map { desk.house.bankruptcyPrice(of: trader, in: $0)?.ticks }
    guard let one = prices[0], let other = prices[1], one < 1_000_000, one > 1, other > 1 else { return }
    func left(_ inverse: Int64, _ linear: Int64) -> Int64 {
      var closed = desk.clone()
      closed.close(trader, at: inverse, in: first)
      closed.close(trader, at: linear, in: second)
      return closed.house.collateral(of: trader).units
    }
    func worse(_ instrument: InstrumentID) -> Int64 {
      desk.house.position(of: trader, in: instrument).lots > 0 ? -1 : 1
    }
    #expect(left(one, other) >= 0, "seed \(seed)")
    #expect(left(one + worse(first), other + worse(second)) < 0, "seed \(seed)")
  }
}
