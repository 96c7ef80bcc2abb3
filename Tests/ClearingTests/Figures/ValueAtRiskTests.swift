import Clearing
import MarketTypes
import Testing

@Suite("Value at risk")
struct ValueAtRiskTests {
  /// One lot long at 100, and falls of 1 % to 100 %: losses of 1 to 100, but that no price falls below a tick.
  private static func risk(at confidence: Rate) -> ValueAtRisk {
    var desk = FiguresHouse([.perpetual(tickValue: 1)])
    let trader = desk.account(with: 1_000)
    desk.mark(100)
    desk.open(1, at: 100, of: trader)
    // In no order: 37 and 101 have no divisor in common.
    let falls = (1...100).map { MarketMove([.percent(-(Int64($0) * 37 % 101))]) }
    return desk.house.valueAtRisk(of: trader, under: falls, confidence: confidence)
  }

  // FIG-9, FIG-10: at 97.5 % the tail is the two largest losses and half the third: (99 + 99 + 49) ÷ 2.5 = 98.8.
  @Test(arguments: [
    (99_000_000_0, 99, 99), (95_000_000_0, 95, 98), (97_500_000_0, 98, 99), (1_000_000_000, 99, 99), (0, 1, 51),
  ])
  func `quantile and expected shortfall of a hundred losses`(confidence: Int64, quantile: Int64, shortfall: Int64) {
    let risk = Self.risk(at: Rate(partsPerBillion: confidence))
    #expect(risk.lossQuantile == Int128(quantile))
    #expect(risk.expectedShortfall == Int128(shortfall))
    #expect(risk.largestLoss == 99)
    // Falls of 99 % and 100 % leave the same one tick; the first of the two is the 99 %: 37 × 30 = 99 + 10 × 101.
    #expect(risk.worstMove == min(Self.place(of: 99), Self.place(of: 100)))
  }

  private static func place(of fall: Int) -> Int { (1...100).first { $0 * 37 % 101 == fall }! - 1 }

  /// The definition by counting: every move is written down as often as its weight says.
  private static func naive(_ losses: [Int128], weights: [Int64], perMille: Int64) -> (Int128, Int128) {
    var all: [Int128] = []
    for (loss, weight) in zip(losses, weights) { all += Array(repeating: loss, count: Int(weight)) }
    all.sort()
    let count = Int64(all.count)
    let quantile = all.indices.first { (Int64($0) + 1) * 1_000 >= perMille * count }.map { all[$0] }!
    // In thousandths of an entry, from the worst on.
    var left = (1_000 - perMille) * count
    var sum: Int128 = 0
    for loss in all.reversed() {
      sum += Int128(min(left, 1_000)) * loss
      left -= min(left, 1_000)
    }
    let tail = Int128((1_000 - perMille) * count)
    return (quantile, tail == 0 ? all.last! : sum.divided(by: tail, rounding: .up))
  }

  // FIG-8 to FIG-10: linear and inverse positions of either sign and an asset, against formulas that share no code.
  @Test(arguments: UInt64(0)..<200)
  func `weights are numbers of copies, and losses are what holdings lose`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let asset = AssetRules(
      tickValue: Money(units: 2), maximumPrice: Price(ticks: 1_000), maximumBalance: Money(units: 1_000),
      haircuts: [HaircutTier(floor: .zero, haircut: .percent(10))])
    var desk = FiguresHouse(
      [
        .perpetual(tickValue: 3, maximumPrice: 10_000),
        .inverse(tickValue: 1_000_000, maximumPrice: 10_000, maintenance: .flat(.zero)),
      ], assets: [asset])
    let trader = desk.account(with: 1_000)
    let (linear, inverse) = (dice.throwing(-9...9), dice.throwing(-9...9))
    let marks = [dice.throwing(50...2_000), dice.throwing(50...2_000), dice.throwing(1...1_000)]
    desk.mark(marks[0])
    desk.mark(marks[1], in: second)
    desk.price(marks[2], of: AssetID(number: 1))
    if linear != 0 { desk.open(linear, at: 700, of: trader) }
    if inverse != 0 { desk.open(inverse, at: 700, of: trader, in: second) }
    desk.deposit(7, of: AssetID(number: 1), to: trader)

    func after(_ number: Int, _ thousandths: Int64, up: Bool, highest: Int64) -> Int64 {
      let moved = (marks[number] * (1_000 + thousandths)).divided(by: 1_000, rounding: up ? .up : .down)
      return min(max(moved, 1), highest)
    }
    func coin(_ lots: Int64, _ ticks: Int64) -> Int64 { (-lots * 1_000_000).divided(by: ticks, rounding: .down) }
    func counted(_ ticks: Int64) -> Int64 { (7 * 2 * ticks * 9).divided(by: 10, rounding: .down) }
    var (moves, losses, weights): ([MarketMove], [Int128], [Int64]) = ([], [], [])
    for _ in 0..<dice.throwing(1..<12) {
      let thousandths = (0..<3).map { _ in dice.throwing(-1_000...1_500) }
      let rates = thousandths.map { Rate.perMillion($0 * 1_000) }
      let halves = dice.throwing(1...2)
      weights.append(dice.throwing(0...5))
      moves.append(
        MarketMove(
          [rates[0], rates[1]], assets: [rates[2]], weight: weights.last!, coverage: .percent(50 * halves)))
      let one = linear * 3 * (marks[0] - after(0, thousandths[0], up: linear <= 0, highest: 10_000))
      let other =
        coin(inverse, marks[1]) - coin(inverse, after(1, thousandths[1], up: inverse <= 0, highest: 10_000))
      let brought = counted(marks[2]) - counted(after(2, thousandths[2], up: false, highest: 1_000))
      losses.append(Int128(((one + other + brought) * halves).divided(by: 2, rounding: .up)))
    }
    weights[0] += 1
    moves[0].weight += 1
    for (move, loss) in zip(moves, losses) {
      #expect(desk.house.loss(of: trader, under: move) == loss, "seed \(seed): \(move)")
    }
    let perMille = dice.throwing(0...1_000)
    let risk = desk.house.valueAtRisk(of: trader, under: moves, confidence: .perMillion(perMille * 1_000))
    let expected = Self.naive(losses, weights: weights, perMille: perMille)
    #expect((risk.lossQuantile, risk.expectedShortfall) == expected, "seed \(seed)")
    #expect(risk.expectedShortfall >= risk.lossQuantile, "seed \(seed)")
  }

  // FIG-8, PFM-1, PFM-2: marks and moves that come out in whole ticks, coverage of the extremes and all.
  @Test(arguments: UInt64(0)..<50)
  func `under the venue's own scenarios losses are the scenario matrix's`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var rules = PortfolioRules.oneGroup(2, scanRange: .percent(20))
    rules.scenarios = PriceScenario.grid(steps: 4) + PriceScenario.span().suffix(2)
    var desk = FiguresHouse([.perpetual(), .perpetual(tickValue: 4)], portfolio: rules)
    let trader = desk.account()
    let lots = [dice.throwing(-20...20), dice.throwing(-20...20)]
    let matrix = RiskMatrix(rules)
    matrix.begin()
    for (number, tickValue) in [(0, 1), (1, 4)] as [(Int, Int64)] {
      let instrument = InstrumentID(number: UInt16(number))
      let mark = 100 * dice.throwing(1...50)
      desk.mark(mark, in: instrument)
      if lots[number] != 0 { desk.open(lots[number], at: 3_000, of: trader, in: instrument) }
      matrix.add(lots[number] * mark * tickValue, of: instrument)
    }
    _ = matrix.finish()
    for (scenario, move) in rules.marketMoves.enumerated() {
      #expect(desk.house.loss(of: trader, under: move) == matrix.loss(in: scenario), "seed \(seed): row \(scenario)")
    }
  }

  // FIG-9
  @Test(
    arguments: [
      ([], 0, "the weights must come to between 1 and 2^24"),
      ([MarketMove([], weight: 0)], 0, "the weights must come to between 1 and 2^24"),
      ([MarketMove([], weight: 1 << 24), MarketMove([])], 0, "the weights must come to between 1 and 2^24"),
      ([MarketMove([])], -1, "the confidence must be between 0 and 1"),
      ([MarketMove([])], 1_000_000_001, "the confidence must be between 0 and 1"),
      ([MarketMove([]), MarketMove([.percent(-101)])], 0, "move 1: a price can fall by at most the whole of itself"),
      ([MarketMove([], assets: [.percent(-101)])], 0, "move 0: a price can fall by at most the whole of itself"),
      ([MarketMove([], weight: -1)], 0, "move 0: a weight of -1"),
      ([MarketMove([], coverage: .percent(101))], 0, "move 0: the coverage must be between 0 and 1"),
      ([MarketMove([])], 1_000_000_000, nil),
    ] as [([MarketMove], Int64, String?)])
  func `a question that makes no sense is named`(moves: [MarketMove], confidence: Int64, fault: String?) {
    #expect(MarketMove.fault(of: moves, at: Rate(partsPerBillion: confidence)) == fault)
  }
}
