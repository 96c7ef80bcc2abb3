/// Everything a venue is told before it opens. Values only: the rooms read them, none changes them.
public struct VenueRules: Hashable, Sendable {
  public var instruments: [InstrumentRules]
  /// Collateral besides the settlement currency: asset 1, 2, …
  public var assets: [AssetRules] = []
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
    switch liquidation.pacing {
    case .immediate(let limit): return limit < 1 ? "at most \(limit) rounds a command" : nil
    case .timed(let span):
      return (1...1 << 62).contains(span.nanoseconds) ? nil : "a step every \(span.nanoseconds) ns"
    }
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

/// A perpetual or a dated future: what a lot is worth, its limits, fees, margins and prices.
public struct InstrumentRules: Hashable, Sendable {
  public var contract: ContractKind = .linear
  /// What a lot is worth at a price of one tick, at least 1: money per tick per lot of a linear contract, whose notional
  /// and profit are therefore exact; an inverse lot is worth this divided by its price.
  public var tickValue: Money
  /// `nil` for a perpetual.
  public var expiry: Expiry?
  public var maximumPrice: Price
  /// The largest position either way, open orders counted at the worse side.
  public var maximumPosition: Quantity
  /// Of notional; below zero is a rebate. Rounded up: a fee in the venue's favour, a rebate too.
  public var makerFee: Rate
  public var takerFee: Rate
  /// Of notional at the mark, open orders counted at the worse side.
  public var initialMargin: Rate
  /// Ascending floors, the first zero; rates never fall.
  public var maintenanceTiers: [MaintenanceTier]
  public var mark: MarkPolicy
  /// Of a forced fill's notional, to the fund; rounded up, and never more than the collateral there is.
  public var liquidationFee = Rate.zero
  /// The insurance fund that stands behind this instrument.
  public var fund = FundID.common
  /// How often open positions' gains and losses are paid in cash; `nil` leaves them in the position until it is closed.
  public var markToMarket: TimeSpan?
  /// The most all longs may hold together; `nil` sets no limit.
  public var maximumOpenInterest: Quantity?
  /// What an order may ask of the book.
  public var orders = OrderLimits()
  public var matching: MatchingPolicy = .priceTime
  /// `nil` lets a market order walk as far as the book goes.
  public var marketProtection: MarketProtection?
  /// `nil` for none.
  public var band: PriceBand?
  public var limitState: LimitStateRules?
  /// How long a call auction lasts that follows a halt; zero reopens without one.
  public var reopeningCall = TimeSpan.zero
  /// Whether each price that a command changes is an event (L2), not only the best (L1).
  public var publishesLevels = false
  /// How sources make the index; `nil` where it is given as it is.
  public var indexSources: IndexRules?
  /// How other venues' prices of the same contract make one, for `MarkPolicy.robustMedian`; `nil` where none are known.
  public var otherVenues: IndexRules?
  /// `nil` pays none.
  public var funding: FundingRules?
  /// What margin asks beyond rates and tiers.
  public var addOns = MarginAddOns()
  /// Margin by risk factors instead of rates and tiers; `nil` for those. Linear contracts without add-ons only.
  public var riskFactors: RiskFactors?

  public init(
    tickValue: Money, maximumPrice: Price, maximumPosition: Quantity, makerFee: Rate = .zero, takerFee: Rate = .zero,
    initialMargin: Rate, maintenanceTiers: [MaintenanceTier], mark: MarkPolicy = .last
  ) {
    self.tickValue = tickValue
    self.maximumPrice = maximumPrice
    self.maximumPosition = maximumPosition
    self.makerFee = makerFee
    self.takerFee = takerFee
    self.initialMargin = initialMargin
    self.maintenanceTiers = maintenanceTiers
    self.mark = mark
  }

  /// The largest notional the rules allow; every sum of one instrument stays below four times this.
  public static var notionalLimit: Int64 { 1 << 61 }

  /// The largest maximum position: what two million accounts rest at one price still fits in a sum.
  public static var positionLimit: Int64 { 1 << 40 }

  /// What the maximum position can be worth: at the maximum price, or of an inverse contract at 1 tick.
  var largestNotional: Int128 {
    Int128(contract == .linear ? maximumPrice.ticks : 1) * Int128(maximumPosition.lots) * Int128(tickValue.units)
  }

  /// The first thing wrong with the rules, in words, or `nil`. What passes cannot overflow later.
  public var fault: String? {
    if tickValue.units < 1 { return "the tick value must be at least 1, found \(tickValue.units)" }
    if maximumPrice.ticks < 1 { return "the maximum price must be at least 1 tick, found \(maximumPrice.ticks)" }
    if maximumPrice.ticks >= 1 << 42 {
      return "the maximum price must be below 2^42 ticks, found \(maximumPrice.ticks)"
    }
    if maximumPosition.lots > InstrumentRules.positionLimit {
      return "the maximum position must be at most 2^40 lots, found \(maximumPosition.lots)"
    }
    if maximumPosition.lots < 1 { return "the maximum position must be at least 1 lot, found \(maximumPosition.lots)" }
    let mostTicks = Int128(contract == .linear ? maximumPrice.ticks : 1) * Int128(maximumPosition.lots)
    if mostTicks > Int128(InstrumentRules.notionalLimit)
      || mostTicks * Int128(tickValue.units) > Int128(InstrumentRules.notionalLimit)
    {
      let price = contract == .linear ? "maximum price × " : ""
      return "\(price)maximum position × tick value is more than 2^61"
    }
    let fees = [makerFee.partsPerBillion, takerFee.partsPerBillion, liquidationFee.partsPerBillion]
    if fees.contains(where: { $0.magnitude > Rate.one.partsPerBillion.magnitude }) { return "a fee is above 1" }
    if liquidationFee < .zero { return "the liquidation fee must not be below 0" }
    if let markToMarket, markToMarket < TimeSpan(nanoseconds: 1) {
      return "gains and losses must be settled at most once a nanosecond"
    }
    if let maximumOpenInterest, maximumOpenInterest.lots < 1 {
      return "the maximum open interest must be at least 1 lot, found \(maximumOpenInterest.lots)"
    }
    if initialMargin < .zero || initialMargin > .one { return "the initial margin must be between 0 and 1" }
    if maintenanceTiers.first?.floor != .zero { return "the first maintenance tier must start at a notional of 0" }
    for (lower, upper) in zip(maintenanceTiers, maintenanceTiers.dropFirst()) {
      if upper.floor <= lower.floor { return "maintenance tiers must have ascending floors" }
      if upper.rate < lower.rate { return "a maintenance rate must not fall with size" }
    }
    if maintenanceTiers.contains(where: { $0.rate < .zero || $0.rate > .one }) {
      return "a maintenance rate must be between 0 and 1"
    }
    if maintenanceTiers.contains(where: { tier in tier.initial.map { $0 < tier.rate || $0 > .one } ?? false }) {
      return "a tier's initial rate must be between its maintenance rate and 1"
    }
    let initials = maintenanceTiers.map { max($0.initial ?? initialMargin, initialMargin) }
    if zip(initials, initials.dropFirst()).contains(where: { $1 < $0 }) {
      return "an initial rate must not fall with size"
    }
    if orders.tickSize.ticks > maximumPrice.ticks { return "the tick size must not be above the maximum price" }
    if let fault = expiry?.fault ?? orders.fault ?? marketProtection?.fault ?? band?.fault ?? limitState?.fault {
      return fault
    }
    if reopeningCall < .zero { return "a reopening call must not last less than nothing" }
    return mark.fault ?? indexSources?.fault ?? otherVenues?.fault ?? funding?.fault ?? marginFault
  }
}

extension InstrumentRules {
  private var marginFault: String? {
    if let fault = addOns.fault ?? riskFactors?.fault { return fault }
    if addOns != MarginAddOns(), steepestMargin > .one {
      return "tiers and margin add-ons together can ask for more than the whole of a further unit of notional"
    }
    if riskFactors == nil { return nil }
    if contract != .linear || addOns != MarginAddOns() {
      return "margin by risk factors is for linear contracts without margin add-ons"
    }
    return steepestMargin > .one ? "a risk factor and slippage together must be at most 1" : nil
  }

  /// The most that one more unit of notional can need in maintenance margin, up to the maximum position and with the
  /// volatility factor at its highest.
  var steepestMargin: Rate {
    if let riskFactors {
      let steeper = max(riskFactors.long, riskFactors.short)
      return Rate(partsPerBillion: steeper.partsPerBillion + riskFactors.slippage.partsPerBillion)
    }
    let (base, highest) = (maintenanceTiers.first?.rate ?? .zero, maintenanceTiers.last?.rate ?? .zero)
    if addOns == MarginAddOns() { return highest }
    return addOns.highestRate(tiers: highest, base: base, lots: maximumPosition.lots)
  }
}

/// From a notional of `floor` on, each further unit needs `rate`.
public struct MaintenanceTier: Hashable, Sendable {
  public var floor: Money
  public var rate: Rate
  /// What it needs to be opened; `nil` for the instrument's initial margin, which is the least it needs. One divided by
  /// the largest leverage of the tier.
  public var initial: Rate?

  public init(floor: Money, rate: Rate, initial: Rate? = nil) {
    self.floor = floor
    self.rate = rate
    self.initial = initial
  }
}

/// When and how accounts under margin are closed.
public struct LiquidationRules: Hashable, Sendable {
  /// Off: accounts under margin are left alone. The counterfactual of every cascade.
  public var isOn: Bool
  public var threshold: LiquidationThreshold
  public var limit: ForcedLimit
  public var pacing: LiquidationPacing
  public var order: LiquidationOrder

  public init(
    isOn: Bool = true, threshold: LiquidationThreshold = .below, limit: ForcedLimit = .market,
    pacing: LiquidationPacing = .immediate(roundLimit: 1000), order: LiquidationOrder = .synchronous
  ) {
    self.isOn = isOn
    self.threshold = threshold
    self.limit = limit
    self.pacing = pacing
    self.order = order
  }
}

/// Where equity stands to maintenance margin when liquidation begins.
@frozen public enum LiquidationThreshold: UInt8, Sendable, BitwiseCopyable {
  case below
  case atOrBelow
}

/// The worst price a forced order accepts.
@frozen public enum ForcedLimit: UInt8, Sendable, BitwiseCopyable {
  case market
  /// What leaves nothing of the collateral behind the position, rounded in the fund's favour.
  case bankruptcyPrice
}

/// When forced orders are placed.
@frozen public enum LiquidationPacing: Hashable, Sendable, BitwiseCopyable {
  /// Within the command that made them due, at most `roundLimit` rounds.
  case immediate(roundLimit: Int32)
  /// One step each time this span has passed since accounts became due.
  case timed(TimeSpan)
}

/// When marks are taken between forced orders.
@frozen public enum LiquidationOrder: UInt8, Sendable, BitwiseCopyable {
  /// Once all forced orders of a round are placed.
  case synchronous
  /// After each account's forced orders.
  case oneByOne
}
