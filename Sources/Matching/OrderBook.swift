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
  /// The buyers' side and the sellers', by `Side.index`: no branch on what chance alone decides.
  @usableFromInline var sides: Shelf<BookSide>
  /// From the number of a live order to its slot.
  @usableFromInline var slots: SlotIndex
  /// Each account's youngest resting order, or −1.
  @usableFromInline var youngest: Pool<Int32>

  @inlinable public init() {
    orders = SlotPool()
    sides = Shelf(count: 2) { index in BookSide(side: index == Side.buy.index ? .buy : .sell) }
    slots = SlotIndex()
    youngest = Pool()
  }

  @inlinable init(
    orders: consuming SlotPool<RestingOrder>, sides: consuming Shelf<BookSide>, slots: consuming SlotIndex,
    youngest: consuming Pool<Int32>
  ) {
    self.orders = orders
    self.sides = sides
    self.slots = slots
    self.youngest = youngest
  }

  /// A book of its own with the same orders in the same places. O(size).
  public borrowing func clone() -> OrderBook {
    OrderBook(
      orders: orders.clone(), sides: sides.clone { side in side.clone() }, slots: slots.clone(),
      youngest: youngest.clone())
  }

  // MARK: Looking

  /// The highest price anybody bids.
  @inlinable public var bestBid: Price? { sides[Side.buy.index].bestPrice }
  @inlinable public var bestAsk: Price? { sides[Side.sell.index].bestPrice }

  /// Best prices and what stands there.
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

  /// What rests at a price.
  @inlinable public func quantity(at price: Price, on side: Side) -> Quantity {
    let level = sides[side.index].levels.find(price.ticks)
    return level < 0 ? .zero : Quantity(lots: sides[side.index].levels[level].lots)
  }

  /// Calls `body` with each level of a side, best first, until it answers false. O(levels shown).
  public func forEachLevel(on side: Side, _ body: (Price, Quantity) -> Bool) {
    var level = sides[side.index].best
    while level >= 0 {
      let price = sides[side.index].price(of: level)
      if !body(price, Quantity(lots: sides[side.index].levels[level].lots)) { return }
      level = sides[side.index].behind(level)
    }
  }

  // MARK: Meeting

  /// The resting order that one of `side`, limited to `limit`, would meet first; `nil` when there is none.
  @inlinable @inline(__always) public func nextMaker(for side: Side, limit: Price?) -> StandingOrder? {
    guard wouldTake(side, limit: limit) else { return nil }
    return standing(sides[side.opposite.index].bestHead)
  }

  /// Whether an order of `side` limited to `limit` would trade at once.
  @inlinable @inline(__always) public func wouldTake(_ side: Side, limit: Price?) -> Bool {
    sides[side.opposite.index].isReached(by: limit)
  }

  /// Calls `body` with each resting order that one of `side` limited to `limit` would meet, in the order of meeting, until
  /// it answers false. O(orders shown).
  @inlinable public func forEachMaker(for side: Side, limit: Price?, _ body: (StandingOrder) -> Bool) {
    let makers = side.opposite.index
    var level = sides[makers].best
    while level >= 0 {
      let price = sides[makers].price(of: level)
      if let limit, side == .buy ? price > limit : price < limit { return }
      var slot = sides[makers].levels[level].head
      while slot >= 0 {
        if !body(standing(slot)) { return }
        slot = orders[slot].next
      }
      level = sides[makers].behind(level)
    }
  }

  /// Takes lots from a resting order; an order taken whole leaves the book. It keeps its place otherwise.
  ///
  /// The quantity is at least 1 and at most what is left of the order.
  @inlinable public mutating func take(_ quantity: Quantity, from maker: StandingOrder) {
    let slot = maker.slot
    let left = orders[slot].lots - quantity.lots
    precondition(left >= 0 && quantity.lots > 0, "taking more than rests, or nothing")
    if left == 0 {
      remove(slot)
    } else {
      addToLevel(slot, lots: -quantity.lots)
      orders[slot].lots = left
      orders[slot].filledLots += quantity.lots
    }
  }

  // MARK: Resting

  /// Puts an order at the tail of its price's queue. Its number is not live, and it would not trade.
  @inlinable public mutating func rest(
    _ id: OrderID, client: ClientOrderID = .none, account: AccountID, side: Side, price: Price, quantity: Quantity,
    filled: Quantity = .zero, terms: OrderTerms = []
  ) {
    precondition(quantity.lots > 0 && !wouldTake(side, limit: price), "only what cannot trade may rest")
    if account.index >= youngest.count { youngest.extend(to: account.index + 1, with: -1) }
    let slot = orders.nextSlot
    let (level, before) = sides[side.index].append(slot, atTicks: price.ticks, lots: quantity.lots)
    let older = youngest[account.index]
    _ = orders.insert(
      RestingOrder(
        id: id.number, client: client.number, lots: quantity.lots, filledLots: filled.lots, level: level,
        previous: before, older: older, account: account.number, side: side, terms: terms))
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
      price: sides[order.side.index].price(of: order.level), quantity: Quantity(lots: order.lots),
      filled: Quantity(lots: order.filledLots), slot: slot)
  }

  @inlinable mutating func addToLevel(_ slot: Int32, lots: Int64) {
    let (side, level) = (orders[slot].side.index, orders[slot].level)
    sides[side].levels[level].lots += lots
  }

  /// Unlinks an order from its level, its account and the index, and frees its slot.
  @inlinable mutating func remove(_ slot: Int32) {
    let order = orders[slot]
    if order.previous >= 0 { orders[order.previous].next = order.next }
    if order.next >= 0 { orders[order.next].previous = order.previous }
    sides[order.side.index].remove(order)
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
