import Mathematics

/// The quotes that Hummingbot's `avellaneda_market_making` makes, which are not Avellaneda and Stoikov's: inventory is a share,
/// time a fraction, and the standard deviation stands where the variance should (its issue 5677).
///
///     r      = mid − q × risk × VOL × time left
///     spread = risk × VOL × time left + 2 log(1 + risk ÷ κ) ÷ risk
///     ask    = max(r + spread ÷ 2, mid + least ÷ 2),   bid likewise
///
/// q = (base held − target) ÷ all that is held, in base; VOL is `HummingbotVolatility`; level i lies i steps further out, a step
/// being half the spread times `levelDistances` %. Sizes shrink on the side that adds to the inventory: × e^(−η |q|).
///
/// Left out: its fit of α and κ to the book, hanging orders, order optimisation, transaction costs.
/// Source: hummingbot/hummingbot at 2bfaccc4, strategy/avellaneda_market_making.
public struct HummingbotAvellaneda: QuoteFormula, Hashable {
  /// Above zero.
  public var riskFactor: Double = 1
  /// VOL, in ticks.
  public var volatility: Double
  /// κ, per tick; above zero.
  public var fillDecay: Double
  /// Between bid and ask at least, in ticks.
  public var minimumSpread: Double = 0
  /// η.
  public var sizeDecay: Double = 0
  /// In per cent of half the spread.
  public var levelDistances: Double = 0

  public init(volatility: Double, fillDecay: Double) {
    self.volatility = volatility
    self.fillDecay = fillDecay
  }

  /// q, between −1 and 1: how far what is held is from the target, as a share of everything; 0 where there is nothing.
  ///
  /// - Parameters:
  ///   - base: held, in units of base.
  ///   - quote: held, in units of quote.
  ///   - target: the share of everything that should be base.
  public static func inventory(base: Double, quote: Double, price: Double, target: Double) -> Double {
    let everything = base + quote / price
    return everything > 0 ? (base - everything * target) / everything : 0
  }

  /// The optimal spread before the minimum, in ticks.
  public func spread(timeLeft: Double) -> Double {
    riskFactor * volatility * timeLeft + 2 * fillPremium(riskAversion: riskFactor, fillDecay: fillDecay)
  }

  /// - Parameters:
  ///   - inventory: q, as `inventory(base:quote:price:target:)` gives it.
  ///   - remaining: the fraction of the session that is left; 1 where there is no session.
  public func distances(inventory: Double, remaining: Double) -> QuoteDistances {
    let shift = inventory * riskFactor * volatility * remaining
    let half = spread(timeLeft: remaining) / 2
    return QuoteDistances(bid: half + shift, ask: half - shift).atLeast(minimumSpread / 2)
  }

  /// The quotes of level `level`, the first being 0.
  public func distances(inventory: Double, remaining: Double, level: Int) -> QuoteDistances {
    let step = spread(timeLeft: remaining) / 2 / 100 * levelDistances
    return distances(inventory: inventory, remaining: remaining).widened(by: Double(level) * step)
  }

  /// What is left of a bid's and an ask's size, between 0 and 1.
  public func sizes(inventory: Double) -> (bid: Double, ask: Double) {
    (exp(-sizeDecay * max(0, inventory)), exp(-sizeDecay * max(0, -inventory)))
  }
}
