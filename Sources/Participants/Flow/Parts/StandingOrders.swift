import MarketTypes

/// A participant's own resting orders, as far as its news tells, and when it gives each of them up.
///
/// Its own are the limit orders that it sends and whatever else rests for its account, such as orders of the opening. Slots
/// are used again and nothing is allocated in steady state; giving up is O(log orders), all else O(1).
struct StandingOrders: Sendable {
  /// One order.
  struct Standing: Sendable, BitwiseCopyable {
    /// Its client number where it was sent; never the same again.
    var serial: Int64
    /// Zero until the venue's answer has come.
    var order: Int64
    var price: Price
    /// Zero when it is gone.
    var lots: Int64
    var side: Side
    /// Whether it has a life of its own kind, by whoever sent it.
    var isFleeting: Bool
  }

  struct End: Sendable, BitwiseCopyable {
    var time: Time
    var serial: Int64
    var slot: Int32
  }

  private let seat: Seat
  /// By slot; some of them gone.
  private(set) var standing: [Standing] = []
  private var free: [Int32] = []
  private var table = OrderTable()
  /// Sent and not yet answered, in order of sending: the venue answers in that order.
  private var unanswered: [(slot: Int32, serial: Int64)] = []
  private var answered = 0
  /// A binary heap by time, then serial; orders that are gone stay in it until their time.
  private var ends: [End] = []
  private var lastSerial: Int64 = 0

  init(_ seat: Seat) { self.seat = seat }

  /// How many there are, those on their way included.
  var count: Int { standing.count - free.count }

  // MARK: What it sends

  /// A new order on its way.
  ///
  /// - Parameters:
  ///   - price: its limit, settled already.
  ///   - until: when it is given up, or `nil` for never.
  mutating func send(
    _ side: Side, _ quantity: Quantity, at price: Price, until: Time?, isFleeting: Bool = false,
    _ actions: inout Outbox
  ) {
    let slot = take(
      Standing(serial: 0, order: 0, price: price, lots: quantity.lots, side: side, isFleeting: isFleeting), until)
    unanswered.append((Int32(slot), lastSerial))
    actions.append(
      .submit(
        Order(
          account: seat.account, instrument: seat.instrument, side: side, quantity: quantity, limit: price,
          client: ClientOrderID(number: lastSerial))))
  }

  /// Cancels an order, which counts as gone from here on.
  mutating func cancel(_ slot: Int, _ actions: inout Outbox) {
    let own = standing[slot]
    let target: OrderReference =
      own.order > 0 ? .order(OrderID(number: own.order)) : .client(ClientOrderID(number: own.serial))
    actions.append(.cancel(OrderCancel(account: seat.account, instrument: seat.instrument, target: target)))
    drop(slot)
  }

  private mutating func take(_ own: Standing, _ until: Time?) -> Int {
    lastSerial += 1
    let slot = free.popLast().map(Int.init) ?? standing.count
    if slot == standing.count { standing.append(own) } else { standing[slot] = own }
    standing[slot].serial = lastSerial
    if let until { end(slot, at: until) }
    return slot
  }

  private mutating func drop(_ slot: Int) {
    if standing[slot].order > 0 { table.remove(standing[slot].order) }
    standing[slot].lots = 0
    standing[slot].serial = 0
    free.append(Int32(slot))
  }

  // MARK: When they end

  /// Has an order be given up at a time; it has no such time yet.
  mutating func end(_ slot: Int, at time: Time) {
    ends.append(End(time: time, serial: standing[slot].serial, slot: Int32(slot)))
    var place = ends.count - 1
    let last = ends[place]
    while place > 0 {
      let parent = (place - 1) / 2
      guard Self.isBefore(last, ends[parent]) else { break }
      ends[place] = ends[parent]
      place = parent
    }
    ends[place] = last
  }

  /// Has no order be given up any more.
  mutating func forgetEnds() { ends.removeAll(keepingCapacity: true) }

  /// When the next one is to be given up.
  mutating func nextEnd() -> Time? {
    while let first = ends.first {
      if standing[Int(first.slot)].serial == first.serial { return first.time }
      removeFirstEnd()
    }
    return nil
  }

  /// The next one whose time has come, and that time; it is not given up yet.
  mutating func takeEnded(by now: Time) -> (slot: Int, time: Time)? {
    while let first = ends.first, first.time <= now {
      removeFirstEnd()
      if standing[Int(first.slot)].serial == first.serial { return (Int(first.slot), first.time) }
    }
    return nil
  }

  private static func isBefore(_ left: End, _ right: End) -> Bool {
    left.time == right.time ? left.serial < right.serial : left.time < right.time
  }

  private mutating func removeFirstEnd() {
    let last = ends.removeLast()
    if ends.isEmpty { return }
    var place = 0
    while true {
      var child = 2 * place + 1
      if child >= ends.count { break }
      if child + 1 < ends.count, Self.isBefore(ends[child + 1], ends[child]) { child += 1 }
      guard Self.isBefore(ends[child], last) else { break }
      ends[place] = ends[child]
      place = child
    }
    ends[place] = last
  }

  // MARK: What it learns

  /// Takes in an event about its account.
  ///
  /// - Returns: the slot of an order that rests for the account and that it did not send.
  mutating func observe(_ event: Event) -> Int? {
    switch event.body {
    case .accepted(let accepted): return observe(accepted)
    case .filled(let fill):
      if fill.makerAccount == seat.account { take(fill.quantity.lots, from: fill.maker) }
      if fill.takerAccount == seat.account { take(fill.quantity.lots, from: fill.taker) }
    case .triggered(let fired):
      // A reduce-only order enters with what it can close by then.
      if let slot = table.slot(of: fired.order.number) { standing[slot].lots = fired.quantity.lots }
    case .cancelled(let cancelled):
      if let slot = table.slot(of: cancelled.order.number) { drop(slot) }
    case .refused(let refused):
      if answered < unanswered.count, unanswered[answered].serial == refused.client.number, refused.action == .submit {
        let slot = takeAnswered()
        if let slot { drop(slot) }
      }
    case .selfTradeDecremented(let pair):
      if pair.makerAccount == seat.account { take(pair.quantity.lots, from: pair.maker) }
      if pair.takerAccount == seat.account { take(pair.quantity.lots, from: pair.taker) }
    default: break
    }
    return nil
  }

  private mutating func observe(_ accepted: OrderAccepted) -> Int? {
    if answered < unanswered.count, unanswered[answered].serial == accepted.client.number {
      if let slot = takeAnswered() {
        standing[slot].order = accepted.order.number
        table.insert(accepted.order.number, slot: slot)
      }
      return nil
    }
    guard let limit = accepted.limit, accepted.timeInForce.mayRest, accepted.instrument == seat.instrument else {
      return nil
    }
    let slot = take(
      Standing(
        serial: 0, order: accepted.order.number, price: limit, lots: accepted.quantity.lots, side: accepted.side,
        isFleeting: false), nil)
    table.insert(accepted.order.number, slot: slot)
    return slot
  }

  /// The slot of the oldest one not yet answered, unless it was given up meanwhile.
  private mutating func takeAnswered() -> Int? {
    let (slot, serial) = unanswered[answered]
    answered += 1
    if answered == unanswered.count {
      unanswered.removeAll(keepingCapacity: true)
      answered = 0
    } else if answered > 256, 2 * answered > unanswered.count {
      unanswered.removeFirst(answered)
      answered = 0
    }
    return standing[Int(slot)].serial == serial ? Int(slot) : nil
  }

  private mutating func take(_ lots: Int64, from order: OrderID) {
    guard let slot = table.slot(of: order.number) else { return }
    standing[slot].lots -= lots
    if standing[slot].lots <= 0 { drop(slot) }
  }
}
