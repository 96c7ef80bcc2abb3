import Clearing
import MarketTypes
import Testing

@Suite("Liquidation price")
struct LiquidationPriceTests {
  /// One lot of 10^12 ticks, so that a tick is a trillionth of the opening price.
  private static let opening: Int64 = 1_000_000_000_000

  private static func leveraged(_ leverage: Int64, _ lots: Int64, perMillion rate: Int64) -> TestHouse {
    var house = TestHouse([
      .perpetual(maximumPrice: 4_000_000_000_000, maximumPosition: 10, maintenance: .flat(.perMillion(rate)))
    ])
    house.mark(opening)
    house.open(lots, at: opening, of: alice)
    house.deposit(opening / leverage, to: alice)
    return house
  }

  // CLR-13, C6: p0 (1 − 1/L) ÷ (1 − m) for a long, p0 (1 + 1/L) ÷ (1 + m) for a short, to a trillionth.
  @Test(arguments: [
    (10, 5_000, 904_522_613_065), (50, 10_000, 989_898_989_898), (100, 5_000, 994_974_874_371),
  ])
  func `a leveraged long is liquidatable where the closed form says`(leverage: Int64, rate: Int64, ticks: Int64) {
    var house = Self.leveraged(leverage, 1, perMillion: rate)
    #expect(house.liquidationPrice(alice) == ticks)
    let bankruptcy = Self.opening - Self.opening / leverage
    #expect(house.bankruptcyPrice(alice) == bankruptcy)
    house.mark(ticks + 1)
    let above = house.findDue()
    house.mark(ticks)
    let at = house.findDue()
    #expect(above == [] && at == [alice])
  }

  // CLR-13, C6
  @Test(arguments: [
    (10, 5_000, 1_094_527_363_185), (50, 10_000, 1_009_900_990_100), (100, 5_000, 1_004_975_124_379),
  ])
  func `a leveraged short is liquidatable where the closed form says`(leverage: Int64, rate: Int64, ticks: Int64) {
    var house = Self.leveraged(leverage, -1, perMillion: rate)
    #expect(house.liquidationPrice(alice) == ticks)
    #expect(house.bankruptcyPrice(alice) == Self.opening + Self.opening / leverage)
    house.mark(ticks - 1)
    let below = house.findDue()
    house.mark(ticks)
    let at = house.findDue()
    #expect(below == [] && at == [alice])
  }

  /// F17 in whole numbers, tier by tier: the price where equity meets maintenance margin, as a fraction.
  ///
  ///     price = (WB − TMM₁ + UPNL₁ + cum − s q EP) ÷ (q rate − s q)
  private func closedForm(
    lots: Int64, entry: Int64, tickValue: Int64, wallet: Int128, others: Int128, tiers: [(Int64, Int64)]
  ) -> (numerator: Int128, denominator: Int128)? {
    let size = Int128(abs(lots)) * Int128(tickValue)
    let sign: Int128 = lots > 0 ? 1 : -1
    var cumulated: Int128 = 0
    var previous: Int128 = 0
    for (index, tier) in tiers.enumerated() {
      cumulated += Int128(tier.0) * (Int128(tier.1) - previous)
      previous = Int128(tier.1)
      // Everything times a million.
      let numerator = (wallet + others) * 1_000_000 + cumulated - sign * size * Int128(entry) * 1_000_000
      let denominator = size * Int128(tier.1) - sign * size * 1_000_000
      // The notional at that price must lie in this tier.
      let notional = numerator * size
      let isAboveFloor = (notional - Int128(tier.0) * denominator).signum() * denominator.signum() >= 0
      let ceiling = index + 1 < tiers.count ? Int128(tiers[index + 1].0) : Int128.max / Int128(denominator.magnitude)
      let isBelowCeiling = (notional - ceiling * denominator).signum() * denominator.signum() < 0
      if isAboveFloor && isBelowCeiling { return (numerator, denominator) }
    }
    return nil
  }

  // CLR-13, F17 and F18 with tiers and another position at its mark.
  @Test(arguments: UInt64(0)..<200)
  func `the closed form and the search agree across tiers and other holdings`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let steps: [(Int64, Int64)] = [
      (0, 4_000), (50_000, 5_000), (250_000, 10_000), (1_000_000, 25_000), (10_000_000, 50_000),
    ]
    let tickValue = dice.throwing(1...7)
    var house = TestHouse([
      .perpetual(tickValue: tickValue, maximumPrice: 400_000, maintenance: .tiers(steps.map { ($0.0, $0.1) })),
      .perpetual(maintenance: .flat(.perMillion(8_000))),
    ])
    let entry = dice.throwing(5_000...20_000)
    let lots = dice.throwing(1...400) * (dice.once(in: 2) ? 1 : -1)
    house.open(lots, at: entry, of: alice)
    house.mark(entry)
    let held = dice.throwing(-50...50)
    var others: Int128 = 0
    if held != 0 {
      house.open(held, at: 300, of: alice, in: second)
      let mark = dice.throwing(280...320)
      house.mark(mark, in: second)
      others = Int128(held * (mark - 300))
      others -= NaiveMargins.roundedUp(Int128(abs(held) * mark) * 8_000_000)
    }
    let wallet = abs(lots) * tickValue * entry / dice.throwing(2...40) + 1_000
    house.deposit(wallet, to: alice)
    let price = try #require(
      closedForm(
        lots: lots, entry: entry, tickValue: tickValue, wallet: Int128(wallet), others: others, tiers: steps),
      "seed \(seed)")
    // Strictly below maintenance margin: the last whole tick before the price for a long, the first after it for a short.
    let expected: Int64
    if lots > 0 {
      let ticks = price.numerator.divided(by: price.denominator, rounding: .up) - 1
      expected = Int64(ticks)
    } else {
      expected = Int64(price.numerator.divided(by: price.denominator, rounding: .down) + 1)
    }
    let found = house.liquidationPrice(alice)
    #expect(found == (expected < 1 || expected > 400_000 ? nil : expected), "seed \(seed)")
  }

  // CLR-13 (I15): found by trying every price, which also shows that there is only one change of state.
  @Test(arguments: UInt64(0)..<60, [LiquidationThreshold.below, .atOrBelow])
  func `liquidatable is monotone in the adverse price, and the liquidation price is where it changes`(
    seed: UInt64, threshold: LiquidationThreshold
  ) {
    var dice = Dice(seed: seed)
    let steep = [MaintenanceTier].tiers([
      (0, dice.throwing(0...9_000)), (dice.throwing(1...2_000), 40_000), (3_000, 600_000), (8_000, 1_000_000),
    ])
    var house = TestHouse(
      [
        .perpetual(tickValue: dice.throwing(1...3), maximumPrice: 120, maintenance: steep),
        .perpetual(maximumPrice: 120),
      ],
      threshold: threshold)
    house.mark(60)
    house.mark(60, in: second)
    house.open(dice.throwing(1...60) * (dice.once(in: 2) ? 1 : -1), at: dice.throwing(30...90), of: alice)
    if dice.once(in: 2) { house.open(dice.throwing(1...20), at: dice.throwing(30...90), of: alice, in: second) }
    house.deposit(dice.throwing(1...4_000), to: alice)
    let found = house.liquidationPrice(alice)
    var states: [Bool] = []
    for ticks in 1...120 {
      house.mark(Int64(ticks))
      states.append(house.isLiquidatable(alice))
    }
    let isLong = house.position(alice) > 0
    let adverse = isLong ? Array(states.reversed()) : states
    let changes = zip(adverse, adverse.dropFirst()).filter { $0 && !$1 }
    #expect(changes.isEmpty, "seed \(seed)")
    let first = adverse.firstIndex(of: true).map { Int64(isLong ? 120 - $0 : $0 + 1) }
    #expect(found == first, "seed \(seed)")
  }

  // CLR-13
  @Test
  func `there is no liquidation price for a flat holding, nor where no price is low or high enough`() {
    var house = TestHouse([.perpetual(maximumPrice: 1_000), .perpetual()])
    house.mark(100)
    house.mark(100, in: second)
    #expect(house.liquidationPrice(alice) == nil)
    // A long with its whole cost in cash cannot be liquidated; a short whose cash carries it past the maximum neither.
    house.open(10, at: 100, of: alice)
    house.deposit(1_000, to: alice)
    #expect(house.liquidationPrice(alice) == nil)
    house.open(-10, at: 100, of: bob)
    house.deposit(9_000, to: bob)
    #expect(house.liquidationPrice(bob) == nil)
    house.withdraw(1, from: bob)
    #expect(house.liquidationPrice(bob) == 1_000)
    #expect(house.liquidationPrice(bob, in: second) == nil)
  }

  // CLR-13
  @Test
  func `a loss elsewhere brings the liquidation price nearer`() {
    var house = TestHouse([.perpetual(), .perpetual()])
    house.mark(100)
    house.mark(100, in: second)
    house.open(10, at: 100, of: alice)
    house.open(10, at: 100, of: alice, in: second)
    house.deposit(500, to: alice)
    #expect(house.liquidationPrice(alice) == 49)
    house.mark(80, in: second)
    #expect(house.liquidationPrice(alice) == 69)
    house.mark(40, in: second)
    // Already liquidatable: the price is where that began, above the mark.
    #expect(house.liquidationPrice(alice) == 109)
  }

  // CLR-13
  @Test
  func `without a mark there is no liquidation price`() {
    var house = TestHouse([.perpetual(maintenance: .flat(.percent(5)))])
    house.open(10, at: 100, of: alice)
    #expect(house.liquidationPrice(alice) == nil)
  }
}
