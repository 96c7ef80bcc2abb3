import Files
import Journaling
import MarketTypes
import Notation

/// What was left of a run's journal: its header, and the frames before whatever is missing or damaged.
struct RecoveredRun {
  let journal: JournalFile
  let header: JournalHeader
  /// How many commands are whole, and how many events they caused.
  let commands: Int
  let events: Int
  /// What ends them; `nil` if nothing is missing.
  private let fault: JournalError?

  /// Reads it once, checking every frame.
  ///
  /// Throws if not even the header is whole: then nothing can be known of the run.
  init(_ path: String, _ limits: Limits) throws {
    do throws(FileError) {
      journal = try JournalFile(path, limits, .cleanPrefix)
    } catch {
      throw Failure(
        error.exitStatus, error.description,
        hint: error.hint ?? Self.leftover(of: path).map { "did you mean \($0)?" })
    }
    var reader = try journal.reader()
    var recorded: [Event] = []
    while try journal.next(&reader, &recorded) != nil {}
    header = reader.header
    commands = reader.commandCount
    events = reader.eventCount
    fault = reader.fault
  }

  /// How much of it is whole, in words.
  var extent: String {
    let whole = "\(counted(commands, "command")) with \(counted(events, "event"))"
    guard let fault else { return "\(whole), and nothing is missing" }
    return "\(whole); at byte \(fault.offset) \(fault.problem)"
  }

  /// Writes the whole frames as a journal of their own, with an end.
  func write(to path: String) throws {
    var output = try OutputFile(path)
    var writer = JournalWriter(header)
    try journal.forEachCommand { command, events, _ in
      writer.append(command, events.span)
      if writer.hasPiece {
        try writer.drain { bytes throws(FileError) in try output.write(bytes) }
      }
    }
    writer.finish()
    try writer.drain { bytes throws(FileError) in try output.write(bytes) }
    try output.commit()
  }

  /// What killed runs that were to be called `path` have left beside it; `nil` if there is nothing. One that was killed while it replaced
  /// another has left both.
  private static func leftover(of path: String) -> String? {
    let folder = Path.directory(of: path)
    guard let names = try? FileSystem.names(in: folder) else { return nil }
    let left = names.filter { $0.hasPrefix(temporaryPrefix(of: path)) }
    return left.isEmpty ? nil : left.prefix(3).map { printable(Path.join(folder, $0)) }.joined(separator: " or ")
  }
}
