import Clearing
import MarketTypes
import TestSupport
import Testing

/// Laws of margin for every kind of contract and add-on.
@Suite struct MarginLawTests {
  /// A house of one instrument drawn by chance, an account that holds something of it, and its lots.
  private static func house(_ chance: inout SplitMix64) -> (rules: VenueRules, lots: Int64, price: Int64) {
    var rules = WatchRules.full(&chance)
    rules.instruments = [rules.instruments[0]]
    rules.instruments[0].maximumPrice = Price(ticks: min(rules.instruments[0].maximumPrice.ticks, 400))
    rules.portfolio = nil
    rules.marginLevels = nil
    let lots = chance.from(1, through: 60) * chance.pick([-1, 1])
    return (rules, lots, chance.from(1, through: rules.instruments[0].maximumPrice.ticks))
  }

  // I15, CLR-13: looked at at every price there is.
  @Test(arguments: seeds(300))
  func `one position is liquidatable on one side of its liquidation price`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let (rules, lots, price) = Self.house(&chance)
    var house = ClearingHouse(rules)
    house.openAccount(.exempt)
    house.openAccount(.cross)
    house.openHolding(
      HoldingOpening(
        account: alice, counterparty: TestHouse.world, instrument: first, position: Position(lots: lots),
        price: Price(ticks: price))
    ) { _ in }
    house.setMark(first, to: Price(ticks: price), at: EventPosition(number: 0))
    let units = chance.from(1, through: 2 * max(1, Int64(house.figures(of: alice).notional)))
    house.deposit(Money(units: units), to: alice) { _ in }
    let prices = 1...rules.instruments[0].maximumPrice.ticks
    var unsafePrices: [Int64] = []
    let found = house.liquidationPrice(of: alice, in: first)?.ticks
    for ticks in prices {
      house.setMark(first, to: Price(ticks: ticks), at: EventPosition(number: 0))
      if house.isLiquidatable(alice) { unsafePrices.append(ticks) }
    }
    let edge = lots > 0 ? unsafePrices.last : unsafePrices.first
    #expect(found == edge, "seed \(seed)")
    let expected = edge.map { lots > 0 ? Array(1...$0) : Array($0...prices.upperBound) } ?? []
    #expect(unsafePrices == expected, "seed \(seed)")
  }

  // I8, I11, CLR-8
  @Test(arguments: seeds(300))
  func `a smaller position at the same mark never needs more, and opening never less than keeping`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let (rules, lots, price) = Self.house(&chance)
    var house = ClearingHouse(rules)
    house.openAccount(.exempt)
    house.openAccount(.cross)
    house.openHolding(
      HoldingOpening(
        account: alice, counterparty: TestHouse.world, instrument: first, position: Position(lots: lots),
        price: Price(ticks: price))
    ) { _ in }
    house.setMark(
      first, to: Price(ticks: chance.from(1, through: rules.instruments[0].maximumPrice.ticks)),
      at: EventPosition(number: 0))
    var before = house.figures(of: alice)
    var left = abs(lots)
    while left > 0 {
      let part = chance.from(1, through: left)
      let fill = Fill(
        maker: .none, taker: .none, price: Price(ticks: price), quantity: Quantity(lots: part),
        makerAccount: TestHouse.world, takerAccount: alice, instrument: first, takerSide: lots > 0 ? .sell : .buy,
        isForced: false)
      house.settle(fill, at: EventPosition(number: 1)) { _ in }
      left -= part
      let after = house.figures(of: alice)
      #expect(after.maintenance <= before.maintenance && after.initial <= before.initial, "seed \(seed), \(left) left")
      #expect(after.initial >= after.maintenance, "seed \(seed), \(left) left")
      before = after
    }
    #expect(before.maintenance == 0 && before.initial == 0)
  }

  // IDX-6, CLR-17: what a roll adds to a source stops at the asset's largest price, which its balances are counted with.
  @Test func `an asset's price stays within its limit whatever its sources have added`() {
    var rules = VenueRules(instruments: [.perpetual()])
    rules.assets = [
      AssetRules(
        tickValue: Money(units: 1 << 20), maximumPrice: Price(ticks: 100), maximumBalance: Money(units: 1 << 34),
        haircuts: [HaircutTier(floor: .zero, haircut: .zero)])
    ]
    #expect(rules.fault == nil)
    var house = ClearingHouse(rules)
    house.openAccount(.cross)
    let asset = AssetID(number: 1)
    house.deposit(Money(units: 1 << 34), of: asset, to: AccountID(number: 0)) { _ in }
    let subject = PriceSubject.asset(asset)
    #expect(house.report(SourceReport(subject, source: 0, price: Price(ticks: 100))) == Price(ticks: 100))
    #expect(house.roll(SourceRoll(subject, source: 0, price: Price(ticks: 1))) == nil)
    #expect(house.report(SourceReport(subject, source: 0, price: Price(ticks: 50))) == nil)
    #expect(house.price(of: subject) == Price(ticks: 100))
  }
}
