import MarketTypes
import Mathematics

/// A maker that learns from who trades with it: the value is `low` or `high`, a share of traders knows which, the others buy
/// or sell with equal chance, and each trade moves the odds.
///
///     odds of high after b buys and s sells = prior odds × ((1 + μ) ÷ (1 − μ))^(b − s)
///     ask = the value expected after one more buy,   bid = after one more sell
///
/// Competition leaves it no profit: the spread is what the informed cost. The odds are kept as a whole number of buys less
/// sells, so that a sell undoes a buy to the bit.
///
/// Left out: sizes, inventory, a value that changes. Source: Glosten and Milgrom, "Bid, ask and transaction prices in a specialist
/// market with heterogeneously informed traders", Journal of Financial Economics 14 (1985).
public struct GlostenMilgrom: QuoteFormula, Hashable {
  /// The lower of the two values, in ticks.
  public let low: Double
  /// The higher of the two values, in ticks.
  public let high: Double
  /// μ, at least 0 and below 1.
  public let informedShare: Double
  /// Buys less sells so far.
  public private(set) var netPurchases: Int64 = 0
  private let priorLogOdds: Double
  private let logRatio: Double

  /// - Parameter prior: the probability of `high` at first, strictly between 0 and 1.
  public init(low: Double, high: Double, prior: Double, informedShare: Double) {
    invariant(prior > 0 && prior < 1, "a prior of \(prior)")
    invariant(informedShare >= 0 && informedShare < 1, "an informed share of \(informedShare)")
    self.low = low
    self.high = high
    self.informedShare = informedShare
    priorLogOdds = log(prior / (1 - prior))
    logRatio = log((1 + informedShare) / (1 - informedShare))
  }

  /// The probability of `high` now.
  public var belief: Double { belief(after: 0) }
  /// The value expected now, in ticks.
  public var fair: Double { value(after: 0) }
  /// What it sells for: the value expected once somebody has bought, in ticks.
  public var ask: Double { value(after: 1) }
  /// What it buys for: the value expected once somebody has sold, in ticks.
  public var bid: Double { value(after: -1) }

  /// Learns that somebody bought from it or sold to it.
  public mutating func observe(_ takerSide: Side) { netPurchases += takerSide.sign }

  /// Learns of several trades at once, purchases less sales: their order does not matter.
  public mutating func observe(purchases: Int64) { netPurchases += purchases }

  /// From `fair`. Both arguments are ignored.
  public func distances(inventory: Double = 0, remaining: Double = 0) -> QuoteDistances {
    QuoteDistances(bid: fair - bid, ask: ask - fair)
  }

  private func belief(after purchases: Int64) -> Double {
    1 / (1 + exp(-(priorLogOdds + Double(netPurchases + purchases) * logRatio)))
  }

  private func value(after purchases: Int64) -> Double { low + (high - low) * belief(after: purchases) }
}
