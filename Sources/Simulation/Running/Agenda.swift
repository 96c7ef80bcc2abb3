import MarketTypes
import Storage

/// What is to happen, in order of time; at equal times in the order it was put in.
///
/// A four-ary heap over one 128-bit key: time, then sequence. Adding and taking are O(log size). Commands under way wait in
/// slots beside it, so that the heap moves small records only.
struct Agenda: ~Copyable {
  enum Item: Equatable {
    /// A participant looks at the market and acts.
    case wake(Int)
    /// A participant's command reaches the venue.
    case arrive(Command, from: Int)
    /// A command of the script is due.
    case scripted(Int)
    /// A recorded flow's next command is due.
    case recorded(Int)
    /// A price from outside changes.
    case priced(Int)
  }

  private enum Kind: UInt32 {
    case wake, arrive, scripted, recorded, priced
  }

  struct Entry: BitwiseCopyable {
    let key: UInt128
    let kind: UInt32
    let index: Int32
  }

  struct Flight: BitwiseCopyable {
    let command: Command
    let sender: Int32
  }

  private var heap = Pool<Entry>()
  private var flights = SlotPool<Flight>()
  private var sequence: UInt64 = 0

  init() {}

  private init(copying agenda: borrowing Agenda) {
    heap = agenda.heap.clone()
    flights = agenda.flights.clone()
    sequence = agenda.sequence
  }

  /// An agenda of its own with the same items. O(size).
  borrowing func clone() -> Agenda { Agenda(copying: self) }

  /// How many items there are.
  var count: Int { heap.count }

  /// The time of the next item, or `nil`.
  var nextTime: Time? {
    heap.count == 0 ? nil : Time(nanoseconds: Int64(truncatingIfNeeded: heap[0].key >> 64))
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
    let (kind, index): (Kind, Int32) =
      switch item {
      case .wake(let actor): (.wake, Int32(actor))
      case .arrive(let command, let sender):
        (.arrive, flights.insert(Flight(command: command, sender: Int32(sender))))
      case .scripted(let index): (.scripted, Int32(index))
      case .recorded(let index): (.recorded, Int32(index))
      case .priced(let index): (.priced, Int32(index))
      }
    let key = UInt128(UInt64(time.nanoseconds)) << 64 | UInt128(place)
    heap.append(Entry(key: key, kind: kind.rawValue, index: index))
    rise(from: heap.count - 1)
  }

  /// Takes out what will not happen after all. O(size × log size).
  mutating func removeAll(where isDropped: (Item) -> Bool) {
    var kept = Pool<Entry>(capacity: heap.count)
    for place in 0..<heap.count {
      let entry = heap[place]
      if isDropped(item(entry)) {
        if entry.kind == Kind.arrive.rawValue { flights.remove(entry.index) }
      } else {
        kept.append(entry)
      }
    }
    // What is in order is a heap.
    kept.sort { $0.key < $1.key }
    heap = kept
  }

  /// Takes the next item, with its time.
  mutating func takeNext() -> (item: Item, time: Time)? {
    guard heap.count > 0 else { return nil }
    let first = heap[0]
    let moved = heap.removeLast()
    if heap.count > 0 { sink(moved) }
    let next = item(first)
    if first.kind == Kind.arrive.rawValue { flights.remove(first.index) }
    return (next, Time(nanoseconds: Int64(truncatingIfNeeded: first.key >> 64)))
  }

  private func item(_ entry: Entry) -> Item {
    let index = Int(entry.index)
    switch Kind(rawValue: entry.kind) {
    case .wake: return .wake(index)
    case .arrive:
      let flight = flights[entry.index]
      return .arrive(flight.command, from: Int(flight.sender))
    case .scripted: return .scripted(index)
    case .recorded: return .recorded(index)
    case .priced: return .priced(index)
    case nil: invariantFailed("there is no item of kind \(entry.kind)")
    }
  }

  private mutating func rise(from last: Int) {
    let entry = heap[known: last]
    var place = last
    while place > 0 {
      let parent = (place - 1) / 4
      guard entry.key < heap[known: parent].key else { break }
      heap[known: place] = heap[known: parent]
      place = parent
    }
    heap[known: place] = entry
  }

  /// Puts an entry in the place of the first.
  private mutating func sink(_ entry: Entry) {
    let count = heap.count
    var place = 0
    while true {
      let first = 4 * place + 1
      guard first < count else { break }
      var least = first
      var key = heap[known: first].key
      for child in (first + 1)..<max(first + 1, min(first + 4, count)) where heap[known: child].key < key {
        least = child
        key = heap[known: child].key
      }
      guard key < entry.key else { break }
      heap[known: place] = heap[known: least]
      place = least
    }
    heap[known: place] = entry
  }
}
