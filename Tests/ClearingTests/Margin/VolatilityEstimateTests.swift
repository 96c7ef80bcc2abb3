import Clearing
import MarketTypes
import TestSupport
import Testing

/// The estimate of volatility beside closed forms and beside the same recursion in floating point.
@Suite struct VolatilityEstimateTests {
  private func percent(_ number: Int64) -> Rate { Rate(partsPerBillion: number * 10_000_000) }

  // CLR-22: a mark that moves 1 % each time, in an estimate that begins at 1 %, stays there; of 0.5 %, it is twice that.
  @Test func `a steady return is its own volatility`() {
    var estimate = VolatilityEstimate(volatility: percent(1))
    for _ in 0..<100 {
      estimate.update(previous: Price(ticks: 10_000), mark: Price(ticks: 10_100), decay: percent(94))
      estimate.update(previous: Price(ticks: 10_000), mark: Price(ticks: 9_900), decay: percent(94))
    }
    #expect(estimate.volatility == percent(1))
    let half = Rate(partsPerBillion: 5_000_000)
    #expect(
      estimate.factor(VolatilityScale(decay: percent(94), reference: half, highest: percent(300))) == percent(200))
    #expect(
      estimate.factor(VolatilityScale(decay: percent(94), reference: half, highest: percent(150))) == percent(150))
    #expect(
      estimate.factor(VolatilityScale(decay: percent(94), reference: percent(2), highest: percent(150))) == percent(100)
    )
  }

  // CLR-22: with half the weight on the past, one jump of 4 % in calm leaves 4 % ÷ √2, then half of that variance.
  @Test func `a jump decays by the weight of the past`() {
    var estimate = VolatilityEstimate(volatility: .zero)
    estimate.update(previous: Price(ticks: 100), mark: Price(ticks: 104), decay: percent(50))
    #expect(estimate.variance == 800_000_000_000_000_000_000)
    #expect(estimate.volatility.partsPerBillion == 28_284_272)
    estimate.update(previous: Price(ticks: 104), mark: Price(ticks: 104), decay: percent(50))
    #expect(estimate.volatility == percent(2))
  }

  // CLR-22: a third, up, is 333,333,333,334 × 10⁻¹²; a tenth of its square is 11,111,111,111,155,555,555,555.6 × 10⁻²⁴.
  @Test func `returns and variance are rounded up`() {
    var estimate = VolatilityEstimate(volatility: .zero)
    estimate.update(previous: Price(ticks: 3), mark: Price(ticks: 2), decay: percent(90))
    #expect(estimate.variance == 11_111_111_111_155_555_555_556)
  }

  // CLR-22: with no past, a return is counted as 100 % at most.
  @Test func `a return counts at most as the whole price`() {
    var estimate = VolatilityEstimate(volatility: .zero)
    estimate.update(previous: Price(ticks: 1), mark: Price(ticks: 1 << 41), decay: .zero)
    #expect(estimate.volatility == .one)
    estimate.update(previous: Price(ticks: 1 << 41), mark: Price(ticks: 1), decay: .zero)
    #expect(estimate.volatility == .one)
  }

  // CLR-22: never below the exact variance, and above it by less than the error it states.
  @Test(arguments: seeds(20))
  func `the estimate keeps its stated error`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let decay = random.from(0, through: 999_000_000)
    let weight = Double(decay) / 1e9
    var estimate = VolatilityEstimate(volatility: Rate(partsPerBillion: 2_000_000))
    var exact = 2e-3 * 2e-3
    var greatest = 0.0
    var mark = Int64(1) << random.from(8, through: 38)
    for step in 0..<2_000 {
      let next = max(1, mark + random.from(-mark / 64, through: mark / 64))
      estimate.update(
        previous: Price(ticks: mark), mark: Price(ticks: next), decay: Rate(partsPerBillion: decay))
      let change = abs(Double(next - mark)) / Double(mark)
      greatest = max(greatest, change)
      exact = weight * exact + (1 - weight) * change * change
      mark = next
      let variance = Double(estimate.variance) / 1e24
      let allowed = (2 * greatest * 1e12 + 1 + 1 / (1 - weight)) / 1e24
      // Floating point has its own error, which the weights bound likewise.
      let drift = exact * 1e-12
      #expect(variance >= exact - drift, "seed \(seed), step \(step)")
      #expect(variance <= exact + allowed + drift, "seed \(seed), step \(step)")
    }
  }
}
