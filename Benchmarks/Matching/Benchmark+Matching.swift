import Files
import Notation

extension Benchmark {
  static let matching = Benchmark(
    name: "matching", summary: "one order book, driven command by command", help: MatchingOptions.help
  ) { arguments, output in
    let options = try MatchingOptions(arguments)
    if options.asksForEverything { return try benchEverything(options, into: &output) }
    let measurement = try MatchingMeasurement(
      options.workload, operations: options.operations, rounds: options.rounds)
    if options.isJSON {
      try output.write(measurement.line(for: options))
    } else {
      try output.write(measurement.text(for: options))
    }
  }
}

extension MatchingMeasurement {
  /// One JSON object on one line.
  fileprivate func line(for options: MatchingOptions) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", options.workload.name)
      line.member("operations", options.operations)
      line.member("digest", hexadecimal(digest))
      line.member("nanosecondsPerOperation", toHundredths(engine.median))
      line.member("floorNanoseconds", toHundredths(emptyFloor.median))
      line.member("slotFloorNanoseconds", toHundredths(slotFloor.median))
      if options.workload.isBatched { line.member("batchedNanoseconds", toHundredths(batched.median)) }
      line.member("p50Nanoseconds", latencies.p50)
      line.member("p99Nanoseconds", latencies.p99)
      line.member("p999Nanoseconds", latencies.p999)
      line.member("clockNanoseconds", latencies.clock)
      line.member("peakBytes", peakBytes)
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", toHundredths(engine.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(engine.slowest))
      line.member("adds", counts.adds)
      line.member("cancels", counts.cancels)
      line.member("modifies", counts.modifies)
      line.member("marketables", counts.marketables)
      line.member("fills", counts.fills)
      line.member("averageLive", counts.averageLive)
      line.member("averageLevels", counts.averageLevels)
      line.member("finalBid", finalBid)
      line.member("finalAsk", finalAsk)
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate func text(for options: MatchingOptions) -> String {
    let batches =
      options.workload.isBatched
      ? "batched   \(batched.text), handed over \(batchSize) at a time\n" : ""
    return """
      workload  \(options.workload.name): \(options.workload.preloadCount) orders before, \(options.operations) operations
      commands  \(counts.adds) adds, \(counts.cancels) cancels, \(counts.modifies) modifies, \
      \(counts.marketables) marketable, \(counts.fills) fills
      book      \(counts.averageLive) orders and \(counts.averageLevels) levels on average, final touch \(finalBid)/\(finalAsk)
      digest    \(hexadecimal(digest))
      engine    \(engine.text), median of \(options.rounds)
      \(batches)\
      floor     \(emptyFloor.text): driver and an engine that keeps nothing
      slots     \(slotFloor.text): that, and one slot by number
      ratio     \(toHundredths(engine.median / emptyFloor.median)) to the floor, \
      \(toHundredths(engine.median / slotFloor.median)) to the slots
      latency   p50 \(latencies.p50), p99 \(latencies.p99), p99.9 \(latencies.p999) ns, of which the clock \
      \(latencies.clock)
      memory    \(peakBytes) bytes

      """
  }
}

extension Rounds {
  fileprivate var text: String {
    "\(toHundredths(median)) ns per operation (\(toHundredths(fastest)) to \(toHundredths(slowest)))"
  }
}

/// All 16 digits of a word.
func hexadecimal(_ word: UInt64) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

/// Rounded to two decimals, for display.
func toHundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
