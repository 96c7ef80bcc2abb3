import Files
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let vary = Option(
    "vary", value: "PATH=A,B,…", repeats: true,
    "Run with each of these values; given again, with each pair of values, and so on. Paths are those of --set.")
}

extension Verb {
  /// `cascade sweep SCENARIO --seeds 1..64 --vary population.maker.ladder.size=10,20,40`
  static let sweep = Verb(
    syntax: Syntax(
      "sweep",
      overview: """
        Run a scenario with many seeds, and with each of several values of whatever is varied. A table is shown for each of \
        these measures of a run: how far the mark moved after the shock, in per cent; accounts liquidated; what forced orders \
        traded; rounds of the cascade; what the backstop took over and what was deleveraged, where anything was; what insurance \
        funds paid; the loss that nobody paid. A table has a line for each combination of the values: the mean over all seeds \
        with its 95 % confidence interval, and the difference from the first combination, seed by seed, as all combinations meet \
        the same participants with the same random numbers. The number of threads changes nothing but the time it takes. \
        docs/counterfactual.md says how each figure is counted.
        """,
      usage: [
        """
        sweep SCENARIO --seeds FROM..TO [--vary PATH=A,B,…]… [--set PATH=VALUE]… [-j N] [--instrument NAME] [--output FILE] \
        [--report FILE] [--data DIR] [--quiet]
        """
      ],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json.")], operandCount: 1...1,
      options: [.seeds, .vary, .set, .threads, .displaced, .runTable, .runPage, .data, .quiet],
      examples: [
        "cascade sweep fixtures/scenarios/flash-crash.jsonc --seeds 1..4 --vary population.maker.ladder.size=20,40",
        """
        cascade sweep fixtures/scenarios/flash-crash.jsonc --seeds 1..4 --vary population.maker.ladder.size=20,30 \
        --vary fund=50000000,0 --report out-sweep.html
        """,
      ]),
    carryOut: runSweep)
}

private func runSweep(_ arguments: Arguments) throws -> ExitStatus {
  let varied = arguments.all(.vary)
  let axes = { try varied.map { try axis($0, among: varied) } }
  return try carryOutRuns(arguments, of: .combinations, axes: axes) {
    try combinations(varied).map { assignments in
      TournamentRun.Policy(
        name: assignments.isEmpty
          ? "as-written" : assignments.map { shortened($0, among: varied) }.joined(separator: " "),
        changes: try assignments.map { try ScenarioChange(assignment: $0, source: "--vary") })
    }
  }
}

/// What a page calls it, and its values.
private func axis(_ text: String, among varied: [String]) throws(Failure) -> TournamentPage.Axis {
  TournamentPage.Axis(
    name: String(shortened(text, among: varied, atLeast: 2).prefix { $0 != "=" }),
    values: text.drop { $0 != "=" }.dropFirst().split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  )
}

/// Each choice of one value for each path, as assignments; the last path varies fastest.
private func combinations(_ varied: [String]) throws(Failure) -> [[String]] {
  var all: [[String]] = [[]]
  for text in varied {
    guard let sign = text.firstIndex(of: "=") else {
      throw Failure(
        usage: "--vary is \"\(printable(text))\"; it must name values",
        hint: "write PATH=A,B,… such as liquidation.when=below,atOrBelow")
    }
    if text[..<sign] == "seed" { throw Failure(usage: "--vary cannot vary the seed", hint: "say --seeds FROM..TO") }
    let values = text[text.index(after: sign)...].split(separator: ",", omittingEmptySubsequences: false)
    all = all.flatMap { chosen in values.map { chosen + ["\(text[..<sign])=\($0)"] } }
    if all.count > 10_000 { throw Failure(usage: "there are more than 10,000 combinations") }
  }
  return all
}

/// `ladder.size=20` of `population.maker.ladder.size=20`, where no other path ends like that: what tells combinations apart.
private func shortened(_ assignment: String, among varied: [String], atLeast least: Int = 1) -> String {
  let path = assignment.prefix { $0 != "=" }.split(separator: ".")
  let others = varied.map { $0.prefix { $0 != "=" }.split(separator: ".") }.filter { $0 != path }
  var length = min(least, path.count)
  while length < path.count, others.contains(where: { $0.suffix(length) == path.suffix(length) }) { length += 1 }
  return path.suffix(length).joined(separator: ".") + assignment.drop { $0 != "=" }
}
