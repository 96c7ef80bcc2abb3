import Files
import Notation

extension Benchmark {
  static let watch = Benchmark(
    name: "watch", summary: "the margin watch against scans of all accounts", help: WatchOptions.help
  ) { arguments, output in
    let options = try WatchOptions(arguments)
    if options.market == .margin { return try benchMargin(options, into: &output) }
    let measurement = try WatchMeasurement(options)
    if options.isJSON {
      try output.write(measurement.line(for: options))
    } else {
      try output.write(measurement.text(for: options))
    }
  }
}

extension WatchMeasurement {
  /// What an account and a position may take: 200 bytes and 64.
  private func memoryLimit(_ options: WatchOptions) -> Int { 200 * options.accountCount + 64 * positions }
  private var scanRatio: Double { scan.median / watch.median }
  private var holdersRatio: Double { holders.median / watch.median }

  /// One JSON object on one line.
  fileprivate func line(for options: WatchOptions) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", options.market.rawValue)
      line.member("accounts", options.accountCount)
      line.member("instruments", options.instruments)
      line.member("positions", positions)
      line.member("operations", marks)
      line.member("found", found)
      line.member("digest", hexadecimal(digest))
      line.member("nanosecondsPerOperation", toHundredths(watch.median))
      line.member("scanNanoseconds", toHundredths(scan.median))
      line.member("holdersNanoseconds", toHundredths(holders.median))
      line.member("scanRatio", toHundredths(scanRatio))
      line.member("holdersRatio", toHundredths(holdersRatio))
      line.member("longestNanoseconds", Int(longestWatch.median))
      line.member("scanLongestNanoseconds", Int(longestScan.median))
      line.member("peakBytes", accountBytes + positionBytes)
      line.member("bytesPerAccount", toHundredths(Double(accountBytes) / Double(options.accountCount)))
      line.member("bytesPerPosition", toHundredths(Double(positionBytes) / Double(positions)))
      line.member("heldBytes", heldBytes)
      line.member("limitBytes", memoryLimit(options))
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", toHundredths(watch.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(watch.slowest))
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate func text(for options: WatchOptions) -> String {
    """
    workload  \(options.market.rawValue): \(options.accountCount) accounts with \(positions) positions in \
    \(options.instruments) instruments, \(marks) marks
    found     \(found) accounts; watch, scan and holders agree at every mark
    digest    \(hexadecimal(digest))
    watch     \(toHundredths(watch.median)) ns per mark (\(toHundredths(watch.fastest)) to \
    \(toHundredths(watch.slowest))), median of \(options.rounds)
    scan      \(toHundredths(scan.median)) ns: everybody, \(toHundredths(scanRatio)) times the watch
    holders   \(toHundredths(holders.median)) ns: who holds the instrument, \(toHundredths(holdersRatio)) times
    longest   \(Int(longestWatch.median)) ns for one mark, the scan \(Int(longestScan.median))
    memory    \(heldBytes) bytes held, at most \(memoryLimit(options)); peak \(accountBytes + positionBytes) while pools \
    grew, \(toHundredths(Double(accountBytes) / Double(options.accountCount))) an account and \
    \(toHundredths(Double(positionBytes) / Double(positions))) a position

    """
  }
}
