import MarketTypes
import Matching
import Storage

/// A shown price that a command touched, with what stood there before.
struct ChangedLevel: BitwiseCopyable {
  let instrument: InstrumentID
  let side: Side
  let price: Price
  let before: Quantity

  func precedes(_ other: ChangedLevel) -> Bool {
    if instrument != other.instrument { return instrument < other.instrument }
    if side != other.side { return side == .buy }
    return side == .buy ? price > other.price : price < other.price
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
          before: books[instrument.index].quantity(at: price, on: side)))
    }
  }

  /// Kept sorted, each price once: what stood there first is what counts. O(levels touched).
  @inline(never)
  private mutating func note(_ level: ChangedLevel) {
    var place = changedLevels.count
    while place > 0, level.precedes(changedLevels[place - 1]) { place -= 1 }
    if place > 0, !changedLevels[place - 1].precedes(level) { return }
    changedLevels.append(level)
    for index in stride(from: changedLevels.count - 1, to: place, by: -1) {
      changedLevels[index] = changedLevels[index - 1]
    }
    changedLevels[place] = level
  }

  /// Says what changed at each shown price of an instrument, bids best first, then asks.
  mutating func publishLevels(of instrument: InstrumentID, because cause: EventPosition, into events: inout EventStream)
  {
    guard bookRules[instrument.index].publishesLevels else { return }
    var kept = 0
    for index in 0..<changedLevels.count {
      let level = changedLevels[index]
      if level.instrument != instrument {
        changedLevels[kept] = level
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
