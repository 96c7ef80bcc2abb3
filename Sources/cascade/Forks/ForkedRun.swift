import Files
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation
import Venue

/// A run that was forked, rerun: up to the boundary it must be what the journal says, from there on it goes its own way.
struct ForkedRun: ~Copyable {
  private let plan: ForkPlan
  private let folder: RunFolder
  private let point: ForkPoint
  private var run: ScenarioRun
  private var recorder: RunRecorder
  private var progress: ProgressBar

  init(_ plan: ForkPlan, of folder: RunFolder, until point: ForkPoint, _ arguments: Arguments) throws {
    let run = try ScenarioRun(
      plan.base, dataRoot: DataRoot(arguments), checksEverything: arguments.has(.walk))
    let recorder = try RunRecorder(plan.base, arguments, forks: plan.forks, revisions: plan.revisions)
    self.plan = plan
    self.folder = folder
    self.point = point
    self.run = run
    self.recorder = recorder
    let total = Int(plan.base.duration.nanoseconds / 1_000_000)
    progress = ProgressBar("fork", unit: "ms simulated", total: total, quiet: arguments.has(.quiet))
  }

  /// - Parameter observe: takes each command, what it caused, and where the first of that stands.
  mutating func carryOut(_ observe: (Command, Span<Event>, EventPosition) -> Void = { _, _, _ in }) throws {
    var reader = try folder.journal.reader()
    var recorded: [Event] = []
    var stages = plan.stages[...]
    var number = 0
    while true {
      while let stage = stages.first, stage.command == number {
        try run.change(by: stage)
        stages.removeFirst()
      }
      guard try run.advance() else { break }
      if number < point.command {
        let command = try folder.journal.next(&reader, &recorded)
        let isSame = command == run.simulation.command && run.simulation.events.areEqual(recorded)
        if !isSame { throw departure(at: number) }
      }
      try recorder.observe(run)
      Self.show(run.simulation.command, run.simulation.events, to: observe)
      progress.show(Int(run.simulation.command.time.nanoseconds / 1_000_000))
      number += 1
    }
    if number < point.command { throw departure(at: number) }
    try run.checkLedger()
    progress.erase()
  }

  private static func show(
    _ command: Command, _ events: borrowing EventStream, to observe: (Command, Span<Event>, EventPosition) -> Void
  ) {
    let first = events.first
    events.withSpan { observe(command, $0, first) }
  }

  /// Writes what is to be written, and says what came of it.
  consuming func finish(_ arguments: Arguments) throws -> ExitStatus {
    if !arguments.has(.quiet) {
      let same = "\(counted(point.command, "command")) and \(counted(point.event, "event"))"
      let isChanged = plan.forks.last.map { !$0.set.isEmpty || !$0.without.isEmpty || $0.policy != nil } ?? false
      let note = "\(same) as in \(printable(folder.path)), then the change"
      let unchanged = "the same run again: nothing is changed without --set, --without or --policy"
      Console.note((!isChanged ? unchanged : point.command == 0 ? "changed from the start" : note) + "\n")
    }
    try recorder.finish(run, arguments)
    return .success
  }

  /// The run does not come out again.
  private func departure(at command: Int) -> Failure {
    let message = "\(folder.path): run again, command \(command) or what it causes is not what its journal says"
    if folder.engine != Version.number || folder.journalVersion != String(JournalFormat.version) {
      return Failure(
        .badInput, message, hint: "another version of cascade wrote it (\(folder.engine)): run its scenario again")
    }
    if !plan.base.recordings.isEmpty {
      return Failure(.badInput, message, hint: "are the recordings those that it was run with?")
    }
    return Failure(.ourFault, message, hint: "unless somebody changed its manifest, this is a fault of cascade")
  }
}

extension EventStream {
  /// Whether it holds just these events.
  fileprivate func areEqual(_ others: [Event]) -> Bool {
    count == others.count && others.indices.allSatisfy { self[$0] == others[$0] }
  }
}
