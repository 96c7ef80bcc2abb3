import MarketTypes

/// What is to happen, in order of time; at equal times in the order it was put in.
///
/// A binary heap over one 128-bit key: time, then sequence. Adding and taking are O(log size).
struct Agenda {
  enum Item: Equatable {
    /// A participant looks at the market and acts.
    case wake(Int)
    /// A participant's command reaches the venue.
    case arrive(Command, from: Int)
    /// A command of the script is due.
    case scripted(Int)
    /// A recorded flow's next command is due.
    case recorded(Int)
  }

  private struct Entry {
    let key: UInt128
    let item: Item
  }

  private var heap: [Entry] = []
  private var sequence: UInt64 = 0

  /// How many items there are.
  var count: Int { heap.count }

  /// The time of the next item, or `nil`.
  var nextTime: Time? {
    heap.first.map { Time(nanoseconds: Int64(truncatingIfNeeded: $0.key >> 64)) }
  }

  mutating func add(_ item: Item, at time: Time) {
    add(item, at: time, sequence)
    sequence += 1
  }

  /// Keeps places among what happens at the same time, for items that may be put in later, or anew.
  ///
  /// - Returns: the first of them.
  mutating func reserve(_ count: UInt64) -> UInt64 {
    sequence += count
    return sequence - count
  }

  /// Puts an item into a place that was reserved.
  mutating func add(_ item: Item, at time: Time, _ place: UInt64) {
    invariant(time >= .start, "something is to happen at \(time.nanoseconds) ns, before the start")
    insert(Entry(key: UInt128(UInt64(time.nanoseconds)) << 64 | UInt128(place), item: item))
  }

  /// Takes out what will not happen after all. O(size × log size).
  mutating func removeAll(where isDropped: (Item) -> Bool) {
    heap.removeAll { isDropped($0.item) }
    // What is in order is a heap.
    heap.sort { $0.key < $1.key }
  }

  private mutating func insert(_ entry: Entry) {
    heap.append(entry)
    var place = heap.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      guard entry.key < heap[parent].key else { break }
      heap[place] = heap[parent]
      place = parent
    }
    heap[place] = entry
  }

  /// Takes the next item, with its time.
  mutating func takeNext() -> (item: Item, time: Time)? {
    guard let first = heap.first, let moved = heap.popLast() else { return nil }
    if !heap.isEmpty {
      var place = 0
      while true {
        var child = 2 * place + 1
        guard child < heap.count else { break }
        if child + 1 < heap.count, heap[child + 1].key < heap[child].key { child += 1 }
        guard heap[child].key < moved.key else { break }
        heap[place] = heap[child]
        place = child
      }
      heap[place] = moved
    }
    return (first.item, Time(nanoseconds: Int64(truncatingIfNeeded: first.key >> 64)))
  }
}
