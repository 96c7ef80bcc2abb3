import MarketTypes
import Testing
import Venue

/// Closing in part, against closed forms and published vectors, through the whole venue.
@Suite("Liquidation in part, by closed forms")
struct PartialLiquidationTests {
  private let world = LiquidationStory.world

  // C6, F25, LIQ-13: maintenance 5 %, sold back to 6.25 % at the mark. A fifth of the rest goes each time, at
  // 100 × (0.9375 ÷ 0.95)ⁿ. A tick is a millionth, so that whole ticks and lots stand for the continuous formula.
  @Test func `sold back to a target, a fifth of the rest goes each time, at triggers in a geometric row`() {
    let published: [Int64] = [100_000_000, 98_684_210, 97_385_734, 96_104_342, 94_839_812]
    let rules = LiquidationRules(threshold: .atOrBelow).with {
      $0.sizing = .toTarget(TargetSizing(buffer: Rate(partsPerBillion: 12_500_000)))
    }
    var story = LiquidationStory(rules, opening: published[0] + 4) {
      $0.instruments[0].maximumPrice = Price(ticks: 120_000_000)
      $0.instruments[0].maximumPosition = Quantity(lots: 1 << 33)
    }
    let lots: Int64 = 1_000_000_000
    // Bought at 100, with a margin of exactly 5 % behind it.
    let alice = story.account(with: published[0] / 20 * lots)
    story.hold(lots, at: published[0], of: alice)
    var triggers: [Int64] = []
    for expected in published {
      for ticks in stride(from: expected + 3, through: expected - 3, by: -1) {
        let held = story.position(alice)
        story.rest(.buy, 1 << 31, at: ticks)
        story.index(ticks)
        story.clear()
        if story.position(alice) == held { continue }
        triggers.append(ticks)
        let sold = held - story.position(alice)
        // A fifth, and what a whole tick under the trigger adds to what is missing.
        #expect(sold - held / 5 >= 0 && sold - held / 5 < held / 5_000_000)
        break
      }
    }
    #expect(triggers.count == published.count)
    #expect(zip(triggers, published).allSatisfy { abs($0 - $1) <= 2 }, "\(triggers)")
    #expect(story.balance == 0)
  }

  // V12 (dYdX), F22, F32, CLR-35: Carl short 1 BTC with 50,499 buys Dave's at 50,000, half a percent to an empty fund.
  @Test func `a short is bought back at the book's price and the fund gets no more than its rate`() {
    let fillable = ForcedLimit.fillable(FillableLimit(aggressiveness: .one, spread: .percent(10)))
    for (limit, worst) in [(ForcedLimit.bankruptcyPrice, 50_499), (fillable, 50_450)] {
      let rules = LiquidationRules(limit: limit).with { $0.fee = .surplus(most: .perMillion(5_000)) }
      // A lot is 0.01 BTC and a unit a cent.
      var story = LiquidationStory(rules, opening: 50_000) {
        $0.instruments[0].maximumPrice = Price(ticks: 100_000)
        $0.instruments[0].setMargin(.percent(10))
      }
      let carl = story.account(with: 499_00)
      let dave = story.account(with: 50_000_00)
      story.hold(-100, at: 50_000, of: carl)
      story.hold(100, at: 50_000, of: dave)
      // The opening ends, and with the first look at marks Carl is found.
      story.rest(.sell, 100, at: 50_000, of: dave)
      #expect(
        story.stages == [
          "1 liquidatable, 49900 of 500000", "1 must buy 100 at \(worst)", "1 buys 100 at 50000",
          "liquidationFee 25000: 1 to fund 0",
        ])
      #expect((story.position(carl), story.collateral(carl)) == (0, 249_00))
      #expect((story.position(dave), story.collateral(dave)) == (0, 50_000_00))
      #expect((story.fund, story.balance) == (250_00, 0))
    }
  }

  // F29 (Hyperliquid), LIQ-13, LIQ-6: a fifth of what is above 100,000, then for 30 s all of it.
  @Test func `a fifth of a large position goes first, and for thirty seconds after that all of it`() {
    let second: Int64 = 1_000_000_000
    let sizing = PortionSizing(
      .percent(20), wholeUpTo: Money(units: 1_000), wholeFor: TimeSpan(nanoseconds: 30 * second))
    let rules = LiquidationRules(pacing: .timed(TimeSpan(nanoseconds: second))).with { $0.sizing = .portion(sizing) }
    var sold: [Int64] = []
    for wait in [29, 30, 31] as [Int64] {
      var story = LiquidationStory(rules)
      let alice = story.account(with: 500)
      story.hold(100, of: alice)
      story.rest(.buy, 100, at: 95)
      story.index(95)
      story.clock(at: second)
      // 20 of 100 lots; 0 of 380 is left behind the rest, and the deposit gives it its margin.
      #expect(story.forcedFills.map(\.lots) == [-20])
      story.deposit(500, to: alice)
      story.clock(at: 2 * second)
      #expect(story.recovered.map(\.account) == [alice])
      // The deadline of the next step is a second after the mark that asks for it.
      story.wait(until: wait * second)
      story.index(90)
      story.clock(at: (wait + 1) * second)
      sold.append(story.forcedFills.reduce(0) { $0 + $1.lots })
      #expect(story.balance == 0)
    }
    // Steps at 30, 31 and 32 s: 29, 30 and 31 after the first order in part.
    #expect(sold == [-80, -80, -16])
  }

  // F31 (BitMEX, Bybit), LIQ-13: down to the end of the next lower tier, and whole in the lowest.
  @Test func `a large position goes down tier by tier, each step in its own round`() {
    let rules = LiquidationRules().with { $0.sizing = .tierStep }
    var story = LiquidationStory(rules) {
      $0.instruments[0].setMargin(.percent(2), tiers: [(3_000, .percent(4)), (6_000, .percent(10))])
    }
    let alice = story.account(with: 990)
    story.hold(100, of: alice)
    story.rest(.buy, 100, at: 80)
    story.index(92)
    // Margin 60 + 120 + 320, equity 190. To 6,000: 65 lots of 92. Each sale at 80 costs 12 a lot.
    #expect(
      story.stagesByRound.filter { !$0.contains("must") } == [
        "0: 1 liquidatable, 190 of 500", "1: 1 sells 35 at 80", "2: 1 sells 33 at 80", "3: 1 sells 32 at 80",
        "3: shortfallUncovered 1010: uncovered to 1", "3: 1 loses 1010 that nobody pays",
      ])
    #expect(story.balance == 0)
  }

  // V20 (Vega 0009-MRKP), MRK-14, LIQ-1: the mark is the last price of a moment, at least 10 s after the one before; a price
  // that no mark is made of liquidates nobody.
  @Test func `of marks ten seconds apart only the one that is taken liquidates`() {
    let second: Int64 = 1_000_000_000
    var story = LiquidationStory(mark: .sampledLast(spacing: TimeSpan(nanoseconds: 10 * second)), opening: 900) {
      $0.instruments[0].maximumPrice = Price(ticks: 10_000)
    }
    let alice = story.account(with: 450)
    story.hold(-1, at: 900, of: alice)
    func trade(_ story: inout LiquidationStory, _ prices: [Int64]) {
      for price in prices {
        story.rest(.sell, 1, at: price)
        story.take(.buy, 1)
      }
    }
    var marks: [Int64?] = []
    story.wait(until: 12 * second)
    trade(&story, [920, 910, 1_000, 1_100, 1_200])
    marks.append(story.mark)
    story.clock(at: 12 * second + 1)
    marks.append(story.mark)
    story.wait(until: 20 * second)
    trade(&story, [1_190, 1_290, 1_100])
    story.clock(at: 20 * second + 1)
    marks.append(story.mark)
    #expect(story.liquidatable.isEmpty)
    story.wait(until: 22 * second + 100_000_000)
    trade(&story, [1_220, 1_250, 1_500])
    story.rest(.sell, 1, at: 1_300)
    story.clock(at: 22 * second + 100_000_001)
    marks.append(story.mark)
    #expect(marks == [900, 1_200, 1_200, 1_500])
    // 450 − 600 against 75.
    #expect(story.liquidatable == [MarginState(alice, equity: -150, maintenance: 75)])
    #expect(story.forcedFills.map(\.ticks) == [1_300])
  }
}
