import MarketTypes
import Storage

/// What something was at each moment of the recent past: the newest last, one for each moment.
struct Past<Value: BitwiseCopyable>: ~Copyable {
  struct Dated: BitwiseCopyable {
    var time: Time
    var value: Value
  }

  private let pin = Pin()
  private var entries = Pool<Dated>()
  private let initial: Value
  /// At so many entries those nobody needs are dropped.
  private var limit = 64

  /// - Parameter initial: what it was before anything happened.
  init(_ initial: Value) { self.initial = initial }

  private init(copying past: borrowing Past) {
    initial = past.initial
    entries = past.entries.clone()
    limit = past.limit
  }

  borrowing func clone() -> Past { Past(copying: self) }

  /// How many moments are remembered.
  var count: Int { entries.count }

  /// Changes what it is from a moment on, which is not before the last change. O(1) on average.
  ///
  /// - Parameter horizon: how far back somebody may still ask.
  @inline(__always)
  mutating func change(at time: Time, keeping horizon: TimeSpan, _ change: (inout Value) -> Void) {
    let last = entries.count - 1
    if last >= 0 {
      if entries[known: last].time == time {
        change(&entries[known: last].value)
        return
      }
      entries.append(entries[known: last])
      entries[known: last + 1].time = time
      change(&entries[known: last + 1].value)
    } else {
      entries.append(Dated(time: time, value: initial))
      change(&entries[0].value)
    }
    if entries.count >= limit { forget(before: time.nanoseconds - horizon.nanoseconds) }
  }

  /// What it was at a moment, what happened at that moment included, laid out where it is wanted. O(1) for recent ones, else
  /// O(log remembered).
  @inline(__always)
  func show(at time: Time, in shown: inout Value) {
    let place = place(of: time)
    if place >= 0 { shown = entries[known: place].value } else { shown = initial }
  }

  /// What it was at a moment. As fast.
  @inline(__always)
  func value(at time: Time) -> Value {
    let place = place(of: time)
    return place >= 0 ? entries[known: place].value : initial
  }

  /// Which entry a moment falls into, or −1 before the first.
  @inline(__always)
  private func place(of time: Time) -> Int {
    var place = entries.count - 1
    let near = max(0, place - 8)
    while place >= near, entries[known: place].time > time { place -= 1 }
    return place >= near ? place : search(time, before: near)
  }

  @inline(never)
  private func search(_ time: Time, before end: Int) -> Int {
    var (low, high) = (0, end)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].time > time { high = middle } else { low = middle + 1 }
    }
    return low - 1
  }

  /// Keeps the last entry at or before a moment, and what follows.
  @inline(never)
  private mutating func forget(before moment: Int64) {
    var first = 0
    while first + 1 < entries.count, entries[first + 1].time.nanoseconds <= moment { first += 1 }
    entries.removeFirst(first)
    limit = max(64, 2 * entries.count)
  }
}
