import MarketTypes
import Testing
import Venue

/// Unless a story says otherwise the index is the mark, 100 at first; initial and maintenance margin are 5 %.
@Suite("Stories of liquidation")
struct LiquidationStoriesTests {
  private let first = LiquidationStory.first
  private let second = LiquidationStory.second
  private let world = LiquidationStory.world

  // MARK: What it costs

  // LIQ-5, CLR-14
  @Test
  func `a forced order that stops at the bankruptcy price costs the fund nothing`() {
    var story = LiquidationStory(LiquidationRules(limit: .bankruptcyPrice), fund: 500)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 4, at: 91)
    story.rest(.buy, 6, at: 90)
    story.rest(.buy, 10, at: 85)
    story.index(94)
    // Equity 100 − 60; nothing is left at 94 − 40 ÷ 10.
    #expect(story.liquidatable == [MarginState(alice, equity: 40, maintenance: 47)])
    #expect(story.forcedOrders.map(\.limit) == [Price(ticks: 90)])
    #expect(
      story.forcedFills == [
        ForcedFill(account: alice, lots: -4, ticks: 91), ForcedFill(account: alice, lots: -6, ticks: 90),
      ])
    #expect((story.position(alice), story.collateral(alice)) == (0, 4))
    #expect((story.fund, story.uncovered, story.balance) == (500, 0, 0))
  }

  // LIQ-5, LIQ-7
  @Test
  func `what finds nobody at the bankruptcy price waits for the next mark`() {
    var story = LiquidationStory(LiquidationRules(limit: .bankruptcyPrice), fund: 500)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 89)
    story.index(94)
    #expect(story.forcedOrders.isEmpty)
    #expect(story.stalled == [LiquidationStall(account: alice, instrument: first, position: Position(lots: 10))])
    // A better bid alone changes no mark.
    story.rest(.buy, 10, at: 92)
    #expect(story.forcedOrders.isEmpty)
    story.index(93)
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -10, ticks: 92)])
    #expect((story.collateral(alice), story.fund, story.balance) == (20, 500, 0))
  }

  // CLR-12, LIQ-5, LIQ-8
  @Test
  func `at the market the fund pays what is missing and the rest is uncovered`() {
    var story = LiquidationStory(fund: 30)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 85)
    story.index(94)
    #expect(story.forcedOrders.map(\.limit) == [nil])
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -10, ticks: 85)])
    // 100 − 150: fifty short.
    #expect(
      story.transfers.suffix(2) == [
        Transfer(from: .fund(.common), to: .collateral(alice), amount: Money(units: 30), reason: .shortfallCovered),
        Transfer(from: .uncovered, to: .collateral(alice), amount: Money(units: 20), reason: .shortfallUncovered),
      ])
    #expect(story.told.last?.body == .lossUncovered(LossUncovered(account: alice, amount: Money(units: 20))))
    #expect((story.collateral(alice), story.fund, story.uncovered, story.balance) == (0, 0, -20, 0))
  }

  // CLR-12, LIQ-8
  @Test
  func `an account still holding something is not made whole until it is flat`() {
    var story = LiquidationStory(fund: 1_000)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 4, at: 70)
    story.index(80)
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -4, ticks: 70)])
    #expect((story.position(alice), story.collateral(alice), story.fund) == (6, -20, 1_000))
    story.rest(.buy, 6, at: 75)
    story.index(79)
    #expect((story.position(alice), story.collateral(alice), story.fund) == (0, 0, 1_000 - 170))
    #expect(story.balance == 0)
  }

  // CLR-12, LIQ-8
  @Test
  func `the fund pays the lower number first, whoever was closed first`() {
    var story = LiquidationStory(fund: 150)
    let alice = story.account(with: 100)
    let bob = story.account(with: 60)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 20, at: 80)
    story.index(94)
    #expect(story.forcedFills.map(\.account) == [bob, alice])
    #expect(
      story.transfers.suffix(3) == [
        Transfer(from: .fund(.common), to: .collateral(alice), amount: Money(units: 100), reason: .shortfallCovered),
        Transfer(from: .fund(.common), to: .collateral(bob), amount: Money(units: 50), reason: .shortfallCovered),
        Transfer(from: .uncovered, to: .collateral(bob), amount: Money(units: 90), reason: .shortfallUncovered),
      ])
    #expect((story.fund, story.uncovered, story.balance) == (0, -90, 0))
  }

  // MARK: What happens in which order

  // LIQ-4
  @Test
  func `its orders are cancelled first, lowest instrument and youngest first, which alone cures nobody`() {
    var story = LiquidationStory(instruments: 2)
    let alice = story.account(with: 200)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 80)
    story.rest(.buy, 1, at: 90, of: alice, in: second)
    story.rest(.buy, 2, at: 70, of: alice)
    story.rest(.sell, 1, at: 120, of: alice)
    story.index(84)
    // Orders weigh on initial margin alone, so equity 40 against 42 stays what it was.
    #expect(story.liquidatable == [MarginState(alice, equity: 40, maintenance: 42)])
    let mine = story.cancelled.filter { $0.account == alice }
    #expect(mine.map(\.reason) == [.liquidation, .liquidation, .liquidation])
    #expect(mine.map(\.instrument) == [first, first, second])
    #expect(mine.map(\.side) == [.sell, .buy, .buy])
    #expect(story.recovered.isEmpty)
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -10, ticks: 80)])
    #expect((story.collateral(alice), story.balance) == (0, 0))
  }

  // LIQ-4
  @Test
  func `an account that has its margin again when its turn comes is left alone`() {
    var story = LiquidationStory(LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: 10))))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 80)
    story.rest(.buy, 1, at: 70, of: alice)
    story.index(94)
    #expect(story.liquidatable.map(\.account) == [alice])
    story.deposit(7, to: alice)
    story.clock(at: 10)
    #expect(story.cancelled.map(\.account) == [alice])
    #expect(story.recovered == [MarginState(alice, equity: 47, maintenance: 47)])
    #expect(story.forcedOrders.isEmpty && story.deadline == nil)
    #expect((story.position(alice), story.balance) == (10, 0))
    // And watched again.
    story.index(93)
    #expect(story.liquidatable == [MarginState(alice, equity: 37, maintenance: 47)])
  }

  // LIQ-4, LIQ-3
  @Test
  func `a forced order that closes a due account's own short cures it`() {
    var story = LiquidationStory(LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: 10))), instruments: 2)
    let alice = story.account(with: 70)
    let bob = story.account(with: 60)
    story.hold(10, of: alice)
    story.hold(-10, of: bob)
    story.hold(1, of: bob, in: second)
    story.rest(.buy, 10, at: 50)
    story.rest(.buy, 10, at: 50, in: second)
    story.index(94)
    story.rest(.buy, 10, at: 93, of: bob)
    story.index(28, of: second)
    #expect(story.liquidatable == [MarginState(bob, equity: 48, maintenance: 49)])
    story.clock(at: 10)
    // Alice is riskier, 10 ÷ 47; her forced order meets Bob's bid, and he is flat there with a profit of 70.
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -10, ticks: 93)])
    #expect(story.recovered == [MarginState(bob, equity: 58, maintenance: 2)])
    #expect((story.collateral(alice), story.collateral(bob), story.balance) == (0, 130, 0))
  }

  // LIQ-4
  @Test
  func `an account with two positions closes both, the larger first`() {
    var story = LiquidationStory(instruments: 2)
    let alice = story.account(with: 200)
    story.hold(4, of: alice)
    story.hold(-9, of: alice, in: second)
    story.rest(.buy, 4, at: 97)
    story.rest(.sell, 9, at: 118, in: second)
    story.index(117, of: second)
    // 200 − 153 against 20 + 53 (5 % of 1053, rounded up).
    #expect(story.liquidatable == [MarginState(alice, equity: 47, maintenance: 73)])
    #expect(
      story.forcedFills == [
        ForcedFill(account: alice, lots: 9, ticks: 118), ForcedFill(account: alice, lots: -4, ticks: 97),
      ])
    #expect(story.forcedOrders.map(\.instrument) == [second, first])
    #expect((story.collateral(alice), story.balance) == (200 - 162 - 12, 0))
  }

  // LIQ-3
  @Test
  func `the riskiest account meets the best bids`() {
    var story = LiquidationStory()
    let calm = story.account(with: 90)
    let risky = story.account(with: 70)
    story.hold(10, of: calm)
    story.hold(10, of: risky)
    story.rest(.buy, 10, at: 93)
    story.rest(.buy, 10, at: 92)
    story.index(94)
    #expect(
      story.forcedFills == [
        ForcedFill(account: risky, lots: -10, ticks: 93), ForcedFill(account: calm, lots: -10, ticks: 92),
      ])
    #expect((story.collateral(calm), story.collateral(risky), story.balance) == (10, 0, 0))
  }

  // LIQ-4, CLR-11
  @Test
  func `the resting order of an account that is itself due is cancelled when a forced order meets it`() {
    var story = LiquidationStory()
    let alice = story.account(with: 70)
    let bob = story.account(with: 100)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 10, at: 93, of: bob)
    story.rest(.buy, 20, at: 90)
    story.index(94)
    #expect(story.cancelled.map(\.account) == [bob])
    #expect(story.cancelled.map(\.reason) == [.makerMarginNotMet])
    #expect(
      story.forcedFills == [
        ForcedFill(account: alice, lots: -10, ticks: 90), ForcedFill(account: bob, lots: -10, ticks: 90),
      ])
    #expect((story.collateral(alice), story.collateral(bob), story.uncovered) == (0, 0, -30))
    #expect(story.balance == 0)
  }

  // MARK: Rounds

  // LIQ-2
  @Test
  func `makers hit by forced orders can be liquidated in the next round`() {
    var story = LiquidationStory(mark: .last)
    let alice = story.account(with: 60)
    let dave = story.account(with: 7)
    let bob = story.account(with: 50)
    story.hold(10, of: alice)
    story.hold(1, of: dave)
    story.rest(.buy, 1, at: 97)
    story.rest(.buy, 10, at: 95, of: bob)
    story.rest(.buy, 1, at: 94)
    story.rest(.buy, 10, at: 90)
    story.take(.sell, 1)
    // The shock marks 97: Alice 30 against 49, Dave 4 against 5. They sell to Bob and to the world, which marks 94:
    // Bob, long from 95, has 40 against 47. He sells at 90.
    #expect(story.marks == [97, 94, 90])
    #expect(
      story.forcedFills == [
        ForcedFill(round: 1, account: alice, lots: -10, ticks: 95),
        ForcedFill(round: 1, account: dave, lots: -1, ticks: 94),
        ForcedFill(round: 2, account: bob, lots: -10, ticks: 90),
      ])
    #expect(
      story.liquidatable == [
        MarginState(alice, equity: 30, maintenance: 49), MarginState(dave, equity: 4, maintenance: 5),
        MarginState(bob, equity: 40, maintenance: 47),
      ])
    #expect((story.collateral(alice), story.collateral(dave), story.collateral(bob)) == (10, 1, 0))
    #expect(story.balance == 0)
  }

  // LIQ-2: what an event's cause says, all the way from the last forced fill to the shock.
  @Test
  func `a forced order's causes lead back to the shock`() {
    var story = LiquidationStory(mark: .last)
    let alice = story.account(with: 60)
    story.hold(10, of: alice)
    story.rest(.buy, 1, at: 97)
    story.rest(.buy, 10, at: 95)
    story.take(.sell, 1)
    let told = story.told
    var place = told.lastIndex { if case .filled = $0.body { true } else { false } } ?? 0
    var way: [String] = []
    var rounds: [UInt16] = []
    while true {
      way.append(String(describing: told[place].body).prefix { $0 != "(" }.description)
      rounds.append(told[place].round)
      if told[place].cause == 0 { break }
      place -= Int(told[place].cause)
    }
    #expect(way == ["filled", "accepted", "liquidatable", "marked", "filled", "accepted"])
    #expect(rounds == [1, 1, 0, 0, 0, 0])
  }

  // LIQ-2
  @Test
  func `one by one the mark is taken after each account, synchronously once a round`() {
    func marks(_ order: LiquidationOrder) -> [Int64] {
      var story = LiquidationStory(LiquidationRules(order: order), mark: .last)
      for _ in 0..<3 {
        let account = story.account(with: 80)
        story.hold(10, of: account)
      }
      story.rest(.buy, 1, at: 96)
      for ticks in [95, 94, 93] { story.rest(.buy, 10, at: Int64(ticks)) }
      story.take(.sell, 1)
      return story.marks
    }
    #expect(marks(.synchronous) == [96, 93])
    #expect(marks(.oneByOne) == [96, 95, 94, 93])
  }

  // LIQ-9
  @Test
  func `at the round limit the queue keeps what is due, and goes on with the next command`() {
    var story = LiquidationStory(LiquidationRules(pacing: .immediate(roundLimit: 1)), mark: .last)
    let alice = story.account(with: 60)
    let bob = story.account(with: 71)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 1, at: 98)
    story.rest(.buy, 10, at: 96)
    story.rest(.buy, 10, at: 95)
    story.take(.sell, 1)
    // Alice, 40 against 49, sells at 96; that makes Bob due, 31 against 48, in a round that is one too many.
    #expect(story.forcedFills.map(\.account) == [alice])
    #expect(story.told.last?.body == .roundLimitReached(RoundLimit(limit: 1, waiting: 1)))
    story.clock(at: 1)
    #expect(story.forcedFills == [ForcedFill(round: 1, account: bob, lots: -10, ticks: 95)])
    #expect((story.collateral(alice), story.collateral(bob), story.balance) == (20, 21, 0))
  }

  // LIQ-7
  @Test
  func `what a forced order leaves waits for the next mark or sweep`() {
    var story = LiquidationStory()
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 2, at: 92)
    story.index(94)
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -2, ticks: 92)])
    // Equity 36 against 38: still due, but no mark moved, so the same generation goes on at the next sweep.
    #expect((story.stalled, story.position(alice), story.balance) == ([], 8, 0))
    story.clock(at: 1)
    #expect(story.stalled == [LiquidationStall(account: alice, instrument: first, position: Position(lots: 8))])
    #expect((story.position(alice), story.balance) == (8, 0))
  }

  // LIQ-7
  @Test
  func `a forced order that fills in part may cure, and then the rest is kept`() {
    var story = LiquidationStory()
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 3, at: 92)
    story.index(94)
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -3, ticks: 92)])
    // 76 − 42 against 33.
    #expect(story.stalled.isEmpty && story.liquidatable.count == 1)
    #expect((story.position(alice), story.collateral(alice), story.balance) == (7, 76, 0))
  }

  // MARK: When

  // LIQ-6
  @Test
  func `timed pacing places nothing before the deadline, and then only at a clock`() {
    var story = LiquidationStory(LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: 50))))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 92)
    story.wait(until: 7)
    story.index(94)
    #expect(story.liquidatable.map(\.account) == [alice])
    #expect(story.forcedOrders.isEmpty && story.deadline == 57)
    story.clock(at: 56)
    #expect(story.told.isEmpty && story.deadline == 57)
    story.wait(until: 60)
    story.rest(.buy, 1, at: 50)
    #expect(story.forcedOrders.isEmpty && story.deadline == 57)
    story.clock(at: 60)
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -10, ticks: 92)])
    #expect(story.deadline == nil)
    #expect((story.collateral(alice), story.balance) == (20, 0))
  }

  // LIQ-6, LIQ-7
  @Test
  func `a timed sweep tries again who found nobody, mark or no mark`() {
    var story = LiquidationStory(LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: 50))))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.index(94)
    story.clock(at: 50)
    #expect(story.stalled.count == 1 && story.deadline == 100)
    story.rest(.buy, 10, at: 92)
    #expect(story.forcedOrders.isEmpty)
    story.clock(at: 100)
    #expect(story.forcedFills == [ForcedFill(account: alice, lots: -10, ticks: 92)])
    #expect((story.deadline, story.balance) == (nil, 0))
  }

  // MRK-7
  @Test
  func `only a fill or the index moves a mark, and an empty side keeps the old one`() {
    var story = LiquidationStory(mark: .mid)
    let alice = story.account(with: 1_000)
    story.rest(.buy, 5, at: 90)
    story.rest(.sell, 2, at: 106)
    #expect(story.marks.isEmpty && story.mark == 100)
    story.take(.buy, 1, of: alice)
    #expect(story.marks == [98])
    story.take(.buy, 1, of: alice)
    #expect(story.marks.isEmpty && story.mark == 98)
  }

  // CLR-15
  @Test
  func `a withdrawal is at most the free collateral, and never more than cash`() {
    var story = LiquidationStory()
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.withdraw(51, from: alice)
    #expect(story.refusals == [.freeCollateralExceeded])
    story.withdraw(50, from: alice)
    #expect(story.refusals.isEmpty && story.collateral(alice) == 50)
    story.index(140)
    // Free collateral is 450 − 70 now, but there is no more than 50 to take.
    story.withdraw(51, from: alice)
    #expect(story.refusals == [.freeCollateralExceeded])
    story.withdraw(50, from: alice)
    #expect((story.collateral(alice), story.balance) == (0, 0))
  }

  // MARK: Whether at all

  // LIQ-10
  @Test
  func `with liquidation off accounts are told once and left alone`() {
    var story = LiquidationStory(LiquidationRules(isOn: false))
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 92)
    story.rest(.buy, 1, at: 91, of: alice)
    story.index(94)
    #expect(story.liquidatable.map(\.account) == [alice])
    #expect(story.forcedOrders.isEmpty && story.cancelled.isEmpty && story.stalled.isEmpty)
    story.index(60)
    #expect(story.liquidatable.isEmpty && story.forcedOrders.isEmpty)
    #expect((story.position(alice), story.balance) == (10, 0))
    // Closing by itself beyond its collateral, it is made whole like anybody.
    story.take(.sell, 10, of: alice)
    #expect((story.position(alice), story.collateral(alice), story.uncovered) == (0, 20, 0))
  }

  // LIQ-10, CLR-12
  @Test
  func `with liquidation off a bankrupt account that closes by itself is still made whole`() {
    var story = LiquidationStory(LiquidationRules(isOn: false), fund: 10)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 88)
    story.index(89)
    story.rest(.sell, 10, at: 88, of: alice)
    #expect((story.position(alice), story.collateral(alice)) == (0, 0))
    #expect((story.fund, story.uncovered, story.balance) == (0, -10, 0))
  }

  // LIQ-1
  @Test(arguments: [(LiquidationThreshold.below, 0), (.atOrBelow, 1)])
  func `equity equal to maintenance margin is liquidatable only where the rules say so`(
    threshold: LiquidationThreshold, count: Int
  ) {
    var story = LiquidationStory(LiquidationRules(threshold: threshold))
    let alice = story.account(with: 107)
    story.hold(10, of: alice)
    story.rest(.buy, 10, at: 92)
    story.index(94)
    #expect(story.liquidatable.count == count && story.forcedFills.count == count)
    #expect((story.position(alice), story.balance) == (count == 0 ? 10 : 0, 0))
    story.index(93)
    #expect(story.position(alice) == 0)
  }

  // LIQ-1
  @Test
  func `an exempt account is never liquidated`() {
    var story = LiquidationStory()
    let alice = story.account(with: 1_000)
    story.hold(10, of: alice)
    story.rest(.buy, 100, at: 5)
    story.rest(.sell, 100, at: 900)
    story.index(190)
    #expect(story.liquidatable.isEmpty && story.forcedOrders.isEmpty)
    #expect(story.position(world) == -10 && story.collateral(world) == 0)
  }

  // WCH-3, LIQ-1
  @Test
  func `a holding opened before its instrument had a mark is watched from the first mark on`() {
    let rate = Rate(partsPerBillion: 50_000_000)
    var venue = Exchange(
      VenueRules(instruments: [
        InstrumentRules(
          tickValue: Money(units: 1), maximumPrice: Price(ticks: 1_000), maximumPosition: Quantity(lots: 1_000),
          initialMargin: rate, maintenanceTiers: [MaintenanceTier(floor: .zero, rate: rate)], mark: .index)
      ]))
    venue.checksEverything = true
    var stream = EventStream()
    let alice = AccountID(number: 1)
    let opening: [Command.Action] = [
      .openAccount(AccountOpening(account: world, kind: .exempt)),
      .openAccount(AccountOpening(account: alice, kind: .cross)), .deposit(alice, Money(units: 100)),
      .openHolding(
        HoldingOpening(
          account: alice, counterparty: world, instrument: first, position: Position(lots: 10),
          price: Price(ticks: 100))),
      .clock,
    ]
    for action in opening { venue.execute(Command(action), into: &stream) }
    stream.removeAll()
    venue.execute(Command(.setIndex(PriceUpdate(instrument: first, price: Price(ticks: 94)))), into: &stream)
    let told = (0..<stream.count).map { stream[$0].body }
    #expect(told.contains(.liquidatable(MarginState(alice, equity: 40, maintenance: 47))))
  }
}
