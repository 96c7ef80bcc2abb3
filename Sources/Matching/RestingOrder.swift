import MarketTypes

/// What the queues need of a resting order: 32 bytes, two to a cache line. A free slot has no lots.
@frozen @usableFromInline struct RestingOrder: BitwiseCopyable {
  @usableFromInline var id: Int64
  /// What is left of it, or of what it shows.
  @usableFromInline var lots: Int64
  /// The order behind it in its level's queue, or −1; of a free slot the next free one.
  @usableFromInline var next: Int32
  /// The order before it, or −1.
  @usableFromInline var previous: Int32
  /// Its price level's rung, which knows price and side.
  @usableFromInline var level: Int32
  /// Its entry in its account's log, and in the top bit whether anything is to be said of it beside this.
  @usableFromInline var tag: Int32

  @inlinable @inline(__always)
  init(id: Int64, lots: Int64, next: Int32, previous: Int32, level: Int32, tag: Int32) {
    self.id = id
    self.lots = lots
    self.next = next
    self.previous = previous
    self.level = level
    self.tag = tag
  }

  @inlinable var entry: Int32 { @inline(__always) get { tag & .max } }
  /// Whether its slot of the second pool is filled in; where it is not, nothing there has been written or read.
  @inlinable var hasFacts: Bool { @inline(__always) get { tag < 0 } }
  @inlinable static var factsBit: Int32 { .min }
}

/// What the queues do not need of it, in the same slot, where they are not `plain`: 32 bytes, read only by those who ask.
@frozen @usableFromInline struct OrderFacts: BitwiseCopyable {
  @usableFromInline var client: Int64
  @usableFromInline var filledLots: Int64
  @usableFromInline var account: Int32
  /// The caller's handle, or −1.
  @usableFromInline var detail: Int32
  @usableFromInline var terms: OrderTerms

  @inlinable
  init(client: Int64, filledLots: Int64, account: Int32, detail: Int32, terms: OrderTerms) {
    self.client = client
    self.filledLots = filledLots
    self.account = account
    self.detail = detail
    self.terms = terms
  }

  /// Of an order whose owner gave it no number, that has not filled, and has neither handle nor terms.
  @inlinable static func plain(of account: Int32) -> OrderFacts {
    OrderFacts(client: 0, filledLots: 0, account: account, detail: -1, terms: [])
  }

  @inlinable var isPlain: Bool {
    @inline(__always) get { client | filledLots | Int64(~detail) | Int64(terms.rawValue) == 0 }
  }
}
