import MarketTypes
import Testing
import Venue

/// One story a rule of docs/rules/matching.md; the naive twin covers all their combinations.
@Suite struct OrderStoryTests {
  // MARK: Price-time priority and time in force

  /// MAT-2, MAT-3, MAT-4: best price first, oldest first at one price, each fill at the maker's price.
  @Test func `a taker meets the best price first and the oldest order at it`() {
    var floor = TradingFloor()
    let (taker, one, other) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(one, .sell, 3, at: 102)
    floor.submit(one, .sell, 3, at: 101)
    floor.submit(other, .sell, 3, at: 101)
    let events = floor.submit(taker, .buy, 7, at: 102)
    #expect(events.fills == [[101, 3], [101, 3], [102, 1]])
    #expect(floor.lots(one) == -4)
    #expect(floor.lots(other) == -3)
    #expect(floor.book(.sell) == [[102, 2]])
  }

  /// MAT-6, MAT-7: what an immediate-or-cancel or market order cannot fill is cancelled, never rested.
  @Test(arguments: [Int64?.none, 101])
  func `what an immediate order cannot fill is cancelled`(ticks: Int64?) {
    var floor = TradingFloor()
    let (taker, maker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 3, at: 101)
    let events = floor.submit(taker, .buy, 5, at: ticks, .immediateOrCancel)
    #expect(events.fills == [[101, 3]])
    #expect(events.cancels == [.notFilledAtOnce])
    #expect(floor.book(.buy) == [])
  }

  /// MAT-7: a market order that meets nobody is refused.
  @Test func `a market order into an empty book is refused`() {
    var floor = TradingFloor()
    let taker = floor.open(.exempt)
    #expect(floor.submit(taker, .buy, 5).refusals == [.noLiquidity])
    #expect(floor.submit(taker, .buy, 5, at: nil, .goodTilCancelled).refusals == [.marketOrderCannotRest])
  }

  /// MAT-8: post-only never takes, at entry and when amended.
  @Test func `post-only never takes`() {
    var floor = TradingFloor()
    let (maker, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(other, .sell, 5, at: 101)
    #expect(floor.submit(maker, .buy, 5, at: 101, nil, .postOnly).refusals == [.postOnlyWouldTake])
    #expect(floor.submit(maker, .buy, 5, at: 100, .fillOrKill, .postOnly).refusals == [.postOnlyContradiction])
    #expect(floor.submit(maker, .buy, 5, at: 100, nil, .postOnly, client: 1).rested == [[100, 5]])
    #expect(floor.amend(maker, client: 1, at: 101).refusals == [.postOnlyWouldTake])
    #expect(floor.book(.buy) == [[100, 5]])
  }

  /// MAT-9: exactly the whole quantity across levels, not one lot less.
  @Test func `fill-or-kill fills whole across levels or not at all`() {
    var floor = TradingFloor()
    let (taker, maker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 3, at: 101)
    floor.submit(maker, .sell, 4, at: 102)
    floor.submit(maker, .sell, 9, at: 103)
    #expect(floor.submit(taker, .buy, 8, at: 102, .fillOrKill).refusals == [.fillOrKillNotFillable])
    #expect(floor.submit(taker, .buy, 17, at: nil, .fillOrKill).refusals == [.fillOrKillNotFillable])
    #expect(floor.submit(taker, .buy, 7, at: 102, .fillOrKill).fills == [[101, 3], [102, 4]])
    #expect(floor.submit(taker, .buy, 9, at: nil, .fillOrKill).fills == [[103, 9]])
  }

  /// MAT-9: a reduce-only order may shrink until it is met, so it is not counted on, and yet met in its turn.
  @Test func `fill-or-kill does not count on reduce-only orders`() {
    var floor = TradingFloor()
    let (taker, maker, closer) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.hold(closer, 5, at: 100, against: maker)
    floor.submit(closer, .sell, 5, at: 101, nil, .reduceOnly)
    floor.submit(maker, .sell, 5, at: 102)
    #expect(floor.submit(taker, .buy, 6, at: 102, .fillOrKill).refusals == [.fillOrKillNotFillable])
    #expect(floor.submit(taker, .buy, 5, at: 102, .fillOrKill).fills == [[101, 5]])
  }

  // MARK: Reduce-only

  /// MAT-12: clipped to the position at entry.
  @Test func `reduce-only is clipped to the position when it enters`() {
    var floor = TradingFloor()
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.hold(account, 5, at: 100, against: other)
    #expect(floor.submit(account, .buy, 1, at: 90, nil, .reduceOnly).refusals == [.reduceOnlyWouldIncrease])
    #expect(floor.submit(account, .sell, 9, at: 110, nil, .reduceOnly).rested == [[110, 5]])
  }

  /// MAT-12: clipped again at each fill; what can no longer reduce leaves the book.
  @Test func `a resting reduce-only order fills no more than the position it finds`() {
    var floor = TradingFloor()
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.hold(account, 5, at: 100, against: other)
    floor.submit(account, .sell, 5, at: 110, nil, .reduceOnly)
    floor.submit(other, .buy, 3, at: 105)
    floor.submit(account, .sell, 3, at: 105)
    let events = floor.submit(other, .buy, 5, at: 110)
    #expect(events.fills == [[110, 2]])
    #expect(events.cancels == [.nothingToReduce])
    #expect(events.rested == [[110, 3]])
    #expect(floor.lots(account) == 0)
  }

  /// MAT-12: a taker that met its own position's end stops there.
  @Test func `a reduce-only taker stops when it is flat`() {
    var floor = TradingFloor()
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.hold(account, 5, at: 100, against: other)
    floor.submit(other, .buy, 9, at: 99)
    let events = floor.submit(account, .sell, 9, at: nil, nil, .reduceOnly)
    #expect(events.fills == [[99, 5]])
    #expect(floor.lots(account) == 0)
  }

  /// MAT-12, MAT-13: an amended reduce-only order enters anew, so it is measured anew.
  @Test func `an amended reduce-only order is clipped or refused like a new one`() {
    var floor = TradingFloor()
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.hold(account, 5, at: 100, against: other)
    floor.submit(account, .sell, 4, at: 110, nil, .reduceOnly, client: 1)
    let grown = floor.amend(account, client: 1, to: 50)
    #expect(grown.rested == [[110, 5]])
    floor.submit(other, .buy, 5, at: 105)
    floor.submit(account, .sell, 5, at: 105)
    #expect(floor.amend(account, client: 1, at: 111).refusals == [.reduceOnlyWouldIncrease])
    #expect(floor.book(.sell) == [[110, 5]])
  }

  // MARK: Amend and reduce

  /// MAT-13: smaller at the same price keeps the place; anything else goes to the tail.
  @Test(arguments: [(Int64?(2), Int64?.none, true), (9, nil, false), (nil, 100, false)])
  func `only an amend to less at the same price keeps priority`(lots: Int64?, ticks: Int64?, keeps: Bool) {
    var floor = TradingFloor()
    let (first, second, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(first, .sell, 5, at: ticks == nil ? 100 : 101, client: 1)
    floor.submit(second, .sell, 5, at: 100)
    let events = floor.amend(first, client: 1, to: lots, at: ticks)
    guard case .amended(let amended)? = events.first?.body else {
      Issue.record("not amended: \(events)")
      return
    }
    #expect(amended.keptPriority == keeps)
    floor.submit(taker, .buy, 1, at: 100)
    #expect(floor.lots(first) == (keeps ? -1 : 0))
  }

  /// MAT-13: an amended order that crosses takes at once, under its own number.
  @Test func `an amend that crosses trades`() {
    var floor = TradingFloor()
    let (account, maker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 3, at: 105)
    let entered = floor.submit(account, .buy, 5, at: 100, client: 1)
    guard case .accepted(let accepted)? = entered.first?.body else {
      Issue.record("not accepted: \(entered)")
      return
    }
    let events = floor.amend(account, client: 1, at: 105)
    #expect(events.fills == [[105, 3]])
    #expect(events.rested == [[105, 2]])
    let takers = events.compactMap { event -> OrderID? in
      if case .filled(let fill) = event.body { fill.taker } else { nil }
    }
    #expect(takers == [accepted.order])
    #expect(floor.book(.buy) == [[105, 2]])
    #expect(floor.book(.sell) == [])
  }

  /// MAT-15: the whole quantity counts filled lots, so one at or below them ends the order.
  @Test(arguments: [Int64(1), 2, 3])
  func `an amend to what has filled or below cancels the rest`(whole: Int64) {
    var floor = TradingFloor()
    let (account, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(account, .sell, 5, at: 100, client: 1)
    floor.submit(taker, .buy, 2, at: 100)
    let events = floor.amend(account, client: 1, to: whole)
    if whole <= 2 {
      #expect(events.cancels == [.amendedBelowFilled])
      #expect(floor.book(.sell) == [])
    } else {
      #expect(floor.book(.sell) == [[100, 1]])
    }
  }

  /// MAT-13: a margined order enters anew only where there is a mark to measure it.
  @Test func `an amend without a mark is refused`() {
    var floor = TradingFloor()
    let account = floor.open(.cross, with: 1_000)
    floor.run(.openOrder(TradingFloor.order(account, .buy, 5, at: 100, client: 1)))
    #expect(floor.amend(account, client: 1, at: 101).refusals == [.noMark])
    #expect(floor.amend(account, client: 1, to: 4).refusals == [])
  }

  /// MAT-13: its own reservation does not stand in an amend's way, and what it would need does.
  @Test func `an amend is checked for margin as if the order were new`() {
    var floor = TradingFloor()
    let account = floor.open(.cross, with: 100)
    floor.mark(100)
    floor.submit(account, .buy, 10, at: 100, client: 1)
    #expect(floor.submit(account, .buy, 1, at: 100).refusals == [.initialMarginNotMet])
    #expect(floor.amend(account, client: 1, to: 11).refusals == [.initialMarginNotMet])
    #expect(floor.amend(account, client: 1, to: 10, at: 99).refusals == [])
    #expect(floor.amend(account, client: 1, to: 10, at: 100).refusals == [])
  }

  /// MAT-14: lots come off in place; all of them, or more, cancels.
  @Test func `a reduce keeps the place`() {
    var floor = TradingFloor()
    let (first, second, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(first, .sell, 5, at: 100, client: 1)
    floor.submit(second, .sell, 5, at: 100)
    let target = OrderReference.client(ClientOrderID(number: 1))
    func reduce(_ lots: Int64) -> Command.Action {
      .reduce(OrderReduce(account: first, instrument: TradingFloor.perp, target: target, by: Quantity(lots: lots)))
    }
    #expect(floor.run(reduce(0)).refusals == [.quantityIsZero])
    floor.run(reduce(3))
    floor.submit(taker, .buy, 1, at: 100)
    #expect(floor.lots(first) == -1)
    #expect(floor.run(reduce(7)).cancels == [.requested])
    #expect(floor.run(reduce(1)).refusals == [.unknownOrder])
    #expect(floor.book(.sell) == [[100, 5]])
  }

  // MARK: Numbers

  /// MAT-5: a client's number is the account's own, and free again once its order is gone.
  @Test func `a client number is unique among an account's live orders`() {
    var floor = TradingFloor([TradingFloor.instrument(), TradingFloor.instrument()])
    let (one, other) = (floor.open(.exempt), floor.open(.exempt))
    let second = InstrumentID(number: 1)
    floor.submit(one, .buy, 1, at: 100, client: 5)
    #expect(floor.submit(one, .buy, 1, at: 100, client: 5).refusals == [.duplicateClientOrderID])
    #expect(floor.submit(one, .buy, 1, at: 100, client: 5, in: second).refusals == [.duplicateClientOrderID])
    #expect(floor.submit(other, .buy, 1, at: 100, client: 5).refusals == [])
    floor.submit(other, .sell, 1, at: 100)
    #expect(floor.submit(one, .buy, 1, at: 100, client: 5).refusals == [])
  }

  /// MAT-10: only a live order of this account in this instrument can be named.
  @Test func `somebody else's order, a finished one and an unknown one cannot be named`() {
    var floor = TradingFloor([TradingFloor.instrument(), TradingFloor.instrument()])
    let (one, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(one, .buy, 1, at: 100, client: 5)
    func cancel(_ account: AccountID, _ instrument: UInt16, _ target: OrderReference) -> Command.Action {
      .cancel(OrderCancel(account: account, instrument: InstrumentID(number: instrument), target: target))
    }
    let first = OrderReference.order(OrderID(number: 1))
    let client = OrderReference.client(ClientOrderID(number: 5))
    for wrong in [
      cancel(other, 0, first), cancel(other, 0, client), cancel(one, 1, first), cancel(one, 1, client),
      cancel(one, 0, .order(OrderID(number: 2))), cancel(one, 0, .client(.none)),
    ] {
      #expect(floor.run(wrong).refusals == [.unknownOrder])
    }
    #expect(floor.run(cancel(one, 2, first)).refusals == [.unknownInstrument])
    #expect(floor.run(cancel(AccountID(number: 2), 2, first)).refusals == [.unknownAccount])
    #expect(floor.run(cancel(one, 0, client)).cancels == [.requested])
    #expect(floor.run(cancel(one, 0, first)).refusals == [.unknownOrder])
  }

  /// MAT-11: an account may meet its own order; its position stays, its fees are paid.
  @Test func `an account that meets itself trades`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.submit(account, .sell, 5, at: 100)
    #expect(floor.submit(account, .buy, 3, at: 100).fills == [[100, 3]])
    #expect(floor.lots(account) == 0)
    #expect(floor.book(.sell) == [[100, 2]])
  }

  /// MAT-19: one quote at the end of a command, and only when the top of the book is another.
  @Test func `a quote follows the command that changed it, once`() {
    var floor = TradingFloor()
    let (one, other) = (floor.open(.exempt), floor.open(.exempt))
    func quotes(_ events: [Event]) -> [[Int64]] {
      events.compactMap { event in
        guard case .quoted(let quote) = event.body else { return nil }
        return [quote.bidTicks, quote.bidQuantity.lots, quote.askTicks, quote.askQuantity.lots]
      }
    }
    #expect(quotes(floor.submit(one, .sell, 5, at: 101)) == [[0, 0, 101, 5]])
    #expect(quotes(floor.submit(one, .sell, 5, at: 102)) == [])
    let sweep = floor.submit(other, .buy, 12, at: 102)
    #expect(quotes(sweep) == [[102, 2, 0, 0]])
    guard case .quoted? = sweep.dropLast().last?.body, case .marked? = sweep.last?.body else {
      Issue.record("the quote comes after the fills and before the mark: \(sweep)")
      return
    }
  }

  /// MAT-21: the reason that stands first in `Refusal` is the answer, whatever else is wrong.
  @Test func `of several reasons the first in order is the answer`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.submit(account, .buy, 1, at: 100, client: 5)
    var wrong = TradingFloor.order(
      AccountID(number: 9), .buy, 0, at: 0, .fillOrKill, [.forced, .postOnly, .reduceOnly], client: 5,
      in: InstrumentID(number: 9))
    var answers: [Refusal] = []
    func ask() { answers += floor.run(.submit(wrong)).refusals }
    ask()
    wrong.account = account
    ask()
    wrong.instrument = TradingFloor.perp
    ask()
    wrong.terms.remove(.forced)
    ask()
    wrong.client = .none
    ask()
    wrong.quantity = Quantity(lots: 10_001)
    ask()
    wrong.quantity = Quantity(lots: 1)
    ask()
    wrong.limit = nil
    ask()
    wrong.limit = Price(ticks: 10)
    ask()
    wrong.terms.remove(.postOnly)
    ask()
    wrong.terms.remove(.reduceOnly)
    ask()
    #expect(
      answers == [
        .unknownAccount, .unknownInstrument, .forcedNotAllowed, .duplicateClientOrderID, .quantityIsZero,
        .quantityAboveLimit, .priceBelowOne, .marketOrderCannotRest, .postOnlyContradiction, .reduceOnlyWouldIncrease,
        .fillOrKillNotFillable,
      ])
    #expect(answers.map(\.rawValue) == answers.map(\.rawValue).sorted())
  }

  // MARK: Means

  /// MAT-17: the maker's account is looked at again when it is met; the taker goes on to the next.
  @Test func `a maker under its initial margin is cancelled instead of filled`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (taker, rich) = (floor.open(.exempt), floor.open(.exempt))
    let maker = floor.open(.cross, with: 100)
    floor.mark(100)
    floor.hold(maker, 5, at: 100, against: rich)
    floor.submit(maker, .buy, 4, at: 90)
    floor.submit(rich, .buy, 3, at: 89)
    floor.run(.setIndex(PriceUpdate(instrument: TradingFloor.perp, price: Price(ticks: 86))))
    let events = floor.submit(taker, .sell, 3, at: 89)
    #expect(events.cancels == [.makerMarginNotMet])
    #expect(events.fills == [[89, 3]])
    #expect(floor.lots(maker) == 5)
  }

  /// MAT-18: a market order is admitted at the best price it meets and stopped when its account's means end.
  @Test func `a market order stops when its account's means end`() {
    var floor = TradingFloor()
    let maker = floor.open(.exempt)
    let account = floor.open(.cross, with: 200)
    floor.mark(100)
    floor.submit(maker, .sell, 5, at: 100)
    floor.submit(maker, .sell, 5, at: 125)
    floor.submit(maker, .sell, 5, at: 150)
    let events = floor.submit(account, .buy, 15)
    // After 5 at 100, 5 more at 125 would lose 125 against the mark of 100, leave 75 and need 100.
    #expect(events.fills == [[100, 5]])
    #expect(events.cancels == [.takerMarginNotMet])
  }

  /// MAT-18: nothing stops a fill-or-kill order, so it must afford the worst price it needs.
  @Test func `a fill-or-kill market order is reckoned at the worst price it needs`() {
    var floor = TradingFloor()
    let maker = floor.open(.exempt)
    let account = floor.open(.cross, with: 200)
    floor.mark(100)
    floor.submit(maker, .sell, 5, at: 100)
    floor.submit(maker, .sell, 5, at: 150)
    #expect(floor.submit(account, .buy, 10, .fillOrKill).refusals == [.initialMarginNotMet])
    #expect(floor.submit(account, .buy, 5, .fillOrKill).fills == [[100, 5]])
  }

  /// MAT-23: a reduce-only order closed what a resting order was to close; the rest must not pass the limit.
  @Test func `a maker's fill never takes its position past the limit`() {
    var rules = TradingFloor.instrument()
    rules.maximumPosition = Quantity(lots: 10)
    var floor = TradingFloor([rules])
    let (account, other, third) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(other, .sell, 10, at: 100)
    floor.submit(account, .buy, 10, at: 100)
    for _ in 0..<2 { floor.submit(account, .sell, 10, at: 105) }
    floor.submit(third, .buy, 10, at: 99)
    floor.submit(account, .sell, 10, at: 99, nil, .reduceOnly)
    // Flat now, with 20 lots on the ask side of a limit of 10.
    #expect(floor.submit(other, .buy, 10, at: 105).fills == [[105, 10]])
    #expect(floor.submit(other, .buy, 5, at: 105).cancels == [.positionAboveLimit])
  }

  /// MAT-22: an account whose balance is near what can be counted takes part in no further fill.
  @Test func `a balance near its limit stops fills`() {
    var rules = TradingFloor.instrument()
    rules.tickValue = Money(units: 1 << 27)
    var floor = TradingFloor([rules])
    let (rich, maker, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.run(.deposit(rich, Money(units: 1 << 59)))
    floor.run(.deposit(rich, Money(units: 1 << 59)))
    #expect(floor.run(.deposit(rich, Money(units: 1))).refusals == [.balanceLimit])
    floor.submit(rich, .buy, 3, at: 100)
    floor.submit(taker, .sell, 1, at: 100)
    floor.submit(maker, .buy, 5, at: 200)
    floor.submit(rich, .sell, 1, at: 200)
    // A profit of 100 ticks put it beyond 2^60: its bid is pulled, and its own orders stop.
    let events = floor.submit(taker, .sell, 5, at: 100)
    #expect(events.fills == [[200, 4]])
    #expect(events.cancels == [.balanceLimit])
    #expect(floor.submit(rich, .buy, 1).cancels == [.balanceLimit])
  }

  /// MAT-20: the position limit counts open orders of the side, and reduce-only orders do not count.
  @Test func `the position limit counts what rests`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.submit(account, .buy, 6_000, at: 100)
    #expect(floor.submit(account, .buy, 4_001, at: 99).refusals == [.positionAboveLimit])
    #expect(floor.submit(account, .buy, 10_001, at: 99).refusals == [.quantityAboveLimit])
    #expect(floor.submit(account, .buy, 4_000, at: 99).refusals == [])
    #expect(floor.submit(account, .sell, 10_000, at: 101).refusals == [])
  }
}
