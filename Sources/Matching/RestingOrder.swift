import MarketTypes

/// A resting order as the book keeps it: 64 bytes, one cache line.
@frozen @usableFromInline struct RestingOrder: BitwiseCopyable {
  @usableFromInline var id: Int64
  /// What is left of it.
  @usableFromInline var lots: Int64
  /// Its price level's rung on its side's ladder.
  @usableFromInline var level: Int32
  /// The order behind it in the level's queue, or −1.
  @usableFromInline var next: Int32
  /// The order before it, or −1.
  @usableFromInline var previous: Int32
  /// The account's older and younger resting orders in this book, or −1.
  @usableFromInline var older: Int32
  @usableFromInline var younger: Int32
  @usableFromInline var account: Int32
  @usableFromInline var client: Int64
  @usableFromInline var filledLots: Int64
  /// The caller's handle, or −1.
  @usableFromInline var detail: Int32
  @usableFromInline var side: Side
  @usableFromInline var terms: OrderTerms

  @inlinable
  init(
    id: Int64, client: Int64, lots: Int64, filledLots: Int64, level: Int32, previous: Int32, older: Int32,
    account: Int32, detail: Int32, side: Side, terms: OrderTerms
  ) {
    self.id = id
    self.lots = lots
    self.level = level
    next = -1
    self.previous = previous
    self.older = older
    younger = -1
    self.account = account
    self.client = client
    self.filledLots = filledLots
    self.detail = detail
    self.side = side
    self.terms = terms
  }

  /// Which of the book's four sides it rests on.
  @inlinable var place: Int { BookPlace.of(side, isHidden: terms.contains(.hidden)) }
}

/// Where a book keeps its sides: displayed buyers and sellers, then hidden ones.
@frozen @usableFromInline enum BookPlace {
  @inlinable static var count: Int { 4 }

  @inlinable @inline(__always) static func of(_ side: Side, isHidden: Bool) -> Int { side.index | (isHidden ? 2 : 0) }
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

  /// Puts a slot at the tail and returns the one that was there, or −1.
  @inlinable @inline(__always) mutating func append(_ slot: Int32, lots: Int64) -> Int32 {
    let before = tail
    if before < 0 { head = slot }
    tail = slot
    self.lots += lots
    return before
  }

  /// Closes the gap where `order` stood, as far as the ends of the queue go.
  @inlinable @inline(__always) mutating func remove(_ order: RestingOrder) {
    if order.previous < 0 { head = order.next }
    if order.next < 0 { tail = order.previous }
    lots -= order.lots
  }
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
  /// What the caller gave it to find rare terms by, or −1.
  public var detail: Int32
  /// Where the book keeps it: good until the book changes.
  public var slot: Int32

  @inlinable
  init(
    id: OrderID, client: ClientOrderID, account: AccountID, side: Side, terms: OrderTerms, price: Price,
    quantity: Quantity, filled: Quantity, detail: Int32, slot: Int32
  ) {
    self.id = id
    self.client = client
    self.account = account
    self.side = side
    self.terms = terms
    self.price = price
    self.quantity = quantity
    self.filled = filled
    self.detail = detail
    self.slot = slot
  }
}
