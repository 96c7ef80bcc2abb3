import MarketTypes

/// The set-up lines of a transcript about collateral, fees and funds.

extension AssetRules {
  private enum Option: String, CaseIterable {
    case tickValue = "tick-value"
    case maximumPrice = "maximum-price"
    case maximumBalance = "maximum-balance"
    case maximumTotal = "maximum-total"
    case haircut
    case conversionFee = "conversion-fee"
    case indexSources = "index-sources"
  }

  /// Takes `tick-value 10 haircut 0.1 above 500 0.2 conversion-fee 0.001`, after the name.
  init(_ words: inout LineWords) throws(LineFault) {
    self.init(
      tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000_000), maximumBalance: Money(units: 1_000_000),
      haircuts: [HaircutTier(floor: .zero, haircut: .zero)])
    var options = Options(Option.allCases)
    while let option = try options.next(&words) {
      switch option {
      case .tickValue: tickValue = Money(units: try words.integer("an amount"))
      case .maximumPrice: maximumPrice = Price(ticks: try words.integer("a price"))
      case .maximumBalance: maximumBalance = Money(units: try words.integer("an amount"))
      case .maximumTotal: maximumTotal = Money(units: try words.integer("an amount"))
      case .haircut: haircuts = try words.haircuts()
      case .conversionFee: conversionFee = try words.rate()
      case .indexSources: indexSources = try words.indexSources()
      }
    }
  }
}

extension LineWords {
  /// `0.1 above 500 0.2`.
  fileprivate mutating func haircuts() throws(LineFault) -> [HaircutTier] {
    var tiers = [HaircutTier(floor: .zero, haircut: try rate())]
    while take("above") {
      let floor = Money(units: try integer("an amount"))
      tiers.append(HaircutTier(floor: floor, haircut: try rate()))
    }
    return tiers
  }

  /// `3600s`, `3600s index`, `3600s mean 60s`.
  mutating func expiry() throws(LineFault) -> Expiry {
    let moment = Time.start + (try span())
    if take("mean") { return Expiry(at: moment, price: .indexMean(over: try span())) }
    let price = optionalChoice(from: SettlementPrice.plain.map { ($0.phrase.word, $0) })
    return Expiry(at: moment, price: price ?? .mark)
  }

  /// `0.0002 0.0005 above 1000000 0 0.0003 in 3600s`: maker and taker, tier by tier, and the window.
  mutating func feeSchedule() throws(LineFault) -> FeeSchedule {
    var tiers: [FeeTier] = []
    repeat {
      let volume = tiers.isEmpty ? .zero : Money(units: try integer("a volume"))
      let maker = try rate()
      tiers.append(FeeTier(volume: volume, maker: maker, taker: try rate()))
    } while take("above")
    try expect("in")
    return FeeSchedule(window: try span(), tiers: tiers)
  }

  /// `unlimited 500 floor 20`: the most that each fund pays for one shortfall, the common one first, and what it keeps.
  mutating func funds() throws(LineFault) -> [FundRules] {
    var funds: [FundRules] = []
    while funds.isEmpty || next == "unlimited" || next.map({ Int64($0) != nil }) == true {
      let limit = take("unlimited") ? nil : Money(units: try integer("an amount or \"unlimited\""))
      funds.append(FundRules(claimLimit: limit, floor: take("floor") ? Money(units: try integer("an amount")) : .zero))
    }
    return funds
  }

  /// `alert 2 call 1.5 release 1.6`, each a multiple of maintenance margin.
  mutating func marginLevels() throws(LineFault) -> MarginLevelRules {
    func level(_ name: String, of words: inout LineWords) throws(LineFault) -> Rate {
      try words.expect(name)
      return try words.rate()
    }
    return MarginLevelRules(
      alert: try level("alert", of: &self), call: try level("call", of: &self), release: try level("release", of: &self)
    )
  }
}
