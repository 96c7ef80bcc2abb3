import MarketTypes
import Storage

/// One instrument's resting orders in price-time priority.
///
/// The book is stepped from outside: it shows who is next, takes the lots it is told to take, and rests what it is
/// told to rest. It knows neither money nor the means of an account, needs no callback and appends no event, so the
/// same book serves a venue, a bare benchmark and a replay that edits orders by number.
///
/// Orders live in slots of a pool, all levels on one ladder (`BookPlace`): every operation is O(1) but for finding the
/// next occupied price across a gap, which is at most fourteen looks. Memory follows live orders.
/// Prices are at least 1 and below 2^42 ticks.
///
/// What a command asks first is always inlined; a `Pin` keeps the rest from being handed a copy of the whole struct.
public struct OrderBook: ~Copyable {
  /// What the queues need of an order, by slot; beside it the rest.
  @usableFromInline var orders: Pool<RestingOrder>
  @usableFromInline var facts: Pool<OrderFacts>
  /// The slot freed last, or −1.
  @usableFromInline var freeSlot: Int32
  @usableFromInline var levels: Ladder<PriceLevel>
  /// By place.
  @usableFromInline var best: Pool<BestLevel>
  /// The rank of each side's first order, displayed or hidden.
  @usableFromInline var firstBuyer: Int64
  @usableFromInline var firstSeller: Int64
  /// From the number of a live order to its slot.
  @usableFromInline var slots: SlotIndex
  @usableFromInline var accounts: AccountOrders
  /// Slots to be read ahead, those of queues' ends apart, and what reading them came to.
  @usableFromInline var ahead = Pool<Int32>()
  @usableFromInline var aheadTails = Pool<Int32>()
  @usableFromInline var lastSeen: Int64 = 0
  @usableFromInline let pin = Pin()
  /// Whether orders only collect, as in a call auction: while they do, the book may stand crossed.
  public var isCollecting: Bool

  /// Nothing rests, and orders meet as they come.
  @inlinable public init() {
    self.init(
      orders: Pool(), facts: Pool(), freeSlot: -1, levels: Ladder(vacant: .empty),
      best: Pool(count: BookPlace.count, filledWith: .none), slots: SlotIndex(), accounts: AccountOrders(),
      isCollecting: false)
  }

  @inlinable init(
    orders: consuming Pool<RestingOrder>, facts: consuming Pool<OrderFacts>, freeSlot: Int32,
    levels: consuming Ladder<PriceLevel>, best: consuming Pool<BestLevel>, slots: consuming SlotIndex,
    accounts: consuming AccountOrders, isCollecting: Bool
  ) {
    self.orders = orders
    self.facts = facts
    self.freeSlot = freeSlot
    self.levels = levels
    self.best = best
    firstBuyer = min(self.best[0].rank, self.best[2].rank)
    firstSeller = min(self.best[1].rank, self.best[3].rank)
    self.slots = slots
    self.accounts = accounts
    self.isCollecting = isCollecting
  }

  /// A book of its own with the same orders in the same places. O(size).
  public borrowing func clone() -> OrderBook {
    OrderBook(
      orders: orders.clone(), facts: facts.clone(), freeSlot: freeSlot, levels: levels.clone(), best: best.clone(),
      slots: slots.clone(), accounts: accounts.clone(), isCollecting: isCollecting)
  }

  // MARK: Orders and accounts

  /// How many orders rest.
  @inlinable public var count: Int { slots.count }

  /// Whether an order of this number rests.
  @inlinable @inline(__always) public func contains(_ id: OrderID) -> Bool { slot(of: id) >= 0 }

  /// The resting order of this number, or `nil`.
  @inlinable @inline(__always) public func order(_ id: OrderID) -> StandingOrder? {
    let slot = slot(of: id)
    return slot < 0 ? nil : standing(slot)
  }

  /// Where an order of this number is kept, or −1.
  @inlinable @inline(__always) func slot(of id: OrderID) -> Int32 {
    slots.slot(of: id.number) { slot in orders[known: slot].id == id.number }
  }

  @inlinable @inline(__always) func facts(of slot: Int32) -> OrderFacts {
    let order = orders[known: slot]
    return order.hasFacts ? facts[known: slot] : .plain(of: accounts.account(of: order.entry))
  }

  @inlinable @inline(__always) func standing(_ slot: Int32) -> StandingOrder {
    let order = orders[known: slot]
    let facts = facts(of: slot)
    let height = levels.height(of: order.level)
    return StandingOrder(
      id: OrderID(number: order.id), client: ClientOrderID(number: facts.client),
      account: AccountID(number: facts.account), side: BookPlace(ofHeight: height).side, terms: facts.terms,
      price: Price(ticks: BookPlace.ticks(ofHeight: height)), quantity: Quantity(lots: order.lots),
      filled: Quantity(lots: facts.filledLots), detail: facts.detail, slot: slot)
  }
}
