import Analysis
import MarketTypes
import Notation
import Reporting
import Simulation

/// The scenario of a journal run again, with one thing changed.
///
/// It is first run as it is: what the journal says of its cascade must come of it again, or differences mean nothing.
struct Reruns {
  private let scenario: Scenario
  private let found: CascadeRounds
  private let dataRoot: DataRoot

  init(of journal: JournalFile, _ explanation: Explanation, dataRoot: DataRoot) throws {
    let path = journal.path
    guard let scenario = try journal.scenarioToRun(of: journal.reader().header) else {
      throw Failure(.badInput, "\(path): no scenario is in it, so there is nothing to run again")
    }
    self.scenario = scenario
    self.dataRoot = dataRoot
    found = explanation.findings.run.rounds
    let again = try run(scenario)
    if again.counts.events != explanation.findings.run.counts.events || again.rounds.rounds != found.rounds {
      throw Failure(
        .badInput, "\(path): run once more its scenario does not give the same cascade",
        hint: "was it forked, or written by another version or with other recordings?")
    }
  }

  /// The marks with liquidation off, up to the last forced fill.
  func withoutLiquidations() throws -> CounterfactualPaths {
    CounterfactualPaths(try run(scenario.withoutLiquidation(until: found.window.lastForcedFill)).rounds)
  }

  func gain() throws -> RerunFigures.ShockGain {
    let shock = try shock()
    let rules = scenario.rules.instruments[shock.instrument.index]
    guard let before = found.paths[shock.instrument.index]?.before else {
      throw Failure(.badInput, "there was no mark before the shock, so a lot of it is worth nothing known")
    }
    return RerunFigures.ShockGain(
      lots: shock.lots, step: shock.step, lotNotional: rules.notional(of: Quantity(lots: 1), at: before),
      less: try run(shock.scenario(ofLots: shock.lots - shock.step)).rounds.forcedNotional, same: found.forcedNotional,
      more: try run(shock.scenario(ofLots: shock.lots + shock.step)).rounds.forcedNotional)
  }

  /// At most `largestFactor` times the run's own shock is tried.
  func distance() throws -> RerunFigures.ShockDistance {
    let shock = try shock()
    let largest = shock.lots * Self.largestFactor
    var runs = 0
    let smallest = try shock.smallestLots(upTo: largest) { lots in
      runs += 1
      return try run(shock.scenario(ofLots: lots)).rounds.depth >= 2
    }
    return RerunFigures.ShockDistance(lots: shock.lots, smallest: smallest, largest: largest, runs: runs)
  }

  private static let largestFactor: Int64 = 64

  private func shock() throws -> ScriptedShock {
    if let shock = ScriptedShock(of: scenario) { return shock }
    throw Failure(
      .badInput, "its scenario has no shock whose size could be changed",
      hint: "scripted orders must all go one way in one instrument")
  }

  private func run(_ scenario: Scenario) throws -> RunFindings {
    var run = try ScenarioRun(scenario, dataRoot: dataRoot)
    while try run.advance() {}
    try run.checkLedger()
    return run.findings
  }
}
