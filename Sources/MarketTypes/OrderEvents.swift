/// An order that passed admission, with the number the venue gave it.
@frozen public struct OrderAccepted: Hashable, Sendable, BitwiseCopyable {
  /// The venue's number, the next one over all instruments (MAT-5).
  public var order: OrderID
  /// The account's own number, or none.
  public var client: ClientOrderID
  /// What it entered with: of a reduce-only order that does not wait, clipped to the position.
  public var quantity: Quantity
  /// Zero where it has no limit: a market order, market-to-limit, a peg without one.
  public var limitTicks: Int64
  /// Who asked; of a forced order who is closed.
  public var account: AccountID
  /// Whose book it enters.
  public var instrument: InstrumentID
  /// Which way it trades.
  public var side: Side
  /// How long it stays; what its conditions add follows as `conditioned`.
  public var timeInForce: TimeInForce
  /// Forced orders bear `forced` here, nobody else's.
  public var terms: OrderTerms

  /// - Parameters:
  ///   - order: as it was asked for.
  ///   - id: the number that it has from here on.
  @inlinable
  public init(_ order: Order, as id: OrderID) {
    self.order = id
    client = order.client
    quantity = order.quantity
    limitTicks = order.limit?.ticks ?? 0
    account = order.account
    instrument = order.instrument
    side = order.side
    timeInForce = order.timeInForce
    terms = order.terms
  }

  /// `nil` for a market order, market-to-limit, and a peg without one.
  @inlinable public var limit: Price? { limitTicks == 0 ? nil : Price(ticks: limitTicks) }
}

/// What is left of an order stands in the book, last at its price.
@frozen public struct OrderRested: Hashable, Sendable, BitwiseCopyable {
  /// Which one.
  public var order: OrderID
  /// Where it stands.
  public var price: Price
  /// What shows there from now on: of an iceberg the part, of a hidden or pegged order all of it, shown to nobody.
  public var quantity: Quantity
  /// Whose order it is.
  public var account: AccountID
  /// Whose book it is.
  public var instrument: InstrumentID
  /// The side of the book.
  public var side: Side

  @inlinable
  public init(
    order: OrderID, price: Price, quantity: Quantity, account: AccountID, instrument: InstrumentID, side: Side
  ) {
    self.order = order
    self.price = price
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
    self.side = side
  }
}

/// One maker meeting one taker, at the maker's price.
@frozen public struct Fill: Hashable, Sendable, BitwiseCopyable {
  /// Who waited: in an auction the lower number.
  public var maker: OrderID
  /// Who came: in an auction the higher number.
  public var taker: OrderID
  /// The maker's price; in an auction the auction's.
  public var price: Price
  /// Above zero.
  public var quantity: Quantity
  /// Whose resting order it was. May be the taker's account (MAT-11).
  public var makerAccount: AccountID
  /// Whose incoming order it was.
  public var takerAccount: AccountID
  /// Where they met.
  public var instrument: InstrumentID
  /// Which way the taker traded; the maker the other way.
  public var takerSide: Side
  /// The taker is a forced order.
  public var isForced: Bool

  @inlinable
  public init(
    maker: OrderID, taker: OrderID, price: Price, quantity: Quantity, makerAccount: AccountID, takerAccount: AccountID,
    instrument: InstrumentID, takerSide: Side, isForced: Bool
  ) {
    self.maker = maker
    self.taker = taker
    self.price = price
    self.quantity = quantity
    self.makerAccount = makerAccount
    self.takerAccount = takerAccount
    self.instrument = instrument
    self.takerSide = takerSide
    self.isForced = isForced
  }

  /// Whose position rises.
  @inlinable public var buyer: AccountID { takerSide == .buy ? takerAccount : makerAccount }
  /// Whose position falls.
  @inlinable public var seller: AccountID { takerSide == .buy ? makerAccount : takerAccount }
}

/// What is left of an order will not fill.
@frozen public struct OrderCancelled: Hashable, Sendable, BitwiseCopyable {
  /// Which one; its number is never used again.
  public var order: OrderID
  /// What was left of it.
  public var quantity: Quantity
  /// Whose order it was.
  public var account: AccountID
  /// Where it stood, waited or was to enter.
  public var instrument: InstrumentID
  /// Which way it would have traded.
  public var side: Side
  /// Why it ended.
  public var reason: CancelReason

  @inlinable
  public init(
    order: OrderID, quantity: Quantity, account: AccountID, instrument: InstrumentID, side: Side, reason: CancelReason
  ) {
    self.order = order
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
    self.side = side
    self.reason = reason
  }
}

/// A resting order has another price or quantity.
@frozen public struct OrderAmended: Hashable, Sendable, BitwiseCopyable {
  /// Which one; it keeps its number.
  public var order: OrderID
  /// Where it stands now; of an order that waits its limit, zero where it has none.
  public var price: Price
  /// What is left of it now.
  public var quantity: Quantity
  /// Whose order it is.
  public var account: AccountID
  /// Where it stands or waits.
  public var instrument: InstrumentID
  /// Which way it trades; an amend cannot change it.
  public var side: Side
  /// It kept its place in the queue; otherwise it enters anew, and may trade.
  public var keptPriority: Bool

  @inlinable
  public init(
    order: OrderID, price: Price, quantity: Quantity, account: AccountID, instrument: InstrumentID, side: Side,
    keptPriority: Bool
  ) {
    self.order = order
    self.price = price
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
    self.side = side
    self.keptPriority = keptPriority
  }
}
