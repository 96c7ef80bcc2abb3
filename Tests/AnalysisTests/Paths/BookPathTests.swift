import Analysis
import MarketTypes
import Testing

/// The book and its makers over time, in streams written by hand.
@Suite struct `Looks at a book` {
  private static let grid = TimeGrid(from: .start, to: Time(nanoseconds: 100_000_000_000 - 1), count: 10)

  private func rested(_ order: Int64, _ lots: Int64, _ side: Side, at ticks: Int64, of account: AccountID) -> Event.Body
  {
    .rested(
      OrderRested(
        order: OrderID(number: order), price: Price(ticks: ticks), quantity: Quantity(lots: lots), account: account,
        instrument: HandMade.linear, side: side))
  }

  private func explained(_ base: Int32, _ volatility: Int32 = 0, of account: AccountID = HandMade.bob) -> Event.Body {
    .quoteExplained(
      QuoteTerms(
        account: account, instrument: HandMade.linear, base: base, volatility: volatility, inventory: 0, skew: 0,
        withdrawn: 0, halfSpread: 1))
  }

  @Test func `a look shows what stood when its stretch had ended, best price first`() {
    var stream = HandMadeStream(DepthTrace(HandMade.rules, Self.grid, levels: 2))
    stream.tell(at: 1, rested(1, 5, .buy, at: 99, of: HandMade.alice), rested(2, 6, .buy, at: 98, of: HandMade.bob))
    stream.tell(at: 2, rested(3, 7, .sell, at: 101, of: HandMade.bob), rested(4, 1, .buy, at: 99, of: HandMade.bob))
    stream.tell(at: 2, explained(1))
    stream.tell(at: 15, rested(5, 9, .buy, at: 97, of: HandMade.alice))
    stream.tell(at: 50)
    let looks = stream.fold.looks[0]
    #expect(looks.count == 1, "the two nearest levels stayed as they were")
    #expect(looks[0].bids.map(\.price.ticks) == [99, 98] && looks[0].bids.map(\.quantity.lots) == [6, 6])
    #expect(looks[0].asks.map(\.quantity.lots) == [7])
    #expect(looks[0].makerBidLots == 7 && looks[0].makerAskLots == 7)
    // An eighth of a stretch is 1.25 s long; the last command before the first stretch had ended came in its second.
    #expect(looks[0].time.nanoseconds == 2_500_000_000)
  }

  @Test func `of a stretch the widest explained quote is kept whole`() {
    var paths = MakerPaths(HandMade.rules, Self.grid)
    var audit = LedgerAudit(HandMade.rules)
    func tell(at seconds: Int64, _ bodies: [Event.Body]) {
      let command = Command(.clock, at: Time(nanoseconds: seconds * 1_000_000_000))
      let events = bodies.map { Event($0) }
      audit.observe(command, events.span, from: EventPosition(number: audit.eventCount))
      paths.observe(command, events.span, audit: audit)
    }
    tell(at: 0, HandMade.opening)
    tell(at: 1, [explained(4_000), explained(3_000, 2_000), explained(4_500)])
    let fill = HandMade.fill(3, of: HandMade.linear, at: 100, buyer: HandMade.bob, seller: HandMade.carol)
    tell(at: 2, [.filled(fill)])
    // What opens the next stretch is not of the last one.
    tell(at: 12, [.filled(fill), explained(1_000, of: HandMade.carol)])
    paths.finish()
    #expect(paths.widest[0].map(\.cell) == [0, 1])
    #expect(paths.widest[0].map(\.terms.base) == [3_000, 1_000])
    #expect(paths.widest[0][0].terms.sum == 5_000)
    #expect(paths.makers == [HandMade.bob, HandMade.carol])
    #expect(paths.inventories[0].map(\.lots) == [3, 0])
    #expect(paths.inventories[0].map(\.cell) == [0, 1])
  }
}
