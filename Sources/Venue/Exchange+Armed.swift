import Clearing
import MarketTypes
import Matching
import Storage

/// Orders that wait outside the book, and the walk in which they fire and pegs follow (MAT-38, MAT-44 … MAT-50).
extension Exchange {
  /// The latest price of a source, or `nil`.
  func price(of source: PriceSource, in instrument: InstrumentID) -> Price? {
    switch source {
    case .last: house.lastPrice(of: instrument)
    case .mark: house.mark(of: instrument)
    case .index: house.index(of: instrument)
    }
  }

  /// An accepted order waits from here on.
  mutating func arm(
    _ slot: Int32, in instrument: InstrumentID, because cause: EventPosition, round: UInt16,
    into events: inout EventStream
  ) {
    let record = specials[instrument.index][slot]
    specials[instrument.index].arm(
      slot, current: price(of: record.order.conditions.triggerSource, in: instrument),
      maximum: bookRules[instrument.index].maximumPrice)
    if record.order.client != .none {
      rememberClient(record.order.client, of: record.order.account, in: instrument, record.id)
    }
    sayArmed(slot, in: instrument, because: cause, into: &events)
  }

  mutating func sayArmed(
    _ slot: Int32, in instrument: InstrumentID, because cause: EventPosition, into events: inout EventStream
  ) {
    let record = specials[instrument.index][slot]
    let armed = OrderArmed(
      order: record.id, trigger: record.trigger, quantity: record.order.quantity, account: record.order.account,
      instrument: instrument, side: record.order.side, source: record.order.conditions.triggerSource)
    events.append(.armed(armed), because: cause, round: 0)
  }

  /// Takes an armed order out, whatever the reason; its group ends.
  mutating func endArmed(
    _ slot: Int32, in instrument: InstrumentID, _ reason: CancelReason, because cause: EventPosition?, round: UInt16,
    into events: inout EventStream
  ) {
    let record = specials[instrument.index][slot]
    specials[instrument.index].disarm(slot)
    endUnplaced(slot, record.order.quantity, in: instrument, reason, because: cause, round: round, into: &events)
  }

  /// Ends an order that is neither armed any more nor in the book.
  mutating func endUnplaced(
    _ slot: Int32, _ quantity: Quantity, in instrument: InstrumentID, _ reason: CancelReason,
    because cause: EventPosition?, round: UInt16, into events: inout EventStream
  ) {
    let record = specials[instrument.index][slot]
    let cancelled = OrderCancelled(
      order: record.id, quantity: quantity, account: record.order.account, instrument: instrument,
      side: record.order.side, reason: reason)
    let event = events.append(.cancelled(cancelled), because: cause, round: round)
    endGroup(of: slot, in: instrument, because: event, round: round, into: &events)
    if record.order.client != .none {
      clients.remove(ClientKey(record.order.client, of: record.order.account, in: instrument))
    }
    specials[instrument.index].remove(slot)
  }

  // MARK: Prices that come

  /// An order that filled brings its first price and its last (MAT-47).
  mutating func observeFills(
    _ first: (price: Price, event: EventPosition), _ last: (price: Price, event: EventPosition),
    in instrument: InstrumentID, round: UInt16
  ) {
    let maximum = bookRules[instrument.index].maximumPrice
    specials[instrument.index].observe(
      .last, first.price, because: first.event, round: round, maximum: maximum)
    if last.event != first.event {
      specials[instrument.index].observe(.last, last.price, because: last.event, round: round, maximum: maximum)
    }
  }

  // MARK: The fixed point

  /// Every instrument that the command touched reacts, lowest first (MAT-49). Not during the opening.
  @inline(__always)
  mutating func reactEverywhere(into events: inout EventStream) {
    if touched.count == 0 || (touched.count == 1 && isAtRest(Int(touched[0]))) { return }
    reactOneByOne(into: &events)
  }

  /// Whether nothing in an instrument waits to fire and nothing follows its prices.
  @inline(__always)
  private func isAtRest(_ book: Int) -> Bool { specials[book].firstReady < 0 && !specials[book].hasPegs }

  private mutating func reactOneByOne(into events: inout EventStream) {
    guard !isOpening else { return }
    sortTouched()
    var index = 0
    while index < touched.count {
      react(InstrumentID(number: UInt16(touched[index])), into: &events)
      index += 1
    }
  }

  /// Pegs are placed anew where the best shown prices changed, else the first ready order fires, until there is neither.
  /// Whether anything fired.
  @discardableResult
  @inline(__always)
  mutating func react(_ instrument: InstrumentID, into events: inout EventStream) -> Bool {
    if isAtRest(instrument.index) { return false }
    return walkToRest(instrument, into: &events)
  }

  @inline(never)
  private mutating func walkToRest(_ instrument: InstrumentID, into events: inout EventStream) -> Bool {
    var hasFired = false
    while desks[instrument.index].phase.isContinuous {
      if placePegs(in: instrument, into: &events) { continue }
      let slot = specials[instrument.index].firstReady
      if slot < 0 { break }
      fire(slot, in: instrument, into: &events)
      hasFired = true
    }
    return hasFired
  }

  /// An order whose price came is admitted like a new one and enters (MAT-48).
  private mutating func fire(_ slot: Int32, in instrument: InstrumentID, into events: inout EventStream) {
    let record = specials[instrument.index][slot]
    var order = record.order
    if order.terms.contains(.reduceOnly) { clipToPosition(&order) }
    let round = record.readyRound
    let triggered = OrderTriggered(
      order: record.id, trigger: record.trigger, price: Price(ticks: record.readyTicks), quantity: order.quantity,
      account: order.account, instrument: instrument, side: order.side)
    let event = events.append(
      .triggered(triggered), because: EventPosition(number: record.readyCause), round: round)
    specials[instrument.index].disarm(slot)
    endGroup(of: slot, in: instrument, because: event, round: round, into: &events)
    if order.client != .none {
      clients.remove(ClientKey(order.client, of: order.account, in: instrument))
    }
    order.conditions.trigger = nil
    if let reason = refusal(of: order, .fired) {
      let refused = CommandRefused(
        .trigger, account: order.account, instrument: instrument, client: order.client, reason: reason)
      events.append(.refused(refused), because: event, round: round)
      endUnplaced(
        slot, order.quantity, in: instrument, .refusedWhenTriggered, because: event, round: round, into: &events)
      return
    }
    _ = activate(order, record.id, slot, because: event, round: round, into: &events)
  }

  /// Every peg whose price is another now enters anew (MAT-38). Whether the best shown prices had changed.
  /// O(pegs) when they had.
  private mutating func placePegs(in instrument: InstrumentID, into events: inout EventStream) -> Bool {
    let book = instrument.index
    let (bid, ask) = (books[book].bestBid?.ticks ?? 0, books[book].bestAsk?.ticks ?? 0)
    guard specials[book].hasPegs, bid != specials[book].placedBid || ask != specials[book].placedAsk else {
      return false
    }
    specials[book].placedBid = bid
    specials[book].placedAsk = ask
    let cause = EventPosition(number: desks[book].changed)
    let round = events.round(of: cause)
    pegged.removeAll()
    specials[book].forEachPeg { record in pegged.append(record.id) }
    for index in 0..<pegged.count {
      guard let standing = books[book].order(pegged[index]) else { continue }
      let order = order(of: standing, in: instrument)
      guard let price = pegPrice(of: order), price != standing.price else { continue }
      withdrawFromBook(standing, standing.quantity, in: instrument)
      reenter(order, standing, because: cause, round: round, isAdmitted: false, into: &events)
    }
    return true
  }

  // MARK: Time

  /// Notes when an order ends by itself.
  mutating func setDeadline(_ moment: Time, of id: OrderID, in instrument: InstrumentID) {
    if deadlines.wantsPruning { pruneDeadlines() }
    deadlines.insert(
      Deadlines.Entry(moment: moment.nanoseconds, order: id.number, instrument: instrument.number))
  }

  /// What is due by a moment happens before anything else, earliest first, each moment with all that follows from it
  /// (MAT-33, MAT-63).
  mutating func passTime(until end: Time, into events: inout EventStream) {
    while let entry = deadlines.first, entry.moment <= end.nanoseconds {
      if !holds(entry) {
        deadlines.removeFirst()
        continue
      }
      now = max(now, Time(nanoseconds: entry.moment))
      house.now = now
      isOpening = false
      doWhatIsDue(into: &events)
      comeToRest(isClock: false, into: &events)
    }
  }

  private mutating func doWhatIsDue(into events: inout EventStream) {
    while let entry = deadlines.first, entry.moment <= now.nanoseconds {
      deadlines.removeFirst()
      guard holds(entry) else { continue }
      let instrument = InstrumentID(number: entry.instrument)
      if let flow = CashFlow(rawValue: entry.order) {
        carryOut(flow, of: instrument, at: Time(nanoseconds: entry.moment), into: &events)
      } else if entry.order == 0 {
        endPhase(of: instrument, at: Time(nanoseconds: entry.moment), into: &events)
      } else if let order = books[instrument.index].order(OrderID(number: entry.order)) {
        end(order, in: instrument, .expired, because: nil, round: 0, into: &events)
      } else {
        let slot = specials[instrument.index].armedSlot(of: OrderID(number: entry.order))
        endArmed(slot, in: instrument, .expired, because: nil, round: 0, into: &events)
      }
    }
  }

  /// Forgets the earliest moments that came to nothing, so that nobody waits for them.
  mutating func dropStaleDeadlines() {
    while let entry = deadlines.first, !holds(entry) { deadlines.removeFirst() }
  }

  private mutating func pruneDeadlines() {
    var held = Deadlines()
    swap(&held, &deadlines)
    held.prune { entry in holds(entry) }
    swap(&held, &deadlines)
  }

  private func holds(_ entry: Deadlines.Entry) -> Bool {
    let book = Int(entry.instrument)
    if let flow = CashFlow(rawValue: entry.order) { return holds(flow, at: entry.moment) }
    if entry.order == 0 { return desks[book].phaseEnd == entry.moment }
    let id = OrderID(number: entry.order)
    let slot = books[book].order(id)?.detail ?? specials[book].armedSlot(of: id)
    return slot >= 0 && specials[book][slot].order.conditions.expiryNanoseconds == entry.moment
  }
}
