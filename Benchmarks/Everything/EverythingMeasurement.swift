import Files
import MarketTypes
import Storage
import Venue

/// Floors and the whole venue under the workload "everything", in turns.
struct EverythingMeasurement {
  let counts: EverythingCounts
  let digest: UInt64
  /// A driver that hashes one event a command and keeps nothing.
  private(set) var emptyFloor = Rounds()
  /// The digest alone, of all events kept in memory.
  private(set) var digestFloor = Rounds()
  private(set) var venue = Rounds()
  private(set) var latencies = EverythingLatencies()
  /// By how much the process's peak grew while the first venue was filled and driven; the generator's list of live orders
  /// is counted, its commands are not.
  private(set) var peakBytes = 0

  /// - Throws: `WrongDigest` when a round's events are not those of the generator's run.
  init(operations: Int, rounds: Int) throws {
    let generated = EverythingGenerator(operations: operations)
    counts = generated.counts
    digest = generated.expected.digest
    peakBytes = generated.peakBytes
    let kept = Self.record(generated)
    for round in 1...rounds {
      emptyFloor.append(nanoseconds: Self.timeEmpty(generated.timed), operations: operations)
      digestFloor.append(nanoseconds: try Self.timeDigest(kept, digest, round), operations: operations)
      var exchange = Self.filled(generated)
      var sink = EventSink()
      var events = EventStream()
      let start = monotonicNanoseconds()
      Self.drive(&exchange, through: generated.timed, &events, into: &sink)
      venue.append(nanoseconds: monotonicNanoseconds() - start, operations: operations)
      if sink.digest != digest { throw WrongDigest(round: round, expected: digest, found: sink.digest) }
    }
    var exchange = Self.filled(generated)
    latencies = EverythingLatencies(of: &exchange, generated.timed)
  }

  /// The venue as it stands when the clock starts.
  private static func filled(_ generated: borrowing EverythingGenerator) -> Exchange {
    var exchange = Exchange(generated.rules)
    var events = EventStream()
    for index in 0..<generated.opening.count {
      exchange.execute(generated.opening[index], into: &events)
      events.removeAll()
    }
    for index in 0..<generated.preload.count {
      exchange.execute(generated.preload[index], into: &events)
      events.removeAll()
    }
    return exchange
  }

  @inline(never)
  private static func drive(
    _ exchange: inout Exchange, through commands: borrowing Pool<Command>, _ events: inout EventStream,
    into sink: inout EventSink
  ) {
    for index in 0..<commands.count {
      exchange.execute(commands[index], into: &events)
      sink.receive(events)
      events.removeAll()
    }
  }

  private static func timeEmpty(_ commands: borrowing Pool<Command>) -> UInt64 {
    var sink = EventSink()
    let start = monotonicNanoseconds()
    for index in 0..<commands.count { answer(commands[index], into: &sink) }
    let nanoseconds = monotonicNanoseconds() - start
    invariant(sink.digest != 0, "the digest of the floor is zero")  // keeps the loop alive
    return nanoseconds
  }

  /// The engine that keeps nothing: one event for each command.
  @inline(never)
  private static func answer(_ command: Command, into sink: inout EventSink) {
    switch command.action {
    case .submit(let order): sink.receive(Event(.accepted(OrderAccepted(order, as: OrderID(number: 1)))))
    case .cancel(let cancel): answer(.cancel, cancel.account, cancel.instrument, into: &sink)
    case .amend(let amend): answer(.amend, amend.account, amend.instrument, into: &sink)
    default: answer(.clock, AccountID(number: 0), InstrumentID(number: 0), into: &sink)
    }
  }

  private static func answer(
    _ action: RefusedAction, _ account: AccountID, _ instrument: InstrumentID, into sink: inout EventSink
  ) {
    let refused = CommandRefused(
      action, account: account, instrument: instrument, client: .none, reason: .unknownOrder)
    sink.receive(Event(.refused(refused)))
  }

  /// All events of the timed commands.
  private static func record(_ generated: borrowing EverythingGenerator) -> Pool<Event> {
    var exchange = filled(generated)
    var events = EventStream()
    var kept = Pool<Event>(capacity: generated.counts.events)
    for index in 0..<generated.timed.count {
      exchange.execute(generated.timed[index], into: &events)
      for place in 0..<events.count { kept.append(events[place]) }
      events.removeAll()
    }
    return kept
  }

  private static func timeDigest(_ events: borrowing Pool<Event>, _ expected: UInt64, _ round: Int) throws -> UInt64 {
    var sink = EventSink()
    let start = monotonicNanoseconds()
    for index in 0..<events.count { sink.receive(events[index]) }
    let nanoseconds = monotonicNanoseconds() - start
    if sink.digest != expected { throw WrongDigest(round: round, expected: expected, found: sink.digest) }
    return nanoseconds
  }
}

/// How long single commands took, with the clock read before and after each: a pass of its own, because the clock costs
/// as much as a command.
struct EverythingLatencies {
  private(set) var p50 = 0
  private(set) var p99 = 0
  private(set) var p999 = 0

  init() {}

  init(of exchange: inout Exchange, _ commands: borrowing Pool<Command>) {
    var events = EventStream()
    var samples = Pool<UInt32>(count: commands.count, filledWith: 0)
    for index in 0..<commands.count {
      let start = monotonicNanoseconds()
      exchange.execute(commands[index], into: &events)
      samples[index] = UInt32(clamping: monotonicNanoseconds() - start)
      events.removeAll()
    }
    samples.sort { $0 < $1 }
    p50 = Int(samples[samples.count / 2])
    p99 = Int(samples[min(samples.count * 99 / 100, samples.count - 1)])
    p999 = Int(samples[min(samples.count * 999 / 1000, samples.count - 1)])
  }
}
