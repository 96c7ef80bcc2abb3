import MarketTypes
import TestSupport

/// What a rich market has beyond a wider one: each thing there or not, by chance.
enum RichMarketRules {
  static func enrich(_ rules: inout VenueRules, _ random: inout SplitMix64) {
    if random.below(4) > 0 { rules.assets = (0..<(1 + random.below(2))).map { _ in asset(&random) } }
    for index in rules.instruments.indices {
      if random.once(in: 3) { rules.instruments[index].initialMargin = .perMillion(random.pick([15_000, 25_000])) }
      if rules.instruments[index].contract == .linear, random.once(in: 4) {
        rules.instruments[index].riskFactors = riskFactors(&random)
      } else if random.once(in: 2) {
        rules.instruments[index].addOns = addOns(&random)
      }
    }
    if random.once(in: 2) { rules.portfolio = portfolio(rules.instruments, &random) }
  }

  private static func portfolio(_ instruments: [InstrumentRules], _ random: inout SplitMix64) -> PortfolioRules {
    let tiers = [
      ChargeTier(floor: .zero, multiplier: .one),
      ChargeTier(
        floor: Money(units: random.from(1, through: 400)), multiplier: .percent(random.pick([100, 150, 250]))),
    ]
    return PortfolioRules(
      scenarios: random.once(in: 2) ? PriceScenario.span() : PriceScenario.grid(steps: 1 + random.below(3)),
      instruments: instruments.map { rules in
        PortfolioInstrument(
          scanRange: .perMillion(random.from(10_000, through: 80_000)), group: UInt16(random.below(3)),
          minimumRate: .perMillion(random.from(0, through: 20_000)), isInverse: rules.contract == .inverse)
      },
      groups: [0, UInt16(random.below(2)), 1].map { number in
        PortfolioGroup(ofClass: number, basisCharge: .perMillion(random.pick([0, 4_001, 30_000])))
      },
      classes: [0, 1].map { _ in PortfolioClass(offset: .percent(random.pick([0, 35, 100]))) }, minimumTiers: tiers,
      initialMultiplier: .percent(random.pick([100, 130])))
  }

  private static func riskFactors(_ random: inout SplitMix64) -> RiskFactors {
    RiskFactors(
      long: .perMillion(random.from(5_000, through: 60_000)), short: .perMillion(random.from(5_000, through: 60_000)),
      slippage: .perMillion(random.from(0, through: 40_001)), reading: random.pick(OrderMarginReading.allCases))
  }

  private static func addOns(_ random: inout SplitMix64) -> MarginAddOns {
    var addOns = MarginAddOns()
    let unit = Quantity(lots: random.pick([1, 7]))
    if random.once(in: 2) {
      addOns.size = .proportional(factor: .perMillion(random.from(100, through: 500)), unit: unit)
    }
    if random.once(in: 2) {
      addOns.size = .squareRoot(factor: .perMillion(random.from(1_000, through: 9_000)), unit: unit)
    }
    if random.once(in: 2) {
      addOns.concentration = ConcentrationCharge(
        threshold: Quantity(lots: random.from(2, through: 20)), rate: .perMillion(random.from(5_000, through: 100_000)))
    }
    if random.once(in: 2) {
      let lower = random.from(0, through: 200_000)
      addOns.openInterest = OpenInterestScale(
        lower: Money(units: lower), upper: Money(units: lower + random.from(0, through: 1_500_000)))
    }
    if random.once(in: 2) {
      addOns.volatility = VolatilityScale(
        decay: .percent(random.pick([0, 60, 94])), reference: .perMillion(random.from(5_000, through: 60_000)),
        highest: .percent(random.from(100, through: 200)),
        interval: TimeSpan(nanoseconds: random.from(5, through: 40)))
    }
    return addOns
  }

  private static func asset(_ random: inout SplitMix64) -> AssetRules {
    var haircuts = [HaircutTier(floor: .zero, haircut: .percent(random.pick([0, 5, 20])))]
    if random.once(in: 2) { haircuts.append(HaircutTier(floor: Money(units: 12), haircut: .perMillion(333_333))) }
    if random.once(in: 2) { haircuts.append(HaircutTier(floor: Money(units: 35), haircut: .one)) }
    return AssetRules(
      tickValue: Money(units: random.from(1, through: 3)), maximumPrice: Price(ticks: 200),
      maximumBalance: Money(units: random.pick([40, 90])),
      maximumTotal: random.once(in: 2) ? Money(units: random.from(100, through: 250)) : nil, haircuts: haircuts,
      conversionFee: .perMillion(random.pick([0, 10_001, 200_000])))
  }
}
