import MarketTypes

/// What `bench cascade` was asked for.
struct CascadeOptions {
  var accounts = 1_000_000
  var sales = 1
  var order = LiquidationOrder.synchronous
  var rounds = 9
  var isJSON = false

  static let help = """
    A cascade through the whole venue: one sale, then forced orders, fills, settlement, marks and the watch, until all is at
    rest. Four sizes: an eightieth, a fortieth, a twentieth and a tenth of all accounts are liquidated. The floor is a walk
    over flat arrays that has the same fills and does nothing else. Prints counts and digest before times. Ends with
    status 70 if walk and venue do not have the same fills, or two rounds differ.

    usage: bench cascade [options]

      --accounts N  a multiple of 8,000, up to 2,000,000; 1,000,000 if not given
      --sales N     one after the other, each liquidating as many; 1, 2, 4, 5 or 10, 1 if not given
      --order O     synchronous (marks once for all accounts of a round) or oneByOne (after each); synchronous if not
                    given
      --repeat N    rounds of venue and walk, 1 to 999, of which medians are told; 9 if not given
      --json        one JSON object on one line
      --help        this text

    """

  init(_ arguments: [String]) throws(UsageError) {
    var reader = ArgumentReader(
      arguments, options: ["--accounts", "--sales", "--order", "--repeat", "--json", "--help"])
    while let option = try reader.next() {
      switch option {
      case "--accounts":
        accounts = try reader.integer(of: option, in: 8_000...2_000_000)
        if accounts % 8_000 != 0 { throw UsageError("\(option) is a multiple of 8,000, not \(accounts)") }
      case "--sales":
        sales = try reader.integer(of: option, in: 1...10)
        if ![1, 2, 4, 5, 10].contains(sales) { throw UsageError("\(option) is 1, 2, 4, 5 or 10, not \(sales)") }
      case "--order": order = try Self.order(named: reader.value(of: option))
      case "--repeat": rounds = try reader.integer(of: option, in: 1...999)
      default:
        try reader.refuseValue(of: option)
        isJSON = true
      }
    }
  }

  private static func order(named name: String) throws(UsageError) -> LiquidationOrder {
    switch name {
    case "synchronous": return .synchronous
    case "oneByOne": return .oneByOne
    default: throw UsageError(unknown: "order", name, among: ["synchronous", "oneByOne"])
    }
  }

  var orderName: String { order == .synchronous ? "synchronous" : "oneByOne" }

  /// How many accounts each size liquidates, the smallest first.
  var sizes: [Int] { [accounts / 80, accounts / 40, accounts / 20, accounts / 10] }
}
