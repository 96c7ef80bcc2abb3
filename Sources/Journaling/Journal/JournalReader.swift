import MarketTypes
import Notation

/// Reads a journal frame by frame, checking everything it says.
///
///     var reader = try JournalReader(bytes)
///     var events: [Event] = []
///     while let command = try reader.next(&events) { … }
///
/// A reader that has given `nil` has seen a whole and true journal. Total: any bytes give values or a `JournalError`.
public struct JournalReader: Sendable {
  public let header: JournalHeader
  /// Frames read so far, and the events in them.
  public private(set) var commandCount = 0
  public private(set) var eventCount = 0
  /// Where the next frame begins; everything before it is good.
  public private(set) var offset: Int
  /// The venue's clock after the command read last: its time, unless it was refused for that (MAT-1).
  public private(set) var now = Time.start
  /// What ended a clean prefix early; `nil` as long as all is good.
  public private(set) var fault: JournalError?

  private let bytes: [UInt8]
  private let extent: Extent
  private var run = DigestBuilder()
  private var frame = RecordCursor([])
  private var hasEnded = false

  /// How much is asked of a journal.
  public enum Extent: Sendable {
    /// All of it: a missing or damaged part is an error.
    case whole
    /// The frames before what is missing or damaged, which is then found in `fault`.
    case cleanPrefix
  }

  /// Reads the header, without which no extent can do.
  public init(_ bytes: [UInt8], _ extent: Extent = .whole) throws(JournalError) {
    (header, offset) = try JournalReader.header(of: bytes)
    self.bytes = bytes
    self.extent = extent
  }

  /// The digest of all commands and events so far.
  public var digest: Digest { run.digest }

  /// Reads the next command, and replaces `events` by what it caused; `nil` after the last.
  ///
  /// After an error it stands where it stood before, and will find the same again.
  public mutating func next(_ events: inout [Event]) throws(JournalError) -> Command? {
    events.removeAll(keepingCapacity: true)
    if hasEnded || fault != nil { return nil }
    do throws(JournalError) {
      return try readFrame(&events)
    } catch {
      events.removeAll(keepingCapacity: true)
      guard extent == .cleanPrefix else { throw error }
      fault = error
      return nil
    }
  }
}

// MARK: - Frames

extension JournalReader {
  private mutating func readFrame(_ events: inout [Event]) throws(JournalError) -> Command? {
    let checked = try loadFrame()
    let isEnd = UInt8(truncatingIfNeeded: frame.words[0]) == JournalFormat.endKind
    if isEnd {
      try checkEnd()
      offset = checked
      hasEnded = true
      return nil
    }
    let command = try record { cursor throws(RecordError) in try cursor.command() }
    while !frame.isAtEnd {
      let start = recordOffset
      let event = try record { cursor throws(RecordError) in try cursor.event() }
      if Int(event.cause) > eventCount + events.count {
        throw error(at: start, .causeBeforeStart(distance: event.cause))
      }
      events.append(event)
    }
    for index in stride(from: 0, to: frame.words.count, by: 2) {
      run.take(frame.words[index], frame.words[index + 1])
    }
    offset = checked
    commandCount += 1
    eventCount += events.count
    if !events.sayWrongTime { now = command.time }
    return command
  }

  /// Takes the next frame's words, and returns where they end. Their checksum is right.
  private mutating func loadFrame() throws(JournalError) -> Int {
    let payload = offset + JournalFormat.wordSize
    if offset == bytes.count { throw error(at: offset, .cut(.end)) }
    if payload > bytes.count { throw error(at: bytes.count, .cut(.frame)) }
    let head = bytes.littleEndianWord(at: offset)
    let length = UInt32(truncatingIfNeeded: head)
    if length == 0 || !length.isMultiple(of: 2) { throw error(at: offset, .wrongFrameLength(length)) }
    let end = payload + Int(length) * JournalFormat.wordSize
    if end > bytes.count { throw error(at: bytes.count, .cut(.frame)) }
    var checksum = DigestBuilder()
    frame.refill { words in
      for offset in stride(from: payload, to: end, by: 2 * JournalFormat.wordSize) {
        words.append(bytes.littleEndianWord(at: offset))
        words.append(bytes.littleEndianWord(at: offset + JournalFormat.wordSize))
        checksum.take(words[words.count - 2], words[words.count - 1])
      }
    }
    if checksum.shortChecksum != UInt32(truncatingIfNeeded: head >> 32) {
      throw error(at: offset, .wrongChecksum(.frame))
    }
    return end
  }

  private func checkEnd() throws(JournalError) {
    let words = frame.words
    if words.count != JournalFormat.endWords { throw error(at: offset, .wrongFrameLength(UInt32(words.count))) }
    if words[0] != JournalFormat.endHeader || words[5] != 0 { throw error(at: offset, .badRecord(.unusedBits)) }
    if words[1] != UInt64(commandCount) || words[2] != UInt64(eventCount) {
      throw error(at: offset, .wrongCounts(commands: words[1], events: words[2]))
    }
    let stated = Digest(high: words[3], low: words[4])
    if stated != digest { throw error(at: offset, .wrongDigest(stated: stated, found: digest)) }
    let end = offset + JournalFormat.wordSize * (1 + JournalFormat.endWords)
    if end < bytes.count { throw error(at: end, .bytesAfterEnd) }
  }

  /// Where in the bytes the cursor's next record begins.
  private var recordOffset: Int { offset + JournalFormat.wordSize * (1 + frame.offset) }

  private mutating func record<Value>(
    _ read: (inout RecordCursor) throws(RecordError) -> Value
  ) throws(JournalError) -> Value {
    do throws(RecordError) {
      return try read(&frame)
    } catch {
      throw self.error(at: offset + JournalFormat.wordSize * (1 + error.word), .badRecord(error.problem))
    }
  }

  private func error(at offset: Int, _ problem: JournalError.Problem) -> JournalError {
    JournalError(offset: offset, problem: problem, commandCount: commandCount, eventCount: eventCount)
  }
}

// MARK: - Header

extension JournalReader {
  /// The header, and where it ends.
  private static func header(of bytes: [UInt8]) throws(JournalError) -> (JournalHeader, Int) {
    func error(at offset: Int, _ problem: JournalError.Problem) -> JournalError {
      JournalError(offset: offset, problem: problem, commandCount: 0, eventCount: 0)
    }
    let magic = (0..<8).map { UInt8(truncatingIfNeeded: JournalFormat.magic >> (8 * $0)) }
    if !bytes.starts(with: magic.prefix(bytes.count)) { throw error(at: 0, .notAJournal) }
    let start = 2 * JournalFormat.wordSize
    if bytes.count < start { throw error(at: bytes.count, .cut(.header)) }
    let second = bytes.littleEndianWord(at: JournalFormat.wordSize)
    let version = UInt32(truncatingIfNeeded: second)
    if version != JournalFormat.version { throw error(at: JournalFormat.wordSize, .unknownVersion(version)) }
    let length = Int(second >> 32)
    let end = start + length
    if !length.isMultiple(of: start) { throw error(at: JournalFormat.wordSize, .wrongChecksum(.header)) }
    if end + JournalFormat.wordSize > bytes.count { throw error(at: bytes.count, .cut(.header)) }
    let words = stride(from: 0, to: end, by: JournalFormat.wordSize).map(bytes.littleEndianWord(at:))
    if bytes.littleEndianWord(at: end) != words.checksum { throw error(at: 0, .wrongChecksum(.header)) }
    do throws(Diagnostics) {
      return (try JournalHeader(json: Array(bytes[start..<end])), end + JournalFormat.wordSize)
    } catch let diagnostics {
      throw error(at: start, .unreadableHeader(diagnostics))
    }
  }
}

extension [Event] {
  /// Whether a command caused nothing but to be refused for its time.
  fileprivate var sayWrongTime: Bool {
    guard count == 1, case .refused(let refusal) = self[0].body else { return false }
    return refusal.reason == .timeGoesBack || refusal.reason == .timeTooFarAhead
  }
}
