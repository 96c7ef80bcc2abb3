import Clearing
import MarketTypes
import Matching
import Storage

/// Commands about many orders at once, and what an administrator may do.
extension Exchange {
  // MARK: Mass cancel and kill switch (MAT-53)

  mutating func massCancel(_ request: MassCancel, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: request) {
      let instrument = request.instrument ?? InstrumentID(number: 0)
      refuse(.massCancel, request.account, instrument, reason, because: cause, into: &events)
      return
    }
    var cause = cause
    if request.occasion == .kill {
      members[request.account.index].isBlocked = true
      cause = events.append(.blocked(request.account), because: cause, round: 0)
    }
    let reason: CancelReason =
      switch request.occasion {
      case .request: .requested
      case .disconnect: .disconnected
      case .kill: .killed
      }
    for index in 0..<books.count where request.instrument == nil || request.instrument?.index == index {
      cancelAll(
        of: request.account, in: InstrumentID(number: UInt16(index)), reason, because: cause, round: 0, into: &events
      ) { side, _ in request.side == nil || request.side == side }
    }
  }

  private func refusal(of request: MassCancel) -> Refusal? {
    if !house.contains(request.account) { return .unknownAccount }
    if let instrument = request.instrument, instrument.index >= books.count { return .unknownInstrument }
    if request.occasion == .kill, request.instrument != nil || request.side != nil { return .conditionsContradict }
    return nil
  }

  /// Takes an account's orders out of an instrument: resting ones youngest first, then armed ones youngest first.
  mutating func cancelAll(
    of account: AccountID, in instrument: InstrumentID, _ reason: CancelReason, because cause: EventPosition?,
    round: UInt16, into events: inout EventStream, where isMeant: (Side, ClientOrderID) -> Bool
  ) {
    let book = instrument.index
    leaving.removeAll()
    books[book].forEachOrder(of: account) { order in
      if isMeant(order.side, order.client) { leaving.append(order.id) }
      return true
    }
    // Each may take others of its group along.
    for index in 0..<leaving.count {
      if let order = books[book].order(leaving[index]) {
        end(order, in: instrument, reason, because: cause, round: round, into: &events)
      }
    }
    guard specials[book].armedCount > 0 else { return }
    leaving.removeAll()
    var slot = specials[book].youngestArmed(of: account)
    while slot >= 0 {
      let record = specials[book][slot]
      if isMeant(record.order.side, record.order.client) { leaving.append(record.id) }
      slot = specials[book].olderArmed(than: slot)
    }
    for index in 0..<leaving.count {
      let slot = specials[book].armedSlot(of: leaving[index])
      if slot >= 0 { endArmed(slot, in: instrument, reason, because: cause, round: round, into: &events) }
    }
  }

  mutating func unblock(_ account: AccountID, because cause: EventPosition?, into events: inout EventStream) {
    guard house.contains(account) else {
      refuse(.unblock, account, InstrumentID(number: 0), .unknownAccount, because: cause, into: &events)
      return
    }
    members[account.index].isBlocked = false
    events.append(.unblocked(account), because: cause, round: 0)
  }

  // MARK: Bust (MAT-59)

  mutating func bust(_ fill: Fill, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(ofBusting: fill) {
      refuse(.bust, fill.takerAccount, fill.instrument, reason, because: cause, into: &events)
      return
    }
    let event = events.append(.busted(fill), because: cause, round: 0)
    house.undo(fill, at: event) { transfer in events.append(.transferred(transfer), because: event, round: 0) }
  }

  private func refusal(ofBusting fill: Fill) -> Refusal? {
    if !house.contains(fill.takerAccount) || !house.contains(fill.makerAccount) { return .unknownAccount }
    if fill.instrument.index >= books.count { return .unknownInstrument }
    if !house.mayTrade(fill.takerAccount, fill.instrument) || !house.mayTrade(fill.makerAccount, fill.instrument) {
      return .notThisInstrument
    }
    if !house.canSettle(fill.takerAccount) || !house.canSettle(fill.makerAccount) { return .balanceLimit }
    if desks[fill.instrument.index].isSettled { return .contractExpired }
    if fill.quantity.lots < 1 { return .quantityIsZero }
    let rules = bookRules[fill.instrument.index]
    if fill.quantity > rules.maximumPosition { return .quantityAboveLimit }
    if fill.price.ticks < 1 { return .priceBelowOne }
    if fill.price > rules.maximumPrice { return .priceAboveLimit }
    if fill.makerAccount == fill.takerAccount { return nil }
    let isWithin =
      house.isWithinPositionLimit(
        fill.takerAccount, in: fill.instrument, filling: fill.quantity, fill.takerSide.opposite)
      && house.isWithinPositionLimit(fill.makerAccount, in: fill.instrument, filling: fill.quantity, fill.takerSide)
    return isWithin ? nil : .positionAboveLimit
  }
}
