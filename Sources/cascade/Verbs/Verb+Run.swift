import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  static let seed = Option("seed", value: "N", "Take the place of the scenario's seed.")
  static let until = Option(
    "until", value: "SPAN", "End there, such as 30s of simulated time; --set duration=30s says the same.")
  fileprivate static let dryRun = Option(
    "dry-run", "Run nothing: print the scenario as it was resolved, and say how large the run will be.")
  fileprivate static let manifest = Option(
    "json", "Print the manifest of the run, one JSON object, instead of the summary.")
}

extension Verb {
  /// `cascade run SCENARIO --output DIR`
  static let run = Verb(
    syntax: Syntax(
      "run",
      overview: """
        Run a scenario and write what happened. DIR gets the journal, the tables, a summary, a page about the run and a \
        manifest, all at the end and at once; the summary is printed too. The same scenario and seed give the same \
        bytes. Every balance is rebuilt from the events while they happen; if one does not add up the run stops with \
        status 70.
        """,
      usage: [
        """
        run SCENARIO --output DIR [--force] [--seed N] [--set PATH=VALUE]… [--until SPAN] [--no-report] [--data DIR] \
        [--check] [--json] [--quiet]
        """,
        "run SCENARIO --dry-run [--seed N] [--set PATH=VALUE]… [--until SPAN] [--data DIR]",
      ],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json; - is standard input.")],
      operandCount: 1...1,
      options: [.directory, .force, .seed, .set, .until, .noReport, .dryRun, .data, .walk, .manifest, .quiet],
      examples: [
        Welcome.example, "cascade run fixtures/scenarios/flash-crash.jsonc --set liquidation.on=false --dry-run",
      ]),
    carryOut: runScenario)
}

private func runScenario(_ arguments: Arguments) throws -> ExitStatus {
  if !arguments.has(.dryRun) { _ = try arguments.required(.directory) }
  try RunOutput.checkName(arguments)
  let scenario = try scenarioToRun(arguments)
  if arguments.has(.dryRun) { return try showDryRun(of: scenario, arguments) }
  try RunOutput.checkPlace(arguments)
  RunOutput.noteLeftovers(arguments)
  var recorder = try RunRecorder(scenario, arguments)
  var run = try ScenarioRun(
    scenario, dataRoot: DataRoot(arguments), checksEverything: arguments.has(.walk))
  var progress = ProgressBar(
    "run", unit: "ms simulated", total: milliseconds(scenario.duration), quiet: arguments.has(.quiet))
  while try run.advance() {
    try recorder.observe(run)
    progress.show(milliseconds(run.simulation.command.time - .start))
  }
  try run.checkLedger()
  progress.erase()
  try recorder.finish(run, arguments, asManifest: arguments.has(.manifest))
  return .success
}

/// What is to be run: the file, with what the command line changes of it.
func scenarioToRun(_ arguments: Arguments) throws -> Scenario {
  // As large as the one in a scenario may be.
  let seed: Int64? = try arguments.number(.seed, atLeast: 0)
  var changes = try scenarioChanges(arguments, seedFrom: .seed)
  if let until = arguments[.until] {
    changes.append(try ScenarioChange(assignment: "duration=\(until)", source: "--until"))
  }
  let scenario = try ScenarioFile(arguments.operands[0], arguments.limits).scenario(
    seed: seed.map(UInt64.init), changes: changes)
  Console.note(of: scenario.warnings, arguments.color)
  return scenario
}

/// What `--set` changes. It cannot say the seed when an option of its own does.
func scenarioChanges(_ arguments: Arguments, seedFrom option: Option) throws -> [ScenarioChange] {
  let changes = try arguments.all(.set).map { try ScenarioChange(assignment: $0) }
  if arguments.has(option), changes.contains(where: \.setsSeed) {
    throw Failure(usage: "--set seed and \(option.flag) both say the seed", hint: "leave one of them out")
  }
  return changes
}

/// The resolved scenario goes to standard output, where it can be kept and run; what is said of it, to standard error.
private func showDryRun(of scenario: Scenario, _ arguments: Arguments) throws -> ExitStatus {
  if arguments.has(.directory) { try RunOutput.checkPlace(arguments) }
  let estimate = try ScenarioEstimate(of: scenario, dataRoot: DataRoot(arguments))
  var writer = JSONWriter(.pretty)
  writer.value(scenario.resolved)
  writer.endLine()
  try Console.write(String(decoding: writer.bytes, as: UTF8.self))
  if !arguments.has(.quiet) {
    Console.note("\(ScenarioFacts(scenario: scenario).text)\n\(estimate.text)\n")
  }
  return .success
}

private func milliseconds(_ span: TimeSpan) -> Int { Int(span.nanoseconds / 1_000_000) }
