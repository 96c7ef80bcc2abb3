import Journaling
import MarketTypes
import Notation
import Testing

/// The set-up lines of a transcript that say what clearing needs to know.
struct TranscriptRulesTests {
  @Test func `a line says any rule of clearing`() throws {
    let text = """
      > instrument BTC contract inverse tick-value 100000000 expiry 3600s mean 60s maximum-open-interest 5000 \
      liquidation-fee 0.005 fund 1 maintenance 0.05 initial 0.1 above 5000 0.1 initial 0.2 mark-to-market 8s \
      largest-notional 900 index-sources 1 0.5 1 clamped-mean 0.005 stale 10s least 2 continuity
      > asset ETH tick-value 10 maximum-price 9000 maximum-balance 800 maximum-total 7000 \
      haircut 0.1 above 500 0.2 conversion-fee 0.001 index-sources 1
      > asset gold
      > venue fee-tiers 0.0002 0.0005 above 1000000 -0.0001 0.0003 in 3600s funds unlimited 500 \
      margin-levels alert 2 call 1.5 release 1.6
      """
    let story = try Transcript(parsing: SourceText(name: "story.txt", text))
    func rate(_ thousandths: Int64) -> Rate { Rate(partsPerBillion: thousandths * 1_000_000) }
    func seconds(_ count: Int64) -> TimeSpan { TimeSpan(nanoseconds: count * 1_000_000_000) }
    let instrument = try #require(story.rules.instruments.first)
    #expect(instrument.contract == .inverse)
    #expect(instrument.expiry == Expiry(at: .start + seconds(3600), price: .indexMean(over: seconds(60))))
    #expect(instrument.maximumOpenInterest == Quantity(lots: 5000))
    #expect(instrument.liquidationFee == rate(5))
    #expect(instrument.fund == FundID(number: 1))
    #expect(
      instrument.maintenanceTiers == [
        MaintenanceTier(floor: .zero, rate: rate(50), initial: rate(100)),
        MaintenanceTier(floor: Money(units: 5_000), rate: rate(100), initial: rate(200)),
      ])
    #expect(instrument.markToMarket == seconds(8))
    #expect(instrument.orders.largestNotional == Money(units: 900))
    #expect(
      instrument.indexSources
        == IndexRules(
          weights: [.one, rate(500), .one], method: .clampedMean(limit: rate(5)), staleness: seconds(10),
          minimumSources: 2, continuity: true))
    #expect(story.names.assets == ["ETH", "gold"])
    #expect(
      story.rules.assets == [
        AssetRules(
          tickValue: Money(units: 10), maximumPrice: Price(ticks: 9000), maximumBalance: Money(units: 800),
          maximumTotal: Money(units: 7000),
          haircuts: [
            HaircutTier(floor: .zero, haircut: rate(100)), HaircutTier(floor: Money(units: 500), haircut: rate(200)),
          ], indexSources: IndexRules(weights: [.one]), conversionFee: rate(1)),
        AssetRules(
          tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000_000), maximumBalance: Money(units: 1_000_000),
          haircuts: [HaircutTier(floor: .zero, haircut: .zero)]),
      ])
    #expect(
      story.rules.fees
        == FeeSchedule(
          window: seconds(3600),
          tiers: [
            FeeTier(
              volume: .zero, maker: Rate(partsPerBillion: 200_000), taker: Rate(partsPerBillion: 500_000)),
            FeeTier(
              volume: Money(units: 1_000_000), maker: Rate(partsPerBillion: -100_000),
              taker: Rate(partsPerBillion: 300_000)),
          ]))
    #expect(story.rules.funds == [FundRules(), FundRules(claimLimit: Money(units: 500))])
    #expect(story.rules.marginLevels == MarginLevelRules(alert: rate(2000), call: rate(1500), release: rate(1600)))
  }

  @Test func `a line says the rules of portfolio margin`() throws {
    func portfolio(_ line: String) throws -> PortfolioRules? {
      let text = "> instrument BTC\n> instrument ETH contract inverse\n> portfolio \(line)\n"
      return try Transcript(parsing: SourceText(name: "story.txt", text)).rules.portfolio
    }
    func rate(_ thousandths: Int64) -> Rate { Rate(partsPerBillion: thousandths * 1_000_000) }
    #expect(
      try portfolio("span row 0.15 row 0.1 minimum 0.01")
        == PortfolioRules(
          scenarios: PriceScenario.span(),
          instruments: [
            PortfolioInstrument(scanRange: rate(150), group: 0),
            PortfolioInstrument(scanRange: rate(100), group: 0, minimumRate: rate(10), isInverse: true),
          ], groups: [PortfolioGroup(ofClass: 0)], classes: [PortfolioClass(offset: .zero)]))
    #expect(
      try portfolio(
        "grid 2 move 3 covers 0.33 row 0.15 row 0.1 in 1 group 0 basis 0.01 group 0 class 0.5 tier 0 1 tier 500 2 initial 1.25"
      )
        == PortfolioRules(
          scenarios: PriceScenario.grid(steps: 2) + [PriceScenario(move: rate(3000), coverage: rate(330))],
          instruments: [
            PortfolioInstrument(scanRange: rate(150), group: 0),
            PortfolioInstrument(scanRange: rate(100), group: 1, isInverse: true),
          ], groups: [PortfolioGroup(ofClass: 0, basisCharge: rate(10)), PortfolioGroup(ofClass: 0)],
          classes: [PortfolioClass(offset: rate(500))],
          minimumTiers: [
            ChargeTier(floor: .zero, multiplier: .one), ChargeTier(floor: Money(units: 500), multiplier: rate(2000)),
          ], initialMultiplier: rate(1250)))
    for (line, message) in [
      ("span row 0.15", "instrument 1 has no row in the scenario matrix"), ("grid 32", "a grid has 1 to 31 steps"),
      ("row 0.1 row 0.1", "needs at least 1 scenario"), ("spam", "did you mean \"span\"?"),
      ("span row 0.1 row 0.1 in 2", "instrument 1: there is no group 2"),
    ] {
      let error = #expect(throws: Diagnostics.self) { try portfolio(line) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }

  @Test(arguments: [
    ("fair", MarkPolicy.fair),
    ("blend 0.5", .blend(lastWeight: Rate(partsPerBillion: 500_000_000))),
    ("impact-mid 1000", .impactMid(notional: Money(units: 1000))),
    ("sampled-last 0.000000005s", .sampledLast(spacing: TimeSpan(nanoseconds: 5))),
    (
      "index-plus-basis 5 decay 0.5",
      .indexPlusBasis(
        DecayedAverage(cadence: TimeSpan(nanoseconds: 5), decay: Rate(partsPerBillion: 500_000_000)))
    ),
    ("fair-median 5 samples 9", .fairMedian(WindowAverage(cadence: TimeSpan(nanoseconds: 5), samples: 9))),
    (
      "robust-median 5 basis 0.5 price 0.25",
      .robustMedian(
        RobustMedian(
          cadence: TimeSpan(nanoseconds: 5), basisDecay: Rate(partsPerBillion: 500_000_000),
          priceDecay: Rate(partsPerBillion: 250_000_000)))
    ),
    (
      "composite 5 trades 0.5 book 0.25 index 1 notional 1000 stale 7 steps 3 decay 0.25 power 2 median",
      .composite(
        CompositeMark(
          tradeWeight: Rate(partsPerBillion: 500_000_000), bookWeight: Rate(partsPerBillion: 250_000_000),
          indexWeight: .one, staleness: TimeSpan(nanoseconds: 7), cadence: TimeSpan(nanoseconds: 5),
          notional: Money(units: 1000), isMedian: true, tradeSteps: 3, tradeDecay: Rate(partsPerBillion: 250_000_000),
          tradePower: 2))
    ),
  ])
  func `a line says any mark`(words: String, mark: MarkPolicy) throws {
    let text = "> instrument BTC mark \(words) lot-size 2\n"
    let rules = try #require(try Transcript(parsing: SourceText(name: "story.txt", text)).rules.instruments.first)
    #expect(rules.mark == mark)
    #expect(rules.orders.lotSize == Quantity(lots: 2))
  }

  @Test func `a line says what margin asks beyond rates and tiers`() throws {
    let text = """
      > instrument BTC open-interest-margin 1000 to 5000 size-premium square-root 0.01 per 100 concentration 0.02 above 500 \
      volatility-margin decay 0.94 reference 0.01 highest 3 every 30s lot-size 2
      > instrument ETH size-premium proportional 0.01 per 7 volatility-margin decay 0.94 reference 0.01 highest 3
      > instrument SOL risk-factors 0.05 0.06 slippage 0.01 code
      > instrument XRP risk-factors 0.05 0.06 lot-size 2
      """
    let rules = try Transcript(parsing: SourceText(name: "story.txt", text)).rules.instruments
    func rate(_ thousandths: Int64) -> Rate { Rate(partsPerBillion: thousandths * 1_000_000) }
    var addOns = MarginAddOns()
    addOns.openInterest = OpenInterestScale(lower: Money(units: 1000), upper: Money(units: 5000))
    addOns.size = .squareRoot(factor: rate(10), unit: Quantity(lots: 100))
    addOns.concentration = ConcentrationCharge(threshold: Quantity(lots: 500), rate: rate(20))
    addOns.volatility = VolatilityScale(
      decay: rate(940), reference: rate(10), highest: rate(3000), interval: TimeSpan(nanoseconds: 30_000_000_000))
    #expect(rules[0].addOns == addOns)
    #expect(rules[1].addOns.size == .proportional(factor: rate(10), unit: Quantity(lots: 7)))
    #expect(rules[1].addOns.volatility == VolatilityScale(decay: rate(940), reference: rate(10), highest: rate(3000)))
    #expect(
      rules[2].riskFactors == RiskFactors(long: rate(50), short: rate(60), slippage: rate(10), reading: .code))
    #expect(rules[3].riskFactors == RiskFactors(long: rate(50), short: rate(60), slippage: .zero))
    #expect(rules[0].orders.lotSize == Quantity(lots: 2) && rules[3].orders.lotSize == Quantity(lots: 2))
  }

  @Test func `a line says how funding is reckoned`() throws {
    func funding(_ words: String) throws -> FundingRules? {
      let text = "> instrument BTC funding \(words) lot-size 2\n"
      return try Transcript(parsing: SourceText(name: "story.txt", text)).rules.instruments.first?.funding
    }
    let nanosecond = TimeSpan(nanoseconds: 1)
    let half = Rate(partsPerBillion: 500_000_000)
    var premium = PremiumFunding(sampling: nanosecond, notional: Money(units: 9), quotedFor: TimeSpan(nanoseconds: 8))
    var rules = FundingRules(interval: TimeSpan(nanoseconds: 5), method: .premium(premium))
    #expect(try funding("5 premium 1 notional 9 quoted-for 8") == rules)
    (premium.interest, premium.clamp, premium.minimumSamples, premium.marginMultiple) = (half, .one, 60, 3)
    rules.method = .premium(premium)
    (rules.price, rules.cap) = (.mark, half)
    #expect(
      try funding("5 premium 1 notional 9 quoted-for 8 interest 0.5 clamp 1 samples 60 margins 3 of mark cap 0.5")
        == rules)
    var average = TimeWeightedFunding()
    (average.interest, average.lowerClamp, average.upperClamp) = (half, .zero, .one)
    (average.scale, average.lowerBound, average.upperBound) = (Rate(partsPerBillion: 2_000_000_000), .zero, half)
    #expect(
      try funding("5 time-weighted interest 0.5 clamp 0 1 scale 2 bound 0 0.5")
        == FundingRules(interval: TimeSpan(nanoseconds: 5), method: .timeWeighted(average)))
    #expect {
      try funding("0 time-weighted")
    } throws: {
      "\($0)".contains("a funding interval must be between 1 and 2^52 ns, found 0")
    }
  }

  @Test func `what is wrong with a rule of clearing is told`() {
    let text = """
      > instrument BTC expiry 0s
      > instrument ETH maintenance 0.1 initial 0.05
      > asset gold haircut 0.2 above 100 0.1
      > asset gold
      > asset 7
      > asset iron haircut -0.1
      > asset lead maximum-price 1000000 maximum-balance 1000000 tick-value 10000000000
      > instrument SOL index-sources
      > instrument XRP index-sources 1 1 least 3
      > venue funds
      """
    let error = #expect(throws: Diagnostics.self) { try Transcript(parsing: SourceText(name: "story.txt", text)) }
    let lines = error?.description.split(separator: "\n").filter { $0.hasPrefix("story.txt:") }.map(String.init)
    #expect(
      lines == [
        "story.txt:1:14: error: BTC: a contract must expire after the start",
        "story.txt:2:14: error: ETH: a tier's initial rate must be between its maintenance rate and 1",
        "story.txt:3:9: error: gold: a haircut must not fall with size",
        "story.txt:4:9: error: gold is an asset already",
        "story.txt:5:9: error: no asset can be named \"7\"",
        "story.txt:6:9: error: iron: a haircut must be between 0 and 1",
        "story.txt:7:9: error: lead: maximum price × maximum balance × tick value is more than 2^61",
        "story.txt:8:31: error: expected a rate, a decimal number",
        "story.txt:9:14: error: XRP: the least number of sources must be between 1 and 2, found 3",
        "story.txt:10:14: error: expected an amount or \"unlimited\", a whole number",
      ])
  }
}
