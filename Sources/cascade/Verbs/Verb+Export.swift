import Analysis
import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let table = Option(
    "table", value: "TABLE", choices: Export.tables.map(\.name),
    "Which table: \(Export.tables.map(\.name).joined(separator: ", ")).")
  fileprivate static let format = Option(
    "format", value: "FORMAT", choices: Export.Format.allCases.map(\.rawValue),
    """
    csv, jsonl (one JSON object a line), parquet; for events also text; for commands text and jsonl alone; trace for the whole \
    cascade. Unless said what FILE ends in: .csv, .jsonl or .parquet; else csv, of commands text.
    """)
  fileprivate static let output = Option(
    "output", letter: "o", value: "FILE",
    "Where to; standard output, or -, unless said. FILE must not be there yet, without --force.")
  fileprivate static let tables = Option(
    "tables", "List the tables with their columns: name, type, unit, meaning. With --table that one.")
  fileprivate static let every = Option(
    "every", value: "TIME", "How far the moments of equity are apart; 1s unless said.")
}

extension Verb {
  /// `cascade export RUN --table fills --format csv`
  static let export = Verb(
    syntax: Syntax(
      "export",
      overview: """
        Print a table of a run. It is made from the journal alone, which is checked to its end while it is read. What \
        each column means is what --tables prints, and docs/tables.md; docs/notebooks.md opens tables in Python. The format \
        trace is the cascade on a time line, which ui.perfetto.dev opens: accounts as tracks, a slice for each time under \
        margin and each forced order, arrows from cause to effect.
        """,
      usage: [
        "export RUN --table TABLE [--format FORMAT] [--every TIME] [--output FILE] [--force]",
        "export RUN --format trace [--output FILE] [--force]", "export --tables [--table TABLE]",
      ],
      operands: [Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 0...1, options: [.table, .format, .every, .output, .replace, .tables],
      examples: [
        "cascade export out --table fills --format csv",
        "cascade export out --table events --format parquet -o out-events.parquet",
        "cascade export out --format trace -o out-trace.json",
      ])
  ) { arguments in
    if arguments.has(.tables) { return try listTables(arguments) }
    guard let run = arguments.operands.first else {
      throw Failure(usage: "RUN is missing", hint: "see cascade export --help")
    }
    let (table, format) = try request(arguments)
    if format == .parquet, (arguments[.output] ?? "-") == "-", Terminal.isTerminal(.output) {
      throw Failure(usage: "Parquet is no text for a terminal", hint: "add --output FILE")
    }
    if arguments.has(.every), table != EquitySample.table.name {
      throw Failure(
        usage: "--every is of the table of \(EquitySample.table.name)",
        hint: "every other has a line for whatever happens")
    }
    let export = try Export(of: JournalFile(run, arguments.limits), as: format, every: interval(arguments))
    var output = try OutputFile(arguments[.output] ?? "-", replacing: arguments.has(.replace))
    if let table { try export.write(table, to: &output) } else { try export.writeTrace(to: &output) }
    try output.commit()
    return .success
  }
}

/// Which table in which format; no table for the trace.
private func request(_ arguments: Arguments) throws(Failure) -> (table: String?, format: Export.Format) {
  let asked = arguments[.format].flatMap(Export.Format.init)
  if asked == .trace {
    if arguments[.table] == nil { return (nil, .trace) }
    throw Failure(usage: "a trace is of the whole cascade, not of a table", hint: "leave --table out")
  }
  let table = try arguments.required(.table)
  let formats = Export.tables.first { $0.name == table }?.formats ?? []
  let named = asked == nil ? try TableFormat.asked(byEndingOf: arguments[.output]).map(Export.Format.init(_:)) : nil
  let format = asked ?? named ?? formats[0]
  guard formats.contains(format) else {
    throw Failure(
      usage: "the table of \(table) has no format \(format.rawValue)",
      hint: "it has \(formats.map(\.rawValue).joined(separator: " and "))")
  }
  return (table, format)
}

private func interval(_ arguments: Arguments) throws(Failure) -> TimeSpan {
  guard let text = arguments[.every] else { return TimeSpan(nanoseconds: 1_000_000_000) }
  guard let span = TimeSpan(text: text) else {
    throw Failure(
      usage: "--every is \"\(printable(text))\"; it must be a span of time above zero",
      hint: TimeSpan.hint(for: text))
  }
  guard span > .zero else {
    throw Failure(usage: "--every is \"\(printable(text))\"; it must be a span of time above zero")
  }
  return span
}

private func listTables(_ arguments: Arguments) throws -> ExitStatus {
  if let run = arguments.operands.first {
    throw Failure(usage: "\"\(printable(run))\" is more than --tables takes", hint: "see cascade export --help")
  }
  for option in [Option.format, .every, .output, .replace] where arguments.has(option) {
    throw Failure(usage: "\(option.flag) is not of --tables", hint: "--tables goes with --table alone")
  }
  let only = arguments[.table]
  let shown = TableDictionary.tables.filter { only == nil || $0.name == only }
  if shown.isEmpty, let only {
    throw Failure(usage: "the columns of \(only) stand in docs/formats.md", hint: "commands are text or JSON")
  }
  let width = Terminal.width(of: .output)
  try Console.write(shown.map { TableDictionary.text(of: $0, width: width) }.joined(separator: "\n"))
  return .success
}
