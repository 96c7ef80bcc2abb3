import MarketTypes
import Testing
import Venue

/// Opening state is written as events, and no rule of the market runs before the first command.
@Suite struct OpeningTests {
  /// MRK-7: a mark policy runs between commands of the market, never in the opening.
  @Test func `nobody is checked for margin and no mark is taken before the first command`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .bestBid)])
    let maker = floor.open(.exempt)
    let long = floor.open(.cross, with: 1)
    floor.mark(1_000)
    floor.hold(long, 100, at: 1_000, against: maker)
    let rested = floor.run(.openOrder(TradingFloor.order(maker, .buy, 300, at: 900)))
    #expect(rested.map(\.body).contains { if case .quoted = $0 { true } else { false } })
    let opening = (0..<floor.events.count).map { floor.events[$0] }
    #expect(opening.marks == [1_000])
    #expect(opening.liquidatable == [])
    let first = floor.run(.clock)
    #expect(first.liquidatable == [long])
    #expect(first.fills == [[900, 100]])
  }

  /// MAT-16: opening state is refused once the opening is over; money and accounts still come.
  @Test func `opening state is refused after the first command of the market`() {
    var floor = TradingFloor()
    let (one, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.run(.clock)
    #expect(floor.run(.openOrder(TradingFloor.order(one, .buy, 1, at: 10))).refusals == [.openingIsOver])
    let mark = PriceUpdate(instrument: TradingFloor.perp, price: Price(ticks: 10))
    #expect(floor.run(.openMark(mark)).refusals == [.openingIsOver])
    let holding = HoldingOpening(
      account: one, counterparty: other, instrument: TradingFloor.perp, position: Position(lots: 1),
      price: Price(ticks: 10))
    #expect(floor.run(.openHolding(holding)).refusals == [.openingIsOver])
    #expect(floor.run(.openAccount(AccountOpening(account: AccountID(number: 2), kind: .cross))).refusals == [])
    #expect(floor.run(.deposit(one, Money(units: 5))).refusals == [])
    #expect(floor.run(.fund(Money(units: 5))).refusals == [])
  }

  @Test func `a refused order ends the opening like any other`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    #expect(floor.submit(account, .buy, 0, at: 10).refusals == [.quantityIsZero])
    #expect(floor.run(.openOrder(TradingFloor.order(account, .buy, 1, at: 10))).refusals == [.openingIsOver])
  }

  /// MAT-16: an opening order is post-only whether it says so or not, and is not checked for margin.
  @Test func `an opening order rests without margin or is refused`() {
    var floor = TradingFloor()
    let poor = floor.open(.cross)
    let maker = floor.open(.exempt)
    let rested = floor.run(.openOrder(TradingFloor.order(poor, .buy, 100, at: 1_000)))
    #expect(rested.rested == [[1_000, 100]])
    #expect(floor.run(.openOrder(TradingFloor.order(maker, .sell, 1, at: 1_000))).refusals == [.postOnlyWouldTake])
    let market = TradingFloor.order(maker, .sell, 1, at: nil)
    #expect(floor.run(.openOrder(market)).refusals == [.marketOrderCannotRest])
    let hasty = TradingFloor.order(maker, .sell, 1, at: 1_001, .immediateOrCancel)
    #expect(floor.run(.openOrder(hasty)).refusals == [.postOnlyContradiction])
    #expect(floor.book(.buy) == [[1_000, 100]])
  }

  /// MAT-16, MAT-43: an opening order slides to a price it can have, or is refused.
  @Test(arguments: [(Side.buy, Int64(1), Int64(3)), (.sell, 102, 90), (.sell, 100, 90)])
  func `an opening order does not slide beyond the prices`(side: Side, stands: Int64, limit: Int64) {
    var floor = TradingFloor([
      TradingFloor.instrument {
        $0.maximumPrice = Price(ticks: 104)
        $0.orders.tickSize = PriceChange(ticks: stands == 100 ? 5 : 1)
      }
    ])
    let account = floor.open(.exempt)
    floor.run(.openOrder(TradingFloor.order(account, side.opposite, 5, at: stands)))
    let events = floor.run(.openOrder(TradingFloor.order(account, side, 5, at: limit, nil, [.postOnly, .slides])))
    #expect(stands == 102 ? events.rested == [[103, 5]] : events.refusals == [.postOnlyWouldTake])
  }

  /// MAT-16: an order that waits is not post-only, so that a stop at market may stand there; a peg is, and is refused.
  @Test func `an opening order that waits may take when it fires`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (one, other) = (floor.open(.exempt), floor.open(.exempt))
    var stop = TradingFloor.order(one, .sell, 5, at: nil)
    stop.conditions = .stop(95, on: .index)
    #expect(floor.run(.openOrder(stop)).story == ["#1 armed at 95"])
    floor.run(.openOrder(TradingFloor.order(other, .buy, 5, at: 90)))
    var peg = TradingFloor.order(one, .buy, 5, at: nil, .goodTilCancelled)
    peg.conditions = .pegged(to: .bestBid)
    #expect(floor.run(.openOrder(peg)).refusals == [.conditionsContradict])
    #expect(floor.index(95).fills == [[90, 5]])
  }

  /// MAT-1: time never goes back, whatever is asked; the same moment is no step back.
  @Test func `a command from before the last one is refused and changes nothing`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.run(.clock, after: 10)
    floor.now = 9
    let late = floor.submit(account, .buy, 5, at: 100, client: 7)
    #expect(
      late == [
        Event(
          .refused(
            CommandRefused(
              .submit, account: account, instrument: TradingFloor.perp, client: ClientOrderID(number: 7),
              reason: .timeGoesBack)))
      ])
    #expect(floor.run(.clock).refusals == [.timeGoesBack])
    #expect(floor.run(.deposit(account, Money(units: 5))).refusals == [.timeGoesBack])
    #expect(floor.venue.collateral(of: account) == .zero)
    floor.now = 10
    #expect(floor.submit(account, .buy, 5, at: 100, client: 7).refusals == [])
    #expect(floor.book(.buy) == [[100, 5]])
  }

  @Test func `a cause that has not happened yet counts as none`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    let future = floor.events.end
    let order = TradingFloor.order(account, .buy, 5, at: 100)
    #expect(floor.run(.submit(order), seen: future).first?.cause == 0)
    #expect(floor.run(.submit(order), seen: EventPosition(number: -1)).first?.cause == 0)
    #expect(floor.run(.submit(order), seen: future).first?.cause == UInt32(floor.events.end.number - 3 - future.number))
  }
}
