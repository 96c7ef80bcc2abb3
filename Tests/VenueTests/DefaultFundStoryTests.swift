import MarketTypes
import Testing
import Venue

/// What members put into the default fund, and when they get it back (CLR-42). Margins are 5 %, the index is the mark.
@Suite("Stories of the default fund")
struct DefaultFundStoryTests {
  // CLR-42, CLR-17: what an account has in the default fund stays countable, and so does what it takes out.
  @Test func `no contribution makes more than can be counted`() {
    var story = LiquidationStory()
    let bob = story.account(with: 1 << 59)
    story.contribute(1 << 59, by: bob)
    #expect(story.contribution(bob) == 1 << 59)
    story.deposit(1 << 59, to: bob)
    story.contribute(1, by: bob)
    #expect(story.refusals == [.balanceLimit])
    story.contribute(.min, by: bob)
    #expect(story.refusals == [.contributionExceeded])
    story.contribute(-1 << 59, by: bob)
    #expect((story.collateral(bob), story.contribution(bob)) == (1 << 60, 0))
    #expect(story.balance == 0)
  }

  // CLR-42, CLR-6: contributions are no margin; only what is free goes in, and only what is there comes out.
  @Test func `what is free goes into the default fund and comes out of it again`() {
    var story = LiquidationStory()
    let bob = story.account(with: 100)
    story.hold(10, of: bob)
    story.clock(at: 1)
    story.contribute(51, by: bob)
    #expect(story.refusals == [.freeCollateralExceeded])
    story.contribute(50, by: bob)
    #expect(story.stages == ["contributed 50: 1 to 1's contribution"])
    #expect((story.collateral(bob), story.contribution(bob)) == (50, 50))
    story.contribute(-51, by: bob)
    #expect(story.refusals == [.contributionExceeded])
    story.contribute(-20, by: bob)
    #expect(story.stages == ["contributed 20: 1's contribution to 1"])
    story.contribute(0, by: bob)
    #expect(story.refusals == [.amountNotPositive])
    story.contribute(1, by: AccountID(number: 9))
    #expect(story.refusals == [.unknownAccount])
    // 70 of 50 here, 69 of 50 at 99.9; what lies in the fund holds nothing up.
    story.index(97)
    #expect(story.liquidatable == [MarginState(bob, equity: 40, maintenance: 49)])
    #expect(story.balance == 0)
  }

  // CLR-42, CLR-15: while a loss stands open nothing comes out.
  @Test func `while a loss stands open the default fund pays nobody back`() {
    var story = LiquidationStory(LiquidationRules().with { $0.losses = [] })
    let alice = story.account(with: 100)
    let bob = story.account(with: 100)
    story.hold(10, of: alice)
    story.contribute(60, by: bob)
    story.rest(.buy, 10, at: 80)
    story.index(90)
    #expect(story.uncovered == -100)
    story.contribute(-10, by: bob)
    #expect(story.refusals == [.lossUncovered])
    // In, it may go.
    story.contribute(10, by: bob)
    #expect(story.refusals.isEmpty)
    story.fund(100, .common)
    story.contribute(-70, by: bob)
    #expect((story.contribution(bob), story.collateral(bob), story.balance) == (0, 100, 0))
  }
}
