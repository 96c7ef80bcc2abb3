import MarketTypes
import Testing
import Venue

/// Closing others when nobody takes a position (LIQ-19 … LIQ-22). Margins are 5 %, the index is the mark.
@Suite("Stories of deleveraging")
struct DeleveragingStoryTests {
  private let second = LiquidationStory.second
  private let world = LiquidationStory.world

  private static func rules(_ deleveraging: DeleveragingRules) -> LiquidationRules {
    LiquidationRules().with { $0.deleveraging = deleveraging }
  }
  private static let atBankruptcy = rules(DeleveragingRules(.profitAndLeverage))

  /// An account with cash behind lots at 100, held against another of these or the world.
  private func hold(
    _ story: inout LiquidationStory, _ lots: Int64, at ticks: Int64 = 100, cash: Int64,
    in instrument: InstrumentID = LiquidationStory.first
  ) -> AccountID {
    let account = story.account(with: cash)
    story.hold(lots, at: ticks, of: account, in: instrument)
    return account
  }

  // LIQ-19, LIQ-8: Bob, riskier, meets the bids and his loss is covered with that step; Alice, whom nobody met, comes after.
  @Test func `it comes after all forced orders and what they lost, and never between them`() {
    var story = LiquidationStory(Self.atBankruptcy)
    let alice = hold(&story, 10, cash: 100)
    let bob = hold(&story, 10, cash: 90)
    let carol = hold(&story, -20, cash: 1_000)
    story.rest(.buy, 10, at: 88)
    story.index(89)
    #expect(
      story.stagesByRound == [
        "0: 2 liquidatable, -20 of 45", "0: 1 liquidatable, -10 of 45", "1: 2 must sell 10", "1: 2 sells 10 at 88",
        "1: 1 stalled with 10", "1: shortfallUncovered 30: uncovered to 2", "1: 2 loses 30 that nobody pays",
        "1: 1 sells 10 with 3 at 90",
      ])
    #expect((story.position(alice), story.collateral(alice), story.position(bob)) == (0, 0, 0))
    // Carol is ten short yet, and has 100 for the ten that were bought back at 90.
    #expect((story.position(carol), story.collateral(carol), story.balance) == (-10, 1_100, 0))
  }

  // LIQ-21: no fees, and no mark of it, whatever the mark follows.
  @Test func `it pays no fees and moves no mark`() {
    var story = LiquidationStory(Self.atBankruptcy, mark: .last) {
      $0.instruments[0].takerFee = .percent(1)
      $0.instruments[0].makerFee = .percent(1)
      $0.instruments[0].liquidationFee = .percent(1)
    }
    let alice = hold(&story, 10, cash: 100)
    _ = hold(&story, -10, cash: 1_000)
    story.rest(.buy, 1, at: 89)
    story.take(.sell, 1)
    #expect(story.steps == ["1 liquidatable, -10 of 45", "1 stalled with 10", "1 sells 10 with 2 at 90"])
    #expect((story.mark, story.collateral(alice)) == (89, 0))
    #expect(story.marks == [89])
  }

  // LIQ-19: equity 10 of 46 is not below zero; −5 is.
  @Test func `who is above zero waits for the book`() {
    var story = LiquidationStory(Self.atBankruptcy)
    _ = hold(&story, 10, cash: 100)
    _ = hold(&story, -10, cash: 1_000)
    story.index(91)
    #expect(story.steps == ["1 liquidatable, 10 of 46", "1 stalled with 10"])
    story.index(89)
    #expect(story.steps == ["1 stalled with 10", "1 sells 10 with 2 at 90"])
  }

  // LIQ-19: 40 below zero, and a fund of 40 could pay it; one of 39 could not.
  @Test(arguments: [(40, 0), (39, 1)] as [(Int64, Int)])
  func `where the fund can pay nobody is deleveraged`(fund: Int64, count: Int) {
    var story = LiquidationStory(Self.rules(DeleveragingRules(.proRata, at: .mark, when: .fundShort)), fund: fund)
    _ = hold(&story, 10, cash: 100)
    _ = hold(&story, -10, cash: 1_000)
    story.index(86)
    #expect(story.steps.filter { $0.contains(" with 2 ") }.count == count)
    #expect(story.balance == 0)
  }

  // LIQ-19, LIQ-3: Bob stalled in round 1 and is retried with Alice, who is found later and riskier.
  @Test func `the riskiest is closed first, whatever their rounds`() {
    var story = LiquidationStory(Self.rules(DeleveragingRules(.profitAndLeverage, at: .mark)))
    _ = hold(&story, 10, cash: 85)
    let bob = hold(&story, 10, cash: 90)
    _ = hold(&story, -20, cash: 1_000)
    story.index(94)
    #expect(story.stalled.map(\.account.number) == [1, 2])
    story.deposit(20, to: AccountID(number: 1))
    story.index(89)
    // −20 of 45 and −5 of 45.
    let closed = story.steps.filter { $0.contains(" with ") && !$0.contains("stalled") }
    #expect(closed == ["2 sells 10 with 3 at 89", "1 sells 10 with 3 at 89"])
    #expect(story.position(bob) == 0)
  }

  // LIQ-19, LIQ-4, LIQ-21: both bankruptcy prices are fixed before the first; larger notional first.
  @Test func `of two positions the larger is closed first, each at a price fixed before`() {
    var story = LiquidationStory(Self.atBankruptcy, instruments: 2)
    let alice = story.account(with: 100)
    story.hold(5, of: alice)
    story.hold(-10, of: alice, in: second)
    let carol = hold(&story, -5, cash: 1_000)
    story.hold(10, of: carol, in: second)
    story.index(110, of: second)
    story.index(98)
    // At 110 equity 0 of 25 + 55 stalls; at 98 it is −10 of 25 + 55: 3.125 behind the first, 6.875 behind the second.
    #expect(
      story.steps == [
        "1 stalled with 5", "1 stalled with -10", "1 buys 10 with 2 at 109", "1 sells 5 with 2 at 99",
      ])
    #expect((story.collateral(alice), story.balance) == (5, 0))
  }

  // LIQ-21 (Hyperliquid): the mark before the latest one.
  @Test func `at the previous mark the winners forgo the last move`() {
    var story = LiquidationStory(Self.rules(DeleveragingRules(.markOverEntry, at: .previousMark)))
    let alice = hold(&story, 10, cash: 100)
    let carol = hold(&story, -10, cash: 1_000)
    story.index(92)
    story.index(85)
    #expect(story.steps == ["1 stalled with 10", "1 sells 10 with 2 at 92"])
    #expect((story.collateral(alice), story.collateral(carol), story.balance) == (20, 1_080, 0))
  }

  // LIQ-22: of the exempt nothing is asked; below zero or not they give all they have.
  @Test func `an exempt account stands against everybody`() {
    var story = LiquidationStory(Self.atBankruptcy)
    let alice = hold(&story, 10, cash: 100)
    story.index(89)
    #expect(story.steps == ["1 liquidatable, -10 of 45", "1 stalled with 10", "1 sells 10 with 0 at 90"])
    #expect((story.position(alice), story.position(world), story.collateral(world)) == (0, 0, 100))
  }

  // LIQ-22, LIQ-7: Carol's 30 bear three lots that take ten each; the rest is tried again when she has more.
  @Test func `what finds nobody stays open and is tried with every command`() {
    var story = LiquidationStory(Self.rules(DeleveragingRules(.proRata, at: .previousMark)))
    let alice = hold(&story, 10, cash: 40)
    let carol = hold(&story, -10, at: 83, cash: 30)
    story.index(93)
    story.index(83)
    // Alice has −130. Carol, without gain or loss at 83, is in liquidation herself at 30 of 42.
    #expect(story.steps.filter { $0.contains(" with 2 ") }.isEmpty)
    story.deposit(12, to: carol)
    #expect(story.stages == ["deposit 12: outside to 2"])
    #expect(story.position(alice) == 10)
    story.clock(at: 1)
    // Her 42 bear four lots, which leave her two of 25: she is found, and nobody sells to her.
    #expect(story.steps.contains("1 sells 4 with 2 at 93"))
    #expect((story.position(alice), story.collateral(carol), story.balance) == (6, 2, 0))
  }

  // LIQ-19, LIQ-2, WCH-5: Carol, 136 of 135, gives ten at a loss of 50 and is left with 86 of 88: closed in the round after.
  @Test func `a counterparty who is left under its margin is closed in the same command`() {
    var story = LiquidationStory(Self.rules(DeleveragingRules(.markOverEntry, at: .previousMark)), instruments: 2)
    let alice = story.account(with: 200)
    story.hold(10, of: alice)
    story.hold(10, of: alice, in: second)
    let carol = story.account(with: 236)
    story.hold(-20, of: carol)
    story.hold(10, of: carol, in: second)
    story.rest(.sell, 10, at: 96)
    story.index(95)
    #expect(story.steps.isEmpty)
    story.index(80, of: second)
    #expect(
      story.stagesByRound == [
        "0: 1 liquidatable, -50 of 88", "1: 1 stalled with 10", "1: 1 stalled with 10", "1: 1 sells 10 with 2 at 100",
        "1: 1 sells 10 with 0 at 100", "1: 2 liquidatable, 86 of 88", "2: 2 must buy 10", "2: 2 buys 10 at 96",
      ])
    #expect((story.collateral(alice), story.equity(carol), story.balance) == (200, 76, 0))
  }

  // LIQ-19, LIQ-6: at the end of a timed step, not between steps.
  @Test func `under timed pacing it ends a step`() {
    var story = LiquidationStory(Self.atBankruptcy.with { $0.pacing = .timed(TimeSpan(nanoseconds: 10)) })
    _ = hold(&story, 10, cash: 100)
    _ = hold(&story, -10, cash: 1_000)
    story.index(89)
    #expect(story.steps == ["1 liquidatable, -10 of 45"])
    story.rest(.sell, 1, at: 200)
    #expect(story.steps.isEmpty)
    story.clock(at: 10)
    #expect(story.steps == ["1 stalled with 10", "1 sells 10 with 2 at 90"])
    #expect(story.deadline == nil)
  }

  // LIQ-22, LIQ-23: closed at the mark the bankrupt still owes, which is covered like any loss.
  @Test func `what is owed beyond the price is a loss like any other`() {
    var story = LiquidationStory(Self.rules(DeleveragingRules(.proRata, at: .mark)), fund: 25)
    let alice = hold(&story, 10, cash: 100)
    _ = hold(&story, -10, cash: 1_000)
    story.index(87)
    #expect(
      story.stages.suffix(4) == [
        "1 sells 10 with 2 at 87", "shortfallCovered 25: fund 0 to 1", "shortfallUncovered 5: uncovered to 1",
        "1 loses 5 that nobody pays",
      ])
    #expect((story.collateral(alice), story.fund, story.balance) == (0, 0, 0))
  }

  // LIQ-19, LIQ-7: who has its margin again is let go, stalled as it was.
  @Test func `who has its margin again is not deleveraged`() {
    var story = LiquidationStory(Self.rules(DeleveragingRules(.proRata, at: .mark, when: .unfilled)))
    let alice = hold(&story, 10, cash: 100)
    let bob = hold(&story, -10, at: 82, cash: 100)
    // Alice has 20 of 46, Bob, who is 100 below what he sold for, nothing of 46: neither can be closed against the other.
    story.index(92)
    #expect(story.stalled.map(\.account.number) == [2, 1])
    #expect(story.steps.filter { $0.contains("with 1 ") || $0.contains("with 2 ") }.isEmpty)
    story.deposit(500, to: alice)
    story.deposit(500, to: bob)
    #expect((story.position(alice), story.position(bob)) == (10, -10))
    story.clock(at: 1)
    #expect(story.recovered.map(\.account.number).sorted() == [1, 2])
    #expect((story.position(alice), story.position(bob), story.balance) == (10, -10, 0))
  }
}
