import MarketTypes
import Mathematics

/// Quotes of a maker that dislikes inventory while it holds it (φ q² a second) and when it must give it up (α q² at the horizon),
/// among market orders that come at given rates and reach a quote at distance d with probability e^(−κ d).
///
///     ω(τ) = exp(B τ) z,   h = (1 ÷ κ) log ω,   z_q = e^(−α κ q²)
///     B_(q,q) = −φ κ q²,   B_(q,q+1) = rate of sales ÷ e,   B_(q,q−1) = rate of purchases ÷ e
///     bid distance = 1 ÷ κ + h(q) − h(q+1),   ask distance = 1 ÷ κ + h(q) − h(q−1)
///
/// Near the limit and under a large φ a distance falls below zero: the model would pay to be rid of a unit. The table gives it
/// as it is; a maker that must not take asks for `QuoteDistances.atLeast(0)`, one that may sends it and crosses.
///
/// Left out: adverse selection, short-term drift, market orders of the maker's own. Source: Cartea, Jaimungal and Penalva,
/// "Algorithmic and High-Frequency Trading" (2015), section 10.2.
public struct CarteaJaimungal: Hashable, Sendable {
  /// Market orders to buy per second, which meet asks.
  public var purchaseRate: Double
  /// Market orders to sell per second, which meet bids.
  public var saleRate: Double
  /// κ, per tick; above zero.
  public var fillDecay: Double
  /// φ, in ticks per second and unit squared; not negative.
  public var runningPenalty: Double
  /// α, in ticks per unit squared; not negative.
  public var terminalPenalty: Double
  /// In units, at least 1: no bid at it, no ask at its negative.
  public var limit: Int

  public init(
    purchaseRate: Double, saleRate: Double, fillDecay: Double, runningPenalty: Double, terminalPenalty: Double,
    limit: Int
  ) {
    self.purchaseRate = purchaseRate
    self.saleRate = saleRate
    self.fillDecay = fillDecay
    self.runningPenalty = runningPenalty
    self.terminalPenalty = terminalPenalty
    self.limit = limit
  }

  /// The distances at `steps` + 1 moments from the horizon back to `horizon` seconds before it.
  public func table(horizon: Double, steps: Int) -> QuoteTable {
    invariant(limit >= 1, "an inventory limit of \(limit)")
    let share = exp(-1)
    let rates = SquareMatrix.neighbours(
      limit: limit, penalty: runningPenalty * fillDecay, upward: saleRate * share, downward: purchaseRate * share)
    let atHorizon = (-limit...limit).map { -terminalPenalty * fillDecay * Double($0 * $0) }
    return QuoteTable(
      rates: rates, atHorizon: atHorizon, fillDecay: fillDecay, offset: 1 / fillDecay, horizon: horizon, steps: steps)
  }
}
