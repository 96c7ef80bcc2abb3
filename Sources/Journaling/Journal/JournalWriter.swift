import MarketTypes
import Storage

/// Writes a journal: header, a frame for each command with the events it caused, and the end.
///
///     var writer = JournalWriter(header)
///     for command in commands {
///       venue.execute(command, into: &events)
///       writer.append(command, events.span)
///       if writer.hasPiece { try writer.drain(file.write) }
///     }
///     writer.finish()
///     try writer.drain(file.write)
///
/// Memory is flat if the caller drains; nothing is ever read back. A journal without its end is known to be cut.
public struct JournalWriter: ~Copyable {
  public private(set) var commandCount = 0
  public private(set) var eventCount = 0

  private var run = DigestBuilder()
  private var buffer = WordBuffer()
  private var isFinished = false
  private let pin = Pin()

  public init(_ header: JournalHeader) {
    for word in header.words { buffer.append(word) }
  }

  /// The digest of all commands and events so far.
  public var digest: Digest { run.digest }

  /// What waits to be drained.
  public var pendingByteCount: Int { buffer.wordCount * JournalFormat.wordSize }

  /// Whether so much waits that it is to be drained: 256 KiB, since each call of the system has a price.
  public var hasPiece: Bool { pendingByteCount >= 1 << 18 }

  /// Hands what waits to `write`, and forgets it unless `write` throws.
  public mutating func drain<Failure>(_ write: (Span<UInt8>) throws(Failure) -> Void) throws(Failure) {
    try buffer.drain(write)
  }

  /// Adds the frame of `command` and of what it caused, in order.
  public mutating func append(_ command: Command, _ events: Span<Event>) {
    invariant(!isFinished, "a command is journalled after the end")
    let head = beginFrame()
    command.encode(into: &buffer)
    for index in events.indices {
      let cause = events[index].cause
      invariant(Int(cause) <= eventCount, "event \(eventCount) was caused \(cause) events before")
      events[index].encode(into: &buffer)
      eventCount += 1
    }
    // Both digests side by side: neither waits for the other.
    var (run, frame) = (run, DigestBuilder())
    buffer.forEachPair(from: head + 1) { first, second in
      run.take(first, second)
      frame.take(first, second)
    }
    self.run = run
    endFrame(head, frame)
    commandCount += 1
  }

  /// Adds the end, with the counts and the digest that a reader will compare.
  public mutating func finish() {
    invariant(!isFinished, "a journal is ended twice")
    isFinished = true
    let head = beginFrame()
    buffer.take(JournalFormat.endHeader, UInt64(commandCount))
    buffer.take(UInt64(eventCount), digest.high)
    buffer.take(digest.low, 0)
    var frame = DigestBuilder()
    buffer.forEachPair(from: head + 1) { frame.take($0, $1) }
    endFrame(head, frame)
  }

  /// Leaves room for a frame's head, and returns where.
  private mutating func beginFrame() -> Int {
    buffer.append(0)
    return buffer.wordCount - 1
  }

  /// Fills in the head of the frame begun there: its length in words, and its checksum.
  private mutating func endFrame(_ head: Int, _ frame: DigestBuilder) {
    let length = buffer.wordCount - head - 1
    invariant(length <= UInt32.max, "a frame of \(length) words")
    buffer.set(head, to: UInt64(length) | UInt64(frame.shortChecksum) << 32)
  }
}
