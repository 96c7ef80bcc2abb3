import Files
import MarketTypes
import Notation
import Reporting

extension Option {
  fileprivate static let depth = Option(
    "depth", value: "N", "Generations of the tree that are shown, 1,000 at most; 3 unless said.")
  fileprivate static let width = Option(
    "width", value: "N", "Accounts shown under one cause, the largest first; 3 unless said.")
  fileprivate static let all = Option("all", "The whole tree, down to 1,000 generations.")
  fileprivate static let account = Option("account", value: "NAME", "Why this account was liquidated, in sentences.")
  fileprivate static let without = Option(
    "without-liquidations", "Run it again with liquidation off: amplification, and the forced share of displacement.")
  fileprivate static let gain = Option(
    "gain", "Run it again with a lot less and a lot more of shock: forced notional for each lot of shock.")
  fileprivate static let distance = Option(
    "distance", "Run it again with many sizes of shock: the smallest that starts a second round.")
}

extension Verb {
  /// `cascade explain RUN`
  static let explain = Verb(
    syntax: Syntax(
      "explain",
      overview: """
        Show who was liquidated because of whose fills: the tree of causes from the shock over fills, marks, accounts and \
        their forced orders to the next fills, then its generations, who moved the marks, and who paid. Every figure is \
        explained in docs/analysis.md. What runs the scenario again uses the same random draws.
        """,
      usage: [
        "explain RUN [--depth N] [--width N] [--all] [--without-liquidations] [--gain] [--distance] [--data DIR]",
        "explain RUN --account NAME", "explain RUN --json [--without-liquidations] [--gain] [--distance] [--data DIR]",
      ],
      operands: [Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 1...1, options: [.depth, .width, .all, .account, .without, .gain, .distance, .data, .json],
      examples: ["cascade explain out", "cascade explain out --account long-556"]),
    carryOut: explainCascade)
}

private func explainCascade(_ arguments: Arguments) throws -> ExitStatus {
  let isWhole = arguments.has(.all)
  let depth = try arguments.number(.depth, atLeast: 1) ?? (isWhole ? Int.max : 3)
  let width = try arguments.number(.width, atLeast: 1) ?? (isWhole ? Int.max : 3)
  let subject = arguments[.account]
  let ofTree = [Option.depth, .width, .all]
  if subject != nil, let other = (ofTree + [.json, .without, .gain, .distance]).first(where: arguments.has) {
    throw Failure(usage: "\(other.flag) is about the whole cascade, --account about one account")
  }
  if isWhole, let other = [Option.depth, .width].first(where: arguments.has) {
    throw Failure(usage: "\(other.flag) shows part of the tree, --all the whole")
  }
  if arguments.has(.json), let other = ofTree.first(where: arguments.has) {
    throw Failure(usage: "\(other.flag) is about the tree as text, and --json has all of it")
  }
  let journal = try JournalFile(arguments.operands[0], arguments.limits)
  let found = try Explanation(of: journal, about: subject)
  var without: CounterfactualPaths?
  var figures = RerunFigures()
  if [Option.without, .gain, .distance].contains(where: arguments.has) {
    let reruns = try Reruns(of: journal, found, dataRoot: DataRoot(arguments))
    if arguments.has(.without) { without = try reruns.withoutLiquidations() }
    if arguments.has(.gain) { figures.gain = try reruns.gain() }
    if arguments.has(.distance) { figures.distance = try reruns.distance() }
  }
  let explanation = CascadeExplanation(
    found.findings, names: found.names, digest: found.digest, without: without, reruns: figures,
    outside: found.scenario?.outsideEvents ?? [])
  if arguments.has(.json) {
    var output = try OutputFile(.output)
    try output.write(explanation.json)
    try output.commit()
    return .success
  }
  let (columns, isStyled) = (
    Terminal.width(of: .output), Terminal.allowsColor(on: .output, choice: arguments.color)
  )
  try Console.write(
    subject == nil
      ? explanation.text(CascadeExplanation.Extent(depth: depth, width: width), width: columns, styled: isStyled)
      : explanation.accountText(width: columns, styled: isStyled))
  return .success
}
