import Files
import MarketTypes
import Notation
import Reporting

extension Option {
  fileprivate static let counterfactual = Option(
    "counterfactual", "Run it again from its first fall on with nobody liquidated, and show both on one axis.")
  fileprivate static let page = Option(
    "output", letter: "o", value: "FILE", "Where to; report.html unless said, - is standard output.")
}

extension Verb {
  /// `cascade report RUN --counterfactual`
  static let report = Verb(
    syntax: Syntax(
      "report",
      overview: """
        Write a page about a run: prices with forced orders, the book over time, the map of liquidations before the \
        shock, the tree of causes, health of accounts, losses, makers, contagion, stylised facts. One file that needs no \
        network; what each plot shows is told in docs/report.md. The journal is carried out once more for it. \
        cascade run writes the same page into its folder, without the counterfactual.
        """,
      usage: ["report RUN [--counterfactual] [--output FILE] [--force] [--data DIR] [--quiet]"],
      operands: [Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 1...1, options: [.counterfactual, .page, .replace, .data, .quiet],
      examples: ["cascade report out --counterfactual"]),
    carryOut: reportRun)
}

private func reportRun(_ arguments: Arguments) throws -> ExitStatus {
  let path = arguments[.page] ?? "report.html"
  if path != "-", !arguments.has(.replace), try FileSystem.kind(of: path) == .regular {
    throw Failure(.cannotCreate, "cannot create \(path): it is there already", hint: "--force replaces it")
  }
  let name = arguments.operands[0]
  // What runs the scenario again needs the run's folder.
  let folder = arguments.has(.counterfactual) ? try RunFolder(name) : nil
  let report = try RunReport(of: folder?.journal ?? JournalFile(name))
  var without: ReportPage.Counterfactual?
  if let folder, report.hasCascade { without = try report.counterfactual(folder, arguments) }
  if folder != nil, !report.hasCascade, !arguments.has(.quiet) {
    Console.note("no account falls under its maintenance margin: there is nothing to leave out\n")
  }
  var output = try OutputFile(path, replacing: arguments.has(.replace))
  try output.write(report.page(without: without).html)
  let size = output.byteCount
  try output.commit()
  if path != "-", !arguments.has(.quiet) { Console.note("\(printable(path)): \(groupedText(size)) bytes\n") }
  return .success
}
