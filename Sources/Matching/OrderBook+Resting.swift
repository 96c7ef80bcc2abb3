import MarketTypes
import Storage

/// How orders come to rest, change and leave.
extension OrderBook {
  /// Puts an order at the tail of its price's queue. Its number is not live, and it would not trade unless orders only
  /// collect. With the term `hidden` it stands behind what is displayed at its price.
  ///
  /// - Parameter detail: a handle of the caller's, to find rare terms by.
  @inlinable @inline(__always) public mutating func rest(
    _ id: OrderID, client: ClientOrderID = .none, account: AccountID, side: Side, price: Price, quantity: Quantity,
    filled: Quantity = .zero, terms: OrderTerms = [], detail: Int32 = -1
  ) {
    precondition(quantity.lots > 0, "an order rests with some lots")
    precondition(!wouldTake(side, limit: price) || isCollecting, "only what cannot trade may rest")
    let slot = takeSlot()
    let level = levels.reach(BookPlace(side, terms).height(ofTicks: price.ticks))
    let before = levels[level].tail
    levels[level].tail = slot
    levels[level].lots += quantity.lots
    if before >= 0 { orders[before].next = slot } else { open(level, with: slot) }
    let order = OrderFacts(
      client: client.number, filledLots: filled.lots, account: account.number, detail: detail, terms: terms)
    var tag = accounts.add(slot, of: account)
    if !order.isPlain {
      tag |= RestingOrder.factsBit
      facts[slot] = order
    }
    orders[slot] = RestingOrder(
      id: id.number, lots: quantity.lots, next: -1, previous: before, level: level, tag: tag)
    slots.insert(id.number, slot)
    if slots.isCrowded { growIndex() }
  }

  /// Takes an order out whole. It rests.
  @inlinable @inline(__always) public mutating func cancel(_ order: StandingOrder) { remove(order.slot) }

  /// Makes an order smaller; it keeps its place. It rests, and the quantity is at least 1 and at most what is left.
  @inlinable public mutating func reduce(_ order: StandingOrder, to quantity: Quantity) {
    let slot = order.slot
    let lots = orders[slot].lots
    precondition(quantity.lots > 0 && quantity.lots <= lots, "an order is reduced to some lots")
    levels[orders[slot].level].lots -= lots - quantity.lots
    orders[slot].lots = quantity.lots
  }

  // MARK: Slots

  /// The slot for the next order: the one freed last, or a new one.
  @inlinable @inline(__always) mutating func takeSlot() -> Int32 {
    let slot = freeSlot
    if slot < 0 { return addSlot() }
    freeSlot = orders[slot].next
    return slot
  }

  @inlinable @inline(never) mutating func addSlot() -> Int32 {
    orders.append(RestingOrder(id: 0, lots: 0, next: -1, previous: -1, level: -1, tag: 0))
    facts.append(.plain(of: -1))
    return Int32(orders.count - 1)
  }

  @inlinable @inline(never) mutating func growIndex() {
    slots.grow(slotCount: orders.count) { slot in orders[slot].lots > 0 ? orders[slot].id : nil }
  }

  /// Unlinks an order from its level, its account and the index, and frees its slot.
  @inlinable @inline(__always) mutating func remove(_ slot: Int32) {
    let order = orders[slot]
    let (previous, next) = (order.previous, order.next)
    // At an end of the queue it writes to itself: which end an order stands at is chance, and a branch would be missed.
    orders[previous < 0 ? slot : previous].next = next
    orders[next < 0 ? slot : next].previous = previous
    var level = levels[order.level]
    level.head = Self.choose(next, if: previous, else: level.head)
    level.tail = Self.choose(previous, if: next, else: level.tail)
    level.lots -= order.lots
    levels[order.level] = level
    if next & previous < 0 { close(order.level) }
    accounts.remove(order.entry)
    slots.remove(order.id, slot)
    orders[slot].lots = 0
    orders[slot].next = freeSlot
    freeSlot = slot
  }

  // MARK: Levels and queues

  /// `first` when `link` is −1, else `second`; without a branch.
  @inlinable @inline(__always) static func choose(_ first: Int32, if link: Int32, else second: Int32) -> Int32 {
    let isNone = link >> 31
    return first & isNone | second & ~isNone
  }

  /// Makes a level of a rung that was vacant, and the best one if it is.
  @inlinable @inline(never) mutating func open(_ level: Int32, with slot: Int32) {
    levels.fill(level)
    levels[level].head = slot
    let rank = rank(of: level)
    let place = BookPlace(ofHeight: levels.height(of: level)).index
    if rank < best[place].rank {
      best[place] = BestLevel(rank: rank, level: level)
      noteFirst()
    }
  }

  /// Takes an empty level away.
  @inlinable @inline(never) mutating func close(_ level: Int32) {
    let place = BookPlace(ofHeight: levels.height(of: level)).index
    if level == best[place].level {
      let next = behind(level)
      best[place] = BestLevel(rank: rank(of: next), level: next)
      noteFirst()
    }
    levels.vacate(level)
  }

  @inlinable mutating func noteFirst() {
    firstBuyer = bestLevel(of: .buy).rank
    firstSeller = bestLevel(of: .sell).rank
  }

  /// Puts an order at the tail of its own queue with other lots.
  @inlinable @inline(never) mutating func requeue(_ slot: Int32, lots: Int64) {
    let order = orders[slot]
    levels[order.level].lots += lots - order.lots
    orders[slot].lots = lots
    if order.next < 0 { return }
    orders[order.next].previous = order.previous
    if order.previous >= 0 {
      orders[order.previous].next = order.next
    } else {
      levels[order.level].head = order.next
    }
    let tail = levels[order.level].tail
    orders[tail].next = slot
    orders[slot].previous = tail
    orders[slot].next = -1
    levels[order.level].tail = slot
  }
}
