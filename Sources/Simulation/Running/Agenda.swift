import MarketTypes
import Storage

/// What is to happen, in order of time; at equal times in the order it was put in.
///
/// Looks of participants, of which each has at most one to come, stand in a tournament; everything else in a heap of small
/// records. Commands under way wait in slots beside it. Adding and taking are O(log size).
struct Agenda: ~Copyable {
  /// What is to happen.
  enum Item: Hashable, BitwiseCopyable {
    /// A participant looks at the market and acts.
    case wake(Int32)
    /// A command that is under way, in its slot, reaches the venue.
    case arrive(Int32)
    /// An event of the script is due.
    case scripted(Int32)
    /// A recorded flow's next command is due.
    case recorded(Int32)
    /// A price from outside changes.
    case priced(Int32)
  }

  struct Entry: BitwiseCopyable {
    /// As a look's (`Looks`), without a participant.
    let key: Int128
    let item: Item

    var time: Time { @inline(__always) get { Time(nanoseconds: Int64(truncatingIfNeeded: key >> 64)) } }
  }

  /// A command under way, and the participant that sent it.
  struct Flight: BitwiseCopyable {
    let command: Command
    let sender: Int32
  }

  private var looks = Looks()
  private var heap = Pool<Entry>()
  private var flights = SlotPool<Flight>()
  private var sequence: UInt64 = 0

  init() {}

  private init(copying agenda: borrowing Agenda) {
    looks = agenda.looks.clone()
    heap = agenda.heap.clone()
    flights = agenda.flights.clone()
    sequence = agenda.sequence
  }

  /// An agenda of its own with the same items. O(size).
  borrowing func clone() -> Agenda { Agenda(copying: self) }

  /// How much is to happen, looks aside: what is under way among it.
  var count: Int { heap.count }

  /// The time of the next item; `never` if there is none.
  var nextTime: Time {
    @inline(__always) get { min(looks.firstTime, heap.isEmpty ? .never : heap[known: 0].time) }
  }

  /// Of the heap's first entry; the greatest there is if it is empty.
  private var heapKey: Int128 {
    @inline(__always) get { heap.count > 0 ? heap[known: 0].key : .max }
  }

  // MARK: Adding

  /// Adds something that is not a look.
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
  @inline(__always)
  mutating func add(_ item: Item, at time: Time, _ place: UInt64) {
    invariant(time >= .start && time < .never, "something is to happen at \(time.nanoseconds) ns, outside of all time")
    heap.append(Entry(key: Looks.key(at: time, place), item: item))
    if heap.count > 1 { rise(from: heap.count - 1) }
  }

  /// Gives a participant its next look.
  @inline(__always)
  mutating func addLook(of participant: Int, at time: Time) {
    invariant(time >= .start && time < .never, "somebody is to look at \(time.nanoseconds) ns, outside of all time")
    looks.set(participant, at: time, sequence)
    sequence += 1
  }

  /// A participant does not look again.
  mutating func removeLook(of participant: Int) { looks.clear(participant) }

  /// Whether a participant is to look again.
  func hasLook(of participant: Int) -> Bool { looks.isSet(participant) }

  /// When a participant looks next, if it does.
  func lookTime(of participant: Int) -> Time? { looks.time(of: participant) }

  /// Has a command arrive at its time.
  @inline(__always)
  mutating func send(_ action: Command.Action, at time: Time, seen: EventPosition?, from sender: Int32) {
    let slot = flights.insert(Flight(command: Command(action, at: time, seen: seen), sender: sender))
    add(.arrive(slot), at: time, sequence)
    sequence += 1
  }

  // MARK: Taking

  /// Takes the next item off; a look stands until another one takes its place. There is one.
  @inline(__always)
  mutating func takeNext() -> Item {
    if looks.firstKey < heapKey { return .wake(Int32(looks.first)) }
    let first = heap[0].item
    let moved = heap.removeLast()
    if heap.count > 0 { sink(moved) }
    return first
  }

  /// The command under way in a slot.
  subscript(slot: Int32) -> Flight { flights[slot] }

  /// Takes a command that has arrived out of its slot.
  @inline(__always)
  mutating func land(_ slot: Int32, into command: inout Command) {
    command = flights[known: slot].command
    flights.remove(slot)
  }

  /// Takes out what will not happen after all, looks aside. O(size × log size).
  ///
  /// - Parameter isDropped: also given the participant that sent it, or −1.
  /// - Returns: whether there was anything.
  mutating func removeAll(where isDropped: (Item, Int32) -> Bool) -> Bool {
    var kept = Pool<Entry>(capacity: heap.count)
    for place in 0..<heap.count {
      let entry = heap[place]
      var sender: Int32 = -1
      if case .arrive(let slot) = entry.item { sender = flights[slot].sender }
      if !isDropped(entry.item, sender) {
        kept.append(entry)
      } else if case .arrive(let slot) = entry.item {
        flights.remove(slot)
      }
    }
    let hasDropped = kept.count < heap.count
    // What is in order is a heap.
    kept.sort { $0.key < $1.key }
    heap = kept
    return hasDropped
  }

  private mutating func rise(from last: Int) {
    let entry = heap[known: last]
    var place = last
    while place > 0 {
      let parent = (place - 1) / 2
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
      var child = 2 * place + 1
      guard child < count else { break }
      if child + 1 < count, heap[known: child + 1].key < heap[known: child].key { child += 1 }
      guard heap[known: child].key < entry.key else { break }
      heap[known: place] = heap[known: child]
      place = child
    }
    heap[known: place] = entry
  }
}
