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
      var writer = JournalWriter(header)
      writer.finish()
      var bytes: [UInt8] = []
      writer.drain { piece in for index in piece.indices { bytes.append(piece[index]) } }
      #expect(try JournalReader(bytes).header == header, "seed \(seed)")
    }
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
      var text = ""
      var writer = JournalWriter(header)
      writer.drain { bytes in for index in bytes.indices { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) } }
      for member in ["mark\":\"\(mark)", "threshold\":\"atOrBelow", "limit\":\"bankruptcyPrice", "order\":\"oneByOne"] {
        #expect(text.contains("\"\(member)\""))
      }
      #expect(text.contains("\"takerFee\":\"0.0005\""))
    }
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
    rules.funds = (0..<3).map { _ in FundRules(claimLimit: optional { Money(units: $0.any()) }) }
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
    return LiquidationRules(
      isOn: .random(using: &self), threshold: Bool.random(using: &self) ? .below : .atOrBelow,
      limit: Bool.random(using: &self) ? .market : .bankruptcyPrice, pacing: pacings.randomElement(using: &self)!,
      order: Bool.random(using: &self) ? .synchronous : .oneByOne)
  }

  private mutating func span() -> TimeSpan { TimeSpan(nanoseconds: any()) }
  private mutating func rate() -> Rate { Rate(partsPerBillion: any()) }
}

extension MarkPolicy {
  fileprivate static let plainOnes: [MarkPolicy] = [.last, .mid, .bestBid, .bestAsk, .index, .fair]
}
