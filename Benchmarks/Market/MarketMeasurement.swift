import Files
import Journaling
import MarketTypes
import Notation
import Simulation
import Storage
import Venue

/// A market run again and again, and the venue alone with its commands.
struct MarketMeasurement {
  let requests: RequestCounts
  let commands: Int
  let events: Int
  let digest: Digest
  let run: Rounds
  let floor: Rounds
  /// Of the process, before anything was recorded for the floor.
  let peakBytes: Int

  /// - Throws: `Diagnostics` and `FileError` for the scenario, `DifferentRuns` when a round comes to something else.
  init(_ job: MarketJob, rounds: Int) throws {
    let text = SourceText(name: job.scenario, bytes: try readFile(job.scenario, limit: 64 << 20))
    let changes = try job.changes.map { try ScenarioChange(assignment: $0) }
    let scenario = try Scenario.read(text, overrides: Scenario.Overrides(changes: changes))
    var run = Rounds()
    var floor = Rounds()
    let first = try Self.timeRun(scenario, job)
    peakBytes = peakMemoryBytes()
    let recorded = RecordedMarket(scenario)
    for round in 1...rounds {
      let again = try Self.timeRun(scenario, job)
      guard again.requests == first.requests, again.events == first.events else {
        throw DifferentRuns(round: round, first: recorded.digest, found: RecordedMarket(scenario).digest)
      }
      run.append(nanoseconds: again.nanoseconds, operations: first.requests.sum)
      floor.append(nanoseconds: recorded.timeVenue(scenario), operations: first.requests.sum)
    }
    requests = first.requests
    commands = recorded.count
    events = first.events
    digest = recorded.digest
    self.run = run
    self.floor = floor
  }

  private struct Pass {
    var requests = RequestCounts()
    var events = 0
    var nanoseconds: UInt64 = 0
  }

  private static func timeRun(_ scenario: Scenario, _ job: MarketJob) throws -> Pass {
    let start = monotonicNanoseconds()
    var pass = Pass()
    var simulation = MarketSimulation(scenario)
    if job == .journalled {
      var file = try OutputFile("market.journal", replacing: true)
      var journal = JournalWriter(
        JournalHeader(
          engine: "bench", seed: scenario.seed, names: scenario.names, rules: scenario.rules, scenario: scenario.name))
      while simulation.advance() {
        pass.requests.count(simulation.command)
        pass.events += simulation.events.count
        simulation.events.withSpan { journal.append(simulation.command, $0) }
        if journal.hasPiece {
          try journal.drain { bytes throws(FileError) in try file.write(bytes) }
        }
      }
      journal.finish()
      try journal.drain { bytes throws(FileError) in try file.write(bytes) }
      try file.flush()
      pass.nanoseconds = monotonicNanoseconds() - start
      // Dropped without a commit, so that nothing stays behind, and after the clock: to free a file's memory is not to write it.
      _ = consume file
    } else {
      while simulation.advance() {
        pass.requests.count(simulation.command)
        pass.events += simulation.events.count
      }
      pass.nanoseconds = monotonicNanoseconds() - start
    }
    return pass
  }
}

/// What was asked of the venue, by kind.
struct RequestCounts: Equatable {
  var new = 0
  var cancel = 0
  var change = 0
  var sum: Int { new + cancel + change }

  @inline(__always)
  mutating func count(_ command: borrowing Command) {
    switch command.action {
    case .submit: new += 1
    case .cancel: cancel += 1
    case .amend, .reduce, .replace: change += 1
    default: break
    }
  }
}

/// A market's commands in memory, and what it all came to.
private struct RecordedMarket: ~Copyable {
  private var commands = Pool<Command>()
  let digest: Digest
  var count: Int { commands.count }

  init(_ scenario: Scenario) {
    var simulation = MarketSimulation(scenario)
    var builder = DigestBuilder()
    while simulation.advance() {
      commands.append(simulation.command)
      simulation.command.encode(into: &builder)
      for index in 0..<simulation.events.count { simulation.events[index].encode(into: &builder) }
    }
    digest = builder.digest
  }

  borrowing func timeVenue(_ scenario: Scenario) -> UInt64 {
    let start = monotonicNanoseconds()
    var venue = Exchange(scenario.rules)
    var events = EventStream()
    for index in 0..<commands.count {
      events.removeAll()
      venue.execute(commands[index], into: &events)
    }
    return monotonicNanoseconds() - start
  }
}
