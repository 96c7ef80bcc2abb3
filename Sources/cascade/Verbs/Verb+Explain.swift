import Files
import MarketTypes
import Notation
import Reporting

extension Option {
  fileprivate static let depth = Option("depth", value: "N", "Generations of the tree that are shown; 3 unless said.")
  fileprivate static let width = Option(
    "width", value: "N", "Accounts shown under one cause, the largest first; 3 unless said.")
  fileprivate static let all = Option("all", "The whole tree.")
}

extension Verb {
  /// `cascade explain RUN`
  static let explain = Verb(
    syntax: Syntax(
      "explain",
      overview: """
        Show who was liquidated because of whose fills: the tree of causes from the shock over fills, marks, accounts and \
        their forced orders to the next fills, then its generations, who moved the marks, and who paid. Every figure is \
        explained in docs/analysis.md.
        """,
      usage: ["explain RUN [--depth N] [--width N] [--all]"],
      operands: [Syntax.Operand("RUN", "The folder of a run, or its \(JournalFile.name); - is standard input.")],
      operandCount: 1...1, options: [.depth, .width, .all],
      examples: ["cascade explain out"]),
    carryOut: explainCascade)
}

private func explainCascade(_ arguments: Arguments) throws -> ExitStatus {
  let isWhole = arguments.has(.all)
  let depth = try arguments.number(.depth, atLeast: 1) ?? (isWhole ? Int.max : 3)
  let width = try arguments.number(.width, atLeast: 1) ?? (isWhole ? Int.max : 3)
  let found = try Explanation(of: JournalFile(arguments.operands[0]))
  let explanation = CascadeExplanation(found.findings, names: found.names, digest: found.digest)
  let text = explanation.text(
    CascadeExplanation.Extent(depth: depth, width: width), width: Terminal.width(of: .output),
    styled: Terminal.allowsColor(on: .output, choice: arguments.color))
  try Console.write(text)
  return .success
}
