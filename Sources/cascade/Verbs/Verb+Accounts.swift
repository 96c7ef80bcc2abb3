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
    "account", value: "NAME", "Only this account, with how it used its collateral.")
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
      usage: ["accounts RUN [--at TIME] [--account NAME] [--compare] [--all] [--format FORMAT]"],
      operands: [Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 1...1, options: [.at, .account, .compare, .all, .format],
      examples: ["cascade accounts out --at 30s"]),
    carryOut: showAccounts)
}

private func showAccounts(_ arguments: Arguments) throws -> ExitStatus {
  let report = try AccountsReport(
    of: JournalFile(arguments.operands[0], arguments.limits), until: moment(arguments[.at]), only: arguments[.account],
    compares: arguments.has(.compare))
  if let format = arguments[.format].flatMap(TableFormat.init) {
    var table = TableWriter<StandingRow>(format, TableContext(names: report.names, rules: report.rules))
    table.append(contentsOf: StandingRow.rows(of: report.accounts.sorted { $0.isRiskier(than: $1) }))
    var output = try OutputFile(.output)
    try output.write(table.bytes)
    try output.commit()
    return .success
  }
  let summary = StandingSummary(
    report.accounts, names: report.names, time: report.time, limit: arguments.has(.all) ? nil : 40)
  let text = summary.text(
    width: Terminal.width(of: .output), styled: Terminal.allowsColor(on: .output, choice: arguments.color))
  try Console.write(text + "\n" + report.sentences.map { $0 + "\n" }.joined())
  return .success
}

private func moment(_ text: String?) throws(Failure) -> Time? {
  guard let text else { return nil }
  guard let span = TimeSpan(text: text) else {
    throw Failure(
      usage: "--at is \"\(printable(text))\"; it must be a span of time since the start",
      hint: "write 250ms, 1.5s or 10min")
  }
  return Time.start + span
}
