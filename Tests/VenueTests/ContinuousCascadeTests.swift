import Foundation
import MarketTypes
import TestSupport
import Testing

/// Closed forms of continuous books (models C1, C3, C4) on grids so fine that a tick is less than a thousandth of the
/// displacement. Each result is also that of the integer fixed point, exactly.
@Suite("Cascades with closed forms")
struct ContinuousCascadeTests {
  /// Ticks the price falls; the venue's and the fixed point's are the same.
  private func displacement(of book: ThresholdBook, selling shock: Int64) -> Double {
    let expected = book.fixedPoint(selling: shock)
    var market = ThresholdMarket(book)
    let outcome = market.sell(shock)
    #expect(outcome.displacement == expected.displacement)
    #expect(outcome.sold == expected.sold)
    return Double(outcome.displacement)
  }

  private func isNear(_ found: Double, _ expected: Double) -> Bool { abs(found - expected) < 0.01 * expected }

  /// The root w ≥ −1 of w e^w = x, for x ≥ −1 ÷ e: Lambert's W0, by Halley's method.
  private func lambert(_ x: Double) -> Double {
    var w = x < 0 ? -0.5 : log(1 + x)
    for _ in 0..<100 {
      let (e, rest) = (exp(w), w * exp(w) - x)
      w -= rest / (e * (w + 1) - (w + 2) * rest / (2 * w + 2))
    }
    return w
  }

  // MARK: Constant depth (C1)

  /// D = 100, Q0 = 1000; thresholds at density ρ on (g, X]. 200 ticks a unit of price, 1 lot a tick, longs of 1 lot.
  @Test(arguments: [(50.0, 0.0, 60.0, 20.0), (50, 5, 60, 15), (80, 5, 60, 30), (120, 5, 30, 40), (120, 15, 60, 10)])
  func `constant depth multiplies the shock (C1)`(density: Double, gap: Double, end: Double, expected: Double) {
    let perUnit = 200.0
    let count = Int((density / 100 * perUnit * (end - gap)).rounded())
    let spacing = 100 / density
    let holders = (1...count).map { number in
      ThresholdBook.Holder(threshold: Int64((gap * perUnit + Double(number) * spacing).rounded(.up)), lots: 1)
    }
    let book = ThresholdBook(depth: Array(repeating: 1, count: 10_000), holders: holders)
    #expect(isNear(displacement(of: book, selling: Int64(10 * perUnit)) / perUnit, expected))
  }

  // MARK: Exponential thresholds (C3)

  /// L(x) = Λ (1 − e^(−x/ℓ)) behind constant depth, a = Λ ÷ D: x* = x0 + a + ℓ W0(−(a/ℓ) e^(−(x0 + a)/ℓ)).
  @Test(arguments: [
    (2.0, 10.0, 20.0, 3.6810991676), (2, 20, 20, 9.6636633642), (2, 30, 20, 22.0276774807), (5, 40, 25, 35.2241757573),
  ])
  func `exponential thresholds stop where Lambert's function says (C3)`(
    shock: Double, scale: Double, length: Double, expected: Double
  ) {
    let root = shock + scale + length * lambert(-scale / length * exp(-(shock + scale) / length))
    #expect(abs(root - expected) < 1e-9)
    let perUnit = expected < 10 ? 400.0 : 100
    let book = exponentialBook(scale: scale, length: length, perUnit: perUnit)
    #expect(isNear(displacement(of: book, selling: Int64(shock * perUnit)) / perUnit, expected))
  }

  /// With n0 = a ÷ ℓ above one the smallest shock already moves the price by a + ℓ W0(−n0 e^(−n0)).
  @Test
  func `above one a shock of next to nothing makes a giant cascade (C3)`() {
    let jump = 30 + 20 * lambert(-1.5 * exp(-1.5))
    #expect(abs(jump - 17.48435) < 1e-5)
    let giant = exponentialBook(scale: 30, length: 20, perUnit: 400)
    #expect(isNear(displacement(of: giant, selling: 4) / 400, jump))
    let tame = exponentialBook(scale: 15, length: 20, perUnit: 400)
    #expect(displacement(of: tame, selling: 4) / 400 < 0.1)
  }

  /// One lot a tick; the j-th long of one lot where L reaches j.
  private func exponentialBook(scale: Double, length: Double, perUnit: Double) -> ThresholdBook {
    let all = Int(scale * perUnit)
    let holders = (1..<all).map { number in
      ThresholdBook.Holder(
        threshold: Int64((-length * log(1 - Double(number) / Double(all)) * perUnit).rounded(.up)), lots: 1)
    }
    return ThresholdBook(
      depth: Array(repeating: 1, count: all + 4_000), holders: holders.filter { $0.threshold < 90_000 })
  }

  // MARK: Depth that grows (C4)

  /// Cumulative depth κ x² ÷ 2 with κ = 2: level i holds 2 i − 1 lots, in units of 400 ticks² a unit².
  @Test(arguments: [(50.0, 400.0, 57.0156211872), (0, 400, 20), (50, 0.0025, 50.0)])
  func `depth that grows from the touch bounds every cascade (C4)`(density: Double, shock: Double, expected: Double) {
    let root = (density + (density * density + 4 * shock).squareRoot()) / 2
    #expect(abs(root - expected) < 1e-3)
    let perUnit = 50.0
    let lots = Int64(density * perUnit)
    let book = ThresholdBook(
      depth: (1...4_000).map { 2 * $0 - 1 },
      holders: lots == 0 ? [] : (1...4_000).map { ThresholdBook.Holder(threshold: $0, lots: lots) })
    let found = displacement(of: book, selling: Int64((shock * perUnit * perUnit).rounded(.up)))
    #expect(isNear(found / perUnit, expected))
  }
}
