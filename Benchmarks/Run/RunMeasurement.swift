import Files
import Journaling
import MarketTypes
import Notation
import Simulation
import Storage

/// Floor and whole run of one scenario, in turns.
struct RunMeasurement {
  let commands: Int
  let events: Int
  let digest: Digest
  let floor: Rounds
  let run: Rounds
  /// By how much the process's peak grew over the first run.
  let peakBytes: Int

  /// - Throws: `Diagnostics` and `FileError` for the scenario, `DifferentRuns` when a round's digest is another.
  init(_ path: String, rounds: Int) throws {
    let scenario = try Scenario.read(SourceText(name: path, bytes: readFile(path, limit: 64 << 20)))
    guard scenario.recordings.isEmpty else { throw UsageError("\(path) plays recordings, which bench does not") }
    let before = peakMemoryBytes()
    let first = Self.timeRun(scenario)
    peakBytes = peakMemoryBytes() - before
    let recorded = Recorded(scenario)
    var floor = Rounds()
    var run = Rounds()
    for round in 1...rounds {
      floor.append(nanoseconds: recorded.timeDigest(), operations: first.commands)
      let again = Self.timeRun(scenario)
      if again.digest != first.digest {
        throw DifferentRuns(round: round, first: first.digest, found: again.digest)
      }
      run.append(nanoseconds: again.nanoseconds, operations: again.commands)
    }
    commands = first.commands
    events = recorded.events.count
    digest = first.digest
    self.floor = floor
    self.run = run
  }

  private static func timeRun(_ scenario: Scenario) -> (nanoseconds: UInt64, commands: Int, digest: Digest) {
    let start = monotonicNanoseconds()
    var simulation = MarketSimulation(scenario)
    var digest = DigestBuilder()
    var commands = 0
    while simulation.advance() {
      simulation.command.encode(into: &digest)
      for index in 0..<simulation.events.count { simulation.events[index].encode(into: &digest) }
      commands += 1
    }
    return (monotonicNanoseconds() - start, commands, digest.digest)
  }
}

/// A run's commands and events in memory, in order but for the commands standing first.
private struct Recorded: ~Copyable {
  var commands = Pool<Command>()
  var events = Pool<Event>()

  init(_ scenario: Scenario) {
    var simulation = MarketSimulation(scenario)
    while simulation.advance() {
      commands.append(simulation.command)
      for index in 0..<simulation.events.count { events.append(simulation.events[index]) }
    }
  }

  func timeDigest() -> UInt64 {
    let start = monotonicNanoseconds()
    var digest = DigestBuilder()
    for index in 0..<commands.count { commands[index].encode(into: &digest) }
    for index in 0..<events.count { events[index].encode(into: &digest) }
    let nanoseconds = monotonicNanoseconds() - start
    invariant(digest.digest.high | digest.digest.low != 0, "the digest of a run is zero")  // keeps the loop alive
    return nanoseconds
  }
}

/// Two runs of one scenario came to different digests: a fault of ours.
struct DifferentRuns: Error, CustomStringConvertible {
  let round: Int
  let first: Digest
  let found: Digest

  var description: String { "round \(round): the run comes to \(found.hex), the first one to \(first.hex)" }
}
