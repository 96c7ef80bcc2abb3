/// What `bench market` was asked for.
struct MarketOptions {
  var job = MarketJob.zeroIntelligence
  var rounds = 9
  var isJSON = false

  static let help = """
    A market of participants, end to end: who acts when, what each sees, latencies, draws, admission, book, clearing, marks,
    margin watch. Counted are requests (new, cancel, change) per second of the whole, without any output but where the job
    is to write one. The floor is the venue alone with the same commands. Ends with status 70 if two rounds differ.

    usage: bench market [options]

      --job NAME   which market; zi-100 if not given:
    \(MarketJob.allCases.map { "             \($0.rawValue): \($0.summary)\n" }.joined())\
      --repeat N   rounds, 1 to 999, of which medians are told; 9 if not given
      --json       one JSON object on one line
      --help       this text

    """

  init(_ arguments: [String]) throws(UsageError) {
    var reader = ArgumentReader(arguments, options: ["--job", "--repeat", "--json", "--help"])
    while let option = try reader.next() {
      switch option {
      case "--job":
        let name = try reader.value(of: option)
        guard let job = MarketJob(rawValue: name) else {
          throw UsageError(unknown: "job", name, among: MarketJob.allCases.map(\.rawValue))
        }
        self.job = job
      case "--repeat": rounds = try reader.integer(of: option, in: 1...999)
      default:
        try reader.refuseValue(of: option)
        isJSON = true
      }
    }
  }
}

/// A market that is measured.
enum MarketJob: String, CaseIterable {
  case zeroIntelligence = "zi-100"
  case margined = "zi-100-margin"
  case journalled = "zi-100-journal"

  var summary: String {
    switch self {
    case .zeroIntelligence: "a hundred traders without opinion and a maker, nobody margined"
    case .margined: "the same with 101 margined accounts, margin checked at every fill"
    case .journalled: "the same, its whole journal written to a file"
    }
  }

  /// The scenario that it runs.
  var scenario: String { "fixtures/scenarios/zi-100.jsonc" }

  /// What it changes in it.
  var changes: [String] {
    switch self {
    case .zeroIntelligence: []
    case .margined, .journalled:
      ["trader", "maker"].flatMap { ["population.\($0).margin=cross", "population.\($0).collateral=10000000"] }
    }
  }
}
