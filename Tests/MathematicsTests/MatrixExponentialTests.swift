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

  /// Logarithms of what a wide exponential makes of a column of e to these powers.
  static func logarithms(_ matrix: SquareMatrix, times column: [Double]) -> [Double] {
    (matrix.wideExponential() * column.map { WideNumber(exponentialOf: $0) }).map(\.logarithm)
  }

  /// Over a long time only the slowest way of decaying is left, (1, 1) at −1 beside (1, −1) at −3: a plain result would be 0.
  @Test func `with exponents of their own entries do not vanish in time`() {
    var matrix = SquareMatrix(order: 2)
    (matrix[0, 0], matrix[1, 1], matrix[0, 1], matrix[1, 0]) = (-2, -2, 1, 1)
    #expect(matrix.scaled(by: 1e6).exponential()[0, 0] == 0)
    let limit = Self.logarithms(matrix.scaled(by: 1e6), times: [0, -800])
    #expect(abs(limit[0] - limit[1]) < 1e-9)
    let plain = matrix.exponential()
    let ratio = Self.logarithms(matrix, times: [0, -2_000])
    #expect(abs(ratio[1] - ratio[0] - log(plain[1, 0] / plain[0, 0])) < 1e-14)
  }

  /// A walk that steps down at one rate and never up: its entries are Poisson shares, here down to 10^-1800, and the column
  /// grows as fast as they fall.
  @Test func `with exponents of their own entries do not vanish beside others`() {
    let (order, rate, growth) = (121, 1e-15, 35.0)
    var matrix = SquareMatrix(order: order)
    for row in 1..<order { matrix[row, row - 1] = rate }
    // Row n is Σ rate^j ÷ j! × e^(growth × (j − n)) = e^(−growth × n) × Σ (rate × e^growth)^j ÷ j!, j from 0 to n.
    let found = Self.logarithms(matrix, times: (0..<order).map { -growth * Double($0) })
    var (term, sum) = (1.0, 0.0)
    for row in 0..<order {
      sum += term
      term *= rate * exp(growth) / Double(row + 1)
      #expect(abs(found[row] - found[0] - log(sum) + growth * Double(row)) < 1e-10, "row \(row)")
    }
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
