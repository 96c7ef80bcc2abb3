import Clearing
import MarketTypes
import Testing

@Suite("Maintenance margin")
struct MaintenanceTests {
  private func maintenance(_ notional: Int64, _ tiers: [MaintenanceTier]) -> Int128 {
    ClearingHouse(VenueRules(instruments: [.perpetual(maintenance: tiers)]))
      .maintenance(ofNotional: Money(units: notional), in: first)
  }

  // CLR-8: rounded up, never to the account's advantage.
  @Test(arguments: [(0, 0), (1, 1), (199, 1), (200, 1), (201, 2), (100_000, 500), (100_001, 501)])
  func `half a percent is rounded up`(notional: Int64, margin: Int64) {
    #expect(maintenance(notional, .flat(.perMillion(5_000))) == Int128(margin))
  }

  // CLR-9, V2: Hyperliquid's two tiers of BTC, 40x up to 150 M and 20x beyond; maintenance is half the initial rate.
  @Test
  func `tiers meet at their floor`() {
    let tiers = [MaintenanceTier].tiers([(0, 12_500), (150_000_000, 25_000)])
    #expect(maintenance(150_000_000, tiers) == 1_875_000)
    #expect(maintenance(149_999_920, tiers) == 1_874_999)
    #expect(maintenance(150_000_040, tiers) == 1_875_001)
    #expect(maintenance(200_000_000, tiers) == 3_125_000)
  }

  // CLR-9, C6: the deductions of the published table are 0, 50, 1300, 16300, 266300, 1266300 and 2516300.
  @Test(arguments: [
    (50_000, 200), (250_000, 1_200), (1_000_000, 8_700), (10_000_000, 233_700), (20_000_000, 733_700),
    (50_000_000, 3_733_700), (100_000_000, 9_983_700),
  ])
  func `a published table of tiers comes out with its deductions`(notional: Int64, margin: Int64) {
    #expect(maintenance(notional, .binanceLike) == Int128(margin))
  }

  // CLR-9
  @Test(arguments: UInt64(0)..<50)
  func `a notional needs what its slices need`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var tiers: [MaintenanceTier] = []
    var (floor, rate) = (Int64(0), dice.throwing(0...20_000_000))
    for _ in 0..<dice.throwing(1..<8) {
      tiers.append(MaintenanceTier(floor: Money(units: floor), rate: Rate(partsPerBillion: rate)))
      floor += dice.throwing(1...1_000_000)
      rate = min(1_000_000_000, rate + dice.throwing(0...300_000_000))
    }
    let house = ClearingHouse(VenueRules(instruments: [.perpetual(maintenance: tiers)]))
    var notionals = (0..<100).map { _ in dice.throwing(0...floor * 2) }
    for tier in tiers { notionals += [max(0, tier.floor.units - 1), tier.floor.units, tier.floor.units + 1] }
    for notional in notionals {
      let margin = house.maintenance(ofNotional: Money(units: notional), in: first)
      #expect(margin == NaiveMargins.maintenance(Int128(notional), tiers), "seed \(seed), notional \(notional)")
    }
  }

  // CLR-8 (I8)
  @Test(arguments: UInt64(0)..<30)
  func `reducing a position never raises its maintenance margin`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let steep = [MaintenanceTier].tiers([
      (0, dice.throwing(0...5_000)), (dice.throwing(1...9_000), 40_000), (10_000, 600_000), (25_000, 1_000_000),
    ])
    var house = TestHouse([.perpetual(tickValue: dice.throwing(1...5), maintenance: steep)])
    let isLong = dice.once(in: 2)
    let size = dice.throwing(50...400)
    if isLong { house.buy(alice, size, at: 50) } else { house.sell(alice, size, at: 50) }
    house.mark(dice.throwing(1...100))
    var before = house.maintenance(alice)
    var left = size
    while left > 0 {
      let step = dice.throwing(1...min(left, 20))
      if isLong { house.sell(alice, step, at: 50) } else { house.buy(alice, step, at: 50) }
      left -= step
      let after = house.maintenance(alice)
      #expect(after <= before, "seed \(seed), \(left) lots left")
      before = after
    }
    #expect(before == 0)
  }
}
