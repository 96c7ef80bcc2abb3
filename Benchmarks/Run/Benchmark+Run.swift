import Files
import Notation

extension Benchmark {
  static let run = Benchmark(
    name: "run", summary: "a whole scenario, end to end", help: RunOptions.help
  ) { arguments, output in
    let options = try RunOptions(arguments)
    let measurement = try RunMeasurement(options.scenario, rounds: options.rounds)
    if options.isJSON {
      try output.write(measurement.line(for: options))
    } else {
      try output.write(measurement.text(for: options))
    }
  }
}

extension RunMeasurement {
  /// One JSON object on one line.
  fileprivate func line(for options: RunOptions) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", Path.lastComponent(options.scenario))
      line.member("operations", commands)
      line.member("digest", digest.hex)
      line.member("nanosecondsPerOperation", toHundredths(run.median))
      line.member("floorNanoseconds", toHundredths(floor.median))
      line.member("peakBytes", peakBytes)
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", toHundredths(run.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(run.slowest))
      line.member("events", events)
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate func text(for options: RunOptions) -> String {
    """
    workload  \(printable(Path.lastComponent(options.scenario))): \(commands) commands, \(events) events
    digest    \(digest.hex)
    run       \(toHundredths(run.median)) ns per command, median of \(options.rounds) \
    (\(toHundredths(run.fastest)) to \(toHundredths(run.slowest)))
    floor     \(toHundredths(floor.median)) ns per command \
    (\(toHundredths(floor.fastest)) to \(toHundredths(floor.slowest)))
    ratio     \(toHundredths(run.median / floor.median))
    memory    \(peakBytes) bytes

    """
  }
}
