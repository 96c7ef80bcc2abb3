import MarketTypes
import Storage

/// What a command to come will touch: the order of its number if it rests, and the last of the queue at its price.
@frozen public struct BookGlance: BitwiseCopyable, Sendable {
  @usableFromInline let number: Int64
  @usableFromInline let height: Int64

  /// A price of 0 is none.
  @inlinable @inline(__always) public init(_ id: OrderID, _ side: Side, _ price: Price) {
    number = id.number
    height = BookPlace(side).height(ofTicks: price.ticks)
  }
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
  /// No pass asks what a command is: that is chance, and a branch would be mispredicted while the memory waits. Who
  /// is not there is read as slot 0.
  ///
  /// - Parameter glance: what each of the `count` commands is about.
  @inlinable @inline(__always) public mutating func readAhead(_ count: Int, _ glance: (Int) -> BookGlance) {
    if self.count < Self.readAheadCount { return }
    ahead.extend(to: count * 4, with: 0)
    for index in 0..<count {
      let command = glance(index)
      ahead[index] = max(slots.likelySlot(of: command.number), 0)
      ahead[count + index] = max(levels[levels.near(command.height) ?? 0].tail, 0)
    }
    readOrders(count)
  }

  /// The second and third pass: the orders, then whom they stand between and where their accounts list them.
  @inlinable @inline(never) mutating func readOrders(_ count: Int) {
    var seen: Int64 = 0
    for index in 0..<count {
      let order = orders[ahead[index]]
      seen ^= orders[ahead[count + index]].lots
      seen ^= Int64(accounts.standing[order.entry >> AccountOrders.pageBits])
      ahead[count * 2 + index] = max(order.previous, 0)
      ahead[count * 3 + index] = max(order.next, 0)
    }
    for index in (count * 2)..<(count * 4) { seen ^= orders[ahead[index]].lots }
    // Kept, so that the compiler cannot leave the reading out.
    lastSeen = seen
  }
}
