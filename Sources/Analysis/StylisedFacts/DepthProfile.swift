import MarketTypes

/// The mean shape of a book: lots at each occupied level, counted from the best, over moments a second apart.
public struct DepthProfile: Hashable, Sendable {
  /// So many occupied levels of each side count; deeper ones are left out.
  public static let levels = 20

  /// Moments that count, a second apart.
  public private(set) var samples: Int64 = 0
  /// Over samples and both sides.
  private var sums = [Int128](repeating: 0, count: DepthProfile.levels)

  /// A book that stood for so many samples. A level that is not there counts as nothing.
  public mutating func add(bids: some Sequence<Int64>, asks: some Sequence<Int64>, samples: Int64) {
    self.samples += samples
    for (level, lots) in bids.prefix(Self.levels).enumerated() { sums[level] += Int128(lots) * Int128(samples) }
    for (level, lots) in asks.prefix(Self.levels).enumerated() { sums[level] += Int128(lots) * Int128(samples) }
  }

  /// Mean lots of a side at each level, best first; empty without samples.
  public var means: [Double] { samples == 0 ? [] : sums.map { Double($0) / Double(2 * samples) } }

  /// The level with most lots, from 1; the best of equal ones. `nil` for a book that was always empty.
  public var peak: Int? {
    guard let most = sums.max(), most > 0 else { return nil }
    return sums.firstIndex(of: most).map { $0 + 1 }
  }
}
