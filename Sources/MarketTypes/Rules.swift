/// Everything a venue is told before it opens. Values only: the rooms read them, none changes them.
public struct VenueRules: Hashable, Sendable {
  public var instruments: [InstrumentRules]
  public var liquidation: LiquidationRules
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
    }
    if selfTradePrevention == .venueDefault { return "the venue's self-trade prevention is the default of itself" }
    if let rate = orderRate, rate.orders < 1 || rate.window < TimeSpan(nanoseconds: 1) {
      return "the order rate must allow at least 1 order in at least 1 ns"
    }
    if dayLength < TimeSpan(nanoseconds: 1) { return "a day must be longer than nothing" }
    // What an account can hold at most in all instruments together; keeps every product of two figures in Int128.
    let largest = instruments.reduce(Int128(0)) { $0 + $1.largestNotional }
    if largest > Int128(InstrumentRules.notionalLimit) * 16 {
      return "the largest notionals of all instruments come to \(largest), more than 2^65 together"
    }
    switch liquidation.pacing {
    case .immediate(let limit): return limit < 1 ? "at most \(limit) rounds a command" : nil
    case .timed(let span):
      return (1...1 << 62).contains(span.nanoseconds) ? nil : "a step every \(span.nanoseconds) ns"
    }
  }
}

/// A linear perpetual: what one tick of one lot is worth, its limits, fees, margins and mark.
public struct InstrumentRules: Hashable, Sendable {
  /// Money per tick per lot, at least 1. Whole, so that notional and profit are exact.
  public var tickValue: Money
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

  /// Maximum price × maximum position × tick value.
  var largestNotional: Int128 {
    Int128(maximumPrice.ticks) * Int128(maximumPosition.lots) * Int128(tickValue.units)
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
    let mostTicks = Int128(maximumPrice.ticks) * Int128(maximumPosition.lots)
    if mostTicks > Int128(InstrumentRules.notionalLimit)
      || mostTicks * Int128(tickValue.units) > Int128(InstrumentRules.notionalLimit)
    {
      return "maximum price × maximum position × tick value is more than 2^61"
    }
    let fees = [makerFee.partsPerBillion, takerFee.partsPerBillion]
    if fees.contains(where: { $0.magnitude > Rate.one.partsPerBillion.magnitude }) { return "a fee is above 1" }
    if initialMargin < .zero || initialMargin > .one { return "the initial margin must be between 0 and 1" }
    if maintenanceTiers.first?.floor != .zero { return "the first maintenance tier must start at a notional of 0" }
    for (lower, upper) in zip(maintenanceTiers, maintenanceTiers.dropFirst()) {
      if upper.floor <= lower.floor { return "maintenance tiers must have ascending floors" }
      if upper.rate < lower.rate { return "a maintenance rate must not fall with size" }
    }
    if maintenanceTiers.contains(where: { $0.rate < .zero || $0.rate > .one }) {
      return "a maintenance rate must be between 0 and 1"
    }
    if orders.tickSize.ticks > maximumPrice.ticks { return "the tick size must not be above the maximum price" }
    if let fault = orders.fault ?? marketProtection?.fault ?? band?.fault ?? limitState?.fault { return fault }
    if reopeningCall < .zero { return "a reopening call must not last less than nothing" }
    return mark.fault ?? indexSources?.fault ?? otherVenues?.fault ?? funding?.fault
  }
}

/// From a notional of `floor` on, each further unit needs `rate`.
public struct MaintenanceTier: Hashable, Sendable {
  public var floor: Money
  public var rate: Rate

  public init(floor: Money, rate: Rate) {
    self.floor = floor
    self.rate = rate
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
