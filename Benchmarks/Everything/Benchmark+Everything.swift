import Files
import Notation

/// `bench matching --workload everything`: the whole venue with every rule that costs something on.
func benchEverything(_ options: MatchingOptions, into output: inout OutputFile) throws {
  let measurement = try EverythingMeasurement(operations: options.operations, rounds: options.rounds)
  if options.isJSON {
    try output.write(measurement.line(for: options))
  } else {
    try output.write(measurement.text(for: options))
  }
}

extension EverythingMeasurement {
  /// One JSON object on one line.
  fileprivate func line(for options: MatchingOptions) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", MatchingOptions.everything)
      line.member("operations", options.operations)
      line.member("digest", hexadecimal(digest))
      line.member("nanosecondsPerOperation", toHundredths(venue.median))
      line.member("floorNanoseconds", toHundredths(emptyFloor.median))
      line.member("digestFloorNanoseconds", toHundredths(digestFloor.median))
      line.member("p50Nanoseconds", latencies.p50)
      line.member("p99Nanoseconds", latencies.p99)
      line.member("p999Nanoseconds", latencies.p999)
      line.member("peakBytes", peakBytes)
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", toHundredths(venue.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(venue.slowest))
      line.member("adds", counts.adds)
      line.member("cancels", counts.cancels)
      line.member("amends", counts.amends)
      line.member("marketables", counts.marketables)
      line.member("fills", counts.fills)
      line.member("refusals", counts.refusals)
      line.member("stopsFired", counts.stopsFired)
      line.member("events", counts.events)
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate func text(for options: MatchingOptions) -> String {
    """
    workload  \(MatchingOptions.everything): \(EverythingGenerator.liveTarget) orders of \
    \(EverythingGenerator.accountCount) accounts and \(EverythingGenerator.stopCount) stops before, \
    \(options.operations) operations
    commands  \(counts.adds) adds, \(counts.cancels) cancels, \(counts.amends) amends, \
    \(counts.marketables) marketable; \(counts.fills) fills, \(counts.refusals) refusals, \
    \(counts.stopsFired) stops fired, \(counts.events) events
    digest    \(hexadecimal(digest))
    venue     \(toHundredths(venue.median)) ns per operation \
    (\(toHundredths(venue.fastest)) to \(toHundredths(venue.slowest))), median of \(options.rounds)
    floor     \(toHundredths(emptyFloor.median)) ns: driver and an engine that keeps nothing; \
    \(toHundredths(digestFloor.median)) ns: the digest of all events alone
    ratio     \(toHundredths(venue.median / emptyFloor.median))
    latency   p50 \(latencies.p50), p99 \(latencies.p99), p99.9 \(latencies.p999) ns, clock counted
    memory    \(peakBytes) bytes

    """
  }
}
