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
