/// What an order may ask of an instrument's book. As it is made it limits nothing.
public struct OrderLimits: Hashable, Sendable {
  /// Quantities are whole multiples of this.
  public var lotSize = Quantity(lots: 1)
  /// Limits and trigger prices are whole multiples of this.
  public var tickSize = PriceChange(ticks: 1)
  /// Of one order; `nil` leaves the position limit alone.
  public var largest: Quantity?
  /// Limit × quantity × tick value; of a market order at the best price it meets. Reduce-only orders are exempt.
  public var smallestNotional = Money.zero
  /// The same, at most: what a fat finger may not do; `nil` sets no limit.
  public var largestNotional: Money?
  /// Resting and armed orders of one account; `nil` sets no limit. Each entry counts them, up to this many.
  public var mostOpen: Int32?

  public init() {}

  var fault: String? {
    if lotSize.lots < 1 { return "the lot size must be at least 1, found \(lotSize.lots)" }
    if tickSize.ticks < 1 { return "the tick size must be at least 1, found \(tickSize.ticks)" }
    if let largest, largest.lots < 1 { return "the largest order must be at least 1 lot, found \(largest.lots)" }
    if smallestNotional < .zero { return "the smallest notional must not be below 0" }
    if let largestNotional, largestNotional < smallestNotional {
      return "the largest notional must not be below the smallest"
    }
    if let mostOpen, mostOpen < 1 { return "an account must be allowed at least 1 open order, found \(mostOpen)" }
    return nil
  }
}

/// Who is filled at one price.
@frozen public enum MatchingPolicy: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Who came first.
  case priceTime
  /// Each in proportion to what it shows, rounded down; what rounding leaves goes to who came first.
  case proRata
  /// The order that made the price the best first, whole; then pro rata.
  case proRataAfterTop
}

/// How far a market order may walk: it counts as an order limited to the best price it meets plus or minus `distance`.
@frozen public struct MarketProtection: Hashable, Sendable, BitwiseCopyable {
  /// In ticks, from 0 to below 2^42; the limit is rounded to the tick size towards the best price (MAT-42).
  public var distance: PriceChange
  /// Whether what is left rests at that limit; otherwise it is cancelled.
  public var restRemainder: Bool

  @inlinable
  public init(distance: PriceChange, restRemainder: Bool = false) {
    self.distance = distance
    self.restRemainder = restRemainder
  }

  var fault: String? {
    (0..<1 << 42).contains(distance.ticks) ? nil : "the market protection must be between 0 and 2^42 ticks"
  }
}

/// How far from a reference an order may be priced on the side where it takes, and how far that way it may fill.
@frozen public struct PriceBand: Hashable, Sendable, BitwiseCopyable {
  /// Of the reference; the edges are rounded towards it.
  public var width: Rate
  /// Which price is in the middle; without it there is no band (MAT-64).
  public var reference: PriceSource

  @inlinable
  public init(width: Rate, reference: PriceSource) {
    self.width = width
    self.reference = reference
  }

  var fault: String? { width < .zero || width > .one ? "a band's width must be between 0 and 1" : nil }
}

/// Limit states in the manner of limit up, limit down: fills stay within a band around a reference that moves slowly; an
/// order stopped by the band begins a limit state, and one that lasts ends in a halt.
@frozen public struct LimitStateRules: Hashable, Sendable, BitwiseCopyable {
  /// Of the reference; the edges are rounded towards it.
  public var width: Rate
  /// The reference is the mean price of the fills of the last whole window that had any, rounded down.
  public var window: TimeSpan
  /// How long a limit state may last without a fill.
  public var patience: TimeSpan
  /// How long the halt lasts that follows.
  public var halt: TimeSpan

  @inlinable
  public init(width: Rate, window: TimeSpan, patience: TimeSpan, halt: TimeSpan) {
    self.width = width
    self.window = window
    self.patience = patience
    self.halt = halt
  }

  var fault: String? {
    if width < .zero || width > .one { return "a limit state's width must be between 0 and 1" }
    if min(window, patience, halt) < TimeSpan(nanoseconds: 1) {
      return "a limit state's window, patience and halt must be longer than nothing"
    }
    return nil
  }
}

/// How many orders an account may enter or change in a while: at most `orders` in each window since the start.
@frozen public struct OrderRate: Hashable, Sendable, BitwiseCopyable {
  /// At least 1. What was refused for a later reason counts too (MAT-57).
  public var orders: Int32
  /// Windows follow each other from the start; the next one begins with nothing counted.
  public var window: TimeSpan

  @inlinable
  public init(orders: Int32, window: TimeSpan) {
    self.orders = orders
    self.window = window
  }
}
