import Clearing
import MarketTypes
import TestSupport
import Testing

/// Whole square roots beside what defines them: r² ≤ n < (r + 1)².
@Suite struct SquareRootTests {
  private func isRoot(_ root: UInt64, of number: UInt64) -> Bool {
    let below = root.multipliedFullWidth(by: root)
    let above = (root + 1).multipliedFullWidth(by: root + 1)
    return below.high == 0 && below.low <= number && (above.high > 0 || above.low > number)
  }

  private func isRoot(_ root: UInt128, of number: UInt128) -> Bool {
    let below = root.multipliedFullWidth(by: root)
    let above = (root + 1).multipliedFullWidth(by: root + 1)
    return below.high == 0 && below.low <= number && (above.high > 0 || above.low > number)
  }

  // Around every square up to 65,536 and every power of two.
  @Test func `roots of squares and their neighbours are exact in 64 bits`() {
    for root in UInt64(2)...65_536 {
      let square = root * root
      #expect(square.squareRoot(rounding: .down) == root && square.squareRoot(rounding: .up) == root)
      #expect((square - 1).squareRoot(rounding: .down) == root - 1 && (square - 1).squareRoot(rounding: .up) == root)
      #expect((square + 1).squareRoot(rounding: .down) == root && (square + 1).squareRoot(rounding: .up) == root + 1)
    }
    for shift in 0..<64 {
      for number in [UInt64(1) << shift, UInt64.max >> shift] {
        #expect(isRoot(number.squareRoot(rounding: .down), of: number), "\(number)")
      }
    }
    #expect(UInt64(0).squareRoot(rounding: .up) == 0 && UInt64(1).squareRoot(rounding: .up) == 1)
    #expect(UInt64.max.squareRoot(rounding: .down) == 4_294_967_295)
    #expect(UInt64.max.squareRoot(rounding: .up) == 4_294_967_296)
  }

  @Test func `roots are exact in 128 bits`() {
    for shift in 0..<128 {
      for number in [UInt128(1) << shift, UInt128.max >> shift] {
        #expect(isRoot(number.squareRoot(rounding: .down), of: number), "\(number)")
      }
    }
    #expect(UInt128.max.squareRoot(rounding: .down) == UInt128(UInt64.max))
    #expect(UInt128.max.squareRoot(rounding: .up) == UInt128(1) << 64)
  }

  @Test(arguments: seeds(20))
  func `random roots and squares are exact`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<2_000 {
      let narrow = random.next() >> UInt64(random.below(64))
      #expect(isRoot(narrow.squareRoot(rounding: .down), of: narrow), "seed \(seed): \(narrow)")
      let wide = (UInt128(random.next()) << 64 | UInt128(random.next())) >> UInt128(random.below(128))
      let root = wide.squareRoot(rounding: .down)
      #expect(isRoot(root, of: wide), "seed \(seed): \(wide)")
      #expect(wide.squareRoot(rounding: .up) == (root * root == wide ? root : root + 1), "seed \(seed): \(wide)")
      // Squares of 64 bits and the numbers just below and above.
      let square = UInt128(narrow) * UInt128(narrow)
      #expect(square.squareRoot(rounding: .down) == UInt128(narrow), "seed \(seed): \(narrow)")
      #expect((square + 1).squareRoot(rounding: .up) == UInt128(narrow) + 1, "seed \(seed): \(narrow)")
      if narrow > 0 {
        #expect((square - 1).squareRoot(rounding: .down) == UInt128(narrow) - 1, "seed \(seed): \(narrow)")
      }
    }
  }
}
