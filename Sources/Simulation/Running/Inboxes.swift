import MarketTypes
import Storage

/// News on its way: for each participant what happened to its own account and it has not seen yet, oldest first.
struct Inboxes: ~Copyable {
  struct Letter: BitwiseCopyable {
    let event: Event
    let time: Time
    var next: Int32
  }

  struct Box: BitwiseCopyable {
    var first: Int32 = -1
    var last: Int32 = -1
    /// Which news it takes.
    var wanted: UInt8
  }

  private var letters = SlotPool<Letter>()
  private var boxes = Pool<Box>()

  init() {}

  private init(copying inboxes: borrowing Inboxes) {
    letters = inboxes.letters.clone()
    boxes = inboxes.boxes.clone()
  }

  borrowing func clone() -> Inboxes { Inboxes(copying: self) }

  /// How many letters wait.
  var count: Int { letters.count }

  /// One more participant.
  mutating func addBox(for wanted: UInt8) { boxes.append(Box(wanted: wanted)) }

  /// From here on nothing is brought to a participant, and what waits for it is thrown away.
  mutating func close(_ owner: Int32) {
    while first(for: owner, by: .never) >= 0 { removeFirst(of: owner) }
    boxes[owner].wanted = 0
  }

  /// Brings an event to a participant if it wants such news.
  @inline(__always)
  mutating func post(_ event: Event, of kind: UInt8, to owner: Int32, at time: Time) {
    if boxes[owner].wanted & kind == 0 { return }
    let slot = letters.insert(Letter(event: event, time: time, next: -1))
    if boxes[known: owner].last >= 0 {
      letters[known: boxes[known: owner].last].next = slot
    } else {
      boxes[known: owner].first = slot
    }
    boxes[known: owner].last = slot
  }

  /// The slot of a participant's next event that happened by a moment, or −1.
  @inline(__always)
  func first(for owner: Int32, by moment: Time) -> Int32 {
    let slot = boxes[known: owner].first
    return slot < 0 || letters[known: slot].time > moment ? -1 : slot
  }

  /// The event in a slot.
  subscript(slot: Int32) -> Event {
    @inline(__always) get { letters[known: slot].event }
  }

  /// Takes a participant's next event out of its box. There is one.
  @inline(__always)
  mutating func removeFirst(of owner: Int32) {
    let slot = boxes[known: owner].first
    let next = letters[known: slot].next
    boxes[known: owner].first = next
    if next < 0 { boxes[known: owner].last = -1 }
    letters.remove(slot)
  }
}
