import MarketTypes
import Storage

/// What one instrument's book keeps about orders with rare terms: what icebergs do not show, what pegs follow, who cancels
/// whom, and the orders that wait outside the book for their trigger.
///
/// A record's slot is the handle the book stores as an order's `detail`. Plain orders have none, so what none of
/// them uses costs them nothing. Every operation is O(1) but where said.
public struct SpecialOrders: ~Copyable {
  private let pin = Pin()
  var records: SlotPool<SpecialOrder>
  var triggers: TriggerLadders
  /// From the number of an armed order to its slot.
  var armed: SlotIndex
  /// Each account's youngest armed order, or −1.
  var youngest: Pool<Int32>
  /// From (account, group) to its members.
  var groups: Table<GroupKey, Row>
  @usableFromInline var pegs = Row()
  var followers: FollowerLadders
  /// Trailing stops that follow a price, last armed first.
  var moved = Pool<Follower>()
  @usableFromInline var readyHead: Int32
  var readyTail: Int32
  var armings: Int64
  /// The best shown prices that pegs were last placed by; zero for an empty side.
  public var placedBid: Int64 = 0
  /// As `placedBid`, of the other side.
  public var placedAsk: Int64 = 0

  @frozen @usableFromInline struct Row: BitwiseCopyable {
    @usableFromInline var first: Int32 = -1
    @usableFromInline var last: Int32 = -1
  }

  struct Follower: BitwiseCopyable {
    var slot: Int32
    var arming: Int64
  }

  struct GroupKey: TableKey {
    var account: Int32 = -1
    var group: Int32 = 0
    var scrambled: UInt64 {
      (Int64(account) << 32 | Int64(UInt32(bitPattern: group))).scrambled
    }
  }

  /// Nothing waits, nothing rests.
  public init() {
    records = SlotPool()
    triggers = TriggerLadders()
    armed = SlotIndex()
    youngest = Pool()
    groups = Table(vacantKey: GroupKey(), vacantValue: Row())
    followers = FollowerLadders()
    readyHead = -1
    readyTail = -1
    armings = 0
  }

  private init(copying other: borrowing SpecialOrders) {
    records = other.records.clone()
    triggers = other.triggers.clone()
    armed = other.armed.clone()
    youngest = other.youngest.clone()
    groups = other.groups.clone()
    pegs = other.pegs
    followers = other.followers.clone()
    readyHead = other.readyHead
    readyTail = other.readyTail
    armings = other.armings
    placedBid = other.placedBid
    placedAsk = other.placedAsk
  }

  /// Records of its own with the same orders in the same slots. O(size).
  public borrowing func clone() -> SpecialOrders { SpecialOrders(copying: self) }

  // MARK: Records

  /// How many orders have a record.
  public var count: Int { records.count }

  /// The record of a slot in use.
  public subscript(slot: Int32) -> SpecialOrder {
    @inline(__always) get { records[slot] }
    _modify { yield &records[slot] }
  }

  /// Keeps an order's rare terms from here on; it joins its group and, a peg, its row.
  public mutating func insert(_ order: Order, as id: OrderID) -> Int32 {
    let slot = records.insert(SpecialOrder(order, as: id))
    if order.conditions.group != 0 { joinGroup(slot) }
    if order.conditions.peg != nil { appendPeg(slot) }
    return slot
  }

  /// Forgets an order that is neither armed nor resting any more.
  public mutating func remove(_ slot: Int32) {
    if records[slot].state == .armed || records[slot].state == .ready { disarm(slot) }
    leaveGroup(slot)
    if records[slot].order.conditions.peg != nil { takePeg(slot) }
    records.remove(slot)
  }

  /// Puts aside what an iceberg does not show of `left` lots, and says what it shows.
  public mutating func show(_ left: Quantity, of slot: Int32) -> Quantity {
    let display = records[slot].order.conditions.display
    let shown = display == .zero ? left : min(left, display)
    records[slot].reserve = left.lots - shown.lots
    return shown
  }

  /// What an iceberg shows next, out of what it did not; zero when nothing is left, or all is shown.
  public mutating func takeNextPart(of slot: Int32) -> Quantity {
    let part = min(records[slot].order.conditions.display, Quantity(lots: records[slot].reserve))
    records[slot].reserve -= part.lots
    return part
  }

  // MARK: Groups

  private func groupKey(of slot: Int32) -> GroupKey {
    GroupKey(account: records[slot].order.account.number, group: records[slot].order.conditions.group)
  }

  private mutating func joinGroup(_ slot: Int32) {
    let key = groupKey(of: slot)
    var members = groups.remove(key) ?? Row()
    records[slot].isGrouped = true
    records[slot].groupPrevious = members.last
    if members.last >= 0 { records[members.last].groupNext = slot } else { members.first = slot }
    members.last = slot
    groups.insert(key, members)
  }

  /// Takes an order out of its group; nothing happens when it is in none.
  public mutating func leaveGroup(_ slot: Int32) {
    guard records[slot].isGrouped, var members = groups.remove(groupKey(of: slot)) else { return }
    let (before, after) = (records[slot].groupPrevious, records[slot].groupNext)
    if before >= 0 { records[before].groupNext = after } else { members.first = after }
    if after >= 0 { records[after].groupPrevious = before } else { members.last = before }
    records[slot].isGrouped = false
    records[slot].groupNext = -1
    records[slot].groupPrevious = -1
    if members.first >= 0 { groups.insert(groupKey(of: slot), members) }
  }

  /// Whether an order is still in its group.
  public func isGrouped(_ slot: Int32) -> Bool { records[slot].isGrouped }

  /// Whether two orders are in one group, or one and the same order is in one.
  public func areMates(_ one: Int32, _ other: Int32) -> Bool {
    records[one].isGrouped && records[other].isGrouped && groupKey(of: one) == groupKey(of: other)
  }

  /// The member of an order's group that entered first, it may be the order itself; −1 when it is in none.
  public func firstMember(ofGroupOf slot: Int32) -> Int32 {
    records[slot].isGrouped ? groups.value(of: groupKey(of: slot))?.first ?? -1 : -1
  }

  /// The member of the same group that entered next, or −1.
  public func nextMember(after slot: Int32) -> Int32 { records[slot].groupNext }

  /// The member of an order's group that entered first, the order itself left out; −1 when it stands alone.
  public func otherMember(of slot: Int32) -> Int32 {
    guard records[slot].isGrouped, let members = groups.value(of: groupKey(of: slot)) else { return -1 }
    return members.first == slot ? records[slot].groupNext : members.first
  }

  // MARK: Pegs

  private mutating func appendPeg(_ slot: Int32) {
    records[slot].rowPrevious = pegs.last
    if pegs.last >= 0 { records[pegs.last].rowNext = slot } else { pegs.first = slot }
    pegs.last = slot
  }

  private mutating func takePeg(_ slot: Int32) {
    let (before, after) = (records[slot].rowPrevious, records[slot].rowNext)
    if before >= 0 { records[before].rowNext = after } else { pegs.first = after }
    if after >= 0 { records[after].rowPrevious = before } else { pegs.last = before }
  }

  /// Whether any order is pegged.
  @inlinable public var hasPegs: Bool { @inline(__always) get { pegs.first >= 0 } }

  /// Calls `body` with each pegged order in order of entering. O(pegs).
  public func forEachPeg(_ body: (SpecialOrder) -> Void) {
    var slot = pegs.first
    while slot >= 0 {
      body(records[slot])
      slot = records[slot].rowNext
    }
  }
}
