import MarketTypes

/// Something with a price that accounts can have of: an instrument, or a collateral asset. Instruments come first.
@frozen @usableFromInline struct LineRecord: BitwiseCopyable {
  @usableFromInline var kind: Kind
  /// Linear, with margins that follow from notional alone: nearly all are, and everything about them is in place.
  @usableFromInline var isPlain: Bool
  @usableFromInline var hasAddOns: Bool
  @usableFromInline var hasRiskFactors: Bool
  /// Its mark policy wants to know of each fill.
  @usableFromInline var watchesFills: Bool
  /// Its funding wants to know of each mark and index.
  @usableFromInline var fundingWatchesPrices: Bool
  /// It is among the lines to look at in the next check.
  @usableFromInline var isListed = false
  @usableFromInline var policy: PlainMark
  /// What a lot is worth at a price of one tick.
  @usableFromInline var tickValue: Int64
  @usableFromInline var maximumTicks: Int64
  @usableFromInline var maximumLots: Int64
  @usableFromInline var makerFee: Rate
  @usableFromInline var takerFee: Rate
  @usableFromInline var liquidationFee: Rate
  @usableFromInline var initialMargin: Rate
  /// No tier's maintenance rate is above the initial one, so no maintenance margin is either; or there are risk factors.
  @usableFromInline var initialCoversTiers: Bool
  /// Some tier has an initial rate of its own.
  @usableFromInline var hasInitialTiers: Bool
  @usableFromInline var fund: FundID
  @usableFromInline var firstTier: Int
  @usableFromInline var endOfTiers: Int
  /// In ticks; zero until known.
  @usableFromInline var mark: Int64 = 0
  /// What a lot is worth at the mark; of no meaning for an inverse contract.
  @usableFromInline var perLot: Int64 = 0
  @usableFromInline var index: Int64 = 0
  @usableFromInline var last: Int64 = 0
  /// The event of the mark; how many checks there had been by then, −1 before the first mark; the mark at the last of them.
  @usableFromInline var markEvent: Int64 = -1
  @usableFromInline var markedAfter: Int64 = -1
  @usableFromInline var previousMark: Int64 = 0
  /// No trigger on the lower ladder stands higher, none on the upper one lower.
  @usableFromInline var highestTrigger = LineRecord.unmarked
  @usableFromInline var lowestTrigger: Int64 = .max
  /// What all longs hold together. Of an asset, what all accounts have; likewise its maximum, and `maximumLots` what one
  /// may have, `liquidationFee` what selling it costs.
  @usableFromInline var openInterest: Int64 = 0
  @usableFromInline var maximumOpenInterest: Int64
  /// Bounds, in billionths, on what one more unit of notional can need; of an asset, on the haircut.
  @usableFromInline var lowestRate: Int64 = 0
  @usableFromInline var highestRate: Int64 = 0
  /// The event of the latest change of the factor, or −1.
  @usableFromInline var factorEvent: Int64 = -1
  /// Maintenance margin is the rules' times this.
  @usableFromInline var factor = Rate.one

  @frozen @usableFromInline enum Kind: UInt8, BitwiseCopyable {
    case linear
    case inverse
    case asset
  }

  init(_ rules: InstrumentRules, firstTier: Int) {
    kind = rules.contract == .linear ? .linear : .inverse
    hasAddOns = rules.addOns != MarginAddOns()
    hasRiskFactors = rules.riskFactors != nil
    watchesFills = rules.mark.watchesFills
    if case .timeWeighted = rules.funding?.method { fundingWatchesPrices = true } else { fundingWatchesPrices = false }
    isPlain =
      rules.contract == .linear && !hasAddOns && !hasRiskFactors
      && !rules.maintenanceTiers.contains { $0.initial != nil }
    policy = PlainMark(rules.mark)
    tickValue = rules.tickValue.units
    maximumTicks = rules.maximumPrice.ticks
    maximumLots = rules.maximumPosition.lots
    makerFee = rules.makerFee
    takerFee = rules.takerFee
    liquidationFee = rules.liquidationFee
    initialMargin = rules.initialMargin
    initialCoversTiers = rules.maintenanceTiers.allSatisfy { $0.rate <= rules.initialMargin }
    hasInitialTiers = rules.maintenanceTiers.contains { $0.initial != nil }
    fund = rules.fund
    self.firstTier = firstTier
    endOfTiers = firstTier + rules.maintenanceTiers.count
    maximumOpenInterest = rules.maximumOpenInterest?.lots ?? .max
  }

  init(_ rules: AssetRules, firstTier: Int) {
    kind = .asset
    isPlain = false
    hasAddOns = false
    hasRiskFactors = false
    watchesFills = false
    fundingWatchesPrices = false
    policy = .index
    tickValue = rules.tickValue.units
    maximumTicks = rules.maximumPrice.ticks
    maximumLots = rules.maximumBalance.units
    makerFee = .zero
    takerFee = .zero
    liquidationFee = rules.conversionFee
    initialMargin = .zero
    initialCoversTiers = true
    hasInitialTiers = false
    fund = .common
    self.firstTier = firstTier
    endOfTiers = firstTier + rules.haircuts.count
    maximumOpenInterest = rules.maximumTotal?.units ?? .max
  }

  /// As the highest trigger before the first mark: any mark has the line looked at.
  @usableFromInline static var unmarked: Int64 { .max }

  /// Puts another mark in place, and notes its event and the mark at the last check.
  @inlinable @inline(__always)
  mutating func setMark(_ ticks: Int64, at event: Int64, after checks: Int64) {
    if markedAfter != checks { (markedAfter, previousMark) = (checks, mark) }
    mark = ticks
    // Of an inverse contract it means nothing and need not fit.
    perLot = ticks &* tickValue
    markEvent = event
  }

  /// Whether the mark has come to somebody's trigger.
  @inlinable var isReached: Bool { @inline(__always) get { mark <= highestTrigger || mark >= lowestTrigger } }

  /// What trading this many lots does to a cost basis: above zero is paid. An inverse contract's is rounded up.
  @inlinable @inline(__always)
  func cost(of lots: Int64, at ticks: Int64) -> Int64 {
    kind == .linear ? lots * ticks * tickValue : LineRecord.inverse(-lots, tickValue, at: ticks, rounding: .up)
  }

  /// What a position is worth at a price, its cost not counted. An inverse contract's is rounded down.
  @inlinable @inline(__always)
  func value(of lots: Int64, at ticks: Int64) -> Int64 {
    kind == .linear ? lots * ticks * tickValue : LineRecord.inverse(-lots, tickValue, at: ticks, rounding: .down)
  }

  /// What margins and fees are reckoned of: the worth without sign. An inverse contract's is rounded up.
  @inlinable @inline(__always)
  func notional(of lots: Int64, at ticks: Int64) -> Int64 {
    kind == .linear
      ? abs(lots) * ticks * tickValue : LineRecord.inverse(abs(lots), tickValue, at: ticks, rounding: .up)
  }

  /// By how much so many lots are worth more at one of two prices, the mark and another; rounded up.
  func difference(of lots: Int64, between ticks: Int64) -> Int128 {
    let moved = lots.widened(times: tickValue) * Int128(abs(ticks - mark))
    return kind == .linear ? moved : moved.divided(by: mark.widened(times: ticks), rounding: .up)
  }

  /// What one lot of an open order adds to its holding's bid or ask cost. Of an inverse contract whole units per lot, so
  /// that parts of an order add up; rounded against its owner.
  @inlinable @inline(__always)
  func orderCost(_ side: Side, at ticks: Int64) -> Int64 {
    kind == .linear
      ? ticks * tickValue : LineRecord.inverse(-1, tickValue, at: ticks, rounding: side == .buy ? .up : .down)
  }

  /// Lots × tick value ÷ price. A function of its own numbers alone, so that nobody copies a line to call it.
  @usableFromInline @inline(never)
  static func inverse(_ lots: Int64, _ tickValue: Int64, at ticks: Int64, rounding: Rounding) -> Int64 {
    (lots * tickValue).divided(by: ticks, rounding: rounding)
  }

  /// Whether cost and value of this many lots at this price are not whole.
  @inlinable @inline(__always)
  func isRounded(_ lots: Int64, at ticks: Int64) -> Bool { kind != .linear && lots * tickValue % ticks != 0 }
}

/// From `floor` on, maintenance is notional × rate − deduction. The deduction makes the tiers meet (CLR-9).
///
/// An asset's haircut tiers are the same function: of an amount, amount × haircut − deduction does not count (CLR-32).
@frozen @usableFromInline struct TierRecord: BitwiseCopyable {
  @usableFromInline var floor: Int64
  @usableFromInline var rate: Int64
  /// As the rules have it, before any factor.
  @usableFromInline var baseRate: Int64
  @usableFromInline var initialRate: Int64
  /// In billionths of a unit of money, so that it is exact.
  @usableFromInline var deduction: Int128 = 0
  @usableFromInline var initialDeduction: Int128 = 0
  /// The deduction where it is below 2^62, else −1.
  @usableFromInline var narrowDeduction: Int64 = 0

  init(floor: Int64, rate: Int64, initialRate: Int64) {
    self.floor = floor
    self.rate = rate
    baseRate = rate
    self.initialRate = initialRate
  }
}
