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
      maintenance: [
        MaintenanceTier(floor: .zero, rate: .zero), MaintenanceTier(floor: Money(units: 1), rate: maintenance),
      ])
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
  @Test
  func `a position beyond 2^40 lots is refused, and so are largest notionals beyond 2^65 together`() {
    var wide = Self.extreme()
    wide.maximumPrice = Price(ticks: 1)
    wide.maximumPosition = Quantity(lots: InstrumentRules.positionLimit)
    #expect(wide.fault == nil)
    wide.maximumPosition = Quantity(lots: InstrumentRules.positionLimit + 1)
    #expect(wide.fault?.contains("2^40") == true)
    #expect(VenueRules(instruments: Array(repeating: Self.extreme(), count: 16)).fault == nil)
    #expect(VenueRules(instruments: Array(repeating: Self.extreme(), count: 17)).fault?.contains("2^65") == true)
    var fee = Self.extreme()
    fee.makerFee = Rate(partsPerBillion: .min)
    #expect(fee.fault == "a fee is above 1")
  }

  // CLR-17
  @Test(arguments: [Int64(1), -1])
  func `the worst marks of the largest positions do not overflow`(sign: Int64) {
    var house = TestHouse(Array(repeating: Self.extreme(), count: 6))
    let worst = sign > 0 ? Self.ticks : 1
    for number in 0..<6 {
      let instrument = InstrumentID(number: UInt16(number))
      house.mark(worst, in: instrument)
      house.open(sign * Self.lots, at: worst, of: alice, in: instrument)
      house.house.addOpenOrder(
        of: alice, in: instrument, sign > 0 ? .sell : .buy, Quantity(lots: 2 * Self.lots), at: Price(ticks: Self.ticks))
      house.mark(Self.ticks + 1 - worst, in: instrument)
    }
    let figures = house.house.figures(of: alice)
    let whole = Int128(InstrumentRules.notionalLimit)
    let least = 2 * Int128(Self.lots)
    #expect(figures.equity == -6 * (whole - least))
    #expect(figures.notional == 6 * (sign > 0 ? least : whole))
    #expect(figures.maintenance == figures.notional - 6)
    let due = house.findDue()
    #expect(due == [alice])
    // Too much for `Money`: what the event says is clamped.
    let state = house.house.marginState(of: alice)
    #expect(state.equity == Money(units: .min))
    // No price saves her, and none is good enough to close at.
    #expect(house.liquidationPrice(alice) == (sign > 0 ? Self.ticks : 1))
    #expect(house.bankruptcyPrice(alice) == (sign > 0 ? Self.ticks : 1))
  }

  // CLR-17
  @Test
  func `an account beyond 2^60 either way takes part in no further fill, and one fill from there still fits`() {
    var house = TestHouse([Self.extreme()])
    // The dearest fill there is: taker and maker at once, at the highest price, each fee the whole notional.
    house.withdraw(1 << 60, from: alice)
    house.open(Self.lots, at: Self.ticks, of: alice)
    let before = house.house.canSettle(alice)
    house.withdraw(1, from: alice)
    let oneBeyond = house.house.canSettle(alice)
    house.deposit(1, to: alice)
    #expect(!oneBeyond)
    house.sell(alice, Self.lots, at: Self.ticks, to: alice)
    let after = house.house.canSettle(alice)
    #expect(before && !after)
    #expect(house.collateral(alice) == -(1 << 60) - (1 << 62))
    // The most profitable one.
    house.deposit(1 << 60, to: bob)
    house.buy(bob, Self.lots, at: 1)
    let rich = house.house.canSettle(bob)
    house.sell(bob, Self.lots, at: Self.ticks)
    #expect(rich && house.collateral(bob) == (1 << 60) - (1 << 21))
    #expect(house.ledgerFault() == nil)
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
    let (highest, lots) = (Int64(1 << 42) - 1, Int64(1 << 19))
    house.mark(1)
    house.open(-lots, at: 1, of: alice)
    // All that is lost at the highest price, and all but one of the margin needed there.
    house.deposit((highest - 1) * lots + (lots * highest).divided(by: 1_000_000, rounding: .up) - 1, to: alice)
    house.open(1, at: highest, of: bob)
    house.deposit(highest - 1, to: bob)
    let atTheBottom = house.findDue()
    #expect(atTheBottom == [bob])
    house.house.release(bob)
    house.mark(highest - 1)
    let nearTheTop = house.findDue()
    house.mark(highest)
    let atTheTop = house.findDue()
    #expect(nearTheTop == [] && atTheTop == [alice])
    house.mark(2)
    let nearTheBottom = house.findDue()
    house.mark(1)
    let again = house.findDue()
    #expect(nearTheBottom == [] && again == [bob])
  }
}
