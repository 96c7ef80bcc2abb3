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
  fileprivate static let tickSize = Option(
    "tick-size", value: "DECIMAL", "For binance: what a tick is in the log's prices, such as 0.1.")
  fileprivate static let lotSize = Option(
    "lot-size", value: "DECIMAL", "For binance: what a lot is in the log's quantities, such as 0.001.")
}

extension Verb {
  /// `cascade import lobster MESSAGES --orderbook BOOK --check transition`
  static let importing = Verb(
    syntax: Syntax(
      "import",
      overview: """
        Read recorded market data and check it. Data is read as plain text; compressed files are recognised and refused \
        with the command that unpacks them. binance counts what a recorded session of depth updates, best prices and \
        trades has, and checks that no update is missing, that the book is never crossed, and how often it agrees with \
        the best prices.
        """,
      usage: [
        "import lobster MESSAGES --orderbook BOOK --check transition",
        "import lobster MESSAGES --orderbook BOOK --check states [--seed-book BOOK] [--states N]",
        "import binance LOG --tick-size DECIMAL --lot-size DECIMAL",
      ],
      operands: [
        Syntax.Operand(
          "FORMAT", "lobster: LOBSTER's message and orderbook files. binance: a raw log of its streams.",
          choices: ["lobster", "binance"]),
        Syntax.Operand("MESSAGES", "The message file, or the log. It or BOOK may be -, standard input."),
      ],
      operandCount: 2...2, options: [.orderbook, .check, .seedBook, .states, .tickSize, .lotSize, .json],
      examples: [
        "cascade import lobster message_1.csv --orderbook orderbook_1.csv --check transition",
        "cascade import binance btcusdt.log --tick-size 0.1 --lot-size 0.001",
      ]),
    carryOut: importRecording)
}

private func importRecording(_ arguments: Arguments) throws -> ExitStatus {
  arguments.operands[0] == "binance" ? try importBinance(arguments) : try importLobster(arguments)
}

private func importBinance(_ arguments: Arguments) throws -> ExitStatus {
  for option in [Option.orderbook, .check, .seedBook, .states] where arguments.has(option) {
    throw Failure(usage: "--\(option.name) belongs to lobster")
  }
  let units = BinanceUnits(tickSize: try size(.tickSize, arguments), lotSize: try size(.lotSize, arguments))
  let log = try readRecording(arguments.operands[1], arguments.limits)
  let start = monotonicNanoseconds()
  let report = BinanceReport(check: try BinanceCheck(log, units: units))
  let elapsed = monotonicNanoseconds() - start
  try Console.write(arguments.has(.json) ? report.json(after: elapsed) : report.text(after: elapsed))
  return report.isSound ? .success : .failedExpectation
}

/// A tick or a lot, in hundred-millionths.
private func size(_ option: Option, _ arguments: Arguments) throws(Failure) -> Int64 {
  let text = try arguments.required(option)
  var cursor = ByteCursor(Array(text.utf8))
  guard let size = try? cursor.decimal(scale: BinanceUnits.scale), cursor.isAtEnd, BinanceUnits.sizes.contains(size)
  else {
    throw Failure(
      usage: "--\(option.name) is a decimal number from 0.00000001 to 10000000, not \(printable(text))")
  }
  return size
}

private func importLobster(_ arguments: Arguments) throws -> ExitStatus {
  for option in [Option.tickSize, .lotSize] where arguments.has(option) {
    throw Failure(usage: "--\(option.name) belongs to binance")
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
  let limits = try arguments.limits
  let messages = try readRecording(paths.messages, limits)
  let book = try readRecording(paths.book, limits)
  let seed = try paths.seed.map { try readRecording($0, limits) }
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
