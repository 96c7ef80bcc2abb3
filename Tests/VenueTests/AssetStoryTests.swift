import MarketTypes
import Testing
import Venue

/// Collateral besides the settlement currency: what it counts, what may be owed against it, and when it is sold.
@Suite struct AssetStoryTests {
  /// Gold: 10 % haircut up to 100 units, half up to 200, nothing above; selling it costs `fee`. Silver: no haircut.
  private func floor(fee: Rate = .zero) -> TradingFloor {
    TradingFloor.with([TradingFloor.instrument(mark: .index)]) { rules in
      let gold = AssetRules(
        tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 1_000),
        haircuts: [
          HaircutTier(floor: .zero, haircut: .percent(10)),
          HaircutTier(floor: Money(units: 100), haircut: .percent(50)),
          HaircutTier(floor: Money(units: 200), haircut: .one),
        ], conversionFee: fee)
      let silver = AssetRules(
        tickValue: Money(units: 2), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 1_000),
        haircuts: [HaircutTier(floor: .zero, haircut: .zero)])
      rules.assets = [gold, silver]
    }
  }

  // CLR-32: formula F54, slice by slice: 100 × 0.9 + 100 × 0.5 + 50 × 0, at 3 a unit.
  @Test func `each slice of an asset counts at its own haircut`() {
    var floor = floor()
    let alice = floor.open(.cross)
    floor.price(3, of: .gold)
    for (units, counts) in [(1, 2), (98, 267), (1, 270), (1, 271), (98, 418), (50, 420)] as [(Int64, Int128)] {
      floor.bring(units, of: .gold, to: alice)
      #expect(floor.equity(alice) == counts)
    }
    #expect(floor.units(.gold, of: alice) == 249)
  }

  // CLR-32
  @Test func `an asset counts nothing before it has a price and at once when it has one`() {
    var floor = floor()
    let alice = floor.open(.cross)
    floor.bring(10, of: .gold, to: alice)
    #expect(floor.equity(alice) == 0)
    let told = floor.price(100, of: .gold)
    #expect(
      told.map(\.body) == [
        .sourceReported(SourceReport(.asset(.gold), source: 0, price: Price(ticks: 100))),
        .assetPriced(AssetPriceChange(asset: .gold, price: Price(ticks: 100), previous: nil)),
      ])
    #expect(told[1].cause == 1)
    #expect(floor.equity(alice) == 900)
    // A lost source leaves the last price.
    floor.price(nil, of: .gold)
    #expect(floor.equity(alice) == 900)
  }

  // CLR-15, CLR-32: the last units lie in the slice of the higher haircut, so they cost less to take.
  @Test func `as much of an asset leaves as its slices are free`() {
    var floor = floor()
    let maker = floor.open(.exempt)
    let alice = floor.open(.cross)
    floor.price(10, of: .gold)
    floor.bring(150, of: .gold, to: alice)
    floor.mark(100)
    // Counts 900 + 250 = 1,150; 90 lots at 100 need 900.
    floor.hold(alice, 90, at: 100, against: maker)
    floor.run(.clock)
    #expect(floor.withdraw(1, from: alice).refusals == [.freeCollateralExceeded])
    #expect(floor.withdraw(51, of: .gold, from: alice).refusals == [.freeCollateralExceeded])
    #expect(floor.withdraw(50, of: .gold, from: alice).money == ["withdrawal 50 of asset 1: cash 1 to outside"])
    #expect(floor.withdraw(1, of: .gold, from: alice).refusals == [.freeCollateralExceeded])
    #expect(floor.equity(alice) == 900)
  }

  // CLR-34: losses are in the settlement currency, whose balance may be below zero while assets stand behind it.
  @Test func `a loss leaves a debt that an asset stands behind until its price falls`() {
    var floor = floor()
    let maker = floor.open(.exempt)
    let alice = floor.open(.cross)
    floor.price(10, of: .gold)
    floor.bring(100, of: .gold, to: alice)
    floor.mark(100)
    floor.hold(alice, 10, at: 100, against: maker)
    floor.submit(maker, .buy, 10, at: 40)
    // Sold at a loss of 600 against gold that counts 900.
    #expect(floor.submit(alice, .sell, 10).fills == [[40, 10]])
    #expect(floor.cash(alice) == -600 && floor.equity(alice) == 300)
    #expect(floor.withdraw(1, from: alice).refusals == [.freeCollateralExceeded])
    // 34 units count 306; what remains must cover 600.
    #expect(floor.withdraw(34, of: .gold, from: alice).refusals == [.freeCollateralExceeded])
    #expect(floor.withdraw(33, of: .gold, from: alice).refusals == [])
    // 67 units: at 10 they count 603, at 9 only 542.
    let fall = floor.price(9, of: .gold)
    // At 9 a unit, 67 of them pay 603 of the 600 owed.
    #expect(
      fall.money == [
        "converted 67 of asset 1: cash 1 to outside", "converted 603: outside to cash 1",
      ])
    #expect(floor.cash(alice) == 3 && floor.units(.gold, of: alice) == 0 && floor.equity(alice) == 3)
    #expect(fall.uncovered == [])
  }

  // CLR-34: no unit more is sold than pays the debt, at a fee of nothing as well.
  @Test func `just as many units are sold as pay the debt`() {
    var floor = floor()
    let alice = debtor(of: 600, with: 100, &floor)
    // They count 540 at 6, and bring 600.
    let fall = floor.price(6, of: .gold)
    #expect(
      fall.money == ["converted 100 of asset 1: cash 1 to outside", "converted 600: outside to cash 1"])
    #expect(floor.cash(alice) == 0)
    var second = self.floor()
    let bob = debtor(of: 600, with: 150, &second)
    // Counts 5 × (90 + 25) = 575; 120 of 150 units bring 600.
    #expect(second.price(5, of: .gold).money.first == "converted 120 of asset 1: cash 1 to outside")
    #expect(second.cash(bob) == 0 && second.units(.gold, of: bob) == 30)
  }

  // CLR-34: n units bring n × 5 less a fee of 2 %, rounded up: 122 bring 610 − 13 = 597, 123 bring 615 − 13 = 602.
  @Test func `what selling costs is paid out of what it brings`() {
    var floor = floor(fee: .percent(2))
    let alice = debtor(of: 600, with: 150, &floor)
    let fall = floor.price(5, of: .gold)
    #expect(
      fall.money == [
        "converted 123 of asset 1: cash 1 to outside", "converted 615: outside to cash 1",
        "conversionFee 13: cash 1 to fees",
      ])
    #expect(floor.cash(alice) == 2 && floor.units(.gold, of: alice) == 27)
  }

  // CLR-12, CLR-34: first the assets, lowest first, then the fund, and the rest is nobody's.
  @Test func `what the assets do not bring is the fund's, and what the fund has not stays open`() {
    var floor = floor()
    floor.run(.fund(Money(units: 100)))
    let alice = debtor(of: 600, with: 100, &floor)
    #expect(floor.price(1, of: .silver).refusals == [])
    #expect(floor.bring(20, of: .silver, to: alice).refusals == [])
    #expect(floor.equity(alice) == 340)
    let fall = floor.price(3, of: .gold)
    #expect(
      fall.money == [
        "converted 100 of asset 1: cash 1 to outside", "converted 300: outside to cash 1",
        "converted 20 of asset 2: cash 1 to outside", "converted 40: outside to cash 1",
        "shortfallCovered 100: fund 0 to cash 1", "shortfallUncovered 160: uncovered to cash 1",
      ])
    #expect(fall.uncovered == [LossUncovered(account: alice, amount: Money(units: 160))])
    #expect(floor.cash(alice) == 0 && floor.equity(alice) == 0)
  }

  // CLR-32, WCH-5: a falling asset makes a position's margin fall short, and its price is the cause.
  @Test func `an asset that loses its worth makes a position liquidatable, and is the cause`() {
    var floor = floor()
    let maker = floor.open(.exempt)
    let alice = floor.open(.cross)
    floor.price(10, of: .gold)
    floor.bring(100, of: .gold, to: alice)
    floor.mark(100)
    // 100 lots at 100 must keep 500; gold counts 900.
    floor.hold(alice, 100, at: 100, against: maker)
    floor.submit(maker, .buy, 200, at: 100)
    #expect(floor.price(6, of: .gold).liquidatable == [])
    let fall = floor.price(5, of: .gold)
    #expect(fall.liquidatable == [alice])
    guard let place = fall.firstIndex(where: { $0.body.kind == .liquidatable }) else { return }
    #expect(fall[place - Int(fall[place].cause)].body.kind == .assetPriced)
    #expect(fall.fills == [[100, 100]])
    // Nothing was lost, so nothing is sold.
    #expect(floor.units(.gold, of: alice) == 100 && floor.cash(alice) == 0)
  }

  /// A flat account 1 that owes this much, with so much gold at 10. Account 0 is the other side.
  private func debtor(of debt: Int64, with gold: Int64, _ floor: inout TradingFloor) -> AccountID {
    let maker = floor.open(.exempt)
    let alice = floor.open(.cross)
    floor.price(10, of: .gold)
    floor.bring(gold, of: .gold, to: alice)
    floor.mark(100)
    floor.hold(alice, 10, at: 100, against: maker)
    floor.submit(maker, .buy, 10, at: 100 - debt / 10)
    floor.submit(alice, .sell, 10)
    return alice
  }
}
