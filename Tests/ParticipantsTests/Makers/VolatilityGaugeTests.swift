import Foundation
import MarketTypes
import Testing

@testable import Participants

/// Estimators by choice, on bars of the price as it is seen. The estimators themselves are `VarianceEstimatorTests`'. PAR-18, PAR-27.
@Suite struct `A gauge of volatility` {
  /// Five bars of a second each, four prices a bar, with the published values over them.
  static let bars: [[Int64]] = [
    [10_000, 10_500, 9_800, 10_300], [10_300, 10_400, 9_900, 10_000], [10_100, 10_800, 10_000, 10_700],
    [10_700, 10_900, 10_300, 10_400], [10_400, 10_600, 10_100, 10_500],
  ]

  static let cases: [(kind: DynamicSpreadMaker.Estimator.Kind, window: Int, variance: Double)] = [
    (.parkinson, 5, 0.0013453880380164), (.garmanKlass, 5, 0.0014032513894108),
    (.rogersSatchell, 5, 0.0013144724477022),
    (.yangZhang, 4, 0.0012426697056547), (.realized, 4, 0.0063517060613033 / 4),
    (.exponential, 32, 0.0010194971819479),
  ]

  static func prices(_ see: (Int64, Int64) -> Void) {
    for (second, bar) in bars.enumerated() {
      for (quarter, price) in bar.enumerated() { see(Int64(second) * 1_000 + Int64(quarter) * 250, price) }
    }
    see(5_000, 10_500)  // which closes the last bar
  }

  @Test(arguments: cases)
  func `it gives the published variance for its span`(
    kind: DynamicSpreadMaker.Estimator.Kind, window: Int, variance: Double
  ) throws {
    // The published value is of a decay of 0.94; a window of 32 gives 1 − 2 ÷ 33.
    var gauge = VolatilityGauge(.init(kind: kind, bar: TimeSpan(nanoseconds: 1_000_000_000), window: window))
    #expect(gauge.volatility(per: TimeSpan(nanoseconds: 1)) == nil)
    Self.prices { milliseconds, price in
      gauge.observe(Price(ticks: price), at: Time(nanoseconds: milliseconds * 1_000_000))
    }
    let expected = kind == .exponential ? Self.decayed(1 - 2.0 / 33) : variance
    if kind == .exponential { #expect(abs(Self.decayed(0.94) - variance) < 1e-12) }
    for milliseconds in [Int64(10), 1_000, 4_000] {
      let span = TimeSpan(nanoseconds: milliseconds * 1_000_000)
      let ticks = 10_500 * (expected * Double(milliseconds) / 1_000).squareRoot()
      #expect(abs(try #require(gauge.volatility(per: span)) - ticks) < 1e-7 * ticks)
    }
  }

  /// From close to close, beginning with the first square.
  private static func decayed(_ decay: Double) -> Double {
    let closes = bars.map { Double($0[3]) }
    let squares = zip(closes, closes.dropFirst()).map { pow(log($1 / $0), 2) }
    return squares.dropFirst().reduce(squares[0]) { decay * $0 + (1 - decay) * $1 }
  }

  @Test(arguments: DynamicSpreadMaker.Estimator.Kind.allCases)
  func `a maker's term for volatility is its estimator's, and the reference before it has one`(
    kind: DynamicSpreadMaker.Estimator.Kind
  ) throws {
    let choice = DynamicSpreadMaker.Estimator(kind: kind, bar: TimeSpan(nanoseconds: 1_000_000_000), window: 4)
    var gauge = VolatilityGauge(choice)
    var desk = QuoteDesk(
      .plain {
        $0.estimator = choice
        $0.volatilityWeight = 2
        $0.interval = TimeSpan(nanoseconds: 250_000_000)
        $0.maximum = 1e6
      })
    var seen = 0
    Self.prices { milliseconds, price in
      desk.now = Time(nanoseconds: milliseconds * 1_000_000)
      desk.look(at: price)
      gauge.observe(Price(ticks: price), at: desk.now)
      let sigma = gauge.volatility(per: TimeSpan(nanoseconds: 250_000_000))
      if sigma != nil { seen += 1 }
      #expect(desk.terms?.volatility == Int32(((sigma ?? 10) * 2_000).rounded()), "at \(milliseconds) ms")
    }
    #expect(seen > 5)
  }

  @Test func `another choice begins anew, the same goes on`() throws {
    let choice = DynamicSpreadMaker.Estimator(kind: .parkinson, bar: TimeSpan(nanoseconds: 1_000_000_000), window: 4)
    let settings = DynamicSpreadMaker.Settings.plain {
      $0.estimator = choice
      $0.volatilityWeight = 1
    }
    var desk = QuoteDesk(settings)
    Self.prices { milliseconds, price in
      desk.now = Time(nanoseconds: milliseconds * 1_000_000)
      desk.look(at: price)
    }
    let known = try #require(desk.terms?.volatility)
    #expect(known != 10_000)
    var wider = settings
    wider.base = 6
    desk.maker.adopt(wider)
    desk.look()
    #expect(desk.terms?.volatility == known)
    wider.estimator?.window = 5
    desk.maker.adopt(wider)
    desk.look()
    #expect(desk.terms?.volatility == 10_000)
  }
}
