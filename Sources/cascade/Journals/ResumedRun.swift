import Files
import Journaling
import MarketTypes
import Notation
import Simulation

/// A run that was killed, carried out again: as far as its journal is whole it must be what that says, and goes on.
///
/// A journal holds what participants did and not what they think, so that it cannot be gone on with from its last command.
struct ResumedRun: ~Copyable {
  private let recovered: RecoveredRun
  private var run: ScenarioRun
  private var recorder: RunRecorder

  init(_ recovered: RecoveredRun, _ arguments: Arguments) throws {
    let path = recovered.journal.path
    guard let scenario = try recovered.journal.scenarioToRun(of: recovered.header) else {
      throw Failure(
        .badInput, "\(path): no scenario is in it, so there is nothing to go on with",
        hint: "--prefix FILE keeps what is whole")
    }
    if !recovered.header.revisions.isEmpty {
      throw Failure(
        .badInput, "\(path): it is a fork's", hint: "fork the run that it left again; --prefix FILE keeps it")
    }
    let run = try ScenarioRun(
      scenario, dataRoot: DataRoot(arguments), checksEverything: arguments.has(.walk))
    recorder = try RunRecorder(scenario, arguments)
    self.recovered = recovered
    self.run = run
  }

  /// Carries it out and writes what it left, unless it parts from what was recovered.
  consuming func finish(_ arguments: Arguments) throws -> ExitStatus {
    let total = Int(run.simulation.scenario.duration.nanoseconds / 1_000_000)
    var progress = ProgressBar("recover", unit: "ms simulated", total: total, quiet: arguments.has(.quiet))
    if let difference = try carryOut(&progress) {
      progress.erase()
      let text = try difference.text(in: recovered.journal) { event in
        "event \(event), of command \(difference.command), is not what was recovered; nothing is written"
      }
      try Console.write(text)
      if recovered.header.engine != Version.number {
        Console.note("another version of cascade wrote it: \(printable(recovered.header.engine))\n")
      }
      return .failedExpectation
    }
    try run.checkLedger()
    progress.erase()
    if !arguments.has(.quiet) { Console.note("\(printable(recovered.journal.path)): \(recovered.extent)\n") }
    try recorder.finish(run, arguments)
    return .success
  }

  private mutating func carryOut(_ progress: inout ProgressBar) throws -> StreamDifference? {
    var reader = try recovered.journal.reader()
    var recorded: [Event] = []
    var number = 0
    while try run.advance() {
      let command = run.simulation.command
      if number < recovered.commands {
        let said = try recovered.journal.next(&reader, &recorded)
        let difference = run.simulation.events.withSpan {
          StreamDifference(ofCommand: number, said, recorded.span, command, $0)
        }
        if let difference { return difference }
      }
      try recorder.observe(run)
      progress.show(Int(command.time.nanoseconds / 1_000_000))
      number += 1
    }
    guard number < recovered.commands else { return nil }
    let said = try recovered.journal.next(&reader, &recorded)
    let none: [Event] = []
    return StreamDifference(ofCommand: number, said, recorded.span, nil, none.span)
  }
}
