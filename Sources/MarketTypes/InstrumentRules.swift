/// A perpetual or a dated future: what a lot is worth, its limits, fees, margins and prices.
public struct InstrumentRules: Hashable, Sendable {
  /// As made a lot's worth is tick value × price.
  public var contract: ContractKind = .linear
  /// What a lot is worth at a price of one tick, at least 1: money per tick per lot of a linear contract, whose notional
  /// and profit are therefore exact; an inverse lot is worth this divided by its price.
  public var tickValue: Money
  /// `nil` for a perpetual.
  public var expiry: Expiry?
  /// The highest price an order, mark or index may have, from 1 to below 2^42 ticks.
  public var maximumPrice: Price
  /// The largest position either way, open orders counted at the worse side.
  public var maximumPosition: Quantity
  /// Of notional; below zero is a rebate. Rounded up: a fee in the venue's favour, a rebate too.
  public var makerFee: Rate
  /// As `makerFee`, of whoever came.
  public var takerFee: Rate
  /// Of notional at the mark, open orders counted at the worse side.
  public var initialMargin: Rate
  /// Ascending floors, the first zero; rates never fall.
  public var maintenanceTiers: [MaintenanceTier]
  /// Which price holdings are valued at.
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
  /// Who is filled at one price.
  public var matching: MatchingPolicy = .priceTime
  /// `nil` lets a market order walk as far as the book goes.
  public var marketProtection: MarketProtection?
  /// `nil` for none.
  public var band: PriceBand?
  /// `nil` has none; besides `band`, not in its place.
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
    if let riskFactors { return riskFactors.highestRate }
    let (base, highest) = (maintenanceTiers.first?.rate ?? .zero, maintenanceTiers.last?.rate ?? .zero)
    if addOns == MarginAddOns() { return highest }
    return addOns.highestRate(tiers: highest, base: base, lots: maximumPosition.lots)
  }
}

/// From a notional of `floor` on, each further unit needs `rate`.
public struct MaintenanceTier: Hashable, Sendable {
  /// In units of money; a notional equal to it may be counted in either tier (CLR-9).
  public var floor: Money
  /// From 0 to 1; rates never fall from tier to tier.
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
