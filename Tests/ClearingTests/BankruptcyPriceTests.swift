import Clearing
import MarketTypes
import Testing

@Suite("Bankruptcy price")
struct BankruptcyPriceTests {
  // CLR-14, V23 (Bybit, linear): long 1 at 10,000 with 50x; cross long 100 at 500, margin 1,000 and 100 in the wallet.
  @Test(arguments: [(1, 10_000, 200, 9_800), (100, 500, 1_100, 489), (-1, 10_000, 200, 10_200)])
  func `a lone position's bankruptcy price is where its equity ends`(
    lots: Int64, entry: Int64, collateral: Int64, ticks: Int64
  ) {
    var house = TestHouse([.perpetual(maintenance: .flat(.perMillion(5_000)))])
    house.mark(entry)
    house.open(lots, at: entry, of: alice)
    house.deposit(collateral, to: alice)
    #expect(house.bankruptcyPrice(alice) == ticks)
    house.mark(entry - lots.signum() * entry / 100)
    #expect(house.bankruptcyPrice(alice) == ticks)
  }

  // CLR-14, V6 (dYdX): 0.1 BTC at 50,000 against a balance of −5,000, −4,501, −5,100, and a short with +5,499.
  @Test(arguments: [
    (10, 50_000, 0, 50_000), (10, 50_000, 499_00, 45_010), (10, 51_000, 0, 51_000), (-10, 50_000, 499_00, 54_990),
  ])
  func `the closing notional is what the account owes`(lots: Int64, entry: Int64, cents: Int64, ticks: Int64) {
    // A lot is 0.01 BTC, a unit of money a cent: one tick of one lot is one unit.
    var house = TestHouse([.perpetual(maintenance: .flat(.percent(10)))])
    house.mark(50_000)
    house.open(lots, at: entry, of: alice)
    if cents > 0 { house.deposit(cents, to: alice) }
    #expect(house.bankruptcyPrice(alice) == ticks)
    // Half the position closed at that price leaves the rest the same price.
    if lots > 0 { house.sell(alice, 5, at: ticks) } else { house.buy(alice, 5, at: ticks) }
    #expect(house.bankruptcyPrice(alice) == ticks)
  }

  // CLR-14, F21
  @Test
  func `equity is shared among positions in proportion to their maintenance margin`() {
    var house = TestHouse([
      .perpetual(maintenance: .flat(.percent(10))), .perpetual(maintenance: .flat(.percent(5))),
    ])
    house.mark(100)
    house.mark(200, in: second)
    house.open(10, at: 100, of: alice)
    house.open(-15, at: 200, of: alice, in: second)
    house.deposit(75, to: alice)
    // Margins 100 and 150 of 250: equity 75 leaves 30 behind the first and 45 behind the second.
    #expect(house.bankruptcyPrice(alice) == 97)
    #expect(house.bankruptcyPrice(alice, in: second) == 203)
    // Whichever is closed first, the other's stays.
    house.sell(alice, 10, at: 97)
    #expect(house.bankruptcyPrice(alice, in: second) == 203)
    house.buy(alice, 15, at: 203, in: second)
    #expect(house.collateral(alice) == 0)
  }

  // CLR-14
  @Test
  func `without maintenance margins equity is shared in proportion to notional`() {
    var house = TestHouse([.perpetual(), .perpetual()])
    house.mark(100)
    house.mark(200, in: second)
    house.open(10, at: 100, of: alice)
    house.open(15, at: 200, of: alice, in: second)
    house.deposit(400, to: alice)
    #expect(house.bankruptcyPrice(alice) == 90)
    #expect(house.bankruptcyPrice(alice, in: second) == 180)
  }

  // CLR-14
  @Test
  func `it is rounded up for a long and down for a short`() {
    var house = TestHouse([.perpetual()])
    house.mark(100)
    house.open(3, at: 100, of: alice)
    house.deposit(10, to: alice)
    house.open(-3, at: 100, of: bob)
    house.deposit(10, to: bob)
    // 96⅔ and 103⅓.
    let prices = [house.bankruptcyPrice(alice), house.bankruptcyPrice(bob)]
    #expect(prices == [97, 103])
  }

  // CLR-14
  @Test
  func `where no legal price is good enough there is none`() {
    var house = TestHouse([.perpetual(maximumPrice: 1_000)])
    house.mark(900)
    // A long that owes more than the maximum price would bring; a short that could not pay even the lowest.
    house.open(10, at: 1_000, of: alice)
    house.sell(alice, 10, at: 800)
    house.open(10, at: 1_000, of: alice)
    #expect(house.bankruptcyPrice(alice) == nil)
    house.deposit(2_000, to: alice)
    #expect(house.bankruptcyPrice(alice) == 1_000)
    house.open(-10, at: 2, of: bob)
    house.mark(1)
    #expect(house.bankruptcyPrice(bob) == 2)
    house.buy(bob, 5, at: 9)
    #expect(house.bankruptcyPrice(bob) == nil)
    #expect(house.bankruptcyPrice(TestHouse.world, in: first) != nil)
  }

  // CLR-14
  @Test
  func `where any price is good enough it is the least good one`() {
    var house = TestHouse([.perpetual(maximumPrice: 1_000)])
    house.mark(900)
    house.open(10, at: 900, of: alice)
    house.deposit(20_000, to: alice)
    house.open(-10, at: 900, of: bob)
    house.deposit(20_000, to: bob)
    let prices = [house.bankruptcyPrice(alice), house.bankruptcyPrice(bob)]
    #expect(prices == [1, 1_000])
    let flat = house.bankruptcyPrice(AccountID(number: 0)) == nil
    #expect(flat)
  }

  // CLR-14: the whole point of the rounding.
  @Test(arguments: UInt64(0)..<200)
  func `closing every position at its bankruptcy price costs the fund nothing`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let rules = (0..<3).map { _ in
      InstrumentRules.perpetual(
        tickValue: dice.throwing(1...9), maximumPrice: 100_000,
        maintenance: dice.once(in: 4) ? .flat(.zero) : .tiers([(0, dice.throwing(0...20_000)), (40_000, 300_000)]))
    }
    var house = TestHouse(rules)
    var gross: Int64 = 0
    for instrument in 0..<3 {
      let id = InstrumentID(number: UInt16(instrument))
      house.mark(dice.throwing(900...1_100), in: id)
      let lots = dice.throwing(-30...30)
      if lots == 0 { continue }
      house.open(lots, at: dice.throwing(900...1_100), of: alice, in: id)
      gross += abs(lots) * 1_000 * rules[instrument].tickValue.units
    }
    house.deposit(max(1, gross / 8), to: alice)
    let limits = (0..<3).map { house.bankruptcyPrice(alice, in: InstrumentID(number: UInt16($0))) }
    // What one close leaves unspent by rounding: less than a tick of the position.
    var slack: Int64 = 0
    for instrument in 0..<3 {
      let id = InstrumentID(number: UInt16(instrument))
      guard let ticks = limits[instrument] else { continue }
      let lots = house.position(alice, in: id)
      slack += abs(lots) * rules[instrument].tickValue.units
      if lots > 0 { house.sell(alice, lots, at: ticks, in: id) } else { house.buy(alice, -lots, at: ticks, in: id) }
    }
    let left = house.collateral(alice)
    let isFlat = house.house.isFlat(alice)
    if isFlat { #expect(left >= 0, "seed \(seed)") }
    if isFlat, gross > 0, limits.allSatisfy({ $0 != 1 }) { #expect(left <= slack, "seed \(seed)") }
  }
}
