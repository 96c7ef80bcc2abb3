import MarketTypes
import Testing
import Venue

/// What an instrument lets an order ask for: rule MAT-58, and how often: MAT-57.
@Suite struct OrderLimitStoryTests {
  /// MAT-58: lots, shown parts and minima in steps of 5; limits and triggers in steps of 10.
  @Test func `quantities and prices come in steps`() {
    var floor = TradingFloor([
      TradingFloor.instrument {
        $0.orders.lotSize = Quantity(lots: 5)
        $0.orders.tickSize = PriceChange(ticks: 10)
      }
    ])
    let account = floor.open(.exempt)
    #expect(floor.submit(account, .buy, 7, at: 100).refusals == [.lotSizeNotMet])
    #expect(floor.submit(account, .buy, 5, at: 105).refusals == [.tickSizeNotMet])
    #expect(floor.place(account, .buy, 10, at: 100, with: .showing(3)).refusals == [.lotSizeNotMet])
    #expect(floor.place(account, .buy, 10, at: 100, .immediateOrCancel, with: .atLeast(3)).refusals == [.lotSizeNotMet])
    #expect(floor.place(account, .buy, 10, at: 100, with: .stop(105)).refusals == [.tickSizeNotMet])
    #expect(floor.submit(account, .buy, 10, at: 100, client: 1).refusals == [])
    #expect(floor.amend(account, client: 1, to: 12).refusals == [.lotSizeNotMet])
    #expect(floor.amend(account, client: 1, at: 101).refusals == [.tickSizeNotMet])
    let reduced = floor.run(
      .reduce(
        OrderReduce(
          account: account, instrument: TradingFloor.perp, target: TradingFloor.client(1), by: Quantity(lots: 3))))
    #expect(reduced.refusals == [.lotSizeNotMet])
  }

  /// MAT-58: limit × quantity × tick value of at least 500; reduce-only is exempt, a market order counts at the best price.
  @Test func `an order is worth at least so much`() {
    var floor = TradingFloor([TradingFloor.instrument { $0.orders.smallestNotional = Money(units: 500) }])
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.hold(account, 1, at: 100, against: other)
    #expect(floor.submit(account, .buy, 4, at: 124).refusals == [.notionalBelowMinimum])
    #expect(floor.submit(account, .buy, 4, at: 125).refusals == [])
    #expect(floor.submit(other, .sell, 3).refusals == [.notionalBelowMinimum])
    #expect(floor.submit(other, .sell, 4).fills == [[125, 4]])
    #expect(floor.submit(account, .sell, 1, at: 130, nil, .reduceOnly).rested == [[130, 1]])
  }

  /// MAT-58, MAT-20: the smaller of the largest order and the position limit.
  @Test func `an order is at most so large`() {
    var floor = TradingFloor([TradingFloor.instrument { $0.orders.largest = Quantity(lots: 10) }])
    let account = floor.open(.exempt)
    #expect(floor.submit(account, .buy, 11, at: 100).refusals == [.quantityAboveLimit])
    #expect(floor.submit(account, .buy, 10, at: 100, client: 1).refusals == [])
    #expect(floor.amend(account, client: 1, to: 11).refusals == [.quantityAboveLimit])
    #expect(floor.quote(account, bid: (11, 90), ask: (1, 110)).refusals == [.quantityAboveLimit])
  }

  /// MAT-58, MAT-44: resting and armed orders count, in one instrument; what cannot rest does not ask; a replace counts the old
  /// one as gone.
  @Test func `an account has at most so many open orders`() {
    let instrument = TradingFloor.instrument { $0.orders.mostOpen = 3 }
    var floor = TradingFloor([instrument, instrument])
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(account, .buy, 1, at: 90, client: 1)
    floor.submit(account, .buy, 1, at: 91)
    floor.place(account, .buy, 1, at: 92, client: 3, with: .stop(100))
    #expect(floor.submit(account, .buy, 1, at: 93).refusals == [.tooManyOpenOrders])
    #expect(floor.place(account, .buy, 1, at: 93, with: .stop(101)).refusals == [.tooManyOpenOrders])
    #expect(floor.submit(account, .buy, 1, at: 93, in: InstrumentID(number: 1)).refusals == [])
    floor.submit(other, .sell, 1, at: 95)
    #expect(floor.submit(account, .buy, 1, at: 95, .immediateOrCancel).fills == [[95, 1]])
    #expect(floor.amend(account, client: 1, to: 2).refusals == [])
    let order = TradingFloor.order(account, .buy, 1, at: 94)
    #expect(floor.run(.replace(OrderReplace(TradingFloor.client(3), with: order))).refusals == [])
    // A quote needs room for both of its sides.
    #expect(floor.quote(account, bid: (1, 80), ask: (1, 99)).refusals == [.tooManyOpenOrders])
    floor.cancel(account, client: 1)
    #expect(floor.quote(account, bid: (1, 80), ask: (1, 99)).refusals == [.tooManyOpenOrders])
    #expect(floor.quote(account, bid: (1, 80), ask: (0, 99)).refusals == [])
    // In place of the bid there may be an ask.
    #expect(floor.quote(account, bid: (0, 80), ask: (1, 99)).refusals == [])
  }

  /// MAT-57: two in each window of 10; what is refused later counts, a cancel does not; the next window begins anew.
  @Test func `an account enters so often in a window`() {
    var floor = TradingFloor.with { $0.orderRate = OrderRate(orders: 2, window: TimeSpan(nanoseconds: 10)) }
    let (account, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(account, .buy, 1, at: 90, client: 1)
    #expect(floor.submit(account, .buy, 0, at: 90).refusals == [.quantityIsZero])
    #expect(floor.submit(account, .buy, 1, at: 90).refusals == [.orderRateExceeded])
    #expect(floor.amend(account, client: 1, to: 2).refusals == [.orderRateExceeded])
    #expect(floor.quote(account, bid: (1, 80), ask: (1, 99)).refusals == [.orderRateExceeded])
    let order = TradingFloor.order(account, .buy, 1, at: 94)
    #expect(
      floor.run(.replace(OrderReplace(TradingFloor.client(1), with: order))).refusals == [.orderRateExceeded])
    #expect(floor.submit(other, .buy, 1, at: 90).refusals == [])
    #expect(floor.cancel(account, client: 1).refusals == [])
    #expect(floor.submit(account, .buy, 1, at: 90, after: 9).refusals == [.orderRateExceeded])
    #expect(floor.quote(account, bid: (1, 80), ask: (1, 99), after: 1).refusals == [])
    #expect(floor.amend(account, client: 9, to: 2).refusals == [.unknownOrder])
    #expect(floor.submit(account, .buy, 1, at: 90).refusals == [.orderRateExceeded])
  }
}
