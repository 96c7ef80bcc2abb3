import Files
import Notation

/// `bench watch --case margin`: who is found is closed, by the clearing house and by a scan.
func benchMargin(_ options: WatchOptions, into output: inout OutputFile) throws {
  let measurement = try MarginMeasurement(accounts: options.accountCount, rounds: options.rounds)
  if options.isJSON {
    try output.write(measurement.line)
  } else {
    try output.write(measurement.text)
  }
}

extension MarginMeasurement {
  private var ratio: Double { scan.median / house.median }
  /// How many accounts a scan would have had to look at, in a second of ours.
  private var accountMarks: Int { Int(Double(accounts) / house.median * 1e9) }

  /// One JSON object on one line.
  fileprivate var line: [UInt8] {
    var writer = JSONWriter()
    writer.object { line in
      line.member("workload", WatchCase.margin.rawValue)
      line.member("accounts", accounts)
      line.member("instruments", 1)
      line.member("operations", marks)
      line.member("found", found)
      line.member("fund", fund)
      line.member("digest", hexadecimal(digest))
      line.member("nanosecondsPerOperation", toHundredths(house.median))
      line.member("scanNanoseconds", toHundredths(scan.median))
      line.member("scanRatio", toHundredths(ratio))
      line.member("accountMarksPerSecond", accountMarks)
      line.member("fastestNanosecondsPerOperation", toHundredths(house.fastest))
      line.member("slowestNanosecondsPerOperation", toHundredths(house.slowest))
    }
    writer.endLine()
    return writer.bytes
  }

  fileprivate var text: String {
    """
    workload  margin: \(accounts) accounts with one position each, \(marks) marks
    found     \(found) accounts, each closed at its mark; house and scan agree at every mark, the fund ends at \(fund)
    digest    \(hexadecimal(digest))
    house     \(toHundredths(house.median)) ns per mark (\(toHundredths(house.fastest)) to \
    \(toHundredths(house.slowest))): watch, settlement and losses; \(accountMarks) accounts × marks a second
    scan      \(toHundredths(scan.median)) ns: everybody, \(toHundredths(ratio)) times the house

    """
  }
}
