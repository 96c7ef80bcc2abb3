import Files
import Storage

/// Floor and engine under one workload, in turns.
struct MatchingMeasurement {
  let counts: WorkloadCounts
  let digest: UInt64
  let floor: Rounds
  let engine: Rounds
  /// By how much the process's peak grew while the first book was filled and driven.
  let peakBytes: Int
  let finalBid: Int64
  let finalAsk: Int64

  /// - Throws: `WrongDigest` when a round's reports are not those the generator expects.
  init(_ workload: Workload, operations: Int, rounds: Int) throws {
    let generated = WorkloadGenerator(workload, operations: operations)
    var floor = Rounds()
    var engine = Rounds()
    var peakBytes = 0
    for round in 1...rounds {
      floor.append(nanoseconds: Self.timeFloor(generated.timed), operations: operations)
      let before = peakMemoryBytes()
      let (nanoseconds, sink) = Self.timeBook(generated)
      if round == 1 { peakBytes = peakMemoryBytes() - before }
      if sink.digest != generated.expected.digest {
        throw WrongDigest(round: round, expected: generated.expected.digest, found: sink.digest)
      }
      engine.append(nanoseconds: nanoseconds, operations: operations)
    }
    counts = generated.counts
    digest = generated.expected.digest
    self.floor = floor
    self.engine = engine
    self.peakBytes = peakBytes
    finalBid = Int64(generated.book.bestBid)
    finalAsk = Int64(generated.book.bestAsk)
  }

  private static func timeFloor(_ commands: borrowing Pool<BookCommand>) -> UInt64 {
    var engine = EmptyEngine()
    var sink = ReportSink()
    return commands.withSpan { commands in time(&engine, commands, &sink) }
  }

  private static func timeBook(_ generated: borrowing WorkloadGenerator) -> (UInt64, ReportSink) {
    var engine = BookEngine()
    var sink = ReportSink()
    generated.preload.withSpan { commands in drive(&engine, through: commands, into: &sink) }
    let nanoseconds = generated.timed.withSpan { commands in time(&engine, commands, &sink) }
    return (nanoseconds, sink)
  }

  private static func time<Engine: MatchingEngine & ~Copyable>(
    _ engine: inout Engine, _ commands: Span<BookCommand>, _ sink: inout ReportSink
  ) -> UInt64 {
    let start = monotonicNanoseconds()
    drive(&engine, through: commands, into: &sink)
    return monotonicNanoseconds() - start
  }
}

/// The book answered otherwise than the generator's own: a fault of ours.
struct WrongDigest: Error, CustomStringConvertible {
  let round: Int
  let expected: UInt64
  let found: UInt64

  var description: String {
    "round \(round): the reports come to \(hexadecimal(found)), those of the generator's own book to \(hexadecimal(expected))"
  }
}
