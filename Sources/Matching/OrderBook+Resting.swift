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
    let height = BookPlace(side, terms).height(ofTicks: price.ticks)
    var berth = readyBerth(id, account, height)
    if berth.slot < 0 { berth = makeBerth(id, account, height) }
    let (slot, before) = (berth.slot, berth.before)
    freeSlot = orders[known: slot].next
    levels[known: berth.level].tail = slot
    levels[known: berth.level].lots += quantity.lots
    if before >= 0 { orders[known: before].next = slot }
    let order = OrderFacts(
      client: client.number, filledLots: filled.lots, account: account.number, detail: detail, terms: terms)
    var tag = berth.entry
    if !order.isPlain {
      tag |= RestingOrder.factsBit
      facts[known: slot] = order
    }
    orders[known: slot] = RestingOrder(
      id: id.number, lots: quantity.lots, next: -1, previous: before, level: berth.level, tag: tag)
    accounts.note(slot, of: account, at: berth.entry)
    slots.put(id.number, slot)
  }

  /// Takes an order out whole. It rests.
  @inlinable @inline(__always) public mutating func cancel(_ order: StandingOrder) {
    precondition(orders[order.slot].lots > 0, "an order to cancel does not rest")
    remove(order.slot)
  }

  /// Makes an order smaller; it keeps its place. It rests, and the quantity is at least 1 and at most what is left.
  @inlinable public mutating func reduce(_ order: StandingOrder, to quantity: Quantity) {
    let slot = order.slot
    let lots = orders[slot].lots
    precondition(quantity.lots > 0 && quantity.lots <= lots, "an order is reduced to some lots")
    levels[orders[slot].level].lots -= lots - quantity.lots
    orders[slot].lots = quantity.lots
  }

  // MARK: Where an order will be

  /// Where an order will be, if nothing has to be made for it: nearly always. Else its slot is −1.
  @inlinable @inline(__always) func readyBerth(_ id: OrderID, _ account: AccountID, _ height: Int64) -> Berth {
    guard let level = levels.near(height), let entry = accounts.nextEntry(of: account), freeSlot >= 0,
      slots.likelySlot(of: id.number) < 0
    else { return .none }
    let before = levels[known: level].tail
    return before < 0 ? .none : Berth(slot: freeSlot, level: level, before: before, entry: entry)
  }

  /// Makes what is missing: a slot, a page in the account's log, the level, the place in the index.
  @inlinable @inline(never) mutating func makeBerth(_ id: OrderID, _ account: AccountID, _ height: Int64) -> Berth {
    if freeSlot < 0 { addSlot() }
    if slots.isCrowded { growIndex() }
    let older = slots.likelySlot(of: id.number)
    if older >= 0 { slots.moveBeside(orders[older].id) }
    let level = levels.reach(height)
    let before = levels[known: level].tail
    if before < 0 { open(level, at: height, with: freeSlot) }
    let entry = accounts.nextEntry(of: account) ?? accounts.turnPage(of: account)
    return Berth(slot: freeSlot, level: level, before: before, entry: entry)
  }

  @inlinable mutating func addSlot() {
    freeSlot = Int32(orders.count)
    orders.append(RestingOrder(id: 0, lots: 0, next: -1, previous: -1, level: -1, tag: 0))
    facts.append(.plain(of: -1))
  }

  @inlinable mutating func growIndex() {
    slots.grow(slotCount: orders.count) { slot in orders[slot].lots > 0 ? orders[slot].id : nil }
  }

  /// Unlinks an order from its level, its account and the index, and frees its slot.
  @inlinable @inline(__always) mutating func remove(_ slot: Int32) {
    let order = orders[known: slot]
    let (previous, next) = (order.previous, order.next)
    let wasInPlace = slots.removeFromPlace(order.id, slot)
    // At an end of the queue it writes to itself: which end an order stands at is chance, and a branch would be missed.
    orders[known: previous < 0 ? slot : previous].next = next
    orders[known: next < 0 ? slot : next].previous = previous
    let neighbours = SlotPair(next, previous)
    var level = levels[known: order.level]
    level.ends.close(over: neighbours)
    level.lots -= order.lots
    levels[known: order.level] = level
    let wasPagesLast = accounts.strikeOut(order.entry)
    orders[known: slot].lots = 0
    orders[known: slot].next = freeSlot
    freeSlot = slot
    if !wasInPlace || wasPagesLast || neighbours.isNobody { tidyUp(after: order, wasInPlace, wasPagesLast) }
  }

  /// Takes away what the last order of a page or of a level leaves empty, and one from beside the index.
  @inlinable @inline(never)
  mutating func tidyUp(after order: RestingOrder, _ wasInPlace: Bool, _ wasPagesLast: Bool) {
    if !wasInPlace { slots.removeBeside(order.id) }
    if wasPagesLast { accounts.release(pageOf: order.entry) }
    if order.next & order.previous < 0 { close(order.level) }
  }

  // MARK: Levels and queues

  /// Makes a level of a rung that was vacant, and the best one if it is.
  @inlinable @inline(__always) mutating func open(_ level: Int32, at height: Int64, with slot: Int32) {
    levels.fill(level)
    levels[known: level].head = slot
    let place = BookPlace(ofHeight: height)
    let rank = place.rank(ofTicks: BookPlace.ticks(ofHeight: height))
    if rank < best[known: place.index].rank {
      best[known: place.index] = BestLevel(rank: rank, level: level)
      noteFirst()
    }
  }

  /// Takes an empty level away.
  @inlinable mutating func close(_ level: Int32) {
    let place = BookPlace(ofHeight: levels.height(of: level)).index
    if level == best[known: place].level {
      let next = behind(level)
      best[known: place] = BestLevel(rank: rank(of: next), level: next)
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
