import MarketTypes

/// The way of each instrument's last price, thinned, where the mark is another price.
public struct LastPriceTrace: StreamFold, Sendable {
  /// By instrument number; without points where the mark is the last price (MRK-1), since `MarkTrace` has that.
  public private(set) var traces: [PriceTrace]

  private let isKept: [Bool]

  /// - Parameter limit: of points, even, at least 2.
  public init(_ rules: VenueRules, limit: Int = 256) {
    traces = rules.instruments.map { _ in PriceTrace(limit: limit) }
    isKept = rules.instruments.map { $0.mark != .last }
  }

  /// Takes the price of each fill that is another one than the price before it.
  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    for index in events.indices {
      guard case .filled(let fill) = events[index].body else { continue }
      let place = fill.instrument.index
      if isKept[place], traces[place].last != fill.price { traces[place].take(fill.price) }
    }
  }
}
