import Clearing
import MarketTypes
import Matching
import Storage

/// Call auctions, halts, price bands and limit states (MAT-60 … MAT-65).
extension Exchange {
  mutating func setPhase(_ change: PhaseChange, because cause: EventPosition?, into events: inout EventStream) {
    if let reason = refusal(of: change) {
      let instrument = change.instrument ?? InstrumentID(number: 0)
      refuse(.setPhase, AccountID(number: -1), instrument, reason, because: cause, into: &events)
      return
    }
    if let instrument = change.instrument {
      enterPhase(change.phase, of: instrument, until: change.until, because: cause, round: 0, into: &events)
      return
    }
    for index in 0..<books.count {
      let instrument = InstrumentID(number: UInt16(index))
      if desks[index].isSettled { continue }
      enterPhase(change.phase, of: instrument, until: change.until, because: cause, round: 0, into: &events)
    }
  }

  private func refusal(of change: PhaseChange) -> Refusal? {
    if let instrument = change.instrument, instrument.index >= books.count { return .unknownInstrument }
    if let instrument = change.instrument, desks[instrument.index].isSettled { return .contractExpired }
    if change.phase == .limited || (change.phase == .continuous && change.until != nil) { return .conditionsContradict }
    if let until = change.until, until <= now { return .expiryNotAhead }
    return nil
  }

  /// An instrument trades in another way from here on. Back in continuous trading, what crosses meets at one price.
  private mutating func enterPhase(
    _ phase: Phase, of instrument: InstrumentID, until: Time?, because cause: EventPosition?, round: UInt16,
    into events: inout EventStream
  ) {
    let before = desks[instrument.index].phase
    desks[instrument.index].phase = phase
    books[instrument.index].isCollecting = !phase.isContinuous
    setPhaseEnd(until, of: instrument)
    let event = events.append(
      .phaseChanged(PhaseChange(phase, of: instrument, until: until)), because: cause, round: round)
    if before.isContinuous, phase.isContinuous { return }
    touch(instrument, by: event)
    if phase == .call {
      desks[instrument.index].indicated = AuctionOutcome(
        instrument: instrument, price: nil, quantity: .zero, surplus: 0)
    }
    if phase.isContinuous { uncross(instrument, because: event, into: &events) }
  }

  /// A phase's end has come: a halt reopens, a call trades, a limit state halts.
  mutating func endPhase(of instrument: InstrumentID, at moment: Time, into events: inout EventStream) {
    let rules = rules.instruments[instrument.index]
    switch desks[instrument.index].phase {
    case .limited:
      let until = moment.later(by: rules.limitState?.halt ?? .zero)
      enterPhase(.halted, of: instrument, until: until, because: nil, round: 0, into: &events)
    case .halted where rules.reopeningCall > .zero:
      let until = moment.later(by: rules.reopeningCall)
      enterPhase(.call, of: instrument, until: until, because: nil, round: 0, into: &events)
    case .continuous, .call, .halted:
      enterPhase(.continuous, of: instrument, until: nil, because: nil, round: 0, into: &events)
    }
  }

  /// Notes when the present phase ends by itself, if it does.
  mutating func setPhaseEnd(_ moment: Time?, of instrument: InstrumentID) {
    desks[instrument.index].phaseEnd = moment?.nanoseconds ?? -1
    if let moment { setDeadline(moment, of: .none, in: instrument) }
  }

  // MARK: Auctions

  /// What crosses meets at one price, best bid with best ask. O(orders that cross).
  ///
  /// Who cannot carry the fill leaves. Where that leaves nobody who meets at the price, though the book is crossed, it
  /// moves to the nearest at which somebody does.
  private mutating func uncross(
    _ instrument: InstrumentID, because cause: EventPosition, into events: inout EventStream
  ) {
    let book = instrument.index
    guard
      var auction = CallAuction(
        of: books[book], specials[book], reference: house.lastPrice(of: instrument) ?? house.mark(of: instrument),
        tickSize: bookRules[book].tickSize)
    else { return }
    var isAsReckoned = true
    var auctioned: EventPosition?
    var first: (price: Price, event: EventPosition)?
    var last: (price: Price, event: EventPosition)?
    while let bid = books[book].first(of: .buy), let ask = books[book].first(of: .sell), bid.price >= ask.price {
      let (maker, taker) = bid.id < ask.id ? (bid, ask) : (ask, bid)
      guard let quantity = auctionLots(maker, taker, in: instrument, because: auctioned ?? cause, into: &events)
      else {
        isAsReckoned = false
        continue
      }
      let price = min(max(auction.price, ask.price), bid.price)
      let outcome: EventPosition
      if let auctioned {
        outcome = auctioned
      } else {
        if !isAsReckoned { auction = CallAuction(at: price, of: books[book], specials[book]) }
        outcome = say(auction, in: instrument, because: cause, into: &events)
        auctioned = outcome
      }
      let fill = Fill(
        maker: maker.id, taker: taker.id, price: price, quantity: quantity, makerAccount: maker.account,
        takerAccount: taker.account, instrument: instrument, takerSide: taker.side, isForced: false)
      let event = settle(fill, maker, restingTaker: taker, because: outcome, round: 0, into: &events)
      if protections.count > 0 {
        countForProtection(fill, maker.client, taker.client, because: event, round: 0, into: &events)
      }
      if first == nil { first = (price, event) }
      last = (price, event)
    }
    guard let first, let last else { return }
    takeReference(last.price, in: instrument)
    observeFills(first, last, in: instrument, round: 0)
  }

  private func say(
    _ auction: CallAuction, in instrument: InstrumentID, because cause: EventPosition, into events: inout EventStream
  ) -> EventPosition {
    let outcome = AuctionOutcome(
      instrument: instrument, price: auction.price, quantity: auction.quantity, surplus: auction.surplus)
    return events.append(.auctioned(outcome), because: cause, round: 0)
  }

  /// How much of two orders an auction fills; `nil` where the account of one cannot carry it: that order has left.
  private mutating func auctionLots(
    _ maker: StandingOrder, _ taker: StandingOrder, in instrument: InstrumentID, because cause: EventPosition,
    into events: inout EventStream
  ) -> Quantity? {
    let lots = min(maker.quantity, taker.quantity)
    var quantity = lots
    for order in [maker, taker] {
      let part = clipped(lots, of: order, in: instrument)
      if let reason = makerObstacle(order, in: instrument, part, isCountedOn: false) {
        end(order, in: instrument, reason, because: cause, round: 0, into: &events)
        return nil
      }
      quantity = min(quantity, part)
    }
    return quantity
  }

  /// Says what a call would come to now, if that is another than last said. O(orders that cross), after each command that
  /// changed the book.
  mutating func publishIndication(of instrument: InstrumentID, into events: inout EventStream) {
    let book = instrument.index
    let auction = CallAuction(
      of: books[book], specials[book], reference: house.lastPrice(of: instrument) ?? house.mark(of: instrument),
      tickSize: bookRules[book].tickSize)
    let outcome = AuctionOutcome(
      instrument: instrument, price: auction?.price, quantity: auction?.quantity ?? .zero,
      surplus: auction?.surplus ?? 0)
    guard outcome != desks[book].indicated else { return }
    desks[book].indicated = outcome
    let cause = EventPosition(number: desks[book].changed)
    events.append(.auctionIndicated(outcome), because: cause, round: events.round(of: cause))
  }
}
