import MarketTypes
import Storage

/// Moments at which something happens by itself: orders that expire, phases that end. A binary heap.
///
/// What no longer holds when its moment comes is passed over by whoever asks; `prune` keeps such entries from piling up.
struct Deadlines: ~Copyable {
  struct Entry: BitwiseCopyable {
    var moment: Int64
    /// Zero for the end of a phase, below zero a `CashFlow`.
    var order: Int64
    var instrument: UInt16

    /// Earlier first; at one moment cash flows, then phases, then orders; lower numbers first.
    func precedes(_ other: Entry) -> Bool {
      (moment, order, instrument) < (other.moment, other.order, other.instrument)
    }
  }

  private var heap: Pool<Entry>
  /// How many entries may stand before the next pruning.
  private var patience = 64

  init() { heap = Pool() }

  private init(heap: consuming Pool<Entry>, patience: Int) {
    self.heap = heap
    self.patience = patience
  }

  borrowing func clone() -> Deadlines { Deadlines(heap: heap.clone(), patience: patience) }

  /// Whether nothing is ever due.
  var isEmpty: Bool { heap.count == 0 }
  /// The earliest entry, or `nil`.
  var first: Entry? { heap.count > 0 ? heap[0] : nil }
  /// The moment of the earliest entry; there is one.
  var earliest: Int64 { heap[0].moment }
  /// Whether so many stand that it is time to throw out what no longer holds.
  var wantsPruning: Bool { heap.count > patience }

  /// O(log entries).
  mutating func insert(_ entry: Entry) {
    heap.append(entry)
    rise(heap.count - 1)
  }

  /// O(log entries).
  mutating func removeFirst() {
    let last = heap.removeLast()
    guard heap.count > 0 else { return }
    heap[0] = last
    sink(0)
  }

  /// Keeps only what `holds`. O(entries).
  mutating func prune(_ holds: (Entry) -> Bool) {
    var kept = 0
    for index in 0..<heap.count where holds(heap[index]) {
      heap[kept] = heap[index]
      kept += 1
    }
    while heap.count > kept { _ = heap.removeLast() }
    for index in stride(from: kept / 2 - 1, through: 0, by: -1) { sink(index) }
    patience = max(64, kept * 2)
  }

  private mutating func rise(_ start: Int) {
    var index = start
    while index > 0, heap[index].precedes(heap[(index - 1) / 2]) {
      (heap[index], heap[(index - 1) / 2]) = (heap[(index - 1) / 2], heap[index])
      index = (index - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      if least == index { return }
      (heap[index], heap[least]) = (heap[least], heap[index])
      index = least
    }
  }
}
