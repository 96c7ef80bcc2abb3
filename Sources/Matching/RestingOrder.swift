import MarketTypes

/// What the book's hot loops need of a resting order: 32 bytes, two to a cache line.
@frozen @usableFromInline struct RestingOrder: BitwiseCopyable {
  @usableFromInline var lots: Int64
  /// Its price level's rung on its side's ladder.
  @usableFromInline var level: Int32
  /// The order behind it in the level's queue, or −1.
  @usableFromInline var next: Int32
  /// The order before it, or −1.
  @usableFromInline var previous: Int32
  @usableFromInline var account: Int32
  @usableFromInline var side: Side
  @usableFromInline var terms: OrderTerms

  @inlinable
  init(lots: Int64, level: Int32, previous: Int32, account: Int32, side: Side, terms: OrderTerms) {
    self.lots = lots
    self.level = level
    next = -1
    self.previous = previous
    self.account = account
    self.side = side
    self.terms = terms
  }
}

/// What only an event, an amend or a mass cancel asks of it, beside the hot record at the same slot.
@frozen @usableFromInline struct RestingOrderFacts: BitwiseCopyable {
  @usableFromInline var id: Int64
  @usableFromInline var client: Int64
  @usableFromInline var filledLots: Int64
  /// The account's older and younger resting orders in this book, or −1.
  @usableFromInline var older: Int32
  @usableFromInline var younger: Int32

  @inlinable
  init(id: Int64, client: Int64, filledLots: Int64, older: Int32) {
    self.id = id
    self.client = client
    self.filledLots = filledLots
    self.older = older
    younger = -1
  }
}

/// One price: its queue, oldest first, and the sum of what waits in it.
@frozen @usableFromInline struct PriceLevel: BitwiseCopyable {
  @usableFromInline var head: Int32
  @usableFromInline var tail: Int32
  @usableFromInline var lots: Int64

  @inlinable
  init(head: Int32, tail: Int32, lots: Int64) {
    self.head = head
    self.tail = tail
    self.lots = lots
  }

  @inlinable static var empty: PriceLevel { PriceLevel(head: -1, tail: -1, lots: 0) }
}

/// A resting order as the book hands it out.
@frozen public struct StandingOrder: Hashable, Sendable, BitwiseCopyable {
  public var id: OrderID
  public var client: ClientOrderID
  public var account: AccountID
  public var side: Side
  public var terms: OrderTerms
  public var price: Price
  /// What is left of it.
  public var quantity: Quantity
  public var filled: Quantity
  /// Where the book keeps it: good until the book changes.
  public var slot: Int32

  @inlinable
  init(
    id: OrderID, client: ClientOrderID, account: AccountID, side: Side, terms: OrderTerms, price: Price,
    quantity: Quantity, filled: Quantity, slot: Int32
  ) {
    self.id = id
    self.client = client
    self.account = account
    self.side = side
    self.terms = terms
    self.price = price
    self.quantity = quantity
    self.filled = filled
    self.slot = slot
  }
}
