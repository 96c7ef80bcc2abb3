/// The rare terms of an order.
@frozen public struct OrderConditioned: Hashable, Sendable, BitwiseCopyable {
  /// The one accepted just before.
  public var order: OrderID
  /// All of them; a day order's moment is filled in (MAT-32).
  public var conditions: OrderConditions

  @inlinable
  public init(_ order: OrderID, _ conditions: OrderConditions) {
    self.order = order
    self.conditions = conditions
  }
}

/// An order waits outside the book.
@frozen public struct OrderArmed: Hashable, Sendable, BitwiseCopyable {
  /// Which one: it has its number, and no place in the book.
  public var order: OrderID
  /// The price that fires it; a trailing stop's as it stands now.
  public var trigger: Price
  /// What it asks for; a reduce-only order is clipped once it fires.
  public var quantity: Quantity
  /// Whose order it is.
  public var account: AccountID
  /// Whose prices it watches.
  public var instrument: InstrumentID
  /// Which way it will trade.
  public var side: Side
  /// Which of its prices.
  public var source: PriceSource

  @inlinable
  public init(
    order: OrderID, trigger: Price, quantity: Quantity, account: AccountID, instrument: InstrumentID, side: Side,
    source: PriceSource
  ) {
    self.order = order
    self.trigger = trigger
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
    self.side = side
    self.source = source
  }
}

/// An armed order enters the book.
@frozen public struct OrderTriggered: Hashable, Sendable, BitwiseCopyable {
  /// Which one; it keeps its number.
  public var order: OrderID
  /// The price it waited for; a trailing stop's last one.
  public var trigger: Price
  /// The price that came: the trigger's, or beyond.
  public var price: Price
  /// What it asks for, before a reduce-only order is clipped.
  public var quantity: Quantity
  /// Whose order it is.
  public var account: AccountID
  /// Whose book it enters next, if it is not refused.
  public var instrument: InstrumentID
  /// Which way it trades.
  public var side: Side

  @inlinable
  public init(
    order: OrderID, trigger: Price, price: Price, quantity: Quantity, account: AccountID, instrument: InstrumentID,
    side: Side
  ) {
    self.order = order
    self.trigger = trigger
    self.price = price
    self.quantity = quantity
    self.account = account
    self.instrument = instrument
    self.side = side
  }
}

/// How many lots each of two orders of one owner lost.
@frozen public struct SelfTradeDecrement: Hashable, Sendable, BitwiseCopyable {
  /// Who waited.
  public var maker: OrderID
  /// Who came.
  public var taker: OrderID
  /// What both lost: the smaller of what is left of the one and what the other shows (MAT-26).
  public var quantity: Quantity
  /// Whose resting order it was.
  public var makerAccount: AccountID
  /// Whose incoming order it was: the same account, or one of its group.
  public var takerAccount: AccountID
  /// Where they met.
  public var instrument: InstrumentID

  @inlinable
  public init(
    maker: OrderID, taker: OrderID, quantity: Quantity, makerAccount: AccountID, takerAccount: AccountID,
    instrument: InstrumentID
  ) {
    self.maker = maker
    self.taker = taker
    self.quantity = quantity
    self.makerAccount = makerAccount
    self.takerAccount = takerAccount
    self.instrument = instrument
  }
}

/// A maker's protection pulled its quotes.
@frozen public struct ProtectionTriggered: Hashable, Sendable, BitwiseCopyable {
  /// How many lots had filled within the window.
  public var lots: Quantity
  /// When quotes are taken again; `nil` when not before the protection is set again.
  public var until: Time?
  /// Whose quotes they were.
  public var account: AccountID
  /// Where all its quotes leave.
  public var instrument: InstrumentID

  @inlinable
  public init(account: AccountID, instrument: InstrumentID, lots: Quantity, until: Time?) {
    self.lots = lots
    self.until = until
    self.account = account
    self.instrument = instrument
  }
}
