/// How an index is made of several sources, for an instrument or for an asset of collateral.
public struct IndexRules: Hashable, Sendable {
  /// By source; only how they stand to each other counts. The sources are numbered from 0.
  public var weights: [Rate]
  /// How the prices that count become one.
  public var method: IndexMethod
  /// A source counts as long as its latest report is at most this old; `nil` never grows stale.
  public var staleness: TimeSpan?
  /// With fewer sources that count the index keeps its old value.
  public var minimumSources: Int32
  /// Whether the index keeps its value when a source stops counting (IDX-9).
  public var continuity: Bool

  public init(
    weights: [Rate], method: IndexMethod = .median, staleness: TimeSpan? = nil, minimumSources: Int32 = 1,
    continuity: Bool = false
  ) {
    self.weights = weights
    self.method = method
    self.staleness = staleness
    self.minimumSources = minimumSources
    self.continuity = continuity
  }

  /// The most sources of one index.
  public static var sourceLimit: Int { 16 }

  /// The first thing wrong with the rules, in words, or `nil`.
  public var fault: String? {
    if weights.isEmpty { return "an index needs at least one source" }
    if weights.count > Self.sourceLimit {
      return "an index has at most \(Self.sourceLimit) sources, found \(weights.count)"
    }
    if weights.contains(where: { $0 < .zero || $0 > .one }) { return "a source's weight must be between 0 and 1" }
    if weights.allSatisfy({ $0 == .zero }) { return "at least one source must have a weight above 0" }
    if case .clampedMean(let limit) = method, limit < .zero || limit > .one {
      return "the limit around the median must be between 0 and 1"
    }
    if let staleness, !(1...1 << 62).contains(staleness.nanoseconds) {
      return "a source must grow stale after at least 1 ns, found \(staleness.nanoseconds) ns"
    }
    if minimumSources < 1 || minimumSources > weights.count {
      return "the least number of sources must be between 1 and \(weights.count), found \(minimumSources)"
    }
    return nil
  }
}

/// One price from several.
@frozen public enum IndexMethod: Hashable, Sendable, BitwiseCopyable {
  /// The middle one; of an even number the mean of the middle two, rounded down. Weights count for nothing.
  case median
  /// The weighted mean, rounded down, of all prices after each was brought to within `limit` of the median.
  case clampedMean(limit: Rate)
  /// Rounded down.
  case weightedMean
  /// The lowest price that has half the weight at or below it; where that is half exactly, the mean of it and the next,
  /// rounded down.
  case weightedMedian
}
