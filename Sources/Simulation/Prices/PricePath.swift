import MarketTypes
import Mathematics

/// The one way that a price from outside takes in a run, step by step, from its own random numbers.
///
/// A step takes two normal numbers of the process and one of the factor, whatever the motion; what jumps take is a stream of
/// its own. So another motion or correlation leaves other draws as they were.
struct PricePath: Sendable {
  let process: PriceProcess
  /// In ticks, not rounded; from 1 to the highest.
  private(set) var price: Double
  /// v.
  private(set) var variance: Double
  /// Whether there was a first price.
  private(set) var hasBegun = false
  private var steps = 0
  /// What multiplies a recorded series.
  private var scale = 1.0
  private var normals: SeededGenerator
  private var jumps: SeededGenerator
  private var common: SeededGenerator

  init(_ process: PriceProcess, seed: UInt64) {
    self.process = process
    price = Double(process.initial.ticks)
    if case .heston(_, let heston, _) = process.motion { variance = heston.variance } else { variance = 0 }
    normals = SeededGenerator(seed: seed, nameHash: process.nameHash, index: 0, purpose: Self.normalPurpose)
    jumps = SeededGenerator(seed: seed, nameHash: process.nameHash, index: 0, purpose: Self.jumpPurpose)
    common = SeededGenerator(
      seed: seed, nameHash: process.factor?.nameHash ?? 0, index: 0, purpose: Self.normalPurpose)
  }

  private static let jumpPurpose: UInt32 = 1
  private static let normalPurpose: UInt32 = 2

  /// What is told: to the nearest tick, half up.
  var told: Price { min(Price(roundingDown: price + 0.5), process.highest) }

  /// Whether there is a next price.
  var hasNext: Bool {
    if case .recorded(let prices) = process.motion { steps + 1 < prices.count } else { true }
  }

  /// Comes to the next price, the first time to the initial one.
  mutating func goOn() {
    if hasBegun { advance() }
    hasBegun = true
  }

  /// Multiplies the price, once and for all: a jump from outside the model.
  mutating func multiply(by factor: Double) {
    scale *= factor
    price = held(price * factor)
  }

  /// Goes on by one interval.
  mutating func advance() {
    steps += 1
    let time = Double(process.interval.nanoseconds) / Double(process.unit.nanoseconds)
    let (own, second) = (normals.normal(), normals.normal())
    let shared = process.factor == nil ? 0 : common.normal()
    let loading = process.factor?.correlation ?? 0
    let driver = loading * shared + (1 - loading * loading).squareRoot() * own
    switch process.motion {
    case .brownian(let drift, let volatility):
      price = held(price + drift * time + volatility * time.squareRoot() * driver)
    case .geometric(let drift, let volatility, let merton):
      grow(by: drift, volatility * volatility, time, driver, merton)
    case .heston(let drift, let heston, let merton):
      let v = max(0, variance)
      grow(by: drift, v, time, driver, merton)
      let along = heston.correlation
      let shock = along * driver + (1 - along * along).squareRoot() * second
      variance +=
        heston.reversion * (heston.longVariance - v) * time
        + heston.volatilityOfVariance * (v * time).squareRoot() * shock
      variance = min(variance, Self.largestVariance)
    case .recorded(let prices): price = held(Double(prices[min(steps, prices.count - 1)].ticks) * scale)
    }
  }

  /// Beyond every scenario's, and small enough that no product with it is infinite.
  private static let largestVariance = 1e12

  private mutating func grow(
    by drift: Double, _ variance: Double, _ time: Double, _ driver: Double, _ merton: PriceProcess.Jumps?
  ) {
    let expected = merton.map { $0.intensity * $0.meanGain } ?? 0
    let jump = merton.map { jumpSum($0, time) } ?? 0
    price = held(price * exp((drift - expected - variance / 2) * time + (variance * time).squareRoot() * driver + jump))
  }

  /// The logarithms of a step's jumps together.
  private mutating func jumpSum(_ merton: PriceProcess.Jumps, _ time: Double) -> Double {
    var sum = 0.0
    for _ in 0..<jumps.poisson(mean: merton.intensity * time) {
      sum += jumps.normal(mean: merton.meanOfLog, deviation: merton.deviationOfLog)
    }
    return sum
  }

  private func held(_ price: Double) -> Double { min(max(price, 1), Double(process.highest.ticks)) }
}
