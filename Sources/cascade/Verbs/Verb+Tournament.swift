import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let policies = Option(
    "policies", value: "A,B,…",
    """
    Which, the first being what others are held against: as-written, off, a .jsonc file, or a name in the folder of presets.
    """)
}

extension Verb {
  /// `cascade tournament SCENARIO --policies as-written,off --seeds 1..100`
  static let tournament = Verb(
    syntax: Syntax(
      "tournament",
      overview: """
        Run a scenario under several liquidation policies with the same seeds and compare what they come to. Every policy \
        meets the same participants with the same random numbers. For each measure the mean is told with its 95 % confidence \
        interval, and so is the difference from the first policy, seed by seed. The number of threads changes nothing but \
        the time it takes. docs/counterfactual.md says how each figure is counted.
        """,
      usage: [
        """
        tournament SCENARIO --policies A,B,… --seeds FROM..TO [--set PATH=VALUE]… [-j N] [--instrument NAME] [--profit NAME]… [--presets DIR] [--output FILE] \
        [--format FORMAT] [--report FILE] [--force] [--data DIR] [--quiet]
        """
      ],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json.")], operandCount: 1...1,
      options: [
        .policies, .seeds, .set, .threads, .displaced, .profits, .presets, .runTable, .runFormat, .runPage,
        .replaceBoth, .data,
        .quiet,
      ],
      examples: ["cascade tournament fixtures/scenarios/flash-crash.jsonc --policies as-written,off --seeds 1..8"]),
    carryOut: runTournament)
}

private func runTournament(_ arguments: Arguments) throws -> ExitStatus {
  let list = try arguments.required(.policies)
  let names = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  if names.contains("") {
    throw Failure(
      usage: "--policies is \"\(printable(list))\"; a name is missing", hint: "write A,B,… with no comma at an end")
  }
  if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
    throw Failure(usage: "the policy \(printable(names[twice])) is named twice")
  }
  return try carryOutRuns(arguments, of: .policies) {
    try names.map { try TournamentRun.Policy($0, presets: arguments[.presets], arguments.limits) }
  }
}
