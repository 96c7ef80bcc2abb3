import Foundation
import MarketTypes
import Simulation
import Testing

/// The memory that hidden orders sent in pieces leave in the signs of market orders.
@Suite struct `Splitting flow` {
  static func flow(hidden: Int, exponent: Double, most: Int, rest: String = "") -> String {
    """
    {
      "kind": "splittingFlow", "name": "pieces", "count": 1, "margin": "exempt", "size": 1, "rate": 10,
      "hiddenOrders": \(hidden), "exponent": \(exponent), "mostPieces": \(most)\(rest)
    }
    """
  }

  static func signs(_ flow: String, seconds: Double, seed: UInt64) throws -> [Double] {
    var simulation = MarketSimulation(try flowMarket(seconds: seconds, seed: seed, flow))
    var signs: [Double] = []
    while simulation.advance() {
      if case .submit(let order) = simulation.command.action { signs.append(Double(order.side.sign)) }
    }
    return signs
  }

  /// How likely two pieces so far apart are of one hidden order: with a single one under way, E[(L − lag)⁺] ÷ E[L]; with more,
  /// the number of turns in between is binomial.
  static func exact(lag: Int, hidden: Int, exponent: Double, most: Int) -> Double {
    // P(L ≥ x) = x^−exponent up to `most`, so Σ over x > lag of P(L ≥ x) = E[(L − lag)⁺].
    let beyond = (1...most).map { pow(Double($0), -exponent) }
    var left = Array(repeating: 0.0, count: most + 1)
    for x in stride(from: most - 1, through: 0, by: -1) { left[x] = left[x + 1] + beyond[x] }
    func single(_ lag: Int) -> Double { lag < most ? left[lag] / left[0] : 0 }
    if hidden == 1 { return single(lag) }
    let turn = 1 / Double(hidden)
    var sum = 0.0
    var chance = pow(1 - turn, Double(lag - 1))
    for turns in 0..<lag {
      sum += chance * single(turns + 1)
      chance *= Double(lag - 1 - turns) / Double(turns + 1) * turn / (1 - turn)
    }
    return sum * turn
  }

  /// FLW-7.
  @Test(arguments: [(1, 1.5, 200), (5, 1.5, 1_000), (20, 1.2, 100)])
  func `signs have the memory that the lengths make`(hidden: Int, exponent: Double, most: Int) throws {
    let runs = try (1...UInt64(20)).map { seed in
      Array(
        try Self.signs(Self.flow(hidden: hidden, exponent: exponent, most: most), seconds: 1_500, seed: seed).dropFirst(
          2_000))
    }
    for lag in [1, 3, 10, 30, 100] {
      let found = runs.map { signs in
        zip(signs, signs.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / Double(signs.count - lag)
      }
      let mean = found.reduce(0, +) / 20
      let exact = Self.exact(lag: lag, hidden: hidden, exponent: exponent, most: most)
      #expect(
        agree(mean, standardError(found), with: exact),
        "lag \(lag): \(mean) ± \(standardError(found)), exactly \(exact), seeds 1 to 20")
    }
  }

  /// FLW-8: market orders of a flow follow the course of the day, day after day.
  @Test func `activity follows the course of the day`() throws {
    let flow = Self.flow(
      hidden: 5, exponent: 1.5, most: 100, rest: #", "activity": {"day": "100s", "levels": [3, 1, 0, 1, 2]}"#)
    var simulation = MarketSimulation(try flowMarket(seconds: 10_000, flow))
    var counts = Array(repeating: 0.0, count: 4)
    while simulation.advance() {
      if case .submit = simulation.command.action { counts[Int(simulation.command.time.seconds) % 100 / 25] += 1 }
    }
    for (count, level) in zip(counts, [2, 0.5, 0.5, 1.5]) {
      let expected = level * 10 * 2_500
      #expect(agree(count, expected.squareRoot(), with: expected), "\(counts)")
    }
  }

  /// FLW-14: Pareto sizes, rounded down to lots and none above the largest.
  @Test func `sizes have the tail of their law`() throws {
    let flow = Self.flow(hidden: 5, exponent: 1.5, most: 100).replacing(
      "\"size\": 1,", with: "\"size\": {\"smallest\": 2, \"exponent\": 1.5, \"largest\": 200},")
    var simulation = MarketSimulation(try flowMarket(seconds: 4_000, flow))
    var sizes: [Int64] = []
    while simulation.advance() {
      if case .submit(let order) = simulation.command.action { sizes.append(order.quantity.lots) }
    }
    #expect(sizes.min() == 2 && sizes.max() == 200)
    for least in [4.0, 10, 50, 200] {
      let share = Double(sizes.filter { Double($0) >= least }.count) / Double(sizes.count)
      let exact = pow(least / 2, -1.5)
      #expect(
        agree(share, (exact * (1 - exact) / Double(sizes.count)).squareRoot(), with: exact),
        "\(least): \(share), \(exact)")
    }
  }
}
