import Files
import MarketTypes
import Notation
import Simulation

extension Option {
  static let engine = Option(
    "engine", value: "COMMAND",
    "What starts the engine. It is split into words at blanks; '…' and \"…\" keep them together.")
  static let patience = Option(
    "patience", value: "SPAN", "How long an answer may take, such as 500ms; 10s unless said.")
  fileprivate static let rule = Option(
    "rule", value: "ID", repeats: true,
    "Only transcripts that show this rule, such as MAT-3, or a family of them, such as MAT.")
  fileprivate static let strict = Option("strict", "What is not supported fails too.")
}

extension Verb {
  /// `cascade conform --engine 'COMMAND' [PATH…]`
  static let conform = Verb(
    syntax: Syntax(
      "conform",
      overview: """
        Hold somebody else's engine to our transcripts of matching, clearing and liquidation. The engine speaks the protocol \
        of cascade engine on its standard streams; each transcript gets a fresh process, its rules and commands go there line \
        by line, and the answers are compared event for event. The report tells for each rule how many transcripts passed, \
        failed, and are not supported. The status is 0 when none failed and one passed, else 1. docs/conform.md says what is \
        compared.
        """,
      usage: [
        "conform --engine COMMAND [PATH…] [--rule ID]… [--strict] [--patience SPAN] [-j N] [--json] [--verbose] [--quiet]"
      ],
      operands: [
        Syntax.Operand(
          "PATH", "Transcripts (.txt) and folders of them; fixtures/matching, clearing and liquidation unless said.")
      ],
      operandCount: 0...Int.max, options: [.engine, .rule, .strict, .patience, .threads, .json, .verbose, .quiet],
      examples: ["cascade conform --engine 'cascade engine' fixtures/matching --rule MAT-3"]),
    carryOut: runConform)
}

private let usualPaths = ["fixtures/matching", "fixtures/clearing", "fixtures/liquidation"]

private func runConform(_ arguments: Arguments) throws -> ExitStatus {
  let words = try commandWords(try arguments.required(.engine), of: .engine)
  let conformance = Conformance(words: words, patience: try arguments.patience(orElse: 10))
  let wanted = arguments.all(.rule)
  for rule in wanted where RuleID(rule) == nil && RuleID("\(rule)-1") == nil {
    throw Failure(
      usage: "--rule is \"\(printable(rule))\"; it must be a rule", hint: "such as MAT-3, or MAT for all of a family")
  }
  let threads: Int = try arguments.number(.threads, atLeast: 1) ?? processorCount()
  let limits = try arguments.limits
  let paths = arguments.operands.isEmpty ? usualPaths : arguments.operands
  if arguments.operands.isEmpty, let missing = try usualPaths.first(where: { try FileSystem.kind(of: $0) == nil }) {
    throw Failure(
      .noInput, "there is no folder \(missing) here",
      hint: "name the transcripts, or start it where the folder fixtures of this project is")
  }
  let fixtures = try paths.flatMap { try VerifiedFile.all(at: $0) }.compactMap { file in
    if case .transcript = file.kind { try ConformanceFixture(file.path, limits) } else { nil }
  }.filter { fixture in
    wanted.isEmpty || fixture.rules.contains { wanted.contains($0.family) || wanted.contains("\($0)") }
  }
  if fixtures.isEmpty {
    throw Failure(
      .noInput,
      "no transcript in \(paths.map { printable($0) }.joined(separator: ", "))\(wanted.isEmpty ? "" : " shows \(wanted.joined(separator: ", "))")"
    )
  }
  var progress = ProgressBar("conform", unit: "transcripts", total: fixtures.count, quiet: arguments.has(.quiet))
  let work = { @Sendable (number: Int) in
    let fixture = fixtures[number]
    let dialogue = try fixture.dialogue()
    let verdict = try conformance.verdict(on: dialogue, matchingAlone: fixture.isAboutMatchingAlone)
    // Ctrl-C at a terminal ends the engine too: that is no fault of it.
    try Interruption.check()
    var line = 0
    if case .failed(let fault) = verdict, fault.turn < dialogue.turns.count { line = dialogue.turns[fault.turn].line }
    return ConformanceReport.Entry(fixture: fixture, verdict: verdict, line: line)
  }
  let done = piecesInParallel(fixtures.count, threads: threads, work) { progress.show($0) }
  progress.erase()
  let interruption = done.failure.flatMap(Interruption.init(behind:))
  if let failure = done.failure, interruption == nil || done.values.isEmpty { throw failure }
  let report = ConformanceReport(entries: done.values)
  try Console.write(
    arguments.has(.json)
      ? String(decoding: report.json, as: UTF8.self) : report.text(namesAll: arguments.has(.verbose)))
  if let interruption {
    let transcripts = "\(groupedText(done.values.count)) of \(counted(fixtures.count, "transcript"))"
    throw Failure(interruption.exitStatus, "\(interruption) after \(transcripts); what was told is of these")
  }
  let total = report.total
  let isFine = total.failed == 0 && total.passed > 0 && (total.unsupported == 0 || !arguments.has(.strict))
  return isFine ? .success : .failedExpectation
}

extension Arguments {
  /// How long something may take, in nanoseconds.
  func patience(_ option: Option = .patience, orElse seconds: UInt64) throws(Failure) -> UInt64 {
    guard let text = self[option] else { return seconds * 1_000_000_000 }
    guard let span = TimeSpan(text: text), span.nanoseconds > 0, span.nanoseconds <= 86_400_000_000_000 else {
      throw Failure(
        usage: "--patience is \"\(printable(text))\"; it must be a span up to a day", hint: "such as 500ms or 5s")
    }
    return UInt64(span.nanoseconds)
  }
}
