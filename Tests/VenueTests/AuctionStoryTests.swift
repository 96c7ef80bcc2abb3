import MarketTypes
import Testing
import Venue

/// Call auctions: rules MAT-60 … MAT-63.
@Suite struct AuctionStoryTests {
  /// In a call; the mark is the index, 100.
  private func call(_ kind: AccountKind = .exempt, with units: Int64 = 0, until end: Int64? = nil) -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    _ = (floor.open(kind, with: units), floor.open(.exempt))
    floor.mark(100)
    floor.phase(.call, until: end)
    return floor
  }

  private let one = AccountID(number: 0)
  private let two = AccountID(number: 1)

  // MARK: Collecting

  /// MAT-60: orders rest whether they cross or not; what the call would come to is said when it changes, and nothing else.
  @Test func `a call collects and says what it would come to`() {
    var floor = call()
    #expect(floor.submit(one, .buy, 5, at: 105).story == ["#1 rests 5 at 105"])
    let crossing = floor.submit(two, .sell, 3, at: 100)
    #expect(crossing.story == ["#2 rests 3 at 100", "indicated 3 at 105, surplus 2"])
    #expect(crossing.map(\.body.kind) == [.accepted, .rested, .auctionIndicated])
    #expect(crossing[2].cause == 1)
    #expect(floor.submit(two, .sell, 1, at: 110).story == ["#3 rests 1 at 110"])
    #expect(floor.submit(two, .sell, 2, at: 101).story == ["#4 rests 2 at 101", "indicated 5 at 101, surplus 0"])
    #expect(
      floor.run(.massCancel(MassCancel(account: two))).story.last == "indicated 0 at 0, surplus 0")
  }

  /// MAT-60: what asks to fill at once, and a peg, is refused; a stop may wait.
  @Test func `a call takes no order that asks to fill at once`() {
    var floor = call()
    floor.submit(two, .sell, 3, at: 100)
    #expect(floor.submit(one, .buy, 1).refusals == [.phaseForbids])
    #expect(floor.submit(one, .buy, 1, at: 100, .immediateOrCancel).refusals == [.phaseForbids])
    #expect(floor.submit(one, .buy, 1, at: 100, .fillOrKill).refusals == [.phaseForbids])
    #expect(floor.submit(one, .buy, 1, at: nil, .goodTilCancelled, .marketToLimit).refusals == [.phaseForbids])
    let peg = floor.place(one, .buy, 1, at: nil, .goodTilCancelled, with: .pegged(to: .bestAsk))
    #expect(peg.refusals == [.phaseForbids])
    #expect(floor.place(one, .buy, 1, at: nil, .immediateOrCancel, with: .stop(105)).story == ["#2 armed at 105"])
    #expect(floor.submit(one, .buy, 1, at: 100, nil, .postOnly, client: 1).rested == [[100, 1]])
    #expect(floor.amend(one, client: 1, at: 110).rested == [[110, 1]])
    #expect(floor.quote(one, bid: (1, 120), ask: (1, 130)).refusals == [])
  }

  // MARK: The end

  /// MAT-62: phase, auction, fills at one price: best bid with best ask, by price and time, the younger order as taker.
  @Test func `a call ends with fills at one price`() {
    var floor = call()
    floor.submit(one, .buy, 4, at: 102)
    floor.submit(one, .buy, 4, at: 104)
    floor.submit(two, .sell, 3, at: 101)
    floor.submit(two, .sell, 6, at: 100)
    let events = floor.phase(.continuous)
    #expect(
      events.story == [
        "continuous", "auctioned 8 at 101, surplus -1", "#4 takes 4 of #2 at 101", "#4 takes 2 of #1 at 101",
        "#3 takes 2 of #1 at 101",
      ])
    #expect(floor.book(.sell) == [[101, 1]])
    let kinds = events.map(\.body.kind)
    #expect(kinds.first == .phaseChanged && kinds[1] == .auctioned && kinds.last == .quoted)
    #expect(events.indices.filter { kinds[$0] == .filled }.allSatisfy { $0 - Int(events[$0].cause) == 1 })
  }

  /// MAT-61, MAT-62: the example of MarketGrid's documentation of single-price auctions: 290 at 12,400.
  @Test func `MarketGrid's example comes out`() {
    var floor = call()
    let bids: [(Int64, Int64)] = [
      (13_000, 45), (12_900, 95), (12_800, 25), (12_700, 35), (12_600, 25), (12_500, 55), (12_400, 200), (12_300, 80),
      (12_200, 60),
    ]
    let asks: [(Int64, Int64)] = [
      (13_100, 35), (13_000, 50), (12_900, 10), (12_800, 15), (12_700, 10), (12_600, 20), (12_500, 90), (12_400, 155),
      (12_300, 125), (12_200, 10),
    ]
    for (ticks, lots) in bids { floor.submit(one, .buy, lots, at: ticks) }
    for (ticks, lots) in asks { floor.submit(two, .sell, lots, at: ticks) }
    let events = floor.phase(.continuous)
    #expect(events.story[1] == "auctioned 290 at 12400, surplus 190")
    #expect(events.fills.allSatisfy { $0[0] == 12_400 })
    #expect(floor.lots(one) == 290)
    #expect(floor.book(.buy).first == [12_400, 190])
    #expect(floor.book(.sell).first == [12_500, 90])
  }

  /// MAT-61: buyers everywhere in surplus: the highest; sellers: the lowest; neither: the reference moved into the range.
  @Test func `ties go by pressure, then by the reference`() {
    func price(_ orders: [(Side, Int64, Int64)], last: Int64? = nil) -> String {
      var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
      let (one, two) = (floor.open(.exempt), floor.open(.exempt))
      floor.mark(100)
      if let last { floor.trade(at: last, one, two) }
      floor.phase(.call)
      for (side, lots, ticks) in orders { floor.submit(side == .buy ? one : two, side, lots, at: ticks) }
      return floor.phase(.continuous).story[1]
    }
    #expect(price([(.buy, 5, 104), (.sell, 3, 98)]) == "auctioned 3 at 104, surplus 2")
    #expect(price([(.buy, 3, 104), (.sell, 5, 98)]) == "auctioned 3 at 98, surplus -2")
    let even: [(Side, Int64, Int64)] = [(.buy, 3, 104), (.sell, 3, 98)]
    #expect(price(even) == "auctioned 3 at 100, surplus 0")
    #expect(price(even, last: 102) == "auctioned 3 at 102, surplus 0")
    #expect(price(even, last: 110) == "auctioned 3 at 104, surplus 0")
    #expect(price(even, last: 90) == "auctioned 3 at 98, surplus 0")
    // A surplus of 1 either way: the range is 99 to 103.
    #expect(
      price([(.buy, 3, 103), (.buy, 1, 99), (.sell, 3, 99), (.sell, 1, 103)], last: 150)
        == "auctioned 3 at 103, surplus -1")
  }

  /// MAT-58, MAT-61: a reference between two ticks is rounded down first.
  @Test func `the auction's price is a multiple of the tick size`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index) { $0.orders.tickSize = PriceChange(ticks: 5) }])
    let (one, two) = (floor.open(.exempt), floor.open(.exempt))
    floor.mark(103)
    floor.phase(.call)
    floor.submit(one, .buy, 3, at: 110)
    floor.submit(two, .sell, 3, at: 95)
    #expect(floor.phase(.continuous).fills == [[100, 3]])
  }

  /// MAT-35, MAT-36, MAT-61: hidden lots count, and are met like others.
  @Test func `an auction counts what is not shown`() {
    var floor = call()
    floor.place(one, .buy, 9, at: 100, with: .showing(2))
    floor.submit(two, .sell, 4, at: 100, nil, .hidden)
    #expect(floor.submit(two, .sell, 1, at: 100).story.last == "indicated 5 at 100, surplus 4")
    let events = floor.phase(.continuous)
    #expect(
      events.story == [
        "continuous", "auctioned 5 at 100, surplus 4", "#3 takes 1 of #1 at 100", "#2 takes 1 of #1 at 100",
        "#1 rests 2 at 100", "#2 takes 2 of #1 at 100", "#1 rests 2 at 100", "#2 takes 1 of #1 at 100",
      ])
  }

  /// A call in which `one` has 200 for 10 lots bought at 100: at an index of 50 it has lost 500 and can carry no more.
  private func callOfOneInNeed() -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)], liquidation: LiquidationRules(isOn: false))
    _ = (floor.open(.cross, with: 200), floor.open(.exempt))
    floor.mark(100)
    floor.hold(one, 10, at: 100, against: two)
    floor.phase(.call)
    return floor
  }

  /// MAT-17, MAT-62: who cannot carry the fill leaves. Nobody else bids 110: the price is the best bid's, and is said, with
  /// what stands then, before the first fill.
  @Test func `an order that cannot be carried leaves the auction`() {
    var floor = callOfOneInNeed()
    floor.submit(one, .buy, 5, at: 110)
    floor.submit(two, .buy, 2, at: 104)
    floor.submit(two, .sell, 5, at: 100)
    floor.index(50)
    let events = floor.phase(.continuous)
    #expect(
      events.story == [
        "continuous", "#1 cancelled, 5 left: makerMarginNotMet", "auctioned 2 at 104, surplus -3",
        "#3 takes 2 of #2 at 104",
      ])
    #expect(events[1].cause == 1 && events[2].cause == 2 && events[3].cause == 1)
    #expect(floor.venue.figures(of: one).initial == 50)
  }

  /// MAT-62: an auction in which nobody fills says nothing of a price.
  @Test func `an auction that trades nothing is not said`() {
    var floor = callOfOneInNeed()
    floor.submit(one, .buy, 1, at: 110)
    floor.submit(one, .buy, 1, at: 109)
    floor.submit(two, .sell, 1, at: 100)
    floor.index(50)
    #expect(
      floor.phase(.continuous).story == [
        "continuous", "#1 cancelled, 1 left: makerMarginNotMet", "#2 cancelled, 1 left: makerMarginNotMet",
      ])
  }

  /// MAT-62: who sells cheapest cannot, and the price moves up.
  @Test func `an auction's price moves up where sellers leave`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (closer, world) = (floor.open(.exempt), floor.open(.exempt))
    floor.mark(100)
    floor.hold(closer, 1, at: 100, against: world)
    floor.phase(.call)
    floor.submit(closer, .sell, 1, at: 90, nil, .reduceOnly)
    floor.submit(closer, .sell, 1, at: 90, nil, .reduceOnly)
    floor.submit(world, .buy, 2, at: 110)
    floor.submit(world, .sell, 1, at: 105)
    floor.submit(world, .sell, 1, at: 107)
    floor.submit(world, .buy, 1, at: 91)
    let events = floor.phase(.continuous)
    #expect(
      events.story == [
        "continuous", "auctioned 2 at 100, surplus 0", "#3 takes 1 of #1 at 100",
        "#2 cancelled, 1 left: nothingToReduce", "#4 takes 1 of #3 at 105",
      ])
  }

  /// MAT-62: a thousand bids that cannot be carried, each below the last, leave one by one, and one price is said.
  @Test func `a thousand orders that cannot be carried leave one auction`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (closer, world) = (floor.open(.exempt), floor.open(.exempt))
    floor.venue.checksEverything = false
    floor.hold(world, 1, at: 100, against: closer)
    floor.phase(.call)
    for number in Int64(0)...1_000 { floor.submit(closer, .buy, 1, at: 5_000 - number, nil, .reduceOnly) }
    floor.submit(world, .buy, 1, at: 2_000)
    floor.submit(world, .sell, 2, at: 1)
    let events = floor.phase(.continuous)
    #expect(events.story.filter { $0.hasPrefix("auctioned") } == ["auctioned 2 at 4999, surplus 0"])
    #expect(events.fills == [[4_999, 1], [2_000, 1]])
    #expect(events.cancels.count == 1_000)
  }

  /// MAT-12, MAT-62: a reduce-only order closes no more than its position, and then leaves.
  @Test func `an auction clips reduce-only orders`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (closer, world) = (floor.open(.exempt), floor.open(.exempt))
    floor.hold(closer, 5, at: 100, against: world)
    floor.phase(.call)
    floor.submit(closer, .sell, 4, at: 100, nil, .reduceOnly)
    floor.submit(closer, .sell, 4, at: 101, nil, .reduceOnly)
    floor.submit(world, .buy, 8, at: 101)
    let events = floor.phase(.continuous)
    #expect(events.fills == [[101, 4], [101, 1]])
    #expect(events.cancels == [.nothingToReduce])
    #expect(floor.lots(closer) == 0)
  }

  /// MAT-62, CLR-7: both sides' reservations are gone after it. 10 lots a side, then 10 lots held at a mark of 100.
  @Test func `an auction frees what its orders reserved`() {
    var floor = call(.cross, with: 1_000)
    floor.submit(one, .buy, 10, at: 105)
    floor.submit(one, .sell, 10, at: 120)
    #expect(floor.venue.figures(of: one).initial == 150)
    floor.submit(two, .sell, 10, at: 100)
    floor.phase(.continuous)
    floor.run(.massCancel(MassCancel(account: one)))
    #expect(floor.lots(one) == 10)
    #expect(floor.venue.figures(of: one).initial == 100)
  }

  /// MAT-62, MAT-47: ready orders fire after it, by its price.
  @Test func `stops fire after the auction`() {
    var floor = call()
    floor.place(one, .buy, 1, at: 120, with: .stop(101))
    floor.place(one, .buy, 1, at: 120, with: .stop(99, on: .index))
    floor.submit(one, .buy, 1, at: 105)
    floor.submit(two, .sell, 1, at: 105)
    // The second is ready, and waits for the call to end.
    #expect(floor.index(99).story == [])
    #expect(
      floor.phase(.continuous).story == [
        "continuous", "auctioned 1 at 105, surplus 0", "#4 takes 1 of #3 at 105", "#2 triggered by 99",
        "#2 rests 1 at 120", "#1 triggered by 105", "#1 rests 1 at 120",
      ])
  }

  /// MAT-56, MAT-62: quotes that fill in an auction count for their protection.
  @Test func `an auction counts for protection`() {
    var floor = call()
    floor.run(
      .protect(
        MakerProtection(
          account: one, instrument: TradingFloor.perp, lots: Quantity(lots: 2), within: TimeSpan(nanoseconds: 1),
          pause: TimeSpan(nanoseconds: 5))))
    floor.quote(one, bid: (5, 100), ask: (5, 110))
    floor.submit(two, .sell, 2, at: 100)
    floor.submit(two, .sell, 2, at: 100)
    let events = floor.phase(.continuous)
    #expect(events.fills == [[100, 2]])
    #expect(events.cancels == [.makerProtection, .makerProtection])
    #expect(floor.book(.sell) == [[100, 2]])
  }

  // MARK: Ends by itself

  /// MAT-63: a call with an end ends at its moment, before what the command does; orders of that moment expire after it.
  @Test func `a call ends at its moment`() {
    var floor = call(until: 50)
    floor.place(one, .buy, 1, at: 100, .goodTilTime, with: .until(50))
    floor.submit(one, .buy, 1, at: 100)
    floor.submit(two, .sell, 1, at: 100)
    #expect(floor.venue.nextDeadline == Time(nanoseconds: 50))
    #expect(floor.run(.clock, after: 49).story == [])
    #expect(
      floor.submit(two, .sell, 1, at: 100, after: 1).story == [
        "continuous", "auctioned 1 at 100, surplus 1", "#3 takes 1 of #1 at 100", "#4 takes 1 of #2 at 100",
      ])
    #expect(floor.venue.nextDeadline == nil)
  }

  /// MAT-31, MAT-63: continuous trading does not end by itself.
  @Test func `continuous trading is given no end`() {
    var floor = call(until: 50)
    #expect(floor.phase(.continuous, until: 40).refusals == [.conditionsContradict])
    #expect(floor.phase(.continuous).story == ["continuous"])
    #expect(floor.venue.nextDeadline == nil)
  }

  /// MAT-60: nothing is shown while it lasts, and what differs from before is shown after it.
  @Test func `quotes are silent during a call`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index) { $0.publishesLevels = true }])
    let account = floor.open(.exempt)
    floor.submit(account, .buy, 5, at: 90, client: 1)
    floor.phase(.call)
    floor.submit(account, .buy, 5, at: 91, client: 2)
    floor.submit(account, .buy, 5, at: 92, client: 3)
    #expect(floor.cancel(account, client: 1).story == ["#1 cancelled, 5 left: requested"])
    floor.cancel(account, client: 2)
    let events = floor.phase(.continuous)
    #expect(events.story == ["continuous", "buy 92 shows 5", "buy 90 shows 0"])
    #expect(events.last?.body.kind == .quoted)
  }
}
