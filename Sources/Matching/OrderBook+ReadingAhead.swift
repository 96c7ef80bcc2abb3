import MarketTypes
import Storage

/// What a command to come will touch: its order, or the queue it will join.
@frozen public enum BookGlance: BitwiseCopyable, Sendable {
  /// A resting order by its number; one that is gone costs a look and nothing else.
  case order(OrderID)
  /// The queue of one price of a side, which need not exist.
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
    var seen: Int64 = 0
    for index in 0..<count {
      switch glance(index) {
      case .order(let id): ahead.append(slots.likelySlot(of: id.number))
      case .queue(let side, let price):
        let level = levels.find(BookPlace(side).height(ofTicks: price.ticks))
        // Whoever joins a queue touches nobody but its last.
        if level >= 0 { seen &+= orders[levels[level].tail].lots }
      }
    }
    readOrders(seen)
  }

  /// The second and third pass: the orders, then whom they stand between and where their accounts list them.
  @inlinable @inline(never) mutating func readOrders(_ before: Int64) {
    let count = ahead.count
    var seen = before
    for index in 0..<count {
      let slot = ahead[index]
      if slot < 0 { continue }
      let order = orders[slot]
      ahead.append(order.previous)
      ahead.append(order.next)
      if order.lots > 0 { seen &+= Int64(accounts.standing[order.entry >> AccountOrders.pageBits]) }
    }
    for index in count..<ahead.count {
      let slot = ahead[index]
      if slot >= 0 { seen &+= orders[slot].lots }
    }
    // Kept, so that the compiler cannot leave the reading out.
    lastSeen = seen
  }
}
