import Files
import MarketTypes
import Notation
import Reporting

extension Option {
  fileprivate static let counterfactual = Option(
    "counterfactual", "Run it again from its first fall on with nobody liquidated, and show both on one axis.")
  fileprivate static let page = Option(
    "output", letter: "o", value: "FILE",
    "Where to; report.html in the working folder unless said, - is standard output.")
}

extension Verb {
  /// `cascade report RUN --counterfactual`, `cascade report A B`
  static let report = Verb(
    syntax: Syntax(
      "report",
      overview: """
        Write a page about a run: prices with forced orders, the book over time, the map of liquidations before the \
        shock, the tree of causes, health of accounts, losses, makers, contagion, stylised facts. One file that needs no \
        network; what each plot shows is told in docs/report.md. The journal is carried out once more for it. \
        cascade run writes the same page into its folder, without the counterfactual. Of two runs the page shows \
        both side by side: what differs between their scenarios, where their streams part, figures, marks, rounds, losses, \
        makers and accounts of both.
        """,
      usage: [
        "report RUN [--counterfactual] [--output FILE] [--force] [--data DIR] [--quiet]",
        "report A B [--output FILE] [--force] [--quiet]",
      ],
      operands: [
        Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input."),
        Syntax.Operand("B", "Another one, to stand beside the first."),
      ],
      operandCount: 1...2, options: [.counterfactual, .page, .replace, .data, .quiet],
      examples: [
        "cascade report out --counterfactual",
        "cascade fork out --at cascade --set liquidation.on=false --output out-off",
        "cascade report out out-off --output out-both.html",
      ]),
    carryOut: reportRun)
}

private func reportRun(_ arguments: Arguments) throws -> ExitStatus {
  let path = arguments[.page] ?? "report.html"
  if path != "-", !arguments.has(.replace), try FileSystem.kind(of: path) == .regular {
    throw Failure(.cannotCreate, "cannot create \(path): it is there already", hint: "--force replaces it")
  }
  let html = try arguments.operands.count == 2 ? comparison(arguments) : single(arguments)
  var output = try OutputFile(path, replacing: arguments.has(.replace))
  try output.write(html)
  let size = output.byteCount
  try output.commit()
  if path != "-", !arguments.has(.quiet) { Console.note("\(printable(path)): \(groupedText(size)) bytes\n") }
  return .success
}

private func comparison(_ arguments: Arguments) throws -> [UInt8] {
  let (one, other) = (arguments.operands[0], arguments.operands[1])
  if one == "-", other == "-" { throw Failure(usage: "standard input can be only one of the two") }
  if arguments.has(.counterfactual) {
    throw Failure(
      usage: "--counterfactual is of one run",
      hint: "make the other with cascade fork RUN --at cascade --set liquidation.on=false")
  }
  return try ComparisonReport(of: one, and: other, arguments.limits).page.html
}

private func single(_ arguments: Arguments) throws -> [UInt8] {
  let name = arguments.operands[0]
  let limits = try arguments.limits
  // What runs the scenario again needs the run's folder.
  let folder = arguments.has(.counterfactual) ? try RunFolder(name, limits) : nil
  let report = try RunReport(of: folder?.journal ?? JournalFile(name, limits))
  var without: ReportPage.Counterfactual?
  if let folder, report.hasCascade { without = try report.counterfactual(folder, arguments) }
  if folder != nil, !report.hasCascade, !arguments.has(.quiet) {
    Console.note("no account falls under its maintenance margin: there is nothing to leave out\n")
  }
  return report.page(without: without).html
}
