import MarketTypes
import Mathematics

/// How to sell a holding in equal steps of time when haste costs impact and patience costs risk.
///
///     η~ = η − γ τ ÷ 2,   κ~² = λ σ² ÷ η~,   cosh(κ τ) = 1 + κ~² τ² ÷ 2
///     still held after step j:  x_j = X sinh(κ (T − t_j)) ÷ sinh(κ T),   sold in it: n_j = x_(j−1) − x_j
///     E = γ X² ÷ 2 + ε Σ |n_j| + (η~ ÷ τ) Σ n_j²,   V = σ² τ Σ_(j≥1) x_j²
///
/// γ is permanent impact, ε half the spread and fees, η temporary impact, λ the price of variance. With λ = 0, or so little that a
/// double cannot tell, the holding falls in a straight line. For a purchase give a negative X: everything turns its sign but the
/// costs. Any consistent units; in Cascade ticks, lots and seconds.
///
/// Left out: drift, serial correlation, limits on a step. Source: Almgren and Chriss, "Optimal execution of portfolio
/// transactions", Journal of Risk 3 (2000), equations 4 to 18.
public struct AlmgrenChriss: Hashable, Sendable {
  /// X, to be sold.
  public var holding: Double
  /// T, the time there is; above zero.
  public var horizon: Double
  /// N, into how many equal steps it is cut; at least 1.
  public var steps: Int
  /// σ, per √time; of the price, not a fraction of it.
  public var volatility: Double
  /// ε, a price.
  public var fixedCost: Double
  /// γ, price per unit sold.
  public var permanentImpact: Double
  /// η, price per unit of speed; above γ τ ÷ 2.
  public var temporaryImpact: Double
  /// λ, not negative.
  public var riskAversion: Double

  /// Stops at less than one step, and where temporary impact does not exceed γ τ ÷ 2.
  public init(
    holding: Double, horizon: Double, steps: Int, volatility: Double, fixedCost: Double, permanentImpact: Double,
    temporaryImpact: Double, riskAversion: Double
  ) {
    self.holding = holding
    self.horizon = horizon
    self.steps = steps
    self.volatility = volatility
    self.fixedCost = fixedCost
    self.permanentImpact = permanentImpact
    self.temporaryImpact = temporaryImpact
    self.riskAversion = riskAversion
    invariant(steps >= 1, "\(steps) steps")
    invariant(effectiveImpact > 0, "temporary impact \(temporaryImpact) does not exceed half the permanent of a step")
  }

  /// τ.
  public var step: Double { horizon / Double(steps) }
  /// η~.
  public var effectiveImpact: Double { temporaryImpact - permanentImpact * step / 2 }

  /// κ, per unit of time: its inverse is how long the trade takes if there were no horizon.
  public var urgency: Double {
    let squared = riskAversion * volatility * volatility / effectiveImpact
    // cosh(y) − 1 = 2 sinh²(y ÷ 2), which does not lose a small κ.
    return 2 * asinh(squared.squareRoot() * step / 2) / step
  }

  /// x_j, what is still held once step `j` is done, from all of it at 0 to nothing at N.
  public func held(after j: Int) -> Double {
    let left = horizon * Double(steps - j) / Double(steps)
    let kappa = urgency
    let whole = kappa * horizon
    if whole < 1e-150 { return holding * Double(steps - j) / Double(steps) }
    if whole < 1 { return holding * (sinh(kappa * left) / sinh(whole)) }
    // The same without numbers that pass the largest double.
    return holding * exp(kappa * left - whole) * ((1 - exp(-2 * kappa * left)) / (1 - exp(-2 * whole)))
  }

  /// n_1 … n_N, what to sell in each step; they sum to the holding up to rounding.
  public func sales() -> [Double] { (1...steps).map { held(after: $0 - 1) - held(after: $0) } }

  /// E of the schedule, in price × units, compared with selling all at the first price.
  public func expectedCost() -> Double {
    let sales = sales()
    let sizes = sales.reduce(0) { $0 + $1.magnitude }
    let squares = sales.reduce(0) { $0 + $1 * $1 }
    return permanentImpact * holding * holding / 2 + fixedCost * sizes + effectiveImpact / step * squares
  }

  /// V of the schedule, in (price × units)².
  public func variance() -> Double {
    let squares = (1...steps).reduce(0.0) { $0 + held(after: $1) * held(after: $1) }
    return volatility * volatility * step * squares
  }

  /// E of selling everything in the first step; its V is zero.
  public func expectedCostOfImmediateSale() -> Double {
    let squared = holding * holding
    return permanentImpact * squared / 2 + fixedCost * holding.magnitude + effectiveImpact / step * squared
  }
}
