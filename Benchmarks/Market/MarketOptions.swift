/// What `bench market` was asked for.
struct MarketOptions {
  var job = MarketJob.zeroIntelligence
  var rounds = 9
  var isJSON = false
  var replay = ReplayL2Options()

  static let help = """
    A market of participants, end to end: who acts when, what each sees, latencies, draws, admission, book, clearing, marks,
    margin watch. Counted are requests (new, cancel, change) per second of the whole, without any output but where the job
    is to write one. The floor is the venue alone with the same commands. Ends with status 70 if two rounds differ.
    Job replay-l2 counts events of a recorded feed instead, in which one maker quotes.

    usage: bench market [options]

      --job NAME   which market; zi-100 if not given:
    \(MarketJob.allCases.map { "             \($0.rawValue): \($0.summary)\n" }.joined())\
      --repeat N   rounds, 1 to 999, of which medians are told; 9 if not given
      --data FILE  of replay-l2: the feed's log; found through CASCADE_DATA if not given
      --tiles N    of replay-l2: how often the feed is played behind itself; 4 if not given
      --json       one JSON object on one line
      --help       this text

    """

  init(_ arguments: [String]) throws(UsageError) {
    var reader = ArgumentReader(arguments, options: ["--job", "--repeat", "--data", "--tiles", "--json", "--help"])
    while let option = try reader.next() {
      switch option {
      case "--job":
        let name = try reader.value(of: option)
        guard let job = MarketJob(rawValue: name) else {
          throw UsageError(unknown: "job", name, among: MarketJob.allCases.map(\.rawValue))
        }
        self.job = job
      case "--repeat":
        rounds = try reader.integer(of: option, in: 1...999)
        replay.rounds = rounds
      case "--data": replay.data = try reader.value(of: option)
      case "--tiles": replay.tiles = try reader.integer(of: option, in: 1...1_000)
      default:
        try reader.refuseValue(of: option)
        isJSON = true
        replay.isJSON = true
      }
    }
  }
}

/// A market that is measured.
enum MarketJob: String, CaseIterable {
  case zeroIntelligence = "zi-100"
  case margined = "zi-100-margin"
  case journalled = "zi-100-journal"
  case mixed
  case replayLevel2 = "replay-l2"
  case sweep

  var summary: String {
    switch self {
    case .zeroIntelligence: "a hundred traders without opinion and a maker, nobody margined"
    case .margined: "the same with 101 margined accounts, margin checked at every fill"
    case .journalled: "zi-100-margin, its whole journal written to a file"
    case .mixed: "1,432 participants of many kinds, margined and liquidated"
    case .replayLevel2: "a recorded level-2 feed with one maker in it"
    case .sweep: "64 seeds of zi-100 on one thread and on all"
    }
  }

  /// The scenario that it runs.
  var scenario: String {
    self == .mixed ? "fixtures/scenarios/mixed-market.jsonc" : "fixtures/scenarios/zi-100.jsonc"
  }

  /// What it changes in it.
  var changes: [String] {
    switch self {
    case .zeroIntelligence, .mixed, .replayLevel2, .sweep: []
    case .margined, .journalled:
      ["trader", "maker"].flatMap { ["population.\($0).margin=cross", "population.\($0).collateral=10000000"] }
    }
  }
}
