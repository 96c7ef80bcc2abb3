/// What `bench snapshot` was asked for.
struct SnapshotOptions {
  var accounts = 1_000_000
  var rounds = 9
  var isJSON = false

  static let help = """
    A copy of a whole venue at a command boundary: accounts, holdings, triggers, books. The floor is a copy of as many bytes in
    sixteen pieces. A copy must go on as the venue does: both have the same cascade after it, or the program ends with
    status 70.

    usage: bench snapshot [options]

      --accounts N  a multiple of 8,000, up to 2,000,000; 1,000,000 if not given; there are more orders than accounts
      --repeat N    rounds of copy and floor, 1 to 999, of which medians are told; 9 if not given
      --json        one JSON object on one line
      --help        this text

    """

  init(_ arguments: [String]) throws(UsageError) {
    var reader = ArgumentReader(arguments, options: ["--accounts", "--repeat", "--json", "--help"])
    while let option = try reader.next() {
      switch option {
      case "--accounts":
        accounts = try reader.integer(of: option, in: 8_000...2_000_000)
        if accounts % 8_000 != 0 { throw UsageError("\(option) is a multiple of 8,000, not \(accounts)") }
      case "--repeat": rounds = try reader.integer(of: option, in: 1...999)
      default:
        try reader.refuseValue(of: option)
        isJSON = true
      }
    }
  }
}
