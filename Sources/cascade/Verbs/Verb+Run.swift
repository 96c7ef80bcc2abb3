import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let output = Option(
    "output", letter: "o", value: "DIR", "The folder to write; it must not be there yet.")
  fileprivate static let force = Option("force", "Replace DIR if an earlier run wrote it.")
  fileprivate static let seed = Option("seed", value: "N", "Take the place of the scenario's seed.")
  fileprivate static let check = Option("check", "Walk every book and every account after each command. Slow.")
}

extension Verb {
  /// `cascade run SCENARIO --output DIR`
  static let run = Verb(
    syntax: Syntax(
      "run",
      overview: """
        Run a scenario and write what happened. DIR gets the journal, the tables, a summary and a manifest, all at the \
        end and at once; the summary is printed too. The same scenario and seed give the same bytes. Every balance is \
        rebuilt from the events while they happen; if one does not add up the run stops with status 70.
        """,
      usage: ["run SCENARIO --output DIR [--force] [--seed N] [--data DIR] [--check] [--quiet]"],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json; - is standard input.")],
      operandCount: 1...1, options: [.output, .force, .seed, .data, .check, .quiet], examples: [Welcome.example]),
    carryOut: runScenario)
}

private func runScenario(_ arguments: Arguments) throws -> ExitStatus {
  let path = try arguments.required(.output)
  // As large as the one in a scenario may be.
  let seed: Int64? = try arguments.number(.seed, atLeast: 0)
  let scenario = try ScenarioFile(arguments.operands[0]).scenario(seed: seed.map(UInt64.init))
  let isQuiet = arguments.has(.quiet)
  let force = arguments.has(.force)
  if !force, try FileSystem.kind(of: path) != nil {
    throw Failure(.cannotCreate, "cannot create \(path): it is there already", hint: "--force replaces an earlier run")
  }
  var output = try RunOutput(scenario, at: path, force: force)
  var run = try ScenarioRun(
    scenario, dataRoot: DataRoot.path(arguments), checksEverything: arguments.has(.check))
  var progress = ProgressBar("run", unit: "ms simulated", total: milliseconds(scenario.duration), quiet: isQuiet)
  while try run.advance() {
    try output.observe(run.simulation.command, run.simulation.events)
    progress.show(milliseconds(run.simulation.command.time - .start))
  }
  try run.checkLedger()
  progress.erase()

  let summary = RunSummary(
    run.findings, names: scenario.names, digest: output.digest.hex, overlays: run.overlays)
  let record = try output.finish(
    run.findings, overlays: run.overlays, summary: summary.text(width: 100, styled: false))
  let isStyled = Terminal.allowsColor(on: .output, choice: arguments.color)
  try Console.write(summary.text(width: Terminal.width(of: .output), styled: isStyled))
  if !isQuiet {
    Console.note("\(printable(record.path)): \(counted(record.files, "file")), \(groupedText(record.bytes)) bytes\n")
  }
  return .success
}

private func milliseconds(_ span: TimeSpan) -> Int { Int(span.nanoseconds / 1_000_000) }
