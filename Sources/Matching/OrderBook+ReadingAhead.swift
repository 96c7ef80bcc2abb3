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

  /// Reads what the next commands will touch, one kind of memory after the other. A hundred or two at a time are right.
  ///
  /// - Parameter glance: what each of the `count` commands is about.
  @inlinable @inline(__always) public mutating func readAhead(_ count: Int, _ glance: (Int) -> BookGlance) {
    if self.count < Self.readAheadCount { return }
    ahead.removeAll()
    aheadTails.removeAll()
    for index in 0..<count {
      switch glance(index) {
      case .order(let id): ahead.append(slots.likelyPlace(of: id.number))
      case .queue(let side, let price):
        let level = levels.find(BookPlace(side).height(ofTicks: price.ticks))
        // Whoever joins a queue touches nobody but its last.
        if level >= 0 { aheadTails.append(levels[level].tail) }
      }
    }
    readOrders()
  }

  /// From places in the index on: the slots there, the orders in them, whom they stand between and where their accounts list
  /// them.
  ///
  /// Each walk is a few instructions a step and none needs what another step of it reads, so that the processor has as many
  /// reads under way as it can.
  @inlinable @inline(never) mutating func readOrders() {
    let count = ahead.count
    for index in 0..<count { ahead[known: index] = max(0, slots.slot(atPlace: ahead[known: index])) }
    var seen: Int64 = 0
    for index in 0..<count { seen &+= orders[known: ahead[known: index]].lots }
    for index in 0..<aheadTails.count { seen &+= orders[known: aheadTails[known: index]].lots }
    for index in 0..<count {
      let order = orders[known: ahead[known: index]]
      ahead.append(max(0, order.previous))
      ahead.append(max(0, order.next))
    }
    for index in count..<ahead.count { seen &+= orders[known: ahead[known: index]].lots }
    for index in 0..<count {
      let order = orders[known: ahead[known: index]]
      if order.lots > 0 { seen &+= Int64(accounts.standing[order.entry >> AccountOrders.pageBits]) }
    }
    // Kept, so that the compiler cannot leave the reading out.
    lastSeen = seen
  }
}
