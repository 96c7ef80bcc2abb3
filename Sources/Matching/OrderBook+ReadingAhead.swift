import MarketTypes
import Storage

/// What a command to come will touch: its order, or the queue it will join.
@frozen public enum BookGlance: BitwiseCopyable, Sendable {
  case order(OrderID)
  case queue(Side, Price)
}

/// Reading ahead for those who hold several commands before they carry out the first.
///
/// A book that has outgrown the caches waits for memory three times in a row for each command: for the place in the index,
/// for the order there, for its neighbours. Over a batch these waits overlap. Nothing changes but what the caches hold.
extension OrderBook {
  /// From how many live orders on it pays; below, reading ahead does nothing.
  @inlinable public static var readAheadCount: Int { 200_000 }

  /// Reads what the next commands will touch, in three passes. A hundred or two at a time are right.
  ///
  /// - Parameter glance: what each of the `count` commands is about.
  @inlinable @inline(__always) public mutating func readAhead(_ count: Int, _ glance: (Int) -> BookGlance) {
    if self.count < Self.readAheadCount { return }
    ahead.removeAll()
    for index in 0..<count {
      switch glance(index) {
      case .order(let id): ahead.append(slots.likelySlot(of: id.number))
      case .queue(let side, let price):
        let level = levels.find(BookPlace(side).height(ofTicks: price.ticks))
        ahead.append(level < 0 ? -1 : levels[level].tail)
      }
    }
    readSlots()
  }

  /// The second and third pass: the orders, then whom they stand between and where their accounts list them.
  @inlinable @inline(never) mutating func readSlots() {
    let count = ahead.count
    var seen: Int64 = 0
    for index in 0..<count where ahead[index] >= 0 {
      let order = orders[ahead[index]]
      seen &+= facts[ahead[index]].client
      ahead.append(order.previous)
      ahead.append(order.next)
      seen &+= order.lots > 0 ? Int64(accounts.words[order.entry]) : 0
    }
    for index in count..<ahead.count where ahead[index] >= 0 { seen &+= orders[ahead[index]].lots }
    // Kept, so that the compiler cannot leave the reading out.
    lastSeen = seen
  }
}
