import MarketTypes
import Mathematics
import Simulation
import Testing

/// What flow draws, and from which streams.
@Suite struct `Draws of flow` {
  /// Everything that a crowd sends but cancels, as it was decided: nothing in it may depend on the market.
  struct Decision: Hashable {
    var time: Int64
    var side: Side
    var lots: Int64
    var isMarket: Bool
  }

  static func decisions(of name: String, in run: Run) -> [Decision] {
    run.submissions(of: name).map {
      Decision(
        time: $0.time.nanoseconds, side: $0.order.side, lots: $0.order.quantity.lots, isMarket: $0.order.limit == nil)
    }
  }

  static let size = #"{"smallest": 1, "exponent": 1.2, "largest": 40}"#

  static let poisson = """
    {
      "kind": "poissonFlow", "name": "crowd", "count": 3, "margin": "exempt", "size": \(size), "market": 1,
      "limits": {
        "distances": {"kind": "even", "rate": 0.5, "window": 20}, "cancels": [0.1, 0.3, 0.2],
        "fleeting": {"share": 0.4, "meanLife": "50ms"}
      }
    }
    """
  static let hawkes = """
    {
      "kind": "hawkesFlow", "name": "bursts", "count": 2, "margin": "exempt", "size": \(size), "base": 0.5,
      "own": [{"jump": 0.5, "decay": 1}], "other": [{"jump": 0.2, "decay": 2}],
      "limits": {"share": 0.5, "distances": {"kind": "even", "window": 20}, "cancels": 0.2},
      "activity": {"day": "20s", "levels": [2, 1, 2]}
    }
    """
  static let splitting = """
    {
      "kind": "splittingFlow", "name": "pieces", "count": 2, "margin": "exempt", "size": \(size), "rate": 2,
      "hiddenOrders": 4, "exponent": 1.5
    }
    """
  static let queues = """
    {
      "kind": "queueReactiveFlow", "name": "queues", "count": 1, "margin": "exempt", "follow": 0.7, "renew": 0.5,
      "levels": [
        {"limit": [1.2, 0.8], "cancel": [0, 0.5, 0.9, 1.4], "market": [0, 0.4]},
        {"limit": [1.5, 1], "cancel": [0, 0.5, 0.9, 1.4], "alone": {"limit": [0.5], "cancel": [0, 1, 2], "market": [0, 0.4]}}
      ]
    }
    """
  static let forecasters = """
    {
      "kind": "forecaster", "name": "analyst", "count": 10, "margin": "exempt", "meanInterval": "2s", "step": "100ms",
      "weights": {
        "fundamental": {"kind": "exponential", "mean": 1}, "chart": {"kind": "exponential", "mean": 0.2},
        "noise": {"kind": "exponential", "mean": 1}
      },
      "deviation": 0.001, "window": {"kind": "uniform", "from": 100, "to": 200},
      "reversion": {"kind": "uniform", "from": 50, "to": 100}, "gain": {"kind": "uniform", "from": 0, "to": 0.1},
      "fundamentalPrice": 1000000
    }
    """
  static let others = """
    {"kind": "momentum", "name": "trend", "count": 3, "margin": "exempt", "meanInterval": "1s", "window": "5s", "size": 2},
    {"kind": "herding", "name": "herd", "count": 12, "margin": "exempt", "meanInterval": "3s", "memory": "5s",
     "strength": 0.8, "size": 1, "links": 0.9},
    {"kind": "informed", "name": "insider", "count": 1, "margin": "exempt", "meanInterval": "1s", "value": 1000100,
     "lotsPerTick": 0.5, "largestOrder": 20}
    """
  static let levels = #", "publishesLevels": true"#

  /// FLW-13: common random numbers, whatever the market does.
  @Test func `a crowd decides the same in another market`() throws {
    let calm = Run(try flowMarket(seconds: 60, seed: 7, Self.poisson, Self.hawkes, Self.splitting))
    let crash = Run(
      try flowMarket(
        seconds: 60, seed: 7, Self.poisson, Self.hawkes, Self.splitting,
        events: #"[{"at": "5s", "kind": "order", "account": "world", "side": "sell", "quantity": 400}]"#))
    for name in ["crowd-1", "crowd-2", "crowd-3", "bursts-1", "bursts-2", "pieces-1", "pieces-2"] {
      let decisions = Self.decisions(of: name, in: calm)
      #expect(decisions.count > 50)
      #expect(decisions == Self.decisions(of: name, in: crash), "\(name)")
    }
    #expect(calm.digest.digest != crash.digest.digest)
  }

  /// SIM-10, FLW-13.
  @Test func `taking one out shifts nobody else's draws`() throws {
    let all = Run(try flowMarket(seconds: 60, seed: 7, Self.poisson, Self.hawkes, Self.splitting))
    let without = Run(
      try flowMarket(
        seconds: 60, seed: 7, Self.splitting,
        Self.poisson.replacing("\"count\": 3", with: "\"count\": 3, \"except\": [1]"),
        Self.hawkes.replacing("\"count\": 2", with: "\"count\": 2, \"except\": [2]")))
    for name in ["crowd-2", "crowd-3", "bursts-1", "pieces-1", "pieces-2"] {
      #expect(Self.decisions(of: name, in: all) == Self.decisions(of: name, in: without), "\(name)")
    }
    #expect(Self.decisions(of: "crowd-1", in: without).isEmpty)
  }

  /// FLW-13: streams are those of name, index and purpose: 1 timing, 2 action.
  @Test func `a crowd's first order is that of its streams`() throws {
    let run = Run(try flowMarket(seconds: 10, seed: 99, Self.poisson))
    for index in 0..<UInt32(3) {
      let hash = SeededGenerator.nameHash("crowd".utf8)
      var timing = SeededGenerator(seed: 99, nameHash: hash, index: index, purpose: 1)
      var action = SeededGenerator(seed: 99, nameHash: hash, index: index, purpose: 2)
      let wait = timing.exponential(mean: 1e9 / (2 * (1 + 20 * 0.5)))
      let isBuy = action.happens(in: 1, outOf: 2)
      let isMarket = action.happens(withProbability: 1.0 / 11)
      let first = try #require(Self.decisions(of: "crowd-\(index + 1)", in: run).first)
      #expect(
        first.time == Int64(wait.rounded(.up)) && first.side == (isBuy ? .buy : .sell) && first.isMarket == isMarket)
    }
  }

  /// SIM-12, SIM-18: everybody of these kinds in one market, gone on with from a copy, and told again from the resolved text.
  @Test func `a copy goes on as the original does`() throws {
    let scenario = try flowMarket(
      seconds: 30, seed: 3, instrument: Self.levels, Self.poisson, Self.hawkes, Self.splitting, Self.queues,
      Self.forecasters, Self.others)
    var simulation = MarketSimulation(scenario)
    _ = steps(of: &simulation, atMost: 2_000)
    var copy = simulation.clone()
    let rest = steps(of: &simulation)
    #expect(rest.count > 1_000)
    #expect(rest == steps(of: &copy))
    #expect(
      Run(scenario, checks: true).digest.digest == Run(try Scenario.read(resolvedText(of: scenario))).digest.digest)
  }
}
