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
  /// As a table has them: of the scenario as it is written, and after its instruments those that only a policy looks at.
  let names: Names
  /// The same under each policy: as it numbers its instruments, and by its place among `names`.
  private let instruments: [(own: InstrumentID, place: InstrumentID)]
  private let file: ScenarioFile
  private let policies: [Policy]
  /// Made under every policy, before it.
  private let changes: [ScenarioChange]
  private let seeds: ClosedRange<UInt64>
  /// Accounts and blocks whose profit is told.
  let profits: [String]
  /// The same under each policy.
  private let groups: [AccountGroups]
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
    instrument name: String?, profits: [String], alsoWithout: Bool, dataRoot: DataRoot, _ limits: Limits
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
    var names = scenario.names
    var instruments: [(own: InstrumentID, place: InstrumentID)] = []
    for policy in changed {
      let own = try looked(policy)
      let name = policy.names.name(of: own)
      let place = names.instruments.firstIndex(of: name) ?? names.instruments.count
      if place == names.instruments.count { names.instruments.append(name) }
      instruments.append((own, InstrumentID(number: UInt16(place))))
    }
    (self.names, self.instruments) = (names, instruments)
    self.profits = profits
    groups = try changed.map { try $0.groups(named: profits) }
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

  /// What came of all runs, or of those before the one that ended them.
  struct Outcome {
    /// Of every seed that all policies met.
    let tournament: Tournament
    /// Why there are not all of them.
    let end: Failure?
  }

  /// All runs, policy by policy, each in order of seeds, whatever the number of threads.
  ///
  /// A run that fails, or a wish from outside, ends them: the seeds before it, which all policies have met, are kept. Throws where
  /// there is none.
  func carryOut(threads: Int, quiet: Bool) throws(Failure) -> Outcome {
    let count = policies.count * seeds.count
    var progress = ProgressBar("tournament", unit: "runs", total: count, quiet: quiet)
    // All policies of one seed before the next seed.
    let work = { @Sendable (number: Int) in
      try entry(policy: number % policies.count, seed: seed(ofRun: number))
    }
    var finished = 0
    let done = piecesInParallel(count, threads: threads, work) {
      finished = $0
      progress.show($0)
    }
    progress.erase()
    let whole = done.values.count / policies.count
    let end = done.failure.map { failure(of: done.values.count, $0, finished: finished, whole: whole) }
    if whole == 0, let end { throw end }
    let last = seeds.lowerBound + UInt64(whole - 1)
    let entries = done.values.prefix(whole * policies.count)
    return Outcome(
      tournament: Tournament(
        policies: policies.map(\.name), seeds: seeds.lowerBound...last, groups: profits,
        entries: policies.indices.flatMap { policy in entries.filter { $0.policy == policy } }),
      end: end)
  }

  private func seed(ofRun number: Int) -> UInt64 { seeds.lowerBound + UInt64(number / policies.count) }

  /// Why all runs end with one that did not come to its own end, and what is left of them.
  ///
  /// - Parameters:
  ///   - number: of that run.
  ///   - finished: how many runs came to their end.
  ///   - whole: how many seeds all policies met.
  private func failure(of number: Int, _ error: any Error, finished: Int, whole: Int) -> Failure {
    let last = seeds.lowerBound + UInt64(max(whole, 1) - 1)
    let kept = whole == 0 ? "nothing is kept" : "what was asked for is of \(seedWords(seeds.lowerBound, last))"
    let cause = Failure(error)
    if let interruption = Interruption(behind: error) {
      // Where in its simulated time a run was is of no use to whoever started them all.
      let runs = "\(groupedText(finished)) of \(counted(policies.count * seeds.count, "run"))"
      let rest = whole == 0 ? nil : "--seeds \(last + 1)..\(seeds.upperBound) is the rest"
      return Failure(cause.status, "\(interruption) after \(runs); \(kept)", hint: rest)
    }
    var said = cause.diagnostics
    let seed = seed(ofRun: number)
    let policy = policies.count == 1 ? "" : " and \(printable(policies[number % policies.count].name))"
    let rest = seed == seeds.upperBound ? nil : "--seeds \(seed + 1)..\(seeds.upperBound) goes on after it"
    said.add(.note, "that is the run with seed \(seed)\(policy); \(kept)", hint: rest)
    return Failure(cause.status, said)
  }

  private func seedWords(_ first: UInt64, _ last: UInt64) -> String {
    first == last ? "seed \(first)" : "seeds \(first)..\(last)"
  }

  private func entry(policy: Int, seed: UInt64) throws -> Tournament.Entry {
    let changes = changes + policies[policy].changes
    let scenario = try file.scenario(seed: seed, changes: changes)
    let instrument = instruments[policy].own
    var digest = DigestBuilder()
    var mids = MidVolatility(scenario.rules)
    var equity = profits.isEmpty ? nil : GroupEquity(scenario.rules, groups[policy])
    let (excursion, findings) = try carryOut(scenario) { command, events, first in
      command.encode(into: &digest)
      for index in events.indices { events[index].encode(into: &digest) }
      mids.observe(command, events, from: first)
      equity?.observe(command, events, from: first)
    }
    var without: MarkExcursion?
    if alsoWithout {
      let scenario = try file.scenario(seed: seed, changes: changes + [.liquidationOff])
      without = try carryOut(scenario) { _, _, _ in }.excursion
    }
    // The last group is of accounts that nobody named.
    let gained = equity.map { Array($0.profits.dropLast()) } ?? []
    var entry = Tournament.Entry(
      policy: policy, seed: seed, digest: digest.digest.hex, instrument: instrument, excursion, without: without,
      findings, MarketFigures(of: instrument, findings, mids, profits: gained))
    entry.instrument = instruments[policy].place
    entry.market.mostForced = entry.market.mostForced.flatMap { asWritten($0, scenario.names) }
    return entry
  }

  /// The instrument that has the same name in the scenario as it is written; `nil` without one.
  private func asWritten(_ instrument: InstrumentID, _ names: Names) -> InstrumentID? {
    scenario.names.instruments.firstIndex(of: names.name(of: instrument)).map { InstrumentID(number: UInt16($0)) }
  }

  /// One run from its start to its end; `each` sees every command and what it caused.
  private func carryOut(
    _ scenario: Scenario, each: (Command, Span<Event>, EventPosition) -> Void
  ) throws -> (excursion: MarkExcursion, findings: RunFindings) {
    var run = try ScenarioRun(scenario, dataRoot: dataRoot)
    var excursion = MarkExcursion(scenario.rules, from: scenario.shockTime ?? .start)
    while try run.advance() {
      let (command, first) = (run.simulation.command, run.simulation.events.first)
      run.simulation.events.withSpan { events in
        each(command, events, first)
        excursion.observe(command, events, from: first)
      }
    }
    try run.checkLedger()
    return (excursion, run.findings)
  }
}
