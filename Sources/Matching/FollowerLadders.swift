import MarketTypes
import Storage

/// Trailing stops by the best price each has seen: for each source of prices those that sell, which follow it up, and
/// those that buy, which follow it down. A new best price finds those it moves without looking at the others.
struct FollowerLadders: ~Copyable {
  struct Rung: BitwiseCopyable {
    var head: Int32 = -1
    var tail: Int32 = -1
  }

  private var ladders: Shelf<Ladder<Rung>>

  init() {
    ladders = Shelf(count: PriceSource.allCases.count * Side.allCases.count) { _ in Ladder(vacant: Rung()) }
  }

  private init(ladders: consuming Shelf<Ladder<Rung>>) { self.ladders = ladders }

  borrowing func clone() -> FollowerLadders { FollowerLadders(ladders: ladders.clone { $0.clone() }) }

  private func index(_ source: PriceSource, _ side: Side) -> Int { Int(source.rawValue) * 2 + Int(side.rawValue) }

  /// Puts a trailing stop where its best price is, behind those that came there before.
  mutating func insert(_ slot: Int32, _ records: inout SlotPool<SpecialOrder>) {
    let ladder = index(records[slot].order.conditions.triggerSource, records[slot].order.side)
    let handle = ladders[ladder].occupy(records[slot].bestTicks)
    let last = ladders[ladder][handle].tail
    records[slot].rowPrevious = last
    records[slot].rowNext = -1
    if last >= 0 { records[last].rowNext = slot } else { ladders[ladder][handle].head = slot }
    ladders[ladder][handle].tail = slot
  }

  mutating func remove(_ slot: Int32, _ records: inout SlotPool<SpecialOrder>) {
    let record = records[slot]
    let ladder = index(record.order.conditions.triggerSource, record.order.side)
    let handle = ladders[ladder].find(record.bestTicks)
    if record.rowPrevious >= 0 {
      records[record.rowPrevious].rowNext = record.rowNext
    } else {
      ladders[ladder][handle].head = record.rowNext
    }
    if record.rowNext >= 0 {
      records[record.rowNext].rowPrevious = record.rowPrevious
    } else {
      ladders[ladder][handle].tail = record.rowPrevious
    }
    if ladders[ladder][handle].head < 0 { ladders[ladder].vacate(handle) }
  }

  /// Takes out the next stop for which `price` is better than any it has seen, or −1: from the worst best price on, at each
  /// who came there last. Who was armed later has seen no better one, so that they come last armed first, but where prices
  /// of the opening, which nobody follows, lie between.
  mutating func takeNextMoved(
    _ source: PriceSource, _ side: Side, to price: Price, _ records: inout SlotPool<SpecialOrder>
  ) -> Int32 {
    let ladder = index(source, side)
    let handle = side == .sell ? ladders[ladder].lowest : ladders[ladder].highest
    guard handle >= 0 else { return -1 }
    let best = ladders[ladder].height(of: handle)
    guard side == .sell ? best < price.ticks : best > price.ticks else { return -1 }
    let slot = ladders[ladder][handle].tail
    remove(slot, &records)
    return slot
  }
}
