import Files
import Journaling
import MarketTypes
import Venue

/// A journal's commands carried out once more by a venue with the same rules.
struct Replay: ~Copyable {
  private let journal: JournalFile
  private var reader: JournalReader
  private(set) var venue: Exchange
  private var stream: EventStream
  private var built = DigestBuilder()
  /// Of a fork, those not reached yet.
  private var revisions: ArraySlice<RulesRevision>

  init(of journal: JournalFile) throws(Failure) {
    let reader = try journal.reader()
    try journal.checkRules(reader.header.rules)
    self.journal = journal
    self.reader = reader
    revisions = reader.header.revisions[...]
    venue = Exchange(reader.header.rules)
    stream = EventStream()
  }

  var commands: Int { reader.commandCount }
  var events: Int { reader.eventCount }
  /// Of the commands and of what they caused this time.
  var digest: Digest { built.digest }

  /// Goes on to the first event that is not what the journal says, `nil` if all are.
  mutating func firstDifference() throws(Failure) -> StreamDifference? {
    try firstDifference(until: .latest) { _, _, _, _ in }
  }

  /// The same for the commands up to a moment, which may be the last of many. The next one that comes later is not
  /// carried out.
  ///
  /// - Parameter observe: takes each command, dated by the venue's clock, what it caused this time, where the first of
  ///   that stands, and the venue.
  mutating func firstDifference(
    until end: Time, _ observe: (Command, Span<Event>, EventPosition, borrowing Exchange) -> Void
  ) throws(Failure) -> StreamDifference? {
    var recorded: [Event] = []
    while let command = try journal.next(&reader, &recorded) {
      if reader.now > end { return nil }
      try revise(before: reader.commandCount - 1)
      stream.removeAll()
      venue.execute(command, into: &stream)
      command.encode(into: &built)
      for index in 0..<stream.count { stream[index].encode(into: &built) }
      let number = reader.commandCount - 1
      let difference = stream.withSpan { StreamDifference(ofCommand: number, command, recorded.span, command, $0) }
      if let difference { return difference }
      let first = stream.first
      stream.withSpan { observe(command.dated(venue.now), $0, first, venue) }
    }
    return nil
  }

  /// Has the venue adopt the rules that held from this command on.
  private mutating func revise(before command: Int) throws(Failure) {
    while let revision = revisions.first, revision.command <= command {
      revisions.removeFirst()
      try journal.checkRules(revision.rules)
      if let part = venue.unchangeablePart(in: revision.rules) {
        throw Failure(.badInput, "\(journal.path): no venue at work can change \(part)")
      }
      venue.adopt(revision.rules)
    }
  }
}
