import Clearing
import MarketTypes
import Testing

@Suite("Settlement of fills")
struct SettlementTests {
  // CLR-1
  @Test
  func `opening and adding only raise the cost basis`() {
    var house = TestHouse([.perpetual(tickValue: 10)])
    house.buy(alice, 3, at: 100)
    house.buy(alice, 2, at: 110)
    let long = (house.position(alice), house.cost(alice), house.collateral(alice))
    #expect(long == (5, 5_200, 0))
    let short = (house.position(TestHouse.world), house.cost(TestHouse.world))
    #expect(short == (-5, -5_200))
    #expect(house.moved.isEmpty)
    #expect(house.ledgerFault() == nil)
  }

  // CLR-2
  @Test
  func `a partial close realizes its share of the cost, on both sides of the market`() {
    var house = TestHouse([.perpetual()])
    house.buy(alice, 3, at: 100)
    house.buy(alice, 2, at: 110)
    house.sell(alice, 2, at: 120)
    // Cost 520 of 5 lots: 312 stay with 3, so 240 − 208 = 32 are earned, and lost by the short.
    let long = (house.position(alice), house.cost(alice), house.collateral(alice))
    #expect(long == (3, 312, 32))
    let short = (house.position(TestHouse.world), house.cost(TestHouse.world), house.collateral(TestHouse.world))
    #expect(short == (-3, -312, -32))
    #expect(
      house.moved == [
        Transfer(
          from: .costBasis(alice, first), to: .collateral(alice), amount: Money(units: 32), reason: .realized),
        Transfer(
          from: .collateral(TestHouse.world), to: .costBasis(TestHouse.world, first), amount: Money(units: 32),
          reason: .realized),
      ])
    #expect(house.ledgerFault() == nil)
  }

  // CLR-3
  @Test
  func `a profit is rounded down and the difference stays with the owner`() {
    var house = TestHouse([.perpetual()])
    house.buy(alice, 2, at: 33, from: bob)
    house.buy(alice, 1, at: 34, from: bob)
    var earned: [Int64] = []
    var lost: [Int64] = []
    for _ in 0..<3 {
      let before = (house.collateral(alice), house.collateral(bob))
      house.sell(alice, 1, at: 40, to: bob)
      earned.append(house.collateral(alice) - before.0)
      lost.append(house.collateral(bob) - before.1)
    }
    // 100 for three lots: 6⅔ each. The last lot brings what rounding had kept back.
    #expect(earned == [6, 7, 7])
    #expect(lost == [-7, -7, -6])
    let rest = (house.cost(alice), house.cost(bob), house.house.balance(of: .rounding))
    #expect(rest == (0, 0, 0))
    #expect(house.ledgerFault() == nil)
  }

  // CLR-2
  @Test
  func `a fill through flat closes the old position whole and opens the rest at its own price`() {
    var house = TestHouse([.perpetual()])
    house.buy(alice, 3, at: 100)
    house.sell(alice, 5, at: 90)
    let short = (house.position(alice), house.cost(alice), house.collateral(alice))
    #expect(short == (-2, -180, -30))
    house.buy(alice, 6, at: 80)
    let long = (house.position(alice), house.cost(alice), house.collateral(alice))
    #expect(long == (4, 320, -10))
    #expect(house.ledgerFault() == nil)
  }

  // CLR-2
  @Test
  func `a flat holding has cost nothing`() {
    var house = TestHouse([.perpetual(tickValue: 7)])
    house.buy(alice, 4, at: 100, from: bob)
    house.buy(alice, 3, at: 101, from: bob)
    house.sell(alice, 7, at: 99, to: bob)
    let costs = (house.cost(alice), house.cost(bob))
    #expect(costs == (0, 0))
    let collateral = (house.collateral(alice), house.collateral(bob))
    #expect(collateral == (-70, 70))
    let isFlat = house.house.isFlat(alice) && house.house.isFlat(bob)
    #expect(isFlat)
    #expect(house.ledgerFault() == nil)
  }

  // CLR-4
  @Test
  func `fees are rounded up and rebates down to whole units, both in the venue's favour`() {
    var house = TestHouse([.perpetual(makerFee: .perMillion(-200), takerFee: .perMillion(500))])
    house.buy(alice, 73, at: 137, from: bob)
    // Notional 10,001: a fee of 5.0005 and a rebate of 2.0002.
    let paid = (house.collateral(alice), house.collateral(bob), house.house.balance(of: .fees))
    #expect(paid == (-6, 2, 4))
    #expect(
      house.moved == [
        Transfer(from: .collateral(alice), to: .fees, amount: Money(units: 6), reason: .takerFee),
        Transfer(from: .fees, to: .collateral(bob), amount: Money(units: 2), reason: .makerFee),
      ])
    house.buy(alice, 1, at: 1_001, from: bob)
    // A fee of 0.5005 costs 1; a rebate of 0.2002 is nothing, and is not reported.
    #expect(house.moved == [Transfer(from: .collateral(alice), to: .fees, amount: Money(units: 1), reason: .takerFee)])
    #expect(house.ledgerFault() == nil)
  }

  // CLR-4
  @Test
  func `transfers come as taker's profit, maker's profit, taker's fee, maker's fee`() {
    var house = TestHouse([.perpetual(makerFee: .perMillion(100), takerFee: .perMillion(500))])
    house.buy(alice, 10, at: 1_000, from: bob)
    house.sell(alice, 10, at: 1_100, to: bob)
    #expect(house.moved.map(\.reason) == [.realized, .realized, .takerFee, .makerFee])
    #expect(house.moved.map(\.amount.units) == [1_000, 1_000, 6, 2])
    #expect(
      house.moved.map(\.from) == [
        .costBasis(alice, first), .collateral(bob), .collateral(alice), .collateral(bob),
      ])
  }

  // CLR-4
  @Test
  func `an account that meets itself keeps its position and pays both fees`() {
    var house = TestHouse([.perpetual(makerFee: .perMillion(1_000), takerFee: .perMillion(2_000))])
    house.buy(alice, 10, at: 100)
    house.deposit(1_000, to: alice)
    let before = house.collateral(alice)
    house.sell(alice, 4, at: 130, to: alice)
    // Four lots are sold at a profit of 120 and bought back at 130: what is realized leaves the unrealized.
    let after = (house.position(alice), house.cost(alice), house.collateral(alice) - before)
    let expected: (Int64, Int64, Int64) = (10, 6 * 100 + 4 * 130, 120 - 2 - 1)
    #expect(after == expected)
    #expect(house.ledgerFault() == nil)
  }

  // CLR-1, CLR-2, CLR-3, CLR-4: Σ balances = 0 after every step, and the transfers alone rebuild each of them.
  @Test(arguments: UInt64(0)..<20)
  func `the ledger balances after every step of a random story`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var house = TestHouse(
      [
        .perpetual(tickValue: 3, makerFee: .perMillion(-150), takerFee: .perMillion(450)),
        .perpetual(tickValue: 1, makerFee: .perMillion(33), takerFee: .perMillion(-7)),
      ], accounts: 6)
    for step in 0..<150 {
      let one = AccountID(number: Int32(dice.throwing(0..<6)))
      let other = AccountID(number: Int32(dice.throwing(0..<6)))
      let instrument = InstrumentID(number: UInt16(dice.throwing(0..<2)))
      switch dice.throwing(0..<8) {
      case 0: house.deposit(dice.throwing(1...10_000), to: one)
      case 1: house.withdraw(dice.throwing(1...10_000), from: one)
      case 2: house.depositToFund(dice.throwing(1...100))
      case 3: _ = house.coverShortfall(of: one)
      case 4, 5: house.buy(one, dice.throwing(1...9), at: dice.throwing(1...300), from: other, in: instrument)
      default: house.sell(one, dice.throwing(1...9), at: dice.throwing(1...300), to: other, in: instrument)
      }
      let fault = house.ledgerFault()
      #expect(fault == nil, "seed \(seed), step \(step)")
    }
  }

  // CLR-3: realizing moves value between cost basis and cash of one owner, so the whole of it never changes.
  @Test(arguments: UInt64(0)..<20)
  func `equity is what was received less what was paid, however the position was closed`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var house = TestHouse([.perpetual(tickValue: 3)])
    var naive = NaiveMargins(house.rules, threshold: .below, exempt: [true, false, false])
    for step in 0..<200 {
      let (lots, ticks, buys) = (dice.throwing(1...9), dice.throwing(1...300), dice.once(in: 2))
      if buys { house.buy(alice, lots, at: ticks) } else { house.sell(alice, lots, at: ticks) }
      naive.fill(lots, at: ticks, in: 0, buyer: buys ? 1 : 0, seller: buys ? 0 : 1, taker: 1)
      let mark = dice.throwing(1...300)
      house.mark(mark)
      naive.marks[0] = mark
      let equity = (house.equity(alice), house.equity(TestHouse.world))
      #expect(equity == (naive.equity(1), naive.equity(0)), "seed \(seed), step \(step)")
    }
  }
}
