import Analysis
import MarketTypes
import TestSupport
import Testing

/// What brought the first account under margin is read from causes, not guessed.
@Suite("What set a cascade off")
struct CascadeTriggerTests {
  private static let perp = StaticBook.perp
  private static let fallen = Event(
    .liquidatable(MarginState(account: StaticBook.long(1), equity: Money(units: 1), maintenance: Money(units: 2))),
    cause: 1)

  private func trigger(of events: [Event]) -> CascadeTrigger? {
    var recording = Recording(StaticBook.t1.rules)
    recording.append(Command(.clock), events)
    return recording.fed(to: CascadeRounds(recording.rules)).trigger
  }

  private func marked(cause: UInt32) -> Event {
    Event(.marked(MarkChange(instrument: Self.perp, price: Price(ticks: 9990), previous: nil)), cause: cause)
  }

  private func filled(lots: Int64, taker: Int64 = 7, cause: UInt32 = 1) -> Event {
    Event(
      .filled(
        Fill(
          maker: OrderID(number: 1), taker: OrderID(number: taker), price: Price(ticks: 9990),
          quantity: Quantity(lots: lots), makerAccount: StaticBook.provider, takerAccount: StaticBook.outsider,
          instrument: Self.perp, takerSide: .sell, isForced: false)), cause: cause)
  }

  private var rested: Event {
    Event(
      .rested(
        OrderRested(
          order: OrderID(number: 7), price: Price(ticks: 9990), quantity: Quantity(lots: 1),
          account: StaticBook.outsider, instrument: Self.perp, side: .sell)))
  }

  @Test
  func `it is the order whose fill moved the mark, with all it filled`() throws {
    let found = StaticBook.t1.recording.fed(to: CascadeRounds(StaticBook.t1.rules))
    guard case .order(let taker) = found.trigger else {
      Issue.record("the trigger is \(String(describing: found.trigger))")
      return
    }
    #expect(taker.account == StaticBook.outsider)
    #expect(taker.instrument == Self.perp)
    #expect(taker.side == .sell)
    #expect(taker.lots == 40)
    #expect(taker.notional == 39_990_000)
  }

  @Test
  func `fills of another order in the same command are not counted to it`() {
    let found = trigger(of: [
      filled(lots: 5, taker: 6, cause: 0), filled(lots: 2, cause: 0), marked(cause: 1), Self.fallen,
    ])
    guard case .order(let taker) = found else {
      Issue.record("the trigger is \(String(describing: found))")
      return
    }
    #expect(taker.lots == 2)
  }

  @Test
  func `what rests of an order that had filled is that order's doing, and of another a change of quotes`() {
    let after = trigger(of: [filled(lots: 2, cause: 0), rested, marked(cause: 1), Self.fallen])
    guard case .order(let taker) = after else {
      Issue.record("the trigger is \(String(describing: after))")
      return
    }
    #expect(taker.lots == 2)
    #expect(trigger(of: [rested, marked(cause: 1), Self.fallen]) == .quotes(Self.perp))
  }

  @Test
  func `an auction and a new index have no taker`() {
    let outcome = AuctionOutcome(
      instrument: Self.perp, price: Price(ticks: 9990), quantity: Quantity(lots: 2), surplus: 0)
    #expect(
      trigger(of: [Event(.auctioned(outcome)), filled(lots: 2), marked(cause: 1), Self.fallen]) == .auction(Self.perp))
    let index = Event(.indexed(PriceUpdate(instrument: Self.perp, price: Price(ticks: 9990))))
    #expect(trigger(of: [index, marked(cause: 1), Self.fallen]) == .index(Self.perp))
  }

  @Test
  func `a mark of no known cause, or of one in an earlier command, is no trigger`() {
    #expect(trigger(of: [marked(cause: 0), Self.fallen]) == nil)
    #expect(trigger(of: [marked(cause: 9), Self.fallen]) == nil)
  }

  @Test
  func `when the named accounts took nothing, the shock is what the triggering command traded`() {
    let book = StaticBook.t1
    let found = book.recording.fed(to: CascadeRounds(book.rules, shockAccounts: [StaticBook.counterparty]))
    #expect(found.rounds[0].lots == 40)
    #expect(found.shockStart == nil)
  }

  @Test
  func `a named account that trades later takes the place of the triggering command`() {
    let book = StaticBook.t1
    let later = Command(
      .submit(
        Order(
          account: StaticBook.counterparty, instrument: Self.perp, side: .sell, quantity: Quantity(lots: 3), limit: nil,
          timeInForce: .immediateOrCancel)), at: Time(nanoseconds: 9))
    let found = Recording(book.rules, book.opening + [book.sale(of: 40), later])
      .fed(to: CascadeRounds(book.rules, shockAccounts: [StaticBook.counterparty]))
    #expect(found.rounds[0].lots == 3)
    #expect(found.rounds[0].fills == 1)
    #expect(found.rounds[0].instruments[0].mark?.ticks == 9996)
    #expect(found.shockStart?.nanoseconds == 9)
    #expect(found.window.start?.nanoseconds == 0)
  }
}
