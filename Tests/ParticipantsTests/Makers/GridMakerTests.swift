import MarketTypes
import Testing

@testable import Participants

/// A retail bot's grid at a desk that answers at once. PAR-14, PAR-35.
@Suite struct `A bot's grid` {
  typealias Desk = MakerDesk<GridMaker>

  static func settings(_ change: (inout GridMaker.Settings) -> Void = { _ in }) -> GridMaker.Settings {
    var grid = HummingbotGrid(
      bidSpread: 0.01, askSpread: 0.02, size: Quantity(lots: 10), refreshInterval: TimeSpan(nanoseconds: 30_000_000_000)
    )
    grid.levels = 2
    grid.levelSpread = 0.005
    grid.levelSize = Quantity(lots: 4)
    var settings = GridMaker.Settings(grid: grid, base: 0, quote: 0, limit: Quantity(lots: 100))
    change(&settings)
    return settings
  }

  static func at(_ seconds: Int64) -> Time { Time(nanoseconds: seconds * 1_000_000_000) }

  @Test func `levels lie at shares of the price, each larger than the one before`() {
    var desk = Desk(Self.settings())
    desk.look(at: 10_000)
    #expect(desk.bids.map(\.price.ticks) == [9_900, 9_850])
    #expect(desk.asks.map(\.price.ticks) == [10_200, 10_250])
    #expect(desk.bids.map(\.lots) == [10, 14])
    #expect(desk.next == Self.at(30))
  }

  /// The bot waits after an order is done, not after a part of it, and leaves the others where they are.
  @Test func `after a filled order it waits, with what is left of the grid`() {
    var desk = Desk(Self.settings())
    desk.look(at: 10_000)
    desk.fill(desk.bids[0], 6)
    desk.now = Self.at(30)
    desk.look(at: 10_100)
    #expect(desk.bids.map(\.price.ticks) == [9_999, 9_948])  // 10100 × .99 and .985, rounded down
    #expect(desk.next == Self.at(60))
    desk.fill(desk.bids[0], 10)
    desk.now = Self.at(60)
    desk.look(at: 10_000)
    #expect(desk.sent.isEmpty)
    #expect(desk.next == Self.at(120))
    desk.now = Self.at(120)
    desk.look(at: 10_000)
    #expect(desk.bids.map(\.price.ticks) == [9_900, 9_850])
    #expect(desk.next == Self.at(150))
  }

  @Test func `with ping-pong the side that was filled more often loses its nearest level`() {
    var desk = Desk(
      Self.settings {
        $0.grid.pingPong = true
        $0.grid.filledOrderDelay = .zero
      })
    desk.look(at: 10_000)
    desk.fill(desk.bids[0], 3)
    desk.fill(desk.bids[0], 3)
    desk.look(at: 10_000)
    #expect(desk.bids.count == 2)  // nothing is done yet
    desk.fill(desk.bids[0], desk.bids[0].lots)
    desk.look(at: 10_000)
    #expect(desk.bids.map(\.price.ticks) == [9_850])
    #expect(desk.asks.map(\.price.ticks) == [10_200, 10_250])
    desk.fill(desk.asks[0], 10)
    desk.look(at: 10_000)
    #expect(desk.bids.map(\.price.ticks) == [9_900, 9_850])
  }

  /// Half of what it owns should be base. 100 lots and 1,000,000 of cash at 10,000 are even; after a purchase of 10 at 9,900 it owns 110
  /// lots and 901,000, and the range is all orders together, 48 lots.
  @Test func `inventory beyond the target makes bids smaller and asks larger`() {
    var desk = Desk(
      Self.settings {
        ($0.base, $0.quote) = (100, 1_000_000)
        $0.grid.skewsByInventory = true
        $0.grid.filledOrderDelay = .zero
      })
    desk.look(at: 10_000)
    #expect(desk.bids.map(\.lots) == [10, 14] && desk.asks.map(\.lots) == [10, 14])
    desk.fill(desk.bids[0], 10, at: 9_900)
    desk.look(at: 10_100)
    let held = 110 * 10_100.0
    let over = (held - (held + 901_000) / 2) / (48 * 10_100.0)
    #expect(desk.bids.map(\.lots) == [Int64(10 * (1 - over)), Int64(14 * (1 - over))])
    #expect(desk.asks.map(\.lots) == [Int64(10 * (1 + over)), Int64(14 * (1 + over))])
  }

  @Test func `its limit holds for all levels together`() {
    var desk = Desk(Self.settings { $0.limit = Quantity(lots: 15) })
    desk.give(9)
    desk.look(at: 10_000)
    #expect(desk.bids.map(\.lots) == [6])
    #expect(desk.asks.map(\.lots) == [10, 14])
  }

  @Test func `a ceiling ends bids and a floor asks`() {
    for (price, bids, asks) in [(Int64(10_500), 0, 2), (10_499, 2, 2), (9_500, 2, 0)] {
      var desk = Desk(
        Self.settings {
          $0.grid.priceCeiling = 10_500
          $0.grid.priceFloor = 9_500
        })
      desk.look(at: price)
      #expect(desk.bids.count == bids && desk.asks.count == asks)
    }
  }
}
