import Mathematics

/// Quotes of a maker with constant risk aversion between Brownian mid price and Poisson fills.
///
///     reservation price = fair − q γ σ² τ
///     spread            = γ σ² τ + (2 ÷ γ) log(1 + γ ÷ k)          (bid to ask; it does not depend on q)
///     bid, ask          = reservation price ∓ spread ÷ 2
///
/// γ is the risk aversion, σ² τ the variance still to come, and a quote at distance d is filled at a rate A e^(−k d), whose A
/// the formula does not need. As γ → 0 the spread becomes 2 ÷ k. With much inventory one side's distance is below zero.
///
/// Left out: an inventory limit, and the fills' size. Source: Avellaneda and Stoikov, "High-frequency trading in a limit
/// order book", Quantitative Finance 8 (2008), equations 29 and 30.
public struct AvellanedaStoikov: QuoteFormula, Hashable {
  /// γ, per tick and unit; not negative.
  public var riskAversion: Double
  /// σ, in ticks per √second.
  public var volatility: Double
  /// k, per tick; above zero.
  public var fillDecay: Double

  @inlinable
  public init(riskAversion: Double, volatility: Double, fillDecay: Double) {
    self.riskAversion = riskAversion
    self.volatility = volatility
    self.fillDecay = fillDecay
  }

  /// γ σ² τ: how far a unit of inventory moves the reservation price, in ticks.
  @inlinable
  public func skew(remaining: Double) -> Double { riskAversion * volatility * volatility * remaining }

  /// What the maker would give for its inventory's next unit either way, in ticks.
  @inlinable
  public func reservationPrice(fair: Double, inventory: Double, remaining: Double) -> Double {
    fair - inventory * skew(remaining: remaining)
  }

  /// The price at which selling one unit leaves it as well off: fair + (1 − 2q) γ σ² τ ÷ 2.
  @inlinable
  public func reservationAsk(fair: Double, inventory: Double, remaining: Double) -> Double {
    fair + (1 - 2 * inventory) * skew(remaining: remaining) / 2
  }

  /// The price at which buying one unit leaves it as well off: fair + (−1 − 2q) γ σ² τ ÷ 2.
  @inlinable
  public func reservationBid(fair: Double, inventory: Double, remaining: Double) -> Double {
    fair + (-1 - 2 * inventory) * skew(remaining: remaining) / 2
  }

  /// From bid to ask, in ticks.
  @inlinable
  public func spread(remaining: Double) -> Double {
    skew(remaining: remaining) + 2 * fillPremium(riskAversion: riskAversion, fillDecay: fillDecay)
  }

  /// The spread's mean over the time to the horizon, in ticks.
  @inlinable
  public func averageSpread(horizon: Double) -> Double { spread(remaining: horizon / 2) }

  /// The mean of the spreads quoted at the beginnings of `steps` equal steps: γ σ² T ÷ 2N above the continuous one.
  @inlinable
  public func averageSpread(horizon: Double, steps: Int) -> Double {
    averageSpread(horizon: horizon) + skew(remaining: horizon) / (2 * Double(steps))
  }

  /// Bid and ask around `fair`, in ticks, not rounded.
  @inlinable
  public func quotes(fair: Double, inventory: Double, remaining: Double) -> (bid: Double, ask: Double) {
    let centre = reservationPrice(fair: fair, inventory: inventory, remaining: remaining)
    let half = spread(remaining: remaining) / 2
    return (centre - half, centre + half)
  }

  @inlinable
  public func distances(inventory: Double, remaining: Double) -> QuoteDistances {
    let shift = inventory * skew(remaining: remaining)
    let half = spread(remaining: remaining) / 2
    return QuoteDistances(bid: half + shift, ask: half - shift)
  }
}

/// (1 ÷ γ) log(1 + γ ÷ k): the distance that pays best for what it costs in fills; 1 ÷ k where γ is zero or next to it.
@inlinable
func fillPremium(riskAversion: Double, fillDecay: Double) -> Double {
  let ratio = riskAversion / fillDecay
  return ratio < leastRatio ? 1 / fillDecay : log1p(ratio) / riskAversion
}

/// γ ÷ k below which formulas are those of γ = 0, from which they then differ by less than this part of themselves.
@inlinable
var leastRatio: Double { 1e-12 }
