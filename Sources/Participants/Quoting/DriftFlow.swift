import MarketTypes

/// Volume of late, in millionths of quote: what a span has not yet washed away, an hour for a side's, a day for all.
///
///     volume = volume × max(0, span − seconds) ÷ span + notional,    at least one second a trade
///
/// Source: as `DriftSpread`.
@frozen public struct DriftFlow: Hashable, Sendable, BitwiseCopyable {
  /// What is left of it as of the last trade, in millionths of quote.
  public private(set) var volume: Int64 = 0

  /// No volume yet.
  public init() {}

  /// - Parameters:
  ///   - notional: not negative.
  ///   - seconds: since the last trade of either side; less than one counts as one.
  ///   - span: in seconds, above zero.
  public mutating func observe(notional: Int64, after seconds: Int64, within span: Int64 = 3_600) {
    let left = max(0, span - max(1, seconds))
    volume = Int64(clamping: Int128(volume) * Int128(left) / Int128(span) + Int128(notional))
  }

  /// How far a price strays: the larger distance to its long and its five-minute average. As written in the source the earlier
  /// deviation has weight zero.
  public static func deviation(of price: Int64, average: Int64, fiveMinuteAverage: Int64) -> Int64 {
    max(abs(price - average), abs(price - fiveMinuteAverage))
  }
}
