import Analysis
import Journaling
import MarketTypes
import Notation
import Reporting
import Simulation
import Venue

/// The page about a run, made from its journal: its commands carried out once more, and compared.
struct RunReport {
  private let header: JournalHeader
  private let scenario: Scenario?
  private let run: RunFindings
  private let findings: ReportFindings
  private let digest: String

  init(of journal: JournalFile) throws {
    let header = try journal.reader().header
    try journal.checkRules(header.rules)
    let scenario = journal.scenario(of: header)
    let span = try Self.span(of: journal, scenario)
    var run = RunFindings(
      header.rules, shockAccounts: scenario?.shockAccounts ?? [], parents: scenario?.parentOrders ?? [])
    var recorder = ReportRecorder(
      header.rules, scenario, accounts: header.names.accounts.count, from: span.start, to: span.end)
    var replay = try Replay(of: journal)
    let difference = try replay.firstDifference(until: .latest) { command, events, first, venue in
      run.observe(command, events, from: first)
      recorder.observe(command, events, from: first, audit: run.audit, venue: venue)
    }
    if difference != nil {
      throw Failure(
        .badInput, "\(journal.path): carried out once more it does not give the same events",
        hint: "cascade replay shows the first that differs")
    }
    if let breach = run.audit.verdict() {
      throw Failure(.badInput, "\(journal.path): the ledger does not add up: \(breach.text(header.names))")
    }
    (self.header, self.scenario, self.run) = (header, scenario, run)
    findings = recorder.finish()
    digest = replay.digest.hex
  }

  /// Whether any account fell under its maintenance margin, so that a run without liquidation is another.
  var hasCascade: Bool { run.rounds.window.hasOpened }

  /// The same run with liquidation off from its first fall on, up to which it must come out again.
  func counterfactual(_ folder: RunFolder, _ arguments: Arguments) throws -> ReportPage.Counterfactual {
    var plan = try ForkPlan(of: folder)
    let point = try ForkPoint(.cascade, in: folder.journal, openingCount: plan.openingCount)
    try plan.checkOrder(of: point, in: folder)
    try plan.add(
      Manifest.Fork(
        run: folder.digest, command: point.command, event: point.event, time: point.time.nanoseconds,
        set: ["liquidation.on=false"], without: [], policy: nil))
    let end = run.rounds.window.lastForcedFill ?? .start
    var prices = PricePaths(header.rules, findings.resolution)
    var rounds = CascadeRounds(header.rules, shockAccounts: scenario?.shockAccounts ?? [])
    var forked = try ForkedRun(plan, of: folder, until: point, arguments)
    try forked.carryOut { command, events, first in
      prices.observe(command, events, from: first)
      if command.time <= end { rounds.observe(command, events, from: first) }
    }
    return ReportPage.Counterfactual(prices: prices, paths: CounterfactualPaths(rounds))
  }

  func page(without: ReportPage.Counterfactual?) -> ReportPage {
    ReportPage(
      ReportPage.Facts(scenario, seed: header.seed, digest: digest, engine: header.engine), findings, of: run,
      names: header.names, rules: header.rules, without: without)
  }

  /// What a scenario says; of a journal without one, its first and last moment.
  private static func span(of journal: JournalFile, _ scenario: Scenario?) throws -> (start: Time, end: Time) {
    if let scenario { return (.start, .start + scenario.duration) }
    var (first, last): (Time?, Time?)
    try journal.forEachMoment { command, _, _ in
      first = first ?? command.time
      last = max(last ?? command.time, command.time)
    }
    return (first ?? .start, last ?? .start)
  }
}
