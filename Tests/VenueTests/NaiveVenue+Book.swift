import MarketTypes

/// Looking: who rests, who would meet whom, what is shown.
extension NaiveVenue {
  /// Where the order a command names lies, if it is this account's in this instrument.
  func find(_ target: OrderReference, _ account: AccountID, _ instrument: InstrumentID) -> Int64? {
    orders.first { order in
      guard order.account == account.index, order.instrument == instrument.index else { return false }
      switch target {
      case .order(let id): return order.number == id.number
      case .client(let client): return client.number != 0 && order.client == client.number
      }
    }?.number
  }

  func place(of number: Int64) -> Int? { orders.firstIndex { $0.number == number } }

  /// Whether `one` is met before `other` of the same side: better price, then shown before hidden, then its turn
  /// (MAT-2, MAT-3, MAT-36).
  private func precedes(_ one: Live, _ other: Live) -> Bool {
    if one.price != other.price { return one.side == .buy ? one.price > other.price : one.price < other.price }
    if one.isShown != other.isShown { return one.isShown }
    return one.turn < other.turn
  }

  /// The resting order that one of `side` would meet first.
  func firstMaker(_ instrument: Int, for side: Side, limit: Int64? = nil) -> Live? {
    var best: Live?
    for order in orders where order.instrument == instrument && order.side != side && order.rests {
      if let limit, side == .buy ? order.price > limit : order.price < limit { continue }
      if let found = best, !precedes(order, found) { continue }
      best = order
    }
    return best
  }

  /// All resting orders that one of `side` would meet, in order.
  func makers(_ instrument: Int, for side: Side, limit: Int64? = nil) -> [Live] {
    let resting = orders.filter { $0.instrument == instrument && $0.side != side && $0.rests }
    let within = resting.filter { order in
      limit.map { side == .buy ? order.price <= $0 : order.price >= $0 } ?? true
    }
    return within.sorted(by: precedes)
  }

  /// The best shown price of a side.
  func bestShown(_ instrument: Int, _ side: Side) -> Int64? {
    let prices = orders.filter { $0.instrument == instrument && $0.side == side && $0.isShown }.map(\.price)
    return side == .buy ? prices.max() : prices.min()
  }

  /// What each price of a side shows.
  func levels(_ instrument: Int, _ side: Side) -> [Int64: Int64] {
    var levels: [Int64: Int64] = [:]
    for order in orders where order.instrument == instrument && order.side == side && order.isShown {
      levels[order.price, default: 0] += order.shown
    }
    return levels
  }

  /// Whether two orders have one owner (MAT-24).
  func sameOwner(_ one: Int, _ other: Int) -> Bool {
    one == other || accounts[one].group != 0 && accounts[one].group == accounts[other].group
  }

  /// What decides where an order meets one of its owner's.
  func prevention(_ order: Live) -> SelfTradePrevention {
    if order.terms.contains(.forced) { return .allow }
    return order.conditions.prevention == .venueDefault ? rules.selfTradePrevention : order.conditions.prevention
  }

  /// CLR-29: an order that brings its account no nearer to flat counts whole on top of all longs.
  func exceedsOpenInterest(_ order: Live) -> Bool {
    guard let most = instruments[order.instrument].maximumOpenInterest,
      reducible(order.account, order.instrument, order.side) < order.left
    else { return false }
    let longs = accounts.indices.reduce(0) { $0 + max(0, lots($1, order.instrument)) }
    return longs + Int(order.left) > most.lots
  }

  /// Whether position and open orders of one side, and this much more, would pass the position limit.
  func exceedsLimit(_ account: Int, _ instrument: Int, _ side: Side, _ more: Int128) -> Bool {
    var exposure = Int128(accounts[account].lots[instrument] ?? 0) * (side == .buy ? 1 : -1) + more
    for order in orders
    where order.account == account && order.instrument == instrument && order.side == side && order.rests {
      if !order.terms.contains(.reduceOnly) { exposure += Int128(order.left) }
    }
    return exposure > Int128(instruments[instrument].maximumPosition.lots)
  }
}

extension NaiveVenue.Live {
  /// An order of this number as it comes in.
  init(_ order: Order, as number: Int64) {
    self.init(
      number: number, client: order.client.number, account: order.account.index, instrument: order.instrument.index,
      side: order.side, timeInForce: order.timeInForce, terms: order.terms, conditions: order.conditions,
      limit: order.limit?.ticks, left: order.quantity.lots, group: order.conditions.group)
  }

  var rests: Bool { trigger == nil }
  var isPegged: Bool { conditions.peg != nil }
  var isHidden: Bool { isPegged || terms.contains(.hidden) }
  var isShown: Bool { rests && !isHidden }
  /// What it offers at a time.
  var offered: Int64 { isHidden ? left : shown }

  var id: OrderID { OrderID(number: number) }
  var owner: AccountID { AccountID(number: Int32(account)) }
  var market: InstrumentID { InstrumentID(number: UInt16(instrument)) }

  /// Shows what it shows at a time, at most what is left.
  mutating func show() {
    shown = isHidden ? 0 : conditions.display.lots > 0 ? min(conditions.display.lots, left) : left
  }

  /// Fewer lots, in place: what is not shown goes first.
  mutating func shrink(to lots: Int64) {
    left = lots
    shown = min(shown, left)
  }
}
