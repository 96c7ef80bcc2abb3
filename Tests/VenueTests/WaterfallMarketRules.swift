import MarketTypes
import TestSupport

/// Waterfalls of every kind, chosen by chance: each stage there or not, each choice of each stage now and then.
enum WaterfallMarketRules {
  static func rules(_ random: inout SplitMix64) -> VenueRules {
    let marks: [MarkPolicy] = [.last, .mid, .index, .index, .blend(lastWeight: .percent(40))]
    var instruments: [InstrumentRules] = []
    for number in 0..<(2 + random.below(2)) {
      var instrument = InstrumentRules(
        tickValue: Money(units: random.from(1, through: 9)), maximumPrice: Price(ticks: 5_000),
        maximumPosition: Quantity(lots: 500), makerFee: .perMillion(random.pick([-200, 0, 100])),
        takerFee: .perMillion(random.pick([0, 300, 601])), initialMargin: .percent(4),
        maintenanceTiers: [
          MaintenanceTier(floor: .zero, rate: .percent(2)),
          MaintenanceTier(floor: Money(units: 40_000), rate: .percent(3)),
          MaintenanceTier(floor: Money(units: 150_000), rate: .percent(6)),
        ], mark: random.pick(marks))
      instrument.liquidationFee = .perMillion(random.pick([0, 5_000, 12_345]))
      instrument.fund = FundID(number: UInt8(number % 2))
      instruments.append(instrument)
    }
    var rules = VenueRules(instruments: instruments, liquidation: liquidation(&random))
    rules.funds = (0..<3).map { _ in
      FundRules(
        claimLimit: random.once(in: 2) ? Money(units: random.from(0, through: 2_000)) : nil,
        floor: Money(units: random.pick([0, 0, 500])))
    }
    if random.once(in: 2) {
      rules.marginLevels = MarginLevelRules(alert: .percent(150), call: .percent(120), release: .percent(130))
    }
    rules.selfTradePrevention = random.pick([.allow, .cancelNewest])
    return rules
  }

  private static func liquidation(_ random: inout SplitMix64) -> LiquidationRules {
    var rules = LiquidationRules(
      threshold: random.pick([.below, .atOrBelow]), limit: limit(&random),
      pacing: random.once(in: 3)
        ? .timed(TimeSpan(nanoseconds: random.from(1, through: 20)))
        : .immediate(roundLimit: random.pick([1, 4, 1_000])),
      order: random.pick([.synchronous, .oneByOne]))
    if random.once(in: 2) {
      rules.call = MarginCallRules(
        topUp: random.once(in: 2) ? .percent(random.from(100, through: 200)) : nil,
        grace: TimeSpan(nanoseconds: random.pick([0, 0, 7, 30])))
    }
    rules.cancels = random.pick(OrderCancelling.allCases)
    rules.sizing = sizing(&random)
    rules.fee = fee(&random)
    if random.once(in: 4), !rules.fee.isSurplus { rules.isFillOrKill = true }
    rules.budget = StepBudget(
      accountNotional: random.once(in: 3) ? Money(units: random.from(1, through: 60_000)) : nil,
      orders: random.once(in: 3) ? Int32(random.from(1, through: 3)) : nil)
    if random.once(in: 2) { rules.backstop = backstop(&random) }
    if random.below(3) > 0 {
      rules.deleveraging = DeleveragingRules(
        random.pick(DeleveragingRanking.allCases), at: random.pick([.bankruptcy, .previousMark, .mark]),
        when: random.pick(DeleveragingTrigger.allCases))
    }
    rules.losses = losses(&random)
    rules.settlesContracts = random.once(in: 8)
    return rules
  }

  private static func limit(_ random: inout SplitMix64) -> ForcedLimit {
    switch random.below(5) {
    case 0, 1: .market
    case 2: .bankruptcyPrice
    case 3: .fillable(FillableLimit(aggressiveness: .percent(random.pick([50, 100, 300])), spread: .percent(150)))
    default:
      random.once(in: 2)
        ? .disposalRange(.percent(random.from(0, through: 8)))
        : .indexBand(
          IndexBand(
            width: .percent(1), patience: TimeSpan(nanoseconds: 10), growthPerSecond: .one, most: .percent(30)))
    }
  }

  private static func sizing(_ random: inout SplitMix64) -> ForcedSizing {
    switch random.below(5) {
    case 0, 1: return .whole
    case 2:
      return .portion(
        PortionSizing(
          .percent(random.pick([10, 20, 50])), wholeUpTo: Money(units: random.pick([0, 8_000])),
          atLeast: Money(units: random.pick([0, 3_000])), wholeFor: TimeSpan(nanoseconds: random.pick([0, 25]))))
    case 3:
      let ramp = LiquidationRamp(start: .percent(random.pick([0, 10])), duration: TimeSpan(nanoseconds: 60))
      return .toTarget(
        TargetSizing(
          buffer: .perMillion(random.pick([0, 5_000])), cost: .perMillion(random.pick([0, 3_000])),
          wholeBelow: Money(units: random.pick([0, 5_000])), unpacedBelow: Money(units: random.pick([0, 100])),
          ramp: random.once(in: 2) ? ramp : nil))
    default: return .tierStep
    }
  }

  private static func fee(_ random: inout SplitMix64) -> LiquidationFee {
    switch random.below(3) {
    case 0: .flat
    case 1: .surplus(most: .perMillion(random.pick([0, 5_000, 1_000_000])))
    default: .spare(most: .percent(2), discount: .perMillion(random.pick([0, 5_000])))
    }
  }

  private static func backstop(_ random: inout SplitMix64) -> BackstopRules {
    let disposal = DisposalRules(
      every: TimeSpan(nanoseconds: random.from(1, through: 30)), portion: .percent(random.pick([20, 100])),
      wholeUpTo: Quantity(lots: random.pick([0, 5])), bookShare: .percent(random.pick([30, 100])),
      range: .percent(random.pick([2, 10, 100])))
    return BackstopRules(
      below: .percent(random.pick([0, 50, 67, 100])), takesRest: random.once(in: 2),
      maximumNotional: random.once(in: 3) ? Money(units: random.from(0, through: 200_000)) : nil,
      lossStop: random.once(in: 3) ? Money(units: random.from(0, through: 5_000)) : nil,
      disposal: random.below(4) > 0 ? disposal : nil)
  }

  private static func losses(_ random: inout SplitMix64) -> [LossLayer] {
    let kinds: [LossLayer.Kind] = [
      .fund, .capital(FundID(number: 2)), .ownContribution, .members, .assessment(.percent(random.pick([50, 200]))),
      .gains, .openInterest,
    ]
    var layers: [LossLayer] = []
    for kind in kinds where random.once(in: 2) {
      let layer = LossLayer(kind, limit: random.once(in: 3) ? Money(units: random.from(0, through: 2_000)) : nil)
      layers.insert(layer, at: random.below(layers.count + 1))
    }
    return layers
  }
}

extension LiquidationFee {
  var isSurplus: Bool { if case .surplus = self { true } else { false } }
}
