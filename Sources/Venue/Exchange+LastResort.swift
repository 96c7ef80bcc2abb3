import Clearing
import Liquidation
import MarketTypes
import Matching
import Storage

/// What happens to positions that the book does not take: the backstop takes them over and sells them step by step, or
/// they are closed against those on the other side.
extension Exchange {
  // MARK: Takeover (LIQ-17, LIQ-18)

  /// Hands an account to the backstop unless that may not take it. Whether it did.
  mutating func takeOver(_ due: DueAccount, into events: inout EventStream) -> Bool {
    guard let rules = rules.liquidation.backstop, let backstop = house.backstop else { return false }
    if let reason = house.takeoverObstacle(due.account, rules) {
      let declined = TakeoverDeclined(account: due.account, reason)
      events.append(.takeoverDeclined(declined), because: due.event, round: due.round)
      return false
    }
    cancelOrders(of: due, .all, into: &events)
    house.useOwnContribution(of: due.account) { transfer in
      events.append(.transferred(transfer), because: due.event, round: due.round)
    }
    let figures = house.figures(of: due.account)
    let takeover = Takeover(
      account: due.account, backstop: backstop, equity: Money(units: Int64(clamping: figures.equity)),
      notional: Money(units: Int64(clamping: figures.notional)))
    let event = events.append(.takenOver(takeover), because: due.event, round: due.round)
    noteTakeover(of: due, by: backstop, at: event)
    house.takeOver(due.account, at: event) { move in
      events.append(.positionMoved(move), because: event, round: due.round)
    } _: { transfer in
      events.append(.transferred(transfer), because: event, round: due.round)
    }
    house.release(due.account)
    forgetTakeovers()
    scheduleDisposal()
    return true
  }

  /// Notes what the backstop will hold of what it takes over. What merely closes a position on the other side does not
  /// make that one a position that came by takeover.
  private mutating func noteTakeover(of due: DueAccount, by backstop: AccountID, at event: EventPosition) {
    house.forEachPosition(of: due.account) { instrument, position in
      let after = Position(lots: house.position(of: backstop, in: instrument).lots + position.lots)
      guard let side = after.closingSide, side == position.closingSide else { return }
      desks[instrument.index].takenOver = event.number
      desks[instrument.index].takenOverRound = due.round
      desks[instrument.index].disposalSide = side
      liquidation.holdsTakeovers = true
    }
  }

  /// Where the backstop holds nothing, or stands on the other side, nothing is left of what it took over: what it buys from
  /// here on is its own.
  mutating func forgetTakeovers() {
    guard liquidation.holdsTakeovers, let backstop = house.backstop else { return }
    var isAnyLeft = false
    for index in 0..<books.count where desks[index].takenOver >= 0 {
      let position = house.position(of: backstop, in: InstrumentID(number: UInt16(index)))
      if position.closingSide == desks[index].disposalSide { isAnyLeft = true } else { desks[index].takenOver = -1 }
    }
    if isAnyLeft { return }
    liquidation.holdsTakeovers = false
    liquidation.disposalDeadline = nil
  }

  /// Has the backstop sell what it took over and still holds, unless it is about to anyhow.
  mutating func scheduleDisposal() {
    guard let disposal = rules.liquidation.backstop?.disposal, rules.liquidation.isOn, liquidation.holdsTakeovers,
      liquidation.disposalDeadline == nil
    else { return }
    liquidation.disposalDeadline = now.later(by: disposal.every)
  }

  /// The backstop sells a part of each position that came by takeover, lowest instrument first, and marks are taken
  /// (LIQ-18).
  mutating func dispose(into events: inout EventStream) {
    for index in 0..<books.count where desks[index].takenOver >= 0 {
      let instrument = InstrumentID(number: UInt16(index))
      let order = liquidation.disposalOrder(
        in: instrument, of: house, twiceMiddle: desks[index].quote.twiceMiddle,
        standing: { side, limit in standing(side, upTo: limit, in: instrument) })
      guard let order else { continue }
      let due = DueAccount(
        account: order.account, round: desks[index].takenOverRound,
        event: EventPosition(number: desks[index].takenOver), since: now)
      _ = place(order, for: due, into: &events)
    }
    remark(into: &events)
    liquidation.disposalDeadline = nil
    forgetTakeovers()
    scheduleDisposal()
  }

  /// How many lots stand on a side of the book, up to a worst price.
  private func standing(_ side: Side, upTo limit: Price, in instrument: InstrumentID) -> Int128 {
    var lots: Int128 = 0
    books[instrument.index].forEachLevel(on: side) { price, quantity in
      let isWithin = side == .buy ? price >= limit : price <= limit
      if isWithin { lots += Int128(quantity.lots) }
      return isWithin
    }
    return lots
  }

  // MARK: Deleveraging (LIQ-19 … LIQ-22)

  /// Closes against others' positions what forced orders left of accounts that the rules name: the riskiest first, each
  /// position in the order of forced orders. Whether accounts wait for forced orders because of it.
  mutating func deleverage(into events: inout EventStream) -> Bool {
    liquidation.takeForDeleveraging(&found, of: house)
    if found.count == 0 { return false }
    var batch = Pool<DueAccount>()
    swap(&batch, &found)
    for index in 0..<batch.count { deleverage(batch[index], into: &events) }
    swap(&batch, &found)
    remark(into: &events)
    return liquidation.waiting > 0
  }

  private mutating func deleverage(_ due: DueAccount, into events: inout EventStream) {
    liquidation.ordersToDeleverage(
      due.account, of: house, previousMark: { desks[$0.index].previousMark }, into: &forcedOrders)
    for index in 0..<forcedOrders.count {
      // Of a market that does not trade nobody knows whether somebody would take it. A balance that the positions before
      // brought to its limit takes part in nothing more (CLR-17).
      guard let price = forcedOrders[index].limit,
        desks[forcedOrders[index].instrument.index].phase.isContinuous, house.canSettle(due.account)
      else { continue }
      liquidation.pairs(closing: forcedOrders[index], at: price, of: house, into: &deleveragings)
      for pair in 0..<deleveragings.count {
        let event = events.append(.deleveraged(deleveragings[pair]), because: due.event, round: due.round)
        house.deleverage(deleveragings[pair], at: event) { transfer in
          events.append(.transferred(transfer), because: event, round: due.round)
        }
      }
    }
    if house.isLiquidatable(due.account) { liquidation.stall(due) } else { house.release(due.account) }
  }
}
