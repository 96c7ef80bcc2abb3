import Notation

/// Why bytes are not a whole and true journal, where, and what of them can still be used.
public struct JournalError: Error, Sendable {
  /// The first byte that is wrong, or the number of bytes if more were expected.
  public var offset: Int
  public var problem: Problem
  /// How many whole, checked commands stand before it, and how many events they caused.
  public var commandCount: Int
  public var eventCount: Int

  public enum Problem: Sendable {
    /// The bytes end before this part does.
    case cut(Part)
    /// The first eight bytes are others.
    case notAJournal
    case unknownVersion(UInt32)
    /// The header's checksum is right and its contents are not.
    case unreadableHeader(Diagnostics)
    /// What stands there is not what was written.
    case wrongChecksum(Part)
    /// A frame's length is no number of words that a frame can have.
    case wrongFrameLength(UInt32)
    case badRecord(RecordError.Problem)
    /// An event says that one before the first caused it.
    case causeBeforeStart(distance: UInt32)
    /// The end says other counts than there are.
    case wrongCounts(commands: UInt64, events: UInt64)
    /// The end says another digest than that of the records.
    case wrongDigest(stated: Digest, found: Digest)
    /// There is something after the end.
    case bytesAfterEnd
  }

  public enum Part: String, Hashable, Sendable {
    case header = "the header"
    case frame = "a frame"
    /// The last frame, which says that nothing is missing.
    case end = "the end"
  }
}

extension JournalError: CustomStringConvertible {
  public var description: String {
    let before =
      commandCount == 0 ? "" : "; before it stand \(commandCount) whole commands with \(eventCount) events"
    return "byte \(offset): \(problem)\(before)"
  }
}

extension JournalError.Problem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cut(.end): "expected another frame or the end, and there are no more bytes"
    case .cut(let part): "the bytes stop within \(part.rawValue)"
    case .notAJournal: "expected the letters CASCADEJ, with which a journal begins"
    case .unknownVersion(let version): "this journal has format \(version), and we read \(JournalFormat.version)"
    case .unreadableHeader(let diagnostics): "the header cannot be read\n\(diagnostics)"
    case .wrongChecksum(let part): "\(part.rawValue) is damaged: it does not match its checksum"
    case .wrongFrameLength(let words): "a frame cannot have \(words) words"
    case .badRecord(let problem): "\(problem)"
    case .causeBeforeStart(let distance): "this event's cause, \(distance) events back, is before the first"
    case .wrongCounts(let commands, let events): "the end counts \(commands) commands and \(events) events"
    case .wrongDigest(let stated, let found): "the end has digest \(stated), the records have \(found)"
    case .bytesAfterEnd: "the journal has ended, and more bytes follow"
    }
  }
}
