/// An instrument is valued at another price from here on.
@frozen public struct MarkChange: Hashable, Sendable, BitwiseCopyable {
  /// What holdings in it are valued at.
  public var price: Price
  /// Zero for the first mark.
  public var previousTicks: Int64
  /// Whose mark it is.
  public var instrument: InstrumentID

  /// - Parameter previous: `nil` for the first mark.
  @inlinable
  public init(instrument: InstrumentID, price: Price, previous: Price?) {
    self.price = price
    previousTicks = previous?.ticks ?? 0
    self.instrument = instrument
  }

  /// `nil` for the first mark.
  @inlinable public var previous: Price? { previousTicks == 0 ? nil : Price(ticks: previousTicks) }
}

/// A collateral asset counts at another price from here on.
@frozen public struct AssetPriceChange: Hashable, Sendable, BitwiseCopyable {
  /// Of one unit of the asset, in its ticks.
  public var price: Price
  /// Zero for the first price.
  public var previousTicks: Int64
  /// Never the settlement currency, which has no price.
  public var asset: AssetID

  @inlinable
  public init(asset: AssetID, price: Price, previous: Price?) {
    self.price = price
    previousTicks = previous?.ticks ?? 0
    self.asset = asset
  }

  /// `nil` for the first price.
  @inlinable public var previous: Price? { previousTicks == 0 ? nil : Price(ticks: previousTicks) }
}

/// A position and its cost are another account's now. No money moves but between the two cost bases.
@frozen public struct PositionMoved: Hashable, Sendable, BitwiseCopyable {
  /// What `from` had and has no more, with its sign: `to` has it on top of its own.
  public var position: Position
  /// What it cost, and costs there.
  public var cost: Money
  /// Who had it: of the same owner as `to`, or taken over by the backstop (LIQ-17).
  public var from: AccountID
  /// Who has it now.
  public var to: AccountID
  /// The one it is a position in.
  public var instrument: InstrumentID

  @inlinable
  public init(_ move: PositionMove, position: Position, cost: Money) {
    self.position = position
    self.cost = cost
    from = move.from
    to = move.to
    instrument = move.instrument
  }
}

/// Where an account's equity stands to its maintenance margin, short of liquidation.
@frozen public enum MarginLevel: UInt8, Comparable, Sendable, BitwiseCopyable, CaseIterable {
  /// Equity is at the alert level or above, or the venue has no levels.
  case sufficient
  /// Equity is below the alert level.
  case alerted
  /// Equity is below the call level: collateral is asked for.
  case called

  @inlinable public static func < (left: MarginLevel, right: MarginLevel) -> Bool { left.rawValue < right.rawValue }
}

/// An account reached another margin level, either way.
@frozen public struct MarginLevelChange: Hashable, Sendable, BitwiseCopyable {
  /// At the marks of the change, clamped to 64 bits.
  public var equity: Money
  /// Before it is multiplied by a level; clamped likewise.
  public var maintenance: Money
  /// Whose level it is.
  public var account: AccountID
  /// The level from here on.
  public var level: MarginLevel

  @inlinable
  public init(_ state: MarginState, level: MarginLevel) {
    equity = state.equity
    maintenance = state.maintenance
    account = state.account
    self.level = level
  }
}

/// What longs paid shorts, or shorts longs, at the end of a funding interval. The transfers follow.
@frozen public struct Funding: Hashable, Sendable, BitwiseCopyable {
  /// Of notional, for this interval; above zero longs pay. In parts per 10^12.
  public var ratePartsPerTrillion: Int64
  /// What the notional is reckoned at.
  public var price: Price
  /// Whose holders pay and are paid.
  public var instrument: InstrumentID

  @inlinable
  public init(instrument: InstrumentID, ratePartsPerTrillion: Int64, price: Price) {
    self.ratePartsPerTrillion = ratePartsPerTrillion
    self.price = price
    self.instrument = instrument
  }
}

/// All maintenance margin of an instrument is multiplied by this from here on: what a volatility index asks for.
@frozen public struct MarginFactor: Hashable, Sendable, BitwiseCopyable {
  /// At least 1.
  public var factor: Rate
  /// Only holdings in this one need more.
  public var instrument: InstrumentID

  @inlinable
  public init(instrument: InstrumentID, factor: Rate) {
    self.factor = factor
    self.instrument = instrument
  }
}
