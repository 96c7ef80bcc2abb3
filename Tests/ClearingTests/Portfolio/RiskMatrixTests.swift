import Clearing
import MarketTypes
import Testing

/// Portfolio margin against published numbers.
@Suite struct RiskMatrixTests {
  static let first = InstrumentID(number: 0)

  /// One instrument in a group and class of its own.
  private func alone(
    _ scenarios: [PriceScenario], scanRange: Int64, minimumRate: Int64 = 0, tiers: [ChargeTier]? = nil,
    isInverse: Bool = false, multiplier: Int64 = 1_000_000_000
  ) -> PortfolioRules {
    PortfolioRules(
      scenarios: scenarios,
      instruments: [
        PortfolioInstrument(
          scanRange: Rate(partsPerBillion: scanRange), group: 0, minimumRate: Rate(partsPerBillion: minimumRate),
          isInverse: isInverse)
      ], groups: [PortfolioGroup(ofClass: 0)], classes: [PortfolioClass(offset: .zero)],
      minimumTiers: tiers ?? [ChargeTier(floor: .zero, multiplier: .one)],
      initialMultiplier: Rate(partsPerBillion: multiplier))
  }

  // PFM-1, PFM-3 (V26): long 1 future of $500,000 with a price scan range of $10,000, 2 %. The published array is in tens
  // of dollars, so thirds of the range are 3,330 and 6,670.
  @Test func `a future's array and requirement are SPAN's`() {
    let moves: [Int64] = [0, 333_000_000, -333_000_000, 667_000_000, -667_000_000, 1_000_000_000, -1_000_000_000]
    let extreme = PriceScenario.span().suffix(2)
    let printed = moves.map { PriceScenario(move: Rate(partsPerBillion: $0)) } + extreme
    let matrix = RiskMatrix(alone(printed, scanRange: 20_000_000))
    #expect(matrix.requirement([500_000]) == 10_000)
    let array = printed.indices.map { matrix.loss(in: $0) }
    #expect(array == [0, -3_330, 3_330, -6_670, 6_670, -10_000, 10_000, -7_000, 7_000])
    #expect(matrix.worstScenario == 6)
    #expect(matrix.requirement([-500_000]) == 10_000)
    #expect(matrix.worstScenario == 5)

    let exact = RiskMatrix(alone(PriceScenario.span(), scanRange: 20_000_000))
    #expect(exact.requirement([500_000]) == 10_000)
    let tens = PriceScenario.span().indices.map { (exact.loss(in: $0) + (exact.loss(in: $0) < 0 ? -5 : 5)) / 10 * 10 }
    #expect(tens == array)
    #expect(exact.requirement([-500_000]) == 10_000)
  }

  // PFM-1: three scan ranges of which 33 % is covered stay within the range; twice the range wholly covered does not.
  @Test func `an extreme move counts by the share that is covered`() {
    let three = PriceScenario.span(
      extreme: Rate(partsPerBillion: 3_000_000_000), coverage: Rate(partsPerBillion: 330_000_000))
    let matrix = RiskMatrix(alone(three, scanRange: 20_000_000))
    #expect(matrix.requirement([500_000]) == 10_000)
    #expect(matrix.loss(in: 8) == 9_900)
    let whole = PriceScenario.span(extreme: Rate(partsPerBillion: 2_000_000_000), coverage: .one)
    #expect(RiskMatrix(alone(whole, scanRange: 20_000_000)).requirement([500_000]) == 20_000)
  }

  // PFM-1: grids as TIMS, OKX and Deribit publish them.
  @Test func `a grid's moves are equally spaced`() {
    let halves: [Int64] = [-1_000_000_000, -500_000_000, 0, 500_000_000, 1_000_000_000]
    let thirds: [Int64] = [-1_000_000_000, -666_666_667, -333_333_334, 0, 333_333_334, 666_666_667, 1_000_000_000]
    #expect(PriceScenario.grid(steps: 2).map(\.move.partsPerBillion) == halves)
    #expect(PriceScenario.grid(steps: 3).map(\.move.partsPerBillion) == thirds)
  }

  // PFM-10 (V27): raw charge 30,000, which tiers 10,000 × 1 and the next 60,000 × 2 make 50,000; MR 40,000.
  @Test func `the minimum charge is OKX's`() {
    let tiers = [(0, 1), (10_000, 2), (70_000, 4)].map {
      ChargeTier(floor: Money(units: $0.0), multiplier: Rate(partsPerBillion: $0.1 * 1_000_000_000))
    }
    let grid = PriceScenario.grid(steps: 1)
    let before = RiskMatrix(alone(grid, scanRange: 40_000_000, minimumRate: 30_000_000))
    #expect(before.requirement([1_000_000]) == 40_000)
    let after = RiskMatrix(alone(grid, scanRange: 40_000_000, minimumRate: 30_000_000, tiers: tiers))
    #expect(after.requirement([1_000_000]) == 50_000)
    let margin = after.classMargin(of: 0)
    #expect(margin.minimum == 50_000 && margin.scanApart == 40_000 && margin.requirement == 50_000)
    // At a tier's end, one unit beyond it, and far beyond.
    #expect(after.requirement([70_000 * 100 / 3 + 1]) == 130_001)
    #expect(after.requirement([-10_000_000]) == 10_000 + 120_000 + 4 * 230_000)
  }

  // PFM-2: 6 contracts of 100 $ at 60,000 $ are 1,000,000 units of 10⁻⁸ coin. Down a fifth, they would be worth a
  // quarter more; up a fifth, a sixth less.
  @Test func `an inverse contract's coin value bends the right way`() {
    let matrix = RiskMatrix(alone(PriceScenario.grid(steps: 1), scanRange: 200_000_000, isInverse: true))
    #expect(matrix.requirement([1_000_000]) == 250_000)
    #expect(matrix.loss(in: 2) == -166_666)
    #expect(matrix.requirement([-1_000_000]) == 166_667)
    #expect(matrix.loss(in: 0) == -250_000)
    #expect(matrix.greatestRate(of: Self.first) == 250_000_000)
  }

  // PFM-4, PFM-5, PFM-6, PFM-7, PFM-8, PFM-9, PFM-13: two underlyings A (perpetual, future), B of one class, by hand.
  @Test func `groups offset in full, classes in part, and what hedges pays its basis`() {
    let rules = PortfolioRules(
      scenarios: PriceScenario.grid(steps: 1),
      instruments: [(100_000_000, 0), (100_000_000, 0), (200_000_000, 1), (100_000_000, 2)].map {
        PortfolioInstrument(scanRange: Rate(partsPerBillion: $0.0), group: UInt16($0.1))
      },
      groups: [
        PortfolioGroup(ofClass: 0, basisCharge: Rate(partsPerBillion: 20_000_000)), PortfolioGroup(ofClass: 0),
        PortfolioGroup(ofClass: 1),
      ],
      classes: [PortfolioClass(offset: Rate(partsPerBillion: 250_000_000)), PortfolioClass(offset: .zero)],
      initialMultiplier: Rate(partsPerBillion: 1_300_000_000))
    let matrix = RiskMatrix(rules)
    // 1,000 long and 1,000 short of one underlying: no scan risk, 2 % of the smaller side.
    #expect(matrix.requirement([1_000, -1_000, 0, 0]) == 20)
    // 1,000 against 600: a tenth of the 400 left over, and 2 % of 600.
    #expect(matrix.requirement([1_000, -600, 0, 0]) == 52)
    // Two underlyings the same way: nothing to offset.
    #expect(matrix.requirement([1_000, 0, 1_000, 0]) == 300)
    // Against each other: three quarters of 100 + 200, a quarter of the 100 they lose together.
    #expect(matrix.requirement([1_000, 0, -1_000, 0]) == 250)
    let margin = matrix.classMargin(of: 0)
    #expect(margin.scanApart == 300 && margin.scanJoint == 100 && margin.worstScenario == 2)
    // Another class does not offset.
    #expect(matrix.requirement([1_000, 0, 0, -1_000]) == 200)
    #expect(matrix.loss(in: 0) == 0 && matrix.worstScenario == nil)
    #expect(matrix.initialMargin(where: 250) == 325)
    #expect(matrix.initialMargin(where: 251) == 327)
  }

  // PFM-12: quotes on both sides, an order that closes, one that would pass flat; a tenth each, so the worse side exactly.
  @Test func `open orders of one instrument ask for the worse side`() {
    let matrix = RiskMatrix(alone(PriceScenario.grid(steps: 1), scanRange: 100_000_000))
    #expect(matrix.requirement([0], bids: [1_000], asks: [1_000]) == 100)
    #expect(matrix.requirement([1_000], bids: [0], asks: [1_000]) == 100)
    #expect(matrix.requirement([1_000], bids: [0], asks: [2_500]) == 150)
    #expect(matrix.requirement([1_000], bids: [300], asks: [2_500]) == 150)
    #expect(matrix.requirement([1_000], bids: [700], asks: [2_500]) == 170)
    #expect(matrix.requirement([-1_000], bids: [11], asks: [0]) == 100)
  }

  // PFM-14: sixteen instruments of the largest notional, 2^61 each, that can lose all of it, at every rate there is.
  @Test func `the largest portfolio there can be is counted exactly`() {
    let rules = PortfolioRules(
      scenarios: PriceScenario.grid(steps: 1),
      instruments: (0..<16).map { PortfolioInstrument(scanRange: .one, group: $0 / 2, minimumRate: .one) },
      groups: (0..<8).map { PortfolioGroup(ofClass: $0 / 4) },
      classes: [PortfolioClass(offset: .one), PortfolioClass(offset: Rate(partsPerBillion: 500_000_000))],
      initialMultiplier: Rate(partsPerBillion: 1_000_000_000_000))
    #expect(rules.fault(instrumentCount: 16) == nil)
    let matrix = RiskMatrix(rules)
    let largest = [Int64](repeating: 1 << 61, count: 16)
    let flat = [Int64](repeating: 0, count: 16)
    #expect(matrix.requirement(largest) == 1 << 65)
    #expect(matrix.loss(in: 0) == 1 << 65 && matrix.loss(in: 2) == -(1 << 65))
    #expect(matrix.requirement(largest.map { -$0 }) == 1 << 65)
    #expect(matrix.requirement(flat, bids: largest, asks: largest) == 1 << 65)
    #expect(matrix.requirement(largest, bids: flat, asks: largest) == 1 << 65)
    #expect(matrix.requirement(largest.map { -$0 }, bids: largest.map { $0 + ($0 - 1) }, asks: flat) == 1 << 65)
    #expect(matrix.initialMargin(where: 1 << 65) == 1_000 << 65)
  }

  // A question leaves nothing behind for the next.
  @Test func `a clone answers alike, and an empty portfolio needs nothing`() {
    var dice = PortfolioDice(seed: 5)
    let matrix = RiskMatrix(dice.rules())
    let values = dice.values(matrix.instrumentCount)
    let asked = matrix.requirement(values)
    let copy = matrix.clone()
    matrix.begin()
    #expect(matrix.finish() == 0 && matrix.worstScenario == nil)
    #expect(matrix.classMargin(of: 0).scanApart == 0)
    #expect(copy.requirement(values) == asked)
    #expect(matrix.requirement(values) == asked)
  }
}
