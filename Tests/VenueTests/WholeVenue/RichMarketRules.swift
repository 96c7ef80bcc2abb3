import MarketTypes
import TestSupport

/// What a rich market has beyond a wider one: each thing there or not, by chance.
enum RichMarketRules {
  static func enrich(_ rules: inout VenueRules, _ random: inout SplitMix64) {
    if random.below(4) > 0 { rules.assets = (0..<(1 + random.below(2))).map { _ in asset(&random) } }
    for index in rules.assets.indices where random.once(in: 2) { rules.assets[index].indexSources = sources(&random) }
    for index in rules.instruments.indices {
      if random.once(in: 3) { rules.instruments[index].indexSources = sources(&random) }
      if random.once(in: 3) { rules.instruments[index].initialMargin = .perMillion(random.pick([15_000, 25_000])) }
      if random.once(in: 2) { rules.instruments[index].otherVenues = sources(&random) }
      if random.once(in: 3) { rules.instruments[index].funding = funding(&random) }
      if let expiry = rules.instruments[index].expiry, random.once(in: 2) {
        let span = TimeSpan(nanoseconds: random.from(10, through: 200))
        rules.instruments[index].expiry = Expiry(at: expiry.moment, price: .indexMean(over: span))
      }
      if random.below(3) > 0 { rules.instruments[index].mark = mark(&random) }
      if rules.instruments[index].contract == .linear, random.once(in: 4) {
        rules.instruments[index].riskFactors = riskFactors(&random)
      } else if random.once(in: 2) {
        rules.instruments[index].addOns = addOns(&random)
      }
    }
    if random.once(in: 2) { rules.fees = fees(&random) }
    for index in rules.instruments.indices {
      if random.once(in: 4) {
        rules.instruments[index].maximumOpenInterest = Quantity(lots: random.from(30, through: 150))
      }
      if random.once(in: 4) {
        rules.instruments[index].orders.largestNotional = Money(units: random.from(20_000, through: 150_000))
        rules.instruments[index].orders.smallestNotional = Money(units: random.from(0, through: 5_000))
      }
      if random.once(in: 4) { rules.instruments[index].maximumPosition = Quantity(lots: random.from(25, through: 60)) }
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

  private static func fees(_ random: inout SplitMix64) -> FeeSchedule {
    let volume = random.from(1_000, through: 80_000)
    return FeeSchedule(
      window: TimeSpan(nanoseconds: random.from(20, through: 150)),
      tiers: [
        FeeTier(volume: .zero, maker: .perMillion(100), taker: .perMillion(random.from(300, through: 900))),
        FeeTier(volume: Money(units: volume), maker: .perMillion(-150), taker: .perMillion(250)),
        FeeTier(
          volume: Money(units: 4 * volume), maker: .perMillion(-200), taker: .perMillion(random.pick([-50, 0, 90]))),
      ])
  }

  private static func mark(_ random: inout SplitMix64) -> MarkPolicy {
    let cadence = TimeSpan(nanoseconds: random.from(3, through: 25))
    func decay() -> Rate { .percent(random.pick([0, 50, 90])) }
    switch random.below(8) {
    case 0: return .impactMid(notional: Money(units: random.from(1, through: 60_000)))
    case 1: return .fair
    case 2: return .sampledLast(spacing: TimeSpan(nanoseconds: random.from(1, through: 20)))
    case 3: return .indexPlusBasis(DecayedAverage(cadence: cadence, decay: decay()))
    case 4: return .fairMedian(WindowAverage(cadence: cadence, samples: Int32(random.from(1, through: 12))))
    case 5, 6: return .robustMedian(RobustMedian(cadence: cadence, basisDecay: decay(), priceDecay: decay()))
    default:
      return .composite(
        CompositeMark(
          tradeWeight: .percent(random.pick([0, 40, 100])), bookWeight: .percent(random.pick([0, 30])),
          indexWeight: .percent(random.pick([10, 60])), staleness: TimeSpan(nanoseconds: random.pick([0, 30, 150])),
          cadence: cadence, notional: Money(units: random.from(1, through: 60_000)), isMedian: random.once(in: 2),
          tradeSteps: UInt8(random.pick([0, 1, 4, 16])), tradeDecay: .percent(random.pick([0, 30, 100])),
          tradePower: UInt8(random.from(1, through: 2))))
    }
  }

  private static func funding(_ random: inout SplitMix64) -> FundingRules {
    var average = TimeWeightedFunding()
    average.interest = .perMillion(random.pick([0, 500, -300]))
    average.lowerClamp = .perMillion(random.pick([0, -400, -20_000]))
    average.upperClamp = .perMillion(random.pick([0, 400, 20_000]))
    average.scale = .percent(random.pick([30, 100, 250]))
    if random.once(in: 2) { (average.lowerBound, average.upperBound) = (.perMillion(-5_000), .perMillion(9_001)) }
    var rules = FundingRules(
      interval: TimeSpan(nanoseconds: random.from(20, through: 80)), method: .timeWeighted(average))
    rules.price = random.pick([.index, .mark])
    rules.cap = .percent(random.pick([2, 100]))
    return rules
  }

  private static func sources(_ random: inout SplitMix64) -> IndexRules {
    let count = 1 + random.below(4)
    return IndexRules(
      weights: [.one] + (0..<count - 1).map { _ in .percent(random.pick([0, 20, 50, 100])) },
      method: random.pick([.median, .weightedMean, .weightedMedian, .clampedMean(limit: .perMillion(5_000))]),
      staleness: random.once(in: 2) ? TimeSpan(nanoseconds: random.from(20, through: 200)) : nil,
      minimumSources: Int32(1 + random.below(count)), continuity: random.once(in: 2))
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
