import MarketTypes
import Notation
import Simulation

/// What running a scenario will come to, told from its first commands.
///
/// Commands are counted and not timed, so that the same scenario is told the same on every machine. How busy a market is in a
/// cascade cannot be seen from its beginning: the estimate is of a quiet run.
struct ScenarioEstimate {
  /// Commands and events in all.
  let commands: Int
  let events: Int
  /// Whether they were counted to the end.
  let isExact: Bool

  /// - Parameter limit: how many commands are carried out at most after the opening.
  init(of scenario: Scenario, dataRoot: DataRoot, limit: Int = 20_000) throws {
    var run = try ScenarioRun(scenario, dataRoot: dataRoot)
    var (opening, commands) = ((commands: 0, events: 0), (commands: 0, events: 0))
    var time = TimeSpan.zero
    var isEnded = true
    while try run.advance() {
      if run.simulation.isOpening {
        opening = (opening.commands + 1, opening.events + run.simulation.events.count)
        continue
      }
      commands = (commands.commands + 1, commands.events + run.simulation.events.count)
      time = run.simulation.command.time - .start
      if commands.commands == limit {
        isEnded = false
        break
      }
    }
    isExact = isEnded
    let share =
      isEnded ? 1 : Double(scenario.duration.nanoseconds) / Double(max(1, time.nanoseconds))
    self.commands = opening.commands + Int(min(1e15, Double(commands.commands) * share))
    self.events = opening.events + Int(min(1e15, Double(commands.events) * share))
  }

  /// Bytes of a run's folder, roughly: nearly all of it is the journal, of 86 bytes an event in the flash crash.
  private var bytes: Int { 86 * events }

  /// `about 130,000 commands and 216,000 events, 19 MB in the folder of the run`
  var text: String {
    let size = "\(groupedText((bytes + 999_999) / 1_000_000)) MB in the folder of the run"
    if isExact { return "\(counted(commands, "command")) and \(counted(events, "event")), about \(size)" }
    return "about \(groupedText(rounded(commands))) commands and \(groupedText(rounded(events))) events at the pace of "
      + "its first ones, \(size)"
  }

  /// To two figures: more would say that it is known.
  private func rounded(_ count: Int) -> Int {
    var unit = 1
    while count / unit >= 100 { unit *= 10 }
    return (count + unit / 2) / unit * unit
  }
}
