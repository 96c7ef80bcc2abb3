import Files
import MarketData
import Notation

extension Option {
  fileprivate static let orderbook = Option("orderbook", value: "BOOK", "The orderbook file to compare with.")
  fileprivate static let check = Option(
    "check", value: "WHAT", choices: ["transition", "states"],
    """
    transition: does each row of the book follow from the row before it and its message? states: does a book \
    rebuilt from the messages go through the states of BOOK?
    """)
  fileprivate static let seedBook = Option(
    "seed-book", value: "BOOK", "For states: an orderbook file whose first row the rebuilt book begins with.")
  fileprivate static let states = Option(
    "states", value: "N", "For states: how many distinct states must be equal; all of BOOK unless said.")
}

extension Verb {
  /// `cascade import lobster MESSAGES --orderbook BOOK --check transition`
  static let importing = Verb(
    syntax: Syntax(
      "import",
      overview: """
        Read recorded market data and check it. Data is read as plain CSV; compressed files are recognised and refused \
        with the command that unpacks them.
        """,
      usage: [
        "import lobster MESSAGES --orderbook BOOK --check transition",
        "import lobster MESSAGES --orderbook BOOK --check states [--seed-book BOOK] [--states N]",
      ],
      operands: [
        Syntax.Operand("lobster", "The format: LOBSTER's message and orderbook files."),
        Syntax.Operand("MESSAGES", "The message file. It or BOOK may be -, standard input."),
      ],
      operandCount: 2...2, options: [.orderbook, .check, .seedBook, .states, .json],
      examples: ["cascade import lobster message_1.csv --orderbook orderbook_1.csv --check transition"]),
    carryOut: importLobster)
}

private func importLobster(_ arguments: Arguments) throws -> ExitStatus {
  let format = arguments.operands[0]
  guard format == "lobster" else {
    let near = didYouMean(format, from: ["lobster"]).map { "did you mean \"\($0)\"?" }
    throw Failure(usage: "there is no format \"\(format)\"", hint: near ?? "lobster is the one that is read")
  }
  let check = try arguments.required(.check)
  let paths = (messages: arguments.operands[1], book: try arguments.required(.orderbook), seed: arguments[.seedBook])
  let states = try arguments.number(.states, atLeast: 1)
  if check == "transition", paths.seed != nil || states != nil {
    throw Failure(usage: "--seed-book and --states belong to --check states")
  }
  if [paths.messages, paths.book, paths.seed].count(where: { $0 == "-" }) > 1 {
    throw Failure(usage: "standard input can be only one of the files")
  }
  let messages = try readRecording(paths.messages)
  let book = try readRecording(paths.book)
  let seed = try paths.seed.map(readRecording)
  let start = monotonicNanoseconds()
  let report: any LobsterReport =
    check == "transition"
    ? try LobsterTransitionCheck(messages: messages, book: book)
    : try compareStates(messages, book, seed: seed, asked: states)
  let elapsed = monotonicNanoseconds() - start
  try Console.write(arguments.has(.json) ? report.json(after: elapsed) : report.text(after: elapsed))
  return report.mismatches == 0 ? .success : .failedExpectation
}

/// Plays the messages into the real order book.
private func compareStates(
  _ messages: SourceText, _ book: SourceText, seed: SourceText?, asked: Int?
) throws(Diagnostics) -> StatesReport {
  var rebuilt = HistoricalBook()
  let reconstruction = try LobsterReconstruction(messages: messages, book: seed)
  let check = try LobsterReconstructionCheck(playing: reconstruction, into: &rebuilt, against: book)
  return StatesReport(check: check, asked: asked ?? check.referenceStates, crossing: rebuilt.crossing)
}
