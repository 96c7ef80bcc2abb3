import MarketTypes
import Mathematics
import Participants
import Testing

extension Bar {
  fileprivate init(_ open: Int64, _ high: Int64, _ low: Int64, _ close: Int64) {
    self.init(open: Price(ticks: open), high: Price(ticks: high), low: Price(ticks: low), close: Price(ticks: close))
  }
}

/// PAR-18: five bars, and the values published for them.
@Suite struct VarianceEstimatorTests {
  private let bars = [
    Bar(100, 105, 98, 103), Bar(103, 104, 99, 100), Bar(101, 108, 100, 107), Bar(107, 109, 103, 104),
    Bar(104, 106, 101, 105),
  ]

  private func after<Estimator: VarianceEstimator>(_ estimator: Estimator) -> Estimator {
    var estimator = estimator
    for bar in bars { estimator.observe(bar) }
    return estimator
  }

  @Test func `ranges give Parkinson's, Garman and Klass's, Rogers and Satchell's`() {
    #expect(near(after(ParkinsonVariance(window: 5)).variance, 0.0013453880380164, within: 5e-17))
    #expect(near(after(GarmanKlassVariance(window: 5)).variance, 0.0014032513894108, within: 5e-17))
    #expect(near(after(RogersSatchellVariance(window: 9)).variance, 0.0013144724477022, within: 5e-17))
  }

  @Test func `returns from close to close give realised and sample variance`() {
    let realized = after(RealizedVariance(window: 4))
    #expect(near(realized.sampleVariance, 0.0020864149136343, within: 5e-17))
    #expect(near(realized.total, 0.0063517060613033, within: 5e-17))
    #expect(near(realized.variance, 0.0063517060613033 / 4, within: 5e-17))
  }

  @Test func `Yang and Zhang's counts the bars that have one before them`() {
    #expect(near(after(YangZhangVariance(window: 4)).variance, 0.0012426697056547, within: 5e-17))
  }

  @Test func `an exponential mean begins with the first square`() {
    #expect(near(after(ExponentialVariance(decay: 0.94)).variance, 0.0010194971819479, within: 5e-17))
    var direct = ExponentialVariance(decay: 0.5)
    direct.observe(return: 4)
    direct.observe(return: -2)
    #expect(direct.variance == 10)
  }

  @Test func `too few bars give nothing`() {
    var estimators: [any VarianceEstimator] = [
      ExponentialVariance(decay: 0.9), RealizedVariance(window: 3), YangZhangVariance(window: 3),
      ParkinsonVariance(window: 3), GarmanKlassVariance(window: 3), RogersSatchellVariance(window: 3),
    ]
    var known: [[Bool]] = []
    for count in 0..<4 {
      known.append(estimators.map { $0.variance != nil })
      for index in estimators.indices { estimators[index].observe(bars[count]) }
    }
    #expect(known[0] == [false, false, false, false, false, false])
    #expect(known[1] == [false, false, false, true, true, true])
    #expect(known[2] == [true, true, false, true, true, true])
    #expect(known[3] == [true, true, true, true, true, true])
  }

  @Test func `a volatility in ticks is the price's share of it over the root of the bar`() {
    let estimator = after(ParkinsonVariance(window: 5))
    let perBar = 200 * (0.0013453880380164).squareRoot()
    let bars = TimeSpan(nanoseconds: 4_000_000_000)
    #expect(near(estimator.volatility(at: Price(ticks: 200), bars: bars), perBar / 2, within: 1e-12))
  }

  @Test func `intervals without a price are flat bars, no more than the window has`() {
    var counted = RogersSatchellVariance(window: 4)
    counted.observe(ClosedBar(bar: bars[0], empty: 1), window: 4)
    var written = RogersSatchellVariance(window: 4)
    written.observe(bars[0])
    written.observe(Bar(flatAt: bars[0].close))
    #expect(counted == written)
    counted.observe(ClosedBar(bar: bars[1], empty: .max), window: 4)
    #expect(counted.variance == 0)
  }

  /// PAR-16: nothing leaves an exponential mean, so that every flat bar counts.
  @Test(arguments: [Int64(0), 3, 4, 5, 40, 99])
  func `an exponential mean takes every interval without a price`(empty: Int64) throws {
    var counted = ExponentialVariance(decay: 1 - 2.0 / 5)
    var written = counted
    counted.observe(bars[0])
    written.observe(bars[0])
    counted.observe(ClosedBar(bar: bars[1], empty: empty), window: 4)
    written.observe(bars[1])
    for _ in 0..<empty { written.observe(Bar(flatAt: bars[1].close)) }
    let (one, other) = (try #require(counted.variance), try #require(written.variance))
    // Up to the window one by one, so to the bit.
    #expect(empty <= 4 ? one == other : abs(one / other - 1) < 1e-13, "\(one), \(other)")
  }

  @Test func `a night without a price leaves an exponential mean nothing, and before a first return zero`() {
    var estimator = ExponentialVariance(decay: 0.9)
    estimator.observe(ClosedBar(bar: bars[0], empty: .max), window: 4)
    #expect(estimator.variance == 0)
    estimator.observe(ClosedBar(bar: bars[1], empty: .max), window: 4)
    #expect(estimator.variance == 0)
  }

  /// The same from scratch over the last bars, in the naive way.
  @Test(arguments: UInt64(0)..<40)
  func `a rolling window equals the last bars by themselves`(seed: UInt64) {
    var dice = Dice(seed: seed)
    let window = Int(dice.whole(in: 2...9))
    var seen: [Bar] = []
    var parkinson = ParkinsonVariance(window: window)
    var garmanKlass = GarmanKlassVariance(window: window)
    var rogersSatchell = RogersSatchellVariance(window: window)
    var realized = RealizedVariance(window: window)
    var yangZhang = YangZhangVariance(window: window)
    for step in 0..<60 {
      let prices = (0..<4).map { _ in dice.whole(in: 900...1_100) }
      let bar = Bar(prices[0], prices.max() ?? 0, prices.min() ?? 0, prices[3])
      seen.append(bar)
      parkinson.observe(bar)
      garmanKlass.observe(bar)
      rogersSatchell.observe(bar)
      realized.observe(bar)
      yangZhang.observe(bar)
      let naive = NaiveVariances(Array(seen.suffix(window)))
      #expect(near(parkinson.variance, naive.parkinson, within: 1e-15), "step \(step)")
      #expect(near(garmanKlass.variance, max(0, naive.garmanKlass), within: 1e-15), "step \(step)")
      #expect(near(rogersSatchell.variance, naive.rogersSatchell, within: 1e-15), "step \(step)")
      guard seen.count > 2 else { continue }
      let paired = NaiveVariances(Array(seen.suffix(window + 1)))
      #expect(near(realized.total, paired.realized, within: 1e-14), "step \(step)")
      #expect(near(realized.sampleVariance, paired.closeToClose, within: 1e-14), "step \(step)")
      #expect(near(yangZhang.variance, paired.yangZhang, within: 1e-14), "step \(step)")
    }
  }
}

/// The formulas as they are written, over a list of bars.
private struct NaiveVariances {
  var parkinson, garmanKlass, rogersSatchell: Double
  /// These need the close before; the first bar of the list is only that.
  var realized = 0.0
  var closeToClose = 0.0
  var yangZhang = 0.0

  init(_ bars: [Bar]) {
    func rogersSatchell(_ bar: Bar) -> Double {
      ratio(bar.high, bar.close) * ratio(bar.high, bar.open) + ratio(bar.low, bar.close) * ratio(bar.low, bar.open)
    }
    func ratio(_ upper: Price, _ lower: Price) -> Double { log(Double(upper.ticks)) - log(Double(lower.ticks)) }
    func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
    func sample(_ numbers: [Double]) -> Double {
      let centre = mean(numbers)
      return numbers.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(numbers.count - 1)
    }
    parkinson = mean(bars.map { ratio($0.high, $0.low) * ratio($0.high, $0.low) }) / (4 * log(2))
    garmanKlass = mean(
      bars.map {
        0.5 * ratio($0.high, $0.low) * ratio($0.high, $0.low)
          - (2 * log(2) - 1) * ratio($0.close, $0.open) * ratio($0.close, $0.open)
      })
    self.rogersSatchell = mean(bars.map(rogersSatchell))
    guard bars.count > 2 else { return }
    let pairs = Array(zip(bars, bars.dropFirst()))
    let returns = pairs.map { ratio($1.close, $0.close) }
    realized = returns.reduce(0) { $0 + $1 * $1 }
    closeToClose = sample(returns)
    let n = Double(pairs.count)
    let k = 0.34 / (1.34 + (n + 1) / (n - 1))
    yangZhang =
      sample(pairs.map { ratio($1.open, $0.close) }) + k * sample(pairs.map { ratio($1.close, $1.open) })
      + (1 - k) * mean(pairs.map { rogersSatchell($1) })
  }
}
