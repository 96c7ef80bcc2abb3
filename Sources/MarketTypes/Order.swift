/// What an account asks the book for.
@frozen public struct Order: Hashable, Sendable, BitwiseCopyable {
  public var quantity: Quantity
  /// The account's own number, unique among its live orders; none unless said. Below zero is reserved for quotes.
  public var client: ClientOrderID
  /// The worst price the order may trade at; `nil` for a market order, market-to-limit, and a peg that follows all the way.
  public var limit: Price?
  /// Which way it trades.
  public var side: Side
  /// How long it stays; of a market order not good-til-cancelled (MAT-7).
  public var timeInForce: TimeInForce
  /// Post-only, reduce-only and the like; none unless said.
  public var terms: OrderTerms
  /// Who asks.
  public var account: AccountID
  /// Whose book it is for.
  public var instrument: InstrumentID
  /// What few orders have.
  public var conditions: OrderConditions

  @inlinable
  public init(
    account: AccountID, instrument: InstrumentID, side: Side, quantity: Quantity, limit: Price?,
    timeInForce: TimeInForce = .goodTilCancelled, terms: OrderTerms = [], client: ClientOrderID = .none,
    conditions: OrderConditions = OrderConditions()
  ) {
    self.quantity = quantity
    self.limit = limit
    self.client = client
    self.account = account
    self.instrument = instrument
    self.side = side
    self.timeInForce = timeInForce
    self.terms = terms
    self.conditions = conditions
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
  /// Until the end of the venue's day.
  case day
  /// Until the moment in its conditions.
  case goodTilTime

  /// Whether what does not fill at once may rest.
  @inlinable public var mayRest: Bool {
    @inline(__always) get { self != .immediateOrCancel && self != .fillOrKill }
  }
}

/// Conditions on an order, any combination.
@frozen public struct OrderTerms: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// One bit each; journals bear it, so none is ever moved.
  public let rawValue: UInt8

  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Never takes: refused if it would meet a resting order.
  @inlinable public static var postOnly: OrderTerms { OrderTerms(rawValue: 1) }
  /// Only ever brings the position nearer to flat; clipped at entry and again at each fill.
  @inlinable public static var reduceOnly: OrderTerms { OrderTerms(rawValue: 2) }
  /// Placed by the liquidation engine. A command that bears it is refused.
  @inlinable public static var forced: OrderTerms { OrderTerms(rawValue: 4) }
  /// Stands in the book without being shown, behind all that is shown at its price.
  @inlinable public static var hidden: OrderTerms { OrderTerms(rawValue: 8) }
  /// Post-only that does not mind: where it would take, it rests one tick behind what it would have met.
  @inlinable public static var slides: OrderTerms { OrderTerms(rawValue: 16) }
  /// A market order that takes at the best price only, and rests there with what is left.
  @inlinable public static var marketToLimit: OrderTerms { OrderTerms(rawValue: 32) }
}
