import Files
import Notation

extension Benchmark {
  static let export = Benchmark(
    name: "export", summary: "the table of events as CSV and as Parquet", help: ExportOptions.help
  ) { arguments, output in
    let options = try ExportOptions(arguments)
    let measurement = try ExportMeasurement(options)
    if options.isJSON {
      try output.write(measurement.line(for: options))
    } else {
      try output.write(measurement.text(for: options))
    }
  }
}

extension ExportMeasurement {
  private var timeRatio: Double { parquet.median / csv.median }
  private var sizeRatio: Double { Double(parquetBytes) / Double(csvBytes) }

  /// One JSON object on one line.
  fileprivate func line(for options: ExportOptions) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", Path.lastComponent(options.scenario))
      line.member("operations", options.events)
      line.member("digest", digest.hex)
      line.member("nanosecondsPerOperation", toHundredths(parquet.median))
      line.member("floorNanoseconds", toHundredths(csv.median))
      line.member("ratio", toHundredths(timeRatio))
      line.member("bytes", parquetBytes)
      line.member("csvBytes", csvBytes)
      line.member("sizeRatio", toHundredths(sizeRatio))
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", toHundredths(parquet.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(parquet.slowest))
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate func text(for options: ExportOptions) -> String {
    """
    workload  events of \(printable(Path.lastComponent(options.scenario))), \(options.events) of them
    digest    \(digest.hex)
    csv       \(toHundredths(csv.median)) ns an event, median of \(options.rounds) \
    (\(toHundredths(csv.fastest)) to \(toHundredths(csv.slowest))), \(csvBytes) bytes
    parquet   \(toHundredths(parquet.median)) ns an event \
    (\(toHundredths(parquet.fastest)) to \(toHundredths(parquet.slowest))), \(parquetBytes) bytes
    ratio     \(toHundredths(timeRatio)) of the time, \(toHundredths(sizeRatio)) of the size

    """
  }
}
