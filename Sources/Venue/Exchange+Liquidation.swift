import Clearing
import Liquidation
import MarketTypes
import Matching
import Storage

/// Forced orders: placed by the venue, decided by the liquidation engine, entered by the door everybody uses.
extension Exchange {
  /// Places what is due now: round by round until all is at rest under immediate pacing, one step at a deadline under
  /// timed pacing. A clock also calls those whom nobody met before, ends graces, and has the backstop sell.
  ///
  /// After all forced orders of a step come those who are deleveraged, in one batch (LIQ-19).
  mutating func liquidate(isClock: Bool, into events: inout EventStream) {
    forgetTakeovers()
    if isClock { liquidation.endGraces(at: now) }
    let sells = isClock && liquidation.disposalDeadline.map { $0 <= now } ?? false
    switch rules.liquidation.pacing {
    case .immediate(let roundLimit):
      if isClock { liquidation.retryStalled() }
      // What an earlier command left begins in round 1, what the backstop's orders cause in the round after theirs.
      liquidation.beginAnew()
      if sells { dispose(into: &events) }
      var hasStepped = false
      repeat {
        while let round = liquidation.nextRound {
          if Int32(round) > roundLimit {
            sayRoundLimit(roundLimit, round, into: &events)
            return
          }
          step(mixesRounds: false, into: &events)
          hasStepped = true
        }
      } while hasStepped && deleverage(into: &events)
    case .timed:
      if sells { dispose(into: &events) }
      let isDue = isClock && liquidation.isStepDue(at: now)
      if isDue {
        liquidation.retryStalled()
        liquidation.requeue()
        step(mixesRounds: true, into: &events)
        _ = deleverage(into: &events)
      }
      liquidation.schedule(now: now, stepped: isDue)
    }
  }

  private func sayRoundLimit(_ limit: Int32, _ round: UInt16, into events: inout EventStream) {
    let reached = RoundLimit(limit: limit, waiting: Int64(liquidation.waiting))
    let cause = EventPosition(number: events.end.number - 1)
    events.append(.roundLimitReached(reached), because: cause, round: round - 1)
  }

  /// One step: forced orders of the accounts that are next, then marks, then what was lost is covered (LIQ-2).
  ///
  /// Synchronous: all accounts of the next round, or at a timed step all that wait. One by one: the next account that
  /// fills; those whom nobody meets do not hold up the others. Never more orders than the budget has (LIQ-15).
  private mutating func step(mixesRounds: Bool, into events: inout EventStream) {
    let isSynchronous = rules.liquidation.order == .synchronous
    let budget = rules.liquidation.budget.orders ?? .max
    var placed: Int32 = 0
    var isDone = false
    while !isDone, liquidation.waiting > 0 {
      liquidation.beginRound(mixesRounds: mixesRounds && isSynchronous, of: house)
      while !isDone {
        liquidation.readAheadNext(of: house)
        guard let due = liquidation.takeNext() else { break }
        let hasFilled = close(due, placed: &placed, into: &events)
        isDone = hasFilled && !isSynchronous || placed >= budget
      }
      // At once, the next round is begun by whoever counts them.
      if isSynchronous || !mixesRounds { isDone = true }
    }
    remark(into: &events)
  }

  /// Cancels an account's orders, checks it again, and closes it: the backstop takes it over, or its forced orders are
  /// placed (LIQ-4). Whether anything filled, or went over.
  private mutating func close(_ due: DueAccount, placed: inout Int32, into events: inout EventStream) -> Bool {
    cancelOrders(of: due, rules.liquidation.cancels, into: &events)
    guard house.isLiquidatable(due.account) else {
      if !house.isFlat(due.account) {
        events.append(.recovered(house.marginState(of: due.account)), because: due.event, round: due.round)
      }
      house.release(due.account)
      return false
    }
    var isDeclined = false
    if liquidation.isForBackstop(due.account, of: house) {
      if takeOver(due, into: &events) { return true }
      isDeclined = true
    }
    var due = due
    let isPaced = rules.liquidation.sizing.isPaced
    let missing = isPaced ? house.shortage(of: due.account, buffer: rules.liquidation.sizing.buffer) : 0
    let part = liquidation.forcedOrders(
      for: due, of: house, now: now, twiceMiddle: { desks[$0.index].quote.twiceMiddle }, into: &forcedOrders)
    if part == .nothingYet {
      liquidation.stall(due, isForLater: true)
      return false
    }
    var (filled, isShort) = (Quantity.zero, forcedOrders.count == 0)
    for index in 0..<forcedOrders.count {
      let lots = place(forcedOrders[index], for: due, into: &events)
      if lots != nil { placed += 1 }
      filled = filled + (lots ?? .zero)
      if lots ?? .zero < forcedOrders[index].quantity { isShort = true }
    }
    if filled == .zero { sayStalled(due, into: &events) }
    if part == .part, filled > .zero { liquidation.notePartial(due.account, now: now) }
    guard house.isLiquidatable(due.account) else {
      house.release(due.account)
      return filled > .zero
    }
    if let backstop = rules.liquidation.backstop, backstop.takesRest, isShort, !isDeclined {
      if takeOver(due, into: &events) { return true }
    }
    if isPaced {
      due.freed += max(0, missing - house.shortage(of: due.account, buffer: rules.liquidation.sizing.buffer))
    }
    if part == .whole || isShort {
      // What is left of it waits for the next mark or sweep; at the same marks it would meet nobody again.
      liquidation.stall(due)
    } else {
      // It was to be closed in part, and was: the next part is the next step's (LIQ-13).
      if due.round < .max { due.round += 1 }
      liquidation.add(due)
    }
    return filled > .zero
  }

  /// An account's orders leave before its forced ones enter, or before it is taken over: all of them, or those that could enlarge a position, lowest
  /// instrument first and youngest first (LIQ-4).
  mutating func cancelOrders(of due: DueAccount, _ cancels: OrderCancelling, into events: inout EventStream) {
    if cancels == .none { return }
    for index in 0..<books.count {
      let instrument = InstrumentID(number: UInt16(index))
      let position = house.position(of: due.account, in: instrument)
      var kept = cancels == .all ? nil : position.closingSide
      if let side = kept, openLots(of: due.account, side, in: instrument) > position.size.lots { kept = nil }
      cancelAll(
        of: due.account, in: instrument, .liquidation, because: due.event, round: due.round, into: &events
      ) { side, _ in side != kept }
    }
    reactEverywhere(into: &events)
  }

  /// How many lots an account's orders of one side could fill, those that wait for their trigger with them.
  private func openLots(of account: AccountID, _ side: Side, in instrument: InstrumentID) -> Int64 {
    let book = instrument.index
    var lots: Int64 = 0
    books[book].forEachOrder(of: account) { order in
      if order.side == side { lots += order.quantity.lots + reserve(of: order, in: instrument).lots }
      return true
    }
    guard specials[book].armedCount > 0 else { return lots }
    var slot = specials[book].youngestArmed(of: account)
    while slot >= 0 {
      let order = specials[book][slot].order
      if order.side == side { lots += order.quantity.lots }
      slot = specials[book].olderArmed(than: slot)
    }
    return lots
  }

  /// Enters one forced order; returns what it filled. With nobody to meet there is no order at all, and `nil`.
  mutating func place(_ order: Order, for due: DueAccount, into events: inout EventStream) -> Quantity? {
    guard desks[order.instrument.index].phase.isContinuous,
      books[order.instrument.index].wouldTake(order.side, limit: order.limit)
    else { return nil }
    if order.timeInForce == .fillOrKill, !fillable(order, order.quantity, limit: order.limit).isEnough {
      return nil
    }
    let filled = enter(order, because: due.event, round: due.round, into: &events)
    react(order.instrument, into: &events)
    return filled
  }

  /// Nobody was there: said for each position (LIQ-7).
  private mutating func sayStalled(_ due: DueAccount, into events: inout EventStream) {
    house.forEachPosition(of: due.account) { instrument, position in
      let stall = LiquidationStall(account: due.account, instrument: instrument, position: position)
      events.append(.liquidationStalled(stall), because: due.event, round: due.round)
    }
  }
}
