import MarketTypes
import Testing

@testable import Participants

/// What a maker thinks of the market, shown by the terms it gives for its quotes.
@Suite struct `A maker's opinion` {
  @Test func `the quotes stand a half-spread from the centre, level behind level`() {
    var desk = QuoteDesk(
      .plain {
        $0.base = 4.2
        $0.levels = 3
        $0.levelStep = 10
      })
    desk.look(at: 1_000)
    #expect(desk.bids.map(\.price.ticks) == [995, 985, 975])
    #expect(desk.asks.map(\.price.ticks) == [1_005, 1_015, 1_025])
    #expect(desk.standing.allSatisfy { $0.lots == 10 })
    #expect(desk.terms?.halfSpread == 5)
  }

  /// A half-spread is base + volatility + inventory, held between one tick and the maximum, then rounded up.
  @Test(arguments: UInt64(0)..<50)
  func `the terms add up to the half-spread`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var desk = QuoteDesk(
      .plain {
        $0.base = dice.uniform(in: 0...20)
        $0.maximum = dice.uniform(in: 20...60)
        $0.volatilityWeight = dice.uniform(in: 0...3)
        $0.volatilityDecay = dice.uniform(in: 0...0.99)
        $0.inventoryWeight = dice.uniform(in: 0...20)
        $0.skew = dice.uniform(in: 0...1)
        $0.pull = dice.uniform(in: 0.1...1)
      })
    var last: Int64 = 5_000
    for step in 0..<30 {
      last += dice.whole(in: -30...30)
      desk.give(dice.whole(in: -20...20))
      desk.look(at: last)
      let terms = try #require(desk.terms)
      let sum = Double(terms.base + terms.volatility + terms.inventory) / 1_000
      let held = min(max(1, sum), desk.maker.settings.maximum)
      // Each term is rounded to a thousandth of a tick.
      #expect(Double(terms.halfSpread) >= held - 0.002, "step \(step)")
      #expect(Double(terms.halfSpread) < held + 1.002, "step \(step)")
    }
  }

  /// σ² becomes decay × σ² + (1 − decay) × change², beginning from the reference.
  @Test func `volatility widens the half-spread`() {
    var desk = QuoteDesk(
      .plain {
        $0.volatilityWeight = 10
        $0.volatilityDecay = 0.5
        $0.referenceVolatility = 2
      })
    desk.look(at: 1_000)
    #expect(desk.terms?.volatility == 14_142)  // 10 × √2
    #expect(desk.terms?.halfSpread == 20)
    desk.look(at: 1_010)
    #expect(desk.terms?.volatility == 71_414)  // 10 × √(0.5 × 2 + 0.5 × 100)
    #expect(desk.terms?.halfSpread == 77)
    desk.look(at: 1_010)
    #expect(desk.terms?.volatility == 50_498)  // and it calms down again
  }

  @Test func `fair moves toward the last price by the pull`() {
    var desk = QuoteDesk(.plain { $0.pull = 0.25 })
    desk.look(at: 1_000)
    desk.look(at: 1_100)
    #expect(desk.bids.map(\.price.ticks) == [1_020])
    #expect(desk.asks.map(\.price.ticks) == [1_030])
    desk.look(at: 1_100)
    #expect(desk.bids.map(\.price.ticks) == [1_038])  // 1043.75 − 5, rounded down
    #expect(desk.asks.map(\.price.ticks) == [1_049])  // 1043.75 + 5, rounded up
  }

  @Test(arguments: [(0, 0), (25, 5_000), (-25, 5_000), (100, 20_000), (-100, 20_000), (250, 20_000)])
  func `inventory of either sign widens the half-spread, up to its limit`(lots: Int64, term: Int32) {
    var desk = QuoteDesk(.plain { $0.inventoryWeight = 20 })
    desk.give(lots)
    desk.look(at: 1_000)
    #expect(desk.terms?.inventory == term)
    #expect(desk.terms?.halfSpread == 5 + term / 1_000)
  }

  @Test func `a long inventory lowers the centre and a short one raises it`() {
    for (lots, bid, ask) in [(Int64(40), Int64(985), Int64(995)), (0, 995, 1_005), (-40, 1_005, 1_015)] {
      var desk = QuoteDesk(.plain { $0.skew = 0.25 })
      desk.give(lots)
      desk.look(at: 1_000)
      #expect(desk.bids.map(\.price.ticks) == [bid])
      #expect(desk.asks.map(\.price.ticks) == [ask])
      #expect(desk.terms?.skew == Int32(250 * lots))
    }
  }

  /// Nothing up to `stressFrom` × reference, `maximumWithdrawal` from `stressFull` × reference on, linear between.
  @Test(arguments: [(0, 0, 100), (20, 0, 100), (25, 200, 80), (30, 400, 60), (40, 800, 20), (400, 800, 20)])
  func `stress withdraws size in proportion`(change: Int64, withdrawn: Int32, lots: Int64) {
    var desk = QuoteDesk(
      .plain {
        $0.size = Quantity(lots: 100)
        $0.stressFrom = 2
        $0.stressFull = 4
        $0.maximumWithdrawal = 0.8
      })
    desk.look(at: 1_000)
    desk.look(at: 1_000 + change)
    #expect(desk.terms?.withdrawn == withdrawn)
    #expect(desk.standing.map(\.lots) == [lots, lots])
  }

  @Test func `a maker that withdraws everything shows nothing and says so`() {
    var desk = QuoteDesk(
      .plain {
        $0.stressFrom = 2
        $0.stressFull = 4
      })
    desk.look(at: 1_000)
    desk.look(at: 1_040)
    #expect(desk.standing.isEmpty)
    #expect(desk.terms?.withdrawn == 1_000)
    #expect(desk.terms?.halfSpread == 0)
    desk.look(at: 1_040)
    #expect(desk.standing.count == 2)
    #expect(desk.terms?.halfSpread == 5)
  }

  @Test func `the inventory limit stops the side that would pass it`() {
    for (lots, bids, asks) in [(Int64(99), 1, 1), (100, 0, 1), (130, 0, 1), (-99, 1, 1), (-100, 1, 0)] {
      var desk = QuoteDesk(.plain())
      desk.give(lots)
      desk.look(at: 1_000)
      #expect(desk.bids.count == bids, "at \(lots) lots")
      #expect(desk.asks.count == asks, "at \(lots) lots")
    }
  }

  @Test func `size falls with inventory on the side that would enlarge it`() {
    var desk = QuoteDesk(
      .plain {
        $0.size = Quantity(lots: 100)
        $0.sizeDecay = 2
      })
    desk.give(50)
    desk.look(at: 1_000)
    #expect(desk.bids.map(\.lots) == [36])  // 100 × e^−1
    #expect(desk.asks.map(\.lots) == [100])
  }
}
