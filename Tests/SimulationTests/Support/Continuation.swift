import MarketTypes
import Notation
import Simulation

extension Run.Step {
  /// What a simulation has just done.
  init(of simulation: borrowing MarketSimulation) {
    self.init(
      command: simulation.command, isOpening: simulation.isOpening, recording: simulation.recording, events: [])
    for index in 0..<simulation.events.count { events.append(simulation.events[index]) }
  }
}

/// Carries a simulation on, at most so many commands, and returns what it did.
func steps(of simulation: inout MarketSimulation, atMost most: Int = .max) -> [Run.Step] {
  var steps: [Run.Step] = []
  while steps.count < most, simulation.advance() { steps.append(Run.Step(of: simulation)) }
  return steps
}

/// A market of a minute in which everybody trades, a shock comes and accounts are closed step by step.
func lively(seed: UInt64 = 1, pacing: String = #"{"kind": "timed", "interval": "250ms"}"#) throws -> Scenario {
  try scenario(
    duration: "20s", instrument: #""initialMargin": "0.02", "maintenance": [{"rate": "0.01"}]"#,
    accounts: #"{"name": "world", "kind": "exempt"}, {"name": "whale", "collateral": 100000000}"#, seed: seed,
    """
    "fund": 10000,
    "liquidation": {"pacing": \(pacing)},
    \(population(
      block("maker", [("\"inventory\": {", "\"inventory\": {\"skew\": 0.05, ")]), block("taker"),
      block("leveraged", [
        ("\"count\": 3", "\"count\": 60"),
        ("\"leverage\": 5", "\"leverage\": {\"kind\": \"uniform\", \"from\": 10, \"to\": 50}"),
      ]))),
    "openings": [
      {"kind": "order", "account": "world", "side": "buy", "quantity": 300, "limit": 970},
      {"kind": "order", "account": "world", "side": "buy", "quantity": 1000, "limit": 940}
    ],
    "events": [
      {"at": "10s", "kind": "order", "account": "whale", "side": "sell", "quantity": 400},
      {"at": "10s", "kind": "deposit", "account": "whale", "amount": 5},
      {"at": "12s", "kind": "order", "account": "whale", "side": "sell", "quantity": 100}
    ]
    """)
}

/// A market of two instruments in which everybody is connected in another way: latencies of all kinds, questions, computing,
/// throttles, levels, another instrument.
func connected(seed: UInt64 = 1) throws -> Scenario {
  func taker(_ name: String, _ latency: String) -> String {
    block(
      "taker",
      [
        ("\"taker\", \"count\"", "\"\(name)\", \"instrument\": \"X\", \"count\""),
        (#""data": "20ms", "orders": "10ms""#, latency),
      ])
  }
  let maker = block(
    "maker",
    [
      ("\"kind\": \"maker\"", "\"kind\": \"maker\", \"instrument\": \"X\""),
      (
        #""data": "2ms", "orders": "1ms""#, #""data": {"kind": "uniform", "from": "1ms", "to": "9ms"}, "orders": "1ms""#
      ),
      (#""spread": {"base": 4}"#, #""spread": {"base": 4}, "depth": {"weight": 3, "reference": 50, "within": 40}"#),
    ])
  let hedger = block(
    "maker",
    [
      ("\"kind\": \"maker\", \"name\": \"maker\"", "\"kind\": \"maker\", \"name\": \"hedger\", \"instrument\": \"Y\""),
      (#""spread": {"base": 4}"#, #""spread": {"base": 4}, "hedge": {"instrument": "X", "ratio": 1, "threshold": 5}"#),
    ])
  let text = String(
    decoding: scenarioText(
      instrument: #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}], "publishesLevels": true"#,
      population(
        maker, hedger,
        taker(
          "taker",
          #""data": {"kind": "logNormal", "median": "20ms", "sigma": 1, "longest": "90ms"}, "orders": "2ms", "jitter": "30ms""#
        ),
        taker("asking", #""data": "5ms", "orders": {"kind": "recorded", "values": ["1ms", "30ms"]}, "asks": true"#),
        taker("slow", #""data": "5ms", "orders": "1ms", "compute": "70ms""#),
        taker("gated", #""data": "5ms", "orders": "1ms", "throttle": {"messages": 2, "window": "500ms"}"#),
        taker("other", #""data": "5ms", "orders": "1ms""#).replacing(
          "\"instrument\": \"X\"", with: "\"instrument\": \"Y\""))
    ).bytes, as: UTF8.self)
  let second =
    #", {"name": "Y", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000, "initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]}"#
  let both = text.replacing("\"publishesLevels\": true}", with: "\"publishesLevels\": true}\(second)")
  return try Scenario.read(SourceText(name: "connected", both), overrides: Scenario.Overrides(seed: seed))
}
