import MarketTypes
import Testing
import Venue

/// Who bears what a closed account owes (LIQ-8, LIQ-23 … LIQ-27). Margins are 5 %, the index is the mark.
@Suite("Stories of shared losses")
struct LossLayerStoryTests {
  private let first = LiquidationStory.first
  private let second = LiquidationStory.second
  private let alice = AccountID(number: 1)

  private func rules(_ layers: LossLayer...) -> LiquidationRules { LiquidationRules().with { $0.losses = layers } }

  /// Alice has 100 behind a lot at 1,000. Sold for 786 she owes 114.
  private func story(
    _ rules: LiquidationRules, _ change: (inout VenueRules) -> Void = { _ in }
  ) -> LiquidationStory {
    var story = LiquidationStory(rules, opening: 1_000) {
      $0.instruments[0].maximumPrice = Price(ticks: 10_000)
      change(&$0)
    }
    _ = story.account(with: 100)
    story.hold(1, at: 1_000, of: alice)
    return story
  }

  private func fall(_ story: inout LiquidationStory) {
    story.rest(.buy, 1, at: 786)
    story.index(800)
  }

  // LIQ-23, LIQ-24, LIQ-25, Nasdaq Clearing 2018 in millions: 7 of the operator's, 107 of 166 of the members'.
  @Test func `the operator's capital goes first and the members' fund bears the rest in proportion`() {
    let junior = FundID(number: 1)
    var story = story(rules(LossLayer(.ownContribution), LossLayer(.capital(junior)), LossLayer(.members))) {
      $0.funds = [FundRules(), FundRules()]
    }
    let bob = story.account(with: 100)
    let carol = story.account(with: 66)
    story.contribute(100, by: bob)
    story.contribute(66, by: carol)
    story.fund(7, junior)
    fall(&story)
    // 107 × 100 ÷ 166 = 64.5, up; the last one bears what is left.
    #expect(
      story.money(.shortfallCovered, .contributionUsed, .shortfallUncovered) == [
        "shortfallCovered 7: fund 1 to 1", "contributionUsed 65: 2's contribution to 1",
        "contributionUsed 42: 3's contribution to 1",
      ])
    #expect((story.contribution(bob), story.contribution(carol), story.balance(junior)) == (35, 24, 0))
    #expect((story.collateral(alice), story.uncovered, story.balance) == (0, 0, 0))
  }

  // LIQ-23, LIQ-25: the defaulter's own first; members; then asked of their cash up to half of what they pledged.
  @Test func `an assessment asks of cash, up to a multiple of the contribution, and what one cannot pay nobody does`() {
    var story = story(
      rules(
        LossLayer(.ownContribution), LossLayer(.members, limit: Money(units: 20)), LossLayer(.assessment(.percent(50))))
    )
    let bob = story.account(with: 105)
    let carol = story.account(with: 500)
    story.deposit(10, to: alice)
    story.contribute(10, by: alice)
    story.contribute(100, by: bob)
    story.contribute(60, by: carol)
    fall(&story)
    // 114: 10, then 20 as 13 and 7; of 100 and 60 half is 80, asked as 50 and 30; Bob has 5.
    #expect(
      story.money(.contributionUsed, .assessed, .shortfallUncovered) == [
        "contributionUsed 10: 1's contribution to 1", "contributionUsed 13: 2's contribution to 1",
        "contributionUsed 7: 3's contribution to 1", "assessed 5: 2 to 1", "assessed 30: 3 to 1",
        "shortfallUncovered 49: uncovered to 1",
      ])
    #expect((story.collateral(bob), story.collateral(carol), story.uncovered, story.balance) == (0, 410, -49, 0))
  }

  // LIQ-24, CLR-30: its floor, and its claim limit.
  @Test(arguments: [(nil, 30, 70), (40, 0, 40), (40, 61, 39)] as [(Int64?, Int64, Int64)])
  func `a fund pays what it has above its floor, up to its claim limit`(claim: Int64?, floor: Int64, paid: Int64) {
    let fund = FundRules(claimLimit: claim.map { Money(units: $0) }, floor: Money(units: floor))
    var story = story(rules(LossLayer(.fund))) { $0.funds = [fund] }
    story.fund(100, .common)
    fall(&story)
    #expect(
      story.money(.shortfallCovered, .shortfallUncovered) == [
        "shortfallCovered \(paid): fund 0 to 1", "shortfallUncovered \(114 - paid): uncovered to 1",
      ])
    #expect((story.balance(.common), story.balance) == (100 - paid, 0))
  }

  // LIQ-23: layers in the order in which they stand, each within its limit; no layer, and nobody pays.
  @Test func `layers pay in the order in which the rules name them`() {
    var backwards = story(rules(LossLayer(.gains, limit: Money(units: 14)), LossLayer(.fund)))
    backwards.hold(-1, at: 1_100, of: backwards.account(with: 1_000))
    backwards.fund(500, .common)
    fall(&backwards)
    // The world, which bought at 786, has gained 14 and Bob 300.
    #expect(
      backwards.money(.gainsCut, .shortfallCovered) == [
        "gainsCut 1: 0's gain to 1", "gainsCut 13: 2's gain to 1", "shortfallCovered 100: fund 0 to 1",
      ])
    var none = story(LiquidationRules().with { $0.losses = [] })
    none.fund(500, .common)
    fall(&none)
    #expect(none.money(.shortfallUncovered) == ["shortfallUncovered 114: uncovered to 1"])
    #expect((none.balance(.common), none.balance) == (500, 0))
  }

  // LIQ-26: of gains of 30 and 10 Alice's 20 are borne as 15 and 5, Eve's 10 as 7.5 and the rest; what has borne is gone.
  @Test func `gains bear a loss out of their cost`() {
    var story = LiquidationStory(rules(LossLayer(.gains)))
    let alice = story.account(with: 80)
    let eve = story.account(with: 90)
    let bob = story.account(with: 1_000)
    let carol = story.account(with: 1_000)
    let dave = story.account(with: 1_000)
    story.hold(10, of: alice)
    story.hold(10, of: eve)
    story.hold(-3, of: bob)
    story.hold(-1, of: carol)
    story.hold(2, of: dave)
    // Who buys there has gained nothing yet; the world sold eighteen at 100, buys those back and is two long.
    story.rest(.buy, 20, at: 90)
    story.index(90)
    #expect(
      story.money(.gainsCut) == [
        "gainsCut 15: 3's gain to 1", "gainsCut 5: 4's gain to 1", "gainsCut 8: 3's gain to 2",
        "gainsCut 2: 4's gain to 2",
      ])
    // Nothing was asked of anybody's cash, nor of who has lost.
    #expect((story.collateral(bob), story.collateral(carol), story.collateral(dave)) == (1_000, 1_000, 1_000))
    #expect((story.equity(bob), story.equity(carol), story.equity(dave)) == (1_007, 1_003, 980))
    #expect((story.uncovered, story.balance) == (0, 0))
  }

  // LIQ-26, LIQ-23: gains of 20 cannot bear 30 twice; the second loss finds none left.
  @Test func `a gain that has borne one loss bears no second one`() {
    var story = LiquidationStory(rules(LossLayer(.gains)))
    let alice = story.account(with: 100)
    let eve = story.account(with: 100)
    let bob = story.account(with: 500)
    story.hold(10, of: alice)
    story.hold(10, of: eve)
    story.hold(-2, of: bob)
    // The world is flat at 82 before the losses: it sold 18 at 100 and buys 20 there.
    story.rest(.buy, 20, at: 82)
    story.index(90)
    // Each owes 80. Bob has 20; the world, two long at 82, has 16 of its own.
    #expect(
      story.money(.gainsCut, .shortfallUncovered) == [
        "gainsCut 16: 0's gain to 1", "gainsCut 20: 3's gain to 1", "shortfallUncovered 44: uncovered to 1",
        "shortfallUncovered 80: uncovered to 2",
      ])
    #expect((story.equity(bob), story.balance) == (500, 0))
  }

  // LIQ-27: each lot alike, long or short; a margined account no more than its equity, an exempt one all.
  @Test func `open interest bears a loss lot by lot, nobody more than its equity`() {
    var story = LiquidationStory(rules(LossLayer(.openInterest)))
    let alice = story.account(with: 100)
    let bob = story.account(with: 57)
    let carol = story.account(with: 1_000)
    story.hold(10, of: alice)
    story.hold(5, of: bob)
    story.hold(-15, of: carol)
    story.rest(.buy, 10, at: 70)
    story.index(90)
    // Alice owes 200 over 5 + 15 + 10 lots, the world having bought hers: 67, 34 and 99. Bob has 7 at 90.
    #expect(
      story.money(.openInterestCharged, .shortfallUncovered) == [
        "openInterestCharged 67: 0 to 1", "openInterestCharged 7: 2 to 1", "openInterestCharged 99: 3 to 1",
        "shortfallUncovered 27: uncovered to 1",
      ])
    #expect(story.balance == 0)
  }

  // LIQ-26, LIQ-27: of the instrument it closed last, and of no other.
  @Test func `only positions in the instrument that was closed last bear it`() {
    for kind in [LossLayer.Kind.gains, .openInterest] {
      var story = LiquidationStory(rules(LossLayer(kind)), instruments: 2)
      let alice = story.account(with: 100)
      let bob = story.account(with: 1_000)
      story.hold(10, of: alice)
      story.hold(-10, of: bob, in: second)
      story.index(90, of: second)
      story.rest(.buy, 10, at: 89)
      story.index(90)
      #expect(story.transfers.filter { $0.from == .collateral(bob) || $0.from == .costBasis(bob, second) }.isEmpty)
      #expect((story.collateral(bob), story.equity(bob), story.balance) == (1_000, 1_100, 0))
    }
  }

  // LIQ-8: two accounts of one round; the fund's money goes after both were sold, lower number first.
  @Test func `losses are covered after all forced orders of a round`() {
    var story = LiquidationStory(rules(LossLayer(.fund)), fund: 15)
    let alice = story.account(with: 100)
    let bob = story.account(with: 90)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 20, at: 89)
    story.index(90)
    #expect(
      story.stages.filter { !$0.contains("must") }.suffix(6) == [
        "2 sells 10 at 89", "1 sells 10 at 89", "shortfallCovered 10: fund 0 to 1", "shortfallCovered 5: fund 0 to 2",
        "shortfallUncovered 15: uncovered to 2", "2 loses 15 that nobody pays",
      ])
    _ = alice
  }

  // LIQ-27, LIQ-2: who is charged under its margin is found in the same look, and closed in the round after.
  @Test func `who is under its margin because it bore a loss is closed in turn`() {
    var story = LiquidationStory(rules(LossLayer(.openInterest)))
    let alice = story.account(with: 100)
    let bob = story.account(with: 157)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 20, at: 80)
    story.index(90)
    // Alice owes 100 over 10 lots of Bob's and 10 of the world's: 50 each leave Bob 7 of 45.
    #expect(
      story.stagesByRound.filter { !$0.contains("must") }.prefix(6) == [
        "0: 1 liquidatable, 0 of 45", "1: 1 sells 10 at 80", "1: openInterestCharged 50: 0 to 1",
        "1: openInterestCharged 50: 2 to 1", "1: 2 liquidatable, 7 of 45", "2: 2 sells 10 at 80",
      ])
    #expect(story.balance == 0)
  }
}
