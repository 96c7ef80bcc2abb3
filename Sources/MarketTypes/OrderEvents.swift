/// The rare terms of an order.
@frozen public struct OrderConditioned: Hashable, Sendable, BitwiseCopyable {
  public var order: OrderID
  public var conditions: OrderConditions

  @inlinable
  public init(_ order: OrderID, _ conditions: OrderConditions) {
    self.order = order
    self.conditions = conditions
  }
}

/// An order waits outside the book.
@frozen public struct OrderArmed: Hashable, Sendable, BitwiseCopyable {
  public var order: OrderID
  /// The price that fires it; a trailing stop's as it stands now.
  public var trigger: Price
  public var quantity: Quantity
  public var account: AccountID
  public var instrument: InstrumentID
  public var side: Side
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
  public var order: OrderID
  /// The price it waited for; a trailing stop's last one.
  public var trigger: Price
  /// The price that came: the trigger's, or beyond.
  public var price: Price
  public var quantity: Quantity
  public var account: AccountID
  public var instrument: InstrumentID
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
  public var maker: OrderID
  public var taker: OrderID
  public var quantity: Quantity
  public var makerAccount: AccountID
  public var takerAccount: AccountID
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

/// What one price shows now; zero when nothing stands there any more.
@frozen public struct LevelChange: Hashable, Sendable, BitwiseCopyable {
  public var price: Price
  public var quantity: Quantity
  public var instrument: InstrumentID
  public var side: Side

  @inlinable
  public init(instrument: InstrumentID, side: Side, price: Price, quantity: Quantity) {
    self.price = price
    self.quantity = quantity
    self.instrument = instrument
    self.side = side
  }
}

/// What a call auction comes to.
@frozen public struct AuctionOutcome: Hashable, Sendable, BitwiseCopyable {
  /// Zero when no two orders meet.
  public var priceTicks: Int64
  /// What trades at that price.
  public var quantity: Quantity
  /// What would like to buy at that price beyond what is sold; below zero what would like to sell.
  public var surplus: Int64
  public var instrument: InstrumentID

  @inlinable
  public init(instrument: InstrumentID, price: Price?, quantity: Quantity, surplus: Int64) {
    priceTicks = price?.ticks ?? 0
    self.quantity = quantity
    self.surplus = surplus
    self.instrument = instrument
  }

  /// `nil` when no two orders meet.
  @inlinable public var price: Price? { priceTicks == 0 ? nil : Price(ticks: priceTicks) }
}

/// A maker's protection pulled its quotes.
@frozen public struct ProtectionTriggered: Hashable, Sendable, BitwiseCopyable {
  /// How many lots had filled within the window.
  public var lots: Quantity
  /// When quotes are taken again; `nil` when not before the protection is set again.
  public var until: Time?
  public var account: AccountID
  public var instrument: InstrumentID

  @inlinable
  public init(account: AccountID, instrument: InstrumentID, lots: Quantity, until: Time?) {
    self.lots = lots
    self.until = until
    self.account = account
    self.instrument = instrument
  }
}
