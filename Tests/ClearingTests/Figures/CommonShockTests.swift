import Clearing
import MarketTypes
import Testing

@Suite("Common shock to liquidation")
struct CommonShockTests {
  /// Equity less maintenance margin after a move of so many millionths, by the textbook.
  private struct Textbook {
    var cash: Int64
    var holdings: [(lots: Int64, mark: Int64, perMillion: Int64)] = []

    /// Prices round down and lie from 1 to the maximum; the entry was at the mark.
    func isLiquidatable(after millionths: Int64, highest: Int64) -> Bool {
      var slack = Int128(cash)
      for holding in holdings {
        let moved = (holding.mark * (1_000_000 + millionths)).divided(by: 1_000_000, rounding: .down)
        let price = min(max(1, moved), highest)
        slack += Int128(holding.lots) * Int128(price - holding.mark)
        slack -= (Int128(abs(holding.lots)) * Int128(price) * Int128(holding.perMillion))
          .divided(by: 1_000_000, rounding: .up)
      }
      return slack < 0
    }

    /// Every move outwards from none; of equal ones the fall.
    func nearest(highest: Int64) -> Int64? {
      for distance in Int64(0)...9_000_000 {
        if distance <= 1_000_000, isLiquidatable(after: -distance, highest: highest) { return -distance }
        if isLiquidatable(after: distance, highest: highest) { return distance }
      }
      return nil
    }
  }

  private static func market(_ dice: inout Dice, marks: [Int64], highest: Int64) -> (Textbook, Rate?) {
    var textbook = Textbook(cash: 0)
    var gross: Int64 = 0
    for mark in marks {
      let lots = dice.throwing(1...9) * (dice.once(in: 3) ? -1 : 1)
      textbook.holdings.append((lots, mark, dice.throwing(0...50_000)))
      gross += abs(lots) * mark
    }
    textbook.cash = gross / dice.throwing(1...25)
    var desk = FiguresHouse(
      textbook.holdings.map { .perpetual(maximumPrice: highest, maintenance: .flat(.perMillion($0.perMillion))) })
    let trader = desk.account(with: textbook.cash)
    for (number, holding) in textbook.holdings.enumerated() {
      let instrument = InstrumentID(number: UInt16(number))
      desk.mark(holding.mark, in: instrument)
      desk.open(holding.lots, at: holding.mark, of: trader, in: instrument)
    }
    return (textbook, desk.house.commonShockToLiquidation(of: trader))
  }

  // FIG-5: longs and shorts together, at marks of which a millionth is a whole number of ticks.
  @Test(arguments: UInt64(0)..<40)
  func `the shock found is the first one met`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let marks = (0..<3).map { _ in dice.throwing(1...20) * 1_000_000 }
    let (textbook, found) = Self.market(&dice, marks: marks, highest: 1_000_000_000)
    #expect(found == textbook.nearest(highest: 1_000_000_000).map { .perMillion($0) }, "seed \(seed)")
  }

  // FIG-5: at coarse marks prices move in steps, and with them longs and shorts by turns. An edge is found all the same.
  @Test(arguments: UInt64(0)..<60)
  func `at coarse marks the shock found is an edge, and none is much nearer`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let marks = (0..<2).map { _ in dice.throwing(500...5_000) }
    let (textbook, found) = Self.market(&dice, marks: marks, highest: 100_000)
    let nearest = textbook.nearest(highest: 100_000)
    #expect((found == nil) == (nearest == nil), "seed \(seed)")
    guard let found, let nearest, nearest != 0 else { return }
    let millionths = found.partsPerBillion / 1_000
    #expect(textbook.isLiquidatable(after: millionths, highest: 100_000), "seed \(seed)")
    #expect(!textbook.isLiquidatable(after: millionths - millionths.signum(), highest: 100_000), "seed \(seed)")
    #expect(abs(millionths) >= abs(nearest), "seed \(seed)")
  }

  // FIG-5
  @Test
  func `a shock reaches its account and no other`() {
    var desk = FiguresHouse([.perpetual(maximumPrice: 1_000)])
    let (long, short, idle, rich) = (
      desk.account(with: 100), desk.account(with: 100), desk.account(with: 1), desk.account(with: 1_000)
    )
    #expect(desk.house.commonShockToLiquidation(of: long) == nil)
    desk.mark(100)
    desk.open(10, at: 100, of: long)
    desk.open(-10, at: 100, of: short)
    desk.open(10, at: 100, of: rich)
    // 101 must be lost: 11 ticks. A fall is rounded down to whole ticks, a rise too.
    #expect(desk.house.commonShockToLiquidation(of: long) == .perMillion(-100_001))
    #expect(desk.house.commonShockToLiquidation(of: short) == .perMillion(110_000))
    #expect(desk.house.commonShockToLiquidation(of: idle) == nil)
    #expect(desk.house.commonShockToLiquidation(of: rich) == nil)
    #expect(desk.house.commonShockToLiquidation(of: AccountID(number: 0)) == nil)
    desk.mark(80)
    #expect(desk.house.commonShockToLiquidation(of: long) == .zero)
  }

  // FIG-5: short 100 at 100 where prices end at 200, long 50 at 100 where they do not. Up to a double each tick costs 50 net, so
  // 1,000 last for 20; beyond it the long alone gains, and at a tenfold price nothing is lost any more.
  @Test func `what lies between here and a price at its end is found`() {
    var desk = FiguresHouse([.perpetual(maximumPrice: 200), .perpetual(maximumPrice: 100_000)])
    let trader = desk.account(with: 1_000)
    for instrument in [first, second] { desk.mark(100, in: instrument) }
    desk.open(-100, at: 100, of: trader)
    desk.open(50, at: 100, of: trader, in: second)
    #expect(desk.house.commonShockToLiquidation(of: trader) == .perMillion(210_000))
  }
}
