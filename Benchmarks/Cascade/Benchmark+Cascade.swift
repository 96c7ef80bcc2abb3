import Files
import Notation

extension Benchmark {
  static let cascade = Benchmark(
    name: "cascade", summary: "forced orders through the whole venue, up to 100,000 at once", help: CascadeOptions.help
  ) { arguments, output in
    let options = try CascadeOptions(arguments)
    let measurement = try CascadeMeasurement(options)
    if options.isJSON {
      try output.write(measurement.line(for: options))
    } else {
      try output.write(measurement.text(for: options))
    }
  }
}

extension CascadeMeasurement.Size {
  fileprivate var ratio: Double { venue.median / walk.median }
  fileprivate var forcedOrdersPerSecond: Int { Int(1e9 / venue.median) }
}

extension CascadeMeasurement {
  private var largest: Size { sizes[sizes.count - 1] }
  /// What a forced order of the largest cascade costs, to one of the smallest; 1 if cost is in proportion.
  private var growth: Double { largest.venue.median / sizes[0].venue.median }

  /// One JSON object on one line.
  fileprivate func line(for options: CascadeOptions) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", "cascade")
      line.member("accounts", options.accounts)
      line.member("orders", orders)
      line.member("order", options.orderName)
      line.member("sales", options.sales)
      line.member("operations", largest.liquidated)
      line.member("fills", largest.fills)
      line.member("events", largest.events)
      line.member("generations", largest.generations)
      line.member("digest", hexadecimal(largest.digest))
      line.member("nanosecondsPerOperation", toHundredths(largest.venue.median))
      line.member("floorNanoseconds", toHundredths(largest.walk.median))
      line.member("ratio", toHundredths(largest.ratio))
      line.member("operationsPerSecond", largest.forcedOrdersPerSecond)
      for size in sizes.dropLast() {
        line.member("nanosecondsPerOperationOf\(size.liquidated)", toHundredths(size.venue.median))
      }
      line.member("growth", toHundredths(growth))
      line.member("peakBytes", venueBytes)
      line.member("firstRoundBytes", firstRoundBytes)
      line.member("laterBytes", laterBytes)
      line.member("rounds", options.rounds)
      line.member("fastestNanosecondsPerOperation", toHundredths(largest.venue.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(largest.venue.slowest))
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate func text(for options: CascadeOptions) -> String {
    let rows = sizes.map { size in
      """
      \(size.liquidated) liquidated: \(toHundredths(size.venue.median)) ns per forced order \
      (\(toHundredths(size.venue.fastest)) to \(toHundredths(size.venue.slowest))), \
      \(size.forcedOrdersPerSecond) a second; walk \(toHundredths(size.walk.median)) ns, ratio \
      \(toHundredths(size.ratio))

      """
    }
    return """
      workload  cascade: \(options.accounts) accounts, \(orders) bids, \(options.orderName), sales \(options.sales)
      counts    \(largest.liquidated) accounts liquidated in \(largest.generations) rounds of the last sale, \
      \(largest.fills) fills, \(largest.events) events; venue and walk have the same fills
      digest    \(sizes.map { hexadecimal($0.digest) }.joined(separator: " "))
      venue     \(rows.joined(separator: "          "))\
      growth    \(toHundredths(growth)): a forced order of the largest cascade to one of the smallest
      memory    \(venueBytes) bytes filled; \(firstRoundBytes) more with the first round's copies, \
      \(laterBytes) more with all others

      """
  }
}
