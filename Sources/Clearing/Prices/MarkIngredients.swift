import MarketTypes

/// What a mark can be made of at one moment; `nil` for what there is not. Policies look at no more than they name.
public struct MarkIngredients: BitwiseCopyable {
  /// The top of the book.
  public var bid: Price?
  /// The best shown ask.
  public var ask: Price?
  /// The mean price that selling the policy's notional into the book would come to, rounded down to a tick; `nil` where
  /// the book does not hold that much.
  public var impactBid: Price?
  /// Buying it, rounded up.
  public var impactAsk: Price?
  /// Of the last fill.
  public var last: Price?
  /// The instrument's own, as it stands.
  public var index: Price?
  /// The same contract's elsewhere.
  public var otherVenues: Price?
  /// What `fair` carries the index forward by; `nil` before there is a rate (FND-7).
  public var funding: FundingOutlook?

  public init(
    bid: Price? = nil, ask: Price? = nil, impactBid: Price? = nil, impactAsk: Price? = nil, last: Price? = nil,
    index: Price? = nil, otherVenues: Price? = nil, funding: FundingOutlook? = nil
  ) {
    self.bid = bid
    self.ask = ask
    self.impactBid = impactBid
    self.impactAsk = impactAsk
    self.last = last
    self.index = index
    self.otherVenues = otherVenues
    self.funding = funding
  }

  /// Mid − index in half ticks, so that it is exact.
  var basis: Int64? {
    guard let bid, let ask, let index else { return nil }
    return bid.ticks + ask.ticks - 2 * index.ticks
  }

  /// The median of best bid, best ask and last price, in ticks.
  var localMedian: Int64? {
    guard let bid, let ask, let last else { return nil }
    return max(min(bid.ticks, ask.ticks), min(max(bid.ticks, ask.ticks), last.ticks))
  }

  /// The mean of both impact prices in ticks, rounded down.
  var impactMid: Int64? {
    guard let impactBid, let impactAsk else { return nil }
    return (impactBid.ticks + impactAsk.ticks).divided(by: 2, rounding: .down)
  }

  /// Index × (1 + rate × time left ÷ interval) in ticks, rounded down once.
  var fair: Int64? {
    guard let index, let funding else { return nil }
    // With a = index × rate in trillionths of a tick: a × left ÷ interval, in two parts that fit.
    let one = Int128(FundingRate.one.partsPerTrillion)
    let (left, interval) = (Int128(funding.timeLeft.nanoseconds), Int128(funding.interval.nanoseconds))
    let product = Int128(index.ticks) * Int128(funding.rate.partsPerTrillion)
    let ticks = product.divided(by: one, rounding: .down)
    let (whole, rest) = (ticks * left).quotientAndRemainder(dividingBy: interval)
    let fraction = rest * one + (product - ticks * one) * left
    return index.ticks + Int64(whole + fraction.divided(by: one * interval, rounding: .down))
  }
}

/// The funding to come, as far as it is known.
public struct FundingOutlook: Hashable, Sendable, BitwiseCopyable {
  /// Of one interval; the latest one's.
  public var rate: FundingRate
  /// Until the interval ends; at most `interval`.
  public var timeLeft: TimeSpan
  /// At least 1 ns.
  public var interval: TimeSpan

  public init(rate: FundingRate, timeLeft: TimeSpan, interval: TimeSpan) {
    self.rate = rate
    self.timeLeft = timeLeft
    self.interval = interval
  }
}
