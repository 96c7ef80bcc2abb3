import MarketTypes

/// How much the mid price of each instrument moves in a second: the root of the mean square of its changes.
///
/// The mid of a second is halfway between the best quotes as the last command by then left them; while a side is empty it is the
/// last one known. Seconds count from the first mid on, also those in which an instrument did not trade. Sums are exact, in half
/// ticks. O(1) per event, O(instruments) per second with a command.
public struct MidVolatility: StreamFold, Sendable {
  private struct Mid: Sendable {
    /// Now, and as the last second left it; in half ticks, zero before the first.
    var twice: Int64 = 0
    var sampled: Int64 = 0
    var squares: Int128 = 0
    var seconds: Int64 = 0
  }

  private var mids: [Mid]
  /// The last whole second that is over; −1 before all.
  private var second: Int64 = -1

  public init(_ rules: VenueRules) { mids = rules.instruments.map { _ in Mid() } }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    // A command at a whole second is still of it.
    let nanoseconds = command.time.nanoseconds
    let over = nanoseconds > 0 ? (nanoseconds - 1) / 1_000_000_000 : -1
    if over > second { pass(to: over) }
    for index in events.indices {
      if case .quoted(let quote) = events[index].body, quote.twiceMiddle != 0 {
        mids[quote.instrument.index].twice = quote.twiceMiddle
      }
    }
  }

  private mutating func pass(to over: Int64) {
    for index in mids.indices where mids[index].twice != 0 {
      if mids[index].sampled == 0 {
        mids[index].sampled = mids[index].twice
        mids[index].seconds = over - second - 1
      } else {
        let change = Int128(mids[index].twice - mids[index].sampled)
        mids[index].squares += change * change
        mids[index].seconds += over - second
        mids[index].sampled = mids[index].twice
      }
    }
    second = over
  }

  /// In ticks; `nil` where fewer than two seconds had a mid.
  public func perSecond(of instrument: InstrumentID) -> Double? {
    let mid = mids[instrument.index]
    return mid.seconds > 0 ? (Double(mid.squares) / Double(4 * Int128(mid.seconds))).squareRoot() : nil
  }
}
