import Mathematics
import Testing

@testable import Analysis

/// Estimators against closed forms. A random sample must come within four standard errors.
@Suite("Estimators of stylised facts")
struct EstimatorTests {
  // FCT-3
  @Test
  func `a line correlates with itself, a seesaw against itself`() throws {
    #expect(abs(try Correlation.autocorrelation((0..<40).map { Double($0) }, lag: 3) - 1) < 1e-12)
    let seesaw = (0..<40).map { $0.isMultiple(of: 2) ? 1.0 : -1 }
    #expect(abs(try Correlation.autocorrelation(seesaw, lag: 1) + 1) < 1e-12)
    #expect(abs(try Correlation.autocorrelation(seesaw, lag: 2) - 1) < 1e-12)
  }

  // FCT-3
  @Test(arguments: [0, 0.3, 0.8, -0.5], UInt64(1)...3)
  func `an autoregression's correlation at lag k is its coefficient to the k`(coefficient: Double, seed: UInt64) throws
  {
    var chance = chance(seed)
    let count = 20_000
    var values: [Double] = []
    var value = chance.normal(deviation: 1 / (1 - coefficient * coefficient).squareRoot())
    for _ in 0..<count {
      values.append(value)
      value = coefficient * value + chance.normal()
    }
    var power = 1.0
    for lag in 1...3 {
      power *= coefficient
      let found = try Correlation.autocorrelation(values, lag: lag)
      // Bartlett's formula is below (1 + φ²) ÷ (1 − φ²) ÷ n at every lag.
      let square = coefficient * coefficient
      let error = ((1 + square) / (1 - square) / Double(count)).squareRoot()
      #expect(abs(found - power) < 4 * error, "lag \(lag), seed \(seed): \(found), expected \(power)")
    }
  }

  // FCT-3
  @Test
  func `what never varies has no correlation, and too little none either`() {
    #expect(outcome { () throws(NotApplicable) in try Correlation.autocorrelation([1, 1, 1, 1, 1], lag: 1) }.isMissing)
    #expect(outcome { () throws(NotApplicable) in try Correlation.autocorrelation([1, 2, 4], lag: 1) }.isMissing)
  }

  // FCT-4
  @Test(arguments: [1, 3, 7, 19])
  func `moments of a coin are those of Bernoulli`(zeros: Int) throws {
    let shape = try SampleShape(of: Array(repeating: 0, count: zeros) + [1])
    let p = 1 / Double(zeros + 1)
    #expect(abs(shape.variance - p * (1 - p)) < 1e-12)
    #expect(abs(shape.skewness - (1 - 2 * p) / (p * (1 - p)).squareRoot()) < 1e-9)
    #expect(abs(shape.excessKurtosis - (1 - 6 * p * (1 - p)) / (p * (1 - p))) < 1e-9)
  }

  // FCT-5
  @Test(arguments: [1.5, 3], UInt64(1)...3)
  func `Hill finds the index of a Pareto sample`(index: Double, seed: UInt64) throws {
    var chance = chance(seed)
    let values = (0..<20_000).map { _ in exp(-log(chance.uniformInside()) / index) }
    let found = try TailIndex.hill(values, share: 0.05)
    #expect(abs(found - index) < 4 * index / 1_000.0.squareRoot(), "seed \(seed): \(found)")
  }

  // FCT-5
  @Test
  func `Hill's mean is over the largest alone, relative to the next`() throws {
    let body = Array(repeating: 3.0, count: 190)
    #expect(abs(try TailIndex.hill(body + Array(repeating: 3 * exp(0.5), count: 10), share: 0.05) - 2) < 1e-12)
    #expect(try TailIndex.hill(body + Array(repeating: 3, count: 10), share: 0.05) == .infinity)
    #expect(outcome { () throws(NotApplicable) in try TailIndex.hill(body, share: 0.05) }.isMissing)
    let zeros = Array(repeating: 0.0, count: 195) + [1, 2, 3, 4, 5]
    #expect(outcome { () throws(NotApplicable) in try TailIndex.hill(zeros, share: 0.05) }.isMissing)
  }

  // FCT-6
  @Test
  func `a power law goes through its own points, whatever their weights`() throws {
    let points = [0.5, 1, 2, 8, 100].map { (x: $0, y: 3 * exp(-0.7 * log($0)), weight: 1 + $0) }
    let law = try PowerLaw(through: points + [(x: 7, y: -1, weight: 5)])
    #expect(abs(law.exponent + 0.7) < 1e-12)
    #expect(abs(law.factor - 3) < 1e-12)
    #expect(throws: NotApplicable.self) { try PowerLaw(through: points.prefix(2)) }
  }

  /// Signs that keep for runs of random length L, each run with a new random sign, correlate as E(L − k)⁺ ÷ E L. With
  /// P(L > k) = (c(k) − c(k + 1)) ÷ (1 − c(1)), c(0) = 1 and c(k) = 0.6 k^−γ, that is c(k) itself.
  // FCT-6, FCT-9
  @Test(arguments: [0.4, 0.7], UInt64(1)...2)
  func `memory with a known exponent has that exponent`(exponent: Double, seed: UInt64) throws {
    func correlation(_ lag: Int) -> Double { lag == 0 ? 1 : 0.6 * exp(-exponent * log(Double(lag))) }
    var chance = chance(seed)
    var signs: [Double] = []
    while signs.count < 400_000 {
      let draw = chance.uniformInside()
      var length = 1
      while length < 100_000, (correlation(length) - correlation(length + 1)) / 0.4 > draw { length += 1 }
      signs += Array(repeating: chance.happens(in: 1, outOf: 2) ? 1 : -1, count: length)
    }
    // Long memory makes means converge slowly: n^(−γ/2) of the scale, here below a twelfth.
    #expect(abs(try Correlation.autocorrelation(signs, lag: 1) - 0.6) < 0.08, "seed \(seed)")
    let found = try PowerLaw.decay(of: signs, longestLag: 50)
    #expect(abs(found - exponent) < 0.12, "seed \(seed): \(found)")
  }

  // FCT-6
  @Test
  func `what is not above zero at most lags decays faster than any power`() throws {
    // Twenty lags up, twenty down: ten above zero, then twenty below.
    let square = (0..<400).map { ($0 / 20).isMultiple(of: 2) ? 1.0 : -1 }
    #expect(try PowerLaw.decay(of: square, longestLag: 30) == .infinity)
    #expect(try PowerLaw.decay(of: square, longestLag: 9).isFinite)
  }
}

extension Result {
  var isMissing: Bool { if case .failure = self { true } else { false } }
}
