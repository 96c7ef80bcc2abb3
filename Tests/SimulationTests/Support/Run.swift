import Journaling
import MarketTypes
import Notation
import Simulation
import Venue

/// A run carried out to its end, with everything that came out of it.
struct Run {
  struct Step: Equatable {
    var command: Command
    var isOpening: Bool
    var recording: Int?
    var events: [Event]
  }

  var scenario: Scenario
  var steps: [Step] = []
  var digest = DigestBuilder()

  init(_ scenario: Scenario, recordings: [RecordedFlow] = [], checks: Bool = false) {
    self.scenario = scenario
    var simulation = MarketSimulation(scenario, recordings: recordings)
    if checks { simulation.checkEverything() }
    while simulation.advance() {
      var step = Step(
        command: simulation.command, isOpening: simulation.isOpening, recording: simulation.recording, events: [])
      simulation.command.encode(into: &digest)
      for index in 0..<simulation.events.count {
        step.events.append(simulation.events[index])
        simulation.events[index].encode(into: &digest)
      }
      steps.append(step)
    }
  }

  /// What came after the opening.
  var played: [Step] { steps.filter { !$0.isOpening } }
  var events: [Event] { steps.flatMap(\.events) }

  /// The number of the account so named.
  func account(_ name: String) -> AccountID {
    AccountID(number: Int32(scenario.names.accounts.firstIndex(of: name) ?? -1))
  }

  /// The orders an account sent, with when they arrived.
  func submissions(of name: String) -> [(time: Time, order: Order)] {
    let account = account(name)
    return played.compactMap { step in
      guard case .submit(let order) = step.command.action, order.account == account else { return nil }
      return (step.command.time, order)
    }
  }
}

/// A scenario of one instrument without fees, with the parts a test is about.
func scenarioText(
  duration: String = "10s", instrument: String = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#,
  accounts: String = #"{"name": "world", "kind": "exempt"}"#, _ rest: String = ""
) -> SourceText {
  SourceText(
    name: "test.jsonc",
    """
    {
      "version": 1,
      "name": "test",
      "duration": "\(duration)",
      "instruments": [
        {"name": "X", "maximumPrice": 100000, "maximumPosition": 1000000, "openingMark": 1000, \(instrument)}
      ],
      "accounts": [\(accounts)],
      \(rest)
    }
    """)
}

func scenario(
  duration: String = "10s", instrument: String = #""initialMargin": "0.1", "maintenance": [{"rate": "0.05"}]"#,
  accounts: String = #"{"name": "world", "kind": "exempt"}"#, seed: UInt64? = nil, _ rest: String = ""
) throws -> Scenario {
  try Scenario.read(
    scenarioText(duration: duration, instrument: instrument, accounts: accounts, rest),
    overrides: Scenario.Overrides(seed: seed))
}

/// All that is wrong with a scenario, as it would be printed; empty if nothing is.
func mistakes(
  in text: SourceText, overrides: Scenario.Overrides = .init(), open: (String) -> SourceText? = { _ in nil }
)
  -> String
{
  do {
    _ = try Scenario.read(text, overrides: overrides, open: open)
    return ""
  } catch {
    return error.rendered()
  }
}
