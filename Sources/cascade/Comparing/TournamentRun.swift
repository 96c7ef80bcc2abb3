import Analysis
import Files
import Journaling
import MarketTypes
import Notation
import Simulation

/// Runs a scenario under several policies with the same seeds. Threads do whole runs; nothing is shared between two.
struct TournamentRun: Sendable {
  let scenario: Scenario
  /// What is probably not meant so in the scenario as the first policy has it.
  let warnings: Diagnostics
  /// Whose displacement is told: in the scenario as it is written, by which it is called.
  let instrument: InstrumentID
  /// The same under each policy.
  private let instruments: [InstrumentID]
  private let file: ScenarioFile
  private let policies: [Policy]
  /// Made under every policy, before it.
  private let changes: [ScenarioChange]
  private let seeds: ClosedRange<UInt64>
  /// Whether each is also run with nobody liquidated.
  private let alsoWithout: Bool
  private let dataRoot: DataRoot

  /// What is changed of the scenario, under the name it was asked for.
  struct Policy: Sendable {
    let name: String
    let changes: [ScenarioChange]

    init(name: String, changes: [ScenarioChange]) {
      self.name = name
      self.changes = changes
    }

    /// `as-written` changes nothing, `off` liquidates nobody; all else is a policy's file or a preset.
    init(_ name: String, presets: String?, _ limits: Limits) throws {
      self.name = name
      changes =
        switch name {
        case "as-written": []
        case "off": [.liquidationOff]
        default:
          [
            ScenarioChange(
              policy: try PolicyFile(name, presets: presets, limits, builtIn: ["as-written", "off"]).value)
          ]
        }
    }
  }

  /// Reads the scenario, with these changes, under each policy, so that whatever is wrong is said before the first run.
  init(
    _ path: String, _ policies: [Policy], changing changes: [ScenarioChange], seeds: ClosedRange<UInt64>,
    instrument name: String?, alsoWithout: Bool, dataRoot: DataRoot, _ limits: Limits
  ) throws {
    let file = try ScenarioFile(path, limits)
    self.file = file
    let scenario = try file.scenario(changes: changes)
    self.scenario = scenario
    self.changes = changes
    // All policies of a sweep change the same places.
    try Self.checkPlaces(of: policies.first?.changes ?? [], in: scenario)
    try Self.checkPlaces(of: changes, before: policies, in: scenario)
    let changed = try policies.map { try file.scenario(changes: changes + $0.changes) }
    warnings = changed.first?.warnings ?? scenario.warnings
    // A policy may have other instruments, in another order, and another first scripted order.
    let looked = { (scenario: Scenario) in
      try name.map { try scenario.names.instrument(named: $0) } ?? scenario.shockInstrument
    }
    instrument = try looked(scenario)
    instruments = try changed.map(looked)
    self.policies = policies
    self.seeds = seeds
    self.alsoWithout = alsoWithout
    self.dataRoot = dataRoot
  }

  /// Throws where a change would be lost under a later one: two spellings of one path, or a path above another.
  private static func checkPlaces(of changes: [ScenarioChange], in scenario: Scenario) throws(Failure) {
    var earlier: [[String]] = []
    for place in changes.compactMap({ $0.place(in: scenario.resolved) }) {
      if let lost = earlier.first(where: { $0.starts(with: place) }) {
        let (path, other) = (place.joined(separator: "."), lost.joined(separator: "."))
        throw lost == place
          ? Failure(usage: "--vary names \(path) twice, in two spellings", hint: "write all its values at once: A,B,…")
          : Failure(usage: "--vary \(path) undoes \(other), which is named before it", hint: "name \(path) first")
      }
      earlier.append(place)
    }
  }

  /// Throws where a change made under every policy is lost under all of them.
  private static func checkPlaces(
    of changes: [ScenarioChange], before policies: [Policy], in scenario: Scenario
  ) throws(Failure) {
    let later = policies.map { $0.changes.compactMap { $0.place(in: scenario.resolved) } }
    for place in changes.compactMap({ $0.place(in: scenario.resolved) })
    where later.allSatisfy({ $0.contains { place.starts(with: $0) } }) {
      let path = place.joined(separator: ".")
      throw Failure(usage: "--set \(path) is lost, as every run sets it anew", hint: "leave it out")
    }
  }

  /// All runs, policy by policy, each in order of seeds, whatever the number of threads.
  func carryOut(threads: Int, quiet: Bool) throws -> Tournament {
    let count = policies.count * seeds.count
    var progress = ProgressBar("tournament", unit: "runs", total: count, quiet: quiet)
    // All policies of one seed before the next seed.
    let work = { @Sendable (number: Int) in
      try entry(policy: number % policies.count, seed: seeds.lowerBound + UInt64(number / policies.count))
    }
    var done = 0
    let entries: [Tournament.Entry]
    do {
      entries = try inParallel(count, threads: threads, work) {
        done = $0
        progress.show($0)
      }
    } catch {
      guard let interruption = Interruption.requested, (error as? Failure)?.status == interruption.exitStatus else {
        throw error
      }
      throw stopped(by: interruption, after: done, of: count)
    }
    progress.erase()
    return Tournament(
      policies: policies.map(\.name), seeds: seeds,
      entries: policies.indices.flatMap { policy in entries.filter { $0.policy == policy } })
  }

  /// Where in its simulated time a run was is of no use to whoever started them all.
  private func stopped(by interruption: Interruption, after done: Int, of count: Int) -> Failure {
    let word = interruption == .interrupt ? "interrupted" : "terminated"
    return Failure(
      interruption.exitStatus,
      "\(word) after \(groupedText(done)) of \(counted(count, "run")); nothing is kept",
      hint: "tables and pages are written at the end: with fewer --seeds at a time less is lost")
  }

  private func entry(policy: Int, seed: UInt64) throws -> Tournament.Entry {
    let changes = changes + policies[policy].changes
    var digest = DigestBuilder()
    let (excursion, findings) = try carryOut(seed: seed, changes) { simulation in
      simulation.command.encode(into: &digest)
      for index in 0..<simulation.events.count { simulation.events[index].encode(into: &digest) }
    }
    let without = alsoWithout ? try carryOut(seed: seed, changes + [.liquidationOff]) { _ in }.excursion : nil
    return Tournament.Entry(
      policy: policy, seed: seed, digest: digest.digest.hex, instrument: instruments[policy], excursion,
      without: without,
      findings)
  }

  /// One run from its start to its end; `each` sees it after every command.
  private func carryOut(
    seed: UInt64, _ changes: [ScenarioChange], each: (borrowing MarketSimulation) -> Void
  ) throws -> (excursion: MarkExcursion, findings: RunFindings) {
    let scenario = try file.scenario(seed: seed, changes: changes)
    var run = try ScenarioRun(scenario, dataRoot: dataRoot)
    var excursion = MarkExcursion(scenario.rules, from: scenario.shockTime ?? .start)
    while try run.advance() {
      each(run.simulation)
      let (command, first) = (run.simulation.command, run.simulation.events.first)
      run.simulation.events.withSpan { excursion.observe(command, $0, from: first) }
    }
    try run.checkLedger()
    return (excursion, run.findings)
  }
}
