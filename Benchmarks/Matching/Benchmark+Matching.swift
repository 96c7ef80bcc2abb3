import Files
import Notation

extension Benchmark {
  static let matching = Benchmark(
    name: "matching", summary: "one order book, driven command by command", help: MatchingOptions.help
  ) { arguments, output in
    let options = try MatchingOptions(arguments)
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
      line.member("floorNanoseconds", toHundredths(floor.median))
      line.member("peakBytes", peakBytes)
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", toHundredths(engine.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(engine.slowest))
      line.member("adds", counts.adds)
      line.member("cancels", counts.cancels)
      line.member("modifies", counts.modifies)
      line.member("marketables", counts.marketables)
      line.member("fills", counts.fills)
      line.member("averageLevels", counts.averageLevels)
      line.member("finalBid", finalBid)
      line.member("finalAsk", finalAsk)
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate func text(for options: MatchingOptions) -> String {
    let ratio = toHundredths(engine.median / floor.median)
    return """
      workload  \(options.workload.name): \(options.workload.liveOrders) live orders, \(options.operations) operations
      commands  \(counts.adds) adds, \(counts.cancels) cancels, \(counts.modifies) modifies, \
      \(counts.marketables) marketable, \(counts.fills) fills
      book      \(counts.averageLevels) levels on average, final touch \(finalBid)/\(finalAsk)
      digest    \(hexadecimal(digest))
      engine    \(toHundredths(engine.median)) ns per operation, median of \(options.rounds) \
      (\(toHundredths(engine.fastest)) to \(toHundredths(engine.slowest)))
      floor     \(toHundredths(floor.median)) ns per operation \
      (\(toHundredths(floor.fastest)) to \(toHundredths(floor.slowest)))
      ratio     \(ratio)
      memory    \(peakBytes) bytes

      """
  }
}

/// All 16 digits of a word.
func hexadecimal(_ word: UInt64) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

/// Rounded to two decimals, for display.
func toHundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
