import Files
import Journaling
import MarketTypes
import Notation

/// The journal of a run, as bytes in memory.
struct JournalFile {
  /// What it is called in a run's folder.
  static let name = "journal.cascade"

  let path: String
  private let bytes: [UInt8]
  private let extent: JournalReader.Extent

  /// - Parameters:
  ///   - path: a run's folder, or a journal itself; `-` is standard input.
  ///   - extent: how much of it is asked for.
  init(_ path: String, _ extent: JournalReader.Extent = .whole) throws(FileError) {
    self.extent = extent
    let kind = path == "-" ? nil : try FileSystem.kind(of: path)
    self.path = kind == .directory ? Path.join(path, Self.name) : path
    bytes = try readFile(self.path, limit: Self.sizeLimit)
  }

  /// A reader that stands before the first command.
  func reader() throws(Failure) -> JournalReader {
    do throws(JournalError) {
      return try JournalReader(bytes, extent)
    } catch {
      guard case .notAJournal = error.problem else { throw Failure(error, in: path) }
      let hint = scenarioHint ?? "name the folder that cascade run wrote, or its \(Self.name)"
      throw Failure(.badInput, "\(path): this is no journal of a run", hint: hint)
    }
  }

  /// What to do with a file that begins as a scenario does, with a brace or a comment; `nil` for any other.
  private var scenarioHint: String? {
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
    var reader = try reader()
    var events: [Event] = []
    while true {
      let first = EventPosition(number: Int64(reader.eventCount))
      guard let command = try next(&reader, &events) else { return reader.digest }
      try body(command, events, first)
    }
  }

  /// The next command with its events, `nil` after the last.
  func next(_ reader: inout JournalReader, _ events: inout [Event]) throws(Failure) -> Command? {
    if let interruption = Interruption.requested { throw Failure(interruption.exitStatus, "interrupted") }
    do throws(JournalError) {
      return try reader.next(&events)
    } catch {
      throw Failure(error, in: path)
    }
  }

  private static let sizeLimit = 16 << 30
}

// MARK: - What a venue can take

extension JournalFile {
  /// Throws unless a venue can have these rules: a header may be whole and still say anything.
  func checkRules(_ rules: VenueRules) throws(Failure) {
    if let fault = rules.fault { throw Failure(.badInput, "\(path): no venue can have these rules: \(fault)") }
  }
}
