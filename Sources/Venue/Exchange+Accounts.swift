import Clearing
import MarketTypes
import Matching

/// Accounts, money, opening state and what the outside world says.
extension Exchange {
  /// The most one deposit may bring: what the ledger counts without looking twice.
  static var depositLimit: Int64 { 1 << 59 }

  mutating func openAccount(
    _ opening: AccountOpening, because cause: EventPosition?, into events: inout EventStream
  ) {
    guard opening.account.index == house.accountCount else {
      refuse(.openAccount, opening.account, none, .accountNumberNotNext, because: cause, into: &events)
      return
    }
    house.openAccount(opening.kind)
    members.append(Member(group: opening.group))
    events.append(.accountOpened(opening), because: cause, round: 0)
  }

  mutating func deposit(
    _ amount: Money, to account: AccountID, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(ofDepositing: amount, to: account) {
      refuse(.deposit, account, none, reason, because: cause, into: &events)
      return
    }
    house.deposit(amount, to: account) { transfer in events.append(.transferred(transfer), because: cause, round: 0) }
  }

  private func refusal(ofDepositing amount: Money, to account: AccountID) -> Refusal? {
    if !house.contains(account) { return .unknownAccount }
    if amount <= .zero { return .amountNotPositive }
    if amount.units > Exchange.depositLimit || house.collateral(of: account).units > Exchange.depositLimit {
      return .balanceLimit
    }
    return nil
  }

  mutating func fund(_ amount: Money, because cause: EventPosition?, into events: inout EventStream) {
    if amount <= .zero || amount.units > Exchange.depositLimit {
      let reason: Refusal = amount <= .zero ? .amountNotPositive : .balanceLimit
      refuse(.fund, AccountID(number: -1), none, reason, because: cause, into: &events)
      return
    }
    house.depositToFund(amount) { transfer in events.append(.transferred(transfer), because: cause, round: 0) }
  }

  mutating func withdraw(
    _ amount: Money, from account: AccountID, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(ofWithdrawing: amount, from: account) {
      refuse(.withdraw, account, none, reason, because: cause, into: &events)
      return
    }
    house.withdraw(amount, from: account) { transfer in
      events.append(.transferred(transfer), because: cause, round: 0)
    }
  }

  /// Never more than cash, and for a margined account never more than free collateral (CLR-15).
  private func refusal(ofWithdrawing amount: Money, from account: AccountID) -> Refusal? {
    if !house.contains(account) { return .unknownAccount }
    if amount <= .zero { return .amountNotPositive }
    if amount > house.collateral(of: account) { return .freeCollateralExceeded }
    if house.isMargined(account), Int128(amount.units) > house.figures(of: account).freeCollateral {
      return .freeCollateralExceeded
    }
    return nil
  }

  // MARK: Opening state

  mutating func openHolding(
    _ opening: HoldingOpening, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(of: opening) {
      refuse(.openHolding, opening.account, opening.instrument, reason, because: cause, into: &events)
      return
    }
    let event = events.append(.holdingOpened(opening), because: cause, round: 0)
    house.openHolding(opening) { transfer in events.append(.transferred(transfer), because: event, round: 0) }
  }

  private func refusal(of opening: HoldingOpening) -> Refusal? {
    if !house.contains(opening.account) || !house.contains(opening.counterparty) { return .unknownAccount }
    if opening.instrument.index >= books.count { return .unknownInstrument }
    if !isOpening { return .openingIsOver }
    if opening.account == opening.counterparty { return .counterpartyIsSelf }
    if !house.canSettle(opening.account) || !house.canSettle(opening.counterparty) { return .balanceLimit }
    if opening.position.isFlat { return .quantityIsZero }
    let limit = rules.instruments[opening.instrument.index].maximumPosition
    if opening.position.lots.magnitude > limit.lots.magnitude { return .quantityAboveLimit }
    if opening.price.ticks < 1 { return .priceBelowOne }
    if opening.price > rules.instruments[opening.instrument.index].maximumPrice { return .priceAboveLimit }
    let side: Side = opening.position.lots > 0 ? .buy : .sell
    let size = opening.position.size
    let isWithin =
      house.isWithinPositionLimit(opening.account, in: opening.instrument, adding: size, side)
      && house.isWithinPositionLimit(opening.counterparty, in: opening.instrument, adding: size, side.opposite)
    return isWithin ? nil : .positionAboveLimit
  }

  mutating func openMark(_ update: PriceUpdate, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: update, endsWithOpening: true) {
      refuse(.openMark, AccountID(number: -1), update.instrument, reason, because: cause, into: &events)
      return
    }
    let change = MarkChange(
      instrument: update.instrument, price: update.price, previous: house.mark(of: update.instrument))
    let event = events.append(.marked(change), because: cause, round: 0)
    house.setMark(update.instrument, to: update.price, at: event)
  }

  private func refusal(of update: PriceUpdate, endsWithOpening: Bool = false) -> Refusal? {
    if update.instrument.index >= books.count { return .unknownInstrument }
    if endsWithOpening, !isOpening { return .openingIsOver }
    if update.price.ticks < 1 { return .priceBelowOne }
    if update.price > rules.instruments[update.instrument.index].maximumPrice { return .priceAboveLimit }
    return nil
  }

  /// Opening state: the order rests without margin check, and must not meet another.
  mutating func openOrder(_ order: Order, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = openingRefusal(of: order) {
      refuse(.openOrder, order, reason, because: cause, into: &events)
      return
    }
    _ = enter(order, because: cause, round: 0, into: &events)
  }

  /// An order of the opening is post-only whether it says so or not: it rests, or is refused.
  private func openingRefusal(of order: Order) -> Refusal? {
    if !house.contains(order.account) { return .unknownAccount }
    if order.instrument.index >= books.count { return .unknownInstrument }
    if !isOpening { return .openingIsOver }
    if order.terms.contains(.forced) { return .forcedNotAllowed }
    var resting = order
    resting.terms.insert(.postOnly)
    if let reason = formRefusal(of: resting) { return reason }
    if order.conditions.triggerKind != .none { return nil }
    if order.terms.contains(.reduceOnly) {
      if house.position(of: order.account, in: order.instrument).closingSide != order.side {
        return .reduceOnlyWouldIncrease
      }
    } else if !house.isWithinPositionLimit(order.account, in: order.instrument, adding: order.quantity, order.side) {
      return .positionAboveLimit
    }
    let limit = effectiveLimit(of: order).price
    return books[order.instrument.index].wouldTake(order.side, limit: limit) ? .postOnlyWouldTake : nil
  }

  // MARK: The outside world

  mutating func setIndex(_ update: PriceUpdate, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: update) {
      refuse(.setIndex, AccountID(number: -1), update.instrument, reason, because: cause, into: &events)
      return
    }
    house.setIndex(update)
    let event = events.append(.indexed(update), because: cause, round: 0)
    reprice(update.instrument, by: event)
    specials[update.instrument.index].observe(
      .index, update.price, because: event, round: 0, maximum: bookRules[update.instrument.index].maximumPrice)
  }

  mutating func explainQuote(_ terms: QuoteTerms, because cause: EventPosition?, into events: inout EventStream) {
    guard house.contains(terms.account), terms.instrument.index < books.count else {
      let reason: Refusal = house.contains(terms.account) ? .unknownInstrument : .unknownAccount
      refuse(.explainQuote, terms.account, terms.instrument, reason, because: cause, into: &events)
      return
    }
    events.append(.quoteExplained(terms), because: cause, round: 0)
  }

  /// For commands that are about no instrument.
  private var none: InstrumentID { InstrumentID(number: 0) }
}
