import MarketTypes
import Storage

/// A shown price before a command changed something there.
struct ChangedLevel: BitwiseCopyable {
  let side: Side
  let price: Price
  let before: Quantity
  /// Which came first, of two notes about one price.
  var place: Int32

  /// Bids before asks, best price first, the earlier note first.
  func precedes(_ other: ChangedLevel) -> Bool {
    if side != other.side { return side == .buy }
    if price != other.price { return side == .buy ? price > other.price : price < other.price }
    return place < other.place
  }

  func isSamePrice(as other: ChangedLevel) -> Bool { price == other.price && side == other.side }
}

/// Which shown prices of an instrument changed since levels were last published, and what stood there then.
struct LevelNotes: ~Copyable {
  private var notes = Pool<ChangedLevel>()
  /// So many are sorted out at once: during a long call nothing is published, and notes about one price must not pile up.
  private var patience = 1024

  init() {}

  private init(copying other: borrowing LevelNotes) {
    notes = other.notes.clone()
    patience = other.patience
  }

  borrowing func clone() -> LevelNotes { LevelNotes(copying: self) }

  var count: Int { notes.count }
  subscript(index: Int) -> ChangedLevel { notes[index] }

  /// Notes what stands at a price before it changes.
  mutating func append(_ side: Side, _ price: Price, before: Quantity) {
    let level = ChangedLevel(side: side, price: price, before: before, place: Int32(notes.count))
    if notes.count > 0, notes[notes.count - 1].isSamePrice(as: level) { return }
    notes.append(level)
    if notes.count >= patience {
      sortOut()
      patience = max(1024, notes.count * 2)
    }
  }

  /// Keeps the first note about each price, in order of publication. O(n log n).
  mutating func sortOut() {
    notes.sort { one, other in one.precedes(other) }
    var kept = 0
    for index in 0..<notes.count where kept == 0 || !notes[kept - 1].isSamePrice(as: notes[index]) {
      notes[kept] = notes[index]
      notes[kept].place = Int32(kept)
      kept += 1
    }
    while notes.count > kept { _ = notes.removeLast() }
  }

  mutating func removeAll() { notes.removeAll() }
}
