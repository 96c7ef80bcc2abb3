import Files
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let at = Option(
    "at", value: "EVENT",
    """
    Where: an event's position, for the boundary before the command that caused it; a time such as 60.2s, before the first \
    command then or later; start, where everything may be changed; or cascade, before the first account falls under its \
    margin.
    """)
  static let set = Option(
    "set", value: "PATH=VALUE", repeats: true,
    "Change a value of the scenario, such as liquidation.when=atOrBelow or population.maker.spread.base=8.")
  fileprivate static let without = Option(
    "without", value: "NAME", repeats: true,
    "Take a participant, a block or an account of the script out; its resting orders are cancelled.")
  fileprivate static let policy = Option(
    "policy", value: "POLICY", "Close accounts by another policy: a .jsonc file, or a name in the folder of presets.")
  static let presets = Option("presets", value: "DIR", "The folder of presets; fixtures/presets unless said.")
}

extension Verb {
  /// `cascade fork RUN --at EVENT --set liquidation.when=atOrBelow`
  static let fork = Verb(
    syntax: Syntax(
      "fork",
      overview: """
        Run a run again with one thing changed from a command boundary on. Everybody keeps state and random numbers, so \
        that what differs, differs because of the change. Up to there the journal of RUN must come out again. DIR becomes \
        an ordinary run; without it only the summary is printed. What may change is told in docs/counterfactual.md.
        """,
      usage: [
        """
        fork RUN --at EVENT [--set PATH=VALUE]… [--without NAME]… [--policy POLICY] [--presets DIR] [--output DIR] \
        [--force] [--no-report] [--data DIR] [--check] [--quiet]
        """
      ],
      operands: [Syntax.Operand("RUN", "The folder of a run, or of a fork.")], operandCount: 1...1,
      options: [.at, .set, .without, .policy, .presets, .directory, .force, .noReport, .data, .walk, .quiet],
      examples: ["cascade fork out --at cascade --set liquidation.on=false --output out-off"]),
    carryOut: forkRun)
}

private func forkRun(_ arguments: Arguments) throws -> ExitStatus {
  let place = try ForkPoint.Place(try arguments.required(.at))
  try RunOutput.checkPlace(arguments)
  let limits = try arguments.limits
  let folder = try RunFolder(arguments.operands[0], limits)
  var plan = try ForkPlan(of: folder)
  let point = try ForkPoint(place, in: folder.journal, openingCount: plan.openingCount)
  if case .event(let event) = place, event > 0, point.event == 0, !arguments.has(.quiet) {
    Console.note("event \(event) is part of the opening; a time has a unit, as in \(event)s\n")
  }
  try plan.checkOrder(of: point, in: folder)
  let policy = try arguments[.policy].map { try PolicyFile($0, presets: arguments[.presets], limits) }
  try plan.add(
    Manifest.Fork(
      run: folder.digest, command: point.command, event: point.event, time: point.time.nanoseconds,
      set: arguments.all(.set), without: arguments.all(.without),
      policy: policy.map { Manifest.Fork.Policy(name: $0.name, text: $0.text) }))
  var forked = try ForkedRun(plan, of: folder, until: point, arguments)
  try forked.carryOut()
  return try forked.finish(arguments)
}
