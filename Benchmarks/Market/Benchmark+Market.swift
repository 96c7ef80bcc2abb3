import Files
import Notation

extension Benchmark {
  static let market = Benchmark(
    name: "market", summary: "a market of participants: requests per second, whole process", help: MarketOptions.help
  ) { arguments, output in
    let options = try MarketOptions(arguments)
    if options.job == .replayLevel2 {
      let measured = try ReplayL2Job.measure(options.replay)
      if options.isJSON { try output.write(measured.line()) } else { try output.write(measured.text()) }
      return
    }
    if options.job == .sweep {
      let measured = try SweepMeasurement(seeds: 64, rounds: options.rounds)
      if options.isJSON {
        try output.write(measured.line(rounds: options.rounds))
      } else {
        try output.write(measured.text(rounds: options.rounds))
      }
      return
    }
    let measurement = try MarketMeasurement(options.job, rounds: options.rounds)
    if options.isJSON {
      try output.write(measurement.line(for: options))
    } else {
      try output.write(measurement.text(for: options))
    }
  }
}

extension MarketMeasurement {
  private func perSecond(_ nanoseconds: Double) -> Int { Int(1e9 / nanoseconds) }

  /// One JSON object on one line.
  fileprivate func line(for options: MarketOptions) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", options.job.rawValue)
      line.member("operations", requests.sum)
      line.member("digest", digest.hex)
      line.member("requestsPerSecond", perSecond(run.median))
      line.member("nanosecondsPerOperation", toHundredths(run.median))
      line.member("floorNanoseconds", toHundredths(floor.median))
      line.member("peakBytes", peakBytes)
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", toHundredths(run.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(run.slowest))
      line.member("new", requests.new)
      line.member("cancel", requests.cancel)
      line.member("change", requests.change)
      line.member("commands", commands)
      line.member("events", events)
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate func text(for options: MarketOptions) -> String {
    """
    workload  \(options.job.rawValue): \(requests.sum) requests (\(requests.new) new, \(requests.cancel) cancel, \
    \(requests.change) change), \(events) events
    digest    \(digest.hex)
    run       \(perSecond(run.median)) requests per second: \(toHundredths(run.median)) ns each, median of \
    \(options.rounds) (\(toHundredths(run.fastest)) to \(toHundredths(run.slowest)))
    floor     \(toHundredths(floor.median)) ns: the venue alone with the same commands
    ratio     \(toHundredths(run.median / floor.median))
    memory    \(peakBytes) bytes at the peak, the whole process

    """
  }
}
