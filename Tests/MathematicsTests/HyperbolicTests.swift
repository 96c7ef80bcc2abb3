import Foundation
import Mathematics
import Testing

@Suite struct HyperbolicTests {
  /// Values to 20 digits from an arbitrary-precision library.
  @Test(arguments: [
    (1e-300, 1e-300), (1e-5, 1.0000000000166667485e-5), (0.1, 0.10016675001984402582),
    (0.5, 0.52109530549374736162), (1, 1.1752011936438014569), (1.5, 2.1292794550948174968),
    (5, 74.203210577788758977), (39, 43296700211996873.477), (50, 2.592352764293536232e21),
    (710, 1.1169973830808555156e308),
  ])
  func `sinh is within one unit in the last place at these`(x: Double, expected: Double) {
    #expect(steps(between: Mathematics.sinh(x), and: expected) <= 1, "\(Mathematics.sinh(x))")
    #expect(Mathematics.sinh(-x) == -Mathematics.sinh(x))
  }

  @Test(arguments: [1e-300, 1e-9, 0.001, 0.3, 1, 2.5, 100, 1e7, 1e9, 1e200])
  func `asinh is the inverse of sinh`(x: Double) {
    let back = Mathematics.sinh(Mathematics.asinh(x))
    #expect(abs(back / x - 1) < 4e-16 * max(1, Mathematics.log(x)))
    #expect(Mathematics.asinh(-x) == -Mathematics.asinh(x))
  }

  /// Values to 20 digits from an arbitrary-precision library.
  @Test(arguments: [
    (1e-300, 1e-300), (1e-17, 1e-17), (1e-10, 9.9999999995000003644e-11), (0.001, 9.9950033308353316681e-4),
    (-0.001, -0.0010005003335835335), (0.5, 0.40546510810816438198), (1, 0.69314718055994530942),
    (-0.5, -0.69314718055994530942), (1e10, 23.02585093004045684),
  ])
  func `log1p keeps small arguments`(x: Double, expected: Double) {
    #expect(steps(between: Mathematics.log1p(x), and: expected) <= 1, "\(Mathematics.log1p(x))")
  }

  @Test(arguments: [-1...1, -1e-6...1e-6, -40...40, -710...710])
  func `the system's functions are a few units in the last place away`(range: ClosedRange<Double>) {
    var generator = Xoshiro256(seed: 42)
    for _ in 0..<50_000 {
      let x = range.lowerBound + generator.uniform() * (range.upperBound - range.lowerBound)
      #expect(steps(between: Mathematics.sinh(x), and: Foundation.sinh(x)) <= 4, "sinh \(x)")
      #expect(steps(between: Mathematics.asinh(x), and: Foundation.asinh(x)) <= 4, "asinh \(x)")
      if x > -1 { #expect(steps(between: Mathematics.log1p(x), and: Foundation.log1p(x)) <= 3, "log1p \(x)") }
    }
  }

  @Test func `the ends of the line stay themselves`() {
    #expect(Mathematics.log1p(-1) == -.infinity)
    #expect(
      Mathematics.log1p(-2).isNaN && Mathematics.log1p(.nan).isNaN && Mathematics.sinh(.nan).isNaN
        && Mathematics.asinh(.nan).isNaN)
    #expect(
      Mathematics.log1p(.infinity) == .infinity && Mathematics.sinh(.infinity) == .infinity
        && Mathematics.asinh(.infinity) == .infinity)
    #expect(Mathematics.sinh(711) == .infinity && Mathematics.sinh(-711) == -.infinity)
    #expect(Mathematics.sinh(0) == 0 && Mathematics.asinh(0) == 0 && Mathematics.log1p(0) == 0)
  }
}
