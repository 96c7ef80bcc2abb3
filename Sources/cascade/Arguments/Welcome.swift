import Files

/// What the program says when it is not asked for any verb.
enum Welcome {
  static let overview = """
    Cascade is an exchange in a box: an order book, a clearing house and a liquidation engine that puts forced orders \
    back into the book. The same scenario and seed give the same bytes.
    """

  static let example = "cascade run fixtures/scenarios/flash-crash.jsonc --output out"

  /// The hint for whoever is lost.
  static let pointer = "see cascade --help"

  static let syntax = Syntax(
    "", overview: overview, usage: ["VERB [ARGUMENTS]", "VERB --help"], operandCount: 0...0,
    options: [.version, .verbose, .json], readsFiles: false)

  /// What `cascade` alone prints.
  static var short: String {
    var page = HelpPage(width: Terminal.width(of: .output))
    page.section("OVERVIEW", overview)
    page.section("VERBS", rows: verbs)
    page.section("TRY", lines: [example, "cascade --help"])
    return page.text
  }

  /// What `cascade --help` prints.
  static func helpPage(width: Int) -> String {
    var page = HelpPage(width: width)
    page.section("OVERVIEW", overview)
    page.section("EXAMPLE", lines: [example, "cascade replay out"])
    page.section("USAGE", usage: syntax.usage.map { "cascade \($0)" })
    page.section("VERBS", rows: verbs)
    page.section("OPTIONS", rows: syntax.options.map { ($0.heading, $0.help) })
    page.section("ENVIRONMENT", rows: environment)
    page.section("EXIT STATUS", rows: statuses.map { ("\($0.status.rawValue)", $0.meaning) })
    return page.text
  }

  private static var verbs: [(term: String, meaning: String)] {
    Verb.all.map { ($0.syntax.name, $0.syntax.summary) } + [("help", "Show help about a verb.")]
  }

  static let environment: [(term: String, meaning: String)] = [
    ("CASCADE_DATA", "The folder that recordings are named relative to, unless --data says another."),
    ("COLUMNS", "How wide words may become."),
    ("NO_COLOR, TERM, CI", "NO_COLOR, TERM=dumb or CI: no colour; the last two: no progress bar either."),
  ]

  static let statuses: [(status: ExitStatus, meaning: String)] = [
    (.success, "fine"),
    (.failedExpectation, "an expectation or a comparison failed"),
    (.usage, "the command line is wrong"),
    (.badInput, "the input is wrong"),
    (.noInput, "there is no such input"),
    (.ourFault, "a fault of this program"),
    (.cannotCreate, "the output cannot be created"),
    (.inputOutput, "reading or writing failed"),
    (.interrupted, "interrupted"),
    (.closedPipe, "the reader of the output went away"),
    (.terminated, "terminated"),
  ]
}
