import MarketTypes
import Testing
import Venue

/// Contracts that end because a loss stayed open, or because an administrator says so (LIQ-28, CLR-43).
@Suite("Stories of final settlement")
struct SettlementStoryTests {
  private let first = LiquidationStory.first
  private let second = LiquidationStory.second

  // LIQ-28, CLR-40: orders leave, positions close at the mark, and nobody trades it any more.
  @Test func `a contract in which a loss stayed open is settled at its mark`() {
    var story = LiquidationStory(LiquidationRules().with { $0.settlesContracts = true }, fund: 10)
    let alice = story.account(with: 100)
    let bob = story.account(with: 500)
    story.hold(10, of: alice)
    story.hold(-5, of: bob)
    story.rest(.buy, 10, at: 87)
    story.rest(.sell, 3, at: 150, of: bob)
    story.index(90)
    #expect(
      story.stages.suffix(4) == [
        "shortfallCovered 10: fund 0 to 1", "shortfallUncovered 20: uncovered to 1", "1 loses 20 that nobody pays",
        "0 settled at 90",
      ])
    #expect(story.cancelled.filter { $0.account == bob }.map(\.reason) == [.expired])
    #expect((story.position(bob), story.collateral(bob), story.position(LiquidationStory.world)) == (0, 550, 0))
    story.take(.buy, 1, of: bob)
    #expect(story.refusals == [.contractExpired])
    #expect(story.balance == 0)
  }

  // LIQ-28: a loss that was covered ends nothing; one in another instrument leaves this one.
  @Test func `a covered loss settles nothing, and an open one only its own contract`() {
    var story = LiquidationStory(LiquidationRules().with { $0.settlesContracts = true }, instruments: 2, fund: 30)
    let alice = story.account(with: 100)
    let bob = story.account(with: 100)
    story.hold(10, of: alice)
    story.hold(10, of: bob, in: second)
    story.rest(.buy, 10, at: 87)
    story.index(90)
    #expect(story.steps.filter { $0.contains("settled") }.isEmpty)
    story.rest(.buy, 10, at: 87, in: second)
    story.index(90, of: second)
    #expect(story.steps.suffix(2) == ["2 loses 30 that nobody pays", "1 settled at 90"])
    story.rest(.buy, 1, at: 80)
    #expect(story.refusals.isEmpty)
    #expect(story.balance == 0)
  }

  // LIQ-28, CLR-12: whom the settlement leaves below zero is made whole in turn, and one settlement is enough.
  @Test func `whom the settlement bankrupts is covered in the same command`() {
    var story = LiquidationStory(LiquidationRules().with { $0.settlesContracts = true })
    let alice = story.account(with: 90)
    let bob = story.account(with: 95)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 10, at: 80)
    story.index(90)
    // Bob, at −5 and with nobody to sell to, is closed at 90 by the settlement.
    #expect(
      story.steps == [
        "1 liquidatable, -10 of 45", "2 liquidatable, -5 of 45", "1 must sell 10", "1 sells 10 at 80",
        "2 stalled with 10", "1 loses 110 that nobody pays", "0 settled at 90", "2 loses 5 that nobody pays",
      ])
    #expect((story.position(bob), story.collateral(bob), story.uncovered, story.balance) == (0, 0, -115, 0))
    // Nothing is left of it for a later sweep.
    story.clock(at: 1)
    #expect(story.steps.isEmpty)
  }

  // CLR-43 (JELLY): at any price, at any time, whatever the mark.
  @Test func `an administrator settles a contract at any price`() {
    var story = LiquidationStory()
    let alice = story.account(with: 1_000)
    story.hold(10, of: alice)
    story.rest(.sell, 2, at: 130, of: alice)
    story.settle(at: 40)
    #expect(story.steps == ["0 settled at 40"])
    #expect(story.cancelled.map(\.reason) == [.expired])
    #expect((story.position(alice), story.collateral(alice), story.balance) == (0, 400, 0))
  }

  // CLR-43, CLR-12
  @Test func `who owes more than it has after that is made whole`() {
    var story = LiquidationStory(fund: 100)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.settle(at: 85)
    #expect(story.money(.shortfallCovered) == ["shortfallCovered 50: fund 0 to 1"])
    #expect((story.collateral(alice), story.fund, story.balance) == (0, 50, 0))
  }

  // CLR-43, LIQ-7: what waited for its forced orders is gone with the contract.
  @Test func `settling a contract ends the liquidations in it`() {
    var story = LiquidationStory(LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: 10))))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 80)
    story.index(94)
    story.settle(at: 95)
    #expect((story.position(alice), story.collateral(alice)) == (0, 50))
    story.clock(at: 10)
    #expect(story.forcedOrders.isEmpty && story.recovered.isEmpty && story.deadline == nil)
    #expect(story.balance == 0)
  }

  // CLR-43, in order of precedence.
  // CLR-43, CLR-17, MAT-21: a holder with more than 2^60 cannot settle, and that is said before the price is looked at.
  @Test func `no contract is settled while a holder has more than can be counted`() {
    var story = LiquidationStory()
    let bob = story.account(with: 1 << 59)
    story.deposit(1 << 59, to: bob)
    story.hold(10, of: bob)
    story.rest(.buy, 1, at: 101)
    story.take(.sell, 1, of: bob)
    #expect(story.collateral(bob) == (1 << 60) + 1)
    story.settle(at: 0)
    #expect(story.refusals == [.balanceLimit])
    story.settle(InstrumentID(number: 9), at: 0)
    #expect(story.refusals == [.unknownInstrument])
    story.withdraw(1, from: bob)
    story.settle(at: 0)
    #expect(story.refusals == [.priceBelowOne])
    story.settle(at: 100)
    #expect(story.steps == ["0 settled at 100"])
    #expect(story.balance == 0)
  }

  @Test func `a settlement is refused for the first reason that holds`() {
    var story = LiquidationStory()
    story.settle(InstrumentID(number: 1), at: 0)
    #expect(story.refusals == [.unknownInstrument])
    story.settle(at: 0)
    #expect(story.refusals == [.priceBelowOne])
    story.settle(at: 1_001)
    #expect(story.refusals == [.priceAboveLimit])
    story.settle(at: 1_000)
    #expect(story.steps == ["0 settled at 1000"])
    story.settle(at: 0)
    #expect(story.refusals == [.contractExpired])
  }
}
