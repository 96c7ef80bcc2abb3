import MarketTypes
import Testing
import Venue

/// What stands behind an account's trouble where no mark does (WCH-5).
@Suite struct CauseStoryTests {
  private let maker = AccountID(number: 0)
  private let alice = AccountID(number: 1)

  /// The kind of the event that caused the first of this kind among a command's.
  private func cause(of kind: EventKind, in events: [Event], on floor: borrowing TradingFloor) -> EventKind? {
    guard let place = events.firstIndex(where: { $0.body.kind == kind }), events[place].cause > 0 else { return nil }
    return floor.events[floor.events.count - events.count + place - Int(events[place].cause)].body.kind
  }

  // CLR-36, WCH-5: long 100 at 100 with 600 needs 500, and 750 once margin is half as much again.
  @Test func `a margin factor is the cause of what it makes liquidatable`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    _ = floor.open(.exempt)
    _ = floor.open(.cross, with: 600)
    floor.mark(100)
    floor.hold(alice, 100, at: 100, against: maker)
    floor.index(100)
    let events = floor.factor(Rate(partsPerBillion: 1_500_000_000))
    #expect(events.liquidatable == [alice])
    #expect(cause(of: .liquidatable, in: events, on: floor) == .marginFactorSet)
  }

  // CLR-34, WCH-5: a debt of 400 behind 10 units at 100, of which nine tenths count. At 40 they count 360; all 10 are sold for
  // 400, which pays it. The last fill was long before.
  @Test func `the price that sells a debtor's asset is the cause of the sale`() {
    var floor = TradingFloor.with([TradingFloor.instrument(mark: .index)]) { rules in
      rules.assets = [
        AssetRules(
          tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 1_000),
          haircuts: [HaircutTier(floor: .zero, haircut: .percent(10))])
      ]
    }
    _ = floor.open(.exempt)
    _ = floor.open(.cross)
    floor.price(100, of: .gold)
    floor.bring(10, of: .gold, to: alice)
    floor.mark(100)
    floor.hold(alice, 10, at: 100, against: maker)
    floor.submit(maker, .buy, 10, at: 60)
    floor.submit(alice, .sell, 10, at: 60)
    #expect(floor.cash(alice) == -400 && floor.lots(alice) == 0)
    let events = floor.price(40, of: .gold)
    #expect(events.money == ["converted 10 of asset 1: cash 1 to outside", "converted 400: outside to cash 1"])
    #expect(cause(of: .transferred, in: events, on: floor) == .assetPriced)
    #expect(floor.cash(alice) == 0)
  }
}
