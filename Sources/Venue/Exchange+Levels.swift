import MarketTypes
import Matching

/// Price levels as events (L2).
extension Exchange {
  /// Called before a book changes at a price.
  @inline(__always)
  mutating func noteLevel(_ price: Price, _ side: Side, _ terms: OrderTerms, in instrument: InstrumentID) {
    if bookRules[instrument.index].publishesLevels, !terms.contains(.hidden) {
      noteShownLevel(price, side, in: instrument)
    }
  }

  @inline(never)
  private mutating func noteShownLevel(_ price: Price, _ side: Side, in instrument: InstrumentID) {
    levelNotes[instrument.index].append(side, price, before: books[instrument.index].quantity(at: price, on: side))
  }

  /// Says what changed at each shown price of an instrument, bids best first, then asks.
  mutating func publishLevels(
    of instrument: InstrumentID, because cause: EventPosition, into events: inout EventStream
  ) {
    guard bookRules[instrument.index].publishesLevels else { return }
    let book = instrument.index
    levelNotes[book].sortOut()
    for index in 0..<levelNotes[book].count {
      let level = levelNotes[book][index]
      let quantity = books[book].quantity(at: level.price, on: level.side)
      if quantity == level.before { continue }
      let change = LevelChange(instrument: instrument, side: level.side, price: level.price, quantity: quantity)
      events.append(.levelChanged(change), because: cause, round: events.round(of: cause))
    }
    levelNotes[book].removeAll()
  }
}
