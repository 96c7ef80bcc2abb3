import MarketTypes
import Testing
import Venue

/// Prices that follow the best shown ones: rules MAT-37 and MAT-38.
@Suite struct PegStoryTests {
  /// `world` bids 9 at 90 and asks 9 at 110, client numbers 1 and 2; orders #1 and #2.
  private func market(tick: Int64 = 1) -> TradingFloor {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index) { $0.orders.tickSize = PriceChange(ticks: tick) }])
    _ = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(world, .buy, 9, at: 90, client: 1)
    floor.submit(world, .sell, 9, at: 110, client: 2)
    return floor
  }

  private let world = AccountID(number: 0)
  private let owner = AccountID(number: 1)

  /// Where a peg rests in that market.
  private func price(
    _ side: Side, _ reference: PegReference, _ offset: Int32, limit: Int64? = nil, tick: Int64 = 1
  ) -> Int64? {
    var floor = market(tick: tick)
    let events = floor.place(
      owner, side, 5, at: limit, .goodTilCancelled, with: .pegged(to: reference, offset))
    return events.rested.first?[0]
  }

  // MARK: Where it stands

  /// MAT-37: the best bid, ask or their mean, plus the offset.
  @Test func `a peg stands at what it follows plus its offset`() {
    #expect(price(.buy, .bestBid, 0) == 90)
    #expect(price(.buy, .bestBid, -3) == 87)
    #expect(price(.buy, .bestAsk, -5) == 105)
    #expect(price(.sell, .mid, 2) == 102)
    #expect(price(.sell, .bestBid, 4) == 94)
  }

  /// MAT-37: never beyond its limit, nor nearer to the other side than one tick size.
  @Test func `a peg keeps to its limit and its side`() {
    #expect(price(.buy, .bestBid, 5, limit: 92) == 92)
    #expect(price(.sell, .bestAsk, -5, limit: 107) == 107)
    #expect(price(.buy, .bestAsk, 0) == 109)
    #expect(price(.buy, .bestAsk, .max) == 109)
    #expect(price(.sell, .bestBid, .min) == 91)
    #expect(price(.buy, .bestBid, .min) == 1)
    #expect(price(.sell, .bestAsk, 1_000_000) == 1_000_000)
  }

  /// MAT-37: rounded away from the other side: the mean of 90 and 110 plus 3 is 103, in steps of 5 a bid of 100 or an ask of 105.
  @Test func `a peg is rounded away from the other side`() {
    #expect(price(.buy, .mid, 3, tick: 5) == 100)
    #expect(price(.sell, .mid, 3, tick: 5) == 105)
    #expect(price(.buy, .bestAsk, 0, tick: 5) == 105)
    #expect(price(.sell, .bestBid, 0, tick: 5) == 95)
  }

  /// MAT-37: the middle of 90 and 111 is 100.5.
  @Test(arguments: [(Side.buy, Int64(100)), (.sell, 101)])
  func `an odd middle is rounded away from the other side`(side: Side, ticks: Int64) {
    var floor = market()
    floor.run(
      .amend(
        OrderAmend(
          account: world, instrument: TradingFloor.perp, target: TradingFloor.client(2), limit: Price(ticks: 111))))
    #expect(
      floor.place(owner, side, 5, at: nil, .goodTilCancelled, with: .pegged(to: .mid)).rested == [[ticks, 5]])
  }

  /// MAT-37: without what it follows it is refused.
  @Test func `a peg needs what it follows`() {
    var floor = TradingFloor()
    let account = floor.open(.exempt)
    func refusal(_ reference: PegReference) -> [Refusal] {
      floor.place(account, .buy, 5, at: nil, .goodTilCancelled, with: .pegged(to: reference)).refusals
    }
    #expect(refusal(.bestBid) == [.noPegReference])
    floor.submit(account, .buy, 1, at: 90, nil, .hidden)
    #expect(refusal(.bestBid) == [.noPegReference])
    floor.submit(account, .buy, 1, at: 90)
    #expect(refusal(.bestBid) == [])
    #expect(refusal(.mid) == [.noPegReference])
    #expect(refusal(.bestAsk) == [.noPegReference])
  }

  /// MAT-36, MAT-37: it is never shown, so pegs do not follow pegs.
  @Test func `pegs never follow pegs`() {
    var floor = market()
    #expect(
      floor.place(owner, .buy, 5, at: nil, .goodTilCancelled, with: .pegged(to: .bestBid, 3)).story
        == ["#3 rests 5 at 93"])
    #expect(
      floor.place(owner, .buy, 5, at: nil, .goodTilCancelled, with: .pegged(to: .bestBid, 3)).story
        == ["#4 rests 5 at 93"])
    #expect(floor.book(.buy) == [[90, 9]])
    #expect(floor.orders(.buy) == [[3, 93, 5], [4, 93, 5], [1, 90, 9]])
  }

  /// MAT-37, MAT-52: an account that replaces the only bid by a peg to it leaves nothing to follow.
  @Test func `a peg whose reference leaves with what it replaces is refused`() {
    var floor = TradingFloor()
    let (owner, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(owner, .buy, 5, at: 100, client: 1)
    floor.submit(other, .sell, 5, at: 110)
    var peg = TradingFloor.order(owner, .buy, 5, at: nil, .goodTilCancelled)
    peg.conditions = .pegged(to: .bestBid)
    #expect(floor.run(.replace(OrderReplace(TradingFloor.client(1), with: peg))).refusals == [.noPegReference])
    #expect(floor.book(.buy) == [[100, 5]])
    floor.submit(other, .buy, 5, at: 98)
    #expect(floor.run(.replace(OrderReplace(TradingFloor.client(1), with: peg))).rested == [[98, 5]])
  }

  // MARK: How it moves

  /// MAT-38: a better bid moves the peg behind it: amended because of what changed the book, then rested.
  @Test func `a peg follows a better price`() {
    var floor = market()
    floor.place(owner, .buy, 5, at: nil, .goodTilCancelled, with: .pegged(to: .bestBid, -1))
    let events = floor.submit(world, .buy, 1, at: 95)
    #expect(events.story == ["#4 rests 1 at 95", "#3 amended to 5 at 94, last", "#3 rests 5 at 94"])
    #expect(events.map(\.body.kind) == [.accepted, .rested, .amended, .rested, .quoted])
    #expect(events[2].cause == 1)
    #expect(events[3].cause == 1)
  }

  /// MAT-38: and back, when the better bid leaves.
  @Test func `a peg follows a price that goes back`() {
    var floor = market()
    floor.submit(world, .buy, 1, at: 95, client: 3)
    floor.place(owner, .buy, 5, at: nil, .goodTilCancelled, with: .pegged(to: .bestBid, -1))
    #expect(
      floor.cancel(world, client: 3).story == [
        "#3 cancelled, 1 left: requested", "#4 amended to 5 at 89, last", "#4 rests 5 at 89",
      ])
  }

  /// MAT-37, MAT-38: with nothing to follow it stays, and follows again what comes next.
  @Test func `a peg that has nothing to follow keeps its price`() {
    var floor = market()
    floor.place(owner, .buy, 5, at: nil, .goodTilCancelled, with: .pegged(to: .bestBid, -1))
    #expect(floor.cancel(world, client: 1).story == ["#1 cancelled, 9 left: requested"])
    #expect(floor.orders(.buy) == [[3, 89, 5]])
    #expect(
      floor.submit(world, .buy, 1, at: 80).story == [
        "#4 rests 1 at 80", "#3 amended to 5 at 79, last", "#3 rests 5 at 79",
      ])
  }

  /// MAT-38: in the order in which they first entered, whatever moved since.
  @Test func `pegs move in the order in which they entered`() {
    var floor = market()
    floor.place(owner, .buy, 1, at: nil, .goodTilCancelled, client: 1, with: .pegged(to: .bestBid))
    floor.place(owner, .buy, 2, at: nil, .goodTilCancelled, client: 2, with: .pegged(to: .bestBid))
    floor.amend(owner, client: 1, to: 3)
    #expect(floor.orders(.buy) == [[1, 90, 9], [4, 90, 2], [3, 90, 3]])
    floor.submit(world, .buy, 1, at: 91)
    #expect(floor.orders(.buy) == [[5, 91, 1], [3, 91, 3], [4, 91, 2], [1, 90, 9]])
  }

  /// MAT-38: where a moved peg meets a hidden order it trades; the hidden order is the maker.
  @Test func `a moved peg meets hidden orders`() {
    var floor = market()
    floor.submit(world, .sell, 2, at: 95, nil, .hidden)
    floor.place(owner, .buy, 5, at: nil, .goodTilCancelled, with: .pegged(to: .bestBid, 1))
    let events = floor.submit(world, .buy, 1, at: 94)
    #expect(
      events.story == [
        "#5 rests 1 at 94", "#4 amended to 5 at 95, last", "#4 takes 2 of #3 at 95", "#4 rests 3 at 95",
      ])
  }

  /// MAT-38: two pegs meet where a hidden bid and a hidden ask come together.
  @Test func `two pegs meet each other`() {
    var floor = market()
    floor.place(owner, .buy, 5, at: nil, .goodTilCancelled, with: .pegged(to: .mid, -1))
    floor.place(world, .sell, 5, at: nil, .goodTilCancelled, with: .pegged(to: .bestBid, 11))
    #expect(floor.orders(.buy).first == [3, 99, 5])
    #expect(floor.orders(.sell).first == [4, 101, 5])
    // The bid rises to 94: the middle becomes 102, the first peg 101, where the second still stands.
    #expect(
      floor.submit(world, .buy, 1, at: 94).story == [
        "#5 rests 1 at 94", "#3 amended to 5 at 101, last", "#3 takes 5 of #4 at 101",
      ])
  }

  /// MAT-13, MAT-37: an amend of a peg changes its own limit, not its price.
  @Test func `an amend of a peg changes its limit`() {
    var floor = market()
    floor.place(owner, .buy, 5, at: 95, .goodTilCancelled, client: 7, with: .pegged(to: .bestBid))
    #expect(floor.amend(owner, client: 7, at: 95).refusals == [.amendChangesNothing])
    #expect(floor.amend(owner, client: 7, at: 88).story == ["#3 amended to 5 at 88, last", "#3 rests 5 at 88"])
    #expect(floor.amend(owner, client: 7, to: 4).story == ["#3 amended to 4 at 88"])
    floor.submit(world, .buy, 1, at: 99)
    #expect(floor.orders(.buy).last == [3, 88, 4])
  }

  /// MAT-12, MAT-38: a reduce-only peg is clipped when it meets somebody.
  @Test func `a reduce-only peg closes no more than the position`() {
    var floor = market()
    floor.submit(owner, .buy, 3, at: 110)
    floor.place(owner, .sell, 9, at: nil, .goodTilCancelled, .reduceOnly, with: .pegged(to: .mid))
    #expect(floor.orders(.sell).first == [4, 100, 3])
    #expect(floor.submit(world, .buy, 9, at: 100).story == ["#5 takes 3 of #4 at 100", "#5 rests 6 at 100"])
    #expect(floor.lots(owner) == 0)
  }

  // MARK: Money

  /// MAT-38, CLR-7: its reservation moves with it, and is gone with it. Margin is 10 % of 10 lots at the mark of 100, and
  /// what the bid would lose against the mark.
  @Test func `a peg's reservation moves with it`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (world, owner) = (floor.open(.exempt), floor.open(.cross, with: 1_000))
    floor.mark(100)
    floor.submit(world, .buy, 1, at: 100)
    floor.place(owner, .buy, 10, at: nil, .goodTilCancelled, client: 1, with: .pegged(to: .bestBid))
    #expect(floor.venue.figures(of: owner).initial == 100)
    floor.submit(world, .buy, 1, at: 105)
    #expect(floor.venue.figures(of: owner).initial == 150)
    floor.cancel(owner, client: 1)
    #expect(floor.venue.figures(of: owner).initial == 0)
  }

  /// MAT-18, MAT-38: a peg that moves is not checked, so its fills with hidden orders are. 10 lots at 105 cost 100 + 50 and
  /// there are 120.
  @Test func `a moved peg that its account cannot carry is cancelled`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index)])
    let (world, owner) = (floor.open(.exempt), floor.open(.cross, with: 120))
    floor.mark(100)
    floor.submit(world, .buy, 1, at: 100)
    floor.submit(world, .sell, 20, at: 105, nil, .hidden)
    floor.place(owner, .buy, 10, at: nil, .goodTilCancelled, with: .pegged(to: .bestBid, 1))
    let events = floor.submit(world, .buy, 1, at: 104)
    #expect(
      events.story == [
        "#4 rests 1 at 104", "#3 amended to 10 at 105, last", "#3 cancelled, 10 left: takerMarginNotMet",
      ])
    #expect(floor.venue.figures(of: owner).initial == 0)
  }
}
