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

  @Test func `what aggressors bought and sold is counted, in lots and in fills`() {
    var market = PublicMarket(traded)
    for _ in 0..<3 { market.observe(Self.fill(at: 90)) }
    var sale = Self.fill(at: 91)
    if case .filled(var fill) = sale.body {
      fill.takerSide = .sell
      fill.quantity = Quantity(lots: 5)
      sale = Event(.filled(fill))
    }
    market.observe(sale)
    #expect([market.bought, market.buys, market.sold, market.sells] == [3, 3, 5, 1])
    #expect(market.last == Price(ticks: 91))
  }

  @Test func `prices and phases are the latest, and what tells nothing of a market changes nothing`() {
    var market = PublicMarket(traded)
    market.observe(Self.mark(100))
    market.observe(Event(.indexed(PriceUpdate(instrument: traded, price: Price(ticks: 102)))))
    #expect(market.mark == Price(ticks: 100) && market.index == Price(ticks: 102) && market.isContinuous)
    market.observe(Event(.phaseChanged(PhaseChange(.halted, of: traded))))
    #expect(!market.isContinuous)
    let before = market
    market.observe(Event(.blocked(somebody)))
    #expect(market == before)
  }

  @Test func `the middle is between the best quotes, or the last price where a side is empty`() {
    var market = PublicMarket(traded)
    #expect(market.mid == nil)
    market.observe(Self.mark(100))
    #expect(market.mid == 100)
    market.observe(Event(.quoted(Self.quote(8, 13))))
    #expect(market.mid == 10.5)
  }
}
