import Files
import MarketTypes
import Notation
import Reporting
import Simulation

extension Option {
  fileprivate static let speed = Option(
    "speed", value: "X",
    "Simulated seconds in a second, such as 0.5; without it the whole takes a minute, and 0 does not wait.")
  fileprivate static let shown = Option(
    "instrument", value: "NAME", "Whose book and mark; that of the first scripted order unless said.")
}

extension Verb {
  /// `cascade watch SCENARIO`
  static let watch = Verb(
    syntax: Syntax(
      "watch",
      overview: """
        Run a scenario before your eyes: the book, the mark, how healthy accounts are, forced orders as they fill. While \
        forced orders fill time goes ten times slower. Nothing is written; the summary comes at the end. Where standard \
        output is no terminal a line is printed for each simulated second.
        """,
      usage: [
        "watch SCENARIO [--speed X] [--instrument NAME] [--seed N] [--set PATH=VALUE]… [--until SPAN] [--data DIR]"
      ],
      operands: [Syntax.Operand("SCENARIO", "A scenario, .jsonc or .json; - is standard input.")],
      operandCount: 1...1, options: [.speed, .shown, .seed, .set, .until, .data],
      examples: ["cascade watch fixtures/scenarios/flash-crash.jsonc --speed 0"]),
    carryOut: watchScenario)
}

private func watchScenario(_ arguments: Arguments) throws -> ExitStatus {
  let speed = try speed(arguments)
  let scenario = try scenarioToRun(arguments)
  var market = WatchedMarket(try instrument(arguments, of: scenario), of: scenario)
  var run = try ScenarioRun(scenario, dataRoot: DataRoot(arguments))
  var recorder = try RunRecorder(scenario, arguments)
  let screen = Screen(arguments.color)
  let pace = screen.isRedrawn ? speed ?? Double(scenario.duration.nanoseconds) / 60e9 : 1
  try screen.begin()
  defer { screen.end() }
  // Nanoseconds of simulated time between two frames.
  let step = screen.isRedrawn ? max(1, pace * 1e9 / framesPerSecond) : 1e9
  var (due, calm, seen) = (0.0, 100, 0)
  while try run.advance() {
    try recorder.observe(run)
    market.observe(run.simulation)
    let time = Double((run.simulation.command.time - .start).nanoseconds)
    if run.simulation.isOpening || time < due { continue }
    try screen.show(market.frame(of: run))
    if speed != 0, screen.isRedrawn || speed != nil {
      pause(nanoseconds: UInt64(1e9 / (screen.isRedrawn ? framesPerSecond : max(speed ?? 1, 1e-3))))
    }
    calm = market.forcedCount > seen ? 0 : calm + 1
    seen = market.forcedCount
    // From the step that time is in to the next: a quiet stretch is passed at once.
    let stride = screen.isRedrawn && calm < 10 && speed != 0 ? step / 10 : step
    due = ((time / stride).rounded(.down) + 1) * stride
  }
  try run.checkLedger()
  try screen.show(market.frame(of: run))
  try recorder.finish(run, arguments)
  return .success
}

private let framesPerSecond = 10.0

/// `nil` if none was said.
private func speed(_ arguments: Arguments) throws(Failure) -> Double? {
  guard let text = arguments[.speed] else { return nil }
  if let speed = Double(text), speed == 0 || (0.001...1e6).contains(speed) { return speed }
  throw Failure(usage: "--speed is \"\(printable(text))\"; it must be 0 or a number from 0.001 to 1000000")
}

private func instrument(_ arguments: Arguments, of scenario: Scenario) throws(Failure) -> InstrumentID {
  guard let name = arguments[.shown] else { return scenario.shockInstrument }
  return try scenario.names.instrument(named: name)
}
