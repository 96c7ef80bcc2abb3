import Files
import Storage

/// Both floors and the engine under one workload, in turns.
struct MatchingMeasurement {
  let counts: WorkloadCounts
  let digest: UInt64
  /// An engine that keeps nothing: read, call, one report, hash.
  private(set) var emptyFloor = Rounds()
  /// That, and one slot found by number for each command.
  private(set) var slotFloor = Rounds()
  private(set) var engine = Rounds()
  /// The engine handed batches; nothing was measured where the book does not read ahead.
  private(set) var batched = Rounds()
  let latencies: Latencies
  /// By how much the process's peak grew while the first book was filled and driven.
  let peakBytes: Int
  let finalBid: Int64
  let finalAsk: Int64

  /// - Throws: `WrongDigest` when a round's reports are not those the generator expects.
  init(_ workload: Workload, operations: Int, rounds: Int) throws {
    let generated = WorkloadGenerator(workload, operations: operations)
    let expected = generated.expected.digest
    var peakBytes = 0
    for round in 1...rounds {
      emptyFloor.append(nanoseconds: Self.timeEmptyFloor(generated.timed), operations: operations)
      // The book before the slots: what it adds to the peak is its own.
      let before = peakMemoryBytes()
      let (nanoseconds, sink) = Self.timeBook(generated)
      if round == 1 { peakBytes = peakMemoryBytes() - before }
      try WrongDigest.check(sink, expected, round)
      engine.append(nanoseconds: nanoseconds, operations: operations)
      slotFloor.append(nanoseconds: Self.timeSlotFloor(generated), operations: operations)
      if workload.isBatched {
        let (nanoseconds, sink) = Self.timeBatches(generated)
        try WrongDigest.check(sink, expected, round)
        batched.append(nanoseconds: nanoseconds, operations: operations)
      }
    }
    let (latencies, sink) = Self.latencies(generated)
    try WrongDigest.check(sink, expected, rounds + 1)
    self.latencies = latencies
    counts = generated.counts
    digest = expected
    self.peakBytes = peakBytes
    finalBid = Int64(generated.book.bestBid)
    finalAsk = Int64(generated.book.bestAsk)
  }

  private static func timeEmptyFloor(_ commands: borrowing Pool<BookCommand>) -> UInt64 {
    var engine = EmptyEngine()
    var sink = ReportSink()
    return commands.withSpan { commands in time(&engine, commands, &sink) }
  }

  private static func timeSlotFloor(_ generated: borrowing WorkloadGenerator) -> UInt64 {
    var engine = SlotEngine(numbers: generated.book.orders.count)
    var sink = ReportSink()
    generated.preload.withSpan { commands in drive(&engine, through: commands, into: &sink) }
    return generated.timed.withSpan { commands in time(&engine, commands, &sink) }
  }

  private static func timeBook(_ generated: borrowing WorkloadGenerator) -> (UInt64, ReportSink) {
    var engine = BookEngine()
    var sink = ReportSink()
    generated.preload.withSpan { commands in drive(&engine, through: commands, into: &sink) }
    let nanoseconds = generated.timed.withSpan { commands in time(&engine, commands, &sink) }
    return (nanoseconds, sink)
  }

  private static func timeBatches(_ generated: borrowing WorkloadGenerator) -> (UInt64, ReportSink) {
    var engine = BookEngine()
    var sink = ReportSink()
    generated.preload.withSpan { commands in drive(&engine, through: commands, into: &sink) }
    let nanoseconds = generated.timed.withSpan { commands in
      let start = monotonicNanoseconds()
      driveBatches(&engine, through: commands, into: &sink)
      return monotonicNanoseconds() - start
    }
    return (nanoseconds, sink)
  }

  private static func latencies(_ generated: borrowing WorkloadGenerator) -> (Latencies, ReportSink) {
    var engine = BookEngine()
    var sink = ReportSink()
    generated.preload.withSpan { commands in drive(&engine, through: commands, into: &sink) }
    let latencies = generated.timed.withSpan { commands in Latencies(of: &engine, commands, &sink) }
    return (latencies, sink)
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

  static func check(_ sink: ReportSink, _ expected: UInt64, _ round: Int) throws {
    if sink.digest != expected { throw WrongDigest(round: round, expected: expected, found: sink.digest) }
  }

  var description: String {
    "round \(round): the reports come to \(hexadecimal(found)), those of the generator's own book to \(hexadecimal(expected))"
  }
}
