import Journaling
import MarketTypes
import Testing

struct EventTextTests {
  private let names = Names(instruments: ["BTC"], accounts: ["alice", "lp"])
  private let alice = AccountID(number: 0)
  private let lp = AccountID(number: 1)
  private let bitcoin = InstrumentID(number: 0)

  @Test func `every event has a line of its own`() {
    for seed in UInt64(0)..<100 {
      var chance = SeededWords(seed: seed)
      var printer = EventPrinter(names, showsCauses: true)
      for kind in EventKind.allCases {
        let line = printer.line(for: chance.event(kind))
        #expect(!line.contains("\n"))
        #expect(line.first.map { !">#".contains($0) } == true, "\(line)")
      }
    }
  }

  @Test func `events read like a trader's log`() throws {
    let order = Order(
      account: alice, instrument: bitcoin, side: .sell, quantity: Quantity(lots: 2), limit: Price(ticks: 101),
      client: try #require(ClientOrderID(label: "a1")))
    let forced = Order(
      account: lp, instrument: bitcoin, side: .buy, quantity: Quantity(lots: 2), limit: nil,
      timeInForce: .immediateOrCancel, terms: [.reduceOnly, .forced])
    let (first, second) = (OrderID(number: 16), OrderID(number: 17))
    let rested = OrderRested(
      order: first, price: Price(ticks: 101), quantity: Quantity(lots: 2), account: alice, instrument: bitcoin,
      side: .sell)
    let fill = Fill(
      maker: first, taker: second, price: Price(ticks: 101), quantity: Quantity(lots: 2), makerAccount: alice,
      takerAccount: lp, instrument: bitcoin, takerSide: .buy, isForced: true)
    let cancelled = OrderCancelled(
      order: first, quantity: Quantity(lots: 2), account: alice, instrument: bitcoin, side: .sell,
      reason: .notFilledAtOnce)
    let amended = OrderAmended(
      order: first, price: Price(ticks: 102), quantity: Quantity(lots: 1), account: alice, instrument: bitcoin,
      side: .sell, keptPriority: false)
    let refused = CommandRefused(
      .submit, account: alice, instrument: bitcoin, client: order.client, reason: .postOnlyWouldTake)
    let quote = Quote(
      instrument: bitcoin, bid: nil, bidQuantity: .zero, ask: Price(ticks: 101), askQuantity: Quantity(lots: 2))
    let fee = Transfer(from: .costBasis(alice, bitcoin), to: .fees, amount: Money(units: 40), reason: .takerFee)
    let state = MarginState(account: alice, equity: Money(units: -4), maintenance: Money(units: 9))
    let stall = LiquidationStall(account: alice, instrument: bitcoin, position: Position(lots: -5))
    let story: [(Event, String)] = [
      (Event(.accountOpened(AccountOpening(account: lp, kind: .exempt))), "opened account lp exempt"),
      (Event(.accepted(OrderAccepted(order, as: first))), "accepted a1"),
      (Event(.rested(rested), cause: 1), "rested a1 2 at 101"),
      (
        Event(.accepted(OrderAccepted(forced, as: second)), round: 1),
        "accepted order 17: lp buy 2 at market reduce-only forced  (round 1)"
      ),
      (Event(.filled(fill), cause: 1, round: 1), "filled order 17 buys 2 at 101 from a1  (round 1)"),
      (Event(.amended(amended)), "amended a1 to 1 at 102, place lost"),
      (Event(.cancelled(cancelled)), "cancelled a1 with 2 left: not filled at once"),
      (Event(.refused(refused)), "refused submit a1: post-only would take"),
      (Event(.quoted(quote)), "quoted none / 2 at 101"),
      (Event(.transferred(fee)), "transferred 40 from alice's cost basis to fees: taker fee"),
      (Event(.marked(MarkChange(instrument: bitcoin, price: Price(ticks: 9), previous: nil))), "marked 9"),
      (Event(.liquidatable(state)), "liquidatable alice equity -4 maintenance 9"),
      (Event(.liquidationStalled(stall)), "stalled alice short 5"),
      (Event(.roundLimitReached(RoundLimit(limit: 50, waiting: 3))), "round limit 50 reached, 3 waiting"),
    ]
    var printer = EventPrinter(names)
    for (event, line) in story { #expect(printer.line(for: event) == line) }
  }

  @Test func `with several instruments each line names its own`() {
    var printer = EventPrinter(Names(instruments: ["BTC", "ETH"], accounts: ["alice"]), showsCauses: true)
    let change = MarkChange(
      instrument: InstrumentID(number: 1), price: Price(ticks: 99), previous: Price(ticks: 100))
    let line = printer.line(for: Event(.marked(change), cause: 3, round: 2))
    #expect(line == "marked ETH 99, was 100  (round 2, cause 3 back)")
  }
}
