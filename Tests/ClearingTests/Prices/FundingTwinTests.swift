import Clearing
import MarketTypes
import TestSupport
import Testing

/// Both methods told in floating point from all that happened in an interval, against the book's exact sums.
@Suite("Funding against its formulas")
struct FundingTwinTests {
  private func clamp(_ value: Double, _ low: Double, _ high: Double) -> Double { min(max(value, low), high) }

  // FND-2…FND-5
  @Test(arguments: seeds(150))
  func `the rate of sampled premiums is the formula's`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let sampling = chance.from(1, through: 9)
    let interval = sampling * chance.from(1, through: 30)
    var premium = PremiumFunding(
      sampling: .seconds(sampling), notional: Money(units: 1), quotedFor: .seconds(chance.from(1, through: 900)))
    premium.interest = .perMillion(chance.from(-900, through: 900))
    premium.clamp = chance.once(in: 3) ? nil : .perMillion(chance.from(0, through: 900))
    premium.minimumSamples = Int32(chance.from(0, through: 20))
    premium.marginMultiple = chance.once(in: 2) ? nil : Int32(chance.from(1, through: 9))
    var rules = FundingRules(interval: .seconds(interval), method: .premium(premium))
    rules.cap = .perMillion(chance.from(0, through: 1_000_000))
    var funding = FundedMarket(rules, initial: .perMillion(2_000), maintenance: .perMillion(1_700))
    var paid = 0
    for round: Int64 in 0..<12 {
      var premiums: [Double] = []
      var rates: [Int64] = []
      for sample in 1...interval / sampling {
        funding.index = chance.once(in: 5) ? nil : chance.from(900, through: 1_100)
        funding.impactBid = chance.once(in: 5) ? nil : chance.from(900, through: 1_050)
        funding.impactAsk = chance.once(in: 5) ? nil : chance.from(950, through: 1_100)
        rates += funding.pass(to: moment(round * interval + sample * sampling))
        guard let index = funding.index.map(Double.init) else { continue }
        let above = max((funding.impactBid.map(Double.init) ?? 0) - index, 0)
        let below = max(index - (funding.impactAsk.map(Double.init) ?? .infinity), 0)
        premiums.append((above - below) / index)
      }
      let count = max(premiums.count, Int(premium.minimumSamples))
      guard count > 0 else {
        #expect(rates.isEmpty)
        continue
      }
      let mean = premiums.reduce(0, +) / Double(count)
      let interest = Double(premium.interest.partsPerBillion) / 1e9
      var rate = mean + interest
      if let bound = premium.clamp.map({ Double($0.partsPerBillion) / 1e9 }) {
        rate = mean + clamp(interest - mean, -bound, bound)
      }
      if let multiple = premium.marginMultiple.map(Double.init) {
        rate = clamp(rate, -0.0003 * multiple, 0.0003 * multiple)
      }
      rate *= Double(interval) / (Double(premium.quotedFor.nanoseconds) / 1e9)
      let cap = Double(rules.cap.partsPerBillion) / 1e9
      // A sample and the division lose less than a trillionth each, the one times interval ÷ period.
      let tolerance = 2 * (1 + Double(interval) / (Double(premium.quotedFor.nanoseconds) / 1e9))
      let expected = clamp(rate, -cap, cap) * 1e12
      #expect(rates.count == 1)
      #expect(abs(Double(rates[0]) - expected) < tolerance, "seed \(seed), round \(round)")
      paid += 1
    }
    #expect(paid > 3, "seed \(seed)")
  }

  // FND-6
  @Test(arguments: seeds(150))
  func `the rate of time-weighted averages is the formula's`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let interval = chance.from(10, through: 100)
    var average = TimeWeightedFunding()
    average.interest = .perMillion(chance.from(-9_000, through: 9_000))
    average.lowerClamp = .perMillion(chance.from(-90_000, through: 10_000))
    average.upperClamp = .perMillion(chance.from(10_000, through: 90_000))
    average.scale = Rate(partsPerBillion: chance.from(0, through: 4_000_000_000))
    average.lowerBound = .perMillion(chance.from(-900_000, through: 0))
    average.upperBound = .perMillion(chance.from(0, through: 900_000))
    var funding = FundedMarket(FundingRules(interval: .seconds(interval), method: .timeWeighted(average)))
    func real(_ rate: Rate) -> Double { Double(rate.partsPerBillion) / 1e9 }
    var (mark, index): (Int64?, Int64?)
    for round: Int64 in 0..<8 {
      var (marks, indices): ([Double], [Double]) = ([], [])
      var rates: [Int64] = []
      for second in 0..<interval {
        if chance.once(in: 4) {
          let price = chance.from(800, through: 1_200)
          mark = price
          funding.hear(mark: price)
        }
        if chance.once(in: 4) {
          let price = chance.from(800, through: 1_200)
          index = price
          funding.hear(index: price)
        }
        if let mark, let index {
          marks.append(Double(mark))
          indices.append(Double(index))
        }
        rates += funding.pass(to: moment(round * interval + second + 1))
      }
      guard !marks.isEmpty else {
        #expect(rates.isEmpty)
        continue
      }
      let ratio = marks.reduce(0, +) / indices.reduce(0, +)
      let added = clamp(1 + real(average.interest) - ratio, real(average.lowerClamp), real(average.upperClamp))
      let scaled = (ratio - 1 + added) * real(average.scale)
      let expected = clamp(scaled, real(average.lowerBound), real(average.upperBound)) * 1e12
      #expect(rates.count == 1)
      #expect(abs(Double(rates[0]) - expected) < 8, "seed \(seed), round \(round)")
    }
  }
}
