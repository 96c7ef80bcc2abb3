import Files
import Journaling
import MarketTypes
import Notation
import Simulation

/// Both formats of the same events, in turns.
struct ExportMeasurement {
  private(set) var csv = Rounds()
  private(set) var parquet = Rounds()
  private(set) var csvBytes = 0
  private(set) var parquetBytes = 0
  /// Of the bytes of both.
  private(set) var digest: Digest

  /// - Throws: `Diagnostics` and `FileError` for the scenario, `DifferentRuns` when a round's bytes are others.
  init(_ options: ExportOptions) throws {
    let path = options.scenario
    let scenario = try Scenario.read(SourceText(name: path, bytes: readFile(path, limit: 64 << 20)))
    guard scenario.recordings.isEmpty else { throw UsageError("\(path) plays recordings, which bench does not") }
    let tape = EventTape(scenario, count: options.events)
    var first: Digest?
    digest = DigestBuilder().digest
    for round in 1...options.rounds {
      var sink = ByteSink()
      csv.append(nanoseconds: timed { tape.writeCSV(scenario.names, to: &sink) }, operations: options.events)
      csvBytes = sink.count
      parquet.append(nanoseconds: timed { tape.writeParquet(scenario.names, to: &sink) }, operations: options.events)
      parquetBytes = sink.count - csvBytes
      digest = sink.digest
      if let first, first != digest { throw DifferentRuns(round: round, first: first, found: digest) }
      first = digest
    }
  }

  private func timed(_ body: () -> Void) -> UInt64 {
    let start = monotonicNanoseconds()
    body()
    return monotonicNanoseconds() - start
  }
}

/// So many events of a run, told over and over.
private struct EventTape {
  private var events: [Event] = []
  private var times: [Time] = []

  init(_ scenario: Scenario, count: Int) {
    var simulation = MarketSimulation(scenario)
    while events.count < count, simulation.advance() {
      for index in 0..<simulation.events.count where events.count < count {
        events.append(simulation.events[index])
        times.append(simulation.command.time)
      }
    }
    let told = events.count
    let day: Int64 = 86_400_000_000_000
    while events.count < count {
      let (turn, place) = events.count.quotientAndRemainder(dividingBy: told)
      events.append(events[place])
      times.append(Time(nanoseconds: times[place].nanoseconds + Int64(turn) * day))
    }
  }

  func writeCSV(_ names: Names, to sink: inout ByteSink) {
    var table = EventTable(names)
    var lines = EventTable.csvHeader
    for index in events.indices {
      table.appendCSV(
        events[index], at: EventPosition(number: Int64(index)), time: times[index], to: &lines)
      if lines.count >= 1 << 16 {
        sink.take(lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
    sink.take(lines)
  }

  func writeParquet(_ names: Names, to sink: inout ByteSink) {
    var table = EventTable(names)
    var file = ParquetWriter(EventTable.description)
    for index in events.indices {
      table.append(events[index], at: EventPosition(number: Int64(index)), time: times[index], to: &file)
      if file.bytes.count >= 1 << 16 {
        sink.take(file.bytes)
        file.removeAll()
      }
    }
    file.finish()
    sink.take(file.bytes)
  }
}

/// Counts bytes and keeps a digest of a few of them: enough that none can be left out.
private struct ByteSink {
  private(set) var count = 0
  private var builder = DigestBuilder()

  var digest: Digest { builder.digest }

  mutating func take(_ bytes: [UInt8]) {
    count += bytes.count
    var sum: UInt64 = 0
    for index in stride(from: 0, to: bytes.count, by: 16) { sum = sum &* 31 &+ UInt64(bytes[index]) }
    builder.take(UInt64(bytes.count), sum)
  }
}
