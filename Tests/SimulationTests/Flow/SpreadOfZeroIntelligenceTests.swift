import Foundation
import MarketTypes
import Simulation
import Testing

/// The mean spread that pure chance makes, through the venue's own book: one crowd, everything it sends a command.
///
/// Small runs by default. `CASCADE_PATHS=20000` runs each setting over as many mean lives of an order as was published for one of
/// four runs, with `CASCADE_SEEDS=4`: docs/validation.md.
@Suite struct `Zero intelligence through the book` {
  /// Prices in p_c = μ ÷ α, times in 1 ÷ δ, and a lot an order; so the tick is `tick` p_c and rates are what they are.
  static func crowd(eps: Double, tick: Double) -> String {
    """
    {
      "kind": "poissonFlow", "name": "crowd", "count": 1, "collateral": 100000000000000, "size": 1,
      "market": \(1 / eps),
      "limits": {
        "distances": {"kind": "even", "rate": \(tick / eps), "window": \(Int((10 / tick).rounded()))}, "cancels": 1
      }
    }
    """
  }

  /// The time-averaged spread in p_c over so many lives, with its standard error.
  static func spread(eps: Double, tick: Double, lives: Double, seed: UInt64) throws -> (mean: Double, error: Double) {
    let scenario = try flowMarket(seconds: lives + 10, seed: seed, crowd(eps: eps, tick: tick))
    var simulation = MarketSimulation(scenario)
    var spread = TimeMean(from: 10, until: lives + 10)
    var last: (ticks: Int64, time: Double)?
    while simulation.advance() {
      for index in 0..<simulation.events.count {
        guard case .quoted(let quote) = simulation.events[index].body else { continue }
        let now = simulation.command.time.seconds
        if let last { spread.add(Double(last.ticks) * tick, from: last.time, to: now) }
        last = nil
        if let bid = quote.bid, let ask = quote.ask { last = (ask.ticks - bid.ticks, now) }
      }
    }
    return (spread.mean, spread.error)
  }

  struct Row {
    var eps, tick, spread, error: Double
  }

  /// Published: window 10 p_c, tick .01 p_c; 4 runs × 20,000 lives.
  static let table = [
    Row(eps: 0.5, tick: 0.01, spread: 1.1027, error: 0.0026), Row(eps: 0.2, tick: 0.01, spread: 0.7629, error: 0.0013),
    Row(eps: 0.1, tick: 0.01, spread: 0.6307, error: 0.0003), Row(eps: 0.05, tick: 0.01, spread: 0.5537, error: 0.0002),
    Row(eps: 0.02, tick: 0.01, spread: 0.4963, error: 0.0003),
    Row(eps: 0.01, tick: 0.01, spread: 0.4721, error: 0.0004),
    // Coarser ticks; printed to three digits.
    Row(eps: 0.2, tick: 0.05, spread: 0.784, error: 0.0005), Row(eps: 0.2, tick: 0.1, spread: 0.808, error: 0.0005),
    Row(eps: 0.2, tick: 0.2, spread: 0.862, error: 0.0005), Row(eps: 0.2, tick: 0.5, spread: 1.024, error: 0.0005),
    Row(eps: 0.2, tick: 1, spread: 1.325, error: 0.0005),
  ]

  /// FLW-1.
  @Test(arguments: table.indices)
  func `the mean spread is the published one`(row: Int) throws {
    let row = Self.table[row]
    let isFull = ProcessInfo.processInfo.environment["CASCADE_PATHS"] != nil
    let lives = Double(size("CASCADE_PATHS", small: max(40, Int(2_500 * row.eps))))
    let runs = try (1...size("CASCADE_SEEDS", small: 1)).map {
      try Self.spread(eps: row.eps, tick: row.tick, lives: lives, seed: UInt64($0))
    }
    let mean = runs.map(\.mean).reduce(0, +) / Double(runs.count)
    let error = runs.map { $0.error * $0.error }.reduce(0, +).squareRoot() / Double(runs.count)
    let said = "eps \(row.eps) tick \(row.tick): \(mean) ± \(error), published \(row.spread), seeds 1 to \(runs.count)"
    #expect(
      agree(mean, error, with: row.spread, row.error) || (isFull && abs(mean / row.spread - 1) < 0.005), "\(said)")
    #expect(!isFull || abs(mean / row.spread - 1) < 0.015, "\(said)")
    if isFull { print(said) }
  }
}
