import Analysis
import MarketTypes
import Testing

/// What the book does not take: takeovers and deleveraging in the causal tree, in streams written by hand.
///
/// A lot of the linear contract is worth 10 a tick. Alice is long 5 against bob at 100; the mark falls to 80.
@Suite struct `Waterfall in the causal tree` {
  private static let (alice, bob, carol) = (HandMade.alice, HandMade.bob, HandMade.carol)
  private static let perp = HandMade.linear
  private static let vault = AccountID(number: 3)

  private struct Stream {
    var tree = CausalTree(HandMade.rules)
    var equity = GroupEquity(
      HandMade.rules,
      AccountGroups([AccountGroups.Block("alice", 0..<1), AccountGroups.Block("bob", 1..<2)], rest: "rest"))
    var next: Int64 = 0

    mutating func tell(_ events: [Event]) {
      tree.observe(Command(.clock), events.span, from: EventPosition(number: next))
      equity.observe(Command(.clock), events.span, from: EventPosition(number: next))
      next += Int64(events.count)
    }
  }

  /// Up to alice's fall, which is the last event so far.
  private func fallen() -> Stream {
    var stream = Stream()
    stream.tell(
      [Self.alice, Self.bob, Self.carol].map { Event(.accountOpened(AccountOpening(account: $0, kind: .cross))) } + [
        Event(.accountOpened(AccountOpening(account: Self.vault, kind: .backstop))),
        Event(HandMade.mark(Self.perp, 100)), holding(Self.alice, long: 5), holding(Self.carol, long: 1),
      ])
    stream.tell([Event(HandMade.mark(Self.perp, 80, from: 100)), fall(of: Self.alice, equity: -40)])
    return stream
  }

  private func holding(_ account: AccountID, long lots: Int64) -> Event {
    Event(
      .holdingOpened(
        HoldingOpening(
          account: account, counterparty: Self.bob, instrument: Self.perp, position: Position(lots: lots),
          price: Price(ticks: 100))))
  }

  private func fall(of account: AccountID, equity: Int64, round: UInt16 = 0) -> Event {
    Event(
      .liquidatable(MarginState(account: account, equity: Money(units: equity), maintenance: Money(units: 50))),
      cause: 1, round: round)
  }

  /// The vault takes alice over, owing 40, and sells 2 of her 5 lots at 70 in a later command: that mark makes carol fall.
  @Test func `what the backstop sells hangs under whom it took over`() throws {
    var stream = fallen()
    let takeover = stream.next
    stream.tell([
      Event(
        .takenOver(
          Takeover(account: Self.alice, backstop: Self.vault, equity: Money(units: -40), notional: Money(units: 4_000))),
        cause: 1, round: 1),
      Event(HandMade.moved(5, of: Self.perp, cost: 5_000, from: Self.alice, to: Self.vault), cause: 1, round: 1),
    ])
    let order = Order(
      account: Self.vault, instrument: Self.perp, side: .sell, quantity: Quantity(lots: 2), limit: Price(ticks: 60),
      timeInForce: .immediateOrCancel, terms: [.forced, .reduceOnly])
    let fill = Fill(
      maker: OrderID(number: 1), taker: OrderID(number: 9), price: Price(ticks: 70), quantity: Quantity(lots: 2),
      makerAccount: Self.bob, takerAccount: Self.vault, instrument: Self.perp, takerSide: .sell, isForced: true)
    stream.tell([
      Event(
        .accepted(OrderAccepted(order, as: OrderID(number: 9))), cause: UInt32(stream.next - takeover), round: 1),
      Event(.filled(fill), cause: 1, round: 1), Event(HandMade.mark(Self.perp, 70, from: 80), cause: 1, round: 1),
      fall(of: Self.carol, equity: 10, round: 1),
    ])
    let (tree, falls) = (stream.tree, stream.tree.falls)
    #expect(tree.covered[.backstop] == 40 && falls[0].covered[.backstop] == 40)
    #expect(falls[0].forced.map(\.lots) == [2] && falls[0].notional == 1_400)
    #expect(falls[0].forced.map(\.isDisposal) == [true] && falls[0].fills == 1)
    // Two lots at 70 where the mark was 80.
    #expect(falls[0].slippage == 200)
    #expect(falls[1].parent == .fall(0) && falls[1].generation == 2)
    #expect(falls[1].losses.map(\.amount) == [100] && falls[1].losses.allSatisfy(\.isForced))
    // Carol was only told: nothing was done about her yet.
    let branches = CausalBranches(tree)
    #expect(branches.count == 1 && branches.pushes[0].map(\.ticks) == [-10])
  }

  /// Bob, short, is closed against at 90 where the mark is 80: 5 lots of 10 ticks of 10.
  @Test func `who is deleveraged bears what the price is worse than the mark`() throws {
    var stream = fallen()
    stream.tell([
      Event(
        .deleveraged(
          Deleveraging(
            account: Self.alice, counterparty: Self.bob, instrument: Self.perp, side: .sell,
            quantity: Quantity(lots: 5),
            price: Price(ticks: 90))), cause: 1, round: 1)
    ])
    #expect(stream.tree.covered[.deleveraging] == 500)
    #expect(stream.tree.log.records[0].isActedOn && CausalBranches(stream.tree).count == 1)
    // Alice lost ten ticks on 5 lots instead of twenty; bob gained the same, and twenty on the lot against carol.
    #expect(stream.equity.changes == [-500, 700, -200])
  }

  @Test(arguments: [
    (TransferReason.shortfallCovered, LossStage.fund), (.contributionUsed, .contributions), (.assessed, .assessments),
    (.gainsCut, .gains), (.openInterestCharged, .openInterest), (.shortfallUncovered, .uncovered),
  ])
  func `every layer of loss is a stage of its own`(reason: TransferReason, stage: LossStage) {
    var stream = fallen()
    stream.tell([Event(HandMade.pay(30, .outside, .collateral(Self.alice), reason))])
    #expect(stream.tree.falls[0].covered[stage] == 30)
    #expect(stream.tree.covered.total == 30 && stream.tree.covered[stage] == 30)
  }
}
