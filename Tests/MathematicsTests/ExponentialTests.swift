import Foundation
import Mathematics
import Testing

@Suite struct ExponentialTests {
  /// Correctly rounded, from the reference tables.
  @Test(
    arguments: [
      (0.1, 0x1.1aec7b35a00d4p+0), (1, 0x1.5bf0a8b145769p+1), (-20, 0x1.1b48655f37267p-29),
      (700, 0x1.d945df4f8ec8ep+1009),
    ] as [(Double, Double)])
  func `a reference value is met within one unit in the last place`(x: Double, power: Double) {
    #expect(steps(between: Mathematics.exp(x), and: power) <= 1)
  }

  @Test(arguments: [-746.0...710, -1...1, -0x1p-20...0x1p-20, -745.14 ... -708])
  func `the system's exp is at most one unit in the last place away`(range: ClosedRange<Double>) {
    var generator = Xoshiro256(seed: 42)
    var worst = (steps: UInt64(0), x: 0.0)
    for _ in 0..<250_000 {
      let x = range.lowerBound + generator.uniform() * (range.upperBound - range.lowerBound)
      let distance = steps(between: Mathematics.exp(x), and: Foundation.exp(x))
      if distance > worst.steps { worst = (distance, x) }
    }
    #expect(worst.steps <= 1, "seed 42, x = \(worst.x)")
  }

  @Test func `zero of either sign gives one`() {
    #expect(Mathematics.exp(0) == 1)
    #expect(Mathematics.exp(-0.0) == 1)
    #expect(Mathematics.exp(.leastNonzeroMagnitude) == 1)
  }

  @Test func `infinities and NaN are defined`() {
    #expect(Mathematics.exp(.infinity) == .infinity)
    #expect(Mathematics.exp(-.infinity).bitPattern == 0)
    #expect(Mathematics.exp(.nan).isNaN)
    #expect(Mathematics.exp(.greatestFiniteMagnitude) == .infinity)
    #expect(Mathematics.exp(-.greatestFiniteMagnitude) == 0)
  }

  @Test func `overflow begins above the logarithm of the largest double`() {
    let edge = 0x1.62e42fefa39efp+9
    #expect(Mathematics.exp(edge).isFinite)
    #expect(Mathematics.exp(edge.nextUp) == .infinity)
  }

  @Test func `underflow is gradual and ends below half the smallest double`() {
    let edge = -0x1.74910d52d3051p+9
    #expect(Mathematics.exp(edge) == .leastNonzeroMagnitude)
    #expect(Mathematics.exp(edge.nextDown) == 0)
    #expect(Mathematics.exp(-708.4).isSubnormal)
  }
}
