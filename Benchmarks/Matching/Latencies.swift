import Files
import Storage

/// How long single commands took, with the clock read before and after each. A pass of its own, because the clock costs
/// as much as a command.
struct Latencies {
  let p50: Int
  let p99: Int
  let p999: Int
  /// What the clock shows when nothing happens between two readings: contained in the figures above.
  let clock: Int

  init(of engine: inout BookEngine, _ commands: Span<BookCommand>, _ sink: inout ReportSink) {
    var samples = Pool<UInt32>(count: commands.count, filledWith: 0)
    for index in commands.indices {
      let start = monotonicNanoseconds()
      commands[index].call(&engine, &sink)
      samples[index] = UInt32(clamping: monotonicNanoseconds() - start)
    }
    samples.sort { $0 < $1 }
    p50 = Self.quantile(500, of: samples)
    p99 = Self.quantile(990, of: samples)
    p999 = Self.quantile(999, of: samples)
    clock = Self.clockCost()
  }

  /// The sample that `thousandths` of all are no longer than.
  private static func quantile(_ thousandths: Int, of sorted: borrowing Pool<UInt32>) -> Int {
    Int(sorted[min(sorted.count * thousandths / 1000, sorted.count - 1)])
  }

  private static func clockCost() -> Int {
    var samples = Pool<UInt32>(count: 10_001, filledWith: 0)
    for index in 0..<samples.count {
      let start = monotonicNanoseconds()
      samples[index] = UInt32(clamping: monotonicNanoseconds() - start)
    }
    samples.sort { $0 < $1 }
    return quantile(500, of: samples)
  }
}
