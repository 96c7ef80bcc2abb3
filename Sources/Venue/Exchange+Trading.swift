import Clearing
import MarketTypes
import Matching
import Storage

/// How far an order has come on its way through the book.
struct Walk {
  var left: Quantity
  /// Why it goes no further; `nil` while it does.
  var stop: CancelReason?
  /// Its last lots met its owner's: it ends with nothing left because of this event.
  var emptied: EventPosition?
  /// Lots it lost to its owner's orders without a fill.
  var lost = Quantity.zero
  /// The price and event of its first fill and its last.
  var first: (price: Price, event: EventPosition)?
  var last: (price: Price, event: EventPosition)?
}

extension Exchange {
  /// Matches an order step by step, then rests or cancels what is left.
  ///
  /// The book shows the next maker; here the lots are clipped to what both accounts may do; the book takes them and
  /// clearing settles the fill.
  ///
  /// - Returns: how much it filled.
  @inline(never)
  mutating func trade(_ taker: Taker, filledBefore: Quantity, into events: inout EventStream) -> Quantity {
    var walk = Walk(left: taker.quantity)
    if wouldTrade(taker.side, in: taker.instrument, limit: taker.limit) {
      meetBook(taker, &walk, into: &events)
    }
    if walk.left > .zero || walk.emptied != nil {
      if walk.stop == nil, taker.mayRest, let limit = taker.limit {
        rest(taker, walk.left, at: limit, filled: filledBefore + taker.quantity - walk.left - walk.lost, into: &events)
      } else {
        let cancelled = OrderCancelled(
          order: taker.id, quantity: walk.left, account: taker.account, instrument: taker.instrument, side: taker.side,
          reason: walk.stop ?? .notFilledAtOnce)
        let event = events.append(
          .cancelled(cancelled), because: walk.emptied ?? taker.cause, round: taker.round)
        forget(taker, because: event, into: &events)
      }
    } else {
      forget(taker, because: nil, into: &events)
    }
    if let first = walk.first, let last = walk.last {
      observeFills(first, last, in: taker.instrument, round: taker.round)
    }
    return taker.quantity - walk.left - walk.lost
  }

  /// Whether an order would meet anybody now.
  @inline(__always)
  func wouldTrade(_ side: Side, in instrument: InstrumentID, limit: Price?) -> Bool {
    desks[instrument.index].phase.isContinuous && books[instrument.index].wouldTake(side, limit: limit)
  }

  /// Meets one resting order after another within the limit and the band.
  private mutating func meetBook(_ taker: Taker, _ walk: inout Walk, into events: inout EventStream) {
    let book = taker.instrument.index
    let edges = fillEdges(in: taker.instrument, for: taker.side)
    let isShared = bookRules[book].matching != .priceTime
    while walk.left > .zero, walk.stop == nil, let maker = books[book].nextMaker(for: taker.side, limit: taker.limit) {
      if let edges, !edges.contains(maker.price) {
        walk.stop = .bandReached
        reachBand(taker, into: &events)
      } else if isShared, !maker.terms.contains(.hidden) {
        share(at: maker.price, taker, &walk, into: &events)
      } else {
        meet(maker, taker, &walk, atMost: walk.left, into: &events)
      }
    }
  }

  /// One maker: its owner's own order, one that must leave, or a fill of at most so many lots.
  @inline(__always)
  mutating func meet(
    _ maker: StandingOrder, _ taker: Taker, _ walk: inout Walk, atMost most: Quantity, into events: inout EventStream
  ) {
    if isOwn(maker, taker.account), taker.prevention != .allow {
      prevent(maker, taker, &walk, into: &events)
      return
    }
    let lots = clipped(min(most, walk.left, maker.quantity), of: maker, in: taker.instrument)
    let isCountedOn = taker.quantity - walk.left - walk.lost < taker.countedOn
    if let reason = makerObstacle(maker, in: taker.instrument, lots, isCountedOn: isCountedOn) {
      end(maker, in: taker.instrument, reason, because: taker.cause, round: taker.round, into: &events)
      if taker.special >= 0, specials[taker.instrument.index][taker.special].state == .ended { walk.stop = .linked }
      return
    }
    walk.stop = takerObstacle(taker, lots, at: maker.price, isCountedOn: isCountedOn)
    if walk.stop != nil { return }
    let quantity = taker.terms.contains(.reduceOnly) ? min(lots, closable(taker)) : lots
    let fill = Fill(
      maker: maker.id, taker: taker.id, price: maker.price, quantity: quantity, makerAccount: maker.account,
      takerAccount: taker.account, instrument: taker.instrument, takerSide: taker.side,
      isForced: taker.terms.contains(.forced))
    let event = settle(fill, maker, because: taker.cause, round: taker.round, into: &events)
    walk.left = walk.left - quantity
    if walk.first == nil { walk.first = (maker.price, event) }
    walk.last = (maker.price, event)
    if taker.special >= 0 {
      if specials[taker.instrument.index][taker.special].state == .ended {
        walk.stop = .linked
      } else {
        endGroup(of: taker.special, in: taker.instrument, because: event, round: taker.round, into: &events)
      }
    }
    if protections.count > 0 {
      let isPulled = countForProtection(
        fill, maker.client, taker.client, because: event, round: taker.round, into: &events)
      if isPulled, walk.left > .zero { walk.stop = .makerProtection }
    }
  }

  // MARK: Obstacles

  /// What a maker may give: a reduce-only order no more than its position (MAT-12).
  func clipped(_ quantity: Quantity, of maker: StandingOrder, in instrument: InstrumentID) -> Quantity {
    guard maker.terms.contains(.reduceOnly) else { return quantity }
    let position = house.position(of: maker.account, in: instrument)
    return position.closingSide == maker.side ? min(quantity, position.size) : .zero
  }

  /// Why a maker's order must leave the book instead of filling, or `nil`. Lines stand in order of precedence.
  ///
  /// A fill-or-kill order, or one with a minimum until that has filled, meets makers as they stand: its pre-scan counted
  /// on them (MAT-9, MAT-34).
  func makerObstacle(
    _ maker: StandingOrder, in instrument: InstrumentID, _ quantity: Quantity, isCountedOn: Bool
  ) -> CancelReason? {
    if quantity == .zero { return .nothingToReduce }
    if !house.canSettle(maker.account) { return .balanceLimit }
    if maker.terms.contains(.reduceOnly) { return nil }
    if !house.isWithinPositionLimit(maker.account, in: instrument, filling: quantity, maker.side) {
      return .positionAboveLimit
    }
    if isCountedOn { return nil }
    if house.reduces(maker.account, in: instrument, maker.side, quantity) { return nil }
    return house.canEnlarge(maker.account) ? nil : .makerMarginNotMet
  }

  /// Why the taker must stop before its next fill, or `nil`. Lines stand in order of precedence.
  ///
  /// A limit order was admitted with all it may cost; a market order, or a peg that follows, is looked at again at each
  /// price it walks to.
  private mutating func takerObstacle(
    _ taker: Taker, _ quantity: Quantity, at price: Price, isCountedOn: Bool
  ) -> CancelReason? {
    if !house.canSettle(taker.account) { return .balanceLimit }
    if taker.terms.contains(.reduceOnly) {
      let lots = min(quantity, closable(taker))
      if lots == .zero { return .nothingToReduce }
      guard taker.terms.contains(.forced) else { return nil }
      return house.canFundPay(lots, of: taker.account, in: taker.instrument, at: price) ? nil : .fundTooSmall
    }
    if taker.isAdmittedWhole || isCountedOn { return nil }
    // A peg that follows was admitted once, by the position of then.
    if taker.isPegged,
      !house.isWithinPositionLimit(taker.account, in: taker.instrument, filling: quantity, taker.side)
    {
      return .positionAboveLimit
    }
    return house.meetsInitialMargin(taker.account, in: taker.instrument, adding: quantity, taker.side, at: price)
      ? nil : .takerMarginNotMet
  }

  /// How much a reduce-only order may still close.
  private func closable(_ taker: Taker) -> Quantity {
    let position = house.position(of: taker.account, in: taker.instrument)
    return position.closingSide == taker.side ? position.size : .zero
  }

  // MARK: A fill

  /// A fill: the book gives the lots, clearing settles, and the stream has the fill before what it moved; then icebergs
  /// show their next part, and the maker's group ends.
  ///
  /// - Parameter restingTaker: in an auction both orders stand in the book.
  mutating func settle(
    _ fill: Fill, _ maker: StandingOrder, restingTaker: StandingOrder? = nil, because cause: EventPosition,
    round: UInt16, into events: inout EventStream
  ) -> EventPosition {
    let instrument = fill.instrument
    let makerRefill = takeLots(fill.quantity, from: maker, in: instrument)
    let takerRefill = restingTaker.map { takeLots(fill.quantity, from: $0, in: instrument) }
    let event = events.append(.filled(fill), because: cause, round: round)
    house.settle(fill, at: event) { transfer in
      events.append(.transferred(transfer), because: event, round: round)
    }
    reprice(instrument, by: event)
    if bookRules[instrument.index].limitStateWidth >= 0 {
      countForReference(fill.price, in: instrument)
      endLimitState(of: instrument, because: event, round: round, into: &events)
    }
    sayRefilled(maker, makerRefill, in: instrument, because: event, round: round, into: &events)
    if let restingTaker, let takerRefill {
      sayRefilled(restingTaker, takerRefill, in: instrument, because: event, round: round, into: &events)
    }
    follow(fill, maker, makerRefill, because: event, round: round, into: &events)
    if let restingTaker, let takerRefill {
      follow(fill, restingTaker, takerRefill, because: event, round: round, into: &events)
    }
    return event
  }

  /// Takes lots of a fill out of the book and the account's open orders. What an iceberg shows next, or zero.
  private mutating func takeLots(
    _ quantity: Quantity, from order: StandingOrder, in instrument: InstrumentID
  ) -> Quantity {
    let isShownWhole = quantity == order.quantity && order.detail >= 0
    let refill = isShownWhole ? specials[instrument.index].takeNextPart(of: order.detail) : .zero
    noteLevel(order.price, order.side, order.terms, in: instrument)
    books[instrument.index].take(quantity, from: order, refill: refill)
    if !order.terms.contains(.reduceOnly) {
      // At the price the order rests at, which the fill's need not be in an auction.
      house.removeOpenOrder(of: order.account, in: instrument, order.side, quantity, at: order.price)
    }
    return refill
  }

  /// What a fill means for an order of the book: its group ends, and it is forgotten when it is whole.
  private mutating func follow(
    _ fill: Fill, _ order: StandingOrder, _ refill: Quantity, because event: EventPosition, round: UInt16,
    into events: inout EventStream
  ) {
    let isWhole = fill.quantity == order.quantity && refill == .zero
    if order.detail >= 0 {
      // In an auction the other side's group may have ended it just now.
      guard isWhole || books[fill.instrument.index].contains(order.id) else { return }
      endGroup(of: order.detail, in: fill.instrument, because: event, round: round, into: &events)
    }
    if isWhole { forget(order, in: fill.instrument) }
  }

  /// Says what an iceberg shows next; nothing for zero.
  mutating func sayRefilled(
    _ maker: StandingOrder, _ shown: Quantity, in instrument: InstrumentID, because cause: EventPosition,
    round: UInt16, into events: inout EventStream
  ) {
    guard shown > .zero else { return }
    let rested = OrderRested(
      order: maker.id, price: maker.price, quantity: shown, account: maker.account, instrument: instrument,
      side: maker.side)
    touch(instrument, by: events.append(.rested(rested), because: cause, round: round))
  }

  // MARK: Leaving

  /// Takes a resting order out of the book, whatever the reason; its group ends.
  mutating func end(
    _ order: StandingOrder, in instrument: InstrumentID, _ reason: CancelReason, because cause: EventPosition?,
    round: UInt16, into events: inout EventStream
  ) {
    let left = order.quantity + reserve(of: order, in: instrument)
    withdrawFromBook(order, left, in: instrument)
    let cancelled = OrderCancelled(
      order: order.id, quantity: left, account: order.account, instrument: instrument, side: order.side, reason: reason)
    let event = events.append(.cancelled(cancelled), because: cause, round: round)
    touch(instrument, by: event)
    if order.detail >= 0 {
      endGroup(of: order.detail, in: instrument, because: event, round: round, into: &events)
    }
    forget(order, in: instrument)
  }

  /// What an iceberg has beyond what it shows.
  func reserve(of order: StandingOrder, in instrument: InstrumentID) -> Quantity {
    order.detail < 0 ? .zero : Quantity(lots: specials[instrument.index][order.detail].reserve)
  }

  /// Out of the book and the account's open orders; the venue still knows it.
  @inline(__always)
  mutating func withdrawFromBook(_ order: StandingOrder, _ left: Quantity, in instrument: InstrumentID) {
    noteLevel(order.price, order.side, order.terms, in: instrument)
    books[instrument.index].cancel(order)
    if !order.terms.contains(.reduceOnly) {
      house.removeOpenOrder(of: order.account, in: instrument, order.side, left, at: order.price)
    }
  }

  /// Nothing is known any more of an order that left the book.
  @inline(__always)
  mutating func forget(_ order: StandingOrder, in instrument: InstrumentID) {
    if order.client != .none {
      clients.remove(ClientKey(order.client, of: order.account, in: instrument))
    }
    if order.detail >= 0 { specials[instrument.index].remove(order.detail) }
  }

  /// Nothing is known any more of an order that ended on its way. If an event ended it, its group ends too.
  mutating func forget(_ taker: Taker, because event: EventPosition?, into events: inout EventStream) {
    guard taker.special >= 0 else { return }
    if let event {
      endGroup(of: taker.special, in: taker.instrument, because: event, round: taker.round, into: &events)
    }
    specials[taker.instrument.index].remove(taker.special)
  }

  /// The other orders of a group leave, in the order in which they entered (MAT-39).
  @inline(never)
  mutating func endGroup(
    of special: Int32, in instrument: InstrumentID, because cause: EventPosition, round: UInt16,
    into events: inout EventStream
  ) {
    let book = instrument.index
    while true {
      let other = specials[book].otherMember(of: special)
      if other < 0 { break }
      specials[book].leaveGroup(other)
      switch specials[book][other].state {
      case .entering, .ended: specials[book][other].state = .ended
      case .armed, .ready: endArmed(other, in: instrument, .linked, because: cause, round: round, into: &events)
      case .resting:
        if let standing = books[book].order(specials[book][other].id) {
          end(standing, in: instrument, .linked, because: cause, round: round, into: &events)
        }
      }
    }
    specials[book].leaveGroup(special)
  }
}
