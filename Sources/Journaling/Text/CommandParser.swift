import MarketTypes
import Notation

/// Reads the lines that `CommandPrinter` writes, and what else the grammar in `docs/transcripts.md` allows.
public struct CommandParser: Sendable {
  var roster: Roster

  public init(_ names: Names) { roster = Roster(names) }

  /// The command that `line` says.
  ///
  /// - Parameter time: that of the line before, which goes on unless the line gives another.
  public func command(in line: String, after time: Time = .start) throws(Diagnostics) -> Command {
    let text = SourceText(name: "command", line)
    var words = LineWords(text, text.bytes.indices)
    do throws(LineFault) {
      return try command(&words, after: time)
    } catch {
      var diagnostics = Diagnostics()
      diagnostics.add(.error, error.message, at: SourceSpan(in: text, error.range), hint: error.hint)
      throw diagnostics
    }
  }

  /// Takes a whole line.
  func command(_ words: inout LineWords, after time: Time) throws(LineFault) -> Command {
    let action = try action(&words)
    var command = Command(action, at: time)
    if let word = words.next, word.hasPrefix("@") {
      guard let span = TimeSpan(text: String(word.dropFirst())) else {
        throw words.fault("\"\(word)\" is not a time", hint: "write seconds as @1.5s, or nanoseconds as @1500000000")
      }
      _ = words.take(word)
      command.time = .start + span
    }
    if words.take("seen") {
      let position: Int64 = try words.integer("the position of an event")
      command.seen = EventPosition(number: position)
    }
    try words.expectEnd()
    return command
  }

  private func action(_ words: inout LineWords) throws(LineFault) -> Command.Action {
    if words.take("account") {
      return .openAccount(try accountOpening(&words))
    }
    if words.take("fund") { return try fund(&words) }
    if words.take("report") { return .report(try report(&words)) }
    if words.take("roll") { return .roll(try roll(&words)) }
    if words.take("settle") { return .settleContract(try settlement(&words)) }
    if words.take("factor") { return .setMarginFactor(try marginFactor(&words)) }
    if words.take("index") { return .setIndex(try update(&words)) }
    if words.take("open") { return try opening(&words) }
    if words.take("clock") { return .clock }
    if words.take("bust") { return .bust(try fill(&words)) }
    if let phase = words.optionalChoice(from: Phase.words) { return .setPhase(try phaseChange(&words, to: phase)) }
    return try accountAction(&words)
  }

  /// What follows `open`: the state in which the venue starts.
  private func opening(_ words: inout LineWords) throws(LineFault) -> Command.Action {
    if words.take("mark") { return .openMark(try update(&words)) }
    let account = try account(&words)
    if words.take("long") { return .openHolding(try holding(&words, of: account, isShort: false)) }
    if words.take("short") { return .openHolding(try holding(&words, of: account, isShort: true)) }
    if words.take("buy") { return .openOrder(try order(&words, .buy, of: account)) }
    if words.take("sell") { return .openOrder(try order(&words, .sell, of: account)) }
    throw words.unexpected("what \(roster.text(of: account)) opens with", candidates: Self.openings)
  }

  private func accountAction(_ words: inout LineWords) throws(LineFault) -> Command.Action {
    let account = try account(&words, orOneOf: Self.firstWords)
    if words.take("buy") { return .submit(try order(&words, .buy, of: account)) }
    if words.take("sell") { return .submit(try order(&words, .sell, of: account)) }
    if words.take("cancel") {
      if words.take("all") { return .massCancel(try massCancel(&words, by: account, .request)) }
      return .cancel(try cancel(&words, by: account))
    }
    if words.take("disconnects") { return .massCancel(try massCancel(&words, by: account, .disconnect)) }
    if words.take("kill") { return .massCancel(try massCancel(&words, by: account, .kill)) }
    if words.take("unblock") { return .unblock(account) }
    if words.take("replace") { return .replace(try replace(&words, by: account)) }
    if words.take("quotes") { return .massQuote(try quote(&words, by: account)) }
    if words.take("protects") { return .protect(try protection(&words, of: account)) }
    if words.take("amend") { return .amend(try amend(&words, by: account)) }
    if words.take("reduce") { return .reduce(try reduce(&words, by: account)) }
    if words.take("deposit") { return .deposit(account, try amount(&words), of: try asset(&words)) }
    if words.take("withdraw") { return .withdraw(account, try amount(&words), of: try asset(&words)) }
    if words.take("contribute") { return .contribute(account, try amount(&words)) }
    if words.take("transfer") { return .transfer(try transfer(&words, from: account)) }
    if words.take("move") { return .movePosition(try move(&words, from: account)) }
    if words.take("explain") { return .explainQuote(try terms(&words, of: account)) }
    throw words.unexpected("what \(roster.text(of: account)) does", candidates: Self.verbs)
  }

  /// What can begin a line besides an account.
  static let firstWords =
    [
      "account", "fund", "index", "report", "roll", "factor", "settle", "open", "clock", "bust", "venue", "instrument",
      "asset", "portfolio", "liquidation", "book", "accounts",
    ] + Phase.words.filter { $0.1 != .limited }.map(\.0)
  private static let openings = ["long", "short", "buy", "sell"]
  private static let verbs = [
    "buy", "sell", "cancel", "amend", "reduce", "replace", "quotes", "protects", "deposit", "withdraw", "contribute",
    "transfer", "move", "explain", "disconnects", "kill", "unblock",
  ]
}
