/// When longs pay shorts to keep a perpetual near its index, and how much.
public struct FundingRules: Hashable, Sendable {
  /// Payments are made at whole multiples of this since the start.
  public var interval: TimeSpan
  /// What the rate is made of.
  public var method: FundingMethod
  /// What a holding's value is taken at.
  public var price: FundingPrice = .index
  /// The most of one interval, either way.
  public var cap = Rate.one

  public init(interval: TimeSpan, method: FundingMethod) {
    self.interval = interval
    self.method = method
  }

  /// About 52 days: no product of sums and spans passes 127 bits below it.
  static var longest: Int64 { 1 << 52 }

  /// The first thing wrong with the rules, in words, or `nil`.
  public var fault: String? {
    if !(1...Self.longest).contains(interval.nanoseconds) {
      return "a funding interval must be between 1 and 2^52 ns, found \(interval.nanoseconds)"
    }
    if cap < .zero || cap > .one { return "the cap of funding must be between 0 and 1" }
    switch method {
    case .premium(let premium): return premium.fault(within: interval)
    case .timeWeighted(let average): return average.fault
    }
  }
}

/// What a funding rate is made of.
@frozen public enum FundingMethod: Hashable, Sendable, BitwiseCopyable {
  /// Samples of how far the book's impact prices stand from the index. Hyperliquid, dYdX, Binance.
  case premium(PremiumFunding)
  /// The mark's average over the interval against the index's. Vega.
  case timeWeighted(TimeWeightedFunding)
}

/// Which price funding is paid on.
@frozen public enum FundingPrice: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// The index at the payment (Hyperliquid).
  case index
  /// The mark at the payment (Binance).
  case mark
}

/// Funding by sampled premium (FND-2…FND-5).
///
///     premium = (max(impact bid − index, 0) − max(index − impact ask, 0)) ÷ index
///     rate    = mean(premium) + clamp(interest − mean(premium), ± clamp)
@frozen public struct PremiumFunding: Hashable, Sendable, BitwiseCopyable {
  /// Samples are taken at whole multiples of this since the start.
  public var sampling: TimeSpan
  /// What impact prices are for.
  public var notional: Money
  /// The time that rate, interest and clamp are quoted for; a payment is interval ÷ this of it.
  public var quotedFor: TimeSpan
  /// Of notional, for `quotedFor`; between −1 and 1.
  public var interest = Rate.zero
  /// `nil` adds the whole interest.
  public var clamp: Rate?
  /// The mean is over at least this many samples, missing ones as zeros; zero for as many as there are.
  public var minimumSamples: Int32 = 0
  /// The quoted rate is at most this often (initial margin − lowest maintenance margin), either way; `nil` for no bound.
  public var marginMultiple: Int32?

  public init(sampling: TimeSpan, notional: Money, quotedFor: TimeSpan) {
    self.sampling = sampling
    self.notional = notional
    self.quotedFor = quotedFor
  }

  func fault(within interval: TimeSpan) -> String? {
    if sampling < TimeSpan(nanoseconds: 1) || sampling > interval {
      return "premiums must be sampled every 1 ns to once an interval, found \(sampling.nanoseconds) ns"
    }
    if interval.nanoseconds / sampling.nanoseconds > 1 << 32 { return "an interval has at most 2^32 samples" }
    if let fault = MarkPolicy.fault(ofImpact: notional) { return fault }
    if !(1...FundingRules.longest).contains(quotedFor.nanoseconds) {
      return "a funding rate must be quoted for 1 to 2^52 ns, found \(quotedFor.nanoseconds)"
    }
    if interest.partsPerBillion.magnitude > 1_000_000_000 { return "the interest must be between −1 and 1" }
    if let clamp, clamp < .zero || clamp > .one { return "the clamp of funding must be between 0 and 1" }
    if minimumSamples < 0 { return "the least number of samples must not be below 0" }
    if let marginMultiple, !(1...100).contains(marginMultiple) {
      return "funding is bounded by 1 to 100 times the margins' difference, found \(marginMultiple)"
    }
    return nil
  }
}

/// Funding by time-weighted averages of mark and index over the interval (FND-6), in this order:
///
///     rate = mark ÷ index − 1 + clamp(1 + interest − mark ÷ index, lower clamp … upper clamp)
///     rate × scale, then lower bound … upper bound
@frozen public struct TimeWeightedFunding: Hashable, Sendable, BitwiseCopyable {
  /// Of one interval.
  public var interest = Rate.zero
  /// The lowest the middle term may be, between −1 and 1.
  public var lowerClamp = Rate.zero
  /// The highest the middle term may be, not below the lower.
  public var upperClamp = Rate.zero
  /// At most 100; may be above 1.
  public var scale = Rate.one
  /// Of one interval, after scaling; as made −100 %.
  public var lowerBound = Rate(partsPerBillion: -1_000_000_000)
  /// Of one interval, after scaling; as made 100 %.
  public var upperBound = Rate.one

  public init() {}

  var fault: String? {
    let rates = [interest, lowerClamp, upperClamp, lowerBound, upperBound]
    if rates.contains(where: { $0.partsPerBillion.magnitude > 1_000_000_000 }) {
      return "interest, clamps and bounds of funding must be between −1 and 1"
    }
    if lowerClamp > upperClamp { return "the lower clamp of funding must not be above the upper" }
    if lowerBound > upperBound { return "the lower bound of funding must not be above the upper" }
    if !(0...100_000_000_000).contains(scale.partsPerBillion) {
      return "the scale of funding must be between 0 and 100"
    }
    return nil
  }
}
