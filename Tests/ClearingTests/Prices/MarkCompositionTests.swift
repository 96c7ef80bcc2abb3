import Clearing
import MarketTypes
import Testing

@Suite("Marks of several prices")
struct MarkCompositionTests {
  private let second = TimeSpan.seconds(1)

  // MRK-12
  @Test
  func `impact mid is the mean of both impact prices, rounded down`() {
    var marks = Marks(.impactMid(notional: Money(units: 1_000)))
    marks.impact(100, 103)
    #expect(marks.mark == 101)
    marks.impact(100, nil)
    #expect(marks.mark == nil)
    marks.impact(nil, 103)
    #expect(marks.mark == nil)
  }

  // MRK-13: index × (1 + rate × left ÷ interval). Rates in parts per million.
  @Test(arguments: [
    (10_000, 10_000, 4, 8, 10_050), (10_000, -10_000, 4, 8, 9_950), (10_000, 10_000, 0, 8, 10_000),
    (300, 10_000, 1, 3, 301), (150, 10_000, 2, 3, 151), (10_001, 100, 1, 3, 10_001), (10_001, -100, 3, 3, 9_999),
    (7, 1_000_000, 1, 1, 14),
    (7, -1_000_000, 1, 1, 1),
  ])
  func `fair carries the index forward to the next funding`(
    index: Int64, rate: Int64, left: Int64, interval: Int64, expected: Int64
  ) {
    var marks = Marks(.fair)
    marks.index(index)
    #expect(marks.mark == nil)
    marks.funding(rate, left: left, of: interval)
    #expect(marks.mark == expected)
    marks.index(nil)
    #expect(marks.mark == nil)
  }

  // MRK-13, MRK-18
  @Test
  func `fair at the largest figures does not overflow and stays within the largest price`() {
    let highest: Int64 = 1 << 42 - 1
    var marks = Marks(.fair, upTo: highest)
    marks.index(highest)
    marks.funding(1_000_000, left: 1 << 62, of: 1 << 62)
    #expect(marks.mark == highest)
    marks.funding(-999_999, left: 1 << 62 - 1, of: 1 << 62)
    #expect(marks.mark == 4_398_046)  // 2^42 ÷ 10^6, down
  }

  // MRK-15, MRK-18
  @Test
  func `a basis never carries a mark below one tick or above the largest price`() {
    var marks = Marks(.indexPlusBasis(DecayedAverage(cadence: second, decay: .zero)), upTo: 1_000)
    marks.index(900)
    marks.quote(1, 3)
    marks.pass(to: moment(1))
    marks.index(800)
    #expect(marks.mark == 1)
    marks.quote(1_000, 1_000)
    marks.pass(to: moment(2))
    marks.index(900)
    #expect(marks.mark == 1_000)
  }

  private func robust() -> Marks {
    Marks(.robustMedian(RobustMedian(cadence: second, basisDecay: .percent(50), priceDecay: .percent(50))))
  }

  // MRK-19: index + basis is 1,010, the book's own median 1,030, elsewhere 1,020.
  @Test
  func `Hyperliquid's mark is the median of anchored, own and other venues' price`() {
    var marks = robust()
    marks.index(1_000)
    marks.quote(1_000, 1_020)
    marks.fill(1_030)
    marks.pass(to: moment(1))
    marks.quote(1_020, 1_040)
    marks.seen.otherVenues = Price(ticks: 1_020)
    #expect(marks.mark == 1_020)
    marks.seen.otherVenues = Price(ticks: 1_035)
    #expect(marks.mark == 1_030)
    marks.seen.otherVenues = Price(ticks: 900)
    #expect(marks.mark == 1_010)
  }

  // MRK-19: the average of the own median is 1,020 before it is 1,030.
  @Test
  func `of exactly two prices the average of the own median is the third`() {
    var marks = robust()
    marks.index(1_000)
    marks.quote(1_000, 1_020)
    marks.fill(1_025)
    #expect(marks.mark == 1_020)  // Alone: nothing is sampled yet.
    marks.seen.otherVenues = Price(ticks: 1_031)
    #expect(marks.mark == 1_025)  // Two, and no average yet: their mean, rounded down.
    marks.seen.otherVenues = nil
    marks.pass(to: moment(1))
    marks.quote(1_020, 1_040)
    marks.fill(1_030)
    #expect(marks.mark == 1_020)  // 1,010, 1,030 and the average 1,020
    marks.quote(nil, 1_040)
    #expect(marks.mark == 1_010)  // Alone.
    marks.seen.otherVenues = Price(ticks: 1_050)
    #expect(marks.mark == 1_020)  // 1,010, 1,050 and the average
    marks.index(nil)
    #expect(marks.mark == 1_050)
    marks.seen.otherVenues = nil
    #expect(marks.mark == nil)
  }

  private func composite(
    _ weights: (trade: Int64, book: Int64, index: Int64), isMedian: Bool = false, staleness: TimeSpan = .zero,
    steps: UInt8 = 0, decay: Int64 = 0, power: UInt8 = 1
  ) -> Marks {
    Marks(
      .composite(
        CompositeMark(
          tradeWeight: .percent(weights.trade), bookWeight: .percent(weights.book),
          indexWeight: .percent(weights.index), staleness: staleness, cadence: .seconds(1),
          notional: Money(units: 1), isMedian: isMedian, tradeSteps: steps, tradeDecay: .percent(decay),
          tradePower: power)))
  }

  // MRK-20
  @Test
  func `Vega's composite weighs trades, book and index, those that there are`() {
    var marks = composite((20, 30, 50))
    #expect(marks.mark == nil)
    marks.fill(1_001)
    #expect(marks.mark == 1_001)
    marks.impact(1_100, 1_101)
    #expect(marks.mark == 1_060)  // (2 × 1,001 + 3 × 1,100) ÷ 5 = 1,060.4
    marks.index(900)
    #expect(marks.mark == 980)  // 200.2 + 330 + 450 = 980.2
    marks.impact(nil, 1_101)
    #expect(marks.mark == 928)  // (2 × 1,001 + 5 × 900) ÷ 7 = 928.86
  }

  // MRK-20
  @Test
  func `or takes their median, of two the mean rounded down; without weight one is left out`() {
    var marks = composite((1, 1, 1), isMedian: true)
    marks.fill(1_001)
    marks.index(900)
    #expect(marks.mark == 950)
    marks.impact(1_100, 1_101)
    #expect(marks.mark == 1_001)
    var two = composite((1, 0, 1), isMedian: true)
    two.fill(1_001)
    two.impact(1_100, 1_100)
    two.index(900)
    #expect(two.mark == 950)
  }

  // MRK-20
  @Test
  func `trades and index leave the composite when they are older than allowed`() {
    var marks = composite((50, 0, 50), staleness: .seconds(10))
    marks.fill(1_000)
    marks.pass(to: moment(4))
    marks.index(2_000)
    #expect(marks.pass(to: moment(10)) == [])
    #expect(marks.mark == 1_500)
    #expect(marks.pass(to: moment(14)) == [])
    #expect(marks.mark == 2_000)
    marks.fill(1_000)
    #expect(marks.pass(to: moment(15)) == [])
    #expect(marks.mark == 1_000)
  }

  // MRK-21: three steps; weights 1, 2⁄3, 1⁄3 of the lots where the decay is 100 %.
  @Test
  func `trades are averaged by lots, older steps less`() {
    var marks = composite((100, 0, 0), steps: 3, decay: 100)
    marks.fill(900, 3)
    marks.pass(to: moment(1))
    marks.fill(1_000, 6)
    marks.fill(1_200, 3)
    #expect(marks.mark == 1_036)  // (2 × 900 + 6 × 1,000 + 3 × 1,200) ÷ 11 = 1,036.36
    marks.pass(to: moment(2))
    #expect(marks.mark == 1_042)  // (1 × 900 + 4 × 1,000 + 2 × 1,200) ÷ 7 = 1,042.9
    marks.leap(to: moment(4))
    #expect(marks.mark == nil)
  }

  // MRK-21: 1 − ½ × (1⁄2)² = 7⁄8.
  @Test
  func `with power two the decay is slower at first`() {
    var marks = composite((100, 0, 0), steps: 2, decay: 50, power: 2)
    marks.fill(800, 8)
    marks.pass(to: moment(1))
    marks.fill(1_000, 1)
    #expect(marks.mark == 825)  // (7 × 800 + 1 × 1,000) ÷ 8
  }

  // MRK-21
  @Test
  func `trades at the largest figures do not overflow`() {
    var marks = composite((100, 0, 0), steps: 16, decay: 100, power: 2)
    for second: Int64 in 1...40 {
      for _ in 0..<1_000 { marks.fill(1 << 21, 1 << 40) }
      marks.leap(to: moment(second))
    }
    #expect(marks.mark == 1 << 21)
  }
}
