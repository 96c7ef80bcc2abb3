import MarketTypes

/// What one pass over an event stream finds, fed command by command from the first on.
///
/// A fold sees the stream and nothing else, so it can be fed by a venue at work or by a journal alike. The stream must
/// be one that a venue with the same rules wrote; only `LedgerAudit` makes no such assumption, for that is what it tests.
public protocol StreamFold {
  /// Takes the next command and everything it caused.
  ///
  /// - Parameter first: where the first of `events` stands in the stream.
  mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition)
}
