/// What `bench export` was asked for.
struct ExportOptions {
  var scenario = "fixtures/scenarios/flash-crash.jsonc"
  var events = 1_000_000
  var rounds = 9
  var isJSON = false

  static let help = """
    The table of events as CSV and as Parquet, in turns, from events in memory into memory that is emptied again and again.
    A run with fewer events than are asked for is told over and over, one day after the other. The digest is of the bytes
    of both; the program ends with status 70 if two rounds differ.

    usage: bench export [options]

      --scenario FILE  whose events; fixtures/scenarios/flash-crash.jsonc if not given. Recordings are not played.
      --events N       how many events, up to 10,000,000; 1,000,000 if not given
      --repeat N       rounds of both, 1 to 999, of which medians are told; 9 if not given
      --json           one JSON object on one line; the floor is CSV
      --help           this text

    """

  init(_ arguments: [String]) throws(UsageError) {
    var reader = ArgumentReader(arguments, options: ["--scenario", "--events", "--repeat", "--json", "--help"])
    while let option = try reader.next() {
      switch option {
      case "--scenario": scenario = try reader.value(of: option)
      case "--events": events = try reader.integer(of: option, in: 1...10_000_000)
      case "--repeat": rounds = try reader.integer(of: option, in: 1...999)
      default:
        try reader.refuseValue(of: option)
        isJSON = true
      }
    }
  }
}
