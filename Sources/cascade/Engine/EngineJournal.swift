import Files
import Journaling
import MarketTypes
import Venue

/// The journal of a session, kept in memory until its end: its header tells names that are only known then.
struct EngineJournal: ~Copyable {
  private var writer: JournalWriter
  /// The frames so far, without a header.
  private var frames: [UInt8] = []
  private var output: OutputFile

  /// Creates the file at once, so that a name that cannot be is told before anything is done.
  init(_ path: String) throws(FileError) {
    output = try OutputFile(path)
    writer = JournalWriter(Self.header(Names(), VenueRules(instruments: [])))
    // The header comes with the names, at the end.
    writer.drain { _ in }
  }

  mutating func append(_ command: Command, _ events: borrowing EventStream) {
    events.withSpan { writer.append(command, $0) }
    if writer.hasPiece { collect() }
  }

  /// Ends the journal and gives the file its name.
  consuming func commit(_ names: Names, _ rules: VenueRules) throws(FileError) {
    writer.finish()
    collect()
    var header = JournalWriter(Self.header(names, rules))
    try header.drain { bytes throws(FileError) in try output.write(bytes) }
    try output.write(frames)
    try output.commit()
  }

  private mutating func collect() {
    writer.drain { bytes in
      for index in bytes.indices { frames.append(bytes[index]) }
    }
  }

  private static func header(_ names: Names, _ rules: VenueRules) -> JournalHeader {
    JournalHeader(engine: Version.number, seed: 0, names: names, rules: rules, scenario: "")
  }
}
