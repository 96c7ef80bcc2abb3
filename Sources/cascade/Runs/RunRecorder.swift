import Files
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation
import Venue

extension Option {
  static let directory = Option("output", letter: "o", value: "DIR", "The folder to write; it must not be there yet.")
  static let force = Option("force", "Replace DIR if an earlier run wrote it.")
  static let walk = Option("check", "Walk every book and every account after each command. Slow.")
}

/// What keeps a run while it goes on: its folder, or its digest alone where no folder was asked for.
struct RunRecorder: ~Copyable {
  private var output: RunOutput?
  private var built = DigestBuilder()

  init(
    _ scenario: Scenario, _ arguments: Arguments, forks: [Manifest.Fork] = [], revisions: [RulesRevision] = []
  ) throws {
    guard let path = arguments[.directory] else {
      output = nil
      return
    }
    output = try RunOutput(scenario, at: path, force: arguments.has(.force), forks: forks, revisions: revisions)
  }

  mutating func observe(_ command: Command, _ events: borrowing EventStream) throws {
    if try output?.observe(command, events) != nil { return }
    command.encode(into: &built)
    for index in 0..<events.count { events[index].encode(into: &built) }
  }

  /// Ends the folder and prints the summary, or the manifest in its place.
  consuming func finish(
    _ run: borrowing ScenarioRun, _ arguments: Arguments, asManifest: Bool = false
  ) throws {
    let digest = output?.digest ?? built.digest
    let summary = RunSummary(
      run.findings, names: run.simulation.scenario.names, digest: digest.hex, overlays: run.overlays)
    let record = try output?.finish(
      run.findings, overlays: run.overlays, summary: summary.text(width: 100, styled: false))
    let isStyled = Terminal.allowsColor(on: .output, choice: arguments.color)
    let words = summary.text(width: Terminal.width(of: .output), styled: isStyled)
    try Console.write(asManifest ? record?.manifest ?? "" : words)
    if let record, !arguments.has(.quiet) {
      Console.note("\(printable(record.path)): \(counted(record.files, "file")), \(groupedText(record.bytes)) bytes\n")
    }
  }
}

extension RunOutput {
  /// Throws at once, before anything is run, if the folder that is asked for is there already.
  static func checkPlace(_ arguments: Arguments) throws {
    guard let path = arguments[.directory], !arguments.has(.force), try FileSystem.kind(of: path) != nil else { return }
    throw Failure(.cannotCreate, "cannot create \(path): it is there already", hint: "--force replaces an earlier run")
  }
}
