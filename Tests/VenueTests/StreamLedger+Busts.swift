import MarketTypes

extension StreamLedger {
  /// Like `add`, and a bust is a fill the other way round.
  mutating func addWithBusts(_ event: Event) {
    guard case .busted(var fill) = event.body else {
      add(event)
      return
    }
    fill.takerSide = fill.takerSide.opposite
    add(Event(.filled(fill)))
  }
}
