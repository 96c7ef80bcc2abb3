import Clearing
import MarketTypes
import Testing

@Suite("Margin modes compared")
struct MarginComparisonTests {
  // FIG-4: margins 55 and 53 of a position that gained 100 and one that lost 50.
  @Test
  func `profit stands behind its own position, behind all, or the positions behind each other`() throws {
    let rules = InstrumentRules.perpetual(initial: .percent(10), maintenance: .flat(.percent(5)))
    var desk = FiguresHouse(
      [rules, rules], portfolio: .oneGroup(2, scanRange: .percent(10), initial: .percent(130)))
    let trader = desk.account()
    desk.mark(110)
    desk.mark(210, in: second)
    desk.open(10, at: 100, of: trader)
    desk.open(-5, at: 200, of: trader, in: second)
    let needs = desk.house.requirements(of: trader)
    #expect([needs.isolated.maintenance, needs.isolated.initial] == [108, 215])
    #expect([needs.isolated.collateralToKeep, needs.isolated.collateralToOpen] == [0 + 103, 10 + 155])
    #expect([needs.cross.maintenance, needs.cross.initial] == [108, 215])
    #expect([needs.cross.collateralToKeep, needs.cross.collateralToOpen] == [58, 165])
    // 1,100 against 1,050 lose 5 where both fall by 10 %.
    let portfolio = try #require(needs.portfolio)
    #expect([portfolio.maintenance, portfolio.initial] == [5, 7])
    #expect([portfolio.collateralToKeep, portfolio.collateralToOpen] == [0, 0])
  }

  // FIG-4
  @Test
  func `open orders count in initial margin alone, and what has no mark asks for nothing`() throws {
    let rules = InstrumentRules.perpetual(initial: .percent(10), maintenance: .flat(.percent(5)))
    var desk = FiguresHouse([rules, rules], portfolio: .oneGroup(2, scanRange: .percent(10)))
    let trader = desk.account()
    desk.mark(100)
    desk.open(10, at: 100, of: trader)
    desk.open(10, at: 100, of: trader, in: second)
    let before = desk.house.requirements(of: trader)
    desk.rest(.buy, 10, at: 100, of: trader)
    let after = desk.house.requirements(of: trader)
    let (was, became) = (try #require(before.portfolio), try #require(after.portfolio))
    #expect([before.isolated.initial, before.cross.initial, was.initial] == [100, 100, 100])
    #expect([after.isolated.initial, after.cross.initial, became.initial] == [200, 200, 200])
    #expect([after.isolated.maintenance, after.cross.maintenance, became.maintenance] == [50, 50, 100])
  }

  // FIG-4
  @Test
  func `without scenarios there is no portfolio margin to compare`() {
    var desk = FiguresHouse([.perpetual(maintenance: .flat(.percent(5)))])
    let trader = desk.account()
    desk.mark(100)
    desk.open(10, at: 100, of: trader)
    let needs = desk.house.requirements(of: trader)
    #expect(needs.portfolio == nil)
    #expect(needs.cross.maintenance == 50)
  }

  /// Puts the same random positions and orders into accounts of every kind: cross, portfolio, and one isolated each.
  private static func sameInAllModes(_ dice: inout Dice, _ desk: inout FiguresHouse) -> Twins {
    let twins = Twins(
      cross: desk.account(), portfolio: desk.account(.portfolio),
      isolated: [first, second, third].map { desk.account(.isolated, in: $0) })
    for (number, alone) in twins.isolated.enumerated() {
      let instrument = InstrumentID(number: UInt16(number))
      desk.mark(dice.throwing(800...1_200), in: instrument)
      let (lots, entry) = (dice.throwing(-30...30), dice.throwing(800...1_200))
      let (bids, asks) = (dice.throwing(0...10), dice.throwing(0...10))
      for account in [twins.cross, twins.portfolio, alone] {
        if lots != 0 { desk.open(lots, at: entry, of: account, in: instrument) }
        if bids != 0 { desk.rest(.buy, bids, at: entry, of: account, in: instrument) }
        if asks != 0 { desk.rest(.sell, asks, at: entry + 10, of: account, in: instrument) }
      }
    }
    return twins
  }

  private struct Twins {
    let cross: AccountID
    let portfolio: AccountID
    let isolated: [AccountID]
  }

  private static func desk(_ dice: inout Dice) -> FiguresHouse {
    let maintenance = [MaintenanceTier].tiers([(0, dice.throwing(1_000...20_000)), (9_000, 60_000)])
    var portfolio = PortfolioRules.oneGroup(
      3, scanRange: .percent(dice.throwing(2...20)), basisCharge: .percent(dice.throwing(0...4)),
      initial: .percent(120))
    portfolio.instruments[2].isInverse = true
    return FiguresHouse(
      [
        .perpetual(initial: .percent(8), maintenance: maintenance),
        .perpetual(tickValue: 3, initial: .percent(5), maintenance: maintenance),
        .inverse(
          tickValue: 900_000, maximumPrice: 100_000, initial: .percent(10), maintenance: .flat(.percent(4))),
      ], portfolio: portfolio)
  }

  // FIG-4: the oracle is the clearing house itself with accounts that really are of the other kinds.
  @Test(arguments: UInt64(0)..<100)
  func `each mode asks for what an account of that kind is asked for`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var desk = Self.desk(&dice)
    let twins = Self.sameInAllModes(&dice, &desk)
    let needs = desk.house.requirements(of: twins.cross)
    #expect(needs == desk.house.requirements(of: twins.portfolio), "seed \(seed)")
    let portfolio = try #require(needs.portfolio)

    let cross = desk.house.figures(of: twins.cross)
    #expect([needs.cross.maintenance, needs.cross.initial] == [cross.maintenance, cross.initial], "seed \(seed)")
    let whole = desk.house.figures(of: twins.portfolio)
    #expect([portfolio.maintenance, portfolio.initial] == [whole.maintenance, whole.initial], "seed \(seed)")
    let apart = twins.isolated.map { desk.house.figures(of: $0) }
    #expect(needs.isolated.maintenance == apart.reduce(0) { $0 + $1.maintenance }, "seed \(seed)")
    #expect(needs.isolated.initial == apart.reduce(0) { $0 + $1.initial }, "seed \(seed)")
    #expect(needs.isolated.collateralToKeep >= needs.cross.collateralToKeep, "seed \(seed)")
  }

  // FIG-4
  @Test(arguments: UInt64(0)..<100)
  func `the collateral to keep is just enough`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var desk = Self.desk(&dice)
    let twins = Self.sameInAllModes(&dice, &desk)
    let needs = desk.house.requirements(of: twins.cross)
    let portfolio = try #require(needs.portfolio)
    for (account, need) in [(twins.cross, needs.cross), (twins.portfolio, portfolio)] {
      #expect(need.collateralToKeep == Self.leastDeposit(account, &desk), "seed \(seed)")
    }
    let apart = twins.isolated.map { Self.leastDeposit($0, &desk) }
    #expect(needs.isolated.collateralToKeep == apart.reduce(0, +), "seed \(seed)")
  }

  /// Found by paying in what is missing and taking one unit out again.
  private static func leastDeposit(_ account: AccountID, _ desk: inout FiguresHouse) -> Int128 {
    guard desk.house.isLiquidatable(account) else { return 0 }
    let figures = desk.house.figures(of: account)
    let missing = Int64(figures.maintenance - figures.equity)
    desk.deposit(missing, to: account)
    guard !desk.house.isLiquidatable(account) else { return -1 }
    desk.withdraw(1, from: account)
    return desk.house.isLiquidatable(account) ? Int128(missing) : -1
  }
}
