import MarketTypes

/// The books of all instruments, or of one, rebuilt from events order by order: the one place that knows what an event
/// does to an order that rests.
///
/// O(log levels) per event of a watched instrument, O(levels) where a price appears or goes, O(1) for any other event.
/// Memory follows orders that rest, and hidden ones that wait for their triggers.
struct RebuiltBooks: Sendable {
  /// What the event taken last did, in order: at most two orders.
  private(set) var steps: [BookStep] = []

  private var books: [RebuiltBook]
  /// `nil` where all are watched.
  private let only: InstrumentID?
  private var lastAccepted = OrderID.none
  /// Orders that nobody will see, on their way: once its command is over an order rests, waits or is gone.
  private var arriving: Set<OrderID> = []
  /// The same, until their triggers fire.
  private var waiting: Set<OrderID> = []

  init(_ rules: VenueRules) {
    books = rules.instruments.map { _ in RebuiltBook() }
    only = nil
  }

  /// One instrument's alone; events of others change nothing.
  init(of instrument: InstrumentID) {
    books = [RebuiltBook()]
    only = instrument
  }

  /// The book of an instrument that is watched.
  subscript(instrument: InstrumentID) -> RebuiltBook { books[only == nil ? instrument.index : 0] }

  /// Takes the events of a whole command, for who looks at books between commands.
  mutating func take(_ events: Span<Event>) {
    for index in events.indices { take(events[index].body) }
    endCommand()
  }

  /// Takes the next event.
  mutating func take(_ body: Event.Body) {
    if !steps.isEmpty { steps.removeAll(keepingCapacity: true) }
    switch body {
    case .accepted(let order): accept(order)
    case .conditioned(let order):
      if order.order == lastAccepted, order.conditions.pegReference != .none { arriving.insert(order.order) }
    case .armed(let order): if !arriving.isEmpty, arriving.contains(order.order) { waiting.insert(order.order) }
    case .triggered(let order):
      if !waiting.isEmpty, waiting.remove(order.order) != nil { arriving.insert(order.order) }
    case .rested(let rested): rest(rested)
    case .filled(let fill):
      reduce(.filled, fill.maker, in: fill.instrument, by: fill.quantity.lots)
      // In an auction both have been resting.
      reduce(.filled, fill.taker, in: fill.instrument, by: fill.quantity.lots)
    case .cancelled(let order):
      remove(.removed, order.order, in: order.instrument)
      if !waiting.isEmpty { waiting.remove(order.order) }
    case .amended(let order): amend(order)
    case .selfTradeDecremented(let lost): reduce(.reduced, lost.maker, in: lost.instrument, by: lost.quantity.lots)
    default: break
    }
  }

  /// The command's last event was taken.
  mutating func endCommand() {
    if !arriving.isEmpty { arriving.removeAll(keepingCapacity: true) }
  }

  // MARK: What happens to an order

  private func place(of instrument: InstrumentID) -> Int? {
    guard let only else { return instrument.index }
    return instrument == only ? 0 : nil
  }

  private mutating func accept(_ order: OrderAccepted) {
    if place(of: order.instrument) == nil { return }
    lastAccepted = order.order
    if order.terms.contains(.hidden) { arriving.insert(order.order) }
  }

  private mutating func rest(_ rested: OrderRested) {
    guard let place = place(of: rested.instrument) else { return }
    // An iceberg's next part takes the place of the one before.
    let isHidden = books[place][rested.order]?.isHidden ?? arriving.contains(rested.order)
    remove(.moved, rested.order, in: rested.instrument)
    let resting = RebuiltBook.Resting(
      side: rested.side, price: rested.price, lots: rested.quantity.lots, account: rested.account, isHidden: isHidden)
    books[place].add(rested.order, resting)
    tell(.rested, rested.instrument, rested.order, resting, resting.lots)
  }

  private mutating func amend(_ order: OrderAmended) {
    guard let place = place(of: order.instrument), let resting = books[place][order.order] else { return }
    if order.keptPriority {
      // Of an iceberg what is not shown goes first.
      reduce(.reduced, order.order, in: order.instrument, by: resting.lots - order.quantity.lots)
    } else {
      remove(.removed, order.order, in: order.instrument)
      if resting.isHidden { arriving.insert(order.order) }
    }
  }

  private mutating func reduce(_ kind: BookStep.Kind, _ order: OrderID, in instrument: InstrumentID, by lots: Int64) {
    guard lots > 0, let place = place(of: instrument), let resting = books[place][order] else { return }
    if kind == .reduced, lots >= resting.lots { return remove(.removed, order, in: instrument) }
    books[place].take(lots, from: order)
    tell(kind, instrument, order, resting, -min(lots, resting.lots))
  }

  private mutating func remove(_ kind: BookStep.Kind, _ order: OrderID, in instrument: InstrumentID) {
    guard let place = place(of: instrument), let resting = books[place][order] else { return }
    books[place].remove(order)
    tell(kind, instrument, order, resting, -resting.lots)
  }

  private mutating func tell(
    _ kind: BookStep.Kind, _ instrument: InstrumentID, _ order: OrderID, _ resting: RebuiltBook.Resting, _ change: Int64
  ) {
    steps.append(BookStep(kind: kind, instrument: instrument, order: order, resting: resting, change: change))
  }
}
