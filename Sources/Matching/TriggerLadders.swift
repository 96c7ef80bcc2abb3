import MarketTypes
import Storage

/// Trigger prices of armed orders: for each source of prices a ladder of those that wait for it to rise, and one of those
/// that wait for it to fall. A price's queue is in order of arming.
struct TriggerLadders: ~Copyable {
  /// A price's orders in order of arming: those that trail have a queue of their own, since only they come to a price
  /// later than they were armed.
  struct Rung: BitwiseCopyable {
    var plain = Queue()
    var trailing = Queue()

    var isEmpty: Bool { plain.head < 0 && trailing.head < 0 }
  }

  struct Queue: BitwiseCopyable {
    var head: Int32 = -1
    var tail: Int32 = -1
    /// Who came to it last, or stands beside where that one stood; −1 in an empty queue.
    var latest: Int32 = -1
  }

  private var ladders: Shelf<Ladder<Rung>>
  /// How many orders others have passed on the way to their places, since this was made.
  private(set) var passed: Int64 = 0

  init() {
    ladders = Shelf(count: PriceSource.allCases.count * 2) { _ in Ladder(vacant: Rung()) }
  }

  private init(ladders: consuming Shelf<Ladder<Rung>>) { self.ladders = ladders }

  borrowing func clone() -> TriggerLadders { TriggerLadders(ladders: ladders.clone { $0.clone() }) }

  private func index(_ source: PriceSource, isRising: Bool) -> Int { Int(source.rawValue) * 2 + (isRising ? 0 : 1) }

  private func index(of record: SpecialOrder) -> Int {
    index(record.order.conditions.triggerSource, isRising: record.firesRising)
  }

  /// Puts an order into its trigger's queue: nearly always at the tail. O(1) for one that does not trail; one that does
  /// passes those that were armed after it and came there before, but none that the last to come has passed: of several
  /// that come one after the other, the last armed first, all together pass each at most once.
  mutating func insert(_ slot: Int32, _ records: inout SlotPool<SpecialOrder>) {
    let record = records[slot]
    let ladder = index(of: record)
    let handle = ladders[ladder].occupy(record.trigger.ticks)
    var queue = record.isTrailing ? ladders[ladder][handle].trailing : ladders[ladder][handle].plain
    var before = queue.tail
    if before >= 0, records[before].arming > record.arming, records[queue.latest].arming > record.arming {
      before = records[queue.latest].previous
    }
    while before >= 0, records[before].arming > record.arming {
      before = records[before].previous
      passed += 1
    }
    let after = before >= 0 ? records[before].next : queue.head
    records[slot].previous = before
    records[slot].next = after
    if before >= 0 { records[before].next = slot } else { queue.head = slot }
    if after >= 0 { records[after].previous = slot } else { queue.tail = slot }
    queue.latest = slot
    store(queue, of: record, ladder, handle)
  }

  /// Takes an armed order out of its trigger's queue.
  mutating func remove(_ slot: Int32, _ records: inout SlotPool<SpecialOrder>) {
    let record = records[slot]
    let ladder = index(of: record)
    let handle = ladders[ladder].find(record.trigger.ticks)
    var queue = record.isTrailing ? ladders[ladder][handle].trailing : ladders[ladder][handle].plain
    if record.previous >= 0 { records[record.previous].next = record.next } else { queue.head = record.next }
    if record.next >= 0 { records[record.next].previous = record.previous } else { queue.tail = record.previous }
    if queue.latest == slot { queue.latest = record.next >= 0 ? record.next : record.previous }
    store(queue, of: record, ladder, handle)
    if ladders[ladder][handle].isEmpty { ladders[ladder].vacate(handle) }
  }

  private mutating func store(_ queue: Queue, of record: SpecialOrder, _ ladder: Int, _ handle: Int32) {
    if record.isTrailing {
      ladders[ladder][handle].trailing = queue
    } else {
      ladders[ladder][handle].plain = queue
    }
  }

  /// Takes out the next order that a price fires, or −1: risers from the lowest trigger up, fallers from the highest down.
  mutating func takeNextMet(
    _ source: PriceSource, isRising: Bool, at price: Price, _ records: inout SlotPool<SpecialOrder>
  ) -> Int32 {
    let ladder = index(source, isRising: isRising)
    let handle = isRising ? ladders[ladder].lowest : ladders[ladder].highest
    guard handle >= 0 else { return -1 }
    let ticks = ladders[ladder].height(of: handle)
    guard isRising ? ticks <= price.ticks : ticks >= price.ticks else { return -1 }
    let (plain, trailing) = (ladders[ladder][handle].plain.head, ladders[ladder][handle].trailing.head)
    let isPlain = trailing < 0 || (plain >= 0 && records[plain].arming < records[trailing].arming)
    let slot = isPlain ? plain : trailing
    remove(slot, &records)
    return slot
  }
}
