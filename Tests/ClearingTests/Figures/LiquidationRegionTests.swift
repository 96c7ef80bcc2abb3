import Clearing
import MarketTypes
import Testing

@Suite("Liquidation region")
struct LiquidationRegionTests {
  private static func prices(_ ticks: some Sequence<Int64>) -> [Price] { ticks.map { Price(ticks: $0) } }

  // FIG-6: equity 200 + 10 (p − 100) + 10 (q − 100) against 5 % of what each is worth, whose margin is rounded up.
  @Test
  func `the edge is where the other instrument's price leaves it`() {
    let rules = InstrumentRules.perpetual(maximumPrice: 1_000, maintenance: .flat(.percent(5)))
    var desk = FiguresHouse([rules, rules])
    let trader = desk.account(with: 200)
    for instrument in [first, second] {
      desk.mark(100, in: instrument)
      desk.open(10, at: 100, of: trader, in: instrument)
    }
    let grid = Self.prices(stride(from: 10, through: 170, by: 20))
    let region = desk.house.liquidationRegion(of: trader, over: [RegionAxis(first, at: grid)], along: second)
    // 10 (p + q) − 1,800 < (p + q) ÷ 2 from p + q = 189 down, but that each half unit of margin counts as one.
    #expect(region.edges == grid.map { .atOrBelow(Price(ticks: 189 - $0.ticks)) })
    #expect(region.edge(at: [3]) == .atOrBelow(Price(ticks: 119)))
  }

  /// Equity and margin by the textbook, for linear contracts with one rate: what the region is judged by.
  private struct Textbook {
    var cash: Int64
    var holdings: [(lots: Int64, entry: Int64, tickValue: Int64, perMillion: Int64)]

    func isLiquidatable(_ ticks: [Int64]) -> Bool {
      var slack = cash
      for (holding, price) in zip(holdings, ticks) {
        slack += holding.lots * holding.tickValue * (price - holding.entry)
        let scaled = abs(holding.lots) * holding.tickValue * price * holding.perMillion
        slack -= scaled.divided(by: 1_000_000, rounding: .up)
      }
      return slack < 0
    }
  }

  private struct Market: ~Copyable {
    let desk: FiguresHouse
    let trader: AccountID
    let textbook: Textbook
    let marks: [Int64]
  }

  /// Three instruments of prices up to 60, one of them now and then flat, and what stands behind them by the textbook.
  private static func textbook(_ dice: inout Dice) -> Market {
    var textbook = Textbook(cash: 0, holdings: [])
    for _ in 0..<3 {
      let lots = dice.once(in: 6) ? 0 : dice.throwing(1...9) * (dice.once(in: 2) ? 1 : -1)
      textbook.holdings.append((lots, dice.throwing(20...40), dice.throwing(1...3), dice.throwing(0...80_000)))
    }
    var desk = FiguresHouse(
      textbook.holdings.map {
        .perpetual(tickValue: $0.tickValue, maximumPrice: 60, maintenance: .flat(.perMillion($0.perMillion)))
      })
    textbook.cash = dice.throwing(1...500)
    let trader = desk.account(with: textbook.cash)
    let marks = (0..<3).map { _ in dice.throwing(20...40) }
    for (number, holding) in textbook.holdings.enumerated() {
      let instrument = InstrumentID(number: UInt16(number))
      desk.mark(marks[number], in: instrument)
      if holding.lots != 0 { desk.open(holding.lots, at: holding.entry, of: trader, in: instrument) }
    }
    return Market(desk: desk, trader: trader, textbook: textbook, marks: marks)
  }

  // FIG-6: every price of every line through a grid over the two other instruments.
  @Test(arguments: UInt64(0)..<60)
  func `a region holds exactly what the textbook finds liquidatable`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let market = Self.textbook(&dice)
    let (trader, textbook) = (market.trader, market.textbook)
    let one = RegionAxis(third, at: Self.prices([1, 17, 30, 44, 60]))
    let other = RegionAxis(first, at: Self.prices([60, 29, 3]))
    let region = market.desk.house.liquidationRegion(of: trader, over: [one, other], along: second)
    let isFlat = market.desk.house.isFlat(trader)
    for (row, high) in one.prices.enumerated() {
      for (column, low) in other.prices.enumerated() {
        let edge = region.edge(at: [row, column])
        for ticks in Int64(1)...60 {
          let expected = !isFlat && textbook.isLiquidatable([low.ticks, ticks, high.ticks])
          #expect(edge.contains(Price(ticks: ticks)) == expected, "seed \(seed): \(high), \(low), \(ticks)")
        }
      }
    }
  }

  /// Of all combinations of whole ticks, the liquidatable one with the smallest largest move in millionths; of those the
  /// one whose first price moves least, and so on.
  private static func nearest(
    to marks: [Int64], _ moving: Set<Int>, highest: Int64, _ isLiquidatable: ([Int64]) -> Bool
  ) -> (ticks: [Int64], millionths: Int64)? {
    var best: (ticks: [Int64], key: [Int64])?
    func range(_ number: Int) -> ClosedRange<Int64> {
      moving.contains(number) ? 1...highest : marks[number]...marks[number]
    }
    for one in range(0) {
      for two in range(1) {
        for three in marks.count > 2 ? range(2) : 0...0 {
          let ticks = marks.count > 2 ? [one, two, three] : [one, two]
          let moves = zip(ticks, marks).map { abs($0 - $1) }
          let largest = zip(moves, marks).map { ($0 * 1_000_000).divided(by: $1, rounding: .up) }.max()!
          let key = [largest] + moves
          if let best, !key.lexicographicallyPrecedes(best.key) { continue }
          if isLiquidatable(ticks) { best = (ticks, key) }
        }
      }
    }
    return best.map { ($0.ticks, $0.key[0]) }
  }

  // FIG-7: against all 216,000 combinations of three prices.
  @Test(arguments: UInt64(0)..<30)
  func `the nearest point is the nearest of all combinations`(seed: UInt64) {
    var dice = Dice(seed: seed &+ 1_000)
    let market = Self.textbook(&dice)
    let (trader, textbook, marks) = (market.trader, market.textbook, market.marks)
    let moving: Set<Int> = dice.once(in: 3) ? [0, 2] : [0, 1, 2]
    let asked = moving.sorted().map { InstrumentID(number: UInt16($0)) }
    let found = market.desk.house.nearestLiquidation(of: trader, moving: asked.reversed())
    let isFlat = market.desk.house.isFlat(trader)
    let expected = Self.nearest(to: marks, moving, highest: 60) { !isFlat && textbook.isLiquidatable($0) }
    #expect(found?.marks.map(\.instrument) == expected.map { _ in asked }, "seed \(seed)")
    #expect(found?.marks.map(\.price.ticks) == expected.map { found in moving.sorted().map { found.ticks[$0] } })
    #expect(found?.largestMove == expected.map { Rate.perMillion($0.millionths) }, "seed \(seed)")
  }

  // FIG-7
  @Test
  func `of equal distances the lower instrument moves less`() {
    var desk = FiguresHouse([.perpetual(maximumPrice: 1_000), .perpetual(maximumPrice: 1_000)])
    let trader = desk.account(with: 200)
    for instrument in [first, second] {
      desk.mark(100, in: instrument)
      desk.open(10, at: 100, of: trader, in: instrument)
    }
    // 21 ticks must be lost in all: 10 and 11.
    let point = desk.house.nearestLiquidation(of: trader, moving: [second, first])
    #expect(point?.marks.map(\.price.ticks) == [90, 89])
    #expect(point?.largestMove == .percent(11))
    let region = desk.house.liquidationRegion(
      of: trader, over: [RegionAxis(second, at: Self.prices([100]))], along: first)
    #expect(region.nearest == point)
    #expect(region.edges == [.atOrBelow(Price(ticks: 79))])
  }

  // FIG-6, FIG-7
  @Test
  func `flat axes, empty accounts and exempt ones have no edge`() {
    let rules = InstrumentRules.perpetual(maximumPrice: 1_000, maintenance: .flat(.percent(5)))
    var desk = FiguresHouse([rules, rules, rules])
    let (trader, idle) = (desk.account(with: 200), desk.account(with: 1))
    desk.mark(100)
    desk.mark(100, in: second)
    desk.open(10, at: 100, of: trader)
    let grid = Self.prices([50, 85, 100])
    let axis = RegionAxis(first, at: grid)
    // Along what the trader does not hold, and what has no mark, nothing changes.
    for flat in [second, third] {
      let region = desk.house.liquidationRegion(of: trader, over: [axis], along: flat)
      #expect(region.edges == [.everywhere, .nowhere, .nowhere])
      #expect(region.nearest?.marks.first?.price == Price(ticks: 84))
    }
    #expect(desk.house.nearestLiquidation(of: trader, moving: [second, third]) == nil)
    let line = desk.house.liquidationRegion(of: trader, over: [], along: first)
    #expect(line.edges == [.atOrBelow(Price(ticks: 84))])
    #expect(line.edge(at: []) == .atOrBelow(Price(ticks: 84)))
    for nobody in [idle, AccountID(number: 0)] {
      let region = desk.house.liquidationRegion(of: nobody, over: [axis], along: second)
      #expect(region.edges == [.nowhere, .nowhere, .nowhere])
      #expect(region.nearest == nil)
    }
  }

  // FIG-7
  @Test
  func `an account that is liquidatable already is at no distance`() {
    let rules = InstrumentRules.perpetual(maximumPrice: 1_000, maintenance: .flat(.percent(5)))
    var desk = FiguresHouse([rules, rules])
    let trader = desk.account(with: 200)
    desk.mark(80)
    desk.mark(100, in: second)
    desk.open(10, at: 100, of: trader)
    let point = desk.house.nearestLiquidation(of: trader, moving: [first, second])
    #expect(point?.marks.map(\.price.ticks) == [80, 100])
    #expect(point?.largestMove == .zero)
  }

  /// Inverse and linear contracts together, for an account under cross or portfolio margin.
  private static func mixed(_ dice: inout Dice, _ kind: AccountKind) -> Market {
    var portfolio = PortfolioRules.oneGroup(
      2, scanRange: .percent(dice.throwing(2...30)), basisCharge: .percent(dice.throwing(0...10)))
    portfolio.instruments[1].isInverse = true
    var desk = FiguresHouse(
      [
        .perpetual(tickValue: 7_000, maximumPrice: 60, maintenance: .flat(.percent(4))),
        // In coin of which a lot has a hundred million at a tick: roundings cannot be seen.
        .inverse(tickValue: 100_000_000, maximumPrice: 60, maintenance: .flat(.percent(3))),
      ], portfolio: portfolio)
    let trader = desk.account(kind)
    let marks = [dice.throwing(20...40), dice.throwing(20...40)]
    for (number, instrument) in [first, second].enumerated() {
      desk.mark(marks[number], in: instrument)
      desk.open(dice.throwing(1...9) * (dice.once(in: 2) ? 1 : -1), at: marks[number], of: trader, in: instrument)
    }
    let figures = desk.house.figures(of: trader)
    desk.deposit(Int64(figures.notional) / dice.throwing(4...20), to: trader)
    return Market(desk: desk, trader: trader, textbook: Textbook(cash: 0, holdings: []), marks: marks)
  }

  // FIG-6, FIG-7: inverse contracts and portfolio margin, against accounts really valued at each pair of marks.
  @Test(arguments: UInt64(0)..<30, [AccountKind.cross, .portfolio])
  func `inverse contracts and portfolio margin have regions too`(seed: UInt64, kind: AccountKind) {
    var dice = Dice(seed: seed)
    let market = Self.mixed(&dice, kind)
    let (trader, marks) = (market.trader, market.marks)
    let region = market.desk.house.liquidationRegion(
      of: trader, over: [RegionAxis(first, at: Self.prices(1...60))], along: second)
    var truth: Set<[Int64]> = []
    for one in Int64(1)...60 {
      let edge = region.edge(at: [Int(one) - 1])
      for other in Int64(1)...60 {
        let expected = market.desk.isLiquidatable(trader, at: [one, other])
        if expected { truth.insert([one, other]) }
        #expect(edge.contains(Price(ticks: other)) == expected, "seed \(seed): \(one), \(other)")
      }
    }
    let expected = Self.nearest(to: marks, [0, 1], highest: 60) { truth.contains($0) }
    #expect(region.nearest?.marks.map(\.price.ticks) == expected?.ticks, "seed \(seed)")
    #expect(region.nearest?.largestMove == expected.map { Rate.perMillion($0.millionths) }, "seed \(seed)")
  }
}
