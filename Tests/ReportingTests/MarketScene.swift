import Analysis
import MarketTypes
import TestSupport

/// A small stream made by hand: one maker who explains its quotes, one account that is liquidated in two fills.
enum MarketScene {
  static let names = Names(instruments: ["perp"], accounts: ["maker", "long"])
  private static let perp = InstrumentID(number: 0)
  private static let maker = AccountID(number: 0)
  private static let long = AccountID(number: 1)

  static var findings: RunFindings {
    var findings = RunFindings(StaticBook.t1.rules)
    var first: Int64 = 0
    for step in stream {
      let command = Command(.clock, at: Time(nanoseconds: step.milliseconds * 1_000_000))
      findings.observe(command, step.events.span, from: EventPosition(number: first))
      first += Int64(step.events.count)
    }
    return findings
  }

  private struct Step {
    let milliseconds: Int64
    let events: [Event]

    init(_ milliseconds: Int64, _ events: [Event]) {
      self.milliseconds = milliseconds
      self.events = events
    }
  }

  private static var stream: [Step] {
    let holding = HoldingOpening(
      account: long, counterparty: maker, instrument: perp, position: Position(lots: 2), price: Price(ticks: 100))
    let fallen = MarginState(account: long, equity: Money(units: -2000), maintenance: Money(units: 90))
    let stall = LiquidationStall(account: long, instrument: perp, position: Position(lots: 2))
    return [
      Step(
        0,
        [
          Event(.accountOpened(AccountOpening(account: maker, kind: .exempt))),
          Event(.accountOpened(AccountOpening(account: long, kind: .cross))), Event(.holdingOpened(holding)),
          marked(100, previous: nil), quoted(99, 101), explained(volatility: 500, inventory: 0),
        ]),
      Step(
        10_000,
        [
          marked(90, previous: Price(ticks: 100)), Event(.liquidatable(fallen)), quoted(90, 97),
          explained(volatility: 4000, inventory: 1000, skew: -250, withdrawn: 750),
          Event(.liquidationStalled(stall), round: 1),
        ]),
      Step(11_000, [quoted(90, nil)]),
      Step(11_500, [quoted(90, 97), forcedOrder, forcedFill]),
      Step(
        12_000,
        [
          forcedFill, realized(from: .collateral(long), to: .costBasis(long, perp)),
          realized(from: .costBasis(maker, perp), to: .collateral(maker)), quoted(90, 102, round: 1),
        ]),
      Step(20_000, []),
    ]
  }

  private static func marked(_ ticks: Int64, previous: Price?) -> Event {
    Event(.marked(MarkChange(instrument: perp, price: Price(ticks: ticks), previous: previous)))
  }

  private static func quoted(_ bid: Int64, _ ask: Int64?, round: UInt16 = 0) -> Event {
    Event(
      .quoted(
        Quote(
          instrument: perp, bid: Price(ticks: bid), bidQuantity: Quantity(lots: 1),
          ask: ask.map { Price(ticks: $0) }, askQuantity: Quantity(lots: ask == nil ? 0 : 1))), round: round)
  }

  /// The loss of two lots over ten ticks.
  private static func realized(from: LedgerAccount, to: LedgerAccount) -> Event {
    Event(.transferred(Transfer(from: from, to: to, amount: Money(units: 2000), reason: .realized)), round: 1)
  }

  /// Quoted up to whole ticks, and never wider than 4.
  private static func explained(
    volatility: Int32, inventory: Int32, skew: Int32 = 0, withdrawn: Int32 = 0
  ) -> Event {
    Event(
      .quoteExplained(
        QuoteTerms(
          account: maker, instrument: perp, base: 1000, volatility: volatility, inventory: inventory, skew: skew,
          withdrawn: withdrawn, halfSpread: min(4, (1_000 + volatility + inventory + 999) / 1_000))))
  }

  private static var forcedOrder: Event {
    let order = Order(
      account: long, instrument: perp, side: .sell, quantity: Quantity(lots: 2), limit: nil,
      timeInForce: .immediateOrCancel, terms: [.forced, .reduceOnly])
    return Event(.accepted(OrderAccepted(order, as: OrderID(number: 2))), round: 1)
  }

  private static var forcedFill: Event {
    Event(
      .filled(
        Fill(
          maker: OrderID(number: 1), taker: OrderID(number: 2), price: Price(ticks: 90), quantity: Quantity(lots: 1),
          makerAccount: maker, takerAccount: long, instrument: perp, takerSide: .sell, isForced: true)), round: 1)
  }
}
