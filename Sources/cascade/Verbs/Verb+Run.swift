import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let seed = Option("seed", value: "N", "Take the place of the scenario's seed.")
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
      usage: ["run SCENARIO --output DIR [--force] [--seed N] [--no-report] [--data DIR] [--check] [--quiet]"],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json; - is standard input.")],
      operandCount: 1...1, options: [.directory, .force, .seed, .noReport, .data, .walk, .quiet],
      examples: [Welcome.example]),
    carryOut: runScenario)
}

private func runScenario(_ arguments: Arguments) throws -> ExitStatus {
  _ = try arguments.required(.directory)
  // As large as the one in a scenario may be.
  let seed: Int64? = try arguments.number(.seed, atLeast: 0)
  let scenario = try ScenarioFile(arguments.operands[0]).scenario(seed: seed.map(UInt64.init))
  try RunOutput.checkPlace(arguments)
  var recorder = try RunRecorder(scenario, arguments)
  var run = try ScenarioRun(
    scenario, dataRoot: DataRoot.path(arguments), checksEverything: arguments.has(.walk))
  var progress = ProgressBar(
    "run", unit: "ms simulated", total: milliseconds(scenario.duration), quiet: arguments.has(.quiet))
  while try run.advance() {
    try recorder.observe(run)
    progress.show(milliseconds(run.simulation.command.time - .start))
  }
  try run.checkLedger()
  progress.erase()
  try recorder.finish(run, arguments)
  return .success
}

private func milliseconds(_ span: TimeSpan) -> Int { Int(span.nanoseconds / 1_000_000) }
