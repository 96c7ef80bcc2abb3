import MarketTypes
import Notation
import Simulation

/// What is in a scenario, counted, and what running it will take.
struct ScenarioFacts {
  let scenario: Scenario

  /// `1 instrument, 1,055 accounts, 53 participants, 4 events, 23,400 s simulated, about 2 MB of memory`
  var text: String {
    var parts = [
      counted(scenario.rules.instruments.count, "instrument"),
      counted(scenario.names.accounts.count, "account"),
      counted(scenario.participants.count, "participant"),
      counted(scenario.script.count, "event"),
    ]
    if !scenario.processes.isEmpty {
      parts.append(counted(scenario.processes.count, "index process", plural: "index processes"))
    }
    if !scenario.recordings.isEmpty { parts.append(counted(scenario.recordings.count, "recording")) }
    parts.append("\(groupedText(scenario.duration.nanoseconds, scale: 9)) s simulated")
    parts.append("about \(groupedText((memory + 999_999) / 1_000_000)) MB of memory")
    return parts.joined(separator: ", ")
  }

  /// Bytes, roughly: what a run was measured to take without accounts, for each, and for each that holds something from the
  /// start or may come to. Resting orders come on top.
  private var memory: Int {
    let holders =
      scenario.participants.count + scenario.opening.count { if case .openHolding = $0 { true } else { false } }
    return 13_000_000 + 1_000 * scenario.names.accounts.count + 400 * holders
  }
}

/// `1 account`, `1,055 accounts`.
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(groupedText(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}
