import MarketTypes
import Storage

/// One instrument's resting orders in price-time priority.
///
/// The book is stepped from outside: it shows who is next, takes the lots it is told to take, and rests what it is
/// told to rest. It knows neither money nor the means of an account, needs no callback and appends no event, so the
/// same book serves a venue, a bare benchmark and a replay that edits orders by number.
///
/// Orders live in slots of a pool, levels on a ladder per side (`Ladder`): every operation is O(1) but for finding the
/// next occupied price across a gap, which is at most twelve looks. Memory follows live orders.
/// Prices are at least 1 and below 2^42 ticks.
///
/// What a command asks first is always inlined: out of line, a function that only reads would be handed a copy of the
/// whole struct (docs/performance.md).
public struct OrderBook: ~Copyable {
  @usableFromInline var orders: SlotPool<RestingOrder>
  /// Displayed buyers and sellers, by `Side.index`, then hidden ones: no branch on what chance alone decides.
  @usableFromInline var sides: Shelf<BookSide>
  /// From the number of a live order to its slot.
  @usableFromInline var slots: SlotIndex
  /// Each account's youngest resting order, or −1.
  @usableFromInline var youngest: Pool<Int32>
  /// Whether orders only collect, as in a call auction: while they do, the book may stand crossed.
  public var isCollecting = false

  @inlinable public init() {
    orders = SlotPool()
    sides = Shelf(count: BookPlace.count) { place in BookSide(side: place & 1 == Side.buy.index ? .buy : .sell) }
    slots = SlotIndex()
    youngest = Pool()
  }

  @inlinable init(
    orders: consuming SlotPool<RestingOrder>, sides: consuming Shelf<BookSide>, slots: consuming SlotIndex,
    youngest: consuming Pool<Int32>, isCollecting: Bool
  ) {
    self.orders = orders
    self.sides = sides
    self.slots = slots
    self.youngest = youngest
    self.isCollecting = isCollecting
  }

  /// A book of its own with the same orders in the same places. O(size).
  public borrowing func clone() -> OrderBook {
    OrderBook(
      orders: orders.clone(), sides: sides.clone { side in side.clone() }, slots: slots.clone(),
      youngest: youngest.clone(), isCollecting: isCollecting)
  }

  // MARK: Looking

  /// The highest price anybody openly bids.
  @inlinable public var bestBid: Price? { sides[Side.buy.index].bestPrice }
  @inlinable public var bestAsk: Price? { sides[Side.sell.index].bestPrice }

  /// Best displayed prices and what is shown there.
  @inlinable public func quote(for instrument: InstrumentID) -> Quote {
    Quote(
      instrument: instrument, bid: bestBid, bidQuantity: sides[Side.buy.index].bestQuantity, ask: bestAsk,
      askQuantity: sides[Side.sell.index].bestQuantity)
  }

  /// How many orders rest.
  @inlinable public var count: Int { slots.count }

  /// Whether an order of this number rests.
  @inlinable @inline(__always) public func contains(_ id: OrderID) -> Bool { slot(of: id) >= 0 }

  /// The resting order of this number, or `nil`.
  @inlinable @inline(__always) public func order(_ id: OrderID) -> StandingOrder? {
    let slot = slot(of: id)
    return slot < 0 ? nil : standing(slot)
  }

  /// The youngest resting order of an account, or `nil`. Mass cancels take this one until there is none.
  @inlinable public func youngestOrder(of account: AccountID) -> StandingOrder? {
    guard account.index < youngest.count, youngest[account.index] >= 0 else { return nil }
    return standing(youngest[account.index])
  }

  /// What is displayed at a price.
  @inlinable public func quantity(at price: Price, on side: Side) -> Quantity {
    let level = sides[side.index].levels.find(price.ticks)
    return level < 0 ? .zero : Quantity(lots: sides[side.index].levels[level].lots)
  }

  /// Calls `body` with each displayed level of a side, best first, until it answers false. O(levels shown).
  public func forEachLevel(on side: Side, _ body: (Price, Quantity) -> Bool) {
    var level = sides[side.index].best
    while level >= 0 {
      let price = sides[side.index].price(of: level)
      if !body(price, Quantity(lots: sides[side.index].levels[level].lots)) { return }
      level = sides[side.index].behind(level)
    }
  }

  /// Calls `body` with the displayed orders at a price, oldest first, until it answers false. O(orders shown).
  @inlinable public func forEachOrder(at price: Price, on side: Side, _ body: (StandingOrder) -> Bool) {
    let level = sides[side.index].levels.find(price.ticks)
    if level >= 0 { _ = show(level, of: side.index, body) }
  }

  /// Calls `body` with each order of a side, best first and displayed before hidden at each price, until it answers
  /// false. O(orders shown).
  @inlinable public func forEachOrder(on side: Side, _ body: (StandingOrder) -> Bool) {
    forEachMaker(for: side.opposite, limit: nil, body)
  }

  /// The order of a side that stands first: best price, displayed before hidden, oldest.
  @inlinable @inline(__always) public func first(of side: Side) -> StandingOrder? {
    let place = firstPlace(of: side)
    return sides[place].best < 0 ? nil : standing(sides[place].bestHead)
  }

  // MARK: Meeting

  /// The resting order that one of `side`, limited to `limit`, would meet first; `nil` when there is none.
  @inlinable @inline(__always) public func nextMaker(for side: Side, limit: Price?) -> StandingOrder? {
    let place = firstPlace(of: side.opposite)
    return sides[place].isReached(by: limit) ? standing(sides[place].bestHead) : nil
  }

  /// Whether an order of `side` limited to `limit` would trade at once.
  @inlinable @inline(__always) public func wouldTake(_ side: Side, limit: Price?) -> Bool {
    sides[firstPlace(of: side.opposite)].isReached(by: limit)
  }

  /// Calls `body` with each resting order that one of `side` limited to `limit` would meet, in the order of meeting, until
  /// it answers false. O(orders shown).
  @inlinable public func forEachMaker(for side: Side, limit: Price?, _ body: (StandingOrder) -> Bool) {
    let displayed = side.opposite.index
    let hidden = BookPlace.of(side.opposite, isHidden: true)
    var level = sides[displayed].best
    var hiddenLevel = sides[hidden].best
    let reach = limit.map { sides[displayed].rank(ofTicks: $0.ticks) } ?? .max
    while level >= 0 || hiddenLevel >= 0 {
      let (rank, hiddenRank) = (sides[displayed].rank(of: level), sides[hidden].rank(of: hiddenLevel))
      if min(rank, hiddenRank) > reach { return }
      if rank <= hiddenRank {
        if !show(level, of: displayed, body) { return }
        level = sides[displayed].behind(level)
      } else {
        if !show(hiddenLevel, of: hidden, body) { return }
        hiddenLevel = sides[hidden].behind(hiddenLevel)
      }
    }
  }

  /// Calls `body` with a level's queue, oldest first; false when `body` had seen enough.
  @inlinable func show(_ level: Int32, of place: Int, _ body: (StandingOrder) -> Bool) -> Bool {
    var slot = sides[place].levels[level].head
    while slot >= 0 {
      if !body(standing(slot)) { return false }
      slot = orders[slot].next
    }
    return true
  }

  /// Where the order of a side that stands first is kept.
  @inlinable @inline(__always) func firstPlace(of side: Side) -> Int {
    let hidden = BookPlace.of(side, isHidden: true)
    return sides[hidden].bestRank < sides[side.index].bestRank ? hidden : side.index
  }

  /// Takes lots from a resting order; an order taken whole leaves the book, unless it is an iceberg with lots to show
  /// next: then it goes to the tail of its queue with those, under the same number. It keeps its place otherwise.
  ///
  /// The quantity is at least 1 and at most what is left of the order.
  ///
  /// - Parameter refill: what the order shows next when all it shows is taken.
  @inlinable public mutating func take(
    _ quantity: Quantity, from maker: StandingOrder, refill: Quantity = .zero
  ) {
    let slot = maker.slot
    let left = orders[slot].lots - quantity.lots
    precondition(left >= 0 && quantity.lots > 0, "taking more than rests, or nothing")
    if left == 0 {
      if refill > .zero {
        requeue(slot, lots: refill.lots)
        orders[slot].filledLots += quantity.lots
      } else {
        remove(slot)
      }
    } else {
      addToLevel(slot, lots: -quantity.lots)
      orders[slot].lots = left
      orders[slot].filledLots += quantity.lots
    }
  }

  // MARK: Resting

  /// Puts an order at the tail of its price's queue. Its number is not live, and it would not trade unless orders only
  /// collect. With the term `hidden` it stands behind what is displayed at its price.
  ///
  /// - Parameter detail: a handle of the caller's, to find rare terms by.
  @inlinable public mutating func rest(
    _ id: OrderID, client: ClientOrderID = .none, account: AccountID, side: Side, price: Price, quantity: Quantity,
    filled: Quantity = .zero, terms: OrderTerms = [], detail: Int32 = -1
  ) {
    precondition(quantity.lots > 0, "an order rests with some lots")
    precondition(!wouldTake(side, limit: price) || isCollecting, "only what cannot trade may rest")
    if account.index >= youngest.count { youngest.extend(to: account.index + 1, with: -1) }
    let slot = orders.nextSlot
    let place = BookPlace.of(side, isHidden: terms.contains(.hidden))
    let (level, before) = sides[place].append(slot, atTicks: price.ticks, lots: quantity.lots)
    let older = youngest[account.index]
    _ = orders.insert(
      RestingOrder(
        id: id.number, client: client.number, lots: quantity.lots, filledLots: filled.lots, level: level,
        previous: before, older: older, account: account.number, detail: detail, side: side,
        terms: terms))
    if before >= 0 { orders[before].next = slot }
    if older >= 0 { orders[older].younger = slot }
    youngest[account.index] = slot
    slots.insert(id.number, slot)
  }

  /// Takes an order out whole. It rests.
  @inlinable public mutating func cancel(_ order: StandingOrder) { remove(order.slot) }

  /// Makes an order smaller; it keeps its place. It rests, and the quantity is at least 1 and at most what is left.
  @inlinable public mutating func reduce(_ order: StandingOrder, to quantity: Quantity) {
    precondition(quantity.lots > 0 && quantity.lots <= orders[order.slot].lots, "an order is reduced to some lots")
    addToLevel(order.slot, lots: quantity.lots - orders[order.slot].lots)
    orders[order.slot].lots = quantity.lots
  }

  // MARK: Slots and queues

  @inlinable @inline(__always) func slot(of id: OrderID) -> Int32 {
    slots.slot(of: id.number) { slot in orders[slot].id == id.number }
  }

  @inlinable @inline(__always) func standing(_ slot: Int32) -> StandingOrder {
    let order = orders[slot]
    return StandingOrder(
      id: OrderID(number: order.id), client: ClientOrderID(number: order.client),
      account: AccountID(number: order.account), side: order.side, terms: order.terms,
      price: sides[order.place].price(of: order.level), quantity: Quantity(lots: order.lots),
      filled: Quantity(lots: order.filledLots), detail: order.detail, slot: slot)
  }

  @inlinable mutating func addToLevel(_ slot: Int32, lots: Int64) {
    let (side, level) = (orders[slot].place, orders[slot].level)
    sides[side].levels[level].lots += lots
  }

  /// Puts an order at the tail of its own queue with other lots.
  @inlinable @inline(never) mutating func requeue(_ slot: Int32, lots: Int64) {
    addToLevel(slot, lots: lots - orders[slot].lots)
    orders[slot].lots = lots
    let order = orders[slot]
    if order.next < 0 { return }
    orders[order.next].previous = order.previous
    if order.previous >= 0 {
      orders[order.previous].next = order.next
    } else {
      sides[order.place].levels[order.level].head = order.next
    }
    let tail = sides[order.place].levels[order.level].tail
    orders[tail].next = slot
    orders[slot].previous = tail
    orders[slot].next = -1
    sides[order.place].levels[order.level].tail = slot
  }

  /// Unlinks an order from its level, its account and the index, and frees its slot.
  @inlinable mutating func remove(_ slot: Int32) {
    let order = orders[slot]
    if order.previous >= 0 { orders[order.previous].next = order.next }
    if order.next >= 0 { orders[order.next].previous = order.previous }
    sides[order.place].remove(order)
    if order.older >= 0 { orders[order.older].younger = order.younger }
    if order.younger >= 0 {
      orders[order.younger].older = order.older
    } else {
      youngest[Int(order.account)] = order.older
    }
    slots.remove(order.id, slot)
    orders.remove(slot)
  }
}

extension Side {
  /// Where the book keeps this side.
  @inlinable var index: Int { Int(rawValue) }
}
