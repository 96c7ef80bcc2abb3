import MarketTypes
import Testing
import Venue

/// What the backstop takes over, and what it declines (LIQ-17). Margins are 5 %, the
/// index is the mark; the backstop is account 1 and Alice, with 100 behind ten lots at 100, account 2.
@Suite("Stories of the backstop")
struct TakeoverStoryTests {
  private let first = LiquidationStory.first
  private let second = LiquidationStory.second
  private let backstop = AccountID(number: 1)
  private let alice = AccountID(number: 2)

  private func rules(_ backstop: BackstopRules) -> LiquidationRules {
    LiquidationRules().with { $0.backstop = backstop }
  }
  private let twoThirds = Rate(partsPerBillion: 666_666_667)

  private func story(
    _ backstop: BackstopRules, capital: Int64 = 1_000, instruments: Int = 1,
    _ change: (inout VenueRules) -> Void = { _ in }
  ) -> LiquidationStory {
    var story = LiquidationStory(rules(backstop), instruments: instruments, change)
    _ = story.account(with: capital, .backstop)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    return story
  }

  // MARK: What it takes

  // LIQ-17: two thirds of 47 are 31.3.
  @Test func `under two thirds of its margin everything an account has goes to the backstop`() {
    var story = story(BackstopRules(below: twoThirds))
    story.rest(.buy, 10, at: 92)
    story.rest(.buy, 1, at: 50, of: alice)
    story.index(93)
    #expect(
      story.stages == [
        "2 liquidatable, 30 of 47", "2's buy of 1 cancelled: liquidation", "2 taken over at 30",
        "2 hands 10 at 1000 to 1",
        "takenOver 100: 2 to 1",
      ])
    #expect((story.position(alice), story.collateral(alice)) == (0, 0))
    #expect((story.position(backstop), story.cost(backstop), story.equity(backstop)) == (10, 1_000, 1_030))
    #expect((story.deadline, story.balance) == (nil, 0))
  }

  // LIQ-17
  @Test func `above that it is sold in the book like anybody`() {
    var story = story(BackstopRules(below: twoThirds))
    story.rest(.buy, 10, at: 92)
    story.index(94)
    #expect(story.steps == ["2 liquidatable, 40 of 47", "2 must sell 10", "2 sells 10 at 92"])
  }

  // LIQ-17: 30 of 45 is two thirds exactly.
  @Test(arguments: [(Rate(partsPerBillion: 666_666_666), false), (Rate(partsPerBillion: 666_666_667), true)])
  func `at the share itself nothing is taken over`(below: Rate, isTaken: Bool) {
    var story = story(BackstopRules(below: below))
    story.deposit(30, to: alice)
    story.rest(.buy, 10, at: 89)
    story.index(90)
    #expect(story.liquidatable == [MarginState(alice, equity: 30, maintenance: 45)])
    #expect((story.position(backstop) == 10) == isTaken)
  }

  // LIQ-17: at 1 every one goes, and at 0 with the rest only what the book did not take; the debt goes as well.
  @Test func `what forced orders leave goes over with the account's debt`() {
    var story = story(BackstopRules(takesRest: true))
    story.rest(.buy, 4, at: 70)
    story.index(94)
    #expect(
      story.stages == [
        "2 liquidatable, 40 of 47", "2 must sell 10", "2 sells 4 at 70", "2 taken over at -56", "2 hands 6 at 600 to 1",
        "takenOver 20: 1 to 2",
      ])
    #expect((story.collateral(alice), story.collateral(backstop), story.equity(backstop)) == (0, 980, 944))
    #expect(story.balance == 0)
  }

  // LIQ-17, LIQ-13: a part that fills whole leaves no rest.
  @Test func `what was to be closed in part and was is not taken over`() {
    var rules = rules(BackstopRules(takesRest: true))
    rules.sizing = .portion(PortionSizing(.percent(50)))
    var story = LiquidationStory(rules)
    _ = story.account(with: 1_000, .backstop)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 8, at: 91)
    story.index(91)
    // 10 of 46: five; 10 of 23: three; 10 of 10 is enough.
    #expect(
      story.stagesByRound.filter { !$0.contains("must") } == [
        "0: 2 liquidatable, 10 of 46", "1: 2 sells 5 at 91", "2: 2 sells 3 at 91",
      ])
    #expect((story.position(alice), story.position(backstop)) == (2, 0))
    #expect(story.balance == 0)
  }

  // LIQ-17: the long's ten meet the short's; closed at the two costs.
  @Test func `what meets a position on the other side is closed at the two costs`() {
    var story = story(BackstopRules(below: .one))
    let bob = story.account(with: 182)
    story.hold(-14, at: 97, of: bob)
    story.index(90)
    #expect(story.steps == ["2 liquidatable, 0 of 45", "2 taken over at 0", "2 hands 10 at 1000 to 1"])
    story.index(108)
    #expect(
      story.stages == [
        "3 liquidatable, 28 of 76", "3 taken over at 28", "3 hands -14 at -1358 to 1", "takenOver 182: 3 to 1",
      ])
    // Ten of the fourteen were sold for 970, and bought for 1,000.
    let realized = story.transfers.filter { $0.reason == .realized }.map(\.amount.units)
    #expect(realized == [30])
    #expect((story.position(backstop), story.cost(backstop)) == (-4, -388))
    #expect((story.collateral(backstop), story.equity(backstop)) == (1_000 + 100 + 182 - 30, 1_208))
    #expect(story.balance == 0)
  }

  // LIQ-1, LIQ-17: free to trade without margin, never liquidated, not even below zero.
  @Test func `the backstop trades without margin and is never liquidated`() {
    var story = story(BackstopRules(below: .one), capital: 10)
    story.hold(50, of: backstop)
    story.rest(.sell, 100, at: 101)
    story.take(.buy, 100, of: backstop)
    #expect(story.position(backstop) == 150)
    story.index(99)
    #expect(story.liquidatable.isEmpty)
    story.index(95)
    #expect(story.equity(backstop) < 0)
    // Alice has 50 of 48 yet; at 94 the backstop has no capital to take her over with.
    story.rest(.buy, 20, at: 91)
    story.index(94)
    #expect(story.liquidatable.map(\.account) == [alice])
    #expect(story.steps.contains("2 declined: capital"))
    #expect(story.forcedFills.map(\.account) == [alice])
  }

  // MARK: What it declines

  // LIQ-17, in order of precedence; each bound lets through what is equal to it. At 90 the backstop has lost 100 with ten
  // lots of its own, and Alice, with twenty, is worth −100.
  @Test(arguments: [
    (99, 150, 2_699, 29, "lossStop"), (100, 199, 2_699, 29, "capital"), (100, 200, 2_699, 29, "maximumNotional"),
    (100, 200, 2_700, 29, "balanceLimit"), (100, 200, 2_700, 30, "taken"),
  ])
  func `it declines for the first reason that holds`(
    lossStop: Int64, capital: Int64, notional: Int64, lots: Int64, answer: String
  ) {
    let bounds = BackstopRules(
      below: .one, maximumNotional: Money(units: notional), lossStop: Money(units: lossStop))
    var story = LiquidationStory(rules(bounds)) {
      $0.instruments[0].maximumPosition = Quantity(lots: lots)
    }
    _ = story.account(with: capital, .backstop)
    let alice = story.account(with: 100)
    let carol = story.account(with: 100_000, .exempt)
    story.hold(10, of: backstop)
    story.tell(
      .openHolding(
        HoldingOpening(
          account: alice, counterparty: carol, instrument: first, position: Position(lots: 20), price: Price(ticks: 100)
        )))
    story.rest(.buy, 20, at: 80, of: carol)
    story.index(90)
    if answer == "taken" {
      #expect((story.position(alice), story.position(backstop), story.equity(backstop)) == (0, 30, 0))
    } else {
      // Then it goes on as if there were no backstop.
      #expect(
        story.steps.prefix(4) == [
          "2 liquidatable, -100 of 90", "2 declined: \(answer)", "2 must sell 20", "2 sells 20 at 80",
        ])
    }
    #expect(story.balance == 0)
  }

  // LIQ-17: declined at its turn, it is not asked again for what the book leaves.
  @Test func `who was declined is not offered a second time in its turn`() {
    var story = story(BackstopRules(below: .one, takesRest: true, maximumNotional: .zero))
    story.rest(.buy, 4, at: 92)
    story.index(94)
    #expect(story.steps.filter { $0.contains("declined") } == ["2 declined: maximumNotional"])
    #expect(story.position(alice) == 6)
  }

  // LIQ-17: what is put in or taken out is neither gain nor loss.
  @Test func `a withdrawal of capital is no loss`() {
    var story = story(BackstopRules(below: .one, lossStop: .zero))
    story.rest(.buy, 1, at: 1)
    story.withdraw(500, from: backstop)
    story.deposit(50, to: backstop)
    story.index(94)
    #expect(story.steps.contains("2 taken over at 40"))
    #expect(story.equity(backstop) == 590)
  }

  // LIQ-17
  @Test func `without a backstop account the rules take nothing over`() {
    var story = LiquidationStory(rules(BackstopRules(below: .one, takesRest: true)))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 4, at: 92)
    story.index(94)
    #expect(story.steps == ["1 liquidatable, 40 of 47", "1 must sell 10", "1 sells 4 at 92"])
  }
}
