import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  static let seeds = Option("seeds", value: "FROM..TO", "Which seeds, both ends included, or one alone: 7 is 7..7.")
  static let threads = Option(
    "threads", letter: "j", value: "N", "How many at a time; as many as there are processors unless said.")
  static let displaced = Option(
    "instrument", value: "NAME",
    "Whose displacement, spread, volatility and lots; that of the first scripted order unless said.")
  static let profits = Option(
    "profit", value: "NAME", repeats: true,
    "Tell also what this account, or block of the population, gained: a measure and a column for each NAME.")
  static let runPage = Option(
    "report", value: "FILE",
    """
    Write a page about all runs; each is then carried out once more with nobody liquidated, for amplification. FILE must not be \
    there yet, without --force.
    """)
  static let runTable = Option(
    "output", letter: "o", value: "FILE",
    "Write a table with a line for each run; - is standard output. FILE must not be there yet, without --force.")
  static let runFormat = Option(
    "format", value: "FORMAT", choices: TableFormat.allCases.map(\.rawValue),
    """
    Of that table: csv, jsonl (one JSON object a line) or parquet. Unless said what FILE ends in: .csv, .jsonl or .parquet; \
    else csv.
    """)
  static let replaceBoth = Option("force", "Replace the files of --output and --report if they are there already.")
}

/// Carries out a scenario in several variants with the same seeds and says what they come to.
///
/// - Parameters:
///   - kind: what they vary in.
///   - variants: the first is what others are held against.
func carryOutRuns(
  _ arguments: Arguments, of kind: TournamentSummary.Variants, variants: () throws -> [TournamentRun.Policy]
) throws -> ExitStatus {
  let seeds = try seeds(try arguments.required(.seeds))
  try checkPlaces(arguments)
  let format = try tableFormat(arguments)
  let threads = try arguments.number(.threads, atLeast: 1) ?? processorCount()
  if arguments.operands[0] == "-" {
    throw Failure(usage: "the scenario is read more than once", hint: "put it into a file")
  }
  let run = try TournamentRun(
    arguments.operands[0], try variants(),
    changing: try scenarioChanges(arguments, seedFrom: .seeds), seeds: seeds,
    instrument: arguments[.displaced], profits: arguments.all(.profits), alsoWithout: arguments[.runPage] != nil,
    dataRoot: try DataRoot(arguments),
    try arguments.limits)
  Console.note(of: run.warnings, arguments.color)
  // Before hours of work, so that it is known to be possible.
  var output = try arguments[.runTable].map { try OutputFile($0, replacing: arguments.has(.replaceBoth)) }
  var page = try arguments[.runPage].map { try OutputFile($0, replacing: arguments.has(.replaceBoth)) }
  let outcome = try run.carryOut(threads: threads, quiet: arguments.has(.quiet))
  let tournament = outcome.tournament
  let rows = TournamentRow.table(of: kind, profitsOf: run.profits)
  var table = TableWriter<TournamentRow>(
    format, TableContext(names: run.names, rules: run.scenario.rules), columnsOf: rows)
  table.append(contentsOf: TournamentRow.rows(of: tournament))
  // A file that cannot be written keeps neither the other nor the words from whoever waited for them.
  var failures: [Failure] = []
  do {
    if let misfit = table.misfit { throw Failure(misfit, in: arguments.operands[0]) }
    table.finish([
      TableProperty("cascade.engine", Version.number), TableProperty("cascade.tables", "\(Version.tables)"),
      TableProperty("cascade.table", rows.name),
    ])
    try output?.write(table.bytes)
    try output.take()?.commit()
  } catch {
    failures.append(Failure(error))
  }
  if page != nil {
    let name = run.scenario.names.name(of: run.instrument)
    let report = TournamentPage(
      tournament, of: kind, scenario: run.scenario.name, instrument: name, engine: Version.number)
    do {
      try page?.write(report.html)
      try page.take()?.commit()
    } catch {
      failures.append(Failure(error))
    }
  }
  let summary = TournamentSummary(
    tournament, of: kind, scenario: run.scenario.name, instrument: run.scenario.names.name(of: run.instrument))
  // Where the table or the page has standard output, words go to the other.
  let stream = [arguments[.runTable], arguments[.runPage]].contains("-") ? StandardStream.error : .output
  let isStyled = Terminal.allowsColor(on: stream, choice: arguments.color)
  let text = summary.text(width: Terminal.width(of: stream), styled: isStyled)
  if stream == .output { try Console.write(text) } else { Console.note(text) }
  if arguments[.displaced] == nil, let other = tournament.mostForced, other != run.instrument {
    let name = printable(run.scenario.names.name(of: other))
    Console.note("hint: forced orders filled most often in \(name); --instrument \(name) looks there\n")
  }
  if let end = outcome.end { failures.append(end) }
  guard let first = failures.first else { return .success }
  for failure in failures.dropFirst() { Console.note(of: failure.diagnostics, arguments.color) }
  throw first
}

/// Throws unless table and page have a place each, and --force has one at all.
private func checkPlaces(_ arguments: Arguments) throws(Failure) {
  if let table = arguments[.runTable], let page = arguments[.runPage], Path.areSame(table, page) {
    throw Failure(usage: "--output and --report are one file, \(printable(page))", hint: "give each a name of its own")
  }
  if arguments.has(.replaceBoth), arguments[.runTable] == nil, arguments[.runPage] == nil {
    throw Failure(
      usage: "--force is of the files that --output and --report write", hint: "add --output FILE or --report FILE")
  }
}

private func tableFormat(_ arguments: Arguments) throws(Failure) -> TableFormat {
  guard let format = arguments[.runFormat].flatMap(TableFormat.init) else {
    return try TableFormat.asked(byEndingOf: arguments[.runTable]) ?? .csv
  }
  guard let path = arguments[.runTable] else {
    throw Failure(usage: "--format is of the table that --output writes", hint: "add --output FILE")
  }
  if format == .parquet, path == "-", Terminal.isTerminal(.output) {
    throw Failure(usage: "Parquet is no text for a terminal", hint: "add --output FILE")
  }
  return format
}

/// `1..100`, or one seed alone.
private func seeds(_ text: String) throws(Failure) -> ClosedRange<UInt64> {
  let ends = text.split(separator: ".", omittingEmptySubsequences: false)
  let numbers = [ends.first, ends.last].compactMap { $0.flatMap { Int64($0) } }
  let isRange = ends.count == 1 || (ends.count == 3 && ends[1].isEmpty)
  guard isRange, numbers.count == 2, numbers[0] >= 0, numbers[0] <= numbers[1] else {
    let isBackwards = isRange && numbers.count == 2 && numbers[1] >= 0 && numbers[0] > numbers[1]
    throw Failure(
      usage: "--seeds is \"\(printable(text))\"; it must be a range of whole numbers from 0 to \(Int64.max)",
      hint: isBackwards ? "the smaller one first: \(numbers[1])..\(numbers[0])" : "write 1..100")
  }
  if numbers[1] - numbers[0] >= 1_000_000 { throw Failure(usage: "--seeds names more than 1,000,000 seeds") }
  return UInt64(numbers[0])...UInt64(numbers[1])
}
