import Analysis
import MarketTypes
import Testing

/// Who bears what accounts cannot pay, in streams written by hand. A lot of the linear contract is worth 10 a tick.
@Suite struct `Stages of loss` {
  private static let (alice, bob, carol, vault) = (HandMade.alice, HandMade.bob, HandMade.carol, HandMade.vault)

  private struct Line: Hashable {
    var stage: LossStage
    var account: AccountID?
    var received: Int128
    var paid: Int128
  }

  private func lines(of bodies: Event.Body...) -> Set<Line> {
    var stream = HandMadeStream(LossStages(HandMade.rules))
    stream.tell(HandMade.opening)
    stream.tell(bodies)
    return Set(
      stream.fold.parts.map { Line(stage: $0.stage, account: $0.account, received: $0.received, paid: $0.paid) })
  }

  private func takeover(equity: Int64) -> Event.Body {
    .takenOver(
      Takeover(
        account: Self.alice, backstop: Self.vault, equity: Money(units: equity), notional: Money(units: 4_000)))
  }

  /// Money that makes no loss good is none: what an account still had, a margin call met, a contribution.
  @Test func `an account taken over above zero, a call met and a contribution cost nobody anything`() {
    let found = lines(
      of: takeover(equity: 40), HandMade.pay(40, .collateral(Self.alice), .collateral(Self.vault), .takenOver),
      HandMade.pay(30, .collateral(Self.alice), .collateral(HandMade.aliceApart), .toppedUp),
      HandMade.pay(20, .collateral(Self.bob), .contribution(Self.bob), .contributed),
      HandMade.pay(5, .collateral(Self.bob), .fund(HandMade.common), .liquidationFee))
    #expect(found.isEmpty)
  }

  /// The collateral that moves after it is the debt's two parts, not another loss.
  @Test func `the backstop bears what an account it takes over owes`() {
    let found = lines(
      of: takeover(equity: -40), HandMade.pay(60, .collateral(Self.alice), .collateral(Self.vault), .takenOver))
    #expect(
      found == [
        Line(stage: .backstop, account: nil, received: 40, paid: 40),
        Line(stage: .backstop, account: Self.alice, received: 40, paid: 0),
        Line(stage: .backstop, account: Self.vault, received: 0, paid: 40),
      ])
  }

  /// Bob, short, is closed against at 90 where the mark is 80: 5 lots of 10 ticks of 10. Nothing where it is no worse.
  @Test(arguments: [(Int64(90), Int128(500)), (80, 0), (70, 0)])
  func `who is deleveraged bears what the price is worse than the mark`(price: Int64, loss: Int128) {
    let found = lines(
      of: HandMade.mark(HandMade.linear, 80),
      .deleveraged(
        Deleveraging(
          account: Self.alice, counterparty: Self.bob, instrument: HandMade.linear, side: .sell,
          quantity: Quantity(lots: 5), price: Price(ticks: price))))
    let whole = [
      Line(stage: .deleveraging, account: nil, received: loss, paid: loss),
      Line(stage: .deleveraging, account: Self.alice, received: loss, paid: 0),
      Line(stage: .deleveraging, account: Self.bob, received: 0, paid: loss),
    ]
    #expect(found == (loss == 0 ? [] : Set(whole)))
  }

  /// Out of contributions, collateral and unrealized gains: whoever's money it was bore it.
  @Test(arguments: [
    (LedgerAccount.contribution(carol), TransferReason.contributionUsed, LossStage.contributions),
    (.collateral(carol), .assessed, .assessments), (.collateral(carol), .openInterestCharged, .openInterest),
    (.costBasis(carol, HandMade.linear), .gainsCut, .gains),
  ])
  func `members and those who had gained bear what is taken from them`(
    source: LedgerAccount, reason: TransferReason, stage: LossStage
  ) {
    let found = lines(
      of: HandMade.pay(10, source, .collateral(Self.alice), reason),
      HandMade.pay(7, .fund(HandMade.common), .collateral(Self.alice), .shortfallCovered))
    #expect(
      found == [
        Line(stage: stage, account: nil, received: 10, paid: 10),
        Line(stage: stage, account: Self.alice, received: 10, paid: 0),
        Line(stage: stage, account: Self.carol, received: 0, paid: 10),
        Line(stage: .fund, account: nil, received: 7, paid: 0),
        Line(stage: .fund, account: Self.alice, received: 7, paid: 0),
      ])
  }

  /// The record of an account says the same of it, and how often its margin came back.
  @Test func `a record has what the backstop and the deleveraged bore, and each recovery counts`() {
    func state(_ equity: Int64) -> MarginState {
      MarginState(account: Self.alice, equity: Money(units: equity), maintenance: Money(units: 50))
    }
    var stream = HandMadeStream(LiquidationLog(HandMade.rules))
    stream.tell(HandMade.opening)
    stream.tell(
      HandMade.mark(HandMade.linear, 80), .liquidatable(state(40)), .recovered(state(60)), .recovered(state(60)))
    stream.tell(
      .liquidatable(state(-20)),
      .deleveraged(
        Deleveraging(
          account: Self.alice, counterparty: Self.bob, instrument: HandMade.linear, side: .sell,
          quantity: Quantity(lots: 1), price: Price(ticks: 83))),
      takeover(equity: -12))
    let records = stream.fold.records
    #expect(stream.fold.recoveries == 2)
    #expect(records.map(\.deleveragedPaid) == [0, 30] && records.map(\.backstopPaid) == [0, 12])
  }
}
