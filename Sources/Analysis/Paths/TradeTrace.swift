import MarketTypes

/// What was traded of each instrument in each stretch of time, by the side that took it: lots, and the prices they
/// reached. Memory follows stretches, time O(1) per fill.
public struct TradeTrace: StreamFold, Sendable {
  /// What time is cut into.
  public let grid: TimeGrid
  /// By instrument number, then in order of time; stretches without fills are left out.
  public private(set) var traded: [[Traded]]

  /// What one side took in one stretch.
  public struct Traded: Hashable, Sendable {
    /// Which stretch.
    public let cell: Int
    /// The side of who came; in an auction of the later order.
    public let takerSide: Side
    /// All of that side together.
    public internal(set) var lots: Int128
    /// The lowest price it got.
    public internal(set) var low: Price
    /// The highest.
    public internal(set) var high: Price
  }

  /// - Parameter grid: fills of one of its stretches are summed by side.
  public init(_ rules: VenueRules, _ grid: TimeGrid) {
    self.grid = grid
    traded = rules.instruments.map { _ in [] }
  }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      if case .filled(let fill) = events[index].body { take(fill, cell: grid.cell(of: command.time)) }
    }
  }

  private mutating func take(_ fill: Fill, cell: Int) {
    let instrument = fill.instrument.index
    let lots = Int128(fill.quantity.lots)
    // The two sides of one stretch stand at the end.
    for place in traded[instrument].indices.reversed().prefix(2) {
      let known = traded[instrument][place]
      guard known.cell == cell, known.takerSide == fill.takerSide else { continue }
      traded[instrument][place].lots += lots
      traded[instrument][place].low = min(known.low, fill.price)
      traded[instrument][place].high = max(known.high, fill.price)
      return
    }
    traded[instrument].append(
      Traded(cell: cell, takerSide: fill.takerSide, lots: lots, low: fill.price, high: fill.price))
  }
}
