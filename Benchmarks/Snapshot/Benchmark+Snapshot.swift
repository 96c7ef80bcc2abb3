import Files
import Notation

extension Benchmark {
  static let snapshot = Benchmark(
    name: "snapshot", summary: "a copy of a whole venue with a million accounts", help: SnapshotOptions.help
  ) { arguments, output in
    let options = try SnapshotOptions(arguments)
    let measurement = try SnapshotMeasurement(options)
    if options.isJSON {
      try output.write(measurement.line(for: options))
    } else {
      try output.write(measurement.text(for: options))
    }
  }
}

extension SnapshotMeasurement {
  private var ratio: Double { copy.median / floor.median }

  /// One JSON object on one line.
  fileprivate func line(for options: SnapshotOptions) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", "snapshot")
      line.member("accounts", options.accounts)
      line.member("orders", orders)
      line.member("operations", 1)
      line.member("digest", hexadecimal(digest))
      line.member("nanosecondsPerOperation", Int(copy.median))
      line.member("floorNanoseconds", Int(floor.median))
      line.member("ratio", toHundredths(ratio))
      line.member("heldBytes", bytes)
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", Int(copy.fastest))
      line.member("slowestNanosecondsPerOperation", Int(copy.slowest))
    }
    writer.endLine()
    return writer.bytes
  }

  private func milliseconds(_ nanoseconds: Double) -> Double { toHundredths(nanoseconds / 1e6) }

  fileprivate func text(for options: SnapshotOptions) -> String {
    """
    workload  snapshot: \(options.accounts) accounts with a position each, \(orders) orders
    digest    \(hexadecimal(digest)): what venue and copy both come to with the cascade after it
    copy      \(milliseconds(copy.median)) ms (\(milliseconds(copy.fastest)) to \(milliseconds(copy.slowest))), \
    median of \(options.rounds)
    floor     \(milliseconds(floor.median)) ms: as many bytes in sixteen pieces
    ratio     \(toHundredths(ratio))
    memory    \(bytes) bytes a copy

    """
  }
}
