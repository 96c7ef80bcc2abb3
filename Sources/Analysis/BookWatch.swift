import MarketTypes

/// The visible books of all instruments, rebuilt order by order, and what each price shows that the last command changed.
///
/// Where an instrument publishes levels this finds what its `levelChanged` events say. O(log levels) per event, O(levels)
/// where a price appears or goes; memory follows resting orders.
public struct BookWatch: StreamFold, Sendable {
  /// Of the last command, what is as before left out: by instrument, bids before asks, by price.
  public private(set) var changes: [BookLevel] = []

  private var books: [RebuiltBook]
  /// Accepted orders that are not shown. For looking up.
  private var hidden: Set<Int64> = []
  private var touched: [BookLevel] = []

  public init(_ rules: VenueRules) { books = rules.instruments.map { _ in RebuiltBook() } }

  public mutating func observe(_ command: Command, _ events: Span<Event>, from first: EventPosition) {
    if !changes.isEmpty { changes.removeAll(keepingCapacity: true) }
    for index in events.indices { take(events[index].body) }
    if !touched.isEmpty { compare() }
  }

  /// The levels of one side, best first.
  public func levels(of instrument: InstrumentID, _ side: Side) -> [BookLevel] {
    books[instrument.index].levels(of: side).map { level in
      BookLevel(instrument: instrument, side: side, price: level.price, quantity: Quantity(lots: level.lots))
    }
  }

  private mutating func take(_ body: Event.Body) {
    switch body {
    case .accepted(let order) where order.terms.contains(.hidden): hidden.insert(order.order.number)
    case .conditioned(let order) where order.conditions.pegReference != .none: hidden.insert(order.order.number)
    case .rested(let rested): rest(rested)
    case .filled(let fill):
      reduce(fill.maker, in: fill.instrument, by: fill.quantity.lots)
      // In an auction both have been resting.
      reduce(fill.taker, in: fill.instrument, by: fill.quantity.lots)
    case .cancelled(let order):
      remove(order.order, in: order.instrument)
      if !hidden.isEmpty { hidden.remove(order.order.number) }
    case .amended(let order):
      if !order.keptPriority { return remove(order.order, in: order.instrument) }
      // Of an iceberg what is not shown goes first.
      guard let resting = books[order.instrument.index][order.order] else { return }
      reduce(order.order, in: order.instrument, by: max(0, resting.lots - order.quantity.lots))
    case .selfTradeDecremented(let lost): reduce(lost.maker, in: lost.instrument, by: lost.quantity.lots)
    default: break
    }
  }

  private mutating func rest(_ rested: OrderRested) {
    remove(rested.order, in: rested.instrument)
    let isHidden = hidden.contains(rested.order.number)
    if !isHidden { touch(rested.instrument, rested.side, rested.price.ticks) }
    books[rested.instrument.index].add(
      rested.order,
      RebuiltBook.Resting(
        side: rested.side, ticks: rested.price.ticks, lots: rested.quantity.lots, account: rested.account.number,
        isHidden: isHidden))
  }

  private mutating func reduce(_ order: OrderID, in instrument: InstrumentID, by lots: Int64) {
    guard lots > 0, let resting = books[instrument.index][order] else { return }
    if !resting.isHidden { touch(instrument, resting.side, resting.ticks) }
    books[instrument.index].take(lots, from: order)
  }

  private mutating func remove(_ order: OrderID, in instrument: InstrumentID) {
    guard let resting = books[instrument.index][order] else { return }
    if !resting.isHidden { touch(instrument, resting.side, resting.ticks) }
    books[instrument.index].remove(order)
  }

  /// Notes what a price shows before it changes.
  private mutating func touch(_ instrument: InstrumentID, _ side: Side, _ ticks: Int64) {
    touched.append(level(instrument, side, ticks))
  }

  private func level(_ instrument: InstrumentID, _ side: Side, _ ticks: Int64) -> BookLevel {
    let lots = books[instrument.index].lots(of: side, at: ticks)
    return BookLevel(
      instrument: instrument, side: side, price: Price(ticks: ticks), quantity: Quantity(lots: lots))
  }

  /// What was noted first of each price beside what it shows now.
  private mutating func compare() {
    let noted = touched.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
    for (_, before) in noted where changes.last.map({ $0.order != before.order }) ?? true { changes.append(before) }
    touched.removeAll(keepingCapacity: true)
    changes = changes.compactMap { before in
      let now = level(before.instrument, before.side, before.price.ticks)
      return now == before ? nil : now
    }
  }
}

/// What one price of a book shows; quantity zero where nothing stands there any more.
public struct BookLevel: Hashable, Sendable {
  public let instrument: InstrumentID
  public let side: Side
  public let price: Price
  public let quantity: Quantity

  /// By instrument, bids before asks, by price.
  fileprivate var order: Order {
    Order(instrument: instrument.number, side: side.rawValue, ticks: price.ticks)
  }

  fileprivate struct Order: Comparable {
    let instrument: UInt16
    let side: UInt8
    let ticks: Int64

    static func < (left: Order, right: Order) -> Bool {
      (left.instrument, left.side, left.ticks) < (right.instrument, right.side, right.ticks)
    }
  }
}
