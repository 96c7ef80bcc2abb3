import MarketTypes

/// Two sides of a spread, in millionths of the price.
@frozen public struct DriftSides: Hashable, Sendable, BitwiseCopyable {
  /// What users pay when they buy.
  public var long: Int64
  /// What users lose when they sell.
  public var short: Int64

  @inlinable
  public init(long: Int64, short: Int64) {
    self.long = long
    self.short = short
  }

  /// Scaled down so that both together are at most `target`: the larger side rounded up, the other what is left of the target.
  /// Equal sides count short as the larger.
  public func capped(to target: Int64) -> DriftSides {
    let sum = Int128(long) + Int128(short)
    if sum <= Int128(target) { return self }
    let larger = Int64((Int128(max(long, short)) * Int128(target)).divided(by: sum, rounding: .up))
    return long > short
      ? DriftSides(long: larger, short: target - larger) : DriftSides(long: target - larger, short: larger)
  }

  /// As distances in ticks from a price in ticks: the maker's bid is where users sell.
  public func distances(at price: Double) -> QuoteDistances {
    QuoteDistances(bid: price * Double(short) / 1e6, ask: price * Double(long) / 1e6)
  }
}
