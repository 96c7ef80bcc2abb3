import MarketTypes

/// The visible books of all instruments, and what each of their prices shows that the last command changed.
///
/// Where an instrument publishes levels this finds what its `levelChanged` events say. O(log levels) per event, O(levels)
/// where a price appears or goes; memory follows resting orders.
public struct BookWatch: StreamFold, Sendable {
  /// Of the last command, as it left them: by instrument, bids before asks, by price. What is as before is left out.
  public private(set) var changes: [LevelChange] = []

  private var books: RebuiltBooks
  /// Of the command under way.
  private var steps: [BookStep] = []

  /// Books that are empty: the stream is to be fed from its first event on.
  public init(_ rules: VenueRules) { books = RebuiltBooks(rules) }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
    for index in events.indices {
      books.take(events[index].body)
      for step in books.steps where !step.resting.isHidden { steps.append(step) }
    }
    books.endCommand()
    if !steps.isEmpty { sum() }
  }

  /// The levels of one side, best first. O(levels).
  public func levels(of instrument: InstrumentID, _ side: Side) -> [BookLevel] {
    Array(books[instrument].levels(of: side))
  }

  /// A price changed if what came and went there is not the same.
  private mutating func sum() {
    steps.sort { $0.place < $1.place }
    var start = 0
    while start < steps.count {
      let (place, first) = (steps[start].place, steps[start])
      var change: Int64 = 0
      while start < steps.count, steps[start].place == place {
        change += steps[start].change
        start += 1
      }
      if change == 0 { continue }
      let (side, price) = (first.resting.side, first.resting.price)
      changes.append(
        LevelChange(
          instrument: first.instrument, side: side, price: price,
          quantity: books[first.instrument].quantity(of: side, at: price)))
    }
    steps.removeAll(keepingCapacity: true)
  }
}

extension BookStep {
  /// By instrument, bids before asks, by price.
  fileprivate var place: Place {
    Place(instrument: instrument.number, side: resting.side.rawValue, ticks: resting.price.ticks)
  }

  fileprivate struct Place: Comparable {
    let instrument: UInt16
    let side: UInt8
    let ticks: Int64

    static func < (left: Place, right: Place) -> Bool {
      (left.instrument, left.side, left.ticks) < (right.instrument, right.side, right.ticks)
    }
  }
}
