import Clearing
import MarketTypes
import TestSupport
import Testing

@Suite("Funding by time-weighted averages")
struct TimeWeightedFundingTests {
  private let minute: Int64 = 60

  /// The rate of ten minutes in which mark and index change at these minutes.
  private func rate(
    marks: [(price: Int64, at: Int64)], indices: [(price: Int64, at: Int64)], lower: Int64 = 0, upper: Int64 = 0
  ) -> [Int64] {
    var funding = FundedMarket(
      .timeWeighted(every: 600) {
        $0.lowerClamp = .percent(lower)
        $0.upperClamp = .percent(upper)
      })
    for now: Int64 in 0..<10 {
      funding.pass(to: moment(now * minute))
      for mark in marks where mark.at == now { funding.hear(mark: mark.price) }
      for index in indices where index.at == now { funding.hear(index: index.price) }
    }
    return funding.pass(to: moment(600))
  }

  private let internalPrices: [(price: Int64, at: Int64)] = [(10, 0), (11, 1), (10, 3), (9, 5), (8, 7), (7, 9)]
  private let externalPrices: [(price: Int64, at: Int64)] = [
    (11, 0), (9, 1), (10, 3), (12, 5), (11, 6), (8, 7), (14, 9),
  ]

  // FND-6, V18: 9.3 ÷ 10 − 1 is exactly −7 %.
  @Test
  func `Vega's internal average is 9.3`() {
    #expect(rate(marks: internalPrices, indices: [(10, 0)]) == [-70_000_000_000])
  }

  // FND-6, V18: 102 ÷ (10 × 10.2) − 1 is exactly nothing.
  @Test
  func `Vega's external average is 10.2`() {
    #expect(rate(marks: [(102, 0)], indices: externalPrices.map { ($0.price * 10, $0.at) }) == [0])
  }

  // FND-6, V18: 9.3 ÷ 10.2 − 1 = −0.0882352941176…, down.
  @Test
  func `and the rate is the one over the other`() {
    #expect(rate(marks: internalPrices, indices: externalPrices) == [-88_235_294_118])
  }

  // FND-6, V19: mark 99 or 101, index 100, no clamps.
  @Test(arguments: [
    (99, -1_000, 1_000, -25_000_000_000), (99, -5, 15, -5_000_000_000), (101, -15, 5, 5_000_000_000),
    (101, -1_000, 1_000, 25_000_000_000),
  ])
  func `the rate is scaled first and bounded then`(mark: Int64, lower: Int64, upper: Int64, expected: Int64) {
    var funding = FundedMarket(
      .timeWeighted(every: 600) {
        $0.scale = Rate(partsPerBillion: 2_500_000_000)
        $0.lowerBound = .perMillion(lower * 1_000)
        $0.upperBound = .perMillion(upper * 1_000)
      })
    funding.hear(mark: mark, index: 100)
    #expect(funding.pass(to: moment(600)) == [expected])
  }

  // FND-6: interest 0.5 %, mark 3 % above the index: 3 % + clamp(−2.5 %).
  @Test(arguments: [(0, 0, 30), (-1, 1, 20), (-2, 1, 10), (-5, 5, 5), (4, 5, 70)])
  func `interest less premium is clamped and added`(lower: Int64, upper: Int64, expected: Int64) {
    var funding = FundedMarket(
      .timeWeighted(every: 600) {
        $0.interest = .perMillion(5_000)
        $0.lowerClamp = .percent(lower)
        $0.upperClamp = .percent(upper)
      })
    funding.hear(mark: 103, index: 100)
    #expect(funding.pass(to: moment(600)) == [expected * 1_000_000_000])
  }

  // FND-6, FND-7
  @Test
  func `time without a mark or an index does not count, and an interval of it alone pays nothing`() {
    var funding = FundedMarket(.timeWeighted(every: 600))
    funding.hear(mark: 500)
    #expect(funding.pass(to: moment(700)) == [])
    funding.hear(mark: 110)
    funding.hear(index: 100)
    funding.pass(to: moment(1_000))
    funding.hear(mark: 90)
    #expect(funding.pass(to: moment(1_200)) == [20_000_000_000])  // 300 s at 110, 200 s at 90: 102
    #expect(funding.pass(to: moment(1_800)) == [-100_000_000_000])
  }

  // FND-5
  @Test
  func `the largest figures do not overflow and stay within the cap`() {
    var rules = FundingRules.timeWeighted(every: 1) { $0.scale = Rate(partsPerBillion: 100_000_000_000) }
    rules.interval = TimeSpan(nanoseconds: 1 << 52)
    var funding = FundedMarket(rules)
    funding.hear(mark: 1 << 42 - 1, index: 1)
    #expect(funding.pass(to: Time(nanoseconds: 1 << 52)) == [1_000_000_000_000])
    funding.hear(mark: 1, index: 1 << 42 - 1)
    #expect(funding.pass(to: Time(nanoseconds: 1 << 53)) == [-1_000_000_000_000])
    var premium = PremiumFunding(
      sampling: TimeSpan(nanoseconds: 1 << 20), notional: Money(units: 1),
      quotedFor: TimeSpan(nanoseconds: 1 << 52))
    premium.marginMultiple = 100
    rules.method = .premium(premium)
    var sampled = FundedMarket(rules, initial: .one)
    (sampled.impactBid, sampled.index) = (1 << 42 - 1, 1)
    #expect(sampled.leap(to: Time(nanoseconds: 1 << 52)) == [1_000_000_000_000])
  }

  // FND-8
  @Test(arguments: [(7, 1), (-7, 0), (0, 0), (1_000, 13), (-1_000, -12), (800, 10), (-800, -10)])
  func `what is paid is rounded up, what is received down`(lots: Int64, expected: Int64) {
    // 1 ÷ 80 of lots × price 1.
    let rate = FundingRate(Rate.perMillion(12_500))
    let payment = rate.payment(on: Position(lots: lots), at: Price(ticks: 1), tickValue: Money(units: 1))
    #expect(payment == Money(units: expected))
  }

  // FND-8: 3,000 lots of 100 at 40,000 are 7.5 coins; 1 % of that, both ways up.
  @Test
  func `an inverse contract pays in coin`() {
    func pays(_ lots: Int64, _ rate: Int64) -> Int64 {
      FundingRate(Rate.percent(rate)).payment(
        on: Position(lots: lots), at: Price(ticks: 40_000), tickValue: Money(units: 100_000_000), of: .inverse
      ).units
    }
    #expect(pays(3_000, 1) == 75_000)
    #expect(pays(-3_000, 1) == -75_000)
    #expect(pays(1, 1) == 25)
    #expect(
      FundingRate(partsPerTrillion: 1).payment(
        on: Position(lots: 1), at: Price(ticks: 7), tickValue: Money(units: 1), of: .inverse) == Money(units: 1))
    #expect(
      FundingRate(partsPerTrillion: 1).payment(
        on: Position(lots: -1), at: Price(ticks: 7), tickValue: Money(units: 1), of: .inverse) == .zero)
  }

  // FND-8
  @Test(arguments: seeds(100))
  func `payments of all holders sum to what rounding left, less than one each`(seed: UInt64) {
    var chance = SplitMix64(seed: seed)
    let rate = FundingRate(partsPerTrillion: chance.from(-40_000_000_000, through: 40_000_000_000))
    var lots = (0..<9).map { _ in chance.from(-1 << 30, through: 1 << 30) }
    lots.append(-lots.reduce(0, +))
    let sum = lots.map {
      rate.payment(on: Position(lots: $0), at: Price(ticks: 12_345), tickValue: Money(units: 7)).units
    }.reduce(0, +)
    #expect((0..<10).contains(sum), "seed \(seed)")
  }
}
