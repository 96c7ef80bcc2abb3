import Clearing
import MarketTypes
import Testing

/// 2^41 ticks × 2^19 lots × 2: the largest notional the rules allow, 2^61.
@Suite("The largest legal values")
struct LimitTests {
  private static let ticks: Int64 = 1 << 41
  private static let lots: Int64 = 1 << 19

  private static func extreme(fee: Rate = .one, initial: Rate = .one, maintenance: Rate = .one) -> InstrumentRules {
    .perpetual(
      tickValue: 2, maximumPrice: ticks, maximumPosition: lots, makerFee: fee, takerFee: fee, initial: initial,
      maintenance: [MaintenanceTier(floor: .zero, rate: .zero), MaintenanceTier(floor: Money(units: 1), rate: maintenance)])
  }

  // CLR-17
  @Test
  func `the largest notional is 2^61, and one tick more is refused when the rules are read`() {
    #expect(Self.extreme().fault == nil)
    #expect(InstrumentRules.notionalLimit == Self.ticks * Self.lots * 2)
    var beyond = Self.extreme()
    beyond.maximumPrice = Price(ticks: Self.ticks + 1)
    #expect(beyond.fault != nil)
  }

  // CLR-17
  @Test(arguments: [Int64(1), -1])
  func `the worst fills of the largest position do not overflow`(sign: Int64) {
    var house = TestHouse([Self.extreme(), Self.extreme()])
    let worst = sign > 0 ? Self.ticks : 1
    for instrument in [first, second] {
      house.mark(worst, in: instrument)
      house.open(sign * Self.lots, at: worst, of: alice, in: instrument)
      house.house.addOpenOrder(
        of: alice, in: instrument, sign > 0 ? .sell : .buy, Quantity(lots: 2 * Self.lots), at: Price(ticks: Self.ticks))
      house.mark(Self.ticks + 1 - worst, in: instrument)
    }
    let figures = house.house.figures(of: alice)
    let loss = Int128(Self.ticks - 1) * Int128(Self.lots) * 2
    #expect(figures.equity == -2 * loss)
    #expect(figures.notional == (sign > 0 ? 2 * Int128(Self.lots) * 2 : 1 << 62))
    let due = house.findDue()
    #expect(due == [alice])
    let prices = (house.liquidationPrice(alice) == nil, house.bankruptcyPrice(alice) == nil)
    #expect(prices == (false, false) || prices == (false, true))
    let state = house.house.marginState(of: alice)
    #expect(state.equity == Money(units: .min + 4 * Self.lots * 2 / 2))
  }

  // CLR-17
  @Test
  func `an account beyond 2^60 either way takes part in no further fill, and one fill from there still fits`() {
    var house = TestHouse([Self.extreme()])
    house.deposit(1 << 59, to: alice)
    house.deposit(1 << 59, to: alice)
    let mayStill = house.house.canSettle(alice)
    #expect(mayStill)
    // As taker and maker at once: twice the fee of the whole notional, and the greatest profit there is.
    house.buy(alice, Self.lots, at: 1)
    house.sell(alice, Self.lots, at: Self.ticks)
    let after = house.collateral(alice)
    #expect(after == (1 << 60) - (1 << 20) - (1 << 20) + 0)
    let canSettle = house.house.canSettle(alice)
    #expect(canSettle)
    var debtor = TestHouse([Self.extreme()])
    debtor.withdraw(1 << 60, from: alice)
    debtor.open(Self.lots, at: Self.ticks, of: alice)
    let atTheLimit = debtor.house.canSettle(alice)
    debtor.sell(alice, Self.lots, at: 1)
    let beyond = debtor.house.canSettle(alice)
    #expect(atTheLimit && !beyond)
    #expect(debtor.ledgerFault() == nil)
  }

  // CLR-17
  @Test
  func `a full turn from the largest long to the largest short settles`() {
    var house = TestHouse([Self.extreme(fee: .zero)])
    house.open(Self.lots, at: Self.ticks, of: alice)
    house.sell(alice, Self.lots, at: 1, to: bob)
    house.sell(alice, Self.lots, at: 1, to: bob)
    let state = (house.position(alice), house.cost(alice), house.position(bob), house.cost(bob))
    #expect(state == (-Self.lots, -Self.lots * 2, 2 * Self.lots, 4 * Self.lots))
    #expect(house.ledgerFault() == nil)
  }

  // CLR-17, WCH-1
  @Test
  func `triggers at the ends of the price range fire`() {
    var house = TestHouse([
      .perpetual(maximumPrice: (1 << 42) - 1, maximumPosition: 1 << 19, maintenance: .flat(.perMillion(1)))
    ])
    house.mark(1)
    house.open(-(1 << 19), at: 1, of: alice)
    house.deposit(1 << 59, to: alice)
    house.deposit(1 << 59, to: alice)
    house.open(1, at: (1 << 42) - 1, of: bob)
    house.mark((1 << 42) - 1)
    house.deposit((1 << 42) - 2, to: bob)
    let calm = house.findDue()
    #expect(calm == [alice])
    house.mark(1)
    let bottom = house.findDue()
    #expect(bottom == [])
    house.withdraw(1, from: bob)
    let end = house.findDue()
    #expect(end == [bob])
  }
}
