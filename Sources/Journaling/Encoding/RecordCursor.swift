import MarketTypes

/// Goes through words, record by record. Total: any words give values or an error, never a stop.
///
///     var cursor = RecordCursor(words)
///     let command = try cursor.command()
///     while !cursor.isAtEnd { events.append(try cursor.event()) }
///
/// Only the canonical record of a value is taken: what was decoded is encoded again and compared, so that no
/// unused bit and no padding can hide anything. After an error the cursor stands where the record begins.
public struct RecordCursor: Sendable {
  public private(set) var words: [UInt64]
  public private(set) var offset = 0

  public init(_ words: [UInt64]) { self.words = words }

  public var isAtEnd: Bool { offset == words.count }

  public mutating func command() throws(RecordError) -> Command {
    let header = try RecordHeader(in: words, at: offset)
    guard let kind = CommandKind(number: header.kind) else { throw unexpected(header) }
    var fields = try RecordFields(in: words, at: offset, header, length: kind.payloadWords, orMore: kind.rareWords)
    let command = try Command(from: &fields, kind)
    try finish { check in command.encode(into: &check) }
    return command
  }

  public mutating func event() throws(RecordError) -> Event {
    let header = try RecordHeader(in: words, at: offset)
    guard let kind = EventKind(number: header.kind) else { throw unexpected(header) }
    var fields = try RecordFields(in: words, at: offset, header, length: kind.payloadWords, orMore: kind.rareWords)
    let event = Event(try Event.Body(from: &fields, kind), cause: header.cause, round: header.round)
    try finish { check in event.encode(into: &check) }
    return event
  }

  private func unexpected(_ header: RecordHeader) -> RecordError {
    let isKnown = CommandKind(number: header.kind) != nil || EventKind(number: header.kind) != nil
    return RecordError(at: offset, isKnown ? .unexpectedKind(header.kind) : .unknownKind(header.kind))
  }

  /// Steps over the record, if it is what `encode` makes.
  private mutating func finish(_ encode: (inout CanonicalCheck) -> Void) throws(RecordError) {
    var check = CanonicalCheck(comparingWith: words, from: offset)
    encode(&check)
    if let difference = check.difference { throw RecordError(at: difference, .unusedBits) }
    offset = check.offset
  }
}

/// Starts over with other words in the same memory.
extension RecordCursor {
  mutating func refill(_ fill: (inout [UInt64]) -> Void) {
    words.removeAll(keepingCapacity: true)
    offset = 0
    fill(&words)
  }
}

/// Compares words with those a value's record should have.
private struct CanonicalCheck: RecordSink {
  let words: [UInt64]
  var offset: Int
  var difference: Int?

  init(comparingWith words: [UInt64], from offset: Int) {
    self.words = words
    self.offset = offset
  }

  mutating func take(_ first: UInt64, _ second: UInt64) {
    if difference == nil {
      if words[offset] != first { difference = offset } else if words[offset + 1] != second { difference = offset + 1 }
    }
    offset += 2
  }
}
