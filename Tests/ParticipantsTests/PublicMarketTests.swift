import MarketTypes
import Participants
import Testing

@Suite struct `What everybody can know` {
  static func quote(_ bid: Int64, _ ask: Int64, in instrument: InstrumentID = traded) -> Quote {
    Quote(
      instrument: instrument, bid: Price(ticks: bid), bidQuantity: Quantity(lots: 1), ask: Price(ticks: ask),
      askQuantity: Quantity(lots: 2))
  }

  static func fill(at ticks: Int64, in instrument: InstrumentID = traded) -> Event {
    Event(
      .filled(
        Fill(
          maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: ticks), quantity: Quantity(lots: 1),
          makerAccount: makerAccount, takerAccount: somebody, instrument: instrument, takerSide: .buy, isForced: false))
    )
  }

  static func mark(_ ticks: Int64) -> Event {
    Event(.marked(MarkChange(instrument: traded, price: Price(ticks: ticks), previous: nil)))
  }

  @Test func `the top of the book is the latest quote`() {
    var market = PublicMarket(traded)
    #expect(market.quote.bid == nil && market.quote.ask == nil && market.last == nil)
    market.observe(Event(.quoted(Self.quote(9, 11))))
    market.observe(Event(.quoted(Self.quote(8, 12))))
    #expect(market.quote == Self.quote(8, 12))
  }

  @Test func `the last price is the opening mark until somebody trades`() {
    var market = PublicMarket(traded)
    market.observe(Self.mark(100))
    market.observe(Self.mark(101))
    #expect(market.last == Price(ticks: 100))
    market.observe(Self.fill(at: 90))
    market.observe(Self.mark(95))
    #expect(market.last == Price(ticks: 90))
  }

  @Test func `other instruments are other markets`() {
    var market = PublicMarket(traded)
    let before = market
    market.observe(Event(.quoted(Self.quote(8, 12, in: InstrumentID(number: 4)))))
    market.observe(Self.fill(at: 90, in: InstrumentID(number: 4)))
    #expect(market == before)
  }
}
