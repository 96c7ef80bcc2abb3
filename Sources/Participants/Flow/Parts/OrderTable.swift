/// From an order's number to a slot: open addressing, linear probing, deletion by shifting back, at most half full.
///
/// Adding, finding and removing are O(1) on average; nothing is allocated but when it grows.
struct OrderTable: Sendable {
  struct Entry: Sendable, BitwiseCopyable {
    /// Zero where there is nothing.
    var order: Int64 = 0
    var slot: Int32 = 0
  }

  private var entries = [Entry](repeating: Entry(), count: 16)
  private(set) var count = 0

  private func home(of order: Int64) -> Int {
    Int(truncatingIfNeeded: (UInt64(bitPattern: order) &* 0x9E37_79B9_7F4A_7C15) >> 32) & (entries.count - 1)
  }

  /// Where the order stands, or the free place where it would.
  private func place(of order: Int64) -> Int {
    var place = home(of: order)
    while entries[place].order != 0, entries[place].order != order { place = (place + 1) & (entries.count - 1) }
    return place
  }

  func slot(of order: Int64) -> Int? {
    let entry = entries[place(of: order)]
    return entry.order == order ? Int(entry.slot) : nil
  }

  /// - Parameter order: above zero and not yet in the table.
  mutating func insert(_ order: Int64, slot: Int) {
    if 2 * (count + 1) > entries.count {
      let old = entries
      entries = [Entry](repeating: Entry(), count: 2 * old.count)
      for entry in old where entry.order != 0 { entries[place(of: entry.order)] = entry }
    }
    entries[place(of: order)] = Entry(order: order, slot: Int32(slot))
    count += 1
  }

  mutating func remove(_ order: Int64) {
    var hole = place(of: order)
    if entries[hole].order == 0 { return }
    count -= 1
    let mask = entries.count - 1
    var next = (hole + 1) & mask
    while entries[next].order != 0 {
      // It may move into the hole unless its home lies behind the hole, on the way to it.
      if (next - home(of: entries[next].order)) & mask >= (next - hole) & mask {
        entries[hole] = entries[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    entries[hole] = Entry()
  }
}
