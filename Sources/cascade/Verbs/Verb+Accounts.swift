import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let at = Option(
    "at", value: "TIME",
    "The last moment that counts, such as 1.5s or 10min, not after the run's end; that end unless said.")
  fileprivate static let account = Option(
    "account", value: "NAME",
    "Only this account, with how it used its collateral, how near liquidation is and what it could lose.")
  fileprivate static let region = Option(
    "region", value: "INSTRUMENTS",
    """
    Of the account of --account, instead of all else: where along the last of these two or three instruments, with commas \
    between, it is liquidatable while the others are at half to one and a half times their marks.
    """)
  fileprivate static let confidence = Option(
    "confidence", value: "RATE", "Of the account's value at risk, 0 to 1; 0.99 unless said.")
  fileprivate static let compare = Option(
    "compare", "The collateral they need under isolated, cross and portfolio margin, side by side.")
  fileprivate static let all = Option("all", "Every account and position, not only the 40 of largest risk.")
  fileprivate static let format = Option(
    "format", value: "FORMAT", choices: ["text", "jsonl", "csv"],
    "text unless said; csv, or jsonl (one JSON object a line), has a line for each position.")
}

extension Verb {
  /// `cascade accounts RUN`
  static let accounts = Verb(
    syntax: Syntax(
      "accounts",
      overview: """
        Show how the accounts of a run stand at a moment: equity, margins, health, and how far marks may go against \
        them. The commands of the run are carried out once more up to then; what its journal says came of them must come \
        of them again. The largest risk comes first. Every figure is explained in docs/analysis.md.
        """,
      usage: [
        "accounts RUN [--at TIME] [--account NAME [--confidence RATE]] [--compare] [--all] [--format FORMAT]",
        "accounts RUN --account NAME --region INSTRUMENTS [--at TIME] [--format FORMAT]",
      ],
      operands: [Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 1...1, options: [.at, .account, .confidence, .region, .compare, .all, .format],
      examples: [
        "cascade accounts out --at 30s",
        "cascade run fixtures/scenarios/hedged-portfolio.jsonc --output out-hedged",
        "cascade accounts out-hedged --account hedger-1 --region NEAR,FAR",
      ]),
    carryOut: showAccounts)
}

private func showAccounts(_ arguments: Arguments) throws -> ExitStatus {
  let region = try region(arguments)
  let report = try AccountsReport(
    of: JournalFile(arguments.operands[0], arguments.limits), until: moment(arguments[.at]), only: arguments[.account],
    compares: arguments.has(.compare), confidence: confidence(arguments), region: region)
  let format = arguments[.format].flatMap(TableFormat.init)
  if !region.isEmpty {
    if let format { return try write(report.region, as: format, report) }
    let summary = RegionSummary(report.region, names: report.names)
    try Console.write(
      summary.text(
        width: Terminal.width(of: .output), styled: Terminal.allowsColor(on: .output, choice: arguments.color)))
    return .success
  }
  if let format {
    return try write(StandingRow.rows(of: report.accounts.sorted { $0.isRiskier(than: $1) }), as: format, report)
  }
  let summary = StandingSummary(
    report.accounts, names: report.names, time: report.time, asked: report.asked, limit: arguments.has(.all) ? nil : 40)
  let text = summary.text(
    width: Terminal.width(of: .output), styled: Terminal.allowsColor(on: .output, choice: arguments.color))
  try Console.write(text + "\n" + report.sentences.map { $0 + "\n" }.joined())
  return .success
}

private func write<Row: TableRow>(
  _ rows: some Sequence<Row>, as format: TableFormat, _ report: AccountsReport
) throws -> ExitStatus {
  var table = TableWriter<Row>(format, TableContext(names: report.names, rules: report.rules))
  table.append(contentsOf: rows)
  var output = try OutputFile(.output)
  try output.write(table.bytes)
  try output.commit()
  return .success
}

/// The names of --region; none without it.
private func region(_ arguments: Arguments) throws(Failure) -> [String] {
  guard let text = arguments[.region] else { return [] }
  if arguments[.account] == nil { throw Failure(usage: "--region is of one account", hint: "name it with --account") }
  for option in [Option.compare, .all, .confidence] where arguments.has(option) || arguments[option] != nil {
    throw Failure(usage: "\(option.flag) has no use beside --region, which prints nothing else")
  }
  let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  guard (2...3).contains(names.count), Set(names).count == names.count else {
    throw Failure(
      usage: "--region is \"\(printable(text))\"; it must name two or three different instruments",
      hint: "put commas between them, the one along which liquidation is looked for last")
  }
  return names
}

private func confidence(_ arguments: Arguments) throws(Failure) -> Rate {
  guard let text = arguments[.confidence] else { return Rate(partsPerBillion: 990_000_000) }
  if arguments[.account] == nil {
    throw Failure(usage: "--confidence is of one account's value at risk", hint: "name it with --account")
  }
  guard let billionths = decimalValue(of: text, scale: 9), (0...1_000_000_000).contains(billionths) else {
    throw Failure(
      usage: "--confidence is \"\(printable(text))\"; it must be a number from 0 to 1", hint: "write 0.95 or 0.99")
  }
  return Rate(partsPerBillion: billionths)
}

private func moment(_ text: String?) throws(Failure) -> Time? {
  guard let text else { return nil }
  guard let span = TimeSpan(text: text) else {
    throw Failure(
      usage: "--at is \"\(printable(text))\"; it must be a span of time since the start",
      hint: TimeSpan.hint(for: text))
  }
  return Time.start + span
}
