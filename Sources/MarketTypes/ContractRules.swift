/// How a lot's worth follows its price.
@frozen public enum ContractKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Tick value × price: a whole number, never rounded.
  case linear
  /// Tick value ÷ price, in the coin the contract is settled in; a long gains as that falls. Rounded once per fill, into
  /// the rounding account.
  case inverse
}

/// When a dated future ends, and at which price its positions are settled.
@frozen public struct Expiry: Hashable, Sendable, BitwiseCopyable {
  /// After the start; its positions are settled before what a command of that moment asks.
  public var moment: Time
  /// What they are settled at (CLR-40).
  public var price: SettlementPrice

  @inlinable
  public init(at moment: Time, price: SettlementPrice) {
    self.moment = moment
    self.price = price
  }

  var fault: String? {
    if moment <= .start { return "a contract must expire after the start" }
    if case .indexMean(let window) = price, window < TimeSpan(nanoseconds: 1) {
      return "the mean of the settlement price must be taken over at least 1 ns"
    }
    return nil
  }
}

/// What a dated future is settled at. Without such a price it is settled at its mark.
@frozen public enum SettlementPrice: Hashable, Sendable, BitwiseCopyable {
  /// The instrument's mark from before that moment.
  case mark
  /// Its index as it stands at that moment.
  case index
  /// The index's mean over the time before expiry, weighted by how long each value held; rounded down.
  case indexMean(over: TimeSpan)
}

/// Maker and taker fees by how much an account traded. It replaces the instruments' own fees where it is set.
public struct FeeSchedule: Hashable, Sendable {
  /// How long volume is counted: a tier holds for a whole window, by what was traded in the window before.
  public var window: TimeSpan
  /// Ascending volumes, the first zero.
  public var tiers: [FeeTier]

  public init(window: TimeSpan, tiers: [FeeTier]) {
    self.window = window
    self.tiers = tiers
  }

  var fault: String? {
    if window < TimeSpan(nanoseconds: 1) { return "the window of fee tiers must be at least 1 ns" }
    if tiers.first?.volume != .zero { return "the first fee tier must start at a volume of 0" }
    for (lower, upper) in zip(tiers, tiers.dropFirst()) where upper.volume <= lower.volume {
      return "fee tiers must have ascending volumes"
    }
    let fees = tiers.flatMap { [$0.maker.partsPerBillion, $0.taker.partsPerBillion] }
    return fees.contains { $0.magnitude > Rate.one.partsPerBillion.magnitude } ? "a fee is above 1" : nil
  }
}

/// From a traded notional of `volume` on, fills pay these; below zero is a rebate.
public struct FeeTier: Hashable, Sendable {
  /// In units of money: what an account traded as maker and as taker, in all instruments together.
  public var volume: Money
  /// Of notional, between −1 and 1; rounded up (CLR-4).
  public var maker: Rate
  /// Of notional, between −1 and 1; rounded up (CLR-4).
  public var taker: Rate

  public init(volume: Money, maker: Rate, taker: Rate) {
    self.volume = volume
    self.maker = maker
    self.taker = taker
  }
}

/// An insurance fund by its number, from 0. Instruments name the one that stands behind them.
@frozen public struct FundID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Its place in `VenueRules.funds`.
  public let number: UInt8

  @inlinable public init(number: UInt8) { self.number = number }

  /// The fund that stands behind an instrument which names none.
  @inlinable public static var common: FundID { FundID(number: 0) }
  @inlinable public static func < (left: FundID, right: FundID) -> Bool { left.number < right.number }
}

/// What one insurance fund pays.
public struct FundRules: Hashable, Sendable {
  /// The most it pays for one account's shortfall; `nil` for all it has.
  public var claimLimit: Money?
  /// What it keeps whatever is asked of it.
  public var floor: Money

  public init(claimLimit: Money? = nil, floor: Money = .zero) {
    self.claimLimit = claimLimit
    self.floor = floor
  }

  var fault: String? {
    if floor < .zero { return "a fund's floor must not be below 0" }
    return claimLimit.map { $0 < .zero } ?? false ? "a fund's claim limit must not be below 0" : nil
  }
}

/// Levels of margin above the one where liquidation begins, each a multiple of maintenance margin, at least 1.
///
/// Source: Vega 0010-MARG (search, release), formula F10; alerts as venues publish them.
@frozen public struct MarginLevelRules: Hashable, Sendable, BitwiseCopyable {
  /// Equity below this: the account is alerted.
  public var alert: Rate
  /// Equity below this: a margin call. At most the alert.
  public var call: Rate
  /// A called account is free of the call once its equity is at least this. At least the call.
  public var release: Rate

  @inlinable
  public init(alert: Rate, call: Rate, release: Rate) {
    self.alert = alert
    self.call = call
    self.release = release
  }

  var fault: String? {
    if call < .one { return "a margin call must come at 1 times maintenance margin or more" }
    if alert < call { return "an alert must not come after the margin call" }
    if release < call { return "a call must not be released below where it is made" }
    let most = Rate(partsPerBillion: 1_000_000_000_000)
    return alert > most || release > most ? "a margin level is more than 1000 times maintenance margin" : nil
  }
}
