import MarketTypes
import Mathematics
import Participants
import Testing

/// PAR-12 … PAR-15: what a retail bot does.
@Suite struct HummingbotTests {
  /// PAR-15.
  @Test func `volatility divides by the number of prices`() {
    var volatility = HummingbotVolatility(samples: 5)
    #expect(volatility.value == nil)
    for price in [100, 101, 99, 100.5, 100.5] { volatility.observe(price) }
    #expect(near(volatility.value, 1.2041594579, within: 5e-11))
    for price in [3.0, 3, 3, 3, 3] { volatility.observe(price) }
    #expect(volatility.value == 0)
  }

  /// PAR-13.
  @Test func `inventory skew is met`() {
    for (base, bid, ask) in [
      (85_000.0, 1.04416667, 0.95583333), (95_000, 0.55916667, 1.44083333), (70_000, 1.77166667, 0.22833333),
    ] {
      let skew = InventorySkew(base: base, quote: 10_000, price: 0.0036, target: 0.03, range: 20_000)
      #expect(near(skew.bid, bid, within: 5e-9) && near(skew.ask, ask, within: 5e-9))
    }
  }

  @Test func `with nothing held or no range nothing is quoted`() {
    for (base, quote, range) in [(0.0, 0.0, 10.0), (100, 100, 0)] {
      let skew = InventorySkew(base: base, quote: quote, price: 2, target: 0.5, range: range)
      #expect(skew.bid == 0 && skew.ask == 0)
    }
  }

  @Test func `skew stays between none and double`() {
    func skew(_ base: Double) -> Double {
      InventorySkew(base: base, quote: 1_000 - base, price: 1, target: 0.3, range: 400).bid
    }
    #expect(skew(0) == 2)  // the range reaches below zero and is cut there
    #expect(near(skew(150), 1.5, within: 1e-14))
    #expect(skew(300) == 1)
    #expect(near(skew(500), 0.5, within: 1e-14))
    #expect(skew(700) == 0 && skew(1_000) == 0)
  }

  @Test func `its optimal quotes use the deviation where the paper has the variance`() {
    var maker = HummingbotAvellaneda(volatility: 3, fillDecay: 1.5)
    maker.riskFactor = 0.5
    // 1.5 for volatility and 4 log(4 ÷ 3) for fills: half of both is 1.325…; a tenth of inventory moves it by .15.
    let half = (1.5 + 4 * log(4.0 / 3)) / 2
    let quotes = maker.distances(inventory: 0.1, remaining: 1)
    #expect(near(quotes.bid, half + 0.15, within: 1e-14) && near(quotes.ask, half - 0.15, within: 1e-14))
    #expect(near(maker.distances(inventory: 0.1, remaining: 0.5).spread, 0.75 + 4 * log(4.0 / 3), within: 1e-14))
    maker.minimumSpread = 2.5
    let held = maker.distances(inventory: 0.1, remaining: 1)
    #expect(near(held.bid, half + 0.15, within: 1e-14) && held.ask == 1.25)
    maker.levelDistances = 20
    #expect(near(maker.distances(inventory: 0.1, remaining: 1, level: 2).ask, 1.25 + 0.4 * half, within: 1e-14))
  }

  @Test func `its inventory is a share and its sizes decay with it`() {
    #expect(near(HummingbotAvellaneda.inventory(base: 3, quote: 100, price: 100, target: 0.5), 0.25, within: 1e-15))
    #expect(HummingbotAvellaneda.inventory(base: 0, quote: 0, price: 100, target: 0.5) == 0)
    var maker = HummingbotAvellaneda(volatility: 3, fillDecay: 1.5)
    #expect(maker.sizes(inventory: 0.5) == (1, 1))
    maker.sizeDecay = 2
    #expect(near(maker.sizes(inventory: 0.5).bid, exp(-1), within: 1e-15) && maker.sizes(inventory: 0.5).ask == 1)
    #expect(near(maker.sizes(inventory: -0.5).ask, exp(-1), within: 1e-15) && maker.sizes(inventory: -0.5).bid == 1)
  }

  private func grid(_ change: (inout HummingbotGrid) -> Void = { _ in }) -> HummingbotGrid {
    var grid = HummingbotGrid(
      bidSpread: 0.01, askSpread: 0.02, size: Quantity(lots: 10), refreshInterval: TimeSpan(nanoseconds: 1_000_000_000))
    change(&grid)
    return grid
  }

  /// PAR-14.
  @Test func `levels of the grid lie at fractions of the price`() {
    let grid = grid {
      $0.levels = 3
      $0.levelSpread = 0.005
      $0.levelSize = Quantity(lots: 4)
    }
    #expect(grid.distances(at: 1_000, level: 0) == QuoteDistances(bid: 10, ask: 20))
    #expect(grid.distances(at: 1_000, level: 2) == QuoteDistances(bid: 20, ask: 30))
    #expect(grid.sizes(level: 2, base: 0, quote: 0, price: 1) == (Quantity(lots: 18), Quantity(lots: 18)))
    #expect(grid.allSizes == Quantity(lots: 2 * (10 + 14 + 18)))
  }

  @Test func `ceiling, floor and least spread hold`() {
    let grid = grid {
      $0.priceCeiling = 1_100
      $0.priceFloor = 900
      $0.minimumSpread = 0.015
    }
    #expect(grid.distances(at: 1_000, level: 0) == QuoteDistances(bid: 15, ask: 20))
    #expect(grid.distances(at: 1_100, level: 0) == QuoteDistances(bid: nil, ask: 22))
    #expect(grid.distances(at: 900, level: 0).ask == nil)
    #expect(grid.distances(at: 900, level: 0).bid != nil)
  }

  @Test func `ping-pong leaves out as many near levels as were filled one-sidedly`() {
    let grid = grid {
      $0.pingPong = true
      $0.levels = 3
    }
    let quoted = (0..<3).map { grid.distances(at: 1_000, level: $0, purchases: 5, sales: 3) }
    #expect(quoted.map { $0.bid != nil } == [false, false, true])
    #expect(quoted.map { $0.ask != nil } == [true, true, true])
    #expect(self.grid().distances(at: 1_000, level: 0, purchases: 5, sales: 3).bid != nil)
  }

  /// Ten lots a side make a range of twenty: base 60 of 100 by worth lies half the range above the target.
  @Test func `sizes of the grid follow the skew where it is on`() {
    let grid = grid { $0.skewsByInventory = true }
    #expect(grid.sizes(level: 0, base: 60, quote: 40, price: 1) == (Quantity(lots: 5), Quantity(lots: 15)))
  }

  @Test func `delays and other parameters have the bot's defaults`() {
    let grid = grid()
    #expect(grid.filledOrderDelay.nanoseconds == 60_000_000_000)
    #expect(grid.longestOrderAge.nanoseconds == 1_800_000_000_000)
    #expect(grid.levels == 1 && grid.levelSpread == 0.01 && grid.inventoryTarget == 0.5)
    #expect(grid.hangingCancelSpread == 0.1 && !grid.pingPong && grid.minimumSpread == nil)
  }
}
