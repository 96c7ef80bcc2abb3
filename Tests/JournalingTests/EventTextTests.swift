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
    var amendedArmed = amended
    amendedArmed.price = Price(ticks: 0)
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
      (Event(.amended(amendedArmed)), "amended a1 to 1 at market, place lost"),
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
    for (event, line) in story + rareStory(order, first, second, fill) { #expect(printer.line(for: event) == line) }
  }

  /// What few stories have. The orders of the story before are gone or known.
  private func rareStory(_ order: Order, _ first: OrderID, _ second: OrderID, _ fill: Fill) -> [(Event, String)] {
    let trigger = Trigger.stop(at: Price(ticks: 103), on: .mark)
    let five = Quantity(lots: 5)
    let conditions = OrderConditions(
      trigger: trigger, peg: Peg(to: .bestBid, offset: -1), display: Quantity(lots: 2),
      expiry: Time(nanoseconds: 5_000_000_000), group: 7, prevention: .cancelOldest)
    let armed = OrderArmed(
      order: first, trigger: Price(ticks: 103), quantity: five, account: alice, instrument: bitcoin, side: .buy,
      source: .mark)
    let triggered = OrderTriggered(
      order: first, trigger: Price(ticks: 103), price: Price(ticks: 104), quantity: five, account: alice,
      instrument: bitcoin, side: .buy)
    let decrement = SelfTradeDecrement(
      maker: first, taker: second, quantity: five, makerAccount: alice, takerAccount: alice, instrument: bitcoin)
    let level = LevelChange(instrument: bitcoin, side: .sell, price: Price(ticks: 101), quantity: .zero)
    let outcome = AuctionOutcome(instrument: bitcoin, price: Price(ticks: 101), quantity: five, surplus: -3)
    let protection = MakerProtection(
      account: lp, instrument: bitcoin, lots: five, within: TimeSpan(nanoseconds: 1_000_000_000), pause: .zero)
    let pulled = ProtectionTriggered(account: lp, instrument: bitcoin, lots: five, until: nil)
    return [
      (Event(.accepted(OrderAccepted(order, as: first))), "accepted a1"),
      (
        Event(.conditioned(OrderConditioned(first, conditions))),
        "conditioned a1: until 5s stop 103 on mark peg bid -1 show 2 group 7 prevent oldest"
      ),
      (Event(.armed(armed)), "armed a1 5 at 103 on mark"),
      (Event(.triggered(triggered)), "triggered a1 5 at 103 by 104"),
      (Event(.selfTradeDecremented(decrement)), "decremented order 17 and a1 by 5"),
      (Event(.levelChanged(level)), "level ask 0 at 101"),
      (Event(.phaseChanged(PhaseChange(.halted, of: bitcoin))), "phase halted"),
      (Event(.phaseChanged(PhaseChange(.call, until: .start))), "phase of all call until 0s"),
      (Event(.auctionIndicated(outcome)), "indicated 5 at 101 surplus -3"),
      (Event(.auctioned(outcome)), "auctioned 5 at 101 surplus -3"),
      (Event(.busted(fill)), "busted order 17 buys 2 at 101 from a1"),
      (Event(.protectionSet(protection)), "protected lp 5 in 1s"),
      (Event(.protectionTriggered(pulled)), "pulled lp's quotes, 5 filled"),
      (Event(.blocked(lp)), "blocked lp"),
      (Event(.unblocked(lp)), "unblocked lp"),
    ]
  }

  @Test func `events of clearing read like a trader's log`() {
    let names = Names(instruments: ["BTC"], accounts: ["alice", "lp"], assets: ["ETH"])
    let ether = AssetID(number: 1)
    let deposit = Transfer(
      from: .outside, to: .collateral(alice), amount: Money(units: 40), asset: ether, reason: .deposit)
    let claim = Transfer(
      from: .fund(FundID(number: 2)), to: .collateral(alice), amount: Money(units: 7), reason: .shortfallCovered)
    let isolated = AccountOpening(account: lp, kind: .isolated, owner: alice, instrument: bitcoin)
    let lost = SourceReport(.asset(ether), source: 1, price: nil)
    let roll = SourceRoll(.instrument(bitcoin), source: 3, price: Price(ticks: 101))
    let moved = PositionMoved(
      PositionMove(from: alice, to: lp, instrument: bitcoin), position: Position(lots: -5), cost: Money(units: -500))
    let state = MarginState(account: alice, equity: Money(units: 4), maintenance: Money(units: 9))
    let funding = Funding(instrument: bitcoin, ratePartsPerTrillion: -125, price: Price(ticks: 101))
    let story: [(Event.Body, String)] = [
      (.transferred(deposit), "transferred 40 ETH from outside to alice: deposit"),
      (.transferred(claim), "transferred 7 from fund 2 to alice: shortfall covered"),
      (.accountOpened(isolated), "opened account lp isolated of alice"),
      (.assetPriced(AssetPriceChange(asset: ether, price: Price(ticks: 7), previous: nil)), "priced ETH 7"),
      (
        .assetPriced(AssetPriceChange(asset: ether, price: Price(ticks: 7), previous: Price(ticks: 6))),
        "priced ETH 7, was 6"
      ),
      (.sourceReported(lost), "reported asset ETH source 1 lost"),
      (.sourceRolled(roll), "rolled source 3 101"),
      (.positionMoved(moved), "moved short 5 from alice to lp, cost -500"),
      (.marginLevelChanged(MarginLevelChange(state, level: .called)), "margin called alice equity 4 maintenance 9"),
      (.funded(funding), "funded -0.000000000125 at 101"),
      (.contractSettled(PriceUpdate(instrument: bitcoin, price: Price(ticks: 101))), "settled at 101"),
      (
        .marginFactorSet(MarginFactor(instrument: bitcoin, factor: Rate(partsPerBillion: 1_500_000_000))),
        "factor by 1.5"
      ),
    ]
    var printer = EventPrinter(names)
    for (body, line) in story { #expect(printer.line(for: Event(body)) == line) }
  }

  @Test func `events of the waterfall read like a trader's log`() {
    let names = Names(instruments: ["BTC"], accounts: ["alice", "lp", "vault"])
    let vault = AccountID(number: 2)
    let pair = Deleveraging(
      account: alice, counterparty: lp, instrument: bitcoin, side: .sell, quantity: Quantity(lots: 5),
      price: Price(ticks: 95))
    var opposite = pair
    opposite.side = .buy
    let used = Transfer(
      from: .contribution(lp), to: .collateral(alice), amount: Money(units: 7), reason: .contributionUsed)
    let refused = CommandRefused(
      .contribute, account: alice, instrument: bitcoin, client: .none, reason: .contributionExceeded)
    let story: [(Event.Body, String)] = [
      (.accountOpened(AccountOpening(account: vault, kind: .backstop)), "opened account vault backstop"),
      (
        .graceGiven(GracePeriod(account: alice, until: Time(nanoseconds: 5_500_000_000))),
        "grace for alice until 5.5s"
      ),
      (
        .takenOver(Takeover(account: alice, backstop: vault, equity: Money(units: -5), notional: Money(units: 40))),
        "taken over alice by vault equity -5 notional 40"
      ),
      (.takeoverDeclined(TakeoverDeclined(account: alice, .lossStop)), "declined alice: loss stop"),
      (.deleveraged(pair), "deleveraged alice sells 5 at 95 to lp"),
      (.deleveraged(opposite), "deleveraged alice buys 5 at 95 from lp"),
      (.transferred(used), "transferred 7 from lp's contribution to alice: contribution used"),
      (.refused(refused), "refused contribute alice: contribution exceeded"),
    ]
    var printer = EventPrinter(names)
    for (body, line) in story { #expect(printer.line(for: Event(body)) == line) }
  }

  @Test func `with several instruments each line names its own`() {
    var printer = EventPrinter(Names(instruments: ["BTC", "ETH"], accounts: ["alice"]), showsCauses: true)
    let change = MarkChange(
      instrument: InstrumentID(number: 1), price: Price(ticks: 99), previous: Price(ticks: 100))
    let line = printer.line(for: Event(.marked(change), cause: 3, round: 2))
    #expect(line == "marked ETH 99, was 100  (round 2, cause 3 back)")
  }
}
