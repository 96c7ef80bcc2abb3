import MarketTypes
import Storage

/// Trigger prices of armed orders: for each source of prices a ladder of those that wait for it to rise, and one of those
/// that wait for it to fall. A price's queue is in order of arming.
struct TriggerLadders: ~Copyable {
  struct Rung: BitwiseCopyable {
    var head: Int32 = -1
    var tail: Int32 = -1
  }

  private var ladders: Shelf<Ladder<Rung>>

  init() {
    ladders = Shelf(count: PriceSource.allCases.count * 2) { _ in Ladder(vacant: Rung()) }
  }

  private init(ladders: consuming Shelf<Ladder<Rung>>) { self.ladders = ladders }

  borrowing func clone() -> TriggerLadders { TriggerLadders(ladders: ladders.clone { $0.clone() }) }

  private func index(_ source: PriceSource, isRising: Bool) -> Int { Int(source.rawValue) * 2 + (isRising ? 0 : 1) }

  private func index(of record: SpecialOrder) -> Int {
    index(record.order.conditions.triggerSource, isRising: record.firesRising)
  }

  /// Puts an order into its trigger's queue. It is nearly always the last to be armed; a trailing stop that moved looks for
  /// its place from the back.
  mutating func insert(_ slot: Int32, _ records: inout SlotPool<SpecialOrder>) {
    let ladder = index(of: records[slot])
    let handle = ladders[ladder].occupy(records[slot].trigger.ticks)
    var rung = ladders[ladder][handle]
    var before = rung.tail
    while before >= 0, records[before].arming > records[slot].arming { before = records[before].previous }
    let after = before >= 0 ? records[before].next : rung.head
    records[slot].previous = before
    records[slot].next = after
    if before >= 0 { records[before].next = slot } else { rung.head = slot }
    if after >= 0 { records[after].previous = slot } else { rung.tail = slot }
    ladders[ladder][handle] = rung
  }

  /// Takes an armed order out of its trigger's queue.
  mutating func remove(_ slot: Int32, _ records: inout SlotPool<SpecialOrder>) {
    let record = records[slot]
    let ladder = index(of: record)
    let handle = ladders[ladder].find(record.trigger.ticks)
    if record.previous >= 0 {
      records[record.previous].next = record.next
    } else {
      ladders[ladder][handle].head = record.next
    }
    if record.next >= 0 {
      records[record.next].previous = record.previous
    } else {
      ladders[ladder][handle].tail = record.previous
    }
    if ladders[ladder][handle].head < 0 { ladders[ladder].vacate(handle) }
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
    let slot = ladders[ladder][handle].head
    remove(slot, &records)
    return slot
  }
}
