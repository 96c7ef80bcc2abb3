import Analysis
import MarketTypes
import Testing

@Suite("A recording in a book that answers")
struct OverlayDivergenceTests {
  private let crowd = AccountID(number: 0)
  private let aggressor = AccountID(number: 1)
  private let other = AccountID(number: 2)
  private let instrument = InstrumentID(number: 0)

  private func order(_ account: AccountID, _ lots: Int64, terms: OrderTerms = []) -> Order {
    Order(
      account: account, instrument: instrument, side: .buy, quantity: Quantity(lots: lots), limit: Price(ticks: 100),
      timeInForce: .immediateOrCancel, terms: terms)
  }

  private func fill(taker: Int64, of account: AccountID, from maker: AccountID, _ lots: Int64) -> Event {
    Event(
      .filled(
        Fill(
          maker: OrderID(number: 1), taker: OrderID(number: taker), price: Price(ticks: 100),
          quantity: Quantity(lots: lots), makerAccount: maker, takerAccount: account, instrument: instrument,
          takerSide: .buy, isForced: false)))
  }

  private func observed(_ command: Command, _ events: [Event]) -> OverlayDivergence {
    var divergence = OverlayDivergence(of: "day", crowd: crowd, aggressor: aggressor)
    divergence.observe(command, events.span)
    return divergence
  }

  @Test
  func `an execution counts what its own order met, and nothing it set off`() {
    let sent = order(aggressor, 10)
    let gone = OrderCancelled(
      order: OrderID(number: 2), quantity: Quantity(lots: 5), account: crowd, instrument: instrument, side: .buy,
      reason: .expired)
    let divergence = observed(
      Command(.submit(sent)),
      [
        Event(.cancelled(gone)), Event(.accepted(OrderAccepted(sent, as: OrderID(number: 7)))),
        fill(taker: 7, of: aggressor, from: crowd, 4), fill(taker: 7, of: aggressor, from: other, 3),
        // A stop of the same account that the fills fired, and somebody's peg that moved.
        fill(taker: 5, of: aggressor, from: other, 9), fill(taker: 6, of: other, from: crowd, 9),
      ])
    #expect(divergence.executions == 1 && divergence.lotsRecorded == 10)
    #expect(divergence.lotsFilled == 7 && divergence.lotsFilledAsRecorded == 4)
    #expect(divergence.lotsMetOnEntry == 0)
    // The peg took from the recording, as others may whose commands are not the recording's.
    #expect(divergence.lotsTaken == 9)
  }

  /// A recording of levels says whole sizes: nothing of it is an execution or comes too late.
  @Test
  func `a quote of the recording counts what it met as it came`() {
    let price = Price(ticks: 100)
    let quote = MassQuote(
      account: crowd, instrument: instrument, entry: 100, bid: price, Quantity(lots: 9), ask: price, .zero)
    let sent = order(crowd, 9)
    let divergence = observed(
      Command(.massQuote(quote)),
      [
        Event(.accepted(OrderAccepted(sent, as: OrderID(number: 7)))), fill(taker: 7, of: crowd, from: other, 4),
        fill(taker: 8, of: other, from: crowd, 2),
      ])
    #expect(divergence.lotsMetOnEntry == 4 && divergence.lotsTaken == 2)
    #expect(divergence.executions == 0 && divergence.lotsFilled == 0 && divergence.goneReferences == 0)
  }

  @Test
  func `what others take of a recording is counted whoever's command it was`() {
    var divergence = OverlayDivergence(of: "day", crowd: crowd, aggressor: aggressor)
    let events = [
      fill(taker: 7, of: other, from: crowd, 4), fill(taker: 8, of: aggressor, from: crowd, 5),
      fill(taker: 9, of: other, from: aggressor, 6), fill(taker: 10, of: other, from: crowd, 1),
    ]
    divergence.observeOthers(events.span)
    #expect(divergence.lotsTaken == 5)
    #expect(divergence.lotsFilled == 0 && divergence.lotsMetOnEntry == 0)
  }

  @Test
  func `a recorded order that was refused met nobody`() {
    let refused = CommandRefused(
      .submit, account: crowd, instrument: instrument, client: .none, reason: .phaseForbids)
    let divergence = observed(Command(.submit(order(crowd, 10))), [Event(.refused(refused))])
    #expect(divergence.lotsMetOnEntry == 0 && divergence.otherRefusals == 1)
    let late = CommandRefused(.cancel, account: crowd, instrument: instrument, client: .none, reason: .unknownOrder)
    let cancel = OrderCancel(account: crowd, instrument: instrument, target: .order(OrderID(number: 3)))
    #expect(observed(Command(.cancel(cancel)), [Event(.refused(late))]).goneReferences == 1)
  }
}
