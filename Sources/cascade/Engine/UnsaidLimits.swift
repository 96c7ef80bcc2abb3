import Journaling
import MarketTypes

extension InstrumentRules {
  /// Which of its limits has its usual value, for a hint, where the notional they come to is too much.
  var unsaidLimits: String? {
    let mostTicks = Int128(maximumPrice.ticks) * Int128(maximumPosition.lots)
    guard tickValue.units > 0, mostTicks > Int128(Self.notionalLimit / tickValue.units) else { return nil }
    let unsaid = [("maximumPrice", maximumPrice.ticks), ("maximumPosition", maximumPosition.lots)]
      .filter { $0.1 == Self.usualMaximum }.map(\.0)
    if unsaid.isEmpty { return nil }
    return "\(unsaid.joined(separator: " and ")) \(unsaid.count == 1 ? "is" : "are") \(Self.usualMaximum) unless said"
  }
}

extension AssetRules {
  /// Likewise.
  var unsaidLimits: String? {
    let mostTicks = Int128(maximumPrice.ticks) * Int128(maximumBalance.units)
    guard tickValue.units > 0, mostTicks > Int128(InstrumentRules.notionalLimit / tickValue.units) else { return nil }
    let unsaid = [("maximumPrice", maximumPrice.ticks), ("maximumBalance", maximumBalance.units)]
      .filter { $0.1 == Self.usualMaximum }.map(\.0)
    if unsaid.isEmpty { return nil }
    return "\(unsaid.joined(separator: " and ")) \(unsaid.count == 1 ? "is" : "are") \(Self.usualMaximum) unless said"
  }
}
