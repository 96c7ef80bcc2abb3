import MarketTypes

/// One price of one place: its queue, oldest first, and the sum of what waits in it.
@frozen @usableFromInline struct PriceLevel: BitwiseCopyable {
  /// Head and tail.
  @usableFromInline var ends: SlotPair
  @usableFromInline var lots: Int64

  @inlinable @inline(__always) init(ends: SlotPair, lots: Int64) {
    self.ends = ends
    self.lots = lots
  }

  @inlinable static var empty: PriceLevel { PriceLevel(ends: SlotPair(-1, -1), lots: 0) }

  @inlinable var head: Int32 {
    @inline(__always) get { ends.first }
    @inline(__always) set { ends = SlotPair(newValue, tail) }
  }

  @inlinable var tail: Int32 {
    @inline(__always) get { ends.second }
    @inline(__always) set { ends = SlotPair(head, newValue) }
  }
}

/// Where a level stands in the book: displayed buyers and sellers, by `Side.index`, then hidden ones.
///
/// All four have their levels on one ladder, at heights that do not meet. Prices are compared by rank, the lower the
/// better: a seller's is its price, a buyer's the price with all bits the other way. Which side comes next is chance, so
/// asking would be a branch mispredicted half the time.
@frozen @usableFromInline struct BookPlace: BitwiseCopyable {
  @usableFromInline let index: Int

  @inlinable @inline(__always) init(index: Int) { self.index = index }

  @inlinable @inline(__always) init(_ side: Side) { index = Int(side.rawValue) }

  @inlinable @inline(__always) init(_ side: Side, _ terms: OrderTerms) {
    index = Int(side.rawValue) | (terms.contains(.hidden) ? 2 : 0)
  }

  /// The place of a level at this height.
  @inlinable @inline(__always) init(ofHeight height: Int64) {
    index = Int(truncatingIfNeeded: height >> Self.priceBits)
  }

  @inlinable static var count: Int { 4 }
  @inlinable static var priceBits: Int64 { 42 }
  /// The rank of a side where nothing stands.
  @inlinable static var noRank: Int64 { .max }

  @inlinable var hidden: BookPlace { @inline(__always) get { BookPlace(index: index | 2) } }
  @inlinable var opposite: BookPlace { @inline(__always) get { BookPlace(index: index ^ 1) } }
  @inlinable var side: Side { @inline(__always) get { index & 1 == 0 ? .buy : .sell } }

  /// Where a price stands on this side: the lower, the better.
  @inlinable @inline(__always) func rank(ofTicks ticks: Int64) -> Int64 { ticks ^ (Int64(index & 1) &- 1) }

  /// The price of a rank.
  @inlinable @inline(__always) func ticks(ofRank rank: Int64) -> Int64 { rank ^ (Int64(index & 1) &- 1) }

  /// The rung of a price on the book's ladder.
  @inlinable @inline(__always) func height(ofTicks ticks: Int64) -> Int64 {
    precondition(UInt64(bitPattern: ticks) < 1 << UInt64(Self.priceBits), "a price is below 2^42 ticks")
    return Int64(index) << Self.priceBits | ticks
  }

  @inlinable @inline(__always) static func ticks(ofHeight height: Int64) -> Int64 { height & (1 << priceBits - 1) }
}

/// The best level of a place, or −1, and its rank.
@frozen @usableFromInline struct BestLevel: BitwiseCopyable {
  @usableFromInline var rank: Int64
  @usableFromInline var level: Int32

  @inlinable
  init(rank: Int64, level: Int32) {
    self.rank = rank
    self.level = level
  }

  @inlinable static var none: BestLevel { BestLevel(rank: BookPlace.noRank, level: -1) }
}
