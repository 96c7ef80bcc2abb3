import MarketTypes
import Mathematics
import Participants

extension Outbox {
  /// What was sent, in order.
  var actions: [Command.Action] { (0..<count).map { self[$0] } }
}

extension Participant {
  /// What it sends when it looks at its own instrument alone.
  mutating func sends(on market: PublicMarket, at now: Time = .start) -> [Command.Action] {
    looks(at: market, now).sent
  }

  /// Likewise, and when it looks again.
  mutating func looks(at market: PublicMarket, _ now: Time) -> (sent: [Command.Action], next: Time?) {
    var outbox = Outbox()
    let next = look(at: Outlook(now: now, market: market), &outbox)
    return (outbox.actions, next)
  }
}

extension Seat {
  /// Of somebody who trades `traded`.
  static func of(
    _ account: AccountID, steps: OrderSteps = OrderSteps(), maximumPrice: Price = Price(ticks: 100_000)
  ) -> Seat {
    Seat(
      account: account,
      facts: InstrumentFacts(
        instrument: traded, steps: steps, maximumPrice: maximumPrice, maximumPosition: Quantity(lots: 1_000_000)))
  }
}

/// A participant's streams, of the seed's own.
func streams(seed: UInt64 = 1) -> (DrawPurpose) -> SeededGenerator {
  { purpose in SeededGenerator(seed: seed, nameHash: 77, index: 0, purpose: purpose.rawValue) }
}
