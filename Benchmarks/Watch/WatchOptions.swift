/// What `bench watch` was asked for.
struct WatchOptions {
  var market = WatchCase.quiet
  var accounts: Int?
  var instruments = 1
  var marks: Int?
  var rounds = 9
  var isJSON = false

  static let help = """
    The margin watch of the clearing house: marks move, accounts under margin are found. Measured against two scans over
    flat arrays in turns: everybody, and who holds the marked instrument. Prints counts and digest before times. Ends
    with status 70 if the three do not find the same accounts at every mark.

    usage: bench watch [options]

      --case CASE      quiet (marks wander, nobody is found), trend (1 % of all accounts are), crash (half of them, most
                       by one jump), margin (10,000 accounts, 700 marks down, 300 up, who is found is closed); quiet if
                       not given
      --accounts N     100 to 2,000,000; 100,000 if not given, for margin 10,000
      --instruments N  1 or 8; 1 if not given, margin has 1
      --marks N        of quiet and trend, 16 to 1,000,000; 20,000 if not given, 4,000 above 200,000 accounts
      --repeat N       rounds of watch and scans, 1 to 999, of which medians are told; 9 if not given
      --json           one JSON object on one line
      --help           this text

    """

  init(_ arguments: [String]) throws(UsageError) {
    var reader = ArgumentReader(
      arguments, options: ["--case", "--accounts", "--instruments", "--marks", "--repeat", "--json", "--help"])
    while let option = try reader.next() {
      switch option {
      case "--case": market = try Self.market(named: reader.value(of: option))
      case "--accounts": accounts = try reader.integer(of: option, in: 100...2_000_000)
      case "--instruments":
        instruments = try reader.integer(of: option, in: 1...8)
        if instruments != 1 && instruments != 8 { throw UsageError("\(option) is 1 or 8, not \(instruments)") }
      case "--marks": marks = try reader.integer(of: option, in: 16...1_000_000)
      case "--repeat": rounds = try reader.integer(of: option, in: 1...999)
      default:
        try reader.refuseValue(of: option)
        isJSON = true
      }
    }
    if market == .margin && instruments != 1 { throw UsageError("the case margin has 1 instrument") }
    if (market == .margin || market == .crash) && marks != nil {
      throw UsageError("the case \(market.rawValue) has its own number of marks")
    }
  }

  private static func market(named name: String) throws(UsageError) -> WatchCase {
    guard let market = WatchCase(rawValue: name) else {
      throw UsageError(unknown: "case", name, among: WatchCase.allCases.map(\.rawValue))
    }
    return market
  }

  var accountCount: Int { accounts ?? (market == .margin ? 10_000 : 100_000) }
  var markCount: Int { marks ?? (accountCount > 200_000 ? 4_000 : 20_000) }
}

/// What marks do.
enum WatchCase: String, CaseIterable {
  case quiet, trend, crash, margin
}
