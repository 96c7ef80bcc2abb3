import Clearing
import MarketTypes
import Testing
import Venue

/// Mass quotes and what protects those who give them: rules MAT-54 and MAT-56.
@Suite struct QuoteStoryTests {
  private let other = InstrumentID(number: 1)

  /// MAT-54: both sides enter; a smaller one at the same price is reduced in place, any other leaves first, bid before ask.
  @Test func `a quote replaces what its entry had`() {
    var floor = TradingFloor()
    let (maker, world) = (floor.open(.exempt), floor.open(.exempt))
    #expect(floor.quote(maker, bid: (5, 99), ask: (5, 101)).story == ["#1 rests 5 at 99", "#2 rests 5 at 101"])
    floor.submit(world, .buy, 5, at: 99)
    #expect(floor.quote(maker, bid: (5, 99), ask: (5, 101)).story == [])
    #expect(
      floor.quote(maker, bid: (3, 99), ask: (5, 102)).story == [
        "#1 amended to 3 at 99", "#2 cancelled, 5 left: replaced", "#4 rests 5 at 102",
      ])
    #expect(floor.orders(.buy) == [[1, 99, 3], [3, 99, 5]])
    #expect(
      floor.quote(maker, bid: (4, 99), ask: (0, 102)).story == [
        "#1 cancelled, 3 left: replaced", "#4 cancelled, 5 left: requested", "#5 rests 4 at 99",
      ])
    #expect(floor.orders(.buy) == [[3, 99, 5], [5, 99, 4]])
  }

  /// MAT-54: entries stand beside each other, in each instrument.
  @Test func `entries are told apart, and so are instruments`() {
    var floor = TradingFloor([TradingFloor.instrument(), TradingFloor.instrument()])
    let maker = floor.open(.exempt)
    for instrument in [TradingFloor.perp, other] {
      floor.quote(maker, bid: (1, 99), ask: (1, 101), in: instrument)
      floor.quote(maker, bid: (2, 98), ask: (2, 102), entry: .max, in: instrument)
    }
    floor.quote(maker, bid: (3, 97), ask: (3, 103), in: other)
    #expect(floor.book(.buy) == [[99, 1], [98, 2]])
    #expect(floor.book(.buy, of: other) == [[98, 2], [97, 3]])
    for instrument in [TradingFloor.perp, other] {
      for entry in [UInt32(0), .max] { floor.quote(maker, bid: (0, 1), ask: (0, 1), entry: entry, in: instrument) }
      #expect(floor.book(.buy, of: instrument) == [] && floor.book(.sell, of: instrument) == [])
    }
  }

  /// MAT-54: refused as a whole, and then nothing changed.
  @Test func `a quote is refused as a whole`() {
    var floor = TradingFloor()
    let (maker, world) = (floor.open(.exempt), floor.open(.exempt))
    floor.quote(maker, bid: (5, 99), ask: (5, 101))
    floor.submit(world, .sell, 1, at: 110)
    #expect(floor.quote(maker, bid: (5, 102), ask: (5, 102)).refusals == [.conditionsContradict])
    #expect(floor.quote(maker, bid: (5, 99), ask: (-1, 102)).refusals == [.quantityIsZero])
    #expect(floor.quote(maker, bid: (5, 99), ask: (5, 0)).refusals == [.priceBelowOne])
    #expect(floor.quote(maker, bid: (5, .min), ask: (5, .max)).refusals == [.priceBelowOne])
    #expect(floor.quote(maker, bid: (5, 99), ask: (5, 101), .reduceOnly).refusals == [.conditionsContradict])
    #expect(floor.quote(maker, bid: (5, 99), ask: (5, 101), .forced).refusals == [.forcedNotAllowed])
    #expect(floor.quote(maker, bid: (5, 110), ask: (5, 120), .postOnly).refusals == [.postOnlyWouldTake])
    #expect(floor.submit(maker, .buy, 1, at: 90, client: -1).refusals == [.clientOrderIDReserved])
    #expect(floor.orders(.buy) == [[1, 99, 5]])
    #expect(floor.orders(.sell) == [[2, 101, 5], [3, 110, 1]])
  }

  /// MAT-54, MAT-8: its own old other side is not in the way, for that leaves first.
  @Test func `a post-only quote may move past its own old side`() {
    var floor = TradingFloor()
    let maker = floor.open(.exempt)
    floor.quote(maker, bid: (5, 99), ask: (5, 101), .postOnly)
    #expect(
      floor.quote(maker, bid: (5, 104), ask: (5, 106), .postOnly).story == [
        "#1 cancelled, 5 left: replaced", "#2 cancelled, 5 left: replaced", "#3 rests 5 at 104", "#4 rests 5 at 106",
      ])
  }

  /// MAT-54, CLR-10: margin is asked with both sides. 10 lots a side at a mark of 100 need 100, for only one can fill; a bid at 105
  /// needs 50 more.
  @Test func `a quote is checked with both of its sides`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let maker = floor.open(.cross, with: 100)
    floor.mark(100)
    #expect(floor.quote(maker, bid: (10, 99), ask: (10, 101)).refusals == [])
    #expect(floor.venue.figures(of: maker).initial == 100)
    #expect(floor.quote(maker, bid: (10, 98), ask: (10, 101)).refusals == [])
    #expect(floor.quote(maker, bid: (11, 98), ask: (10, 101)).refusals == [.initialMarginNotMet])
    #expect(floor.quote(maker, bid: (1, 98), ask: (11, 101)).refusals == [.initialMarginNotMet])
    #expect(floor.quote(maker, bid: (10, 105), ask: (10, 106)).refusals == [.initialMarginNotMet])
    #expect(floor.venue.figures(of: maker).initial == 100)
    floor.quote(maker, bid: (0, 98), ask: (0, 101))
    #expect(floor.venue.figures(of: maker).initial == 0)
  }

  /// MAT-43, MAT-54: a sliding quote slides behind what is there when its old sides have left, and is checked there.
  @Test func `a sliding quote is checked where it comes to stand`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let maker = floor.open(.cross, with: 200)
    floor.mark(100)
    floor.quote(maker, bid: (1, 90), ask: (5, 100))
    #expect(
      floor.quote(maker, bid: (10, 118), ask: (1, 120), [.postOnly, .slides]).refusals == [.initialMarginNotMet])
  }

  /// MAT-54, MAT-58: a quote reduced in place need not come down by whole lots: an odd fill has left 7 of 10.
  @Test func `a quote left odd by a fill is reduced all the same`() {
    var floor = TradingFloor([TradingFloor.instrument { $0.orders.lotSize = Quantity(lots: 5) }])
    let (maker, closer) = (floor.open(.exempt), floor.open(.exempt))
    floor.hold(closer, 3, at: 100, against: maker)
    floor.quote(maker, bid: (10, 90), ask: (10, 100))
    floor.submit(closer, .sell, 5, at: 90, .immediateOrCancel, .reduceOnly)
    #expect(floor.quote(maker, bid: (5, 90), ask: (10, 100)).story == ["#1 amended to 5 at 90"])
  }

  // MARK: Protection

  private func protection(_ maker: AccountID, _ lots: Int64, within window: Int64 = 10, pause: Int64) -> Command.Action
  {
    .protect(
      MakerProtection(
        account: maker, instrument: TradingFloor.perp, lots: Quantity(lots: lots),
        within: TimeSpan(nanoseconds: window), pause: TimeSpan(nanoseconds: pause)))
  }

  /// MAT-56: at 5 lots within the window all quotes leave, youngest first, right after the fill; quotes are refused for the pause.
  @Test func `protection pulls a maker's quotes`() {
    var floor = TradingFloor()
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    #expect(floor.run(protection(maker, 5, pause: 20)).story == ["account 0 protected"])
    floor.quote(maker, bid: (9, 99), ask: (3, 101))
    floor.quote(maker, bid: (9, 98), ask: (9, 102), entry: 1)
    floor.submit(maker, .buy, 1, at: 90, client: 1)
    #expect(floor.submit(taker, .buy, 3, at: 101).story == ["#6 takes 3 of #2 at 101"])
    let events = floor.submit(taker, .buy, 9, at: 105)
    #expect(
      events.story == [
        "#7 takes 9 of #4 at 102", "account 0 pulled after 12", "#3 cancelled, 9 left: makerProtection",
        "#1 cancelled, 9 left: makerProtection",
      ])
    #expect(floor.orders(.buy) == [[5, 90, 1]])
    #expect(floor.quote(maker, bid: (1, 99), ask: (1, 101), after: 19).refusals == [.protectionActive])
    #expect(floor.submit(maker, .buy, 1, at: 91).refusals == [])
    #expect(floor.quote(maker, bid: (1, 99), ask: (1, 101), after: 1).refusals == [])
  }

  /// MAT-56: the window runs from the first fill after the last one ended; orders of the account that are no quotes do not count.
  @Test func `protection counts what fills within a window`() {
    var floor = TradingFloor()
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.run(protection(maker, 5, pause: 0))
    floor.quote(maker, bid: (100, 99), ask: (100, 101))
    func pulled(_ lots: Int64, after span: Int64) -> Bool {
      floor.submit(taker, .buy, lots, at: 101, after: span).rounds(of: .protectionTriggered) != []
    }
    #expect(!pulled(4, after: 3))
    #expect(!pulled(4, after: 10))
    #expect(pulled(1, after: 9))
    // Without a pause until the protection is set again.
    #expect(floor.quote(maker, bid: (1, 99), ask: (1, 101), after: 1_000_000).refusals == [.protectionActive])
    floor.run(protection(maker, 5, pause: 0))
    floor.submit(maker, .sell, 50, at: 101)
    #expect(!pulled(50, after: 0))
    #expect(floor.quote(maker, bid: (1, 99), ask: (1, 101)).refusals == [])
  }

  /// MAT-56: an incoming quote that fills too much leaves with what is left of it, and its ask does not enter.
  @Test func `protection pulls an incoming quote`() {
    var floor = TradingFloor()
    let (maker, world) = (floor.open(.exempt), floor.open(.exempt))
    floor.run(protection(maker, 3, pause: 5))
    floor.submit(world, .sell, 4, at: 100)
    let events = floor.quote(maker, bid: (9, 100), ask: (9, 102))
    #expect(
      events.story == ["#2 takes 4 of #1 at 100", "account 0 pulled after 4", "#2 cancelled, 5 left: makerProtection"])
    #expect(floor.book(.buy) == [] && floor.book(.sell) == [])
  }

  /// MAT-11, MAT-56: a maker that meets its own quotes is pulled once, and comes no further.
  @Test func `protection pulls a quote that met its own account's`() {
    var floor = TradingFloor()
    let (maker, world) = (floor.open(.exempt), floor.open(.exempt))
    floor.run(protection(maker, 3, pause: 5))
    floor.quote(maker, bid: (5, 90), ask: (2, 100))
    floor.quote(maker, bid: (5, 89), ask: (1, 101), entry: 1)
    floor.submit(world, .buy, 2, at: 100)
    floor.submit(world, .sell, 9, at: 102)
    let events = floor.quote(maker, bid: (10, 103), ask: (1, 110), entry: 2)
    #expect(events.fills == [[101, 1]])
    #expect(events.rounds(of: .protectionTriggered) == [0])
    #expect(events.story.last == "#7 cancelled, 9 left: makerProtection")
  }

  /// MAT-9, MAT-56: protected quotes may be pulled on the way, so fill-or-kill does not count on them.
  @Test func `fill-or-kill does not count on protected quotes`() {
    var floor = TradingFloor()
    let (maker, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.run(protection(maker, 3, pause: 5))
    floor.quote(maker, bid: (5, 90), ask: (3, 100))
    floor.quote(maker, bid: (5, 89), ask: (3, 101), entry: 1)
    #expect(floor.submit(taker, .buy, 6, at: 101, .fillOrKill).refusals == [.fillOrKillNotFillable])
    floor.run(protection(maker, 0, pause: 0))
    #expect(floor.submit(taker, .buy, 6, at: 101, .fillOrKill).fills == [[100, 3], [101, 3]])
  }

  /// MAT-56: zero lots turn it off; what makes no sense is refused.
  @Test func `protection that makes no sense is refused`() {
    var floor = TradingFloor()
    let maker = floor.open(.exempt)
    #expect(floor.run(protection(maker, -1, pause: 1)).refusals == [.quantityIsZero])
    #expect(floor.run(protection(maker, 1, within: 0, pause: 1)).refusals == [.conditionsContradict])
    #expect(floor.run(protection(maker, 1, pause: -1)).refusals == [.conditionsContradict])
    #expect(floor.run(protection(AccountID(number: 5), 1, pause: 1)).refusals == [.unknownAccount])
    #expect(floor.run(protection(maker, 1, within: .max, pause: .max)).refusals == [])
    floor.quote(maker, bid: (5, 90), ask: (3, 100), after: 9)
    #expect(floor.submit(maker, .buy, 3, at: 100).rounds(of: .protectionTriggered) == [0])
    #expect(floor.quote(maker, bid: (5, 90), ask: (3, 100), after: 9).refusals == [.protectionActive])
  }
}
