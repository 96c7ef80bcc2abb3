import Clearing
import MarketTypes
import Testing

/// A debt without a position has no trigger to wait for: as long as assets stand behind it, every check looks at it.
@Suite("Debts that assets stand behind")
struct AssetDebtTests {
  private static let world = AccountID(number: 0)
  private static let owner = AccountID(number: 1)
  private static let asset = AssetID(number: 1)
  private static let instrument = InstrumentID(number: 0)

  /// 20 lots bought at 100 and sold at 55 cost 900; 100 units of an asset at 10 count 1,000 until they are worth 8 each.
  private static func house(_ kind: AccountKind) -> ClearingHouse {
    var rules = VenueRules(instruments: [.perpetual(maintenance: .flat(.percent(10)))])
    rules.assets = [
      AssetRules(
        tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 1_000),
        haircuts: [HaircutTier(floor: .zero, haircut: .zero)])
    ]
    var house = ClearingHouse(rules)
    house.openAccount(.exempt)
    house.openAccount(AccountOpening(account: owner, kind: kind))
    house.setPrice(of: asset, to: Price(ticks: 10), at: event(0))
    house.setMark(instrument, to: Price(ticks: 100), at: event(1))
    house.deposit(Money(units: 100), of: asset, to: owner) { _ in }
    trade(&house, .buy, at: 100, event: 2)
    return house
  }

  private static func event(_ number: Int64) -> EventPosition { EventPosition(number: number) }

  private static func trade(_ house: inout ClearingHouse, _ side: Side, at ticks: Int64, event number: Int64) {
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks), quantity: Quantity(lots: 20),
      makerAccount: world, takerAccount: owner, instrument: instrument, takerSide: side, isForced: false)
    house.settle(fill, at: event(number)) { _ in }
  }

  private static func found(_ house: inout ClearingHouse) -> (due: Bool, bankrupt: Bool) {
    house.findDue()
    let (due, bankrupt) = (house.takeDue(), house.takeBankrupt())
    return (due?.account == owner, bankrupt?.account == owner)
  }

  // WCH-3, WCH-4, CLR-34
  @Test
  func `an account that closed everything itself while due is found when what it pledged no longer covers its debt`() {
    var house = Self.house(.cross)
    #expect(Self.found(&house) == (false, false))
    // Equity 100 against 110.
    house.setMark(Self.instrument, to: Price(ticks: 55), at: Self.event(3))
    #expect(Self.found(&house) == (true, false))
    Self.trade(&house, .sell, at: 55, event: 4)
    #expect(Self.found(&house) == (false, false))
    house.setPrice(of: Self.asset, to: Price(ticks: 9), at: Self.event(5))
    #expect(Self.found(&house) == (false, false))
    house.setPrice(of: Self.asset, to: Price(ticks: 8), at: Self.event(6))
    #expect(Self.found(&house) == (false, true))
  }

  // WCH-3, CLR-34
  @Test
  func `the backstop's debt is a loss once its assets no longer cover it`() {
    var house = Self.house(.backstop)
    house.setMark(Self.instrument, to: Price(ticks: 40), at: Self.event(3))
    #expect(Self.found(&house) == (false, false))
    Self.trade(&house, .sell, at: 55, event: 4)
    house.setPrice(of: Self.asset, to: Price(ticks: 9), at: Self.event(5))
    #expect(Self.found(&house) == (false, false))
    house.setPrice(of: Self.asset, to: Price(ticks: 8), at: Self.event(6))
    #expect(Self.found(&house) == (false, true))
  }
}
