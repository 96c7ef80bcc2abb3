import Clearing
import Liquidation
import MarketTypes
import Matching
import Storage

/// Forced orders: placed by the venue, decided by the liquidation engine, entered by the door everybody uses.
extension Exchange {
  /// Places what is due now: round by round until all is at rest under immediate pacing, one step at a deadline under
  /// timed pacing.
  mutating func liquidate(isClock: Bool, into events: inout EventStream) {
    switch rules.liquidation.pacing {
    case .immediate(let roundLimit):
      guard let first = liquidation.nextRound else { return }
      while let round = liquidation.nextRound {
        if Int32(round) - Int32(first) >= roundLimit || round == .max {
          let reached = RoundLimit(limit: roundLimit, waiting: Int64(liquidation.waiting))
          events.append(.roundLimitReached(reached), because: nil, round: round - 1)
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
  /// Synchronous: all accounts of the next round, or at a timed step all that wait. One by one: the next account alone.
  private mutating func step(mixesRounds: Bool, into events: inout EventStream) {
    let isSynchronous = rules.liquidation.order == .synchronous
    liquidation.beginRound(mixesRounds: mixesRounds && isSynchronous, of: house)
    while let due = liquidation.takeNext() {
      close(due, into: &events)
      if !isSynchronous { break }
    }
    remark(into: &events)
  }

  /// Cancels an account's orders, checks it again, and places its forced orders (LIQ-4).
  private mutating func close(_ due: DueAccount, into events: inout EventStream) {
    for index in 0..<books.count {
      let instrument = InstrumentID(number: UInt16(index))
      while let order = books[index].youngestOrder(of: due.account) {
        end(order, in: instrument, .liquidation, because: due.event, round: due.round, into: &events)
      }
    }
    guard house.isLiquidatable(due.account) else {
      if !house.isFlat(due.account) {
        events.append(.recovered(house.marginState(of: due.account)), because: due.event, round: due.round)
      }
      house.release(due.account)
      return
    }
    liquidation.forcedOrders(for: due.account, of: house, into: &forcedOrders)
    var filled = Quantity.zero
    for index in 0..<forcedOrders.count {
      filled = filled + place(forcedOrders[index], for: due, into: &events)
    }
    if filled > .zero { house.release(due.account) } else { stall(due, into: &events) }
  }

  /// Enters one forced order; returns what it filled. With nobody to meet there is no order at all.
  private mutating func place(_ order: Order, for due: DueAccount, into events: inout EventStream) -> Quantity {
    guard books[order.instrument.index].wouldTake(order.side, limit: order.limit) else { return .zero }
    return enter(order, because: due.event, round: due.round, into: &events)
  }

  /// Nobody was there: said for each position, and tried again at the next mark or sweep (LIQ-7).
  private mutating func stall(_ due: DueAccount, into events: inout EventStream) {
    var positions = Pool<LiquidationStall>()
    house.forEachPosition(of: due.account) { instrument, position in
      positions.append(LiquidationStall(account: due.account, instrument: instrument, position: position))
    }
    for index in 0..<positions.count {
      events.append(.liquidationStalled(positions[index]), because: due.event, round: due.round)
    }
    liquidation.stall(due)
  }
}
