/// What an account asks the book for.
@frozen public struct Order: Hashable, Sendable, BitwiseCopyable {
  public var quantity: Quantity
  /// The worst price the order may trade at; `nil` for a market order.
  public var limit: Price?
  public var client: ClientOrderID
  public var account: AccountID
  public var instrument: InstrumentID
  public var side: Side
  public var timeInForce: TimeInForce
  public var terms: OrderTerms

  @inlinable
  public init(
    account: AccountID, instrument: InstrumentID, side: Side, quantity: Quantity, limit: Price?,
    timeInForce: TimeInForce = .goodTilCancelled, terms: OrderTerms = [], client: ClientOrderID = .none
  ) {
    self.quantity = quantity
    self.limit = limit
    self.client = client
    self.account = account
    self.instrument = instrument
    self.side = side
    self.timeInForce = timeInForce
    self.terms = terms
  }
}

/// How long an order stays.
@frozen public enum TimeInForce: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Rests until filled or cancelled.
  case goodTilCancelled
  /// Fills what it can at once; the rest is cancelled. A market order is always this or fill-or-kill.
  case immediateOrCancel
  /// Fills whole at once, or is refused.
  case fillOrKill
}

/// Conditions on an order, any combination.
@frozen public struct OrderTerms: OptionSet, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt8

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Never takes: refused if it would meet a resting order.
  @inlinable public static var postOnly: OrderTerms { OrderTerms(rawValue: 1) }
  /// Only ever brings the position nearer to flat; clipped at entry and again at each fill.
  @inlinable public static var reduceOnly: OrderTerms { OrderTerms(rawValue: 2) }
  /// Placed by the liquidation engine. A command that bears it is refused.
  @inlinable public static var forced: OrderTerms { OrderTerms(rawValue: 4) }
}
