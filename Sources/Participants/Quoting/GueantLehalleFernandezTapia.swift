import MarketTypes
import Mathematics

/// Quotes of the same maker as `AvellanedaStoikov`'s with an inventory limit, exactly: as a closed form far from the horizon,
/// and as a table up to it.
///
///     c1 = (1 ÷ γ) log(1 + γ ÷ k)
///     c2 = √(σ² γ ÷ (2 k A) · (1 + γ ÷ k)^(1 + k ÷ γ))
///     bid distance = c1 + (2q + 1) c2 ÷ 2,    ask distance = c1 − (2q − 1) c2 ÷ 2
///
/// The closed form needs no horizon, which suits a venue that never closes; its spread is 2 c1 + c2. With a limit Q there is
/// no bid where one more unit would pass Q, and no ask where it would pass −Q.
///
/// Left out: drift of the price, market impact, adverse selection, all of which the source adds. Source: Guéant, Lehalle and
/// Fernandez-Tapia, "Dealing with the inventory risk", Mathematics and Financial Economics 7 (2013), theorem 1 and section 4.
public struct GueantLehalleFernandezTapia: QuoteFormula, Hashable {
  /// γ, per tick and unit; not negative.
  public var riskAversion: Double
  /// σ, in ticks per √second.
  public var volatility: Double
  /// k, per tick; above zero.
  public var fillDecay: Double
  /// A, fills per second of a quote at the fair price; above zero.
  public var fillRate: Double
  /// Q, in units; none if `nil`.
  public var limit: Int?

  public init(riskAversion: Double, volatility: Double, fillDecay: Double, fillRate: Double, limit: Int? = nil) {
    self.riskAversion = riskAversion
    self.volatility = volatility
    self.fillDecay = fillDecay
    self.fillRate = fillRate
    self.limit = limit
  }

  /// c1, in ticks.
  public var fillPremium: Double { Participants.fillPremium(riskAversion: riskAversion, fillDecay: fillDecay) }

  /// (1 + γ ÷ k)^(1 + k ÷ γ), which is e where γ is zero or next to it.
  private var power: Double {
    let ratio = riskAversion / fillDecay
    return ratio < leastRatio ? exp(1) : exp((1 + 1 / ratio) * log1p(ratio))
  }

  /// c2, in ticks a unit of inventory.
  public var skew: Double {
    let variance = volatility * volatility * riskAversion
    return (variance / (2 * fillDecay * fillRate) * power).squareRoot()
  }

  /// η, the rate at which the table's neighbours mix, per second.
  public var mixingRate: Double { fillRate / power }

  /// The closed form. `remaining` is ignored.
  public func distances(inventory: Double, remaining: Double = 0) -> QuoteDistances {
    let bid = fillPremium + (2 * inventory + 1) * skew / 2
    let ask = fillPremium - (2 * inventory - 1) * skew / 2
    guard let limit else { return QuoteDistances(bid: bid, ask: ask) }
    return QuoteDistances(
      bid: inventory > Double(limit - 1) ? nil : bid, ask: inventory < Double(1 - limit) ? nil : ask)
  }

  /// The exact distances at `steps` + 1 moments from the horizon back to `horizon` seconds before it.
  ///
  ///     v(τ) = exp(−M τ) 1,   M = diag(α q²) − η (neighbours),   α = k γ σ² ÷ 2
  ///     bid distance = c1 + (1 ÷ k) log(v_q ÷ v_(q+1)),   ask distance = c1 + (1 ÷ k) log(v_q ÷ v_(q−1))
  ///
  /// - Parameter limit: Q, at least 1.
  public func table(limit: Int, horizon: Double, steps: Int) -> QuoteTable {
    invariant(limit >= 1, "an inventory limit of \(limit)")
    let penalty = fillDecay * riskAversion * volatility * volatility / 2
    let rates = SquareMatrix.neighbours(limit: limit, penalty: penalty, upward: mixingRate, downward: mixingRate)
    return QuoteTable(
      rates: rates, atHorizon: Array(repeating: 0, count: rates.order), fillDecay: fillDecay, offset: fillPremium,
      horizon: horizon, steps: steps)
  }
}

extension SquareMatrix {
  /// What both tables are made of: rows for inventories −`limit` … `limit`, −`penalty` q² on the diagonal, beside it the rate
  /// of going one unit up or down.
  static func neighbours(limit: Int, penalty: Double, upward: Double, downward: Double) -> SquareMatrix {
    var matrix = SquareMatrix(order: 2 * limit + 1)
    for row in 0...2 * limit {
      let inventory = Double(row - limit)
      matrix[row, row] = -penalty * inventory * inventory
      if row < 2 * limit { matrix[row, row + 1] = upward }
      if row > 0 { matrix[row, row - 1] = downward }
    }
    return matrix
  }
}
