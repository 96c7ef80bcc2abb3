import Clearing
import MarketTypes
import Testing

@Suite("Marks that remember")
struct SampledMarkTests {
  private let second = TimeSpan.seconds(1)
  private let half = Rate.percent(50)

  // MRK-14, V20: the mark was last updated at 900, 12 s ago. One moment has trades at 920 and 910, then up to 1200.
  @Test
  func `of trades at least 10 s apart the last one of a moment makes the mark, once`() {
    var marks = Marks(.sampledLast(spacing: .seconds(10)))
    marks.fill(900)
    #expect(marks.mark == nil)
    #expect(marks.pass(to: moment(12)) == [900])
    for price: Int64 in [920, 910, 1_000, 1_100, 1_200] { marks.fill(price) }
    #expect(marks.mark == 900)
    #expect(marks.book.nextSample == moment(12, and: 1))
    #expect(marks.pass(to: moment(20)) == [1_200])
    marks.fill(1_190)
    marks.fill(1_100)
    #expect(marks.book.nextSample == nil)
    #expect(marks.pass(to: moment(22, and: 100_000_000)) == [])
    for price: Int64 in [1_220, 1_250, 1_500] { marks.fill(price) }
    #expect(marks.pass(to: moment(60)) == [1_500])
  }

  // MRK-14
  @Test
  func `a trade exactly at the spacing counts`() {
    var marks = Marks(.sampledLast(spacing: .seconds(10)))
    marks.fill(900)
    marks.pass(to: moment(10))
    marks.fill(950)
    #expect(marks.pass(to: moment(11)) == [950])
    marks.pass(to: moment(19, and: 999_999_999))
    marks.fill(960)
    #expect(marks.pass(to: moment(40)) == [])
  }

  // MRK-15
  @Test
  func `the basis is averaged with decay and added to the index`() {
    var marks = Marks(.indexPlusBasis(DecayedAverage(cadence: second, decay: half)))
    marks.index(100)
    marks.quote(103, 105)
    #expect(marks.mark == nil)
    #expect(marks.pass(to: moment(1)) == [104])
    marks.quote(107, 109)
    #expect(marks.mark == 104)  // Quotes move no average before they are sampled.
    #expect(marks.pass(to: moment(2)) == [106])  // (4 × ½ + 8) ÷ (½ + 1) = 6.67
    #expect(marks.pass(to: moment(3)) == [107])  // (10 × ½ + 8) ÷ (¾ + 1) = 7.43
    marks.index(200)
    #expect(marks.mark == 207)
  }

  // MRK-15
  @Test(arguments: [(99, 100, -1), (98, 100, -1), (97, 100, -2), (100, 101, 0), (101, 102, 1)])
  func `an average basis is rounded down, below zero too`(bid: Int64, ask: Int64, expected: Int64) {
    var marks = Marks(.indexPlusBasis(DecayedAverage(cadence: second, decay: half)))
    marks.index(100)
    marks.quote(bid, ask)
    marks.pass(to: moment(3))
    #expect(marks.mark == 100 + expected)
  }

  // MRK-15: without drift the average neither creeps nor falls a tick short, however long it runs.
  @Test(arguments: [0, 1, 333_333_333, 980_198_673, 999_999_999])
  func `equal samples leave the average where it is`(decay: Int64) {
    var marks = Marks(.indexPlusBasis(DecayedAverage(cadence: second, decay: Rate(partsPerBillion: decay))))
    marks.index(1 << 39)
    for shift: Int64 in [7, 0, -7] {
      marks.quote(1 << 39 + shift, 1 << 39 + shift)
      var fresh = Marks(.indexPlusBasis(DecayedAverage(cadence: second, decay: Rate(partsPerBillion: decay))))
      fresh.seen = marks.seen
      fresh.leap(to: moment(4_000))
      #expect(fresh.mark == 1 << 39 + shift)
    }
  }

  // MRK-16
  @Test
  func `a sample that misses an ingredient leaves the average alone`() {
    var marks = Marks(.indexPlusBasis(DecayedAverage(cadence: second, decay: half)))
    marks.index(100)
    marks.quote(104, 104)
    marks.pass(to: moment(1))
    marks.quote(104, nil)
    #expect(marks.pass(to: moment(9)) == [])
    #expect(marks.mark == 104)
    marks.index(nil)
    #expect(marks.mark == nil)
    marks.index(100)
    marks.quote(108, 108)
    #expect(marks.pass(to: moment(10)) == [106])
  }

  // MRK-16
  @Test
  func `samples stand at whole multiples of the cadence, whenever somebody looks`() {
    let average = WindowAverage(cadence: .seconds(5), samples: 4)
    var marks = Marks(.fairMedian(average))
    #expect(marks.book.nextSample == moment(5))
    marks.pass(to: moment(7))
    #expect(marks.book.nextSample == moment(10))
    marks.leap(to: moment(20))
    #expect(marks.book.nextSample == moment(25))
    marks.leap(to: Time(nanoseconds: .max - 1))
    #expect(marks.book.nextSample == nil)
  }

  // MRK-16
  @Test
  func `a leap takes as many samples as its moments one by one`() {
    let policies: [MarkPolicy] = [
      .indexPlusBasis(DecayedAverage(cadence: second, decay: .percent(90))),
      .fairMedian(WindowAverage(cadence: second, samples: 7)),
      .robustMedian(RobustMedian(cadence: second, basisDecay: .percent(90), priceDecay: .percent(70))),
    ]
    for policy in policies {
      var walking = Marks(policy)
      walking.index(1_000)
      walking.fill(1_100)
      walking.funding(0, left: 0, of: 1)
      walking.quote(1_000, 1_020)
      walking.pass(to: moment(3))
      walking.quote(1_300, 1_320)
      var leaping = Marks(policy)
      leaping.book = walking.book.clone()
      leaping.seen = walking.seen
      walking.pass(to: moment(8))
      leaping.leap(to: moment(8))
      #expect(walking.mark == leaping.mark)
      #expect(walking.mark != nil)
    }
  }

  // MRK-17: mid − index over the last three samples is 20, 40, 80; the fourth back is gone.
  @Test
  func `Binance's mark is the median of fair, the index plus the window's basis, and the last price`() {
    var marks = Marks(.fairMedian(WindowAverage(cadence: second, samples: 3)))
    marks.index(1_000)
    marks.funding(50_000, left: 1, of: 2)  // 1,000 × (1 + 5 % ÷ 2) = 1,025
    marks.fill(1_200)
    #expect(marks.mark == nil)
    for (number, mid) in [1_500, 1_020, 1_040, 1_080].enumerated() {
      marks.quote(Int64(mid), Int64(mid))
      marks.pass(to: moment(Int64(number) + 1))
      if number == 0 { #expect(marks.mark == 1_200) }  // Fair 1,025, basis 1,500, last 1,200.
    }
    #expect(marks.mark == 1_046)  // 1,000 + 140 ÷ 3
    marks.fill(1_030)
    #expect(marks.mark == 1_030)
    marks.fill(900)
    #expect(marks.mark == 1_025)
    marks.seen.funding = nil
    #expect(marks.mark == nil)
  }
}
