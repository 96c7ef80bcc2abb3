import MarketTypes
import Participants
import Testing

private let unit: Int64 = 1_000_000_000
private let million: Int64 = 1_000_000

extension DriftState {
  /// The state of the source's first tests, with changes.
  fileprivate static func quiet(_ change: (inout DriftState) -> Void = { _ in }) -> DriftState {
    var state = DriftState(
      price: 34_562_304, reserve: 10 * unit, maximumReserve: 100_000 * unit, quoteReserve: 10 * unit,
      terminalQuoteReserve: 10 * unit, peg: 34 * million)
    change(&state)
    return state
  }

  /// Users are short, and the curve has little room.
  fileprivate static func tight(_ change: (inout DriftState) -> Void = { _ in }) -> DriftState {
    quiet {
      $0.quoteReserve = 9 * unit
      $0.inventory = -unit
      $0.feePool = 10 * unit
      $0.reserve = 11 * unit
      $0.minimumReserve = 7 * unit
      $0.maximumReserve = 14 * unit
      change(&$0)
    }
  }

  /// A market that has moved and been traded.
  fileprivate static func busy(_ change: (inout DriftState) -> Void = { _ in }) -> DriftState {
    quiet {
      $0.markDeviation = 680_000
      $0.oracleDeviation = 226_666
      $0.longVolume = 10_000 * million
      $0.shortVolume = 30_000 * million
      $0.dailyVolume = 40_000 * million
      change(&$0)
    }
  }
}

/// PAR-10 and PAR-11: the asserted numbers of Drift's own tests, all whole.
@Suite struct DriftSpreadTests {
  private let spread = DriftSpread(base: 1_000, maximum: 200_000)

  private func sides(_ long: Int64, _ short: Int64) -> DriftSides { DriftSides(long: long, short: short) }

  /// PAR-11.
  @Test func `what exceeds the target is scaled down, the larger side up`() {
    for (given, target, capped) in [
      (sides(999, 1), 1_000, sides(999, 1)), (sides(150, 2_221), 1_000, sides(63, 937)),
      (sides(2_510, 110), 2_500, sides(2_396, 104)), (sides(3_905_832_905, 3_582_930), 1_000, sides(1_000, 0)),
      (sides(9_999, 1), 1_000, sides(1_000, 0)), (sides(444, 222), 1_000, sides(444, 222)),
      (sides(2_490, 11), 2_500, sides(2_490, 10)), (sides(501, 501), 1_001, sides(500, 501)),
    ] as [(DriftSides, Int64, DriftSides)] {
      #expect(given.capped(to: target) == capped)
    }
  }

  @Test func `volatility asks more of the side that trades more`() {
    #expect(spread.volatility(.busy()) == sides(819, 2_459))
  }

  @Test func `a quiet market without fees has ten times half the base`() {
    #expect(spread.sides(.quiet()) == sides(5_000, 5_000))
  }

  @Test func `users net long make purchases dear`() {
    func loaded(_ change: (inout DriftState) -> Void) -> DriftState {
      .quiet {
        $0.terminalQuoteReserve = 9 * unit
        $0.inventory = unit
        change(&$0)
      }
    }
    #expect(DriftSpread(base: 1_000, maximum: 20_000).sides(loaded { _ in }) == sides(16_667, 3_333))
    let above = loaded {
      $0.oracleGap = 50_000
      $0.confidence = 10_000
      $0.feePool = million
    }
    #expect(spread.sides(above) == sides(46_869, 60_000))
    let below = loaded {
      $0.oracleGap = -1_287
      $0.confidence = 1
      $0.feePool = million
    }
    #expect(spread.sides(below) == sides(33_255, 500))
    let richer = loaded {
      $0.oracleGap = -1_287
      $0.confidence = 1
      $0.feePool = 2 * million
    }
    #expect(spread.sides(richer) == sides(27_270, 500))
  }

  @Test func `users net short make sales dear`() {
    #expect(spread.sides(.tight { $0.terminalQuoteReserve = 10 * unit }) == sides(500, 67_166))
    #expect(spread.sides(.tight { $0.inventory = -2 * unit }) == sides(500, 133_833))
    func strained(_ change: (inout DriftState) -> Void) -> DriftState {
      .tight {
        $0.inventory = -2 * unit
        $0.terminalQuoteReserve = 11 * unit
        $0.price = 31_106_073
        $0.feePool = million
        change(&$0)
      }
    }
    #expect(spread.sides(strained { $0.feePool = 5 * million }) == sides(345, 199_655))
    #expect(spread.sides(strained { _ in }) == sides(110, 199_890))
    #expect(spread.sides(strained { $0.inventory = 2 * unit }) == sides(199_926, 74))
  }

  @Test func `a moving market with every adjustment`() {
    let spread = DriftSpread(base: 250, maximum: 200_000)
    #expect(spread.sides(.busy()) == sides(8_190, 24_590))
    #expect(DriftSpread(base: 250, maximum: 200_000, adjustment: -50).sides(.busy()) == sides(4_095, 12_295))
    #expect(DriftSpread(base: 250, maximum: 200_000, adjustment: -100).sides(.busy()) == sides(819, 2_459))
    #expect(spread.sides(.busy { $0.feePool = 1_000 }) == sides(819, 2_459))
    func pooled(_ inventory: Int64) -> DriftState {
      .busy {
        $0.feePool = 1_000
        $0.inventory = inventory
      }
    }
    #expect(spread.sides(pooled(unit)) == sides(197_666, 2_334))
    #expect(spread.sides(pooled(-unit)) == sides(819, 22_458))
  }

  @Test func `leverage scales up to ten times`() {
    func state(_ feePool: Int64) -> DriftState {
      .quiet {
        $0.quoteReserve = unit
        $0.terminalQuoteReserve = unit
        $0.peg = 12 * million
        $0.inventory = unit
        $0.price = 12_500_000
        $0.feePool = feePool
      }
    }
    #expect(spread.leverageScale(state(million)) == 10_000_000)
    #expect(spread.leverageScale(state(100 * million)) == 1_125_000)
  }

  @Test func `losses since the last funding make it retreat`() {
    let spread = DriftSpread(base: 250, maximum: 30_000)
    for (revenue, retreat) in [(-91, 910), (-14_000, 3_000), (-10, 0), (-25, 0), (-25_001, 3_000), (91, 0)]
      as [(Int64, Int64)]
    {
      #expect(spread.revenueRetreat(revenue * million, target: 30_000) == retreat)
    }
    func state(_ inventory: Int64) -> DriftState {
      .quiet {
        $0.feePool = 1_000_000 * unit
        $0.revenueSinceFunding = -91 * million
        $0.inventory = inventory
      }
    }
    let without = DriftSides(long: 125, short: 125)
    #expect(spread.sides(state(0)) == sides(without.long + 455, without.short + 455))
    #expect(spread.sides(state(-1)).long == without.long + 455)
    #expect(spread.sides(state(-1)).short == without.short + 910)
    #expect(spread.sides(state(1)).long == without.long + 910)
  }

  /// A side of 819 and one of 2,459, by 1 % more and less: 827.19 is 828, 2,483.59 is 2,484; less than the first step is not.
  @Test func `an adjustment rounds up when it widens and stops at the first step when it narrows`() {
    let fed = DriftState.busy { $0.feePool = 1_000 }
    #expect(DriftSpread(base: 250, maximum: 200_000, adjustment: 1).sides(fed) == sides(828, 2_484))
    #expect(DriftSpread(base: 250, maximum: 200_000, adjustment: -1).sides(fed) == sides(819, 2_459))
    // 8,190 − 81.9 and 24,590 − 245.9: rounded down.
    #expect(DriftSpread(base: 250, maximum: 200_000, adjustment: -1).sides(.busy()) == sides(8_108, 24_344))
    #expect(DriftSpread(base: 0, maximum: 200_000, adjustment: -1).sides(.quiet()) == sides(1, 1))
  }

  @Test func `the target follows the oracle, its confidence and the deviations`() {
    #expect(spread.target(.quiet()) == 200_000)
    #expect(spread.target(.quiet { $0.oracleGap = -300_000 }) == 300_000)
    #expect(spread.target(.quiet { $0.confidence = 150_000 }) == 300_000)
    #expect(spread.target(.quiet { $0.markDeviation = 17_281_152 }) == 500_000)
    #expect(spread.target(.quiet { $0.oracleDeviation = 100_000_000 }) == 1_000_000)
  }

  @Test func `a side's volume fades over an hour`() {
    var flow = DriftFlow()
    flow.observe(notional: 7_200, after: 5)
    flow.observe(notional: 100, after: 1_800)
    #expect(flow.volume == 3_700)
    flow.observe(notional: 0, after: 0)  // counts as a second: 3700 × 3599 ÷ 3600 = 3698.97…
    #expect(flow.volume == 3_698)
    flow.observe(notional: 5, after: 4_000)
    #expect(flow.volume == 5)
    #expect(DriftFlow.deviation(of: 100, average: 97, fiveMinuteAverage: 104) == 4)
    #expect(DriftState.oracleGap(mark: 99, oracle: 100) == -10_101)
  }

  @Test(arguments: UInt64(0)..<300)
  func `both sides together stay within the target and neither is negative`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let spread = DriftSpread(
      base: dice.whole(in: 0...20_000), maximum: dice.whole(in: 1...500_000), adjustment: dice.whole(in: -100...100))
    let state = DriftState(
      price: dice.whole(in: 1...(1 << 40)), oracleGap: dice.whole(in: -1_000_000...1_000_000),
      confidence: dice.whole(in: 0...100_000), markDeviation: dice.whole(in: 0...(1 << 36)),
      oracleDeviation: dice.whole(in: 0...(1 << 36)), longVolume: dice.whole(in: 0...(1 << 50)),
      shortVolume: dice.whole(in: 0...(1 << 50)), dailyVolume: dice.whole(in: 0...(1 << 50)),
      inventory: dice.whole(in: -(1 << 52)...(1 << 52)), reserve: dice.whole(in: 0...(1 << 52)),
      minimumReserve: dice.whole(in: 0...(1 << 52)), maximumReserve: dice.whole(in: 0...(1 << 52)),
      quoteReserve: dice.whole(in: 0...(1 << 52)), terminalQuoteReserve: dice.whole(in: 0...(1 << 52)),
      peg: dice.whole(in: 1...(1 << 52)), feePool: dice.whole(in: -(1 << 52)...(1 << 52)),
      revenueSinceFunding: dice.whole(in: -(1 << 40)...(1 << 40)))
    let sides = spread.sides(state)
    #expect(sides.long >= 0 && sides.short >= 0)
    #expect(sides.long + sides.short <= spread.target(state))
    let distances = sides.distances(at: 50_000)
    #expect(near(distances.bid, Double(sides.short) / 20, within: 1e-9))
    #expect(near(distances.ask, Double(sides.long) / 20, within: 1e-9))
  }
}
