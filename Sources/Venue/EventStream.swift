import MarketTypes
import Storage

/// Everything that happened, in order: the venue's only output.
///
/// Holds the events since the caller last emptied it; positions go on counting, so a long run needs no more memory than
/// its busiest command.
public struct EventStream: ~Copyable {
  var events: Pool<Event>
  /// The position of the first event still held.
  public private(set) var first: EventPosition
  /// The position of the first event of the command under way.
  private var commandStart: EventPosition

  /// An empty stream.
  ///
  /// - Parameter position: how many events there have been, for a venue that goes on alone after `clone()`.
  public init(at position: EventPosition = EventPosition(number: 0)) {
    events = Pool(capacity: 256)
    first = position
    commandStart = position
  }

  private init(copying stream: borrowing EventStream) {
    events = stream.events.clone()
    first = stream.first
    commandStart = stream.commandStart
  }

  /// A stream of its own that holds the same events. O(events held).
  public borrowing func clone() -> EventStream { EventStream(copying: self) }

  /// How many events are held.
  public var count: Int { events.count }
  /// The position the next event will have: how many there have been.
  public var end: EventPosition { EventPosition(number: first.number + Int64(events.count)) }

  /// An event still held, counted from the first one held.
  public subscript(index: Int) -> Event { events[index] }

  /// A position named from outside, or `nil` if it is not in the stream.
  func known(_ position: EventPosition?) -> EventPosition? {
    guard let position, position.number >= 0, position < end else { return nil }
    return position
  }

  /// From here on events belong to a new command.
  mutating func beginCommand() { commandStart = end }

  /// The round of an event of the command under way; 0 for what an earlier one left behind, whose consequences are
  /// now this command's own. So it does not matter when the caller empties the stream.
  func round(of position: EventPosition?) -> UInt16 {
    guard let position, position >= commandStart else { return 0 }
    return events[Int(position.number - first.number)].round
  }

  /// Appends an event and returns its position.
  ///
  /// - Parameter cause: the event that made it happen, earlier in the stream; `nil` for what comes from outside, or from
  ///   further back than 2^32 events.
  @discardableResult
  @inline(__always)
  mutating func append(_ body: Event.Body, because cause: EventPosition?, round: UInt16) -> EventPosition {
    let position = end
    var distance: UInt32 = 0
    if let cause {
      if cause >= position { Self.failOrder(cause, position) }
      distance = UInt32(exactly: position.number &- cause.number) ?? 0
    }
    events.append(Event(body, cause: distance, round: round))
    return position
  }

  @inline(never)
  private static func failOrder(_ cause: EventPosition, _ position: EventPosition) -> Never {
    invariantFailed("event \(position.number) names event \(cause.number) as its cause")
  }

  /// Forgets the events held; positions go on.
  public mutating func removeAll() {
    first = end
    events.removeAll()
  }

  /// The events held, as a span, for the length of the call.
  public borrowing func withSpan<Result, Failure: Error>(
    _ body: (Span<Event>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try events.withSpan(body)
  }
}
