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
public struct OrderBook: ~Copyable {
  @usableFromInline var orders: SlotPool<RestingOrder>
  @usableFromInline var facts: Pool<RestingOrderFacts>
  @usableFromInline var bids: BookSide
  @usableFromInline var asks: BookSide
  /// From the number of a live order to its slot.
  @usableFromInline var slots: Table<Int64, Int32>
  /// Each account's youngest resting order, or −1.
  @usableFromInline var youngest: Pool<Int32>

  @inlinable public init() {
    orders = SlotPool()
    facts = Pool()
    bids = BookSide(side: .buy)
    asks = BookSide(side: .sell)
    slots = Table(vacantKey: 0, vacantValue: -1)
    youngest = Pool()
  }

  @inlinable init(
    orders: consuming SlotPool<RestingOrder>, facts: consuming Pool<RestingOrderFacts>, bids: consuming BookSide,
    asks: consuming BookSide, slots: consuming Table<Int64, Int32>, youngest: consuming Pool<Int32>
  ) {
    self.orders = orders
    self.facts = facts
    self.bids = bids
    self.asks = asks
    self.slots = slots
    self.youngest = youngest
  }

  /// A book of its own with the same orders in the same places. O(size).
  public borrowing func clone() -> OrderBook {
    OrderBook(
      orders: orders.clone(), facts: facts.clone(), bids: bids.clone(), asks: asks.clone(), slots: slots.clone(),
      youngest: youngest.clone())
  }

  // MARK: Looking

  @inlinable public var bestBid: Price? { bids.best < 0 ? nil : Price(ticks: bids.bestTicks) }
  @inlinable public var bestAsk: Price? { asks.best < 0 ? nil : Price(ticks: asks.bestTicks) }

  /// Best prices and what stands there.
  @inlinable public func quote(for instrument: InstrumentID) -> Quote {
    Quote(
      instrument: instrument, bid: bestBid,
      bidQuantity: Quantity(lots: bids.best < 0 ? 0 : bids.levels[bids.best].lots), ask: bestAsk,
      askQuantity: Quantity(lots: asks.best < 0 ? 0 : asks.levels[asks.best].lots))
  }

  /// How many orders rest.
  @inlinable public var count: Int { slots.count }

  @inlinable public func contains(_ id: OrderID) -> Bool { slots.value(of: id.number) != nil }

  /// The resting order of this number, or `nil`.
  @inlinable public func order(_ id: OrderID) -> StandingOrder? {
    guard let slot = slots.value(of: id.number) else { return nil }
    return standing(slot)
  }

  /// The youngest resting order of an account, or `nil`. Mass cancels take this one until there is none.
  @inlinable public func youngestOrder(of account: AccountID) -> StandingOrder? {
    guard account.index < youngest.count, youngest[account.index] >= 0 else { return nil }
    return standing(youngest[account.index])
  }

  /// What rests at a price.
  @inlinable public func quantity(at price: Price, on side: Side) -> Quantity {
    let level = side == .buy ? bids.levels.find(price.ticks) : asks.levels.find(price.ticks)
    guard level >= 0 else { return .zero }
    return Quantity(lots: side == .buy ? bids.levels[level].lots : asks.levels[level].lots)
  }

  /// Calls `body` with each level of a side, best first, until it answers false. O(levels shown).
  public func forEachLevel(on side: Side, _ body: (Price, Quantity) -> Bool) {
    var level = side == .buy ? bids.best : asks.best
    while level >= 0 {
      let (ticks, lots) =
        side == .buy
        ? (bids.levels.height(of: level), bids.levels[level].lots)
        : (asks.levels.height(of: level), asks.levels[level].lots)
      if !body(Price(ticks: ticks), Quantity(lots: lots)) { return }
      level = side == .buy ? bids.behind(level) : asks.behind(level)
    }
  }

  // MARK: Meeting

  /// The resting order that one of `side`, limited to `limit`, would meet first; `nil` when there is none.
  @inlinable public func nextMaker(for side: Side, limit: Price?) -> StandingOrder? {
    if side == .buy {
      guard asks.isReached(by: limit) else { return nil }
      return standing(asks.levels[asks.best].head)
    }
    guard bids.isReached(by: limit) else { return nil }
    return standing(bids.levels[bids.best].head)
  }

  /// Whether an order of `side` limited to `limit` would trade at once.
  @inlinable public func wouldTake(_ side: Side, limit: Price?) -> Bool {
    side == .buy ? asks.isReached(by: limit) : bids.isReached(by: limit)
  }

  /// Calls `body` with each resting order that one of `side` limited to `limit` would meet, in the order of meeting, until
  /// it answers false. O(orders shown).
  @inlinable public func forEachMaker(for side: Side, limit: Price?, _ body: (StandingOrder) -> Bool) {
    var level = side == .buy ? asks.best : bids.best
    while level >= 0 {
      let ticks = side == .buy ? asks.levels.height(of: level) : bids.levels.height(of: level)
      if let limit, side == .buy ? ticks > limit.ticks : ticks < limit.ticks { return }
      var slot = side == .buy ? asks.levels[level].head : bids.levels[level].head
      while slot >= 0 {
        if !body(standing(slot)) { return }
        slot = orders[slot].next
      }
      level = side == .buy ? asks.behind(level) : bids.behind(level)
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
      facts[slot].filledLots += quantity.lots
    }
  }

  // MARK: Resting

  /// Puts an order at the tail of its price's queue. Its number is not live, and it would not trade.
  @inlinable public mutating func rest(
    _ id: OrderID, client: ClientOrderID = .none, account: AccountID, side: Side, price: Price, quantity: Quantity,
    filled: Quantity = .zero, terms: OrderTerms = []
  ) {
    precondition(quantity.lots > 0 && !wouldTake(side, limit: price), "only what cannot trade may rest")
    youngest.extend(to: account.index + 1, with: -1)
    let level = side == .buy ? bids.level(atTicks: price.ticks) : asks.level(atTicks: price.ticks)
    let older = youngest[account.index]
    let queue = side == .buy ? bids.levels[level] : asks.levels[level]
    let slot = orders.insert(
      RestingOrder(
        lots: quantity.lots, level: level, previous: queue.tail, account: account.number, side: side, terms: terms))
    let record = RestingOrderFacts(id: id.number, client: client.number, filledLots: filled.lots, older: older)
    if Int(slot) == facts.count { facts.append(record) } else { facts[slot] = record }
    if queue.tail >= 0 { orders[queue.tail].next = slot }
    if older >= 0 { facts[older].younger = slot }
    youngest[account.index] = slot
    let longer = PriceLevel(head: queue.head < 0 ? slot : queue.head, tail: slot, lots: queue.lots + quantity.lots)
    if side == .buy { bids.levels[level] = longer } else { asks.levels[level] = longer }
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

  @inlinable func standing(_ slot: Int32) -> StandingOrder {
    let order = orders[slot]
    let about = facts[slot]
    let ticks = order.side == .buy ? bids.levels.height(of: order.level) : asks.levels.height(of: order.level)
    return StandingOrder(
      id: OrderID(number: about.id), client: ClientOrderID(number: about.client),
      account: AccountID(number: order.account), side: order.side, terms: order.terms, price: Price(ticks: ticks),
      quantity: Quantity(lots: order.lots), filled: Quantity(lots: about.filledLots), slot: slot)
  }

  @inlinable mutating func addToLevel(_ slot: Int32, lots: Int64) {
    let order = orders[slot]
    if order.side == .buy { bids.levels[order.level].lots += lots } else { asks.levels[order.level].lots += lots }
  }

  /// Unlinks an order from its level, its account and the index, and frees its slot.
  @inlinable mutating func remove(_ slot: Int32) {
    let order = orders[slot]
    let about = facts[slot]
    if order.previous >= 0 { orders[order.previous].next = order.next }
    if order.next >= 0 { orders[order.next].previous = order.previous }
    if about.older >= 0 { facts[about.older].younger = about.younger }
    if about.younger >= 0 {
      facts[about.younger].older = about.older
    } else {
      youngest[Int(order.account)] = about.older
    }
    if order.side == .buy {
      OrderBook.unlink(slot, order, from: &bids)
    } else {
      OrderBook.unlink(slot, order, from: &asks)
    }
    slots.remove(about.id)
    orders.remove(slot)
  }

  @inlinable static func unlink(_ slot: Int32, _ order: RestingOrder, from side: inout BookSide) {
    var level = side.levels[order.level]
    if level.head == slot { level.head = order.next }
    if level.tail == slot { level.tail = order.previous }
    level.lots -= order.lots
    side.levels[order.level] = level
    if level.head < 0 { side.remove(order.level) }
  }
}
