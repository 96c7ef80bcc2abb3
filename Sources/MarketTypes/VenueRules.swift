/// Everything a venue is told before it opens. Values only: the rooms read them, none changes them.
public struct VenueRules: Hashable, Sendable {
  /// By instrument number; at most 2^15 with the assets.
  public var instruments: [InstrumentRules]
  /// Collateral besides the settlement currency: asset 1, 2, …
  public var assets: [AssetRules] = []
  /// When and how accounts under margin are closed, and who bears what that costs.
  public var liquidation: LiquidationRules
  /// What portfolio margin is reckoned by; without it no account has that kind.
  public var portfolio: PortfolioRules?
  /// `nil` asks for nothing before liquidation begins.
  public var marginLevels: MarginLevelRules?
  /// `nil` takes the instruments' own fees.
  public var fees: FeeSchedule?
  /// Insurance funds, the common one first.
  public var funds = [FundRules()]
  /// For orders that do not say; never `venueDefault`.
  public var selfTradePrevention: SelfTradePrevention = .allow
  /// `nil` sets no limit.
  public var orderRate: OrderRate?
  /// A day order ends when a whole number of these has passed since the start.
  public var dayLength = TimeSpan(nanoseconds: 86_400_000_000_000)

  public init(instruments: [InstrumentRules], liquidation: LiquidationRules = LiquidationRules()) {
    self.instruments = instruments
    self.liquidation = liquidation
  }

  /// The first thing wrong with the rules, in words, or `nil`. A venue is made of rules without fault only.
  public var fault: String? {
    for (number, instrument) in instruments.enumerated() {
      if let fault = instrument.fault { return "instrument \(number): \(fault)" }
      if instrument.fund.number >= funds.count {
        return "instrument \(number): there is no fund \(instrument.fund.number)"
      }
    }
    for (number, asset) in assets.enumerated() {
      if let fault = asset.fault { return "asset \(number + 1): \(fault)" }
    }
    if let fault = portfolioFault ?? levelFault { return fault }
    if instruments.count + assets.count > 1 << 15 { return "more than 2^15 instruments and assets" }
    if funds.isEmpty || funds.count > 1 << 8 { return "the venue must have between 1 and 256 insurance funds" }
    if let fault = funds.lazy.compactMap(\.fault).first ?? fees?.fault ?? marginLevels?.fault { return fault }
    if selfTradePrevention == .venueDefault { return "the venue's self-trade prevention is the default of itself" }
    if let rate = orderRate, rate.orders < 1 || rate.window < TimeSpan(nanoseconds: 1) {
      return "the order rate must allow at least 1 order in at least 1 ns"
    }
    if dayLength < TimeSpan(nanoseconds: 1) { return "a day must be longer than nothing" }
    // What an account can hold at most in all instruments together; keeps every product of two figures in Int128.
    let largest =
      instruments.reduce(Int128(0)) { $0 + $1.largestNotional } + assets.reduce(Int128(0)) { $0 + $1.largestValue }
    if largest > Int128(InstrumentRules.notionalLimit) * 16 {
      return "the largest notionals of all instruments come to \(largest), more than 2^65 together"
    }
    // What is paid in cash at once, whatever else an account has, still fits.
    let paidInCash = instruments.reduce(Int128(0)) { sum, instrument in
      instrument.markToMarket != nil || instrument.expiry != nil ? sum + instrument.largestNotional : sum
    }
    if paidInCash > Int128(InstrumentRules.notionalLimit) {
      return
        "the largest notionals of instruments that are marked to market or expire come to \(paidInCash), more than 2^61"
    }
    return liquidation.fault(fundCount: funds.count)
  }
}

extension VenueRules {
  private var portfolioFault: String? {
    guard let portfolio else { return nil }
    if let fault = portfolio.fault(instrumentCount: instruments.count) { return "portfolio margin: \(fault)" }
    for (number, pair) in zip(instruments, portfolio.instruments).enumerated()
    where (pair.0.contract == .inverse) != pair.1.isInverse {
      return "portfolio margin: instrument \(number) is not of the kind of contract its row says"
    }
    return nil
  }

  /// A level must not ask for more than the whole position: else it would be reached as a price goes an account's way.
  private var levelFault: String? {
    guard let levels = marginLevels else { return nil }
    var rates = instruments.map(\.steepestMargin.partsPerBillion)
    if let portfolio { rates += portfolio.instruments.map { Int64(clamping: portfolio.greatestRate(of: $0)) } }
    let highest = Int128(rates.max() ?? 0) * Int128(levels.alert.partsPerBillion)
    return highest > 1_000_000_000_000_000_000
      ? "the alert level times the highest maintenance rate must be at most 1" : nil
  }
}
