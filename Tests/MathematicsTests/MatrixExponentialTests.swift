import Mathematics
import Testing

/// The matrix exponential against closed forms: PAR-6 stands on it.
@Suite struct MatrixExponentialTests {
  @Test func `a diagonal gives its entries' exponentials`() {
    var matrix = SquareMatrix(order: 3)
    for (row, entry) in [-700.0, 0.5, 3].enumerated() { matrix[row, row] = entry }
    let power = matrix.exponential()
    for (row, entry) in [-700.0, 0.5, 3].enumerated() {
      #expect(abs(power[row, row] / exp(entry) - 1) < 1e-12)
      for column in 0..<3 where column != row { #expect(power[row, column] == 0) }
    }
  }

  @Test func `a nilpotent matrix gives a finite sum`() {
    var matrix = SquareMatrix(order: 3)
    matrix[0, 1] = 2
    matrix[1, 2] = 3
    let power = matrix.exponential()
    let expected: [[Double]] = [[1, 2, 3], [0, 1, 3], [0, 0, 1]]
    for row in 0..<3 { for column in 0..<3 { #expect(abs(power[row, column] - expected[row][column]) < 1e-14) } }
  }

  @Test func `half a turn is minus one`() {
    var matrix = SquareMatrix(order: 2)
    matrix[0, 1] = -Double.pi
    matrix[1, 0] = Double.pi
    let power = matrix.exponential()
    #expect(abs(power[0, 0] + 1) < 1e-13 && abs(power[1, 1] + 1) < 1e-13)
    #expect(abs(power[0, 1]) < 1e-13 && abs(power[1, 0]) < 1e-13)
  }

  /// exp([[a, b], [b, a]]) = e^a [[cosh b, sinh b], [sinh b, cosh b]].
  @Test(arguments: [(0.0, 1.0), (-3, 2), (1, 10), (-50, 40), (-2, 1e-9)])
  func `a symmetric pair gives hyperbolic functions`(a: Double, b: Double) {
    var matrix = SquareMatrix(order: 2)
    (matrix[0, 0], matrix[1, 1], matrix[0, 1], matrix[1, 0]) = (a, a, b, b)
    let power = matrix.exponential()
    #expect(abs(power[0, 0] / (0.5 * (exp(a + b) + exp(a - b))) - 1) < 1e-12)
    #expect(abs(power[0, 1] / (exp(a) * sinh(b)) - 1) < 1e-12)
  }

  /// A walk on a line that steps down at rate 3 and never up: Poisson, also where the chance is 10^-20 and less.
  @Test func `small entries of a matrix of rates are right to many digits`() {
    var matrix = SquareMatrix(order: 24)
    for row in 1..<24 {
      matrix[row, row] = -3
      matrix[row, row - 1] = 3
    }
    let power = matrix.exponential()
    var expected = exp(-3)
    for steps in 0..<23 {
      #expect(abs(power[23, 23 - steps] / expected - 1) < 1e-12, "\(steps) steps")
      expected *= 3 / Double(steps + 1)
    }
    for row in 0..<24 { #expect(abs((0..<24).reduce(0) { $0 + power[row, $1] } - 1) < 1e-13) }
  }

  /// Over a long time only the slowest way of decaying is left, (1, 1) at −1 beside (1, −1) at −3: a plain result would be 0.
  @Test func `normalized, nothing vanishes`() {
    var matrix = SquareMatrix(order: 2)
    (matrix[0, 0], matrix[1, 1], matrix[0, 1], matrix[1, 0]) = (-2, -2, 1, 1)
    #expect(matrix.scaled(by: 1e6).exponential()[0, 0] == 0)
    let limit = matrix.scaled(by: 1e6).exponential(normalized: true)
    for row in 0..<2 { for column in 0..<2 { #expect(abs(limit[row, column] - 1) < 1e-9) } }
    let plain = matrix.exponential()
    let ratio = matrix.exponential(normalized: true)
    #expect(ratio[0, 0] == 1 && abs(ratio[0, 1] - plain[0, 1] / plain[0, 0]) < 1e-14)
  }

  @Test(arguments: UInt64(0)..<20)
  func `twice the time is the square`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var matrix = SquareMatrix(order: 5)
    for row in 0..<5 { for column in 0..<5 { matrix[row, column] = 4 * generator.uniform() - 2 } }
    let once = matrix.exponential()
    let twice = matrix.scaled(by: 2).exponential()
    let back = once * matrix.scaled(by: -1).exponential()
    let square = once * once
    for row in 0..<5 {
      for column in 0..<5 {
        #expect(abs(twice[row, column] - square[row, column]) < 1e-11 * square.norm, "seed \(seed)")
        #expect(abs(back[row, column] - (row == column ? 1 : 0)) < 1e-9, "seed \(seed)")
      }
    }
  }
}
