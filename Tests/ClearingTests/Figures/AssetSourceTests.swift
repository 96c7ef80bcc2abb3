import Clearing
import MarketTypes
import Testing

@Suite("Sources of collateral prices")
struct AssetSourceTests {
  private static func asset(_ sources: IndexRules?) -> AssetRules {
    AssetRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 1_000),
      haircuts: [HaircutTier(floor: .zero, haircut: .zero)], indexSources: sources)
  }

  // CLR-32, IDX-1: assets are numbered from 1, the settlement currency is 0 and has no price.
  @Test
  func `each asset has the sources that its own rules name`() {
    let three = IndexRules(weights: [.one, .one, .one], staleness: TimeSpan(nanoseconds: 10))
    var desk = FiguresHouse([.perpetual(), .perpetual()], assets: [Self.asset(nil), Self.asset(three)])
    let numbers: [UInt16] = [0, 1, 2, 3]
    let counts = numbers.map { desk.house.sourceCount(of: .asset(AssetID(number: $0))) }
    #expect(counts == [0, 1, 3, 0])
    let second = PriceSubject.asset(AssetID(number: 2))
    for source in UInt8(0)..<3 {
      desk.house.now = Time(nanoseconds: Int64(source))
      let index = desk.house.report(
        SourceReport(second, source: source, price: Price(ticks: 100 * (Int64(source) + 1))))
      #expect(index == [Price(ticks: 100), Price(ticks: 150), Price(ticks: 200)][Int(source)])
    }
    let first = desk.house.price(of: .asset(AssetID(number: 1)))
    #expect(first == nil)
    // The first source grows too old: the index of that very asset is another.
    desk.house.now = Time(nanoseconds: 11)
    let stale = desk.house.takeStale()
    #expect(stale?.subject == second)
    #expect(stale?.price == Price(ticks: 250))
  }

  // CLR-17: rules without fault cannot overflow, whatever a tick value says of an inverse contract.
  @Test
  func `an inverse contract of the largest value can be marked at the largest price`() {
    let highest: Int64 = 1 << 42 - 1
    var desk = FiguresHouse([
      .inverse(
        tickValue: InstrumentRules.notionalLimit, maximumPrice: highest, maximumPosition: 1,
        maintenance: .flat(.percent(1)))
    ])
    let trader = desk.account(with: InstrumentRules.notionalLimit / 4)
    desk.mark(highest)
    desk.open(1, at: highest, of: trader)
    let value = InstrumentRules.notionalLimit.divided(by: highest, rounding: .up)
    #expect(desk.house.figures(of: trader).notional == Int128(value))
    desk.mark(1)
    #expect(desk.house.figures(of: trader).notional == Int128(InstrumentRules.notionalLimit))
  }
}
