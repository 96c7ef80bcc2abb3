import Files
import Journaling
import MarketTypes
import Notation
import Simulation

/// Many seeds of one scenario, on one thread and on several in turns.
struct SweepMeasurement {
  let seeds: Int
  let threads: Int
  /// Of all runs' digests, in order of seeds.
  let digest: Digest
  /// Nanoseconds a run.
  let one: Rounds
  let several: Rounds
  let floor: Rounds

  static let scenario = "fixtures/scenarios/zi-100.jsonc"
  static let duration = "100s"

  /// - Throws: `DifferentRuns` when a round, or another number of threads, comes to something else.
  init(seeds: Int, rounds: Int) throws {
    let text = SourceText(name: Self.scenario, bytes: try readFile(Self.scenario, limit: 64 << 20))
    let change = try ScenarioChange(assignment: "duration=\(Self.duration)")
    let threads = processorCount()
    let scenarios = try (1...seeds).map {
      try Scenario.read(text, overrides: Scenario.Overrides(seed: UInt64($0), changes: [change]))
    }
    let work = { @Sendable (number: Int) in Self.run(scenarios[number]) }
    var (one, several, floor) = (Rounds(), Rounds(), Rounds())
    var first: Digest?
    for round in 1...rounds {
      for count in [1, threads] {
        let start = monotonicNanoseconds()
        let digests = try inParallel(seeds, threads: count, work)
        let nanoseconds = monotonicNanoseconds() - start
        if count == 1 { one.append(nanoseconds: nanoseconds, operations: seeds) }
        if count == threads { several.append(nanoseconds: nanoseconds, operations: seeds) }
        var all = DigestBuilder()
        for digest in digests { all.take(digest.high, digest.low) }
        let found = all.digest
        if let first, first != found { throw DifferentRuns(round: round, first: first, found: found) }
        first = found
      }
      floor.append(nanoseconds: try Self.timeArithmetic(threads), operations: 1)
    }
    invariant(first != nil, "there was no round")
    self.seeds = seeds
    self.threads = threads
    digest = first ?? DigestBuilder().digest
    (self.one, self.several, self.floor) = (one, several, floor)
  }

  private static func run(_ scenario: Scenario) -> Digest {
    var simulation = MarketSimulation(scenario)
    var digest = DigestBuilder()
    while simulation.advance() {
      simulation.command.encode(into: &digest)
      for index in 0..<simulation.events.count { simulation.events[index].encode(into: &digest) }
    }
    return digest.digest
  }

  /// What the machine itself gains by its threads, in per cent of one thread's time for the same sums: nothing is shared and
  /// nothing leaves the registers.
  private static func timeArithmetic(_ threads: Int) throws -> UInt64 {
    let work = { @Sendable (number: Int) in
      var word = UInt64(number)
      for _ in 0..<20_000_000 { word = (word ^ word >> 31) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
      return word
    }
    var times: [UInt64] = []
    for count in [1, threads] {
      let start = monotonicNanoseconds()
      let words = try inParallel(2 * threads, threads: count, work)
      invariant(words.count == 2 * threads, "a piece of arithmetic is missing")
      times.append(monotonicNanoseconds() - start)
    }
    return 100 * times[0] / max(1, times[1])
  }
}

extension SweepMeasurement {
  /// How many times as fast as one thread.
  private var speedUp: Double { one.median / several.median }

  func line(rounds: Int) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", "sweep")
      line.member("operations", seeds)
      line.member("digest", digest.hex)
      line.member("threads", threads)
      line.member("speedUp", toHundredths(speedUp))
      line.member("machineSpeedUp", toHundredths(floor.median / 100))
      line.member("nanosecondsPerOperation", toHundredths(several.median))
      line.member("oneThreadNanoseconds", toHundredths(one.median))
      line.member("rounds", rounds)
    }
    writer.endLine()
    return writer.bytes
  }

  func text(rounds: Int) -> String {
    """
    workload  sweep: \(seeds) seeds of zi-100, \(Self.duration) each
    digest    \(digest.hex), the same on one thread and on \(threads)
    run       \(toHundredths(several.median / 1e6)) ms a seed on \(threads) threads, \
    \(toHundredths(one.median / 1e6)) on one, median of \(rounds)
    ratio     \(toHundredths(speedUp)) times one thread
    floor     \(toHundredths(floor.median / 100)) times: arithmetic alone, in registers

    """
  }
}
