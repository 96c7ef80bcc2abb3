import Clearing
import MarketTypes
import Matching

/// The ladders of refusal. Lines stand in order of precedence; after them nothing can fail.
extension Exchange {
  /// The first rule an order breaks, or `nil` if it may enter.
  func formRefusal(of order: Order) -> Refusal? {
    if !house.contains(order.account) { return .unknownAccount }
    if order.instrument.index >= books.count { return .unknownInstrument }
    if order.terms.contains(.forced) { return .forcedNotAllowed }
    if order.client != .none, isLive(order.client, of: order.account) { return .duplicateClientOrderID }
    if order.quantity.lots < 1 { return .quantityIsZero }
    if order.quantity > rules.instruments[order.instrument.index].maximumPosition { return .quantityAboveLimit }
    if let limit = order.limit {
      if limit.ticks < 1 { return .priceBelowOne }
      if limit > rules.instruments[order.instrument.index].maximumPrice { return .priceAboveLimit }
    } else if order.timeInForce == .goodTilCancelled || order.terms.contains(.postOnly) {
      return .marketOrderCannotRest
    }
    if order.terms.contains(.postOnly), order.timeInForce != .goodTilCancelled { return .postOnlyContradiction }
    return nil
  }

  /// The first rule an order breaks, or `nil` if it may enter: its form, then limits, then the book, then margin.
  mutating func refusal(of order: Order) -> Refusal? {
    if let reason = formRefusal(of: order) { return reason }
    let instrument = order.instrument
    if order.terms.contains(.reduceOnly) {
      let position = house.position(of: order.account, in: instrument)
      if position.closingSide != order.side { return .reduceOnlyWouldIncrease }
    } else if !house.isWithinPositionLimit(order.account, in: instrument, adding: order.quantity, order.side) {
      return .positionAboveLimit
    }
    let takes = books[instrument.index].wouldTake(order.side, limit: order.limit)
    if order.terms.contains(.postOnly), takes { return .postOnlyWouldTake }
    if house.isMargined(order.account), house.mark(of: instrument) == nil { return .noMark }
    if order.limit == nil, !takes { return .noLiquidity }
    // A market order is reckoned at the best price it meets, and the corridor stops it when the account's means end; a
    // fill-or-kill one, which nothing stops, at the worst.
    var met = order.side == .buy ? books[instrument.index].bestAsk : books[instrument.index].bestBid
    if order.timeInForce == .fillOrKill {
      let fillable = fillable(order)
      if fillable.quantity < order.quantity { return .fillOrKillNotFillable }
      met = fillable.worst
    }
    if order.terms.contains(.reduceOnly) { return nil }
    guard let price = order.limit ?? met else { return .noLiquidity }
    return house.meetsInitialMargin(order.account, in: instrument, adding: order.quantity, order.side, at: price)
      ? nil : .initialMarginNotMet
  }

  /// What a fill-or-kill order may count on, and the price of the last lot: all it reaches but reduce-only orders, which
  /// may shrink, and those of accounts whose balance or position is at its limit (MAT-9).
  private func fillable(_ order: Order) -> (quantity: Quantity, worst: Price?) {
    let wanted =
      order.terms.contains(.reduceOnly)
      ? min(order.quantity, house.position(of: order.account, in: order.instrument).size) : order.quantity
    var found: Int64 = 0
    var worst: Price?
    books[order.instrument.index].forEachMaker(for: order.side, limit: order.limit) { maker in
      worst = maker.price
      if !maker.terms.contains(.reduceOnly), house.canSettle(maker.account),
        house.isWithinPositionLimit(maker.account, in: order.instrument, adding: .zero, maker.side)
      {
        found += min(maker.quantity.lots, wanted.lots - found)
      }
      return found < wanted.lots
    }
    return (found == wanted.lots ? order.quantity : Quantity(lots: found), worst)
  }

  /// The first rule an amend breaks, or `nil`. The order stands.
  mutating func refusal(of request: OrderAmend, _ order: StandingOrder) -> Refusal? {
    let instrument = request.instrument
    let price = request.limit ?? order.price
    let whole = request.quantity ?? order.quantity + order.filled
    let left = Quantity(lots: whole.lots - min(whole.lots, order.filled.lots))
    if whole.lots < 1 { return .quantityIsZero }
    if left > rules.instruments[instrument.index].maximumPosition { return .quantityAboveLimit }
    if price.ticks < 1 { return .priceBelowOne }
    if price > rules.instruments[instrument.index].maximumPrice { return .priceAboveLimit }
    if price == order.price, left == order.quantity { return .amendChangesNothing }
    if left == .zero || price == order.price && left < order.quantity { return nil }
    // From here on it enters anew. Its own reservation does not stand in its way.
    let isReduceOnly = order.terms.contains(.reduceOnly)
    if !isReduceOnly {
      house.removeOpenOrder(of: order.account, in: instrument, order.side, order.quantity, at: order.price)
    }
    defer {
      if !isReduceOnly {
        house.addOpenOrder(of: order.account, in: instrument, order.side, order.quantity, at: order.price)
      }
    }
    if isReduceOnly {
      if house.position(of: order.account, in: instrument).closingSide != order.side { return .reduceOnlyWouldIncrease }
    } else if !house.isWithinPositionLimit(order.account, in: instrument, adding: left, order.side) {
      return .positionAboveLimit
    }
    if order.terms.contains(.postOnly), books[instrument.index].wouldTake(order.side, limit: price) {
      return .postOnlyWouldTake
    }
    if house.isMargined(order.account), house.mark(of: instrument) == nil { return .noMark }
    return isReduceOnly || house.meetsInitialMargin(order.account, in: instrument, adding: left, order.side, at: price)
      ? nil : .initialMarginNotMet
  }

  private func isLive(_ client: ClientOrderID, of account: AccountID) -> Bool {
    clients.value(of: ClientKey(client: client.number, account: account.number)) != nil
  }

  // MARK: Saying no

  mutating func refuse(
    _ action: RefusedAction, _ order: Order, _ reason: Refusal, because cause: EventPosition?,
    into events: inout EventStream
  ) {
    let refused = CommandRefused(
      action, account: order.account, instrument: order.instrument, client: order.client, reason: reason)
    events.append(.refused(refused), because: cause, round: 0)
  }

  mutating func refuse(
    _ action: RefusedAction, _ account: AccountID, _ instrument: InstrumentID, target: OrderReference? = nil,
    _ reason: Refusal, because cause: EventPosition?, into events: inout EventStream
  ) {
    let refused = CommandRefused(
      action, account: account, instrument: instrument, client: target?.client ?? .none, reason: reason)
    events.append(.refused(refused), because: cause, round: 0)
  }

  /// Refuses a command whatever it asked.
  mutating func refuse(_ command: Command, _ reason: Refusal, into events: inout EventStream) {
    let (action, account, instrument, client) = command.action.subject
    let refused = CommandRefused(action, account: account, instrument: instrument, client: client, reason: reason)
    events.append(.refused(refused), because: command.seen, round: 0)
  }
}

extension Command.Action {
  /// What a refusal of this command is about.
  var subject: (RefusedAction, AccountID, InstrumentID, ClientOrderID) {
    let nobody = AccountID(number: -1)
    let nothing = InstrumentID(number: 0)
    return switch self {
    case .openAccount(let opening): (.openAccount, opening.account, nothing, .none)
    case .deposit(let account, _): (.deposit, account, nothing, .none)
    case .fund: (.fund, nobody, nothing, .none)
    case .withdraw(let account, _): (.withdraw, account, nothing, .none)
    case .openHolding(let opening): (.openHolding, opening.account, opening.instrument, .none)
    case .openMark(let update): (.openMark, nobody, update.instrument, .none)
    case .openOrder(let order): (.openOrder, order.account, order.instrument, order.client)
    case .submit(let order): (.submit, order.account, order.instrument, order.client)
    case .cancel(let request): (.cancel, request.account, request.instrument, request.target.client)
    case .amend(let request): (.amend, request.account, request.instrument, request.target.client)
    case .reduce(let request): (.reduce, request.account, request.instrument, request.target.client)
    case .setIndex(let update): (.setIndex, nobody, update.instrument, .none)
    case .explainQuote(let terms): (.explainQuote, terms.account, terms.instrument, .none)
    case .clock: (.clock, nobody, nothing, .none)
    }
  }
}

extension OrderReference {
  /// The client's number, if the command used it.
  var client: ClientOrderID {
    switch self {
    case .order: .none
    case .client(let number): number
    }
  }
}
