import MarketTypes
import Testing
import Venue

/// Orders that show less than they are: rules MAT-35 and MAT-36.
@Suite struct IcebergStoryTests {
  /// MAT-32, MAT-35: the terms are said, and only the shown part is in the book.
  @Test func `an iceberg rests with its shown part`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    let events = floor.place(account, .sell, 10, at: 100, with: .showing(3))
    #expect(events.map(\.body.kind) == [.accepted, .conditioned, .rested, .quoted])
    #expect(events[1].cause == 1)
    #expect(events[2].cause == 2)
    #expect(floor.book(.sell) == [[100, 3]])
    #expect(floor.orders(.sell) == [[1, 100, 3]])
  }

  /// MAT-35: the next part goes to the tail, said by `rested` because of the fill.
  @Test func `an iceberg's next part stands behind who came meanwhile`() {
    var floor = TradingFloor()
    let (iceberg, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.place(iceberg, .sell, 7, at: 100, with: .showing(3))
    floor.submit(other, .sell, 2, at: 100)
    let events = floor.submit(taker, .buy, 4, at: 100)
    #expect(events.story == ["#3 takes 3 of #1 at 100", "#1 rests 3 at 100", "#3 takes 1 of #2 at 100"])
    guard let refill = events.firstIndex(where: { $0.body.kind == .rested }) else { return }
    #expect(events[refill - Int(events[refill].cause)].body.kind == .filled)
    #expect(floor.orders(.sell) == [[2, 100, 1], [1, 100, 3]])
  }

  /// MAT-35: 3, 3 and 1 of 7, all in one walk.
  @Test func `one order meets all of an iceberg's parts`() {
    var floor = TradingFloor()
    let (iceberg, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.place(iceberg, .sell, 7, at: 100, with: .showing(3))
    #expect(floor.submit(taker, .buy, 9, at: 100).fills == [[100, 3], [100, 3], [100, 1]])
    #expect(floor.book(.buy) == [[100, 2]])
  }

  /// MAT-35: a part that is taken in part keeps its place.
  @Test func `an iceberg keeps its place while it shows anything`() {
    var floor = TradingFloor()
    let (iceberg, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.place(iceberg, .sell, 7, at: 100, with: .showing(3))
    floor.submit(other, .sell, 2, at: 100)
    floor.submit(taker, .buy, 2, at: 100)
    #expect(floor.orders(.sell) == [[1, 100, 1], [2, 100, 2]])
  }

  /// MAT-9, MAT-35: what is not shown counts for fill-or-kill.
  @Test func `fill-or-kill counts on what an iceberg does not show`() {
    var floor = TradingFloor()
    let (iceberg, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.place(iceberg, .sell, 7, at: 100, with: .showing(3))
    #expect(floor.submit(taker, .buy, 8, at: 100, .fillOrKill).refusals == [.fillOrKillNotFillable])
    #expect(floor.submit(taker, .buy, 7, at: 100, .fillOrKill).fills == [[100, 3], [100, 3], [100, 1]])
    #expect(floor.orders(.sell) == [])
  }

  /// MAT-13, MAT-14, MAT-35: lots come off what is not shown first; the event names all that is left.
  @Test func `a smaller iceberg first loses what it does not show`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.place(account, .sell, 10, at: 100, client: 1, with: .showing(3))
    #expect(floor.amend(account, client: 1, to: 5).story == ["#1 amended to 5 at 100"])
    #expect(floor.book(.sell) == [[100, 3]])
    let reduced = floor.run(
      .reduce(
        OrderReduce(
          account: account, instrument: TradingFloor.perp, target: TradingFloor.client(1), by: Quantity(lots: 3))))
    #expect(reduced.story == ["#1 amended to 2 at 100"])
    #expect(floor.book(.sell) == [[100, 2]])
    #expect(floor.cancel(account, client: 1).story == ["#1 cancelled, 2 left: requested"])
  }

  /// MAT-13, MAT-35: more lots, or another price, and it enters anew with its shown part.
  @Test func `a larger iceberg enters anew and shows as much as before`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.place(account, .sell, 4, at: 100, client: 1, with: .showing(3))
    #expect(floor.amend(account, client: 1, to: 9).story == ["#1 amended to 9 at 100, last", "#1 rests 3 at 100"])
    #expect(floor.amend(account, client: 1, at: 101).story == ["#1 amended to 9 at 101, last", "#1 rests 3 at 101"])
    #expect(floor.cancel(account, client: 1).story == ["#1 cancelled, 9 left: requested"])
  }

  /// MAT-35, CLR-10: an iceberg reserves all of it. 10 lots at 100 need 100 of margin; another lot would need 10 more.
  @Test func `an iceberg reserves what it does not show`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (account, taker) = (floor.open(.cross, with: 100), floor.open(.exempt))
    floor.mark(100)
    floor.place(account, .buy, 10, at: 100, client: 1, with: .showing(2))
    #expect(floor.venue.figures(of: account).initial == 100)
    #expect(floor.submit(account, .buy, 1, at: 100).refusals == [.initialMarginNotMet])
    floor.submit(taker, .sell, 3, at: 100)
    #expect(floor.venue.figures(of: account).initial == 100)
    floor.cancel(account, client: 1)
    #expect(floor.venue.figures(of: account).initial == 30)
  }

  /// MAT-20, MAT-35: and counts whole against the position limit, which is 10,000.
  @Test func `an iceberg counts whole against the position limit`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.place(account, .buy, 9_999, at: 100, with: .showing(2))
    #expect(floor.submit(account, .buy, 2, at: 100).refusals == [.positionAboveLimit])
    #expect(floor.submit(account, .buy, 1, at: 100).rested == [[100, 1]])
  }

  /// MAT-17, MAT-35: an iceberg whose account cannot carry the next part leaves whole.
  @Test func `an iceberg that cannot be carried leaves with its hidden lots`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (account, taker) = (floor.open(.cross, with: 100), floor.open(.exempt))
    floor.mark(100)
    floor.place(account, .buy, 10, at: 100, with: .showing(4))
    floor.submit(taker, .sell, 4, at: 100)
    floor.index(95)
    let events = floor.submit(taker, .sell, 4, at: 100)
    #expect(events.story == ["#1 cancelled, 6 left: makerMarginNotMet", "#3 rests 4 at 100"])
    #expect(floor.venue.figures(of: account).initial == 38)
  }

  // MARK: Hidden

  /// MAT-36: not in quotes or levels, and met behind all that is shown at its price.
  @Test func `a hidden order stands behind what is shown`() {
    var floor = TradingFloor()
    let (hidden, shown, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    let entered = floor.submit(hidden, .sell, 3, at: 100, nil, .hidden)
    #expect(entered.map(\.body.kind) == [.accepted, .rested])
    floor.submit(hidden, .sell, 3, at: 100, nil, .hidden)
    floor.submit(shown, .sell, 3, at: 100)
    #expect(floor.book(.sell) == [[100, 3]])
    #expect(floor.orders(.sell) == [[3, 100, 3], [1, 100, 3], [2, 100, 3]])
    #expect(
      floor.submit(taker, .buy, 7, at: 100).story == [
        "#4 takes 3 of #3 at 100", "#4 takes 3 of #1 at 100", "#4 takes 1 of #2 at 100",
      ])
  }

  /// MAT-2, MAT-36: a better price comes first, shown or not.
  @Test func `a hidden order at a better price is met first`() {
    var floor = TradingFloor()
    let (hidden, shown, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(shown, .sell, 3, at: 101)
    floor.submit(hidden, .sell, 3, at: 100, nil, .hidden)
    #expect(floor.venue.quote(of: TradingFloor.perp).ask == Price(ticks: 101))
    #expect(floor.submit(taker, .buy, 4, at: 101).fills == [[100, 3], [101, 1]])
  }

  /// MAT-8, MAT-36: post-only that would meet a hidden order would take.
  @Test func `post-only does not meet hidden orders either`() {
    var floor = TradingFloor()
    let (hidden, maker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(hidden, .sell, 3, at: 100, nil, .hidden)
    #expect(floor.submit(maker, .buy, 1, at: 100, nil, .postOnly).refusals == [.postOnlyWouldTake])
    #expect(floor.submit(maker, .buy, 1, at: 99, nil, .postOnly).rested == [[99, 1]])
  }

  /// MAT-7, MAT-36: a market order finds a hidden order in a book that shows nothing.
  @Test func `a market order meets a hidden order alone`() {
    var floor = TradingFloor()
    let (hidden, taker) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(hidden, .sell, 3, at: 100, nil, .hidden)
    let events = floor.submit(taker, .buy, 2)
    #expect(events.fills == [[100, 2]])
    #expect(events.allSatisfy { $0.body.kind != .quoted })
  }

  /// MAT-13, MAT-36: an amended hidden order stays hidden.
  @Test func `an amended hidden order stays hidden`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    floor.submit(account, .sell, 3, at: 100, nil, .hidden, client: 1)
    #expect(floor.amend(account, client: 1, at: 99).rested == [[99, 3]])
    #expect(floor.book(.sell) == [])
  }
}
