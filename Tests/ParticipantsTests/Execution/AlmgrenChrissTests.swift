import Mathematics
import Participants
import Testing

/// PAR-21: the paper's example, a million shares at 50 in five days.
@Suite struct AlmgrenChrissTests {
  private func plan(_ riskAversion: Double) -> AlmgrenChriss {
    AlmgrenChriss(
      holding: 1e6, horizon: 5, steps: 5, volatility: 0.95, fixedCost: 0.0625, permanentImpact: 2.5e-7,
      temporaryImpact: 2.5e-6, riskAversion: riskAversion)
  }

  @Test func `a cautious seller's trajectory and costs are met`() {
    let plan = plan(1e-6)
    #expect(near(plan.urgency, 0.6070761632, within: 5e-11))
    #expect(near(1 / plan.urgency, 1.6472397708, within: 5e-11))
    #expect(plan.held(after: 0) == 1e6)
    for (step, held) in [(1, 541_955.5544), (2, 289_854.2194), (3, 147_897.4878), (4, 62_141.8016), (5, 0)] {
      #expect(near(plan.held(after: step), held, within: 5e-5))
    }
    #expect(near(plan.expectedCost(), 911_226.9863, within: 5e-5))
    #expect(near(plan.variance().squareRoot(), 603_431, within: 0.5))
  }

  @Test func `twice the caution is met`() {
    #expect(near(plan(2e-6).urgency, 0.8462971345, within: 5e-11))
    #expect(near(plan(2e-6).expectedCost(), 1_140_715.1670, within: 5e-5))
  }

  @Test func `without caution the holding falls in a straight line`() {
    let plan = plan(0)
    #expect(plan.urgency == 0)
    #expect(plan.sales() == [200_000, 200_000, 200_000, 200_000, 200_000])
    #expect(near(plan.expectedCost(), 662_500, within: 1e-6))
    #expect(near(plan.variance(), 1.083e12, within: 1))
    #expect(near(plan.expectedCostOfImmediateSale(), 2_562_500, within: 1e-6))
  }

  @Test(arguments: [1e-300, 1e-30, 1e-18, 1e-14])
  func `hardly any caution hardly bends it`(riskAversion: Double) {
    for (step, held) in [8e5, 6e5, 4e5, 2e5].enumerated() {
      #expect(near(plan(riskAversion).held(after: step + 1), held, within: 0.01))
    }
  }

  @Test func `all caution sells at once`() {
    let plan = plan(1e9)
    #expect(near(plan.held(after: 1), 0, within: 1e-6))
    #expect(near(plan.expectedCost(), plan.expectedCostOfImmediateSale(), within: 1))
  }

  @Test(arguments: [1e-8, 1e-6, 3e-6, 1e-4])
  func `no other schedule is cheaper, counting risk at its price`(riskAversion: Double) {
    let plan = plan(riskAversion)
    /// E + λV of any trajectory, from the definition.
    func objective(_ held: [Double]) -> Double {
      var cost = 2.5e-7 * 1e12 / 2
      for step in 1...5 {
        let sold = held[step - 1] - held[step]
        cost +=
          0.0625 * abs(sold) + (2.5e-6 - 1.25e-7) * sold * sold + riskAversion * 0.95 * 0.95 * held[step] * held[step]
      }
      return cost
    }
    let held = (0...5).map { plan.held(after: $0) }
    let best = objective(held)
    #expect(near(best, plan.expectedCost() + riskAversion * plan.variance(), within: 1e-6 * best))
    for step in 1...4 {
      for change in [-1_000.0, 1_000] {
        var other = held
        other[step] += change
        #expect(objective(other) > best, "step \(step)")
      }
    }
    #expect(near(plan.sales().reduce(0, +), 1e6, within: 1e-6))
  }

  @Test func `a purchase is the mirror image`() {
    var purchase = plan(1e-6)
    purchase.holding = -1e6
    #expect(purchase.held(after: 2) == -plan(1e-6).held(after: 2))
    #expect(near(purchase.expectedCost(), plan(1e-6).expectedCost(), within: 1e-6))
  }
}
