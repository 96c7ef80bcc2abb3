import Clearing
import MarketTypes
import TestSupport
import Testing

/// What holds for every matrix and every portfolio. Each seed draws rules, then many portfolios.
@Suite struct RiskMatrixLawTests {
  // PFM-2 to PFM-12.
  @Test(arguments: seeds(200))
  func `requirements are the naive twin's, in whatever order positions come`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed)
    let rules = dice.rules()
    #expect(rules.fault(instrumentCount: rules.instruments.count) == nil, "seed \(seed)")
    let matrix = RiskMatrix(rules)
    let twin = NaivePortfolio(rules: rules)
    let count = rules.instruments.count
    for step in 0..<100 {
      let values = dice.values(count)
      #expect(
        matrix.requirement(values, order: (0..<count).reversed()) == twin.requirement(values),
        "seed \(seed), step \(step): \(values)")
      let scenario = dice.random.below(rules.scenarios.count)
      #expect(matrix.loss(in: scenario) == twin.loss(values, in: scenario), "seed \(seed), step \(step): \(values)")
      let (bids, asks) = (dice.values(count).map { abs($0) / 2 }, dice.values(count).map { abs($0) / 2 })
      #expect(
        matrix.requirement(values, bids: bids, asks: asks) == twin.requirement(values, bids: bids, asks: asks),
        "seed \(seed), step \(step): \(values) \(bids) \(asks)")
    }
    for index in 0..<count {
      let rate = matrix.greatestRate(of: InstrumentID(number: UInt16(index)))
      #expect(Int128(rate) == twin.slope(of: index), "seed \(seed), instrument \(index)")
    }
  }

  // PFM-14: 100,000 pairs.
  @Test(arguments: seeds(100))
  func `no requirement moves faster than the greatest rates`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed &+ 1_000)
    let rules = dice.rules()
    let matrix = RiskMatrix(rules)
    let count = rules.instruments.count
    for step in 0..<1_000 {
      let values = dice.values(count)
      let reach = Int64(1) << dice.random.from(0, through: 59)
      let others = values.map { dice.random.once(in: 3) ? $0 : $0 + dice.random.from(-reach, through: reach) }
      var travel: Int128 = 0
      for index in 0..<count {
        let rate = matrix.greatestRate(of: InstrumentID(number: UInt16(index)))
        travel += Int128((others[index] - values[index]).magnitude) * Int128(rate)
      }
      let (here, there) = (matrix.requirement(values), matrix.requirement(others))
      #expect(
        abs(here - there) <= travel.divided(by: 1_000_000_000, rounding: .up),
        "seed \(seed), step \(step): \(values) \(others)")
    }
  }

  // PFM-14: the bound is met, so none smaller would do.
  @Test func `a position alone is as steep as its greatest rate`() {
    let rules = PortfolioRules(
      scenarios: PriceScenario.span(),
      instruments: [PortfolioInstrument(scanRange: Rate(partsPerBillion: 123_456_789), group: 0)],
      groups: [PortfolioGroup(ofClass: 0)], classes: [PortfolioClass(offset: .zero)])
    let matrix = RiskMatrix(rules)
    #expect(matrix.greatestRate(of: InstrumentID(number: 0)) == 123_456_789)
    #expect(matrix.requirement([1_000_000_000_000]) - matrix.requirement([1_000_000_000]) == 123_333_332_211)
  }

  // PFM-3: rounding is against the account, and by less than a billionth of the value and a unit.
  @Test(arguments: seeds(200))
  func `what is asked is never below the exact rational requirement`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed &+ 2_000)
    let scan = dice.random.from(0, through: 450_000_000)
    let move = dice.random.from(-2_000_000_000, through: 2_000_000_000)
    let coverage = dice.random.from(0, through: 1_000_000_000)
    let isInverse = scan < 200_000_000
    let rules = PortfolioRules(
      scenarios: [PriceScenario(move: Rate(partsPerBillion: move), coverage: Rate(partsPerBillion: coverage))],
      instruments: [
        PortfolioInstrument(scanRange: Rate(partsPerBillion: scan), group: 0, isInverse: isInverse)
      ], groups: [PortfolioGroup(ofClass: 0)], classes: [PortfolioClass(offset: .one)])
    let matrix = RiskMatrix(rules)
    for value in [Int64(1), 999_999_999, 12_345_678, -1, -987_654_321, -7] {
      let asked = matrix.requirement([value])
      // loss = −value × coverage × move × scan ÷ 10²⁷, over (1 + move × scan ÷ 10¹⁸) for an inverse contract.
      let change = Int128(move) * Int128(scan)
      let under = 1_000_000_000 * (1_000_000_000_000_000_000 + (isInverse ? change : 0))
      let over = max(0, -Int128(value) * Int128(coverage) * change)
      #expect(asked * under >= over, "seed \(seed): \(value)")
      let slackest = over + under + under / 1_000_000_000 * Int128(value.magnitude)
      #expect(asked * under <= slackest, "seed \(seed): \(value)")
    }
  }

  // PFM-4, PFM-7: two portfolios together never need more than apart, where neither basis nor rising tiers are charged.
  @Test(arguments: seeds(100))
  func `a hedged book pays no more than the sum of its parts`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed &+ 3_000)
    var rules = dice.rules()
    rules.minimumTiers = [rules.minimumTiers[0]]
    for group in rules.groups.indices { rules.groups[group].basisCharge = .zero }
    let matrix = RiskMatrix(rules)
    let count = rules.instruments.count
    for step in 0..<100 {
      let (one, other) = (dice.values(count), dice.values(count))
      let both = zip(one, other).map { $0 + $1 }
      #expect(
        matrix.requirement(both) <= matrix.requirement(one) + matrix.requirement(other),
        "seed \(seed), step \(step): \(one) \(other)")
    }
  }

  // PFM-4: positions that all lose in the same scenarios hide nothing.
  @Test(arguments: seeds(100))
  func `positions of one side never need less than any of them alone`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed &+ 4_000)
    let rules = dice.rules()
    let matrix = RiskMatrix(rules)
    let count = rules.instruments.count
    for step in 0..<100 {
      let sign: Int64 = dice.random.once(in: 2) ? 1 : -1
      let values = dice.values(count).map { sign * abs($0) }
      let whole = matrix.requirement(values)
      for index in 0..<count {
        var alone = [Int64](repeating: 0, count: count)
        alone[index] = values[index]
        #expect(matrix.requirement(alone) <= whole, "seed \(seed), step \(step), instrument \(index): \(values)")
      }
    }
  }

  // PFM-11.
  @Test(arguments: seeds(100))
  func `reducing a position that stands alone never raises its requirement`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed &+ 5_000)
    let rules = dice.rules()
    let matrix = RiskMatrix(rules)
    for step in 0..<100 {
      var values = [Int64](repeating: 0, count: rules.instruments.count)
      let index = dice.random.below(values.count)
      values[index] = dice.values(1)[0]
      let before = matrix.requirement(values)
      values[index] = values[index] / 1_000 * dice.random.from(0, through: 1_000)
      #expect(matrix.requirement(values) <= before, "seed \(seed), step \(step): to \(values[index])")
    }
  }

  // PFM-7: no offset is every group by itself; a whole one is all of them as one.
  @Test(arguments: seeds(100))
  func `a class offset of 0 adds groups up and of 1 makes them one`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed &+ 6_000)
    var rules = dice.rules()
    rules.minimumTiers = [ChargeTier(floor: .zero, multiplier: .zero)]
    for group in rules.groups.indices { rules.groups[group] = PortfolioGroup(ofClass: 0) }
    func matrix(offset: Rate, apart: Bool = false, joint: Bool = false) -> RiskMatrix {
      var changed = rules
      changed.classes = rules.groups.map { _ in PortfolioClass(offset: offset) }
      for group in rules.groups.indices where apart { changed.groups[group].ofClass = UInt16(group) }
      for index in rules.instruments.indices where joint { changed.instruments[index].group = 0 }
      return RiskMatrix(changed)
    }
    let none = matrix(offset: .zero)
    let whole = matrix(offset: .one)
    let apart = matrix(offset: .one, apart: true)
    let joint = matrix(offset: .zero, joint: true)
    for step in 0..<100 {
      let values = dice.values(rules.instruments.count)
      #expect(none.requirement(values) == apart.requirement(values), "seed \(seed), step \(step): \(values)")
      #expect(whole.requirement(values) == joint.requirement(values), "seed \(seed), step \(step): \(values)")
    }
  }

  // PFM-4: value at risk by scenario is always covered.
  @Test(arguments: seeds(50))
  func `no scenario loses more than is asked`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed &+ 7_000)
    let rules = dice.rules()
    let matrix = RiskMatrix(rules)
    for step in 0..<100 {
      let values = dice.values(rules.instruments.count)
      let asked = matrix.requirement(values)
      let losses = rules.scenarios.indices.map { matrix.loss(in: $0) }
      #expect(losses.allSatisfy { $0 <= asked }, "seed \(seed), step \(step): \(values)")
      #expect(matrix.worstScenario == (losses.max()! > 0 ? losses.firstIndex(of: losses.max()!) : nil))
    }
  }

  // PFM-12: fills of any part of the orders, in all instruments at once, leave a portfolio that was paid for.
  @Test(arguments: seeds(100))
  func `orders that fill or leave never raise what is asked`(seed: UInt64) {
    var dice = PortfolioDice(seed: seed &+ 8_000)
    let rules = dice.rules()
    let matrix = RiskMatrix(rules)
    let count = rules.instruments.count
    for step in 0..<50 {
      let values = dice.values(count).map { $0 / 4 }
      let bids = dice.values(count).map { abs($0) / 4 }
      let asks = dice.values(count).map { abs($0) / 4 }
      let asked = matrix.requirement(values, bids: bids, asks: asks)
      #expect(asked >= matrix.requirement(values), "seed \(seed), step \(step)")
      var (held, restBids, restAsks) = (values, bids, asks)
      for index in 0..<count {
        let bought = bids[index] / 10 * dice.random.from(0, through: 10)
        let sold = asks[index] / 10 * dice.random.from(0, through: 10)
        held[index] += bought - sold
        restBids[index] = dice.random.once(in: 3) ? 0 : bids[index] - bought
        restAsks[index] = dice.random.once(in: 3) ? 0 : asks[index] - sold
      }
      #expect(
        matrix.requirement(held, bids: restBids, asks: restAsks) <= asked,
        "seed \(seed), step \(step): \(values) \(bids) \(asks) to \(held) \(restBids) \(restAsks)")
      // Nor is it more than positions as they are, with the larger side at the greatest rate.
      var coarse = matrix.requirement(values) * 1_000_000_000
      for index in 0..<count {
        let rate = matrix.greatestRate(of: InstrumentID(number: UInt16(index)))
        coarse += Int128(max(bids[index], asks[index])) * Int128(rate)
      }
      #expect(asked <= coarse.divided(by: 1_000_000_000, rounding: .up), "seed \(seed), step \(step)")
    }
  }
}
