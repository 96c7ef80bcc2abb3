import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  static let seeds = Option("seeds", value: "FROM..TO", "Which seeds, both ends included.")
  static let threads = Option(
    "threads", letter: "j", value: "N", "How many runs at a time; as many as there are processors unless said.")
  static let displaced = Option(
    "instrument", value: "NAME", "Whose displacement; that of the first scripted order unless said.")
  static let runPage = Option(
    "report", value: "FILE",
    """
    Write a page about all runs; each is then carried out once more with nobody liquidated, for amplification. FILE must not be \
    there yet.
    """)
  static let runTable = Option(
    "output", letter: "o", value: "FILE", "Write a line for each run, as CSV. FILE must not be there yet.")
}

/// Carries out a scenario in several variants with the same seeds and says what they come to.
///
/// - Parameters:
///   - kind: what the variants are called.
///   - axes: what was varied, the last fastest.
///   - variants: the first is what others are held against.
func carryOutRuns(
  _ arguments: Arguments, of kind: TournamentSummary.Variants, axes: () throws -> [TournamentPage.Axis] = { [] },
  variants: () throws -> [TournamentRun.Policy]
) throws -> ExitStatus {
  let seeds = try seeds(try arguments.required(.seeds))
  let threads = try arguments.number(.threads, atLeast: 1) ?? processorCount()
  if arguments.operands[0] == "-" {
    throw Failure(usage: "the scenario is read more than once", hint: "put it into a file")
  }
  let run = try TournamentRun(
    arguments.operands[0], try variants(),
    changing: try arguments.all(.set).map { try ScenarioChange(assignment: $0) }, seeds: seeds,
    instrument: arguments[.displaced], alsoWithout: arguments[.runPage] != nil, dataRoot: try DataRoot(arguments),
    try arguments.limits)
  // Before hours of work, so that it is known to be possible.
  var output = try arguments[.runTable].map { try OutputFile($0) }
  var page = try arguments[.runPage].map { try OutputFile($0) }
  let tournament = try run.carryOut(threads: threads, quiet: arguments.has(.quiet))
  var table = TableWriter<TournamentRow>(
    .csv, TableContext(names: run.scenario.names, rules: run.scenario.rules))
  table.append(contentsOf: TournamentRow.rows(of: tournament))
  try output?.write(table.bytes)
  try output.take()?.commit()
  if page != nil {
    let name = run.scenario.names.name(of: run.instrument)
    let report = TournamentPage(
      tournament, of: kind, axes: try axes(), scenario: run.scenario.name, instrument: name, engine: Version.number)
    try page?.write(report.html)
    try page.take()?.commit()
  }
  let summary = TournamentSummary(
    tournament, of: kind, scenario: run.scenario.name, instrument: run.scenario.names.name(of: run.instrument))
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
