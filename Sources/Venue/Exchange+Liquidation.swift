import Clearing
import Liquidation
import MarketTypes
import Matching
import Storage

/// Forced orders: placed by the venue, decided by the liquidation engine, entered by the door everybody uses.
extension Exchange {
  /// Places what is due now: round by round until all is at rest under immediate pacing, one step at a deadline under
  /// timed pacing. A clock also calls those whom nobody met before.
  mutating func liquidate(isClock: Bool, into events: inout EventStream) {
    switch rules.liquidation.pacing {
    case .immediate(let roundLimit):
      if isClock { liquidation.retryStalled() }
      liquidation.beginAnew()
      while let round = liquidation.nextRound {
        if Int32(round) > roundLimit {
          let reached = RoundLimit(limit: roundLimit, waiting: Int64(liquidation.waiting))
          let cause = EventPosition(number: events.end.number - 1)
          events.append(.roundLimitReached(reached), because: cause, round: round - 1)
          return
        }
        step(mixesRounds: false, into: &events)
      }
    case .timed:
      let isDue = isClock && liquidation.deadline.map { $0 <= now } ?? false
      if isDue {
        liquidation.retryStalled()
        step(mixesRounds: true, into: &events)
      }
      liquidation.schedule(now: now, stepped: isDue)
    }
  }

  /// One step: forced orders of the accounts that are next, then marks, then what was lost is covered (LIQ-2).
  ///
  /// Synchronous: all accounts of the next round, or at a timed step all that wait. One by one: the next account that
  /// fills; those whom nobody meets do not hold up the others.
  private mutating func step(mixesRounds: Bool, into events: inout EventStream) {
    let isSynchronous = rules.liquidation.order == .synchronous
    var isDone = false
    while !isDone, liquidation.waiting > 0 {
      liquidation.beginRound(mixesRounds: mixesRounds && isSynchronous, of: house)
      while !isDone, let due = liquidation.takeNext() {
        let hasFilled = close(due, into: &events)
        isDone = hasFilled && !isSynchronous
      }
      if isSynchronous { isDone = true }
    }
    remark(into: &events)
  }

  /// Cancels an account's orders, checks it again, and places its forced orders (LIQ-4). Whether anything filled.
  private mutating func close(_ due: DueAccount, into events: inout EventStream) -> Bool {
    for index in 0..<books.count {
      let instrument = InstrumentID(number: UInt16(index))
      cancelAll(
        of: due.account, in: instrument, .liquidation, because: due.event, round: due.round, into: &events
      ) { _, _ in true }
    }
    reactEverywhere(into: &events)
    guard house.isLiquidatable(due.account) else {
      if !house.isFlat(due.account) {
        events.append(.recovered(house.marginState(of: due.account)), because: due.event, round: due.round)
      }
      house.release(due.account)
      return false
    }
    liquidation.forcedOrders(for: due.account, of: house, into: &forcedOrders)
    var hasFilled = false
    for index in 0..<forcedOrders.count {
      if place(forcedOrders[index], for: due, into: &events) > .zero { hasFilled = true }
    }
    if !hasFilled { sayStalled(due, into: &events) }
    // What is left of it waits for the next mark or sweep; at the same marks it would meet nobody again.
    if house.isLiquidatable(due.account) { liquidation.stall(due) } else { house.release(due.account) }
    return hasFilled
  }

  /// Enters one forced order; returns what it filled. With nobody to meet there is no order at all.
  private mutating func place(_ order: Order, for due: DueAccount, into events: inout EventStream) -> Quantity {
    guard desks[order.instrument.index].phase.isContinuous,
      books[order.instrument.index].wouldTake(order.side, limit: order.limit)
    else { return .zero }
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
