import MarketTypes
import Mathematics

/// How many lots an order has: always the same, or, with an exponent, as many as a power law says.
///
/// P(size ≥ x) = (x ÷ smallest)^−exponent, rounded down to lots, and nothing above `largest`.
public struct SizeLaw: Hashable, Sendable {
  /// At least 1 lot; the size of every order where the exponent is zero.
  public var smallest: Quantity
  /// Zero for orders of one size.
  public var exponent: Double
  /// What would be more is this; not below `smallest`.
  public var largest: Quantity

  /// Orders of one size.
  public init(_ size: Quantity) { self.init(from: size, exponent: 0, upTo: size) }

  public init(from smallest: Quantity, exponent: Double, upTo largest: Quantity) {
    self.smallest = smallest
    self.exponent = exponent
    self.largest = largest
  }

  /// Takes one value, also for orders of one size.
  @inline(__always)
  func draw(_ chance: inout SeededGenerator) -> Quantity {
    let value = chance.uniform()
    return exponent > 0 ? size(for: value) : smallest
  }

  /// - Parameter value: the share of sizes that are smaller; below 1.
  private func size(for value: Double) -> Quantity {
    min(largest, Quantity(roundingDown: Double(smallest.lots) * exp(-log(1 - value) / exponent)))
  }
}
