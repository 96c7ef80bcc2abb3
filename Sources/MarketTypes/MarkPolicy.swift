/// Which price an instrument's holdings are valued at (MRK-1…MRK-21). A side that is empty, or an index not yet given,
/// keeps the old mark. At most 64 bytes.
@frozen public enum MarkPolicy: Hashable, Sendable, BitwiseCopyable {
  /// The price of the instrument's last fill (MRK-1).
  case last
  /// The mean of best bid and best ask, rounded down.
  case mid
  /// What the next seller would get (MRK-3).
  case bestBid
  /// What the next buyer would pay (MRK-4).
  case bestAsk
  /// The outside world's price, whatever trades here (MRK-5).
  case index
  /// `lastWeight` of the last price, the rest of the index; rounded down.
  case blend(lastWeight: Rate)
  /// The mean of what selling and buying `notional` at once would come to, rounded down.
  case impactMid(notional: Money)
  /// The index carried forward to the next funding: index × (1 + rate × time left ÷ interval), rounded down.
  case fair
  /// The last price of a moment with fills, if the last such mark is at least `spacing` old.
  case sampledLast(spacing: TimeSpan)
  /// The index plus the decayed average of mid − index, rounded down.
  case indexPlusBasis(DecayedAverage)
  /// The median of fair, the index plus the window's average of mid − index, and the last price.
  case fairMedian(WindowAverage)
  /// The median of what index, book and other venues say (MRK-19).
  case robustMedian(RobustMedian)
  /// Trades, book and index by weights of their own (MRK-20).
  case composite(CompositeMark)

  /// Whether quote, last price and index are all it needs: no averages, no look into the book's depth.
  @inlinable public var isPlain: Bool {
    switch self {
    case .last, .mid, .bestBid, .bestAsk, .index, .blend: true
    default: false
    }
  }

  /// Whether it has to be told of fills, and of the moment of an index change.
  public var watchesFills: Bool {
    switch self {
    case .sampledLast, .composite: true
    default: false
    }
  }

  /// The notional whose impact prices it needs; `nil` for none.
  public var impactNotional: Money? {
    switch self {
    case .impactMid(let notional): notional
    case .composite(let composite): composite.bookWeight == .zero ? nil : composite.notional
    default: nil
    }
  }

  /// Time between samples; `nil` for a policy that takes none at a fixed cadence.
  public var cadence: TimeSpan? {
    switch self {
    case .indexPlusBasis(let average): average.cadence
    case .fairMedian(let average): average.cadence
    case .robustMedian(let median): median.cadence
    case .composite(let composite): composite.cadence
    default: nil
    }
  }

  var fault: String? {
    if let cadence, !(1...1 << 62).contains(cadence.nanoseconds) {
      return "a mark must be sampled every 1 ns or more, found \(cadence.nanoseconds) ns"
    }
    switch self {
    case .last, .mid, .bestBid, .bestAsk, .index, .fair: return nil
    case .blend(let lastWeight):
      return lastWeight < .zero || lastWeight > .one ? "the weight of the last price must be between 0 and 1" : nil
    case .impactMid(let notional): return Self.fault(ofImpact: notional)
    case .sampledLast(let spacing):
      return (1...1 << 62).contains(spacing.nanoseconds)
        ? nil : "marks must be at least 1 ns apart, found \(spacing.nanoseconds) ns"
    case .indexPlusBasis(let average): return Self.fault(ofDecay: average.decay)
    case .fairMedian(let average):
      return (1...WindowAverage.sampleLimit).contains(average.samples)
        ? nil : "a window has 1 to \(WindowAverage.sampleLimit) samples, found \(average.samples)"
    case .robustMedian(let median):
      return Self.fault(ofDecay: median.basisDecay) ?? Self.fault(ofDecay: median.priceDecay)
    case .composite(let composite): return composite.fault
    }
  }

  static func fault(ofDecay decay: Rate) -> String? {
    decay < .zero || decay >= .one ? "a decay must be at least 0 and below 1" : nil
  }

  static func fault(ofImpact notional: Money) -> String? {
    (1...InstrumentRules.notionalLimit).contains(notional.units)
      ? nil : "the impact notional must be between 1 and 2^61, found \(notional.units)"
  }
}

/// An average in which each sample counts `decay` times what the next one does: e^(−cadence ÷ time constant).
@frozen public struct DecayedAverage: Hashable, Sendable, BitwiseCopyable {
  /// Samples are taken at whole multiples of this since the start.
  public var cadence: TimeSpan
  /// At least 0, below 1.
  public var decay: Rate

  @inlinable
  public init(cadence: TimeSpan, decay: Rate) {
    self.cadence = cadence
    self.decay = decay
  }
}

/// The mean of the latest samples.
@frozen public struct WindowAverage: Hashable, Sendable, BitwiseCopyable {
  /// Samples are taken at whole multiples of this since the start.
  public var cadence: TimeSpan
  /// From 1 to `sampleLimit`; before there are so many, all there are.
  public var samples: Int32

  @inlinable
  public init(cadence: TimeSpan, samples: Int32) {
    self.cadence = cadence
    self.samples = samples
  }

  /// The most samples of one window.
  public static var sampleLimit: Int32 { 4096 }
}

/// The median of those that there are: the index plus the decayed average of mid − index; the median of best bid, best
/// ask and last price; other venues' price. Of exactly two, the decayed average of the second is a third.
@frozen public struct RobustMedian: Hashable, Sendable, BitwiseCopyable {
  /// Samples are taken at whole multiples of this since the start.
  public var cadence: TimeSpan
  /// Of mid − index, at each sample; at least 0, below 1.
  public var basisDecay: Rate
  /// Of the median of best bid, best ask and last price, at each sample; at least 0, below 1.
  public var priceDecay: Rate

  @inlinable
  public init(cadence: TimeSpan, basisDecay: Rate, priceDecay: Rate) {
    self.cadence = cadence
    self.basisDecay = basisDecay
    self.priceDecay = priceDecay
  }
}

/// The weighted mean, or the median, of those that are there and not stale: trades, the book's impact mid, the index.
@frozen public struct CompositeMark: Hashable, Sendable, BitwiseCopyable {
  /// Zero leaves that one out.
  public var tradeWeight: Rate
  /// Of the impact mid; zero asks for none.
  public var bookWeight: Rate
  /// Of the index.
  public var indexWeight: Rate
  /// How old the latest fill, and the latest change of the index, may be; zero for any age.
  public var staleness: TimeSpan
  /// Time between looks at it, at whole multiples since the start; also the length of a step of `tradeSteps`.
  public var cadence: TimeSpan
  /// What the book's impact prices are for.
  public var notional: Money
  /// How much less the oldest trades count: a fill k steps ago has 1 − decay × (k ÷ steps)^power of its lots.
  public var tradeDecay: Rate
  /// Steps of the trades' average, the running one counted; zero for the last price as it is.
  public var tradeSteps: UInt8
  /// 1 or 2.
  public var tradePower: UInt8
  /// Whether it is the median; otherwise the weighted mean. Both rounded down.
  public var isMedian: Bool

  @inlinable
  public init(
    tradeWeight: Rate, bookWeight: Rate, indexWeight: Rate, staleness: TimeSpan = .zero, cadence: TimeSpan,
    notional: Money, isMedian: Bool, tradeSteps: UInt8 = 0, tradeDecay: Rate = .zero, tradePower: UInt8 = 1
  ) {
    self.tradeWeight = tradeWeight
    self.bookWeight = bookWeight
    self.indexWeight = indexWeight
    self.staleness = staleness
    self.cadence = cadence
    self.notional = notional
    self.tradeDecay = tradeDecay
    self.tradeSteps = tradeSteps
    self.tradePower = tradePower
    self.isMedian = isMedian
  }

  /// The most steps of one average.
  public static var stepLimit: UInt8 { 16 }

  var fault: String? {
    let weights = [tradeWeight, bookWeight, indexWeight]
    if weights.contains(where: { $0 < .zero || $0 > .one }) { return "a weight of a mark must be between 0 and 1" }
    if weights.allSatisfy({ $0 == .zero }) { return "at least one weight of a mark must be above 0" }
    if staleness < .zero { return "a mark's ingredients must not grow stale before they come" }
    if tradeSteps > Self.stepLimit { return "trades have at most \(Self.stepLimit) steps, found \(tradeSteps)" }
    if tradeDecay < .zero || tradeDecay > .one { return "the decay of trades must be between 0 and 1" }
    if tradePower < 1 || tradePower > 2 { return "the power of the trades' decay must be 1 or 2, found \(tradePower)" }
    return bookWeight == .zero ? nil : MarkPolicy.fault(ofImpact: notional)
  }
}
