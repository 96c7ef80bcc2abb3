import Foundation
import Mathematics
import Testing

@Suite struct StandardNormalTests {
  @Test(
    arguments: [
      (1.96, 0.97500210485177957), (-6, 9.8658764503769814e-10), (0, 0.5), (-1, 0.15865525393145705),
      (-8, 6.2209605742717841e-16), (-20, 2.7536241186062337e-89), (-37.5, 4.6053530095819548e-308),
    ] as [(Double, Double)])
  func `a reference probability is met`(x: Double, probability: Double) {
    #expect((StandardNormal.cumulative(x) - probability).magnitude <= 1e-15 * probability)
  }

  @Test(
    arguments: [
      (0.975, 1.9599639845400542), (1e-6, -4.7534243088228989), (0.5, 0), (1e-300, -37.047096299361199),
    ] as [(Double, Double)])
  func `a reference quantile is met`(probability: Double, x: Double) {
    #expect((StandardNormal.quantile(probability) - x).magnitude <= 1e-15 * x.magnitude)
  }

  @Test(arguments: [-8.0...0, -38 ... -8, 0...9])
  func `the system's erfc gives the same probabilities`(range: ClosedRange<Double>) {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let x = range.lowerBound + generator.uniform() * (range.upperBound - range.lowerBound)
      let probability = erfc(-x * 0.5.squareRoot()) / 2
      // Rounding −x ÷ √2 alone moves erfc by about x² units.
      let tolerance = probability * (1 + x * x) * 4e-16 + 10 * .leastNonzeroMagnitude
      #expect((StandardNormal.cumulative(x) - probability).magnitude <= tolerance, "seed 7, x = \(x)")
    }
  }

  @Test(arguments: [-37.0 ... -6, -6 ... -0.5, -1...1, 0.5...5])
  func `the quantile undoes the cumulative probability`(range: ClosedRange<Double>) {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<20_000 {
      let x = range.lowerBound + generator.uniform() * (range.upperBound - range.lowerBound)
      let probability = StandardNormal.cumulative(x)
      // A unit in the last place of the probability is this much of x.
      let density = Foundation.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      let tolerance = 4e-16 + 1e-15 * x.magnitude + 1e-15 * probability / density
      #expect((StandardNormal.quantile(probability) - x).magnitude <= tolerance, "seed 8, x = \(x)")
    }
  }

  @Test func `infinities and NaN are defined`() {
    #expect(StandardNormal.cumulative(-.infinity) == 0)
    #expect(StandardNormal.cumulative(.infinity) == 1)
    #expect(StandardNormal.cumulative(.nan).isNaN)
    #expect(StandardNormal.cumulative(-39) == 0)
    #expect(StandardNormal.cumulative(9) == 1)
    #expect(StandardNormal.quantile(0) == -.infinity)
    #expect(StandardNormal.quantile(1) == .infinity)
    #expect(StandardNormal.quantile(-0x1p-60).isNaN)
    #expect(StandardNormal.quantile(1.5).isNaN)
    #expect(StandardNormal.quantile(.nan).isNaN)
  }

  @Test func `the smallest probability has a finite quantile`() {
    #expect((-38.48 ... -38.46).contains(StandardNormal.quantile(.leastNonzeroMagnitude)))
  }
}
