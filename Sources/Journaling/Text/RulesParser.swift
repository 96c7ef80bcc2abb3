import MarketTypes

/// The set-up lines of a transcript. Every option may be left out; its default stands in `docs/transcripts.md`.

extension InstrumentRules {
  /// What a transcript's instrument has unless its line says otherwise.
  private static var usual: InstrumentRules {
    InstrumentRules(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000_000), maximumPosition: Quantity(lots: 1_000_000),
      initialMargin: Rate(partsPerBillion: 100_000_000),
      maintenanceTiers: [MaintenanceTier(floor: .zero, rate: Rate(partsPerBillion: 50_000_000))])
  }

  private enum Option: String, CaseIterable {
    case contract
    case tickValue = "tick-value"
    case expiry
    case maximumPrice = "maximum-price"
    case maximumPosition = "maximum-position"
    case maximumOpenInterest = "maximum-open-interest"
    case makerFee = "maker-fee"
    case takerFee = "taker-fee"
    case liquidationFee = "liquidation-fee"
    case fund
    case initialMargin = "initial-margin"
    case maintenance
    case mark
    case indexSources = "index-sources"
    case otherVenues = "other-venues"
    case openInterestMargin = "open-interest-margin"
    case sizePremium = "size-premium"
    case concentration
    case volatilityMargin = "volatility-margin"
    case riskFactors = "risk-factors"
    case funding
    case markToMarket = "mark-to-market"
    case lotSize = "lot-size"
    case tickSize = "tick-size"
    case largestOrder = "largest-order"
    case smallestNotional = "smallest-notional"
    case largestNotional = "largest-notional"
    case mostOpenOrders = "most-open-orders"
    case matching
    case marketProtection = "market-protection"
    case band
    case limitState = "limit-state"
    case reopeningCall = "reopening-call"
    case publishesLevels = "publishes-levels"
  }

  /// Takes `tick-value 100 maintenance 0.05 above 5000 0.1 mark mid`, after the name.
  init(_ words: inout LineWords) throws(LineFault) {
    self = .usual
    var options = Options(Option.allCases)
    while let option = try options.next(&words) {
      switch option {
      case .contract: contract = try words.choice("a contract", from: ContractKind.allCases)
      case .tickValue: tickValue = Money(units: try words.integer("an amount"))
      case .expiry: expiry = try words.expiry()
      case .maximumPrice: maximumPrice = Price(ticks: try words.integer("a price"))
      case .maximumPosition: maximumPosition = Quantity(lots: try words.integer("a number of lots"))
      case .maximumOpenInterest: maximumOpenInterest = Quantity(lots: try words.integer("a number of lots"))
      case .makerFee: makerFee = try words.rate()
      case .takerFee: takerFee = try words.rate()
      case .liquidationFee: liquidationFee = try words.rate()
      case .fund: fund = FundID(number: try words.integer("a fund's number"))
      case .initialMargin: initialMargin = try words.rate()
      case .maintenance: maintenanceTiers = try words.tiers()
      case .mark: mark = try words.markPolicy()
      case .indexSources: indexSources = try words.indexSources()
      case .otherVenues: otherVenues = try words.indexSources()
      case .openInterestMargin: addOns.openInterest = try words.openInterestScale()
      case .sizePremium: addOns.size = try words.sizePremium()
      case .concentration: addOns.concentration = try words.concentrationCharge()
      case .volatilityMargin: addOns.volatility = try words.volatilityScale()
      case .riskFactors: riskFactors = try words.riskFactors()
      case .funding: funding = try words.funding()
      case .markToMarket: markToMarket = try words.span()
      case .lotSize: orders.lotSize = Quantity(lots: try words.integer("a number of lots"))
      case .tickSize: orders.tickSize = PriceChange(ticks: try words.integer("a number of ticks"))
      case .largestOrder: orders.largest = Quantity(lots: try words.integer("a number of lots"))
      case .smallestNotional: orders.smallestNotional = Money(units: try words.integer("an amount"))
      case .largestNotional: orders.largestNotional = Money(units: try words.integer("an amount"))
      case .mostOpenOrders: orders.mostOpen = try words.integer("a number of orders")
      case .matching: matching = try words.choice("a policy", from: MatchingPolicy.allCases)
      case .marketProtection: marketProtection = try words.marketProtection()
      case .band:
        band = PriceBand(width: try words.rate(), reference: try words.choice("a price", from: PriceSource.allCases))
      case .limitState: limitState = try words.limitState()
      case .reopeningCall: reopeningCall = try words.span()
      case .publishesLevels: publishesLevels = true
      }
    }
  }
}

/// What the line `venue` says of all instruments together.
extension VenueRules {
  private enum Option: String, CaseIterable {
    case selfTradePrevention = "self-trade-prevention"
    case orderRate = "order-rate"
    case dayLength = "day-length"
    case feeTiers = "fee-tiers"
    case funds
    case marginLevels = "margin-levels"
  }

  /// Takes `self-trade-prevention oldest order-rate 100 in 1s day-length 86400s fee-tiers 0.0002 0.0005 in 3600s`.
  mutating func read(_ words: inout LineWords) throws(LineFault) {
    var options = Options(Option.allCases)
    while let option = try options.next(&words) {
      switch option {
      case .selfTradePrevention:
        selfTradePrevention = try words.choice("whom to stop", from: SelfTradePrevention.words)
      case .orderRate:
        let orders: Int32 = try words.integer("a number of orders")
        try words.expect("in")
        orderRate = OrderRate(orders: orders, window: try words.span())
      case .dayLength: dayLength = try words.span()
      case .feeTiers: fees = try words.feeSchedule()
      case .funds: funds = try words.funds()
      case .marginLevels: marginLevels = try words.marginLevels()
      }
    }
  }
}

/// The options of one line, each to be given once, in any order.
struct Options<Option: RawRepresentable<String> & Hashable> {
  private let all: [Option]
  private var given: Set<Option> = []

  init(_ all: [Option]) { self.all = all }

  /// Takes an option's name; `nil` at the end of the line.
  mutating func next(_ words: inout LineWords) throws(LineFault) -> Option? {
    if words.isAtEnd { return nil }
    let start = words
    let option = try words.choice("an option", from: all.map { ($0.rawValue, $0) })
    if !given.insert(option).inserted { throw start.fault("\"\(option.rawValue)\" is given twice") }
    return option
  }
}

// MARK: - Values

extension LineWords {
  mutating func rate() throws(LineFault) -> Rate {
    Rate(partsPerBillion: try decimal("a rate", scale: Rate.scale))
  }

  mutating func choice<Choice: Phrased>(
    _ expected: String, from choices: [Choice]
  ) throws(LineFault) -> Choice {
    try choice(expected, from: choices.map { ($0.phrase.word, $0) })
  }

  /// `0.05 above 5000 0.1 initial 0.2 above 20000 0.2`.
  fileprivate mutating func tiers() throws(LineFault) -> [MaintenanceTier] {
    var tiers: [MaintenanceTier] = []
    repeat {
      let floor = tiers.isEmpty ? .zero : Money(units: try integer("a notional"))
      let rate = try rate()
      tiers.append(MaintenanceTier(floor: floor, rate: rate, initial: take("initial") ? try self.rate() : nil))
    } while take("above")
    return tiers
  }

  /// `5`, `5 rests`.
  fileprivate mutating func marketProtection() throws(LineFault) -> MarketProtection {
    let distance = PriceChange(ticks: try integer("a number of ticks"))
    return MarketProtection(distance: distance, restRemainder: take("rests"))
  }

  /// `0.05 window 1s patience 5s halt 10s`.
  fileprivate mutating func limitState() throws(LineFault) -> LimitStateRules {
    func span(_ name: String, of words: inout LineWords) throws(LineFault) -> TimeSpan {
      try words.expect(name)
      return try words.span()
    }
    return LimitStateRules(
      width: try rate(), window: try span("window", of: &self), patience: try span("patience", of: &self),
      halt: try span("halt", of: &self))
  }
}
