import Clearing
import MarketTypes
import Testing

/// What a forced fill pays its fund, or takes from it: published vectors (F32, F27).
///
/// A lot is 0.01 BTC and a unit of money a cent, so one tick, a dollar, of one lot is one unit.
@Suite("Forced fills and their fund")
struct ForcedFillVectorTests {
  private func house(_ fee: LiquidationFee, maintenance: Rate = .percent(10), fund: Int64 = 0) -> WaterfallHouse {
    var house = WaterfallHouse(
      [.perpetual(maintenance: .flat(maintenance))], LiquidationRules().with { $0.fee = fee })
    if fund > 0 { house.fund(fund) }
    return house
  }

  // V9 (dYdX), F32, F21, CLR-35: long 0.1 BTC against −5,100 is bankrupt at 5,100 whatever the mark.
  @Test(arguments: [
    (5, 56_100, 28_05), (5, 51_051, 5_10), (5, 51_000, 0), (5, 50_490, -51_00), (25, 56_100, 140_25),
    (1_000, 56_100, 510_00),
  ])
  func `the fund gets what a fill brings beyond the bankruptcy value, up to the rate, or pays what it lacks`(
    perThousand: Int64, ticks: Int64, cents: Int64
  ) {
    var house = house(.surplus(most: .perMillion(perThousand * 1_000)), fund: 100_00)
    let alice = house.account()
    house.mark(50_000)
    house.open(10, at: 51_000, of: alice)
    house.forceClose(alice, at: ticks)
    #expect(house.fund() == Int128(100_00 + cents))
    // What is left of the fill is the account's: nothing, where the fund paid.
    #expect(house.collateral(alice) == 10 * (ticks - 51_000) - cents)
  }

  // V9, F21: half the position has half the bankruptcy value, and leaves the other half the same price.
  @Test func `half the fill gives half the surplus, twice`() {
    var house = house(.surplus(most: .percent(100)))
    let alice = house.account()
    house.mark(50_000)
    house.open(10, at: 51_000, of: alice)
    house.forceClose(alice, lots: 5, at: 51_051)
    #expect(house.moved(.liquidationFee) == [])  // Its equity at the mark is below zero: it can pay nothing yet.
    #expect(house.equity(alice) == 2_55 - 50_00)
    house.forceClose(alice, at: 51_051)
    // The rest's bankruptcy value is what it owes now: the first half's 2.55 has made that less.
    #expect(house.moved(.liquidationFee) == [5_10])
    #expect((house.collateral(alice), house.fund()) == (0, 5_10))
  }

  // V12 (dYdX), CLR-35: Carl short 1 BTC with 50,499 buys from Dave at 50,000.
  @Test func `a short closed 499 above its bankruptcy leaves 250 to the fund and 249 to its owner`() {
    var house = house(.surplus(most: .perMillion(5_000)))
    let (carl, dave) = (house.account(with: 499_00), house.account(with: 50_000_00))
    house.mark(50_000)
    house.open(-100, at: 50_000, of: carl)
    house.open(100, at: 50_000, of: dave)
    house.forceClose(carl, at: 50_000)
    house.close(dave, at: 50_000)
    #expect((house.position(carl), house.collateral(carl)) == (0, 249_00))
    #expect((house.position(dave), house.collateral(dave)) == (0, 50_000_00))
    #expect(house.fund() == 250_00)
  }

  // F32: a fill that the fund cannot pay for; its own account's collateral is behind the rest of the position.
  @Test func `the fund can pay a lack up to its means and not a cent more`() {
    for (fund, isEnough) in [(50_99, false), (51_00, true), (51_01, true)] as [(Int64, Bool)] {
      var house = house(.surplus(most: .percent(1)), fund: fund)
      let alice = house.account()
      house.mark(50_000)
      house.open(10, at: 51_000, of: alice)
      let can = house.house.canFundPay(Quantity(lots: 10), of: alice, in: first, at: Price(ticks: 50_490))
      #expect(can == isEnough, "a fund of \(fund)")
      let canAtBankruptcy = house.house.canFundPay(Quantity(lots: 10), of: alice, in: first, at: Price(ticks: 51_000))
      #expect(canAtBankruptcy)
    }
  }

  // F33, F32: what a fund keeps and what it may pay at once bound what it pays for a fill as well.
  @Test(arguments: [FundRules(floor: Money(units: 50_00)), FundRules(claimLimit: Money(units: 50_99))])
  func `a floor or a claim limit counts where fills are paid for`(rules: FundRules) {
    var house = WaterfallHouse(
      [.perpetual(maintenance: .flat(.percent(10)))], LiquidationRules().with { $0.fee = .surplus(most: .percent(1)) },
      funds: [rules])
    house.fund(100_99)
    let alice = house.account()
    house.mark(50_000)
    house.open(10, at: 51_000, of: alice)
    let can = house.house.canFundPay(Quantity(lots: 10), of: alice, in: first, at: Price(ticks: 50_490))
    #expect(!can)
    if rules.claimLimit == nil {
      house.fund(1)
      let canNow = house.house.canFundPay(Quantity(lots: 10), of: alice, in: first, at: Price(ticks: 50_490))
      #expect(canNow)
      house.forceClose(alice, at: 50_490)
      #expect((house.fund(), house.collateral(alice)) == (50_00, 0))
    }
  }

  // V14 (Drift), F27, CLR-35: base 10 at 100, maintenance 5 %, at most 5 %. A unit here is a thousandth.
  @Test(arguments: [(20_000, 1, 19_000), (1_000, 1, 37_050), (1_000_000, 1, 0), (20_000, 10, 0)])
  func `the fund's fee is 95 % of what the lots closed free beyond what is missing`(
    missing: Int64, discount: Int64, fee: Int64
  ) {
    var house = WaterfallHouse(
      [.perpetual(tickValue: 1_000, maintenance: .flat(.percent(5)))],
      LiquidationRules().with { $0.fee = .spare(most: .percent(5), discount: .percent(discount)) })
    let alice = house.account(with: max(0, 50_000 - missing))
    house.mark(100)
    // Where more is missing than its maintenance margin it bought dearer.
    house.open(10, at: 100 + max(0, missing - 50_000) / 10_000, of: alice)
    #expect(house.equity(alice) == Int128(50_000 - missing))
    house.forceClose(alice, at: 100)
    #expect(house.fund() == Int128(fee))
  }

  // F27, CLR-35: 95 % of 5 % − 1 % is 3.8 %, which the rules cut to 2 %.
  @Test func `the fee is at most the rate`() {
    var house = house(.spare(most: .percent(2), discount: .percent(1)), maintenance: .percent(5))
    let alice = house.account(with: 50_000)
    house.mark(10_000)
    house.open(100, at: 10_000, of: alice)
    house.forceClose(alice, at: 10_000)
    #expect(house.fund() == 20_000)
  }

  // CLR-35: no fee takes more than the equity there is, and no other account pays one.
  @Test func `a fee leaves no debt and an exempt account pays none`() {
    for fee in [LiquidationFee.surplus(most: .percent(100)), .spare(most: .percent(5), discount: .zero)] {
      var house = house(fee, maintenance: .percent(5))
      let alice = house.account(with: 500)
      house.mark(1_000)
      house.open(10, at: 1_000, of: alice)
      house.forceClose(alice, at: 960)
      #expect(house.collateral(alice) >= 0)
      #expect(Int128(house.collateral(alice)) + house.fund() == 100)
      let other = house.account(.exempt)
      house.open(10, at: 1_000, of: other)
      house.forceClose(other, at: 1_000)
      #expect(house.moved(.liquidationFee) == [])
    }
  }
}
