import MarketTypes

/// A side's volume of late, in millionths of quote: what an hour has not yet washed away.
///
///     volume = volume × max(0, 3600 − seconds) ÷ 3600 + notional,    at least one second a trade
///
/// Source: as `DriftSpread`.
@frozen public struct DriftFlow: Hashable, Sendable, BitwiseCopyable {
  public private(set) var volume: Int64 = 0

  public init() {}

  /// - Parameters:
  ///   - notional: not negative.
  ///   - seconds: since the last trade of either side; less than one counts as one.
  public mutating func observe(notional: Int64, after seconds: Int64) {
    let left = max(0, 3_600 - max(1, seconds))
    volume = Int64(clamping: Int128(volume) * Int128(left) / 3_600 + Int128(notional))
  }

  /// How far a price strays: the larger distance to its long and its five-minute average. As written in the source the earlier
  /// deviation has weight zero.
  public static func deviation(of price: Int64, average: Int64, fiveMinuteAverage: Int64) -> Int64 {
    max(abs(price - average), abs(price - fiveMinuteAverage))
  }
}
