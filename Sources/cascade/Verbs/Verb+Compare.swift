import Files

extension Verb {
  /// `cascade compare A B`
  static let compare = Verb(
    syntax: Syntax(
      "compare",
      overview: """
        Show where two runs part and what came of each. The first event that differs stands under what came before it; then \
        come rounds, displacement, who was liquidated in one run alone, losses by stage and account, and whose equity \
        differs most. The status is 0 when all commands and events are the same, else 1. Every figure is explained in \
        docs/counterfactual.md.
        """,
      usage: ["compare A B [--json]"],
      operands: [
        Syntax.Operand("A", "The folder of a run, or its \(JournalFile.name)."),
        Syntax.Operand("B", "Another one."),
      ],
      operandCount: 2...2, options: [.json],
      examples: [
        "cascade fork out --at cascade --set liquidation.on=false --output out-off", "cascade compare out out-off",
      ])
  ) { arguments in
    let (one, other) = (arguments.operands[0], arguments.operands[1])
    if one == "-", other == "-" { throw Failure(usage: "standard input can be only one of the two") }
    let limits = try arguments.limits
    let comparison = try JournalComparison(JournalFile(one, limits), JournalFile(other, limits))
    let isStyled = Terminal.allowsColor(on: .output, choice: arguments.color)
    try Console.write(
      arguments.has(.json)
        ? comparison.json() : comparison.text(width: Terminal.width(of: .output), styled: isStyled))
    return comparison.difference == nil ? .success : .failedExpectation
  }
}
