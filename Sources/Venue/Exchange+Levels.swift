import MarketTypes
import Matching
import Storage

/// A shown price before a command changed something there.
struct ChangedLevel: BitwiseCopyable {
  let instrument: InstrumentID
  let side: Side
  let price: Price
  let before: Quantity
  /// Which came first, of two notes about one price.
  var place: Int32

  /// Lowest instrument first, bids before asks, best price first, the earlier note first.
  func precedes(_ other: ChangedLevel) -> Bool {
    if instrument != other.instrument { return instrument < other.instrument }
    if side != other.side { return side == .buy }
    if price != other.price { return side == .buy ? price > other.price : price < other.price }
    return place < other.place
  }

  func isSamePrice(as other: ChangedLevel) -> Bool {
    price == other.price && side == other.side && instrument == other.instrument
  }
}

/// Price levels as events (L2).
extension Exchange {
  /// Called before a book changes at a price.
  @inline(__always)
  mutating func noteLevel(_ price: Price, _ side: Side, _ terms: OrderTerms, in instrument: InstrumentID) {
    if bookRules[instrument.index].publishesLevels, !terms.contains(.hidden) {
      note(
        ChangedLevel(
          instrument: instrument, side: side, price: price,
          before: books[instrument.index].quantity(at: price, on: side), place: Int32(changedLevels.count)))
    }
  }

  @inline(never)
  private mutating func note(_ level: ChangedLevel) {
    if changedLevels.count > 0, changedLevels[changedLevels.count - 1].isSamePrice(as: level) { return }
    changedLevels.append(level)
    // During a long call nothing is published: notes about one price must not pile up.
    if changedLevels.count >= mostChangedLevels {
      sortChangedLevels()
      mostChangedLevels = max(1024, changedLevels.count * 2)
    }
  }

  /// Keeps the first note about each price, in order of publication. O(n log n).
  private mutating func sortChangedLevels() {
    changedLevels.sort { one, other in one.precedes(other) }
    var kept = 0
    for index in 0..<changedLevels.count
    where kept == 0 || !changedLevels[kept - 1].isSamePrice(as: changedLevels[index]) {
      changedLevels[kept] = changedLevels[index]
      changedLevels[kept].place = Int32(kept)
      kept += 1
    }
    while changedLevels.count > kept { _ = changedLevels.removeLast() }
  }

  /// Says what changed at each shown price of an instrument, bids best first, then asks.
  mutating func publishLevels(
    of instrument: InstrumentID, because cause: EventPosition, into events: inout EventStream
  ) {
    guard bookRules[instrument.index].publishesLevels, changedLevels.count > 0 else { return }
    sortChangedLevels()
    var kept = 0
    for index in 0..<changedLevels.count {
      let level = changedLevels[index]
      if level.instrument != instrument {
        changedLevels[kept] = level
        changedLevels[kept].place = Int32(kept)
        kept += 1
        continue
      }
      let quantity = books[instrument.index].quantity(at: level.price, on: level.side)
      if quantity == level.before { continue }
      let change = LevelChange(instrument: instrument, side: level.side, price: level.price, quantity: quantity)
      events.append(.levelChanged(change), because: cause, round: events.round(of: cause))
    }
    while changedLevels.count > kept { _ = changedLevels.removeLast() }
  }
}
