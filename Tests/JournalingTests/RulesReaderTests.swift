import Journaling
import MarketTypes
import Notation
import Testing

/// Instruments, assets and venues as a request declares them: what clearing needs to know.
struct RulesReaderTests {
  @Test func `an instrument's contract is read`() throws {
    let rules = try instrument(
      #"""
      {"contract": "inverse", "expiry": {"at": 3600, "price": "indexMean", "over": 60}, "liquidationFee": "0.005",
       "fund": 2, "markToMarket": 8, "maximumOpenInterest": 50, "largestNotional": 900,
       "maintenance": [{"rate": "0.05", "initial": "0.1"}, {"from": 50, "rate": "0.1"}],
       "indexSources": {"weights": [1, "0.5"], "method": "clampedMean", "limit": "0.005", "staleness": 10,
                        "minimumSources": 2, "continuity": true}}
      """#)
    #expect(rules.contract == .inverse)
    let mean = SettlementPrice.indexMean(over: TimeSpan(nanoseconds: 60))
    #expect(rules.expiry == Expiry(at: Time(nanoseconds: 3600), price: mean))
    #expect(rules.liquidationFee == rate(5))
    #expect(rules.fund == FundID(number: 2))
    #expect(rules.markToMarket == TimeSpan(nanoseconds: 8))
    #expect(rules.maximumOpenInterest == Quantity(lots: 50))
    #expect(rules.orders.largestNotional == Money(units: 900))
    #expect(
      rules.maintenanceTiers == [
        MaintenanceTier(floor: .zero, rate: rate(50), initial: rate(100)),
        MaintenanceTier(floor: Money(units: 50), rate: rate(100)),
      ])
    #expect(
      rules.indexSources
        == IndexRules(
          weights: [.one, rate(500)], method: .clampedMean(limit: rate(5)), staleness: TimeSpan(nanoseconds: 10),
          minimumSources: 2, continuity: true))
    #expect(try instrument(#"{"expiry": {"at": 1}}"#).expiry == Expiry(at: Time(nanoseconds: 1), price: .mark))
    #expect(try instrument(#"{"indexSources": {"weights": [1]}}"#).indexSources == IndexRules(weights: [.one]))
  }

  @Test(arguments: [
    (#""fair""#, MarkPolicy.fair),
    (#"{"kind": "blend", "last": "0.5"}"#, .blend(lastWeight: Rate(partsPerBillion: 500_000_000))),
    (#"{"kind": "impactMid", "notional": 9}"#, .impactMid(notional: Money(units: 9))),
    (#"{"kind": "sampledLast", "spacing": 5}"#, .sampledLast(spacing: TimeSpan(nanoseconds: 5))),
    (
      #"{"kind": "indexPlusBasis", "cadence": 5, "decay": "0.5"}"#,
      .indexPlusBasis(
        DecayedAverage(cadence: TimeSpan(nanoseconds: 5), decay: Rate(partsPerBillion: 500_000_000)))
    ),
    (
      #"{"kind": "fairMedian", "cadence": 5, "samples": 7}"#,
      .fairMedian(WindowAverage(cadence: TimeSpan(nanoseconds: 5), samples: 7))
    ),
    (
      #"{"kind": "robustMedian", "cadence": 5, "basisDecay": "0.5", "priceDecay": 0}"#,
      .robustMedian(
        RobustMedian(
          cadence: TimeSpan(nanoseconds: 5), basisDecay: Rate(partsPerBillion: 500_000_000), priceDecay: .zero))
    ),
    (
      #"{"kind": "composite", "cadence": 5, "tradeWeight": 1, "tradeSteps": 3, "tradeDecay": 1, "tradePower": 2}"#,
      .composite(
        CompositeMark(
          tradeWeight: .one, bookWeight: .zero, indexWeight: .zero, cadence: TimeSpan(nanoseconds: 5), notional: .zero,
          isMedian: false, tradeSteps: 3, tradeDecay: .one, tradePower: 2))
    ),
  ])
  func `any mark is read`(text: String, mark: MarkPolicy) throws {
    #expect(try instrument("{\"mark\": \(text)}").mark == mark)
  }

  @Test func `funding is read`() throws {
    var premium = PremiumFunding(
      sampling: TimeSpan(nanoseconds: 1), notional: Money(units: 9), quotedFor: TimeSpan(nanoseconds: 8))
    premium.clamp = rate(5)
    var rules = FundingRules(interval: TimeSpan(nanoseconds: 5), method: .premium(premium))
    rules.price = .mark
    #expect(
      try instrument(
        #"""
        {"funding": {"interval": 5, "kind": "premium", "sampling": 1, "notional": 9, "quotedFor": 8, "clamp": "0.005",
                     "price": "mark"}}
        """#
      ).funding == rules)
    var average = TimeWeightedFunding()
    average.lowerBound = rate(-10)
    #expect(
      try instrument(#"{"funding": {"interval": 5, "kind": "timeWeighted", "lowerBound": "-0.01"}}"#).funding
        == FundingRules(interval: TimeSpan(nanoseconds: 5), method: .timeWeighted(average)))
  }

  @Test func `what margin asks beyond rates and tiers is read`() throws {
    var addOns = MarginAddOns()
    addOns.openInterest = OpenInterestScale(lower: Money(units: 5), upper: Money(units: 9))
    addOns.size = .proportional(factor: rate(10), unit: Quantity(lots: 7))
    addOns.concentration = ConcentrationCharge(threshold: Quantity(lots: 8), rate: rate(20))
    addOns.volatility = VolatilityScale(
      decay: rate(940), reference: rate(10), highest: rate(3000), interval: TimeSpan(nanoseconds: 5))
    #expect(
      try instrument(
        #"""
        {"marginAddOns": {
          "openInterest": {"lower": 5, "upper": 9}, "size": {"kind": "proportional", "factor": "0.01", "unit": 7},
          "concentration": {"threshold": 8, "rate": "0.02"},
          "volatility": {"decay": "0.94", "reference": "0.01", "highest": 3, "interval": 5}}}
        """#
      ).addOns == addOns)
    #expect(
      try instrument(#"{"riskFactors": {"long": "0.05", "short": "0.06", "reading": "code"}}"#).riskFactors
        == RiskFactors(long: rate(50), short: rate(60), slippage: .zero, reading: .code))
    #expect(try instrument("{}").addOns == MarginAddOns())
  }

  @Test func `an asset that says nothing counts in full`() throws {
    let usual = AssetRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000_000_000),
      maximumBalance: Money(units: 1_000_000_000),
      haircuts: [HaircutTier(floor: .zero, haircut: .zero)])
    #expect(try asset("{}") == usual)
    #expect(
      try asset(
        #"""
        {"tickValue": 10, "maximumPrice": 9000, "maximumBalance": 800, "maximumTotal": 7000, "conversionFee": "0.001",
         "haircuts": [{"rate": "0.1"}, {"from": 500, "rate": "0.2"}], "indexSources": {"weights": [1]}}
        """#)
        == AssetRules(
          tickValue: Money(units: 10), maximumPrice: Price(ticks: 9000), maximumBalance: Money(units: 800),
          maximumTotal: Money(units: 7000),
          haircuts: [
            HaircutTier(floor: .zero, haircut: rate(100)), HaircutTier(floor: Money(units: 500), haircut: rate(200)),
          ], indexSources: IndexRules(weights: [.one]), conversionFee: rate(1)))
  }

  @Test func `a venue's fees, funds, levels and matrix are laid over what was declared before`() throws {
    let rules = try venue(
      #"""
      {"fees": {"window": 9, "tiers": [{"maker": "0.0002", "taker": "0.0005"}, {"from": 7, "maker": "-0.0001", "taker": 0}]},
       "funds": [{}, {"claimLimit": 500}], "marginLevels": {"alert": 2, "call": "1.5", "release": "1.6"},
       "portfolio": {"scenarios": "span", "instruments": [{"scanRange": "0.15"}]}}
      """#)
    let tenth = Rate(partsPerBillion: 100_000)
    #expect(
      rules.fees
        == FeeSchedule(
          window: TimeSpan(nanoseconds: 9),
          tiers: [
            FeeTier(volume: .zero, maker: Rate(partsPerBillion: 200_000), taker: Rate(partsPerBillion: 500_000)),
            FeeTier(volume: Money(units: 7), maker: Rate(partsPerBillion: -tenth.partsPerBillion), taker: .zero),
          ]))
    #expect(rules.funds == [FundRules(), FundRules(claimLimit: Money(units: 500))])
    #expect(rules.marginLevels == MarginLevelRules(alert: rate(2000), call: rate(1500), release: rate(1600)))
    #expect(rules.portfolio?.scenarios == PriceScenario.span())
    #expect(rules.portfolio?.instruments == [PortfolioInstrument(scanRange: rate(150), group: 0, isInverse: true)])
    #expect(try venue("{}").fees == nil)
  }

  @Test(arguments: [
    (#"{"scenarios": [{"move": "-1.5", "coverage": "0.5"}, {"move": 1}], "instruments": []}"#, 2),
    (#"{"scenarios": {"kind": "grid", "steps": 5}, "instruments": []}"#, 11),
    (#"{"scenarios": {"kind": "span", "extreme": 3, "coverage": "0.33"}, "instruments": []}"#, 9),
  ])
  func `scenarios are told one by one or as a family`(text: String, count: Int) throws {
    #expect(try venue("{\"portfolio\": \(text)}").portfolio?.scenarios.count == count)
  }

  @Test(arguments: [
    (#"{"contract": "inverted"}"#, "did you mean \"inverse\"?"),
    (#"{"expiry": {}}"#, "\"at\" is missing"),
    (#"{"expiry": {"at": 5, "over": 5}}"#, "unknown key \"over\""),
    (#"{"expiry": {"at": 5, "price": "indexMean"}}"#, "\"over\" is missing"),
    (#"{"expiry": {"at": "1h"}}"#, "must be a whole number of nanoseconds"),
    (#"{"liquidationFee": "-0.1"}"#, "liquidationFee is -0.1; it must be from 0 to 1"),
    (#"{"fund": 256}"#, "fund is 256; it must be from 0 to 255"),
    (#"{"mark": {"kind": "blend"}}"#, "\"last\" is missing"),
    (#"{"mark": {"kind": "composit", "cadence": 5}}"#, "did you mean \"composite\"?"),
    (#"{"mark": {"kind": "fairMedian", "cadence": 5, "samples": 4097}}"#, "it must be from 1 to 4096"),
    (#"{"funding": {"interval": 0, "kind": "timeWeighted"}}"#, "funding.interval is 0"),
    (#"{"funding": {"interval": 5, "kind": "premium"}}"#, "\"sampling\" is missing"),
    (#"{"marginAddOns": {"size": {"kind": "cube", "factor": 0, "unit": 1}}}"#, "kind cannot be \"cube\""),
    (#"{"marginAddOns": {"volatility": {"decay": 0, "reference": 1, "highest": 11}}}"#, "it must be from 1 to 10"),
    (#"{"riskFactors": {"long": 2, "short": 0}}"#, "riskFactors.long is 2; it must be from 0 to 1"),
    (#"{"indexSources": {"weights": []}}"#, "indexSources.weights has 0 elements; there must be 1 to 16"),
    (#"{"indexSources": {"weights": [1], "limit": 1}}"#, "unknown key \"limit\""),
    (#"{"indexSources": {"weights": [1], "method": "mean"}}"#, "indexSources.method cannot be \"mean\""),
  ])
  func `what is wrong with an instrument is told`(text: String, message: String) {
    #expect { try instrument(text) } throws: { "\($0)".contains(message) }
  }

  @Test(arguments: [
    (#"{"fees": {"tiers": []}}"#, "\"window\" is missing"),
    (#"{"funds": []}"#, "funds has 0 elements; there must be 1 to 256"),
    (#"{"funds": [{"claimLimits": 5}]}"#, "did you mean \"claimLimit\"?"),
    (#"{"marginLevels": {"alert": "0.5", "call": 1, "release": 1}}"#, "alert is 0.5; it must be from 1 to 1000"),
    (#"{"portfolio": {"scenarios": "spin", "instruments": []}}"#, "did you mean \"span\"?"),
    (#"{"portfolio": {"scenarios": {"kind": "grid", "steps": 32}, "instruments": []}}"#, "it must be from 1 to 31"),
    (#"{"portfolio": {"scenarios": "span"}}"#, "\"instruments\" is missing"),
  ])
  func `what is wrong with a venue is told`(text: String, message: String) {
    #expect { try venue(text) } throws: { "\($0)".contains(message) }
  }

  private func rate(_ thousandths: Int64) -> Rate { Rate(partsPerBillion: thousandths * 1_000_000) }

  private func instrument(_ text: String) throws -> InstrumentRules {
    try ObjectReader.read(SourceText(name: "line", text)) { InstrumentRules(declaredBy: &$0) }
  }

  private func asset(_ text: String) throws -> AssetRules {
    try ObjectReader.read(SourceText(name: "line", text)) { AssetRules(declaredBy: &$0) }
  }

  /// Laid over a venue of one inverse contract.
  private func venue(_ text: String) throws -> VenueRules {
    var inverse = InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 10), maximumPosition: Quantity(lots: 10),
      initialMargin: .zero, maintenanceTiers: [])
    inverse.contract = .inverse
    return try ObjectReader.read(SourceText(name: "line", text)) { reader in
      var rules = VenueRules(instruments: [inverse])
      rules.take(declaredBy: &reader)
      return rules
    }
  }
}
