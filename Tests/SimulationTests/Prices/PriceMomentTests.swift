import MarketTypes
import Mathematics
import Testing

@testable import Simulation

/// PRO-2 … PRO-4: paths over many seeds against what the processes' equations say, within four standard errors.
@Suite struct `Moments of prices from outside` {
  private static let paths = 4_000
  private static let start = 1_000_000.0

  private static func process(
    _ motion: PriceProcess.Motion, steps: Int64, name: String = "p", correlation: Double? = nil
  ) -> PriceProcess {
    let factor = correlation.map {
      PriceProcess.CommonFactor(name: "f", nameHash: SeededGenerator.nameHash("f".utf8), correlation: $0)
    }
    return PriceProcess(
      name: name, nameHash: SeededGenerator.nameHash(name.utf8), destination: .index(InstrumentID(number: 0)),
      motion: motion, factor: factor, initial: Price(ticks: Int64(start)), highest: Price(ticks: 1 << 41), start: .zero,
      interval: TimeSpan(nanoseconds: 1_000_000_000 / steps), unit: TimeSpan(nanoseconds: 1_000_000_000))
  }

  /// Price and variance after so many steps, which are one unit of time, for each seed.
  private static func ends(_ process: PriceProcess, steps: Int, seeds: Int = paths) -> [(
    price: Double, variance: Double
  )] {
    (1...seeds).map { seed in
      var path = PricePath(process, seed: UInt64(seed))
      for _ in 0..<steps { path.advance() }
      return (path.price, path.variance)
    }
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private static func expect(
    meanOf values: [Double], is wanted: Double, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let mean = mean(values)
    let variance = Self.mean(values.map { ($0 - mean) * ($0 - mean) })
    let error = (variance / Double(values.count)).squareRoot()
    #expect(
      abs(mean - wanted) <= 4 * error, "\(words): \(mean), wanted \(wanted) within \(4 * error)",
      sourceLocation: sourceLocation)
  }

  /// p − p₀ has the mean μ and the variance σ².
  @Test func `brownian`() {
    let moves = Self.ends(Self.process(.brownian(drift: 500, volatility: 2_000), steps: 10), steps: 10)
      .map { $0.price - Self.start }
    Self.expect(meanOf: moves, is: 500, "drift")
    Self.expect(meanOf: moves.map { ($0 - 500) * ($0 - 500) }, is: 4_000_000, "variance")
  }

  /// E p = p₀ e^μ; log p has the variance σ².
  @Test func `geometric`() {
    let ends = Self.ends(Self.process(.geometric(drift: 0.1, volatility: 0.3, nil), steps: 10), steps: 10)
    Self.expect(meanOf: ends.map(\.price), is: Self.start * exp(0.1), "price")
    let logs = ends.map { log($0.price / Self.start) }
    Self.expect(meanOf: logs, is: 0.1 - 0.045, "logarithm")
    Self.expect(meanOf: logs.map { ($0 - 0.055) * ($0 - 0.055) }, is: 0.09, "variance")
  }

  /// Jumps leave E p = p₀ e^μ; log p has the variance σ² + λ (m² + s²) and the third central moment λ (m³ + 3 m s²).
  @Test func `jumps`() {
    let jumps = PriceProcess.Jumps(intensity: 3, meanOfLog: -0.05, deviationOfLog: 0.1)
    let ends = Self.ends(
      Self.process(.geometric(drift: 0.1, volatility: 0.1, jumps), steps: 10), steps: 10, seeds: 20_000)
    Self.expect(meanOf: ends.map(\.price), is: Self.start * exp(0.1), "price")
    let middle = 0.1 - 3 * (exp(-0.05 + 0.005) - 1) - 0.005 + 3 * -0.05
    let logs = ends.map { log($0.price / Self.start) - middle }
    Self.expect(meanOf: logs, is: 0, "logarithm")
    Self.expect(meanOf: logs.map { $0 * $0 }, is: 0.01 + 3 * (0.0025 + 0.01), "variance")
    Self.expect(meanOf: logs.map { $0 * $0 * $0 }, is: 3 * (-0.000125 - 3 * 0.05 * 0.01), "third moment")
  }

  private static let heston = PriceProcess.Heston(
    variance: 0.09, reversion: 2, longVariance: 0.04, volatilityOfVariance: 0.2, correlation: -0.7)

  /// E v = θ + (v₀ − θ) e^−κ; Var v = ξ² (v₀ (e^−κ − e^−2κ) + θ (1 − e^−κ)² ÷ 2) ÷ κ; E p = p₀ e^μ;
  /// E log p = log p₀ + μ − ½ (θ + (v₀ − θ) (1 − e^−κ) ÷ κ). Steps of 1/400 are far within the errors.
  @Test func `stochastic volatility`() {
    let ends = Self.ends(Self.process(.heston(drift: 0.1, Self.heston, nil), steps: 400), steps: 400)
    let decay = exp(-2.0)
    let wanted = 0.04 + 0.05 * decay
    Self.expect(meanOf: ends.map(\.variance), is: wanted, "mean of v")
    let spread = 0.04 * (0.09 * (decay - decay * decay) + 0.04 * (1 - decay) * (1 - decay) / 2) / 2
    Self.expect(meanOf: ends.map { ($0.variance - wanted) * ($0.variance - wanted) }, is: spread, "variance of v")
    Self.expect(meanOf: ends.map(\.price), is: Self.start * exp(0.1), "price")
    let total = 0.04 + 0.05 * (1 - decay) / 2
    Self.expect(meanOf: ends.map { log($0.price / Self.start) }, is: 0.1 - total / 2, "logarithm")
  }

  /// In one step the product of both standardized moves has the mean ρ.
  @Test func `price and variance are correlated`() {
    let ends = Self.ends(Self.process(.heston(drift: 0, Self.heston, nil), steps: 100), steps: 1)
    let step = 0.01
    let products = ends.map { end in
      let first = (log(end.price / Self.start) + 0.045 * step) / (0.09 * step).squareRoot()
      let second = (end.variance - 0.09 + 2 * 0.05 * step) / (0.2 * (0.09 * step).squareRoot())
      return first * second
    }
    Self.expect(meanOf: products, is: -0.7, "correlation")
  }

  /// PRO-3: two processes with a factor have the product of their correlations with it; without one, none.
  @Test(arguments: [(0.8, 0.5, 0.4), (1, -1, -1), (nil, 0.9, 0)] as [(Double?, Double?, Double)])
  func `a common factor`(first: Double?, second: Double?, together: Double) {
    let motion = PriceProcess.Motion.brownian(drift: 0, volatility: 100)
    let one = Self.ends(Self.process(motion, steps: 1, name: "a", correlation: first), steps: 1)
    let other = Self.ends(Self.process(motion, steps: 1, name: "b", correlation: second), steps: 1)
    let products = zip(one, other).map { ($0.price - Self.start) * ($1.price - Self.start) / 10_000 }
    Self.expect(meanOf: products, is: together, "correlation")
    Self.expect(meanOf: other.map { ($0.price - Self.start) * ($0.price - Self.start) / 10_000 }, is: 1, "variance")
  }

  /// PRO-4, with the largest of everything that a scenario may say.
  @Test func `prices stay between 1 and the highest`() {
    let wild = PriceProcess.Heston(
      variance: 1e6, reversion: 1e6, longVariance: 1e6, volatilityOfVariance: 1e6, correlation: -1)
    let jumps = PriceProcess.Jumps(intensity: 50, meanOfLog: 10, deviationOfLog: 10)
    let motions: [PriceProcess.Motion] = [
      .brownian(drift: -1e6, volatility: 1e6), .geometric(drift: 1e6, volatility: 1e6, jumps),
      .geometric(drift: 0, volatility: 3, nil), .heston(drift: 0, wild, jumps), .heston(drift: 1e6, wild, nil),
    ]
    var (lowest, highest) = (Int64.max, Int64.min)
    for motion in motions {
      for steps in [1, 1_000] as [Int64] {
        var path = PricePath(Self.process(motion, steps: steps), seed: 7)
        for _ in 0..<2_000 {
          path.advance()
          #expect(path.price >= 1 && path.price <= 0x1p41)
          (lowest, highest) = (min(lowest, path.told.ticks), max(highest, path.told.ticks))
        }
      }
    }
    #expect(lowest == 1 && highest == 1 << 41)
  }
}
