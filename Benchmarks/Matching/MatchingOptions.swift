/// What `bench matching` was asked for.
struct MatchingOptions {
  var workload = Workload.all[1]
  /// Whether the whole venue is measured instead of a book.
  var asksForEverything = false
  var operations = 2_000_000
  var rounds = 9
  var isJSON = false

  static let everything = "everything"

  static let help = """
    One order book, the same commands each time: workload W (adds, cancels, modifies and crossing orders around
    a live book), or one of five markets of short-lived orders whose price stands, walks, swings or crashes.
    "everything" is the whole venue under workload W's shares: 1,000 accounts under margin, stops, fees, marks.
    Prints counts and digest before times. Ends with status 70 if a digest is not the one the workload was
    generated with.

    usage: bench matching [options]

      --workload W     \(Workload.all.map(\.name).joined(separator: ", ")),
                       \(everything); W50k if not given
      --operations N   how many operations are timed, 1 to 20,000,000; 2,000,000 if not given
      --repeat N       rounds of floors and engine, 1 to 999, of which medians are told; 9 if not given
      --json           one JSON object on one line
      --help           this text

    """

  init(_ arguments: [String]) throws(UsageError) {
    var reader = ArgumentReader(arguments, options: ["--workload", "--operations", "--repeat", "--json", "--help"])
    while let option = try reader.next() {
      switch option {
      case "--workload":
        let name = try reader.value(of: option)
        asksForEverything = name == Self.everything
        if !asksForEverything { workload = try Self.workload(named: name) }
      case "--operations": operations = try reader.integer(of: option, in: 1...20_000_000)
      case "--repeat": rounds = try reader.integer(of: option, in: 1...999)
      default:
        try reader.refuseValue(of: option)
        isJSON = true
      }
    }
  }

  private static func workload(named name: String) throws(UsageError) -> Workload {
    guard let workload = Workload.all.first(where: { $0.name == name }) else {
      throw UsageError(unknown: "workload", name, among: Workload.all.map(\.name) + [everything])
    }
    return workload
  }
}
