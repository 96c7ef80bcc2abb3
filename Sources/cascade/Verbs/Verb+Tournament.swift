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
  fileprivate static let seeds = Option("seeds", value: "FROM..TO", "Which seeds, both ends included.")
  fileprivate static let threads = Option(
    "threads", letter: "j", value: "N", "How many runs at a time; as many as there are processors unless said.")
  fileprivate static let instrument = Option(
    "instrument", value: "NAME", "Whose displacement; that of the first scripted order unless said.")
  fileprivate static let table = Option(
    "output", letter: "o", value: "FILE", "Write a line for each run, as CSV. FILE must not be there yet.")
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
        tournament SCENARIO --policies A,B,… --seeds FROM..TO [--set PATH=VALUE]… [-j N] [--instrument NAME] [--presets DIR] [--output FILE] \
        [--data DIR] [--quiet]
        """
      ],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json.")], operandCount: 1...1,
      options: [.policies, .seeds, .set, .threads, .instrument, .presets, .table, .data, .quiet],
      examples: ["cascade tournament fixtures/scenarios/flash-crash.jsonc --policies as-written,off --seeds 1..8"]),
    carryOut: runTournament)
}

private func runTournament(_ arguments: Arguments) throws -> ExitStatus {
  let list = try arguments.required(.policies)
  let names = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  let seeds = try seeds(try arguments.required(.seeds))
  let threads = try arguments.number(.threads, atLeast: 1) ?? processorCount()
  if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
    throw Failure(usage: "the policy \(printable(names[twice])) is named twice")
  }
  if arguments.operands[0] == "-" {
    throw Failure(usage: "a tournament reads its scenario more than once", hint: "put it into a file")
  }
  let policies = try names.map { try TournamentRun.Policy($0, presets: arguments[.presets]) }
  let run = try TournamentRun(
    arguments.operands[0], policies, changing: try arguments.all(.set).map { try ScenarioChange(assignment: $0) },
    seeds: seeds, instrument: arguments[.instrument],
    dataRoot: DataRoot.path(arguments))
  // Before hours of work, so that it is known to be possible.
  var output = try arguments[.table].map { try OutputFile($0) }
  let tournament = try run.carryOut(threads: threads, quiet: arguments.has(.quiet))
  var table = TableWriter<TournamentRow>(
    .csv, TableContext(names: run.scenario.names, rules: run.scenario.rules))
  table.append(contentsOf: TournamentRow.rows(of: tournament))
  try output?.write(table.bytes)
  try output.take()?.commit()
  let summary = TournamentSummary(
    tournament, scenario: run.scenario.name, instrument: run.scenario.names.name(of: run.instrument))
  let isStyled = Terminal.allowsColor(on: .output, choice: arguments.color)
  try Console.write(summary.text(width: Terminal.width(of: .output), styled: isStyled))
  return .success
}

/// `1..100`, or one seed alone.
private func seeds(_ text: String) throws(Failure) -> ClosedRange<UInt64> {
  let ends = text.split(separator: ".", omittingEmptySubsequences: false)
  let numbers = [ends.first, ends.last].compactMap { $0.flatMap { Int64($0) } }
  let isRange = ends.count == 1 || (ends.count == 3 && ends[1].isEmpty)
  guard isRange, numbers.count == 2, numbers[0] >= 0, numbers[0] <= numbers[1] else {
    throw Failure(usage: "--seeds is \"\(printable(text))\"; it must be a range of whole numbers", hint: "write 1..100")
  }
  if numbers[1] - numbers[0] >= 1_000_000 { throw Failure(usage: "--seeds names more than 1,000,000 seeds") }
  return UInt64(numbers[0])...UInt64(numbers[1])
}
