import Journaling
import MarketTypes
import Testing

struct JournalHeaderTests {
  @Test func `rules of every shape read back as they were written`() throws {
    for seed in UInt64(0)..<300 {
      var chance = SeededWords(seed: seed)
      let rules = chance.rules()
      let header = JournalHeader(
        engine: "1.2.3", seed: chance.any(),
        names: Names(instruments: ["BTC"], accounts: ["", "\u{1F980}\n\"\\"], assets: ["ETH"]),
        rules: rules, scenario: "")
      #expect(try JournalReader(header.journal).header == header, "seed \(seed)")
    }
  }

  /// Written before there was a waterfall, and as it is written still: what is as usual is left out, so journals of
  /// either time are read alike.
  @Test func `a venue without a waterfall has the header it had before there was one`() throws {
    let header = JournalHeader(
      engine: "0.4.0", seed: 7, names: Names(), rules: VenueRules(instruments: []), scenario: "")
    let text = """
      {"engine":"0.4.0","seed":7,"names":{"instruments":[],"accounts":[],"assets":[]},"rules":{"instruments":[],\
      "liquidation":{"isOn":true,"threshold":"below","limit":"market","pacing":"immediate","roundLimit":1000,\
      "order":"synchronous"},"assets":[],"funds":[{}],"selfTradePrevention":"allow","dayLength":86400000000000},\
      "scenario":""}
      """
    #expect(header.text == text)
    #expect(try JournalReader(header.journal).header == header)
  }

  @Test func `a policy is called by the name of its case`() {
    for mark in MarkPolicy.plainOnes {
      let instrument = InstrumentRules(
        tickValue: Money(units: 1), maximumPrice: Price(ticks: 1), maximumPosition: Quantity(lots: 1),
        takerFee: Rate(partsPerBillion: 500_000), initialMargin: .one, maintenanceTiers: [], mark: mark)
      let header = JournalHeader(
        engine: "", seed: 0, names: Names(),
        rules: VenueRules(
          instruments: [instrument],
          liquidation: LiquidationRules(threshold: .atOrBelow, limit: .bankruptcyPrice, order: .oneByOne)),
        scenario: "")
      let text = header.text
      for member in ["mark\":\"\(mark)", "threshold\":\"atOrBelow", "limit\":\"bankruptcyPrice", "order\":\"oneByOne"] {
        #expect(text.contains("\"\(member)\""))
      }
      #expect(text.contains("\"takerFee\":\"0.0005\""))
    }
  }
}

extension JournalHeader {
  /// A journal of no commands.
  fileprivate var journal: [UInt8] {
    var writer = JournalWriter(self)
    writer.finish()
    var bytes: [UInt8] = []
    writer.drain { piece in for index in piece.indices { bytes.append(piece[index]) } }
    return bytes
  }

  /// Its object, without magic, version, padding, checksum and the end.
  fileprivate var text: String {
    let object = journal.drop { $0 != UInt8(ascii: "{") }
    let end = object.lastIndex(of: UInt8(ascii: "}")) ?? object.endIndex
    return String(decoding: object[...end], as: UTF8.self)
  }
}

extension SeededWords {
  fileprivate mutating func rules() -> VenueRules {
    var rules = VenueRules(instruments: (0..<3).map { _ in instrument() }, liquidation: liquidation())
    rules.selfTradePrevention = one()
    rules.orderRate = optional { OrderRate(orders: $0.any(), window: $0.span()) }
    rules.dayLength = span()
    rules.assets = (0..<2).map { _ in asset() }
    rules.portfolio = optional { $0.portfolio() }
    rules.marginLevels = optional { MarginLevelRules(alert: $0.rate(), call: $0.rate(), release: $0.rate()) }
    rules.fees = optional { chance in
      FeeSchedule(
        window: chance.span(),
        tiers: (0..<2).map { _ in
          FeeTier(volume: Money(units: chance.any()), maker: chance.rate(), taker: chance.rate())
        })
    }
    rules.funds = (0..<3).map { _ in
      FundRules(claimLimit: optional { Money(units: $0.any()) }, floor: Money(units: any()))
    }
    return rules
  }

  private mutating func asset() -> AssetRules {
    AssetRules(
      tickValue: Money(units: any()), maximumPrice: Price(ticks: any()), maximumBalance: Money(units: any()),
      maximumTotal: optional { Money(units: $0.any()) },
      haircuts: (0..<2).map { _ in HaircutTier(floor: Money(units: any()), haircut: rate()) },
      indexSources: optional { $0.indexSources() }, conversionFee: rate())
  }

  private mutating func portfolio() -> PortfolioRules {
    PortfolioRules(
      scenarios: (0..<2).map { _ in PriceScenario(move: rate(), coverage: rate()) },
      instruments: (0..<3).map { _ in
        PortfolioInstrument(
          scanRange: rate(), group: any(), minimumRate: rate(), isInverse: .random(using: &self))
      },
      groups: (0..<2).map { _ in PortfolioGroup(ofClass: any(), basisCharge: rate()) },
      classes: [PortfolioClass(offset: rate())],
      minimumTiers: (0..<2).map { _ in ChargeTier(floor: Money(units: any()), multiplier: rate()) },
      initialMultiplier: rate())
  }

  private mutating func indexSources() -> IndexRules {
    let methods: [IndexMethod] = [.median, .clampedMean(limit: rate()), .weightedMean, .weightedMedian]
    return IndexRules(
      weights: (0..<3).map { _ in rate() }, method: methods.randomElement(using: &self)!,
      staleness: optional { $0.span() }, minimumSources: any(), continuity: .random(using: &self))
  }

  private mutating func parametricMarks() -> [MarkPolicy] {
    [
      .blend(lastWeight: rate()), .impactMid(notional: Money(units: any())), .sampledLast(spacing: span()),
      .indexPlusBasis(DecayedAverage(cadence: span(), decay: rate())),
      .fairMedian(WindowAverage(cadence: span(), samples: any())),
      .robustMedian(RobustMedian(cadence: span(), basisDecay: rate(), priceDecay: rate())),
      .composite(
        CompositeMark(
          tradeWeight: rate(), bookWeight: rate(), indexWeight: rate(), staleness: span(), cadence: span(),
          notional: Money(units: any()), isMedian: .random(using: &self), tradeSteps: any(), tradeDecay: rate(),
          tradePower: any())),
    ]
  }

  private mutating func addOns() -> MarginAddOns {
    var addOns = MarginAddOns()
    addOns.openInterest = optional {
      OpenInterestScale(lower: Money(units: $0.any()), upper: Money(units: $0.any()))
    }
    addOns.size = optional {
      let (factor, unit) = ($0.rate(), Quantity(lots: $0.any()))
      return Bool.random(using: &$0)
        ? .squareRoot(factor: factor, unit: unit) : .proportional(factor: factor, unit: unit)
    }
    addOns.concentration = optional {
      ConcentrationCharge(threshold: Quantity(lots: $0.any()), rate: $0.rate())
    }
    addOns.volatility = optional {
      VolatilityScale(decay: $0.rate(), reference: $0.rate(), highest: $0.rate(), interval: $0.span())
    }
    return addOns
  }

  private mutating func funding() -> FundingRules {
    var premium = PremiumFunding(sampling: span(), notional: Money(units: any()), quotedFor: span())
    (premium.interest, premium.clamp) = (rate(), optional { $0.rate() })
    (premium.minimumSamples, premium.marginMultiple) = (any(), optional { $0.any() })
    var average = TimeWeightedFunding()
    (average.interest, average.lowerClamp, average.upperClamp) = (rate(), rate(), rate())
    (average.scale, average.lowerBound, average.upperBound) = (rate(), rate(), rate())
    var rules = FundingRules(
      interval: span(), method: Bool.random(using: &self) ? .premium(premium) : .timeWeighted(average))
    (rules.price, rules.cap) = (one(), rate())
    return rules
  }

  private mutating func expiry() -> Expiry {
    let prices: [SettlementPrice] = [.mark, .index, .indexMean(over: span())]
    return Expiry(at: Time(nanoseconds: any()), price: prices.randomElement(using: &self)!)
  }

  private mutating func instrument() -> InstrumentRules {
    let marks = MarkPolicy.plainOnes + parametricMarks()
    var rules = InstrumentRules(
      tickValue: Money(units: any()), maximumPrice: Price(ticks: any()), maximumPosition: Quantity(lots: any()),
      makerFee: rate(), takerFee: rate(), initialMargin: rate(),
      maintenanceTiers: (0..<2).map { _ in
        MaintenanceTier(floor: Money(units: any()), rate: rate(), initial: optional { $0.rate() })
      },
      mark: marks.randomElement(using: &self)!)
    rules.orders.lotSize = Quantity(lots: any())
    rules.orders.tickSize = PriceChange(ticks: any())
    rules.orders.largest = optional { Quantity(lots: $0.any()) }
    rules.orders.smallestNotional = Money(units: any())
    rules.orders.mostOpen = optional { $0.any() }
    rules.matching = one()
    rules.marketProtection = optional {
      MarketProtection(distance: PriceChange(ticks: $0.any()), restRemainder: .random(using: &$0))
    }
    rules.band = optional { PriceBand(width: $0.rate(), reference: $0.one()) }
    rules.limitState = optional {
      LimitStateRules(width: $0.rate(), window: $0.span(), patience: $0.span(), halt: $0.span())
    }
    rules.reopeningCall = span()
    rules.publishesLevels = .random(using: &self)
    rules.contract = one()
    rules.expiry = optional { $0.expiry() }
    rules.liquidationFee = rate()
    rules.fund = FundID(number: any())
    rules.markToMarket = optional { $0.span() }
    rules.maximumOpenInterest = optional { Quantity(lots: $0.any()) }
    rules.orders.largestNotional = optional { Money(units: $0.any()) }
    rules.indexSources = optional { $0.indexSources() }
    rules.otherVenues = optional { $0.indexSources() }
    rules.funding = optional { $0.funding() }
    rules.addOns = addOns()
    rules.riskFactors = optional {
      RiskFactors(long: $0.rate(), short: $0.rate(), slippage: $0.rate(), reading: $0.one())
    }
    return rules
  }

  private mutating func liquidation() -> LiquidationRules {
    let pacings: [LiquidationPacing] = [.immediate(roundLimit: any()), .timed(TimeSpan(nanoseconds: any()))]
    let limits: [ForcedLimit] = [
      .market, .bankruptcyPrice, .fillable(FillableLimit(aggressiveness: rate(), spread: rate())),
      .indexBand(IndexBand(width: rate(), patience: span(), growthPerSecond: rate(), most: rate())),
      .disposalRange(rate()),
    ]
    var rules = LiquidationRules(
      isOn: .random(using: &self), threshold: one(), limit: limits.randomElement(using: &self)!,
      pacing: pacings.randomElement(using: &self)!, order: one())
    rules.call = optional { chance in MarginCallRules(topUp: chance.optional { $0.rate() }, grace: chance.span()) }
    rules.cancels = one()
    rules.sizing = sizing()
    rules.isFillOrKill = .random(using: &self)
    rules.fee = [.flat, .surplus(most: rate()), .spare(most: rate(), discount: rate())].randomElement(using: &self)!
    rules.budget = StepBudget(accountNotional: optional { $0.money() }, orders: optional { $0.any() })
    rules.backstop = optional { $0.backstop() }
    rules.deleveraging = optional { DeleveragingRules($0.one(), at: $0.one(), when: $0.one()) }
    if Bool.random(using: &self) { rules.losses = (0..<any(UInt8.self) % 4).map { _ in layer() } }
    rules.settlesContracts = .random(using: &self)
    return rules
  }

  private mutating func sizing() -> ForcedSizing {
    let portion = PortionSizing(rate(), wholeUpTo: money(), atLeast: money(), wholeFor: span())
    let target = TargetSizing(
      buffer: rate(), cost: rate(), wholeBelow: money(), unpacedBelow: money(),
      ramp: optional { LiquidationRamp(start: $0.rate(), duration: $0.span()) })
    return [.whole, .portion(portion), .toTarget(target), .tierStep].randomElement(using: &self)!
  }

  private mutating func backstop() -> BackstopRules {
    BackstopRules(
      below: rate(), takesRest: .random(using: &self), maximumNotional: optional { $0.money() },
      lossStop: optional { $0.money() },
      disposal: optional {
        DisposalRules(
          every: $0.span(), portion: $0.rate(), wholeUpTo: Quantity(lots: $0.any()), bookShare: $0.rate(),
          range: $0.rate())
      })
  }

  private mutating func layer() -> LossLayer {
    let kinds: [LossLayer.Kind] = [
      .fund, .capital(FundID(number: any())), .ownContribution, .members, .assessment(rate()), .gains, .openInterest,
    ]
    return LossLayer(kinds.randomElement(using: &self)!, limit: optional { $0.money() })
  }

  private mutating func money() -> Money { Money(units: any()) }

  private mutating func span() -> TimeSpan { TimeSpan(nanoseconds: any()) }
  private mutating func rate() -> Rate { Rate(partsPerBillion: any()) }
}

extension MarkPolicy {
  fileprivate static let plainOnes: [MarkPolicy] = [.last, .mid, .bestBid, .bestAsk, .index, .fair]
}
