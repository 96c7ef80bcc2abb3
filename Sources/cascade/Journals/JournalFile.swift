import Files
import Journaling
import MarketTypes
import Notation
import Simulation

/// The journal of a run, as bytes in memory.
struct JournalFile {
  /// What it is called in a run's folder.
  static let name = "journal.cascade"

  let path: String
  private let bytes: [UInt8]
  private let extent: JournalReader.Extent
  private let limits: Limits

  /// - Parameters:
  ///   - path: a run's folder, or a journal itself; `-` is standard input.
  ///   - limits: how large it may be, and how much its scenario may ask for.
  ///   - extent: how much of it is asked for.
  init(_ path: String, _ limits: Limits, _ extent: JournalReader.Extent = .whole) throws(FileError) {
    self.extent = extent
    self.limits = limits
    let kind = path == "-" ? nil : try FileSystem.kind(of: path)
    self.path = kind == .directory ? Path.join(path, Self.name) : path
    bytes = try readFile(self.path, limit: limits.bytes(usual: 16 << 30))
  }

  /// A reader that stands before the first command.
  func reader() throws(Failure) -> JournalReader {
    do throws(JournalError) {
      return try JournalReader(bytes, extent)
    } catch {
      guard case .notAJournal = error.problem else { throw failure(error) }
      let hint = scenarioHint ?? "name the folder that cascade run wrote, or its \(Self.name)"
      throw Failure(.badInput, "\(path): this is no journal of a run", hint: hint)
    }
  }

  /// What to do with a file that begins as a scenario does, with a brace or a comment, or is a manifest; `nil` for any other.
  private var scenarioHint: String? {
    if bytes.starts(with: ScenarioFile.manifestStart.utf8) { return "this is the manifest of a run; name its folder" }
    let blanks = " \n\r\t".utf8
    guard let first = bytes.first(where: { !blanks.contains($0) }), "{/".utf8.contains(first) else { return nil }
    let name = path == "-" ? "SCENARIO" : printable(path)
    return "this looks like a scenario; run it first, with cascade run \(name) --output DIR, then name DIR"
  }

  /// Goes through the whole journal; whatever is wrong with it is thrown when it is reached.
  ///
  /// - Returns: the digest of all commands and events.
  @discardableResult
  func forEachCommand(_ body: (Command, [Event], EventPosition) throws -> Void) throws -> Digest {
    try walk { command, _, events, first in try body(command, events, first) }
  }

  /// The same for whoever follows the time: a command that was refused for its own comes when the venue refused it.
  @discardableResult
  func forEachMoment(_ body: (Command, [Event], EventPosition) throws -> Void) throws -> Digest {
    try walk { command, now, events, first in try body(command.dated(now), events, first) }
  }

  private func walk(_ body: (Command, Time, [Event], EventPosition) throws -> Void) throws -> Digest {
    var reader = try reader()
    var events: [Event] = []
    while true {
      let first = EventPosition(number: Int64(reader.eventCount))
      guard let command = try next(&reader, &events) else { return reader.digest }
      try body(command, reader.now, events, first)
    }
  }

  /// The next command with its events, `nil` after the last. The venue's clock never goes back, nor beyond all bounds: a
  /// journal may be whole and still say so.
  func next(_ reader: inout JournalReader, _ events: inout [Event]) throws(Failure) -> Command? {
    try Interruption.check()
    let before = reader.now
    let command: Command?
    do throws(JournalError) {
      command = try reader.next(&events)
    } catch {
      throw failure(error)
    }
    if reader.now < before || command.map({ $0.time > .latest }) ?? false {
      let fault = reader.now < before ? "goes back in time, and was not refused for it" : "comes later than any can"
      throw Failure(.badInput, "\(path): command \(reader.commandCount - 1) \(fault)")
    }
    return command
  }

  /// What is wrong with it, and where its header is whole, how the rest can be saved.
  private func failure(_ error: JournalError) -> Failure {
    let isReadable =
      switch error.problem {
      case .cut(.header), .wrongChecksum(.header), .notAJournal, .unknownVersion, .unreadableHeader: false
      default: true
      }
    let name = path == "-" ? "PARTIAL" : printable(path)
    let hint = "cascade recover \(name) tells how much of it is whole, and with --output goes on with its run"
    return Failure(error, in: path, hint: isReadable ? hint : nil)
  }
}

// MARK: - Its scenario

extension JournalFile {
  /// The scenario that made it; `nil` where none did, as for an engine's session, or where it cannot be read any more.
  ///
  /// What its participants set aside is not bounded here, since nobody sets it aside who only looks at a scenario.
  func scenario(of header: JournalHeader) -> Scenario? {
    if header.scenario.isEmpty { return nil }
    var limits = scenarioLimits(of: header)
    limits[.numbers] = .max
    return try? Scenario.read(
      SourceText(name: "the journal's scenario", header.scenario), overrides: Scenario.Overrides(limits: limits))
  }

  /// The same to run it again: throws what is wrong with it.
  func scenarioToRun(of header: JournalHeader) throws -> Scenario? {
    if header.scenario.isEmpty { return nil }
    return try Scenario.read(
      SourceText(name: "the scenario of \(path)", header.scenario),
      overrides: Scenario.Overrides(limits: scenarioLimits(of: header)))
  }

  /// How much the scenario of a run may ask for that has this journal.
  func scenarioLimits(of header: JournalHeader) -> Scenario.Limits {
    limits.scenario.admitting(recorded: header.names.accounts.count)
  }
}

// MARK: - What a venue can take

extension JournalFile {
  /// Throws unless a venue can have these rules: a header may be whole and still say anything.
  func checkRules(_ rules: VenueRules) throws(Failure) {
    if let fault = rules.fault { throw Failure(.badInput, "\(path): no venue can have these rules: \(fault)") }
  }
}

extension Command {
  /// The same at another moment.
  func dated(_ time: Time) -> Command {
    var command = self
    command.time = time
    return command
  }
}
