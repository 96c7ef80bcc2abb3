import MarketTypes
import Testing
import Venue

/// How the backstop gets rid of what it took over (LIQ-18). Margins are 5 %, the index is the mark; the backstop is
/// account 1 and Alice, with 100 behind ten lots at 100, account 2.
@Suite("Stories of disposal")
struct DisposalStoryTests {
  private let backstop = AccountID(number: 1)

  private func rules(_ backstop: BackstopRules) -> LiquidationRules {
    LiquidationRules().with { $0.backstop = backstop }
  }

  private func story() -> LiquidationStory {
    var story = LiquidationStory(rules(BackstopRules(below: .one, disposal: disposal)))
    _ = story.account(with: 1_000, .backstop)
    let alice = story.account(with: 100)
    story.hold(10, of: alice)
    return story
  }

  private let disposal = DisposalRules(
    every: TimeSpan(nanoseconds: 10), portion: .percent(50), wholeUpTo: Quantity(lots: 3), bookShare: .percent(25),
    range: .percent(10))

  // LIQ-18, F30: of the eight bids within 10 % of 101.5 a quarter, and never more than half of what it has.
  @Test func `it sells step by step, a share of the book in range`() {
    var story = story()
    story.rest(.buy, 100, at: 80)
    story.rest(.buy, 8, at: 93)
    story.rest(.sell, 5, at: 110)
    story.index(94)
    #expect(story.deadline == 10)
    story.clock(at: 9)
    #expect(story.stages.isEmpty)
    story.clock(at: 10)
    // 101.5 × 0.9 = 91.35. Long ago as it was, the takeover is the cause.
    #expect(story.steps == ["1 must sell 2 at 92", "1 sells 2 at 93"])
    #expect(story.deadline == 20)
    // Six bids left: one and a half, up. Late as it is, the next step is ten later.
    story.clock(at: 33)
    #expect(story.steps == ["1 must sell 2 at 92", "1 sells 2 at 93"])
    #expect(story.deadline == 43)
    // A deep book: half of six. Then three may go whole.
    story.rest(.buy, 100, at: 94)
    story.clock(at: 43)
    #expect(story.steps == ["1 must sell 3 at 92", "1 sells 3 at 94"])
    story.clock(at: 53)
    #expect(story.steps == ["1 must sell 3 at 92", "1 sells 3 at 94"])
    #expect((story.position(backstop), story.deadline, story.balance) == (0, nil, 0))
  }

  // LIQ-18: with nobody in range it waits, with half a book it reaches from the mark.
  @Test func `with nobody in range it sells nothing and waits`() {
    var story = story()
    story.rest(.buy, 100, at: 80)
    story.index(94)
    story.clock(at: 10)
    #expect(story.stages.isEmpty && story.deadline == 20)
    // 94 × 0.9 = 84.6.
    story.rest(.buy, 3, at: 85)
    story.clock(at: 20)
    #expect(story.steps == ["1 must sell 1 at 85", "1 sells 1 at 85"])
  }

  // LIQ-18: its own marks follow, and who they leave under margin is closed in the same command.
  @Test func `what it sells moves the mark and may call others`() {
    var story = LiquidationStory(
      rules(BackstopRules(below: Rate(partsPerBillion: 900_000_000), disposal: disposal)), mark: .last)
    _ = story.account(with: 1_000, .backstop)
    let alice = story.account(with: 50)
    let bob = story.account(with: 110)
    story.hold(10, of: alice)
    story.hold(10, of: bob)
    story.rest(.buy, 1, at: 96)
    story.rest(.buy, 100, at: 93)
    // The world sells itself a lot at 96: Alice has 10 of 48.
    story.take(.sell, 1)
    #expect(story.steps == ["2 liquidatable, 10 of 48", "2 taken over at 10", "2 hands 10 at 1000 to 1"])
    story.clock(at: 10)
    // Bob has 40 of 47 at 93: less than 0.9 × 47.
    #expect(
      story.steps == [
        "1 must sell 5 at 87", "1 sells 5 at 93", "3 liquidatable, 40 of 47", "3 taken over at 40",
        "3 hands 10 at 1000 to 1",
      ])
    #expect(story.balance == 0)
  }

  // LIQ-10, LIQ-18: with liquidation off it sells nothing, and goes on one span after that is on again.
  @Test func `with liquidation off it keeps what it took over`() {
    var story = story()
    story.rest(.buy, 100, at: 93)
    story.index(94)
    let on = story.venue.rules
    var off = on
    off.liquidation.isOn = false
    story.venue.adopt(off)
    story.clock(at: 15)
    #expect(story.stages.isEmpty && story.deadline == nil)
    story.venue.adopt(on)
    #expect(story.deadline == 25)
    story.clock(at: 25)
    #expect(story.steps == ["1 must sell 5 at 85", "1 sells 5 at 93"])
  }
}
