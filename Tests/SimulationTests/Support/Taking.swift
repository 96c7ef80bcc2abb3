import MarketTypes
import Participants

@testable import Simulation

extension Inboxes {
  /// A participant's next event that happened by a moment, taken out of its box.
  mutating func take(for owner: Int32, by moment: Time) -> Event? {
    let slot = first(for: owner, by: moment)
    if slot < 0 { return nil }
    let event = self[slot]
    removeFirst(of: owner)
    return event
  }
}

extension Newsroom {
  /// An instrument as it was at a moment.
  func market(_ instrument: InstrumentID, at moment: Time) -> PublicMarket {
    var market = PublicMarket(instrument)
    show(instrument, at: moment, in: &market)
    return market
  }
}
