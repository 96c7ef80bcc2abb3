import MarketTypes
import Testing
import Venue

/// What comes before forced orders: the owner's collateral, and time (LIQ-11). Margins are 5 %, the index is the mark.
@Suite("Stories of margin calls")
struct MarginCallStoryTests {
  private let second = LiquidationStory.second
  private static let topUp = LiquidationRules().with {
    $0.call = MarginCallRules(topUp: Rate(partsPerBillion: 1_500_000_000))
  }
  private static let grace = LiquidationRules().with { $0.call = MarginCallRules(grace: TimeSpan(nanoseconds: 10)) }

  /// An owner (1) and its sub-account (2) with 100 behind ten lots at 100.
  private func family(
    owner: Int64, _ rules: LiquidationRules = topUp, instruments: Int = 1
  ) -> LiquidationStory {
    var story = LiquidationStory(rules, instruments: instruments)
    let alice = story.account(with: owner)
    let sub = story.account(with: 100, of: alice)
    story.hold(10, of: sub)
    return story
  }

  // LIQ-11, F10: equity 40 against 47; 1.5 times that is 70.5, so 71.
  @Test func `a sub-account under its margin is filled up by its owner and was never liquidatable`() {
    var story = family(owner: 1_000)
    story.index(94)
    #expect(story.stages == ["toppedUp 31: 1 to 2"])
    #expect((story.equity(AccountID(number: 2)), story.collateral(AccountID(number: 1))) == (71, 969))
    #expect((story.position(AccountID(number: 2)), story.balance) == (10, 0))
  }

  // LIQ-11: 5 leave 45 of 47.
  @Test func `what a poor owner has goes over and does not save the sub-account`() {
    var story = family(owner: 5)
    story.rest(.buy, 10, at: 90)
    story.index(94)
    #expect(
      story.stages == [
        "toppedUp 5: 1 to 2", "2 liquidatable, 45 of 47", "2 must sell 10", "2 sells 10 at 90",
      ])
    #expect(
      (story.collateral(AccountID(number: 1)), story.collateral(AccountID(number: 2)), story.balance) == (0, 5, 0))
  }

  // LIQ-11: 70 in cash, of which 50 are the owner's own initial margin; 20 are enough for the margin, not for the target.
  @Test func `only what is free is taken, and less than the target cures as well`() {
    var story = family(owner: 70, instruments: 2)
    story.hold(10, of: AccountID(number: 1), in: second)
    story.index(94)
    #expect(story.stages == ["toppedUp 20: 1 to 2"])
    #expect((story.equity(AccountID(number: 2)), story.position(AccountID(number: 2)), story.balance) == (60, 10, 0))
  }

  // LIQ-11: an unrealized gain of 1,000 is no cash.
  @Test func `only cash is taken, whatever the owner has gained`() {
    var story = family(owner: 10, instruments: 2)
    story.hold(10, of: AccountID(number: 1), in: second)
    story.index(200, of: second)
    story.index(94)
    #expect(story.stages == ["toppedUp 10: 1 to 2"])
    #expect((story.collateral(AccountID(number: 1)), story.equity(AccountID(number: 2))) == (0, 50))
  }

  // LIQ-11
  @Test func `an owner who is in liquidation itself pays nothing`() {
    var story = family(owner: 100)
    story.hold(10, of: AccountID(number: 1))
    story.index(94)
    #expect(story.steps.prefix(2) == ["1 liquidatable, 40 of 47", "2 liquidatable, 40 of 47"])
    #expect(story.money(.toppedUp).isEmpty)
  }

  // LIQ-11, LIQ-3: riskier is filled up first, and the other gets what is left.
  @Test func `the riskier of two sub-accounts is filled up first`() {
    var story = family(owner: 40)
    let other = story.account(with: 95, of: AccountID(number: 1))
    story.hold(10, of: other)
    story.index(94)
    #expect(story.money(.toppedUp) == ["toppedUp 36: 1 to 3", "toppedUp 4: 1 to 2"])
    #expect(story.liquidatable.map(\.account.number) == [2])
  }

  // CLR-26: nobody's sub-account asks nobody.
  @Test func `an account of its own has nobody to fill it up`() {
    var story = LiquidationStory(Self.topUp)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 90)
    story.index(94)
    #expect(story.steps == ["1 liquidatable, 40 of 47", "1 must sell 10", "1 sells 10 at 90"])
  }

  // LIQ-11, CLR-37: at 95 equity 50 is below 1.2 × 48; 1.5 × 48 are 22 more.
  @Test func `a sub-account that is called is filled up before it is under its margin`() {
    var story = LiquidationStory(Self.topUp) {
      $0.marginLevels = MarginLevelRules(
        alert: Rate(partsPerBillion: 1_400_000_000), call: Rate(partsPerBillion: 1_200_000_000),
        release: Rate(partsPerBillion: 1_300_000_000))
    }
    let alice = story.account(with: 22)
    let sub = story.account(with: 100, of: alice)
    story.hold(10, of: sub)
    story.index(97)
    #expect(story.stages.isEmpty)
    story.index(96)
    #expect(story.stages == ["2 alerted"])
    story.index(95)
    #expect(story.stages == ["2 called", "toppedUp 22: 1 to 2", "2 sufficient"])
    // With nothing left to its owner the next call is only said.
    story.index(93)
    #expect(story.stages == ["2 called"])
    #expect(story.balance == 0)
  }

  // MARK: Time

  // LIQ-11, LIQ-6: at the moment itself, but by a clock alone.
  @Test func `forced orders come with the first clock when the time is over`() {
    var story = LiquidationStory(Self.grace)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 90)
    story.index(94)
    #expect(story.stages == ["1 liquidatable, 40 of 47", "1 has until 10"])
    #expect(story.deadline == 10)
    // Marks do not shorten it, and nothing else ends it.
    story.index(93)
    story.clock(at: 9)
    #expect(story.stages.isEmpty)
    story.wait(until: 10)
    story.deposit(1, to: alice)
    #expect(story.stages.isEmpty || story.stages == ["deposit 1: outside to 1"])
    story.clock(at: 10)
    #expect(story.stagesByRound == ["1: 1 must sell 10", "1: 1 sells 10 at 90"])
    #expect((story.deadline, story.balance) == (nil, 0))
  }

  // LIQ-11
  @Test func `with its margin again when the time is over it is left alone`() {
    var story = LiquidationStory(Self.grace)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 90)
    story.index(94)
    story.wait(until: 5)
    story.deposit(7, to: alice)
    #expect(story.recovered.isEmpty)
    story.clock(at: 12)
    #expect(story.stages == ["1 recovered"])
    #expect((story.position(alice), story.deadline) == (10, nil))
    // And watched again.
    story.index(93)
    #expect(story.stages == ["1 liquidatable, 37 of 47", "1 has until 22"])
  }

  // LIQ-11: the time is the account's; another's begins when it falls.
  @Test func `everybody has its own time`() {
    var story = LiquidationStory(Self.grace)
    let alice = story.account(with: 100)
    let bob = story.account(with: 110)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 20, at: 90)
    story.index(94)
    story.wait(until: 4)
    story.index(93)
    #expect(story.stages == ["2 liquidatable, 40 of 47", "2 has until 14"])
    story.clock(at: 13)
    #expect(story.forcedFills.map(\.account) == [alice])
    #expect(story.deadline == 14)
    story.clock(at: 14)
    #expect(story.forcedFills.map(\.account) == [bob])
  }

  // LIQ-11, CLR-12: whoever closes by itself meanwhile is made whole at once.
  @Test func `who closes by itself within its time and owes is covered at once`() {
    var story = LiquidationStory(Self.grace, fund: 1_000)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 84)
    story.index(94)
    story.index(85)
    story.take(.sell, 10, of: alice)
    #expect(story.money(.shortfallCovered) == ["shortfallCovered 60: fund 0 to 1"])
    story.clock(at: 10)
    #expect(story.stages.isEmpty && story.deadline == nil)
    #expect(story.balance == 0)
  }

  // LIQ-11, LIQ-6: what time is over begins to wait, and a timed step comes one span later.
  @Test func `under timed pacing the step after the time is over closes it`() {
    var story = LiquidationStory(
      Self.grace.with { $0.pacing = .timed(TimeSpan(nanoseconds: 5)) })
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 90)
    story.index(94)
    story.clock(at: 10)
    #expect(story.forcedFills.isEmpty && story.deadline == 15)
    story.clock(at: 15)
    #expect(story.forcedFills.map(\.lots) == [-10])
  }

  // LIQ-11: both: filled up as far as it goes, and then time.
  @Test func `a sub-account whose owner is poor gets time for the rest`() {
    let rules = Self.topUp.with { $0.call?.grace = TimeSpan(nanoseconds: 10) }
    var story = family(owner: 5, rules)
    story.index(94)
    #expect(story.stages == ["toppedUp 5: 1 to 2", "2 liquidatable, 45 of 47", "2 has until 10"])
    story.deposit(2, to: AccountID(number: 2))
    story.clock(at: 10)
    #expect(story.stages == ["2 recovered"])
  }
}
