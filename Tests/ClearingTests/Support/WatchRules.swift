import MarketTypes
import TestSupport

/// The rules of a watch's history.
enum WatchRules {
  static func plain(_ chance: inout SplitMix64) -> VenueRules {
    var instruments: [InstrumentRules] = []
    for _ in 0...chance.pick([0, 0, 1, 3]) { instruments.append(instrument(&chance)) }
    return VenueRules(
      instruments: instruments, liquidation: LiquidationRules(threshold: chance.once(in: 2) ? .below : .atOrBelow))
  }

  /// With everything that margin and collateral know. Drawn again until the venue would take it.
  static func full(_ chance: inout SplitMix64) -> VenueRules {
    while true {
      var rules = plain(&chance)
      for number in rules.instruments.indices { enrich(&rules.instruments[number], &chance) }
      for _ in 0..<chance.below(3) { rules.assets.append(asset(&chance)) }
      if chance.once(in: 2) { rules.marginLevels = levels(&chance) }
      if chance.once(in: 2) { rules.portfolio = portfolio(rules.instruments, &chance) }
      if rules.fault == nil { return rules }
    }
  }

  /// Coarse or fine ticks, margins from none to everything.
  private static func instrument(_ chance: inout SplitMix64) -> InstrumentRules {
    let maximumPrice: Int64 = chance.pick([40, 3_000, 500_000])
    let tickValue = chance.from(1, through: 20)
    var tiers: [MaintenanceTier] = []
    var (floor, rate): (Int64, Int64) = (0, chance.once(in: 4) ? 0 : chance.from(1, through: 60_000_000))
    for _ in 0...chance.below(4) {
      tiers.append(MaintenanceTier(floor: Money(units: floor), rate: Rate(partsPerBillion: rate)))
      floor += chance.from(1, through: maximumPrice * tickValue * 20)
      rate = chance.once(in: 6) ? 1_000_000_000 : min(1_000_000_000, rate + chance.from(0, through: rate * 2 + 1))
    }
    return .perpetual(
      tickValue: tickValue, maximumPrice: maximumPrice,
      makerFee: Rate(partsPerBillion: chance.from(-300_000, through: 300_000)),
      takerFee: Rate(partsPerBillion: chance.from(0, through: 700_000)), maintenance: tiers)
  }

  private static func enrich(_ rules: inout InstrumentRules, _ chance: inout SplitMix64) {
    switch chance.below(4) {
    case 0: return
    case 1:
      rules.contract = .inverse
      rules.maximumPosition = Quantity(lots: 10_000)
      // Worth from next to nothing to a lot a lot.
      rules.tickValue = Money(units: chance.pick([3, 1_009, 500_009]) * chance.from(1, through: 20))
      if chance.once(in: 3) { fallthrough }
    case 2:
      rules.addOns = addOns(&chance)
    default:
      rules.riskFactors = RiskFactors(
        long: rate(&chance, upTo: 400_000_000), short: rate(&chance, upTo: 400_000_000),
        slippage: rate(&chance, upTo: 200_000_000))
    }
  }

  private static func addOns(_ chance: inout SplitMix64) -> MarginAddOns {
    var addOns = MarginAddOns()
    let unit = Quantity(lots: chance.from(1, through: 50))
    switch chance.below(3) {
    case 0: addOns.size = .proportional(factor: rate(&chance, upTo: 20_000_000), unit: unit)
    case 1: addOns.size = .squareRoot(factor: rate(&chance, upTo: 100_000_000), unit: unit)
    default: break
    }
    if chance.once(in: 2) {
      addOns.concentration = ConcentrationCharge(
        threshold: Quantity(lots: chance.from(0, through: 60)), rate: rate(&chance, upTo: 600_000_000))
    }
    return addOns
  }

  private static func asset(_ chance: inout SplitMix64) -> AssetRules {
    var haircuts: [HaircutTier] = []
    var (floor, haircut): (Int64, Int64) = (0, chance.once(in: 3) ? 0 : chance.from(1, through: 300_000_000))
    for _ in 0...chance.below(3) {
      haircuts.append(HaircutTier(floor: Money(units: floor), haircut: Rate(partsPerBillion: haircut)))
      floor += chance.from(1, through: 150)
      haircut = chance.once(in: 4) ? 1_000_000_000 : chance.from(haircut, through: 1_000_000_000)
    }
    return AssetRules(
      tickValue: Money(units: chance.pick([1, 7, 300])), maximumPrice: Price(ticks: 200),
      maximumBalance: Money(units: 1 << 30), haircuts: haircuts, conversionFee: rate(&chance, upTo: 50_000_000))
  }

  private static func levels(_ chance: inout SplitMix64) -> MarginLevelRules {
    let call = chance.from(1_000_000_000, through: 1_300_000_000)
    return MarginLevelRules(
      alert: Rate(partsPerBillion: chance.from(call, through: 2_000_000_000)), call: Rate(partsPerBillion: call),
      release: Rate(partsPerBillion: chance.from(call, through: 1_700_000_000)))
  }

  private static func portfolio(_ instruments: [InstrumentRules], _ chance: inout SplitMix64) -> PortfolioRules {
    let bothWays = [Rate.one, Rate(partsPerBillion: -1_000_000_000)].map { PriceScenario(move: $0) }
    return PortfolioRules(
      scenarios: chance.once(in: 2) ? PriceScenario.span() : bothWays,
      instruments: instruments.map { rules in
        PortfolioInstrument(
          scanRange: rate(&chance, upTo: rules.contract == .inverse ? 200_000_000 : 300_000_000),
          group: UInt16(chance.below(2)), minimumRate: rate(&chance, upTo: 90_000_000),
          isInverse: rules.contract == .inverse)
      },
      groups: [
        PortfolioGroup(ofClass: 0, basisCharge: rate(&chance, upTo: 90_000_000)), PortfolioGroup(ofClass: 0),
      ], classes: [PortfolioClass(offset: rate(&chance, upTo: 1_000_000_000))],
      initialMultiplier: Rate(partsPerBillion: 1_200_000_000))
  }

  private static func rate(_ chance: inout SplitMix64, upTo limit: Int64) -> Rate {
    chance.once(in: 5) ? .zero : Rate(partsPerBillion: chance.from(0, through: limit))
  }
}
