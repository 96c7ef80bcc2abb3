import MarketTypes

/// One account: its cash and where its holdings begin. 32 bytes.
@frozen @usableFromInline struct AccountRecord: BitwiseCopyable {
  @usableFromInline var collateral: Int64
  /// The event of its latest fill, or of another entry that was not a mark, or −1.
  @usableFromInline var lastEntry: Int64
  /// Its holding in the line of lowest number, or −1.
  @usableFromInline var firstHolding: Int32
  /// The account it is a sub-account of, or −1.
  @usableFromInline var owner: Int32
  /// The only instrument an isolated account may trade.
  @usableFromInline var ownInstrument: UInt16
  /// The instrument of its latest fill: whose fund pays when it is bankrupt.
  @usableFromInline var lastInstrument: UInt16
  @usableFromInline var kind: AccountKind
  @usableFromInline var standing: Standing
  /// Something besides a mark changed its margin since it was last checked.
  @usableFromInline var isDirty: Bool
  @usableFromInline var level: MarginLevel

  init(_ opening: AccountOpening) {
    collateral = 0
    lastEntry = -1
    firstHolding = -1
    owner = opening.ownerNumber
    ownInstrument = opening.instrument.number
    lastInstrument = 0
    kind = opening.kind
    standing = .watched
    isDirty = false
    level = .sufficient
  }

  /// Where an account stands with the margin watch.
  @frozen @usableFromInline enum Standing: UInt8, BitwiseCopyable {
    /// Its triggers are set; or it is flat, or exempt, and needs none.
    case watched
    /// Found liquidatable and in the hands of the liquidation engine until released.
    case due
  }
}

/// What one account holds of one line, with its open orders and its trigger: 64 bytes, one cache line.
@frozen @usableFromInline struct HoldingRecord: BitwiseCopyable {
  /// Lots of an instrument; units of an asset, never below zero.
  @usableFromInline var lots: Int64
  /// What the holding cost: minus the balance of its cost-basis ledger account. Negative for a short, and for a long of
  /// an inverse contract; zero for an asset.
  @usableFromInline var cost: Int64
  @usableFromInline var bidLots: Int64
  /// What the bids would cost if they filled.
  @usableFromInline var bidCost: Int64
  @usableFromInline var askLots: Int64
  /// What the asks would bring.
  @usableFromInline var askCost: Int64
  @usableFromInline var account: Int32
  @usableFromInline var line: Int32
  /// The account's holding in the next line, or −1.
  @usableFromInline var next: Int32
  /// Rung of its trigger on its ladder; of no meaning while it has none.
  @usableFromInline var trigger: Int32

  init(account: Int32, line: Int32, next: Int32) {
    lots = 0
    cost = 0
    bidLots = 0
    bidCost = 0
    askLots = 0
    askCost = 0
    self.account = account
    self.line = line
    self.next = next
    trigger = -1
  }

  /// More lots, or fewer, rest on a side.
  @inlinable @inline(__always)
  mutating func addOpen(_ side: Side, _ lots: Int64, _ cost: Int64) {
    bidLots += side.bought(lots)
    bidCost += side.bought(cost)
    askLots += side.sold(lots)
    askCost += side.sold(cost)
  }

  /// How far the position would go towards a side if all that rests there filled.
  @inlinable @inline(__always)
  func reach(_ side: Side) -> Int64 { side.sign * lots + side.bought(bidLots) + side.sold(askLots) }
}

/// Where a holding's trigger stands, and its neighbours at the same price. 16 bytes, in the order of holdings.
@frozen @usableFromInline struct TriggerRecord: BitwiseCopyable {
  /// Line, ladder and price in one word, so that all triggers in a range of prices are found by one comparison each; zero
  /// for none.
  @usableFromInline var place: UInt64 = 0
  @usableFromInline var next: Int32 = -1
  @usableFromInline var previous: Int32 = -1

  init() {}

  /// Prices are at least 1 and below 2^42.
  @inline(__always)
  static func place(_ line: Int, onLong isLong: Bool, at ticks: Int64) -> UInt64 {
    UInt64(line) << 45 | (isLong ? 1 << 44 : 0) | UInt64(ticks)
  }

  /// Its price if it stands on that ladder.
  @inline(__always)
  func ticks(onLong isLong: Bool) -> Int64? {
    place != 0 && (place >> 44 & 1 == 1) == isLong ? Int64(place & (1 << 44 - 1)) : nil
  }
}
