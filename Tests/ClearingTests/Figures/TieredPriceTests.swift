import Clearing
import MarketTypes
import Testing

/// The liquidation price by fixed point, as venues describe it, against the search.
@Suite("Liquidation price by fixed point")
struct TieredPriceTests {
  /// Floors and rates in parts per million.
  private static let steps: [(floor: Int64, perMillion: Int64)] = [
    (0, 4_000), (50_000, 5_000), (250_000, 10_000), (1_000_000, 25_000), (10_000_000, 50_000),
  ]

  /// What a tier takes off so that it meets the one below, in millionths.
  private static func deduction(_ tier: Int) -> Int128 {
    (0..<tier).reduce(Int128(0)) { sum, below in
      sum + Int128(steps[below + 1].floor) * Int128(steps[below + 1].perMillion - steps[below].perMillion)
    }
  }

  private static func tier(_ notional: Int128) -> Int {
    steps.indices.last { Int128(steps[$0].floor) <= max(0, notional) }!
  }

  /// Hyperliquid's form: LP = P − s (E − MM) ÷ q ÷ (1 − l s), with the rate l and the margin MM of the tier at LP, found by
  /// starting from the tier at the mark until it stays the same. In whole ticks: the last that is liquidatable.
  ///
  /// - Returns: `nil` where it has not come to rest after as many steps as there are tiers.
  private static func fixedPoint(
    lots: Int64, tickValue: Int64, mark: Int64, equity: Int128, othersNeed: Int128
  ) -> Int64? {
    let (sign, size) = (Int128(lots.signum()), Int128(abs(lots) * tickValue))
    var current = tier(size * Int128(mark))
    for _ in 0...steps.count {
      let rate = Int128(steps[current].perMillion)
      // Everything times a million.
      let margin = size * Int128(mark) * rate - deduction(current)
      let spare = (equity - othersNeed) * 1_000_000 - margin
      let divisor = size * (1_000_000 - rate * sign)
      let price = Int128(mark) * divisor - sign * spare
      let next = tier((price * size).divided(by: divisor, rounding: .down))
      if next == current {
        return Int64(
          lots > 0 ? price.divided(by: divisor, rounding: .up) - 1 : price.divided(by: divisor, rounding: .down) + 1)
      }
      current = next
    }
    return nil
  }

  // CLR-13, F17, F18: two other positions stand at their marks.
  @Test(arguments: UInt64(0)..<200)
  func `where the fixed point rests the search finds it`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let tickValue = dice.throwing(1...7)
    var desk = FiguresHouse([
      .perpetual(
        tickValue: tickValue, maximumPrice: 400_000,
        maintenance: .tiers(Self.steps)),
      .perpetual(maintenance: .flat(.perMillion(8_000))), .perpetual(tickValue: 3, maintenance: .flat(.percent(2))),
    ])
    let lots = dice.throwing(1...400) * (dice.once(in: 2) ? 1 : -1)
    let (entry, mark) = (dice.throwing(8_000...12_000), dice.throwing(8_000...12_000))
    let trader = desk.account()
    desk.mark(mark)
    desk.open(lots, at: entry, of: trader)
    var need: Int128 = 0
    for (instrument, rate, value) in [(second, 8, 1), (third, 20, 3)] as [(InstrumentID, Int64, Int64)] {
      let (held, price) = (dice.throwing(1...50), dice.throwing(280...320))
      desk.mark(price, in: instrument)
      desk.open(held, at: 300, of: trader, in: instrument)
      need += Int128((held * price * value * rate).divided(by: 1_000, rounding: .up))
    }
    desk.deposit(abs(lots) * tickValue * entry / dice.throwing(2...40) + 60_000, to: trader)
    let equity = desk.house.figures(of: trader).equity
    let expected = Self.fixedPoint(
      lots: lots, tickValue: tickValue, mark: mark, equity: equity, othersNeed: need)
    #expect(expected != nil, "seed \(seed)")
    let found = desk.house.liquidationPrice(of: trader, in: first)?.ticks
    #expect(found == expected.flatMap { (1...400_000).contains($0) ? $0 : nil }, "seed \(seed)")
  }
}
