import Analysis
import Journaling
import MarketData
import MarketTypes
import Notation
import Simulation
import Venue

@testable import cascade

/// A reader of what others wrote. Any bytes must give a value or an error in words: never a signal, a hang or more memory
/// than a machine has; and what is read must keep the laws below.
enum FuzzTarget: String, CaseIterable, Sendable {
  case scenario, transcript, engine, journal, lobster, binance

  func take(_ bytes: [UInt8]) {
    switch self {
    case .scenario: takeScenario(bytes)
    case .transcript: takeTranscript(bytes)
    case .engine: takeLines(bytes)
    case .journal: takeJournal(bytes)
    case .lobster: takeLobster(bytes)
    case .binance: takeBinance(bytes)
    }
  }
}

/// A law is broken: stops with its words.
func broken(_ law: String) -> Never { fatalError("fuzzing: \(law)") }

// MARK: - Text

/// A scenario that is read is written as it was resolved, and that is read as the same.
///
/// Of accounts and tables there may be few: what is usual takes a second, in which a thousand other inputs are read.
private func takeScenario(_ bytes: [UInt8]) {
  var limits = Scenario.Limits()
  (limits[.accounts], limits[.numbers]) = (2_000, 1_000_000)
  let overrides = Scenario.Overrides(limits: limits)
  guard let scenario = try? Scenario.read(SourceText(name: "fuzz", bytes: bytes), overrides: overrides) else { return }
  var writer = JSONWriter()
  writer.value(scenario.resolved)
  guard let again = try? Scenario.read(SourceText(name: "fuzz", bytes: writer.bytes), overrides: overrides) else {
    broken("a resolved scenario is refused")
  }
  var second = JSONWriter()
  second.value(again.resolved)
  if second.bytes != writer.bytes { broken("a resolved scenario resolves to another") }
  if let fault = scenario.rules.fault { broken("a scenario has rules that no venue can have: \(fault)") }
}

/// A transcript that is read can be carried out with every check there is, and its ledger adds up.
private func takeTranscript(_ bytes: [UInt8]) {
  guard let story = try? Transcript(parsing: SourceText(name: "fuzz", bytes: bytes)), story.rules.fault == nil,
    story.pictures.isEmpty
  else { return }
  let commands = story.commands.map(\.command)
  if commands.contains(where: { $0.time > .latest }) { return }
  let events = carryOut(commands, story.rules)
  // What is printed of it is a transcript again, and says the same.
  let text = story.rendered(with: events)
  guard let again = try? Transcript(parsing: SourceText(name: "fuzz", text)) else {
    broken("a transcript that was printed is refused:\n\(text)")
  }
  if again.commands.map(\.command) != commands { broken("a transcript that was printed has other commands:\n\(text)") }
  if again.firstDifference(from: events) != nil { broken("a transcript does not print itself back:\n\(text)") }
}

/// Lines of requests: each is answered, whatever it is.
private func takeLines(_ bytes: [UInt8]) {
  let settings = EngineSession.Settings(
    journal: nil, checksEverything: true, endsWithDigest: false, isStrict: false, opensAccounts: true)
  guard let session = try? EngineSession(VenueRules(instruments: []), Names(), settings) else {
    broken("a session that keeps no journal needs no file")
  }
  for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
    _ = session.answer(.bytes(Array(line)), number: index + 1)
    session.writer.removeAll()
  }
}

/// Carries commands out with every check, and returns what each caused.
func carryOut(_ commands: [Command], _ rules: VenueRules) -> [[Event]] {
  var audit = LedgerAudit(rules)
  var venue = Exchange(rules)
  venue.checksEverything = true
  var stream = EventStream()
  var events: [[Event]] = []
  for command in commands {
    stream.removeAll()
    venue.execute(command, into: &stream)
    let first = stream.first
    stream.withSpan { audit.observe(command, $0, from: first) }
    events.append((0..<stream.count).map { stream[$0] })
  }
  if audit.verdict() != nil { broken("the ledger does not add up") }
  return events
}

// MARK: - Recorded data

/// What stands before a zero byte is a message file, what stands after it an orderbook file.
private func takeLobster(_ bytes: [UInt8]) {
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  let messages = SourceText(name: "messages", bytes: Array(parts[0]))
  let book = parts.count > 1 ? SourceText(name: "book", bytes: Array(parts[1])) : nil
  let terms = LobsterFlowTerms(
    account: AccountID(number: 0), aggressor: AccountID(number: 1), instrument: InstrumentID(number: 0))
  if var flow = try? LobsterFlow(messages: messages, book: book, terms: terms) {
    var latest = Time.start
    while let command = try? flow.next() {
      if command.time < latest { broken("a recorded day goes back in time") }
      if command.time > .latest { broken("a recorded day goes on beyond all time") }
      latest = command.time
    }
  }
  if let book { _ = try? LobsterTransitionCheck(messages: messages, book: book) }
  if let book, let reconstruction = try? LobsterReconstruction(messages: messages, book: book) {
    var rebuilt = HistoricalBook()
    _ = try? LobsterReconstructionCheck(playing: reconstruction, into: &rebuilt, against: book)
  }
}

private func takeBinance(_ bytes: [UInt8]) {
  let text = SourceText(name: "fuzz", bytes: bytes)
  let terms = BinanceFlowTerms(
    account: AccountID(number: 0), aggressor: AccountID(number: 1), instrument: InstrumentID(number: 0),
    units: .btcusdtPerpetual)
  if var flow = try? BinanceFlow(text, terms: terms) {
    var latest = Time.start
    while let command = try? flow.next() {
      if command.time < latest { broken("a recorded session goes back in time") }
      if command.time > .latest { broken("a recorded session goes on beyond all time") }
      latest = command.time
    }
  }
  _ = try? BinanceCheck(text, units: .btcusdtPerpetual)
}
