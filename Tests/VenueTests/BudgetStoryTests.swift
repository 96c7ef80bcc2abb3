import MarketTypes
import Testing
import Venue

/// How much is done in a step, and what forced fills pay (LIQ-15, LIQ-16). Margins are 5 %, the index is the mark.
@Suite("Stories of budgets and fees")
struct BudgetStoryTests {
  // MARK: Budgets

  // LIQ-15, LIQ-13: 300 of notional at 94 are three lots of ten.
  @Test func `an account closes no more than its budget in one turn and goes on in the next`() {
    let rules = LiquidationRules().with { $0.budget = StepBudget(accountNotional: Money(units: 300)) }
    var story = LiquidationStory(rules)
    let alice = story.account(with: 65)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 90)
    story.index(94)
    // Each sale costs four a lot: −7 of 33, −19 of 19, −31 of 5.
    #expect(
      story.stagesByRound.filter { !$0.contains("must") } == [
        "0: 1 liquidatable, 5 of 47", "1: 1 sells 3 at 90", "2: 1 sells 3 at 90", "3: 1 sells 3 at 90",
        "4: 1 sells 1 at 90", "4: shortfallUncovered 35: uncovered to 1", "4: 1 loses 35 that nobody pays",
      ])
    #expect(story.balance == 0)
  }

  // LIQ-15: at least a lot, and the second position gets what the first leaves of it.
  @Test func `a budget below one lot closes one, and the next position waits`() {
    let rules = LiquidationRules().with { $0.budget = StepBudget(accountNotional: Money(units: 50)) }
    var story = LiquidationStory(rules, instruments: 2)
    let alice = story.account(with: 40)
    story.hold(2, of: alice)
    story.hold(1, of: alice, in: LiquidationStory.second)
    story.rest(.buy, 2, at: 80)
    story.rest(.buy, 2, at: 80, in: LiquidationStory.second)
    story.index(86)
    // 12 of 9 + 5: the first lot costs six; then, of equal lots, the lower instrument's is no longer the larger notional.
    #expect(
      story.stagesByRound.filter { !$0.contains("must") }.prefix(3) == [
        "0: 1 liquidatable, 12 of 14", "1: 1 sells 1 at 80", "2: 1 sells 1 at 80",
      ])
    #expect(story.balance == 0)
  }

  // LIQ-15, LIQ-2: two orders a step: Alice's two, then Bob in the next step, in the same round, after new marks.
  @Test func `after so many orders a step ends and the others keep their turns`() {
    let rules = LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: 10))).with { $0.budget = StepBudget(orders: 2) }
    var story = LiquidationStory(rules)
    var accounts: [AccountID] = []
    for cash in [95, 96, 97, 98, 99] as [Int64] {
      let account = story.account(with: cash)
      accounts.append(account)
      story.hold(10, of: account)
    }
    story.rest(.buy, 50, at: 92)
    story.index(94)
    var steps: [[Int32]] = []
    for time in [10, 20, 30, 40] as [Int64] {
      story.clock(at: time)
      steps.append(story.forcedFills.map(\.account.number))
      #expect(story.forcedFills.allSatisfy { $0.round == 1 })
    }
    #expect(steps == [[1, 2], [3, 4], [5], []])
    #expect((story.deadline, story.balance) == (nil, 0))
  }

  // LIQ-15: an account once begun is finished, though it needs more orders than are left.
  @Test func `an account's orders are placed together`() {
    let rules = LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: 10))).with { $0.budget = StepBudget(orders: 1) }
    var story = LiquidationStory(rules, instruments: 2)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.hold(5, of: alice, in: LiquidationStory.second)
    story.rest(.buy, 10, at: 92)
    story.rest(.buy, 5, at: 92, in: LiquidationStory.second)
    story.index(94)
    story.clock(at: 10)
    #expect(story.forcedFills.map(\.lots) == [-10, -5])
  }

  // LIQ-15, LIQ-6: under immediate pacing a step is only where marks are taken.
  @Test func `at once, the budget cuts a round into steps with marks between them`() {
    let rules = LiquidationRules().with { $0.budget = StepBudget(orders: 1) }
    var story = LiquidationStory(rules, mark: .last)
    let alice = story.account(with: 95)
    let bob = story.account(with: 98)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 1, at: 94)
    story.rest(.buy, 10, at: 93)
    story.rest(.buy, 10, at: 92)
    story.take(.sell, 1)
    // The mark after Alice's turn is said before Bob's.
    let order = story.told.compactMap { event -> String? in
      switch event.body {
      case .marked(let change): "mark \(change.price.ticks)"
      case .filled(let fill) where fill.isForced:
        "\(fill.takerAccount.number) at \(fill.price.ticks), round \(event.round)"
      default: nil
      }
    }
    #expect(order == ["mark 94", "1 at 93, round 1", "mark 93", "2 at 92, round 1", "mark 92"])
    #expect((story.position(alice), story.position(bob)) == (0, 0))
  }

  // LIQ-9, LIQ-2: Alice's fill marks Carol down, whose round is the second; that nobody meets Bob, the last of the first
  // round, does not begin it.
  @Test func `one by one, no round is begun past the limit because nobody was met in the one before`() {
    let rules = LiquidationRules(pacing: .immediate(roundLimit: 1), order: .oneByOne)
    var story = LiquidationStory(rules, mark: .last, instruments: 2) { $0.instruments[1].mark = .index }
    let alice = story.account(with: 48)
    let bob = story.account(with: 100)
    let carol = story.account(with: 108)
    story.hold(5, of: alice)
    story.hold(10, of: bob, in: LiquidationStory.second)
    story.hold(10, of: carol)
    story.rest(.buy, 1, at: 94)
    story.rest(.buy, 5, at: 93)
    story.rest(.buy, 10, at: 60)
    story.index(94, of: LiquidationStory.second)
    #expect(story.steps == ["2 liquidatable, 40 of 47", "2 stalled with 10"])
    story.take(.sell, 1)
    #expect(
      story.stagesByRound == [
        "0: 1 liquidatable, 18 of 24", "1: 1 must sell 5", "1: 1 sells 5 at 93", "1: 3 liquidatable, 38 of 47",
        "1: 2 stalled with 10", "1: round limit",
      ])
    #expect((story.position(alice), story.position(carol)) == (0, 10))
  }

  // MARK: Fees

  // LIQ-16, CLR-35, F32: bankrupt at 90; four lots at 95 bring 20 more, of which the fund gets 5 % of 380.
  @Test func `a fill above the bankruptcy price pays the fund, one below is paid for`() {
    let rules = LiquidationRules().with { $0.fee = .surplus(most: .percent(5)) }
    var story = LiquidationStory(rules, fund: 100)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 4, at: 95)
    story.rest(.buy, 6, at: 85)
    story.index(94)
    // What is left after 4 × 95 and a fee of 19 is 81 of 600: six lots at 85 are 28 short of what it owes, 519 … 538.
    #expect(story.money(.liquidationFee) == ["liquidationFee 19: 1 to fund 0"])
    #expect(story.money(.shortfallCovered) == ["shortfallCovered 29: fund 0 to 1"])
    #expect((story.position(alice), story.collateral(alice), story.fund, story.balance) == (0, 0, 90, 0))
  }

  // LIQ-16, F32: a fund of 29 cannot pay the 30 that six lots at 81 lack of 86; one of 30 can.
  @Test(arguments: [(29, false), (30, true)] as [(Int64, Bool)])
  func `a forced order stops before a fill that its fund could not pay for`(fund: Int64, goesOn: Bool) {
    let rules = LiquidationRules().with { $0.fee = .surplus(most: .zero) }
    var story = LiquidationStory(rules, fund: fund)
    let alice = story.account(with: 140)
    story.hold(10, of: alice)
    story.rest(.buy, 4, at: 86)
    story.rest(.buy, 6, at: 81)
    story.index(90)
    let rest =
      goesOn ? ["1 sells 6 at 81", "shortfallCovered 30: fund 0 to 1"] : ["1's sell of 6 cancelled: fundTooSmall"]
    #expect(story.stages == ["1 liquidatable, 40 of 45", "1 must sell 10", "1 sells 4 at 86"] + rest)
    #expect((story.position(alice), story.fund, story.balance) == (goesOn ? 0 : 6, goesOn ? 0 : 29, 0))
  }

  // LIQ-16: the instrument's own rate of what a forced fill is worth, and as far as the account's means go.
  @Test(arguments: [(92, 10, 10), (91, 10, 10), (90, 0, 0)] as [(Int64, Int64, Int64)])
  func `a flat fee takes no more than there is`(bid: Int64, fee: Int64, fund: Int64) {
    var story = LiquidationStory { $0.instruments[0].liquidationFee = .percent(1) }
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: bid)
    story.index(94)
    #expect(story.fund == Int128(fund))
    #expect(story.collateral(alice) == 10 * bid - 900 - fee)
  }
}
