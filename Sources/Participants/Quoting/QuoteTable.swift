import MarketTypes
import Mathematics

/// Distances that follow a linear system backward from a horizon, worked out once and looked up cheaply.
///
///     w(τ) = exp(B τ) w(0)
///     bid distance(q) = offset + (1 ÷ k) log(w_q ÷ w_(q+1)),   ask distance(q) = offset + (1 ÷ k) log(w_q ÷ w_(q−1))
///
/// One matrix exponential over a step of the grid, then a product for each step. Only ratios count, and all entries keep an
/// exponent of their own: no horizon is too long, and no two rates are too different.
///
/// Between grid points and between whole inventories a look-up is linear: exact on both grids, else off by the square of the
/// step times the curvature. A bid is quoted where one whole unit more stays within the limit, an ask likewise. Before the
/// grid's earliest moment its value there holds.
public struct QuoteTable: QuoteFormula {
  /// In units.
  public let limit: Int
  /// How far back the table goes, in seconds.
  public let horizon: Double
  /// Equal parts of the horizon; the table has one moment more.
  public let steps: Int
  /// What a distance is where inventory changes nothing, in ticks.
  public let offset: Double
  /// (1 ÷ k) log w, in ticks: for each moment from the horizon back, inventories from −limit up.
  private let values: [Double]

  /// - Parameters:
  ///   - rates: B, per second, of odd order; nothing negative off the diagonal.
  ///   - atHorizon: log w(0).
  ///   - fillDecay: k, per tick.
  ///   - steps: at least 1; memory is (steps + 1) × order, time order³ and steps × order².
  init(
    rates: SquareMatrix, atHorizon: [Double], fillDecay: Double, offset: Double, horizon: Double, steps: Int
  ) {
    invariant(horizon > 0 && steps >= 1, "a table of \(steps) steps over \(horizon) s")
    limit = rates.order / 2
    self.horizon = horizon
    self.steps = steps
    self.offset = offset
    let step = rates.scaled(by: horizon / Double(steps)).wideExponential()
    var column = atHorizon.map { WideNumber(exponentialOf: $0) }
    var values: [Double] = []
    values.reserveCapacity((steps + 1) * rates.order)
    for moment in 0...steps {
      if moment > 0 { column = step * column }
      for entry in column { values.append(entry.logarithm / fillDecay) }
    }
    self.values = values
  }

  /// Two distances by at most eight numbers of the table. O(1).
  public func distances(inventory: Double, remaining: Double) -> QuoteDistances {
    let held = min(max(inventory, Double(-limit)), Double(limit))
    let early = min(max(remaining, 0), horizon) / horizon * Double(steps)
    let moment = min(Int(early), steps - 1)
    let late = early - Double(moment)
    return QuoteDistances(
      bid: held > Double(limit - 1) ? nil : between(moment, late) { distance(at: $0, held, toward: 1) },
      ask: held < Double(1 - limit) ? nil : between(moment, late) { distance(at: $0, held, toward: -1) })
  }

  private func between(_ moment: Int, _ share: Double, _ value: (Int) -> Double) -> Double {
    if share == 0 { return value(moment) }
    if share == 1 { return value(moment + 1) }
    return (1 - share) * value(moment) + share * value(moment + 1)
  }

  private func distance(at moment: Int, _ inventory: Double, toward direction: Int) -> Double {
    let whole = Int(inventory.rounded(.down))
    let share = inventory - Double(whole)
    let row = moment * (2 * limit + 1) + limit + whole
    let near = offset + values[row] - values[row + direction]
    if share == 0 { return near }
    return (1 - share) * near + share * (offset + values[row + 1] - values[row + 1 + direction])
  }
}
