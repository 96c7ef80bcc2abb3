/// What turns a maker's inventory and the time it has left into two distances. A maker can be given any of them.
public protocol QuoteFormula: Sendable {
  /// The quotes wanted now, as the formula gives them: not clamped, not rounded.
  ///
  /// - Parameters:
  ///   - inventory: in units of what one fill brings, long above zero; it need not be whole.
  ///   - remaining: seconds to the horizon, not negative. A formula without a horizon ignores it.
  func distances(inventory: Double, remaining: Double) -> QuoteDistances
}
