import Mathematics
import Participants
import Testing

/// PAR-5 and PAR-6: Guéant, Lehalle and Fernandez-Tapia, σ .3, A .9, k .3, γ .01, Q 30, 600 s.
@Suite struct GueantLehalleFernandezTapiaTests {
  private let maker = GueantLehalleFernandezTapia(riskAversion: 0.01, volatility: 0.3, fillDecay: 0.3, fillRate: 0.9)

  @Test func `constants are met`() {
    #expect(near(maker.fillPremium, 3.278982282, within: 5e-10))
    #expect(near(maker.skew, 0.067865833, within: 5e-10))
    #expect(near(maker.mixingRate, 0.325678356, within: 5e-10))
  }

  @Test func `the closed form is met`() {
    let flat = maker.distances(inventory: 0)
    #expect(near(flat.bid, 3.312915199, within: 5e-10) && near(flat.ask, 3.312915199, within: 5e-10))
    #expect(near(flat.spread, 2 * maker.fillPremium + maker.skew, within: 1e-14))
    let long = maker.distances(inventory: 5)
    #expect(near(long.bid, 3.652244361, within: 5e-10))
    #expect(near(long.ask, 2.973586036, within: 5e-10))
  }

  @Test(arguments: [1, 7, 600])
  func `the exact distances are met, whatever the grid`(steps: Int) {
    let table = maker.table(limit: 30, horizon: 600, steps: steps)
    let flat = table.distances(inventory: 0, remaining: 600)
    #expect(near(flat.bid, 3.313045410, within: 5e-10) && near(flat.ask, 3.313045410, within: 5e-10))
    let long = table.distances(inventory: 5, remaining: 600)
    #expect(near(long.bid, 3.653479443, within: 5e-10))
    #expect(near(long.ask, 2.972521773, within: 5e-10))
    #expect(near(table.distances(inventory: 10, remaining: 600).bid, 3.992932562, within: 5e-10))
  }

  @Test func `nothing is bid at the limit and nothing asked at its negative`() {
    let table = maker.table(limit: 3, horizon: 60, steps: 10)
    let limited = GueantLehalleFernandezTapia(
      riskAversion: 0.01, volatility: 0.3, fillDecay: 0.3, fillRate: 0.9, limit: 3)
    for formula in [table, limited] as [any QuoteFormula] {
      for (inventory, bids, asks) in [
        (-9.0, true, false), (-3, true, false), (-2.5, true, false), (-2, true, true), (0, true, true), (2, true, true),
        (2.01, false, true), (3, false, true), (9, false, true),
      ] {
        let distances = formula.distances(inventory: inventory, remaining: 30)
        #expect((distances.bid != nil) == bids, "\(inventory)")
        #expect((distances.ask != nil) == asks, "\(inventory)")
      }
    }
    #expect(maker.distances(inventory: 900).bid != nil)
  }

  @Test func `without risk aversion only the limit and the horizon count`() {
    let neutral = GueantLehalleFernandezTapia(riskAversion: 0, volatility: 0.3, fillDecay: 0.3, fillRate: 0.9)
    #expect(neutral.skew == 0)
    #expect(near(neutral.mixingRate, 0.9 * exp(-1), within: 1e-15))
    let distances = neutral.distances(inventory: 4)
    #expect(near(distances.bid, 1 / 0.3, within: 1e-14) && near(distances.ask, 1 / 0.3, within: 1e-14))
  }

  /// PAR-4, PAR-5: γ ÷ k so small that its inverse overflows.
  @Test(arguments: [1e-300, .leastNonzeroMagnitude, 1e-13])
  func `next to no risk aversion is none`(riskAversion: Double) {
    var maker = GueantLehalleFernandezTapia(riskAversion: riskAversion, volatility: 0, fillDecay: 1e12, fillRate: 0.9)
    #expect(maker.distances(inventory: 4) == QuoteDistances(bid: 1e-12, ask: 1e-12))
    maker.volatility = 3
    #expect(near(maker.mixingRate, 0.9 * exp(-1), within: 1e-15))
    let formula = AvellanedaStoikov(riskAversion: riskAversion, volatility: 0, fillDecay: 1e12)
    #expect(formula.distances(inventory: 4, remaining: 1) == QuoteDistances(bid: 1e-12, ask: 1e-12))
  }

  @Test func `far from horizon and limit the table is the closed form, nearly`() {
    let table = maker.table(limit: 80, horizon: 3_600, steps: 4)
    for inventory in stride(from: -5.0, through: 5, by: 1) {
      let exact = table.distances(inventory: inventory, remaining: 3_600)
      let closed = maker.distances(inventory: inventory)
      #expect(abs((exact.bid ?? 0) - (closed.bid ?? 1)) < 2e-3)
      #expect(abs((exact.ask ?? 0) - (closed.ask ?? 1)) < 2e-3)
    }
  }
}

/// PAR-7: Cartea and Jaimungal, one market order a second each way, κ 100, α 10^-4, limit 3, 30 s left.
@Suite struct CarteaJaimungalTests {
  private func maker(_ runningPenalty: Double, sales: Double = 1) -> CarteaJaimungal {
    CarteaJaimungal(
      purchaseRate: 1, saleRate: sales, fillDecay: 100, runningPenalty: runningPenalty, terminalPenalty: 1e-4, limit: 3)
  }

  @Test func `a mild penalty gives the published distances`() {
    let table = maker(1e-4).table(horizon: 30, steps: 30)
    let flat = table.distances(inventory: 0, remaining: 30)
    #expect(near(flat.bid, 0.01108263, within: 5e-9) && near(flat.ask, 0.01108263, within: 5e-9))
    let long = table.distances(inventory: 1, remaining: 30)
    #expect(near(long.ask, 0.00891737, within: 5e-9))
    #expect(near(long.bid, 0.01345841, within: 5e-9))
    #expect(near(table.distances(inventory: 3, remaining: 30).ask, 0.00287332, within: 5e-9))
  }

  @Test func `a strong penalty asks below fair, unless it must not`() {
    let table = maker(1e-3).table(horizon: 30, steps: 1)
    let flat = table.distances(inventory: 0, remaining: 30)
    #expect(near(flat.bid, 0.01290891, within: 5e-9) && near(flat.ask, 0.01290891, within: 5e-9))
    #expect(near(table.distances(inventory: 1, remaining: 30).ask, 0.00709109, within: 5e-9))
    let full = table.distances(inventory: 3, remaining: 30)
    #expect(near(full.ask, -0.00371599, within: 5e-9))
    #expect(full.bid == nil)
    #expect(full.atLeast(0) == QuoteDistances(bid: nil, ask: 0))
  }

  /// h solves dh/dτ = −φ q² + (rate ÷ κ e)(e^(κ (h(q+1) − h(q))) + e^(κ (h(q−1) − h(q)))), by small Euler steps.
  @Test func `the table solves the control problem's own equation`() {
    let maker = maker(1e-3, sales: 2.5)
    let table = maker.table(horizon: 2, steps: 8)
    var h = (-3...3).map { -maker.terminalPenalty * Double($0 * $0) }
    let steps = 200_000
    for _ in 0..<steps {
      var next = h
      for row in 0..<7 {
        var rate = -maker.runningPenalty * Double((row - 3) * (row - 3))
        if row < 6 { rate += maker.saleRate / (100 * exp(1)) * exp(100 * (h[row + 1] - h[row])) }
        if row > 0 { rate += maker.purchaseRate / (100 * exp(1)) * exp(100 * (h[row - 1] - h[row])) }
        next[row] += rate * 2 / Double(steps)
      }
      h = next
    }
    for inventory in -3...3 {
      let distances = table.distances(inventory: Double(inventory), remaining: 2)
      let here = h[inventory + 3]
      if inventory < 3 { #expect(near(distances.bid, 0.01 + here - h[inventory + 4], within: 1e-6)) }
      if inventory > -3 { #expect(near(distances.ask, 0.01 + here - h[inventory + 2], within: 1e-6)) }
    }
  }
}

/// PAR-6, PAR-7: rates of which one is many times the other, which no double holds to the power of the limit.
@Suite struct `A table of rates that differ widely` {
  private func table(_ purchases: Double, _ sales: Double, limit: Int = 100, steps: Int = 1) -> QuoteTable {
    CarteaJaimungal(
      purchaseRate: purchases, saleRate: sales, fillDecay: 0.3, runningPenalty: 1e-3, terminalPenalty: 1e-3,
      limit: limit
    ).table(horizon: 3_600, steps: steps)
  }

  /// With w_q = (purchases ÷ sales)^(q ÷ 2) u_q, u is the table of two rates of √(purchases × sales). Far from the horizon
  /// both have forgotten where they began, and the distances are log(sales ÷ purchases) ÷ 2κ further on one side.
  @Test(arguments: [(1e-3, 1e3), (1, 1_000), (0.01, 100), (1e-6, 1e4), (1e3, 1e-3)])
  func `has the distances of equal rates and a shift`(purchases: Double, sales: Double) throws {
    let mean = (purchases * sales).squareRoot()
    let (uneven, even) = (table(purchases, sales), table(mean, mean))
    let shift = log(sales / purchases) / 2 / 0.3
    for inventory in stride(from: -100.0, through: 100, by: 10) {
      let (left, right) = (
        uneven.distances(inventory: inventory, remaining: 3_600), even.distances(inventory: inventory, remaining: 3_600)
      )
      if let bid = right.bid { #expect(near(left.bid, bid + shift, within: 1e-6), "\(inventory)") }
      if let ask = right.ask { #expect(near(left.ask, ask - shift, within: 1e-6), "\(inventory)") }
    }
  }

  /// At the horizon only α is left: 1 ÷ κ + α (2q + 1).
  @Test func `is right at the horizon too, and mirrored with its rates exchanged`() {
    let (one, other) = (table(1e-6, 1e4, steps: 50), table(1e4, 1e-6, steps: 50))
    for inventory in stride(from: -100.0, through: 99, by: 1) {
      let bid = one.distances(inventory: inventory, remaining: 0).bid
      #expect(near(bid, 1 / 0.3 + 1e-3 * (2 * inventory + 1), within: 1e-9))
      for remaining in [72.0, 1_000, 3_600] {
        let left = one.distances(inventory: inventory, remaining: remaining).bid
        let right = other.distances(inventory: -inventory, remaining: remaining).ask
        #expect(left?.isFinite == true && near(left, right ?? 0, within: 1e-6))
      }
    }
  }
}

/// PAR-6: between the points of a table.
@Suite struct QuoteTableTests {
  private let maker = GueantLehalleFernandezTapia(riskAversion: 0.1, volatility: 2, fillDecay: 1.5, fillRate: 140)

  @Test func `at the horizon inventory does not matter`() {
    let table = maker.table(limit: 5, horizon: 1, steps: 50)
    for inventory in [-4.0, 0, 2.5, 4] {
      let distances = table.distances(inventory: inventory, remaining: 0)
      #expect(near(distances.bid, maker.fillPremium, within: 1e-14))
      #expect(near(distances.ask, maker.fillPremium, within: 1e-14))
    }
  }

  @Test func `a finer grid has the same points`() {
    let coarse = maker.table(limit: 6, horizon: 1, steps: 10)
    let fine = maker.table(limit: 6, horizon: 1, steps: 40)
    for moment in 0...10 {
      for inventory in -6...6 {
        let left = coarse.distances(inventory: Double(inventory), remaining: Double(moment) / 10)
        let right = fine.distances(inventory: Double(inventory), remaining: Double(moment) / 10)
        if let bid = left.bid { #expect(near(right.bid, bid, within: 1e-11)) }
        if let ask = left.ask { #expect(near(right.ask, ask, within: 1e-11)) }
        #expect((left.bid == nil) == (right.bid == nil) && (left.ask == nil) == (right.ask == nil))
      }
    }
  }

  @Test func `between its points it is linear, and earlier than its first it stays`() {
    let table = maker.table(limit: 6, horizon: 1, steps: 4)
    func bid(_ inventory: Double, _ remaining: Double) -> Double {
      table.distances(inventory: inventory, remaining: remaining).bid ?? .nan
    }
    #expect(near(bid(2, 0.375), (bid(2, 0.25) + bid(2, 0.5)) / 2, within: 1e-13))
    #expect(near(bid(2.25, 0.5), 0.75 * bid(2, 0.5) + 0.25 * bid(3, 0.5), within: 1e-13))
    #expect(near(bid(-2.25, 0.5), 0.75 * bid(-2, 0.5) + 0.25 * bid(-3, 0.5), within: 1e-13))
    #expect(bid(1, 5) == bid(1, 1))
    #expect(bid(1, -5) == bid(1, 0))
  }

  @Test func `long and short are mirrors`() {
    let table = maker.table(limit: 6, horizon: 1, steps: 20)
    for inventory in stride(from: -6.0, through: 6, by: 0.5) {
      let long = table.distances(inventory: inventory, remaining: 0.77)
      let short = table.distances(inventory: -inventory, remaining: 0.77)
      #expect((long.bid == nil) == (short.ask == nil))
      if let bid = long.bid { #expect(near(short.ask, bid, within: 1e-11)) }
    }
  }

  @Test func `no horizon and no penalty is too large`() {
    for table in [
      maker.table(limit: 20, horizon: 1e6, steps: 10),
      GueantLehalleFernandezTapia(riskAversion: 1, volatility: 30, fillDecay: 3, fillRate: 0.01)
        .table(limit: 20, horizon: 100, steps: 3),
    ] {
      for inventory in -20...20 {
        let distances = table.distances(inventory: Double(inventory), remaining: 1e6)
        #expect(distances.bid?.isFinite != false && distances.ask?.isFinite != false, "\(inventory)")
      }
    }
  }
}
