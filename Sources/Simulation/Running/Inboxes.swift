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
    while take(for: owner, by: Time(nanoseconds: .max)) != nil {}
    boxes[owner].wanted = 0
  }

  /// Brings an event to a participant if it wants such news.
  @inline(__always)
  mutating func post(_ event: borrowing Event, of kind: UInt8, to owner: Int32, at time: Time) {
    if boxes[owner].wanted & kind == 0 { return }
    let slot = letters.insert(Letter(event: copy event, time: time, next: -1))
    if boxes[known: owner].last >= 0 {
      letters[known: boxes[known: owner].last].next = slot
    } else {
      boxes[known: owner].first = slot
    }
    boxes[known: owner].last = slot
  }

  /// The next event that happened by a moment, taken out of the box.
  @inline(__always)
  mutating func take(for owner: Int32, by moment: Time) -> Event? {
    let slot = boxes[known: owner].first
    if slot < 0 || letters[known: slot].time > moment { return nil }
    let letter = letters[known: slot]
    boxes[known: owner].first = letter.next
    if letter.next < 0 { boxes[known: owner].last = -1 }
    letters.remove(slot)
    return letter.event
  }
}
