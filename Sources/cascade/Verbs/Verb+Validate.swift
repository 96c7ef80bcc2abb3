import Files
import Notation
import Simulation

extension Verb {
  /// `cascade validate SCENARIO…`
  static let validate = Verb(
    syntax: Syntax(
      "validate",
      overview: """
        Check scenarios without running them. Everything that is wrong is said at once, with its place (how openings \
        stand to each other only when all else is right); of one that is fine, what is in it, and a warning of what is probably \
        not meant so.
        """,
      usage: ["validate SCENARIO…"],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json; - is standard input.")],
      operandCount: 1...Int.max,
      examples: ["cascade validate fixtures/scenarios/flash-crash.jsonc"])
  ) { arguments in
    let limits = try arguments.limits
    var status = ExitStatus.success
    for path in arguments.operands {
      do {
        let file = try ScenarioFile(path, limits)
        let scenario = try file.scenario()
        try Console.write("\(printable(file.text.name)): \(ScenarioFacts(scenario: scenario).text)\n")
        Console.note(of: scenario.warnings, arguments.color)
      } catch {
        let failure = Failure(error)
        if [.closedPipe, .inputOutput, .interrupted, .terminated].contains(failure.status) { throw failure }
        failure.report(arguments.color)
        // The first that is wrong gives the status.
        if status == .success { status = failure.status }
      }
    }
    return status
  }
}
