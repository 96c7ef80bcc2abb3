import Analysis
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
  static let replace = Option("force", "Replace FILE if it is there already.")
  static let noReport = Option("no-report", "Write no report.html: a little faster, and less memory.")
  static let walk = Option("check", "Walk every book and every account after each command. Slow.")
}

/// What keeps a run while it goes on: its folder, or its digest alone where no folder was asked for.
struct RunRecorder: ~Copyable {
  private var output: RunOutput?
  /// For the page about the run, if there will be one.
  private var report: ReportRecorder?
  private var built = DigestBuilder()

  init(
    _ scenario: Scenario, _ arguments: Arguments, forks: [Manifest.Fork] = [], revisions: [RulesRevision] = []
  ) throws {
    guard let path = arguments[.directory] else {
      output = nil
      report = nil
      return
    }
    output = try RunOutput(scenario, at: path, force: arguments.has(.force), forks: forks, revisions: revisions)
    if arguments.has(.noReport) {
      report = nil
    } else {
      report = ReportRecorder(
        scenario.rules, scenario, accounts: scenario.names.accounts.count, from: .start, to: .start + scenario.duration)
    }
  }

  /// Takes the command that the run has just carried out.
  mutating func observe(_ run: borrowing ScenarioRun) throws {
    let audit = run.findings.audit
    Self.observe(run.simulation, audit, &report)
    try observe(run.simulation.command, run.simulation.events)
  }

  private static func observe(
    _ simulation: borrowing MarketSimulation, _ audit: LedgerAudit, _ report: inout ReportRecorder?
  ) {
    let (command, first) = (simulation.command, simulation.events.first)
    simulation.events.withSpan { events in
      report?.observe(command, events, from: first, audit: audit, venue: simulation.venue)
    }
  }

  private mutating func observe(_ command: Command, _ events: borrowing EventStream) throws {
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
      run.findings, names: run.simulation.scenario.names, digest: digest.hex, overlays: run.overlays,
      outside: run.simulation.scenario.outsideEvents)
    let scenario = run.simulation.scenario
    let page = report?.finish().page(of: scenario, run.findings, digest: digest.hex)
    let record = try output?.finish(
      run.findings, overlays: run.overlays, summary: summary.text(width: 100, styled: false), page: page?.html)
    let isStyled = Terminal.allowsColor(on: .output, choice: arguments.color)
    let words = summary.text(width: Terminal.width(of: .output), styled: isStyled)
    try Console.write(asManifest ? record?.manifest ?? "" : words)
    if let record, !arguments.has(.quiet) {
      Console.note("\(printable(record.path)): \(counted(record.files, "file")), \(groupedText(record.bytes)) bytes\n")
    }
  }
}

extension ReportFindings {
  /// The page about a run that has just ended.
  fileprivate func page(of scenario: Scenario, _ run: RunFindings, digest: String) -> ReportPage {
    ReportPage(
      ReportPage.Facts(scenario, seed: scenario.seed, digest: digest, engine: Version.number), self, of: run,
      names: scenario.names, rules: scenario.rules)
  }
}

extension RunOutput {
  /// Throws if standard output is asked for.
  static func checkName(_ arguments: Arguments) throws(Failure) {
    if arguments[.directory] != "-" { return }
    throw Failure(usage: "--output is a folder, which standard output cannot be", hint: "write ./- for one named -")
  }

  /// Throws at once, before anything is run, if what is asked for is no folder, or there already.
  static func checkPlace(_ arguments: Arguments) throws {
    try checkName(arguments)
    guard let path = arguments[.directory], !arguments.has(.force), try FileSystem.kind(of: path) != nil else { return }
    throw Failure(.cannotCreate, "cannot create \(path): it is there already", hint: "--force replaces an earlier run")
  }

  /// Says what earlier runs left that were killed: their folders bear no name that anybody would look for.
  static func noteLeftovers(_ arguments: Arguments) {
    guard let path = arguments[.directory], !arguments.has(.quiet) else { return }
    for place in leftovers(of: path) {
      let name = printable(place)
      Console.note("\(name): left by a run that was killed; cascade recover \(name) --output DIR goes on with it\n")
    }
  }
}
