import MarketTypes
import TestSupport

/// The rules of a market with everything on, drawn by a seed.
enum FullMarketRules {
  static func rules(_ random: inout SplitMix64) -> VenueRules {
    var rules = VenueRules(
      instruments: [perpetual(&random), inverse(&random), future(&random), burdened(&random)],
      liquidation: liquidation(&random))
    rules.assets = assets()
    rules.funds = [FundRules(), FundRules(claimLimit: random.once(in: 2) ? Money(units: 500) : nil)]
    if random.once(in: 2) {
      rules.fees = FeeSchedule(
        window: TimeSpan(nanoseconds: 300),
        tiers: [
          FeeTier(volume: .zero, maker: ppb(100_000), taker: ppb(600_001)),
          FeeTier(volume: Money(units: 200_000), maker: ppb(-150_000), taker: ppb(300_000)),
        ])
    }
    if random.once(in: 2) {
      rules.marginLevels = MarginLevelRules(
        alert: ppb(1_500_000_000), call: ppb(1_200_000_001), release: ppb(1_300_000_000))
    }
    if random.below(4) > 0 { rules.portfolio = portfolio(rules.instruments) }
    return rules
  }

  private static func liquidation(_ random: inout SplitMix64) -> LiquidationRules {
    LiquidationRules(
      isOn: random.below(16) > 0, threshold: random.pick([.below, .atOrBelow]),
      limit: random.pick([.market, .bankruptcyPrice]),
      pacing: random.once(in: 2)
        ? .timed(TimeSpan(nanoseconds: random.from(0, through: 20)))
        : .immediate(roundLimit: random.pick([1, 3, 1_000])),
      order: random.pick([.synchronous, .oneByOne]))
  }

  private static func base(_ random: inout SplitMix64, tickValue: Int64, fund: UInt8) -> InstrumentRules {
    let marks: [MarkPolicy] = [.last, .mid, .bestBid, .index, .blend(lastWeight: ppb(400_000_000))]
    var rules = InstrumentRules(
      tickValue: Money(units: tickValue), maximumPrice: Price(ticks: 5_000), maximumPosition: Quantity(lots: 500),
      makerFee: ppb(random.pick([-200_000, 0, 100_000])), takerFee: ppb(random.pick([0, 300_000, 600_001])),
      initialMargin: ppb(40_000_000),
      maintenanceTiers: [
        MaintenanceTier(floor: .zero, rate: ppb(10_000_000)),
        MaintenanceTier(floor: Money(units: 60_000), rate: ppb(30_000_000)),
      ], mark: random.pick(marks))
    rules.fund = FundID(number: fund)
    rules.liquidationFee = ppb(random.pick([0, 5_000_001]))
    return rules
  }

  private static func perpetual(_ random: inout SplitMix64) -> InstrumentRules {
    var rules = base(&random, tickValue: random.from(1, through: 10), fund: 0)
    rules.maintenanceTiers[1].initial = ppb(70_000_000)
    var premium = PremiumFunding(
      sampling: TimeSpan(nanoseconds: 20), notional: Money(units: 5_000), quotedFor: TimeSpan(nanoseconds: 320))
    premium.interest = ppb(100_000)
    premium.clamp = ppb(500_000)
    rules.funding = FundingRules(interval: TimeSpan(nanoseconds: 80), method: .premium(premium))
    if random.once(in: 2) { rules.maximumOpenInterest = Quantity(lots: 60) }
    return rules
  }

  private static func inverse(_ random: inout SplitMix64) -> InstrumentRules {
    var rules = base(&random, tickValue: random.pick([999_983, 5_000_011]), fund: 1)
    rules.contract = .inverse
    rules.funding = FundingRules(interval: TimeSpan(nanoseconds: 150), method: .timeWeighted(TimeWeightedFunding()))
    rules.funding?.price = random.pick([.mark, .index])
    rules.funding?.cap = ppb(20_000_000)
    if random.once(in: 2) { rules.markToMarket = TimeSpan(nanoseconds: 130) }
    return rules
  }

  private static func future(_ random: inout SplitMix64) -> InstrumentRules {
    var rules = base(&random, tickValue: random.once(in: 2) ? 3 : 2_000_003, fund: 1)
    if rules.tickValue.units > 1_000 { rules.contract = .inverse }
    let prices: [SettlementPrice] = [.mark, .index, .indexMean(over: TimeSpan(nanoseconds: 200))]
    rules.expiry = Expiry(at: Time(nanoseconds: random.from(400, through: 900)), price: random.pick(prices))
    if random.once(in: 2) { rules.markToMarket = TimeSpan(nanoseconds: 90) }
    return rules
  }

  /// With add-ons of margin, or with risk factors.
  private static func burdened(_ random: inout SplitMix64) -> InstrumentRules {
    var rules = base(&random, tickValue: random.from(1, through: 10), fund: 0)
    if random.once(in: 3) {
      rules.riskFactors = RiskFactors(
        long: ppb(20_000_000), short: ppb(30_000_001), slippage: ppb(10_000_000),
        reading: random.pick([.specification, .code]))
      return rules
    }
    rules.addOns.size = .proportional(factor: ppb(500_000), unit: Quantity(lots: 1))
    rules.addOns.concentration = ConcentrationCharge(threshold: Quantity(lots: 20), rate: ppb(100_000_000))
    rules.addOns.openInterest = OpenInterestScale(lower: Money(units: 100_000), upper: Money(units: 2_000_000))
    rules.addOns.volatility = VolatilityScale(
      decay: ppb(900_000_000), reference: ppb(10_000_000), highest: ppb(2_000_000_000),
      interval: TimeSpan(nanoseconds: 30))
    return rules
  }

  private static func assets() -> [AssetRules] {
    [
      AssetRules(
        tickValue: Money(units: 1), maximumPrice: Price(ticks: 200), maximumBalance: Money(units: 250),
        maximumTotal: Money(units: 900),
        haircuts: [
          HaircutTier(floor: .zero, haircut: ppb(100_000_000)),
          HaircutTier(floor: Money(units: 50), haircut: ppb(333_333_333)),
          HaircutTier(floor: Money(units: 120), haircut: .one),
        ]),
      AssetRules(
        tickValue: Money(units: 3), maximumPrice: Price(ticks: 200), maximumBalance: Money(units: 1_000),
        haircuts: [HaircutTier(floor: .zero, haircut: ppb(50_000_001))],
        indexSources: IndexRules(
          weights: [.one, .one], method: .median, staleness: TimeSpan(nanoseconds: 200), continuity: true),
        conversionFee: ppb(10_000_001)),
    ]
  }

  private static func portfolio(_ instruments: [InstrumentRules]) -> PortfolioRules {
    let third = ppb(333_333_333)
    return PortfolioRules(
      scenarios: [.zero, third, ppb(-333_333_333), .one, ppb(-1_000_000_000)].map { PriceScenario(move: $0) },
      instruments: instruments.enumerated().map { number, rules in
        PortfolioInstrument(
          scanRange: ppb(60_000_000), group: number < 3 ? 0 : 1, minimumRate: ppb(5_000_000),
          isInverse: rules.contract == .inverse)
      },
      groups: [PortfolioGroup(ofClass: 0, basisCharge: ppb(10_000_000)), PortfolioGroup(ofClass: 0)],
      classes: [PortfolioClass(offset: ppb(500_000_000))], initialMultiplier: ppb(1_300_000_000))
  }

  static func ppb(_ parts: Int64) -> Rate { Rate(partsPerBillion: parts) }
}
