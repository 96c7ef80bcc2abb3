/// How much of a position one forced order closes.
@frozen public enum ForcedSizing: Hashable, Sendable, BitwiseCopyable {
  /// All of it.
  case whole
  /// A share of each position.
  case portion(PortionSizing)
  /// As few lots as give the account its margin again.
  case toTarget(TargetSizing)
  /// Down to where the next lower maintenance tier ends; whole in the lowest.
  ///
  /// Source: BitMEX, Bybit (formula F31).
  case tierStep

  /// What is bought back beyond maintenance margin, of notional.
  @inlinable public var buffer: Rate { if case .toTarget(let target) = self { target.buffer } else { .zero } }

  /// Whether it matters how much an account's orders have freed.
  @inlinable public var isPaced: Bool { if case .toTarget(let target) = self { target.ramp != nil } else { false } }

  var fault: String? {
    switch self {
    case .whole, .tierStep: nil
    case .portion(let portion): portion.fault
    case .toTarget(let target): target.fault
    }
  }
}

/// A share of each position, rounded up to whole lots.
///
/// Sources: Hyperliquid (20 % of positions above 100,000; F29), dYdX v4 (10 %, at least 1,000 of notional; F28).
@frozen public struct PortionSizing: Hashable, Sendable, BitwiseCopyable {
  /// Above 0, at most 1.
  public var portion: Rate
  /// Positions of this notional, or less, are closed whole.
  public var wholeUpTo: Money
  /// Never less than this notional, as far as the position goes.
  public var atLeast: Money
  /// For so long after an account's order in part, its forced orders are whole; zero for never.
  public var wholeFor: TimeSpan

  @inlinable
  public init(_ portion: Rate, wholeUpTo: Money = .zero, atLeast: Money = .zero, wholeFor: TimeSpan = .zero) {
    self.portion = portion
    self.wholeUpTo = wholeUpTo
    self.atLeast = atLeast
    self.wholeFor = wholeFor
  }

  var fault: String? {
    if portion <= .zero || portion > .one { return "the portion of a forced order must be above 0 and at most 1" }
    if wholeUpTo < .zero || atLeast < .zero { return "a forced order's notional must not be below 0" }
    return wholeFor < .zero ? "a time of whole forced orders must not be below 0" : nil
  }
}

/// As few lots as give the account its maintenance margin and a buffer again if they fill at the mark, the larger position
/// first; whole where no number of lots does.
///
/// With one maintenance rate and one position these are `shortage ÷ (price × (rate + buffer − fees))` lots, rounded up.
/// Source: Drift v2, formulas F25 and F26.
@frozen public struct TargetSizing: Hashable, Sendable, BitwiseCopyable {
  /// Of notional, on top of maintenance margin.
  public var buffer: Rate
  /// What closing is expected to cost, of the notional closed: slippage granted, and fees.
  public var cost: Rate
  /// Positions of less notional are closed whole.
  public var wholeBelow: Money
  /// Where less than this is missing, the ramp is left out.
  public var unpacedBelow: Money
  /// `nil` closes all that is needed at once.
  public var ramp: LiquidationRamp?

  @inlinable
  public init(
    buffer: Rate, cost: Rate = .zero, wholeBelow: Money = .zero, unpacedBelow: Money = .zero,
    ramp: LiquidationRamp? = nil
  ) {
    self.buffer = buffer
    self.cost = cost
    self.wholeBelow = wholeBelow
    self.unpacedBelow = unpacedBelow
    self.ramp = ramp
  }

  var fault: String? {
    if buffer < .zero || buffer > .one { return "the buffer of forced orders must be between 0 and 1" }
    if cost < .zero || cost > .one { return "what closing costs must be between 0 and 1" }
    if wholeBelow < .zero || unpacedBelow < .zero { return "a forced order's notional must not be below 0" }
    return ramp?.fault
  }
}

/// How large a share of what is missing may be closed, growing with the time an account has been in liquidation.
///
/// Source: Drift v2 (formula F26): [min(1, start + time ÷ duration) × (missing + freed) − freed]⁺ ÷ missing.
@frozen public struct LiquidationRamp: Hashable, Sendable, BitwiseCopyable {
  /// The share allowed at once, between 0 and 1.
  public var start: Rate
  /// How long until all is allowed that is not at once.
  public var duration: TimeSpan

  @inlinable
  public init(start: Rate, duration: TimeSpan) {
    self.start = start
    self.duration = duration
  }

  var fault: String? {
    if start < .zero || start > .one { return "a ramp must start between 0 and 1" }
    return duration.isStep ? nil : "a ramp of \(duration.nanoseconds) ns"
  }
}

/// The worst price a forced order accepts.
@frozen public enum ForcedLimit: Hashable, Sendable, BitwiseCopyable {
  /// Any: a market order.
  case market
  /// What leaves nothing of the collateral behind the position, rounded in the fund's favour (F21).
  case bankruptcyPrice
  /// Farther from the mark the nearer the account is to bankruptcy.
  case fillable(FillableLimit)
  /// A share of the index that grows as time passes.
  case indexBand(IndexBand)
  /// No farther than this share of the middle of the book, rounded inwards; of the mark where a side is empty.
  ///
  /// Source: Vega 0012-POSR (formula F24).
  case disposalRange(Rate)

  var fault: String? {
    switch self {
    case .market, .bankruptcyPrice: nil
    case .fillable(let limit): limit.fault
    case .indexBand(let band): band.fault
    case .disposalRange(let range): range < .zero || range > .one ? "a disposal range must be between 0 and 1" : nil
    }
  }
}

/// The nearer an account is to bankruptcy, the farther from the mark: the mark less ABR × `spread` × maintenance margin of
/// the position, per lot, where ABR = `aggressiveness` × (1 − equity ÷ maintenance margin), between 0 and 1.
///
/// Source: dYdX v4, fillable price (formula F22). Rounded up for a sell, down for a buy.
@frozen public struct FillableLimit: Hashable, Sendable, BitwiseCopyable {
  /// How fast what may be lost grows as equity falls; at 1 it is all of `spread` where equity is zero.
  public var aggressiveness: Rate
  /// The most that may be lost, in multiples of the position's maintenance margin.
  public var spread: Rate

  @inlinable
  public init(aggressiveness: Rate, spread: Rate) {
    self.aggressiveness = aggressiveness
    self.spread = spread
  }

  var fault: String? {
    let most = Rate(partsPerBillion: 1_000_000_000_000)
    let isLegal = aggressiveness >= .zero && aggressiveness <= most && spread >= .zero && spread <= most
    return isLegal ? nil : "a fillable price's aggressiveness and spread must be between 0 and 1000"
  }
}

/// A share of the index away from it (of the mark where there is none), growing as time passes without progress.
///
/// Source: Drift v2, oracle price ± liquidator fee (formula F23). Rounded inwards.
@frozen public struct IndexBand: Hashable, Sendable, BitwiseCopyable {
  /// Of the index, to begin with.
  public var width: Rate
  /// For so long the band stays at `width`.
  public var patience: TimeSpan
  /// What each second since the account became liquidatable adds, once patience is over.
  public var growthPerSecond: Rate
  /// Of the index, where growing ends.
  public var most: Rate

  @inlinable
  public init(width: Rate, patience: TimeSpan = .zero, growthPerSecond: Rate = .zero, most: Rate) {
    self.width = width
    self.patience = patience
    self.growthPerSecond = growthPerSecond
    self.most = most
  }

  var fault: String? {
    if width < .zero || most < width || most > .one { return "an index band must lie between 0 and 1, and grow" }
    return patience < .zero || growthPerSecond < .zero || growthPerSecond > .one
      ? "an index band's patience and growth must not be below 0, nor its growth above 1 a second" : nil
  }
}

/// What a forced fill pays to the instrument's fund, or takes from it.
@frozen public enum LiquidationFee: Hashable, Sendable, BitwiseCopyable {
  /// The instrument's liquidation fee, as far as the account's means go (CLR-35).
  case flat
  /// Each forced fill is settled against the bankruptcy price of its lots: what it brings beyond goes to the fund, but at
  /// most this rate of its notional; what it lacks the fund pays. A fill that the fund cannot pay for does not happen.
  ///
  /// Source: dYdX v4 (formula F32).
  case surplus(most: Rate)
  /// So much that what is closed still frees margin: 95 % of (maintenance rate − `discount` − missing ÷ notional of the position),
  /// at most this rate of its notional.
  ///
  /// Source: Drift v2, insurance fund fee (formula F27).
  case spare(most: Rate, discount: Rate)

  var fault: String? {
    switch self {
    case .flat: nil
    case .surplus(let most): most < .zero || most > .one ? "a liquidation fee must be between 0 and 1" : nil
    case .spare(let most, let discount):
      most < .zero || most > .one || discount < .zero || discount > .one
        ? "a liquidation fee and its discount must be between 0 and 1" : nil
    }
  }
}
