import MarketTypes
import Mathematics

@testable import Participants

let flowAccount = AccountID(number: 5)
let otherAccount = AccountID(number: 6)

/// The seat of a participant of flow, and what it would see.
enum FlowDesk {
  static func seat(lot: Int64 = 1, tick: Int64 = 1, highest: Int64 = 1_000_000) -> Seat {
    Seat(
      account: flowAccount,
      facts: InstrumentFacts(
        instrument: InstrumentID(number: 3),
        steps: OrderSteps(lot: Quantity(lots: lot), tick: PriceChange(ticks: tick)),
        maximumPrice: Price(ticks: highest), maximumPosition: Quantity(lots: 1_000_000)))
  }

  static func stream(seed: UInt64 = 1) -> (DrawPurpose) -> SeededGenerator {
    { SeededGenerator(seed: seed, nameHash: 77, index: 0, purpose: $0.rawValue) }
  }

  static func market(bid: Int64? = nil, ask: Int64? = nil, last: Int64? = nil, index: Int64? = nil) -> PublicMarket {
    var market = PublicMarket(InstrumentID(number: 3))
    market.quote = Quote(
      instrument: InstrumentID(number: 3), bid: bid.map(Price.init), bidQuantity: Quantity(lots: 1),
      ask: ask.map(Price.init), askQuantity: Quantity(lots: 1))
    market.last = last.map(Price.init)
    market.index = index.map(Price.init)
    return market
  }

  static func orders(_ actions: [Command.Action]) -> [Order] {
    actions.compactMap { if case .submit(let order) = $0 { order } else { nil } }
  }

  static func fill(_ lots: Int64, maker: Int64 = 0, taker: Int64 = 0, isMaker: Bool, _ side: Side = .buy) -> Event {
    Event(
      .filled(
        Fill(
          maker: OrderID(number: maker), taker: OrderID(number: taker), price: Price(ticks: 1_000),
          quantity: Quantity(lots: lots), makerAccount: isMaker ? flowAccount : otherAccount,
          takerAccount: isMaker ? otherAccount : flowAccount, instrument: InstrumentID(number: 3), takerSide: side,
          isForced: false)))
  }
}

func seconds(_ seconds: Double) -> Time { Time(nanoseconds: Int64(seconds * 1e9)) }
func span(_ seconds: Double) -> TimeSpan { TimeSpan(nanoseconds: Int64(seconds * 1e9)) }
