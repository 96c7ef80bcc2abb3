import Clearing
import MarketTypes
import Matching
import Storage

struct ProtectionKey: TableKey {
  var account: Int32 = -1
  var instrument: UInt16 = 0

  var scrambled: UInt64 { (Int64(account) << 16 | Int64(instrument)).scrambled }
}

/// An account's maker protection in an instrument, and how far it has come.
struct ProtectionState: BitwiseCopyable {
  var protection: MakerProtection
  /// When the window under way began, or −1.
  var windowStart: Int64 = -1
  var filled: Int64 = 0
  /// Quotes are refused before this; `.max` until the protection is set again; 0 when they are not.
  var pausedUntil: Int64 = 0
}

/// Mass quotes and the protection of those who give them (MAT-54, MAT-56).
extension Exchange {
  mutating func massQuote(_ quote: MassQuote, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: quote) {
      let refused = CommandRefused(
        .massQuote, account: quote.account, instrument: quote.instrument,
        client: MassQuote.client(entry: quote.entry, .buy), reason: reason)
      events.append(.refused(refused), because: cause, round: 0)
      return
    }
    let entersBid = makeRoom(for: quote.order(.buy), because: cause, into: &events)
    let entersAsk = makeRoom(for: quote.order(.sell), because: cause, into: &events)
    if entersBid { _ = enter(quote.order(.buy), because: cause, round: 0, into: &events) }
    if entersAsk, !isPaused(quote.account, quote.instrument) {
      _ = enter(quote.order(.sell), because: cause, round: 0, into: &events)
    }
  }

  /// Leaves an entry's order where it may stay, reduced; takes any other out. Whether the new one is to enter.
  private mutating func makeRoom(
    for order: Order, because cause: EventPosition?, into events: inout EventStream
  ) -> Bool {
    guard let old = standing(for: order) else { return order.quantity > .zero }
    if order.quantity > .zero, !entersAnew(order) {
      if order.quantity < old.quantity {
        shrink(old, in: order.instrument, to: order.quantity, because: cause, into: &events)
      }
      return false
    }
    end(
      old, in: order.instrument, order.quantity > .zero ? .replaced : .requested, because: cause, round: 0,
      into: &events)
    return order.quantity > .zero
  }

  /// The first rule a mass quote breaks, or `nil`: that of its bid or its ask, whichever stands first in `Refusal`.
  private mutating func refusal(of quote: MassQuote) -> Refusal? {
    if let reason = entryRefusal(of: quote.order(.buy)) { return reason }
    if isPaused(quote.account, quote.instrument) { return .protectionActive }
    if quote.bidQuantity < .zero || quote.askQuantity < .zero { return .quantityIsZero }
    let bothStand = quote.bidQuantity > .zero && quote.askQuantity > .zero
    let contradicts =
      !quote.terms.subtracting([.postOnly, .slides]).isEmpty
      || (quote.terms.contains(.slides) && !quote.terms.contains(.postOnly))
      || (bothStand && quote.bid >= quote.ask)
    // The old orders of the entry do not stand in the new ones' way; the new bid stands in the new ask's.
    var first: Refusal? = contradicts ? .conditionsContradict : nil
    let (oldBid, oldAsk) = (suspend(quote.order(.buy)), suspend(quote.order(.sell)))
    absent.orders = (oldBid?.id ?? .none, oldAsk?.id ?? .none)
    let bid = quote.order(.buy)
    first = earlier(first, quoteRefusal(of: bid))
    let bidLimit = effectiveLimit(of: bid).price ?? quote.bid
    let counts = first == nil && entersAnew(bid)
    if counts { house.addOpenOrder(of: bid.account, in: bid.instrument, .buy, bid.quantity, at: bidLimit) }
    countsBid = entersAnew(bid)
    first = earlier(first, quoteRefusal(of: quote.order(.sell)))
    countsBid = false
    if counts { house.removeOpenOrder(of: bid.account, in: bid.instrument, .buy, bid.quantity, at: bidLimit) }
    absent.orders = (.none, .none)
    resume(oldBid, quote.instrument)
    resume(oldAsk, quote.instrument)
    return first
  }

  private func earlier(_ one: Refusal?, _ other: Refusal?) -> Refusal? {
    guard let one, let other else { return one ?? other }
    return one.rawValue <= other.rawValue ? one : other
  }

  /// What a side of a quote breaks. A side with quantity zero says nothing; one that stays in place is asked for its form.
  private mutating func quoteRefusal(of order: Order) -> Refusal? {
    guard order.quantity > .zero else { return nil }
    return entersAnew(order) ? refusal(of: order, .quoting) : formRefusal(of: order)
  }

  /// The order that stands where a side of a quote would.
  private func standing(for order: Order) -> StandingOrder? {
    guard case .resting(let old)? = find(.client(order.client), of: order.account, in: order.instrument).order else {
      return nil
    }
    return old
  }

  /// Whether a side of a quote enters the book; otherwise it is taken out, or stays in place.
  private func entersAnew(_ order: Order) -> Bool {
    guard order.quantity > .zero, let old = standing(for: order) else { return order.quantity > .zero }
    return old.price != order.limit || order.quantity > old.quantity
  }

  /// Takes the entry's order out of the account's open orders for a while, unless it stays in place.
  private mutating func suspend(_ order: Order) -> StandingOrder? {
    guard order.quantity == .zero || entersAnew(order), let old = standing(for: order) else { return nil }
    house.removeOpenOrder(of: old.account, in: order.instrument, old.side, old.quantity, at: old.price)
    return old
  }

  private mutating func resume(_ old: StandingOrder?, _ instrument: InstrumentID) {
    guard let old else { return }
    house.addOpenOrder(of: old.account, in: instrument, old.side, old.quantity, at: old.price)
  }

  // MARK: Protection

  mutating func protect(_ protection: MakerProtection, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: protection) {
      refuse(.protect, protection.account, protection.instrument, reason, because: cause, into: &events)
      return
    }
    let key = ProtectionKey(account: protection.account.number, instrument: protection.instrument.number)
    let state = ProtectionState(protection: protection)
    if let slot = protections.value(of: key) {
      protectionStates[slot] = state
    } else {
      protections.insert(key, Int32(protectionStates.count))
      protectionStates.append(state)
    }
    events.append(.protectionSet(protection), because: cause, round: 0)
  }

  private func refusal(of protection: MakerProtection) -> Refusal? {
    if !house.contains(protection.account) { return .unknownAccount }
    if protection.instrument.index >= books.count { return .unknownInstrument }
    if protection.lots < .zero { return .quantityIsZero }
    let isShort = protection.lots > .zero && protection.window < TimeSpan(nanoseconds: 1)
    return isShort || protection.pause < .zero ? .conditionsContradict : nil
  }

  /// Whether an account's quotes are refused for now.
  func isPaused(_ account: AccountID, _ instrument: InstrumentID) -> Bool {
    guard protections.count > 0,
      let slot = protections.value(of: ProtectionKey(account: account.number, instrument: instrument.number))
    else { return false }
    return now.nanoseconds < protectionStates[slot].pausedUntil
  }

  /// Whether an account's quotes may be pulled by their fills.
  func isProtected(_ account: AccountID, _ instrument: InstrumentID) -> Bool {
    guard protections.count > 0,
      let slot = protections.value(of: ProtectionKey(account: account.number, instrument: instrument.number))
    else { return false }
    return protectionStates[slot].protection.lots > .zero
  }

  /// A fill may pull the maker's quotes, or the taker's: whether the taker, being a quote, goes with them.
  @discardableResult
  mutating func countForProtection(
    _ fill: Fill, _ maker: ClientOrderID, _ taker: ClientOrderID, because event: EventPosition, round: UInt16,
    into events: inout EventStream
  ) -> Bool {
    let isPulled = countQuoteFill(fill, maker, of: fill.makerAccount, because: event, round: round, into: &events)
    if isPulled, fill.makerAccount == fill.takerAccount { return taker.number < 0 }
    return countQuoteFill(fill, taker, of: fill.takerAccount, because: event, round: round, into: &events)
  }

  /// Counts a fill of one of an account's quotes; when it is too much, all of them leave. Whether they did.
  private mutating func countQuoteFill(
    _ fill: Fill, _ client: ClientOrderID, of account: AccountID, because cause: EventPosition, round: UInt16,
    into events: inout EventStream
  ) -> Bool {
    guard client.number < 0,
      let slot = protections.value(of: ProtectionKey(account: account.number, instrument: fill.instrument.number)),
      protectionStates[slot].protection.lots > .zero
    else { return false }
    var state = protectionStates[slot]
    let window = state.protection.window.nanoseconds
    if state.windowStart < 0 || now.nanoseconds - state.windowStart >= window {
      state.windowStart = now.nanoseconds
      state.filled = 0
    }
    state.filled += fill.quantity.lots
    guard state.filled >= state.protection.lots.lots else {
      protectionStates[slot] = state
      return false
    }
    let pause = state.protection.pause
    let until = pause == .zero ? nil : now.later(by: pause)
    let triggered = ProtectionTriggered(
      account: account, instrument: fill.instrument, lots: Quantity(lots: state.filled), until: until)
    state.pausedUntil = until?.nanoseconds ?? .max
    state.windowStart = -1
    state.filled = 0
    protectionStates[slot] = state
    let event = events.append(.protectionTriggered(triggered), because: cause, round: round)
    cancelAll(of: account, in: fill.instrument, .makerProtection, because: event, round: round, into: &events) {
      _, client in client.number < 0
    }
    return true
  }
}

extension MassQuote {
  /// One side as an order.
  func order(_ side: Side) -> Order {
    Order(
      account: account, instrument: instrument, side: side, quantity: side == .buy ? bidQuantity : askQuantity,
      limit: side == .buy ? bid : ask, terms: terms, client: MassQuote.client(entry: entry, side))
  }
}
