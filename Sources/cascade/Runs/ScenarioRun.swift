import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Simulation
import Venue

/// One run of a scenario, command by command, with all that is found out on the way and all that can stop it.
struct ScenarioRun: ~Copyable {
  private(set) var simulation: MarketSimulation
  private(set) var findings: RunFindings
  /// One for each recording of the scenario.
  private(set) var overlays: [OverlayDivergence]
  private let players: [RecordingPlayer]

  /// - Parameters:
  ///   - dataRoot: the folder that recordings are named relative to.
  ///   - checksEverything: whether every book and account is walked after each command.
  init(_ scenario: Scenario, dataRoot: DataRoot, checksEverything: Bool = false) throws {
    players = try dataRoot.players(of: scenario)
    overlays = scenario.recordings.map {
      OverlayDivergence(of: $0.messages, crowd: $0.account, aggressor: $0.aggressor)
    }
    findings = RunFindings(
      scenario.rules, shockAccounts: scenario.shockAccounts, parents: scenario.parentOrders)
    simulation = MarketSimulation(scenario, recordings: players.map { RecordedFlow($0) })
    if checksEverything { simulation.checkEverything() }
  }

  /// Carries out the next command; `false` after the last.
  ///
  /// Throws what stops a run: a recording that cannot be read on, an opening that the venue refuses, a wish from outside
  /// that it end, and a ledger that does not add up.
  mutating func advance() throws -> Bool {
    guard simulation.advance() else {
      for player in players { if let failure = player.failure { throw failure } }
      return false
    }
    Self.observe(simulation.events, simulation.command, &findings)
    if simulation.isOpening { try refuseRefusedOpening() }
    for index in overlays.indices where index != simulation.recording {
      Self.observeOthers(simulation.events, &overlays[index])
    }
    if let index = simulation.recording {
      Self.observe(simulation.events, simulation.command, &overlays[index])
      if let failure = players[index].failure { throw failure }
    }
    if let breach = findings.audit.firstBreach { throw Self.failure(of: breach, simulation.scenario.names) }
    if let interruption = Interruption.requested { throw stopped(by: interruption) }
    return true
  }

  /// Changes one thing before the next command.
  ///
  /// Throws what cannot change any more, and whoever is to be taken out and does nothing.
  mutating func change(by stage: ForkPlan.Stage) throws(Failure) {
    let hint = "--at start changes a run from its very beginning, where everything may differ"
    if let scenario = stage.scenario {
      if let part = simulation.unchangeablePart(in: scenario) {
        throw Failure(.badInput, "a run under way cannot change \(part)", hint: hint)
      }
      simulation.adopt(scenario)
    }
    for (name, accounts) in stage.without {
      var isFound = false
      for account in accounts where simulation.dismiss(account) { isFound = true }
      if !isFound {
        throw Failure(
          .badInput, "\(printable(name)) does nothing from there on that could be left out",
          hint: "accounts that only hold positions are not participants")
      }
    }
  }

  /// After the last command: throws unless every balance, counted once more, adds up.
  func checkLedger() throws(Failure) {
    if let breach = findings.audit.verdict() { throw Self.failure(of: breach, simulation.scenario.names) }
  }

  private static func observe(
    _ events: borrowing EventStream, _ command: Command, _ findings: inout RunFindings
  ) {
    let first = events.first
    events.withSpan { findings.observe(command, $0, from: first) }
  }

  private static func observe(
    _ events: borrowing EventStream, _ command: Command, _ overlay: inout OverlayDivergence
  ) {
    events.withSpan { overlay.observe(command, $0) }
  }

  private static func observeOthers(_ events: borrowing EventStream, _ overlay: inout OverlayDivergence) {
    events.withSpan { overlay.observeOthers($0) }
  }
}

// MARK: - What stops a run

extension ScenarioRun {
  private func refuseRefusedOpening() throws(Failure) {
    let names = simulation.scenario.names
    for index in 0..<simulation.events.count {
      guard case .refused(let refusal) = simulation.events[index].body else { continue }
      var printer = EventPrinter(names)
      let reason = printer.line(for: simulation.events[index])
      var subjects: [String] = []
      if refusal.action != .fund, refusal.action != .openMark { subjects.append(names.name(of: refusal.account)) }
      if [.openMark, .openHolding, .openOrder].contains(refusal.action) {
        subjects.append(names.name(of: refusal.instrument))
      }
      throw Failure(
        .badInput, "the venue does not open (\(subjects.joined(separator: ", "))): \(reason)",
        hint: "the opening says: \(CommandPrinter(names).line(for: simulation.command))")
    }
  }

  private func stopped(by interruption: Interruption) -> Failure {
    let seconds = decimalText(simulation.command.time.nanoseconds, scale: 9)
    return Failure(interruption.exitStatus, "\(interruption) at \(seconds) s of simulated time; nothing is kept")
  }

  private static func failure(of breach: LedgerBreach, _ names: Names) -> Failure {
    Failure(.ourFault, "the ledger does not add up: \(breach.text(names))")
  }
}
