import MarketTypes
import Testing
import Venue

/// Rare terms of single orders: rules MAT-31 … MAT-34 and MAT-41 … MAT-43, and what an order may ask (MAT-58).
@Suite struct TimeInForceStoryTests {
  // MARK: Terms that contradict each other

  private static func refused(_ order: Order) -> [Refusal] {
    var floor = TradingFloor()
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.trade(at: 100, account, other)
    floor.submit(other, .buy, 5, at: 90)
    floor.submit(other, .sell, 5, at: 110)
    return floor.run(.submit(order)).refusals
  }

  private static func order(
    _ ticks: Int64?, _ timeInForce: TimeInForce, _ terms: OrderTerms = [],
    _ conditions: OrderConditions = OrderConditions()
  ) -> Order {
    var order = TradingFloor.order(AccountID(number: 0), .buy, 5, at: ticks, timeInForce, terms)
    order.conditions = conditions
    return order
  }

  /// MAT-31: each of them.
  @Test(arguments: [
    order(100, .goodTilCancelled, .slides),
    order(100, .goodTilCancelled, .marketToLimit),
    order(nil, .immediateOrCancel, .marketToLimit),
    order(nil, .fillOrKill, .marketToLimit),
    order(nil, .goodTilCancelled, [.marketToLimit, .postOnly]),
    order(nil, .goodTilCancelled, .marketToLimit, .pegged(to: .bestBid)),
    order(100, .goodTilCancelled, .hidden, .showing(1)),
    order(nil, .immediateOrCancel, .hidden),
    order(100, .immediateOrCancel, [], .showing(1)),
    order(100, .fillOrKill, [], .showing(1)),
    order(nil, .immediateOrCancel, [], .pegged(to: .bestBid)),
    order(nil, .fillOrKill, [], .pegged(to: .bestBid)),
    order(100, .goodTilCancelled, [], OrderConditions(trigger: .stop(at: Price(ticks: 105)), peg: Peg(to: .bestBid))),
    order(nil, .goodTilCancelled, [], OrderConditions(peg: Peg(to: .bestBid), display: Quantity(lots: 1))),
    order(nil, .goodTilCancelled, .postOnly, .pegged(to: .bestBid)),
    order(100, .goodTilCancelled, [], .atLeast(1)),
    order(100, .fillOrKill, [], .atLeast(1)),
    order(100, .immediateOrCancel, [], .atLeast(6)),
    order(100, .immediateOrCancel, [], .atLeast(-1)),
    order(100, .goodTilCancelled, [], .showing(-1)),
    order(100, .goodTilCancelled, [], .until(9)),
    order(100, .day, [], .until(9)),
    order(100, .goodTilTime),
    order(100, .goodTilCancelled, [], .trailing(0)),
    order(100, .goodTilCancelled, [], .trailing(-1)),
    order(100, .goodTilCancelled, [], OrderConditions(trigger: .trailing(by: Rate.zero))),
    order(100, .goodTilCancelled, [], OrderConditions(trigger: .trailing(by: Rate(partsPerBillion: 1_000_000_001)))),
  ])
  func `terms that contradict each other are refused`(order: Order) {
    #expect(Self.refused(order) == [.conditionsContradict])
  }

  /// MAT-31: and what stands just this side of a contradiction is not.
  @Test(arguments: [
    order(100, .goodTilCancelled, [.slides, .postOnly]),
    order(nil, .day, .marketToLimit),
    order(100, .day, .hidden),
    order(100, .goodTilTime, [], .until(9)),
    order(100, .immediateOrCancel, [], .stop(105)),
    order(100, .fillOrKill, [], .stop(105)),
    order(nil, .goodTilCancelled, [], .stop(105)),
    order(
      100, .goodTilCancelled, [], OrderConditions(trigger: .stop(at: Price(ticks: 105)), display: Quantity(lots: 9))),
    order(nil, .goodTilCancelled, .reduceOnly.union(.hidden), .pegged(to: .bestBid)),
    order(100, .goodTilCancelled, [], OrderConditions(trigger: .trailing(by: .one))),
    order(100, .goodTilCancelled, [], OrderConditions(group: .min, prevention: .decrement)),
  ])
  func `terms that go together are taken`(order: Order) {
    // The account holds a short of one lot from the trade before, which a reduce-only buy may close.
    #expect(Self.refused(order) == [])
  }

  // MARK: Time

  /// MAT-33: before anything else the command does, earliest first, then lowest number; without a cause.
  @Test func `orders expire at their moment, earliest first`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    for moment in [Int64(30), 20, 20, 40] { floor.place(account, .buy, 1, at: 90, .goodTilTime, with: .until(moment)) }
    #expect(floor.venue.nextDeadline == Time(nanoseconds: 20))
    #expect(floor.run(.clock, after: 19).story == [])
    let events = floor.submit(account, .sell, 9, at: 90, after: 11)
    #expect(
      events.story == [
        "#2 cancelled, 1 left: expired", "#3 cancelled, 1 left: expired", "#1 cancelled, 1 left: expired",
        "#5 takes 1 of #4 at 90", "#5 rests 8 at 90",
      ])
    #expect(events.filter { $0.body.kind == .cancelled }.allSatisfy { $0.cause == 0 })
  }

  /// MAT-33: a day order ends with the next whole number of day lengths; its moment is said.
  @Test func `a day order ends with the day`() {
    var floor = TradingFloor.with { $0.dayLength = TimeSpan(nanoseconds: 100) }
    let account = floor.open(.exempt)
    for (moment, end) in [(Int64(0), Int64(100)), (99, 100), (100, 200), (101, 200)] {
      let events = floor.submit(account, .buy, 1, at: 90, .day, after: moment - floor.now)
      let said = events.compactMap { event -> Int64? in
        if case .conditioned(let order) = event.body { order.conditions.expiryNanoseconds } else { nil }
      }
      #expect(said == [end])
    }
    #expect(floor.run(.clock, after: 99).cancels == [.expired, .expired])
    #expect(floor.venue.nextDeadline == nil)
  }

  /// MAT-33: a moment not ahead is refused; a fill or cancel leaves no deadline behind.
  @Test func `a moment must lie ahead`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.run(.clock, after: 50)
    for moment in [Int64(50), 1, -1, .min] {
      #expect(floor.place(account, .buy, 1, at: 90, .goodTilTime, with: .until(moment)).refusals == [.expiryNotAhead])
    }
    #expect(floor.place(account, .buy, 1, at: 90, .goodTilTime, client: 1, with: .until(.max)).rested == [[90, 1]])
    floor.cancel(account, client: 1)
    #expect(floor.venue.nextDeadline == nil)
  }

  /// MAT-33, MAT-44: armed orders expire too, and a fired one keeps its moment.
  @Test func `armed orders expire`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let account = floor.open(.exempt)
    for trigger in [Int64(105), 120] {
      var stop = OrderConditions.stop(trigger, on: .index)
      stop.expiry = Time(nanoseconds: 20)
      floor.place(account, .buy, 1, at: 90, .goodTilTime, with: stop)
    }
    #expect(floor.index(105, after: 10).rested == [[90, 1]])
    #expect(
      floor.run(.clock, after: 10).story == ["#1 cancelled, 1 left: expired", "#2 cancelled, 1 left: expired"])
  }

  /// MAT-33: a day without end does not overflow time.
  @Test func `a day order at the end of time is taken`() {
    var floor = TradingFloor.with { $0.dayLength = TimeSpan(nanoseconds: 1) }
    let account = floor.open(.exempt)
    #expect(floor.submit(account, .buy, 1, at: 90, .day, after: .max).refusals == [])
    #expect(floor.run(.clock).cancels == [.expired])
  }

  // MARK: At least so much, at once

  /// MAT-34: at least 4 of 9, of which 4 stand within the limit.
  @Test func `a minimum fills at once or is refused`() {
    var floor = TradingFloor()
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 3, at: 100)
    floor.submit(maker, .sell, 1, at: 101)
    func taken(_ minimum: Int64, at ticks: Int64) -> [String] {
      floor.place(taker, .buy, 9, at: ticks, .immediateOrCancel, with: .atLeast(minimum)).story
    }
    #expect(taken(4, at: 100) == ["submit refused: minimumNotFillable"])
    #expect(taken(5, at: 101) == ["submit refused: minimumNotFillable"])
    #expect(
      taken(4, at: 101) == [
        "#3 takes 3 of #1 at 100", "#3 takes 1 of #2 at 101", "#3 cancelled, 5 left: notFilledAtOnce",
      ])
  }

  // MARK: Market orders that have a limit after all

  /// MAT-41: at the best price only; the rest stands there.
  @Test func `market-to-limit rests at the price it met`() {
    var floor = TradingFloor()
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    #expect(floor.submit(taker, .buy, 5, at: nil, .goodTilCancelled, .marketToLimit).refusals == [.noLiquidity])
    floor.submit(maker, .sell, 3, at: 100)
    floor.submit(maker, .sell, 3, at: 101)
    let events = floor.submit(taker, .buy, 5, at: nil, .goodTilCancelled, .marketToLimit)
    #expect(events.story == ["#3 takes 3 of #1 at 100", "#3 rests 2 at 100"])
  }

  /// MAT-42: 2 ticks of protection from 100: up to 102. By choice the rest stands there, if the order may stay.
  @Test(arguments: [false, true])
  func `a market order does not walk beyond its protection`(rests: Bool) {
    var floor = TradingFloor([
      TradingFloor.instrument {
        $0.marketProtection = MarketProtection(distance: PriceChange(ticks: 2), restRemainder: rests)
      }
    ])
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    for ticks in [Int64(100), 102, 103] { floor.submit(maker, .sell, 1, at: ticks) }
    #expect(floor.submit(taker, .buy, 3, at: nil, .fillOrKill).refusals == [.fillOrKillNotFillable])
    if !rests {
      #expect(floor.submit(taker, .buy, 3, at: nil, .goodTilCancelled).refusals == [.marketOrderCannotRest])
    }
    let events = floor.submit(taker, .buy, 3, at: nil, rests ? .goodTilCancelled : .immediateOrCancel)
    #expect(events.fills == [[100, 1], [102, 1]])
    #expect(events.story.last == (rests ? "#4 rests 1 at 102" : "#4 cancelled, 1 left: notFilledAtOnce"))
  }

  /// MAT-6: immediate-or-cancel never rests, whatever the instrument lets market orders do.
  @Test func `an immediate market order leaves nothing behind`() {
    var floor = TradingFloor([
      TradingFloor.instrument {
        $0.marketProtection = MarketProtection(distance: PriceChange(ticks: 2), restRemainder: true)
      }
    ])
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 1, at: 100)
    #expect(floor.submit(taker, .buy, 3).story.last == "#2 cancelled, 2 left: notFilledAtOnce")
  }

  /// MAT-42: 7 ticks from 100 in steps of 5: 105 for a buyer, 95 for a seller; never below 1 nor above the maximum.
  @Test func `protection is rounded towards the price it starts from`() {
    var floor = TradingFloor([
      TradingFloor.instrument {
        $0.marketProtection = MarketProtection(distance: PriceChange(ticks: 7), restRemainder: true)
        $0.orders.tickSize = PriceChange(ticks: 5)
      }
    ])
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 1, at: 100)
    #expect(floor.submit(taker, .buy, 2, at: nil, .goodTilCancelled, client: 1).rested == [[105, 1]])
    floor.cancel(taker, client: 1)
    floor.submit(maker, .buy, 1, at: 100)
    #expect(floor.submit(taker, .sell, 2, at: nil, .goodTilCancelled, client: 1).rested == [[95, 1]])
    floor.cancel(taker, client: 1)
    floor.submit(maker, .buy, 1, at: 5)
    #expect(floor.submit(taker, .sell, 2, at: nil, .goodTilCancelled).rested == [[5, 1]])
  }

  /// MAT-42: forced orders walk as far as they must.
  @Test func `a forced order has no protection`() {
    var floor = TradingFloor([
      TradingFloor.instrument(mark: .index) { $0.marketProtection = MarketProtection(distance: PriceChange(ticks: 1)) }
    ])
    let (maker, long) = (floor.open(.exempt), floor.open(.cross, with: 60))
    floor.mark(100)
    floor.hold(long, 10, at: 100, against: maker)
    floor.submit(maker, .buy, 5, at: 97)
    floor.submit(maker, .buy, 5, at: 90)
    #expect(floor.index(97).fills == [[97, 5], [90, 5]])
  }

  /// MAT-43: one tick size behind what it would have met, hidden orders too; where no price is left it is refused.
  @Test func `post-only that slides rests behind what it would have met`() {
    var floor = TradingFloor()
    let (maker, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(other, .sell, 1, at: 101, client: 1)
    #expect(floor.submit(maker, .buy, 5, at: 105, nil, [.postOnly, .slides], client: 1).rested == [[100, 5]])
    #expect(floor.submit(maker, .buy, 5, at: 99, nil, [.postOnly, .slides]).rested == [[99, 5]])
    // It has no memory of what it asked for.
    floor.cancel(other, client: 1)
    #expect(floor.book(.buy) == [[100, 5], [99, 5]])
    floor.submit(other, .sell, 1, at: 102, nil, .hidden)
    #expect(floor.amend(maker, client: 1, at: 110).rested == [[101, 5]])
    floor.run(.massCancel(MassCancel(account: maker)))
    floor.submit(other, .sell, 1, at: 1)
    #expect(floor.submit(maker, .buy, 5, at: 105, nil, [.postOnly, .slides]).refusals == [.postOnlyWouldTake])
  }
}
