import Files
import Journaling
import MarketTypes
import Notation
import Venue

/// A venue driven line by line: each line of input is answered by what it caused and one line that closes the answer.
///
/// The grammar stands in `docs/engine.md`.
final class EngineSession {
  static let protocolName = "cascade.engine"
  /// Another number for every change that a client would misread.
  static let protocolVersion = 1

  /// What was asked for on the command line.
  struct Settings {
    var journal: String?
    var checksEverything = false
    var endsWithDigest = false
    var isStrict = false
    var opensAccounts = false
  }

  let reader: RequestReader
  var writer = JSONWriter()
  /// The number of the line that is being answered.
  private(set) var lineNumber = 0
  /// `nil` while instruments may still be declared.
  private(set) var venue: EngineVenue?
  private let settings: Settings
  private var rules: VenueRules
  private var opensAccounts: Bool
  private var journal: EngineJournal?
  private var table = EventTable(Names())

  /// - Parameters:
  ///   - rules: what the venue starts from.
  ///   - names: of its instruments, and of accounts that are going to be opened.
  init(_ rules: VenueRules, _ names: Names, _ settings: Settings) throws(FileError) {
    self.rules = rules
    self.settings = settings
    opensAccounts = settings.opensAccounts
    reader = RequestReader(CommandReader(names))
    let journal: EngineJournal? = if let path = settings.journal { try EngineJournal(path) } else { nil }
    self.journal = journal
  }

  /// Answers standard input, line after line to its end. Whatever ends it early, the journal tells what was done.
  func run() throws -> ExitStatus {
    var input = try LineInput("-")
    var output = try OutputFile(.output)
    do {
      writeHello()
      try flush(to: &output)
      while let line = try input.next() {
        let isUnderstood = answer(line, number: input.number)
        if !input.isAtHand() { try flush(to: &output) }
        if !isUnderstood, settings.isStrict {
          try flush(to: &output)
          try commitJournal()
          return .badInput
        }
      }
      if settings.endsWithDigest { writeDigest() }
      try flush(to: &output)
      try commitJournal()
      return .success
    } catch {
      try? flush(to: &output)
      try commitJournal()
      guard let interruption = Interruption(behind: error) else { throw error }
      throw Failure(interruption.exitStatus, text(of: interruption))
    }
  }

  private func text(of interruption: Interruption) -> String {
    let done = "after \(counted(venue?.commandCount ?? 0, "command"))"
    return "\(interruption) \(done)" + (settings.journal.map { "; \($0) has them" } ?? "")
  }

  private func commitJournal() throws(FileError) {
    guard let journal = journal.take() else { return }
    try journal.commit(reader.commands.names, rules)
  }

  private func flush(to output: inout OutputFile) throws(FileError) {
    try output.write(writer.bytes)
    writer.removeAll()
    try output.flush()
  }

  // MARK: Lines

  /// Writes the answer to a line; returns whether it was understood and carried out.
  func answer(_ line: LineInput.Line, number: Int) -> Bool {
    lineNumber = number
    let bytes: [UInt8]
    switch line {
    case .tooLong:
      writeError(Diagnostics("the line is longer than \(LineInput.longest) bytes"))
      return false
    case .bytes(let line): bytes = line
    }
    if bytes.saysNothing { return true }
    do {
      if venue == nil { reader.rules = rules }
      reader.commands.takesNewNames = opensAccounts
      try carryOut(try reader.request(bytes))
      return true
    } catch {
      writeError(error)
      return false
    }
  }

  private func carryOut(_ request: EngineRequest) throws(Diagnostics) {
    switch request {
    case .command(let command): try carryOut(command)
    case .preview(let command): try writePreview(command)
    case .instrument(let name, let instrument): try declare(name, instrument)
    case .asset(let name, let asset): try declare(name, asset)
    case .venue(let declaration): try declare(declaration)
    case .dump(let dump): try write(dump, try opened())
    case .queue(let queue): try write(queue, try opened())
    case .digest: writeDigest()
    }
    if case .command = request { return }
    writeDone(events: 0)
  }

  // MARK: Declarations

  private func declare(_ name: String, _ instrument: InstrumentRules) throws(Diagnostics) {
    if venue != nil { throw Diagnostics("an instrument is declared after the first command", hint: Self.declareFirst) }
    if reader.commands.names.instruments.contains(name) {
      throw Diagnostics("there are two instruments named \"\(name)\"")
    }
    if let fault = instrument.fault {
      throw Diagnostics("instrument \"\(name)\": \(fault)", hint: instrument.unsaidLimits)
    }
    var candidate = rules
    candidate.instruments.append(instrument)
    if let fault = candidate.fault { throw Diagnostics(fault) }
    rules = candidate
    reader.commands.add(instrument: name)
  }

  private func declare(_ name: String, _ asset: AssetRules) throws(Diagnostics) {
    if venue != nil { throw Diagnostics("an asset is declared after the first command", hint: Self.declareFirst) }
    if reader.commands.names.assets.contains(name) { throw Diagnostics("there are two assets named \"\(name)\"") }
    if let fault = asset.fault { throw Diagnostics("asset \"\(name)\": \(fault)", hint: asset.unsaidLimits) }
    var candidate = rules
    candidate.assets.append(asset)
    if let fault = candidate.fault { throw Diagnostics(fault) }
    rules = candidate
    reader.commands.add(asset: name)
  }

  private func declare(_ declaration: VenueDeclaration) throws(Diagnostics) {
    if venue != nil { throw Diagnostics("the venue is declared after the first command", hint: Self.declareFirst) }
    if let fault = declaration.rules.fault { throw Diagnostics(fault) }
    rules = declaration.rules
    opensAccounts = declaration.opensAccounts ?? opensAccounts
  }

  private static let declareFirst = "declare all of it before the first command"

  /// The venue, which opens with the first request that needs it.
  func opened() throws(Diagnostics) -> EngineVenue {
    if let venue { return venue }
    if rules.instruments.isEmpty {
      throw Diagnostics("there is no instrument", hint: "{\"kind\":\"instrument\",\"name\":\"X\"} declares one")
    }
    return open()
  }

  @discardableResult
  private func open() -> EngineVenue {
    let opened = EngineVenue(rules, checksEverything: settings.checksEverything)
    venue = opened
    reader.commands.now = opened.venue.now
    table = EventTable(reader.commands.names)
    return opened
  }

  // MARK: Commands

  private func carryOut(_ command: Command) throws(Diagnostics) {
    let venue = try opened()
    let first = venue.eventCount
    let count = venue.commandCount
    if case .openAccount(let opening) = command.action {
      if (0..<venue.venue.accountCount).contains(opening.account.index) {
        throw Diagnostics("account \(reader.commands.names.name(of: opening.account)) is open already")
      }
      execute(command, in: venue)
      if venue.venue.accountCount > opening.account.index {
        takeNewAccounts()
      } else {
        refuse(command, in: venue)
        return
      }
    } else {
      if opensAccounts { openNamed(in: venue) }
      execute(command, in: venue)
    }
    writeEvents(of: command, venue)
    writeDone(events: venue.eventCount - first, commands: venue.commandCount - count)
  }

  /// Answers an opening that was refused: nobody has the name, but who asked is told by it.
  private func refuse(_ command: Command, in venue: EngineVenue) {
    var names = reader.commands.names
    names.accounts += reader.commands.newAccounts
    table = EventTable(names)
    writeEvents(of: command, venue)
    writeDone(events: Int64(venue.stream.count), commands: 1)
    table = EventTable(reader.commands.names)
  }

  /// Opens whoever was named and not opened, without margin.
  private func openNamed(in venue: EngineVenue) {
    takeNewAccounts()
    while venue.venue.accountCount < reader.commands.names.accounts.count {
      let account = AccountID(number: Int32(venue.venue.accountCount))
      let command = Command(.openAccount(AccountOpening(account: account, kind: .exempt)), at: venue.venue.now)
      execute(command, in: venue)
      writeEvents(of: command, venue)
    }
  }

  private func takeNewAccounts() {
    if reader.commands.newAccounts.isEmpty { return }
    // Let go of the names first, so that they are not copied for each account.
    table = EventTable(Names())
    reader.commands.takeNewAccounts()
    table = EventTable(reader.commands.names)
  }

  private func execute(_ command: Command, in venue: EngineVenue) {
    venue.execute(command)
    venue.withStream { journal?.append(command, $0) }
    reader.commands.now = venue.venue.now
  }

  private func writeEvents(of command: Command, _ venue: EngineVenue) {
    let first = venue.stream.first.number
    for index in 0..<venue.stream.count {
      table.writeJSON(
        venue.stream[index], at: EventPosition(number: first + Int64(index)), time: command.time, to: &writer)
    }
  }
}
