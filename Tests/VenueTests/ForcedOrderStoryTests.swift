import MarketTypes
import Testing
import Venue

/// Which orders leave, how much one forced order closes, at what worst price, within what budget, for what fee
/// (LIQ-4, LIQ-5, LIQ-12 … LIQ-16). Margins are 5 %, the index is the mark.
@Suite("Stories of forced orders")
struct ForcedOrderStoryTests {
  private let first = LiquidationStory.first
  private let second = LiquidationStory.second

  // MARK: Orders before it

  // LIQ-4: asks of ten lots together close a long of ten; one lot more could flip it.
  @Test(arguments: [(4, ["1's buy of 2 cancelled: liquidation"]), (5, [])] as [(Int64, [String])])
  func `orders that only close may stay as long as all of them together only close`(lots: Int64, kept: [String]) {
    var story = LiquidationStory(LiquidationRules().with { $0.cancels = .riskIncreasing })
    let alice = story.account(with: 1_000)
    story.hold(10, of: alice)
    story.rest(.sell, 6, at: 150, of: alice)
    story.rest(.sell, lots, at: 160, of: alice)
    story.rest(.buy, 2, at: 20, of: alice)
    story.withdraw(900, from: alice)
    story.rest(.buy, 10, at: 91)
    story.index(94)
    let gone = story.stages.filter { $0.hasSuffix("liquidation") }
    let all = [
      "1's buy of 2 cancelled: liquidation", "1's sell of \(lots) cancelled: liquidation",
      "1's sell of 6 cancelled: liquidation",
    ]
    #expect(gone == (kept.isEmpty ? all : kept))
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -10, ticks: 91)])
  }

  // LIQ-4
  @Test func `where nothing is cancelled even orders that enlarge stay`() {
    var story = LiquidationStory(LiquidationRules().with { $0.cancels = .none })
    let alice = story.account(with: 1_000)
    story.hold(10, of: alice)
    story.rest(.buy, 2, at: 20, of: alice)
    story.withdraw(900, from: alice)
    story.rest(.buy, 10, at: 91)
    story.index(94)
    #expect(story.cancelled.isEmpty)
    #expect(story.forcedFills.map(\.lots) == [-10])
  }

  // MARK: Sizes

  // LIQ-13, LIQ-7: 20 % and at least 200 of notional: 3 of ten lots, and again, each in its own round.
  @Test func `what is closed in part has its next turn in the next round, marks or no marks`() {
    let sizing = PortionSizing(.percent(20), atLeast: Money(units: 200))
    var story = LiquidationStory(LiquidationRules().with { $0.sizing = .portion(sizing) })
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 93)
    story.index(94)
    // Equity 40, less a unit a lot: 37 of 33 after the first three.
    #expect(story.stagesByRound == ["0: 1 liquidatable, 40 of 47", "1: 1 must sell 3", "1: 1 sells 3 at 93"])
    #expect((story.position(alice), story.balance) == (7, 0))
    story.index(93)
    // 30 of 33; then 30 of 19.
    #expect(
      story.stagesByRound == ["0: 1 liquidatable, 30 of 33", "1: 1 must sell 3", "1: 1 sells 3 at 93"])
  }

  // LIQ-13, LIQ-7
  @Test func `a part that the book does not fill whole stalls`() {
    var story = LiquidationStory(LiquidationRules().with { $0.sizing = .portion(PortionSizing(.percent(50))) })
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 4, at: 80)
    story.index(91)
    #expect(story.stagesByRound == ["0: 1 liquidatable, 10 of 46", "1: 1 must sell 5", "1: 1 sells 4 at 80"])
    story.rest(.buy, 4, at: 80)
    #expect(story.stages.isEmpty)
    story.clock(at: 1)
    // Half of six, and half of three, and of two; the last lot finds nobody.
    #expect(
      story.stagesByRound.filter { !$0.contains("must") } == ["1: 1 sells 3 at 80", "2: 1 sells 1 at 80"])
    #expect(story.position(alice) == 2)
  }

  // LIQ-13, F25: 7 missing of a margin of 47 and nothing more; two lots free 9.4.
  @Test func `to its margin as few lots as do it, the larger position first`() {
    var story = LiquidationStory(
      LiquidationRules().with { $0.sizing = .toTarget(TargetSizing(buffer: .zero)) }, instruments: 2)
    let alice = story.account(with: 180)
    story.hold(10, of: alice)
    story.hold(8, of: alice, in: second)
    story.rest(.buy, 10, at: 90)
    story.rest(.buy, 10, at: 100, in: second)
    story.index(90)
    // 80 of 45 + 40: two lots of 90 free 9, the second position is not touched.
    #expect(story.steps == ["1 liquidatable, 80 of 85", "1 must sell 2", "1 sells 2 at 90"])
    #expect((story.position(alice), story.position(alice, in: second)) == (8, 8))
  }

  // LIQ-13: where one position cannot free it all the next one gives what is then missing.
  @Test func `what the larger position cannot free the smaller one does`() {
    var story = LiquidationStory(
      LiquidationRules().with { $0.sizing = .toTarget(TargetSizing(buffer: .zero)) }, instruments: 2)
    let alice = story.account(with: 110)
    story.hold(10, of: alice)
    story.hold(8, of: alice, in: second)
    story.rest(.buy, 10, at: 90)
    story.rest(.buy, 10, at: 100, in: second)
    story.index(90)
    // 10 of 85: 45 from the first, 30 from six lots of the second.
    #expect(
      story.steps == [
        "1 liquidatable, 10 of 85", "1 must sell 10", "1 sells 10 at 90", "1 must sell 6", "1 sells 6 at 100",
      ])
    #expect((story.position(alice, in: second), story.collateral(alice)) == (2, 10))
  }

  // MARK: Worst prices

  // LIQ-14
  @Test(arguments: [(9, []), (10, ["1 must sell 10 at 90", "1 sells 10 at 91"])] as [(Int64, [String])])
  func `fill-or-kill enters only where the whole of it fills within the limit`(lots: Int64, orders: [String]) {
    var story = LiquidationStory(LiquidationRules(limit: .bankruptcyPrice).with { $0.isFillOrKill = true })
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, lots, at: 91)
    story.rest(.buy, 5, at: 89)
    story.index(94)
    #expect(story.steps == ["1 liquidatable, 40 of 47"] + (orders.isEmpty ? ["1 stalled with 10"] : orders))
    #expect(story.balance == 0)
  }

  // LIQ-12, F22: 40 of 47 at a spread of 10: 94 − 0.148936170 × 10 × 4.7 is a little above 87.
  @Test func `a fillable price is as far from the mark as the account is from its margin`() {
    let limit = FillableLimit(aggressiveness: .one, spread: .percent(1_000))
    var story = LiquidationStory(LiquidationRules(limit: .fillable(limit)))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 6, at: 88)
    story.rest(.buy, 10, at: 87)
    story.index(94)
    #expect(story.steps == ["1 liquidatable, 40 of 47", "1 must sell 10 at 88", "1 sells 6 at 88"])
  }

  // LIQ-12, F23: 3 % of an index of 94 are 91.18, so 92; two seconds after its patience 5 % are 89.3, so 90.
  @Test func `an index band widens while the account waits`() {
    let band = IndexBand(
      width: .percent(3), patience: TimeSpan(nanoseconds: 1_000_000_000), growthPerSecond: .percent(1),
      most: .percent(50))
    var story = LiquidationStory(LiquidationRules(limit: .indexBand(band)))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 90)
    story.index(94)
    #expect(story.stalled.count == 1)
    story.clock(at: 999_999_999)
    #expect(story.stalled.count == 1)
    story.clock(at: 2_000_000_000)
    #expect(story.forcedOrders.map(\.limit) == [Price(ticks: 90)])
    #expect(story.forcedFills.map(\.ticks) == [90])
  }

  // LIQ-12, F24: the middle of 90 and 101 is 95.5; 5 % of it leave 90.7, so 91; the bids are out of reach.
  @Test func `a disposal range is measured from the middle of the book`() {
    var story = LiquidationStory(LiquidationRules(limit: .disposalRange(.percent(5))))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 90)
    story.rest(.sell, 1, at: 101)
    story.index(94)
    #expect(story.stalled.count == 1)
    // Without asks there is no middle: the mark less 5 % is 89.3, so 90.
    story.clear()
    story.rest(.buy, 10, at: 90)
    story.clock(at: 1)
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -10, ticks: 90)])
  }
}
