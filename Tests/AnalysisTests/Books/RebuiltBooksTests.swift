import MarketTypes
import TestSupport
import Testing
import Venue

@testable import Analysis

/// What stands in each book, from events alone.
@Suite struct `Rebuilt books` {
  private static let (hidden, others) = (OrderID(number: 1), OrderID(number: 2))

  private func accepted(
    _ order: OrderID = Self.hidden, in instrument: InstrumentID = HandMade.linear, _ terms: OrderTerms = .hidden
  ) -> Event.Body {
    let asked = Order(
      account: HandMade.alice, instrument: instrument, side: .buy, quantity: Quantity(lots: 5), limit: Price(ticks: 99),
      terms: terms)
    return .accepted(OrderAccepted(asked, as: order))
  }

  private func rested(_ order: OrderID = Self.hidden, in instrument: InstrumentID = HandMade.linear) -> Event.Body {
    .rested(
      OrderRested(
        order: order, price: Price(ticks: 99), quantity: Quantity(lots: 5), account: HandMade.alice,
        instrument: instrument, side: .buy))
  }

  private func armed(_ order: OrderID = Self.hidden) -> Event.Body {
    .armed(
      OrderArmed(
        order: order, trigger: Price(ticks: 100), quantity: Quantity(lots: 5), account: HandMade.alice,
        instrument: HandMade.linear, side: .buy, source: .last))
  }

  private var triggered: Event.Body {
    .triggered(
      OrderTriggered(
        order: Self.hidden, trigger: Price(ticks: 100), price: Price(ticks: 100), quantity: Quantity(lots: 5),
        account: HandMade.alice, instrument: HandMade.linear, side: .buy))
  }

  private var cancelled: Event.Body {
    .cancelled(
      OrderCancelled(
        order: Self.hidden, quantity: Quantity(lots: 5), account: HandMade.alice, instrument: HandMade.linear,
        side: .buy, reason: .requested))
  }

  private func amended(keepingPlace: Bool) -> Event.Body {
    .amended(
      OrderAmended(
        order: Self.hidden, price: Price(ticks: 99), quantity: Quantity(lots: 5), account: HandMade.alice,
        instrument: HandMade.linear, side: .buy, keptPriority: keepingPlace))
  }

  private func filled(maker: OrderID, taker: OrderID) -> Event.Body {
    var fill = HandMade.fill(5, of: HandMade.linear, at: 99, buyer: HandMade.alice, seller: HandMade.bob)
    (fill.maker, fill.taker) = (maker, taker)
    return .filled(fill)
  }

  private func pegged(_ order: OrderID) -> Event.Body {
    .conditioned(OrderConditioned(order, OrderConditions(peg: Peg(to: .bestBid))))
  }

  /// What the linear contract's book shows at 99 after these commands.
  private func shown(after commands: [[Event.Body]]) -> Int64 {
    var books = RebuiltBooks(HandMade.rules)
    for command in commands {
      let events = command.map { Event($0) }
      books.take(events.span)
    }
    return books[HandMade.linear].quantity(of: .buy, at: Price(ticks: 99)).lots
  }

  @Test func `what nobody sees stays so as it waits, fires, and stands anew`() {
    #expect(shown(after: [[accepted(), rested()]]) == 0)
    #expect(shown(after: [[accepted(), armed()], [triggered, rested()]]) == 0)
    #expect(shown(after: [[accepted(), armed()], [amended(keepingPlace: true)], [triggered, rested()]]) == 0)
    #expect(shown(after: [[accepted(), rested()], [amended(keepingPlace: false), rested()]]) == 0)
    #expect(shown(after: [[accepted(Self.hidden, []), pegged(Self.hidden), rested()]]) == 0)
    #expect(shown(after: [[accepted(Self.hidden, []), rested()]]) == 5)
  }

  /// A number is never used again; that it would be an order like any other shows that nothing is kept of it.
  @Test func `a number is forgotten once its order is filled or gone`() {
    let ends: [[[Event.Body]]] = [
      [[accepted(), filled(maker: Self.others, taker: Self.hidden)]],
      [[accepted(), rested()], [filled(maker: Self.hidden, taker: Self.others)]],
      [[accepted(), rested()], [filled(maker: Self.others, taker: Self.hidden)]],
      [[accepted(), rested()], [cancelled]],
      [[accepted(), armed()], [cancelled]],
      [[accepted(), armed()], [triggered, filled(maker: Self.others, taker: Self.hidden)]],
      [[accepted(), rested()], [amended(keepingPlace: false), filled(maker: Self.others, taker: Self.hidden)]],
      [[accepted(Self.hidden, []), pegged(Self.hidden), rested()], [filled(maker: Self.hidden, taker: Self.others)]],
    ]
    for (place, end) in ends.enumerated() { #expect(shown(after: end + [[rested()]]) == 5, "end \(place)") }
  }

  @Test func `of one instrument nothing of another is kept`() {
    var books = RebuiltBooks(of: HandMade.inverse)
    for command in [[accepted(), pegged(Self.hidden), rested()], [accepted(), armed()]] {
      let events = command.map { Event($0) }
      books.take(events.span)
    }
    #expect(books[HandMade.inverse].levels(of: .buy).isEmpty)
    let events = [Event(rested(Self.hidden, in: HandMade.inverse))]
    books.take(events.span)
    #expect(books[HandMade.inverse].levels(of: .buy).map(\.quantity.lots) == [5])
  }

  /// Every level of both books against the venue's, under random orders of every kind that changes a book.
  // FCT-21
  @Test(arguments: seeds(10))
  func `every level is what the venue shows`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var venue = Exchange(TapeRecorderTests.rules)
    var stream = EventStream()
    var books = RebuiltBooks(TapeRecorderTests.rules)
    var isContinuous = true
    var accepted: [OrderAccepted] = []
    var (compared, pegged, fired) = (0, 0, 0)
    for step in 0..<1_000 {
      let opening = TapeRecorderTests.opening
      let action =
        step < opening.count ? opening[step].action : TapeRecorderTests.action(&random, &isContinuous, accepted)
      venue.execute(Command(action, at: Time(nanoseconds: Int64(step))), into: &stream)
      let events = (0..<stream.count).map { stream[$0] }
      stream.removeAll()
      books.take(events.span)
      for event in events {
        switch event.body {
        case .accepted(let order): accepted.append(order)
        case .conditioned(let order): pegged += order.conditions.peg == nil ? 0 : 1
        case .triggered: fired += 1
        default: break
        }
      }
      for side in Side.allCases {
        var levels: [BookLevel] = []
        venue.forEachLevel(of: TapeRecorderTests.perp, on: side) { price, quantity in
          levels.append(BookLevel(price, quantity))
          return true
        }
        compared += levels.count
        let rebuilt = Array(books[TapeRecorderTests.perp].levels(of: side))
        #expect(rebuilt == levels, "seed \(seed), step \(step): \(action)")
      }
    }
    #expect(compared > 4_000 && pegged > 0 && fired > 0)
  }
}
