import MarketTypes
import TestSupport
import Testing
import Venue

/// Cross-margined accounts carry a fall from one instrument to another (models C7).
///
/// B_ij = Σ_types ν w_i w_j ÷ D_i; displacements end at x* = (I − B)⁻¹ x0, generation by generation at the partial sums
/// Σ Bᵏ x0, and the cascade ends by itself while B's spectral radius is below one. 250 ticks a unit of price.
@Suite("Contagion between instruments")
struct ContagionTests {
  private static let one = ContagionBook(depths: [200, 50], types: [ContagionBook.Kind(lots: [3, 1], density: 5)])
  private static let two = ContagionBook(
    depths: [200, 50],
    types: [ContagionBook.Kind(lots: [3, 1], density: 3), ContagionBook.Kind(lots: [1, 2], density: 4)])

  private func isNear(_ found: Double, _ expected: Double) -> Bool { abs(found - expected) < 0.01 * expected }

  @Test
  func `an instrument nobody shocked falls too (C7)`() {
    #expect(Self.one.matrix.rows == [[0.225, 0.075], [0.3, 0.1]])
    let expected = Self.one.matrix.multiplied([10, 0])
    #expect(isNear(expected[0], 13.3333333) && isNear(expected[1], 4.4444444))
    for order in [LiquidationOrder.synchronous, .oneByOne] {
      let found = Self.one.run(shocks: [10, 0], order: order)
      #expect(isNear(found.displacements[0], 13.3333333))
      #expect(isNear(found.displacements[1], 4.4444444))
    }
  }

  @Test(arguments: [[10.0, 0], [0, 10], [6, 3]])
  func `several types of account add their matrices (C7)`(shocks: [Double]) {
    let found = Self.two.run(shocks: shocks)
    let expected = Self.two.matrix.multiplied(shocks)
    #expect(isNear(found.displacements[0], expected[0]))
    #expect(isNear(found.displacements[1], expected[1]))
  }

  /// A shock of one instrument alone shows that instrument's column in the first generation.
  @Test(arguments: [one, two])
  func `the matrix can be read off the first generation (C7)`(book: ContagionBook) {
    var measured = ContagionMatrix(rows: [[0, 0], [0, 0]])
    for source in 0..<2 {
      let found = book.run(shocks: source == 0 ? [10, 0] : [0, 10])
      for target in 0..<2 { measured.rows[target][source] = found.generations[1][target] / 10 }
    }
    for (row, expected) in zip(measured.rows, book.matrix.rows) {
      for (entry, other) in zip(row, expected) { #expect(isNear(entry, other)) }
    }
    #expect(isNear(measured.spectralRadius, book.matrix.spectralRadius))
  }

  @Test
  func `one type's spectral radius is what each generation leaves of the one before (C7)`() {
    #expect(isNear(Self.one.matrix.spectralRadius, 0.325))
    let found = Self.one.run(shocks: [10, 0])
    // R = Σ later generations ÷ Σ all of them, in accounts: all that were sold but for those the shock itself found.
    let sold = found.generations.dropFirst().map { $0[1] }
    let all = sold.reduce(0, +)
    #expect(isNear((all - sold[0]) / all, 0.325))
    #expect(isNear(sold[1] / sold[0], 0.325) && isNear(sold[2] / sold[1], 0.325))
  }

  @Test
  func `each generation is the matrix times the one before (C7)`() {
    let found = Self.two.run(shocks: [10, 0])
    for generation in 1...3 {
      let expected = Self.two.matrix.times(found.generations[generation - 1])
      #expect(isNear(found.generations[generation][0], expected[0]))
      #expect(isNear(found.generations[generation][1], expected[1]))
    }
  }

  /// Three and a half times as many accounts: R = 1.1375, and everybody who stands there is liquidated.
  @Test
  func `above one the contagion takes everybody (C7)`() {
    let book = ContagionBook(depths: [200, 50], types: [ContagionBook.Kind(lots: [3, 1], density: 17.5)], reach: 60)
    #expect(isNear(book.matrix.spectralRadius, 1.1375))
    #expect(book.run(shocks: [10, 0]).accounts == book.accountCount)
    #expect(Self.one.run(shocks: [10, 0]).accounts < Self.one.accountCount)
  }
}
