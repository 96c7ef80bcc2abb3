import Analysis
import Files
import Notation
import Reporting

extension Option {
  fileprivate static let lobster = Option(
    "lobster", value: "MESSAGES", "A LOBSTER message file instead of a run; it or BOOK may be -, standard input.")
  fileprivate static let orderbook = Option("orderbook", value: "BOOK", "Its orderbook file.")
  fileprivate static let instrument = Option(
    "instrument", value: "NAME", "Which instrument of the run; the first unless said.")
  fileprivate static let format = Option(
    "format", value: "FORMAT", choices: ["text", "json", "csv"],
    "text unless said; json is one object, csv has a line for each figure.")
  fileprivate static let require = Option(
    "require", value: "N", "Leave with status 1 unless at least N of the 19 facts pass.")
}

extension Verb {
  /// `cascade facts RUN`
  static let facts = Verb(
    syntax: Syntax(
      "facts",
      overview: """
        Show which of the nineteen facts that real markets share a run, or a recorded day, shows too. Each row has its \
        figures, the range that is accepted, how far outside they are, and pass, fail or n/a where the data do not tell. \
        How every figure is estimated stands in docs/facts.md.
        """,
      usage: [
        "facts RUN [--instrument NAME] [--format FORMAT] [--require N]",
        "facts --lobster MESSAGES --orderbook BOOK [--format FORMAT] [--require N]",
      ],
      operands: [
        Syntax.Operand(
          "RUN",
          "The folder that cascade run SCENARIO --output RUN wrote, or its \(JournalFile.name); - is standard input.")
      ],
      operandCount: 0...1, options: [.instrument, .lobster, .orderbook, .format, .require],
      examples: ["cascade facts out", "cascade facts --lobster message_1.csv --orderbook orderbook_1.csv"]),
    carryOut: showFacts)
}

private func showFacts(_ arguments: Arguments) throws -> ExitStatus {
  let least = try arguments.number(.require, atLeast: 1) ?? 0
  if least > 19 { throw Failure(usage: "--require is \(least), and there are 19 facts") }
  let report = try arguments[.lobster].map { try recordedFacts($0, arguments) } ?? runFacts(arguments)
  var output = try OutputFile(.output)
  switch arguments[.format] {
  case "json": try output.write(report.json)
  case "csv": try output.write(report.csv)
  default:
    try output.write(
      report.text(
        width: Terminal.width(of: .output), styled: Terminal.allowsColor(on: .output, choice: arguments.color)))
  }
  try output.commit()
  if report.passes >= least { return .success }
  Console.note("\(report.passes) of \(report.count) facts pass, --require asks for \(least)\n")
  return .failedExpectation
}

private func runFacts(_ arguments: Arguments) throws -> FactsReport {
  guard let run = arguments.operands.first else {
    throw Failure(usage: "RUN is missing", hint: "name a run, or a recorded day with --lobster and --orderbook")
  }
  if arguments.has(.orderbook) { throw Failure(usage: "--orderbook belongs to --lobster") }
  let journal = try JournalFile(run, arguments.limits)
  let source = try RunTape(of: journal, instrument: arguments[.instrument])
  return FactsReport(
    StylisedFacts(source.tape, executors: source.executors), of: source.tape, source: journal.path,
    instrument: source.instrument)
}

private func recordedFacts(_ messages: String, _ arguments: Arguments) throws -> FactsReport {
  if let run = arguments.operands.first {
    throw Failure(usage: "facts are of a run or of --lobster, not of both", hint: "leave out \(printable(run))")
  }
  if arguments.has(.instrument) { throw Failure(usage: "a LOBSTER file has one instrument, without a name") }
  let book = try arguments.required(.orderbook)
  if messages == "-", book == "-" { throw Failure(usage: "standard input can be only one of the files") }
  let limits = try arguments.limits
  let tape = try MarketTape(messages: readRecording(messages, limits), book: readRecording(book, limits))
  return FactsReport(StylisedFacts(tape), of: tape, source: messages, instrument: nil)
}
