import Foundation
import Mathematics
import Testing

@Suite struct LogarithmTests {
  /// Correctly rounded, from the reference tables.
  @Test(
    arguments: [
      (0.1, -0x1.26bb1bbb55515p+1), (2, 0x1.62e42fefa39efp-1), (10, 0x1.26bb1bbb55516p+1),
      (1.0 / 3, -0x1.193ea7aad030bp+0), (.pi, 0x1.250d048e7a1bdp+0),
    ] as [(Double, Double)])
  func `a reference value is met within one unit in the last place`(x: Double, logarithm: Double) {
    #expect(steps(between: Mathematics.log(x), and: logarithm) <= 1)
  }

  @Test func `the system's log is at most one unit in the last place away, for every exponent`() {
    expectAgreement(of: 400_000) { Double(bitPattern: $0.uniform(below: Double.infinity.bitPattern)) }
  }

  @Test(arguments: [0.5...2.0, 0.7...0.72, 1.4...1.43, 1 - 0x1p-20...1 + 0x1p-20])
  func `the system's log is at most one unit in the last place away, near one`(range: ClosedRange<Double>) {
    expectAgreement(of: 150_000) { range.lowerBound + $0.uniform() * (range.upperBound - range.lowerBound) }
  }

  private func expectAgreement(of count: Int, drawing draw: (inout Xoshiro256) -> Double) {
    var generator = Xoshiro256(seed: 42)
    var worst = (steps: UInt64(0), x: 0.0)
    for _ in 0..<count {
      let x = draw(&generator)
      let distance = steps(between: Mathematics.log(x), and: Foundation.log(x))
      if distance > worst.steps { worst = (distance, x) }
    }
    #expect(worst.steps <= 1, "seed 42, x = \(worst.x)")
  }

  @Test func `one gives plain zero`() {
    #expect(Mathematics.log(1).bitPattern == 0)
  }

  @Test func `zero, infinity, the negative and NaN are defined`() {
    #expect(Mathematics.log(0) == -.infinity)
    #expect(Mathematics.log(-0.0) == -.infinity)
    #expect(Mathematics.log(.infinity) == .infinity)
    #expect(Mathematics.log(-1).isNaN)
    #expect(Mathematics.log(-.leastNonzeroMagnitude).isNaN)
    #expect(Mathematics.log(-.infinity).isNaN)
    #expect(Mathematics.log(.nan).isNaN)
  }

  @Test func `the logarithm of the smallest double is that of 2^-1074`() {
    #expect(Mathematics.log(.leastNonzeroMagnitude) == -0x1.74385446d71c3p+9)
  }

  @Test func `exp undoes log`() {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<10_000 {
      let x = generator.uniformInside()
      let back = Mathematics.exp(Mathematics.log(x))
      #expect((back - x).magnitude <= 1e-14 * x, "seed 6, x = \(x)")
    }
  }
}
