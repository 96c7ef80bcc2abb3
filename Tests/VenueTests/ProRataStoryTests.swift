import MarketTypes
import Testing
import Venue

/// Matching in proportion: rules MAT-28 … MAT-30, and MAT-27 under it.
@Suite struct ProRataStoryTests {
  private func floor(_ policy: MatchingPolicy = .proRata) -> TradingFloor {
    TradingFloor([TradingFloor.instrument { $0.matching = policy }])
  }

  /// Asks at 100 of so many lots each, one account each; then a buy of `lots`. What each sold.
  private func shares(_ asks: [Int64], _ lots: Int64) -> [Int64] {
    var floor = floor()
    let taker = floor.open(.exempt)
    let makers = asks.map { lots in
      let maker = floor.open(.exempt)
      floor.submit(maker, .sell, lots, at: 100)
      return maker
    }
    floor.submit(taker, .buy, lots, at: 100, .immediateOrCancel)
    return makers.map { -floor.lots($0) }
  }

  /// MAT-28: 10 of 10, 20 and 70 shown.
  @Test func `each gets its proportion`() { #expect(shares([10, 20, 70], 10) == [1, 2, 7]) }

  /// MAT-28: 10 × 3 ÷ 9 is 3 for each; the tenth lot goes to the oldest, which shows it no more, then to the next.
  @Test func `what rounding leaves goes to the oldest first`() {
    #expect(shares([3, 3, 3], 8) == [3, 3, 2])
    #expect(shares([5, 5, 5], 7) == [3, 2, 2])
    #expect(shares([1, 1, 8], 4) == [1, 0, 3])
  }

  /// MAT-28: 150 × 100 ÷ 350 is 42.9, then 21.4 and 85.7: the two lots that rounding leaves go to the oldest.
  @Test func `all that is shown and more empties the price`() {
    #expect(shares([100, 50, 200], 350) == [100, 50, 200])
    #expect(shares([100, 50, 200], 900) == [100, 50, 200])
    #expect(shares([100, 50, 200], 150) == [44, 21, 85])
  }

  /// MAT-28: fills are said in two rounds, rounded shares first; a maker may appear in both.
  @Test func `the rounded shares come before what rounding leaves`() {
    var floor = floor()
    let (maker, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 5, at: 100)
    floor.submit(other, .sell, 5, at: 100)
    let events = floor.submit(taker, .buy, 3, at: 100)
    #expect(events.story == ["#3 takes 1 of #1 at 100", "#3 takes 1 of #2 at 100", "#3 takes 1 of #1 at 100"])
  }

  /// MAT-28: the better price is emptied before the next is shared.
  @Test func `prices are shared one after another`() {
    var floor = floor()
    let (maker, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 2, at: 100)
    floor.submit(maker, .sell, 4, at: 101)
    floor.submit(other, .sell, 4, at: 101)
    #expect(floor.submit(taker, .buy, 6, at: 101).fills == [[100, 2], [101, 2], [101, 2]])
  }

  /// MAT-28, MAT-35: an iceberg shares with what it shows; the price is looked at again when that is gone.
  @Test func `an iceberg shares with what it shows`() {
    var floor = floor()
    let (iceberg, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.place(iceberg, .sell, 10, at: 100, with: .showing(2))
    floor.submit(other, .sell, 2, at: 100)
    let events = floor.submit(taker, .buy, 7, at: 100)
    #expect(
      events.story == [
        "#3 takes 2 of #1 at 100", "#1 rests 2 at 100", "#3 takes 2 of #2 at 100", "#3 takes 2 of #1 at 100",
        "#1 rests 2 at 100", "#3 takes 1 of #1 at 100",
      ])
    #expect(floor.book(.sell) == [[100, 1]])
  }

  /// MAT-28, MAT-36: hidden orders of the price follow by time.
  @Test func `hidden orders follow by time`() {
    var floor = floor()
    let (maker, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 5, at: 100, nil, .hidden)
    floor.submit(other, .sell, 5, at: 100, nil, .hidden)
    floor.submit(other, .sell, 2, at: 100)
    let events = floor.submit(taker, .buy, 8, at: 100)
    #expect(events.story == ["#4 takes 2 of #3 at 100", "#4 takes 5 of #1 at 100", "#4 takes 1 of #2 at 100"])
  }

  /// MAT-28, MAT-12: what a reduce-only maker cannot give goes to the oldest.
  @Test func `what a clipped maker leaves goes to the oldest`() {
    var floor = floor()
    let (closer, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.hold(closer, 10, at: 100, against: taker)
    floor.submit(closer, .sell, 10, at: 100, nil, .reduceOnly)
    floor.submit(closer, .sell, 9, at: 99)
    floor.submit(taker, .buy, 9, at: 99)
    // One lot is left of the position; the order still shows ten.
    floor.submit(other, .sell, 10, at: 100)
    #expect(floor.submit(taker, .buy, 10, at: 100).fills == [[100, 1], [100, 5], [100, 4]])
  }

  // MARK: Top of the book

  /// MAT-29: the order that bettered the price is filled first, whole; the others share what is left.
  @Test func `the order that made the price is filled first`() {
    var floor = floor(.proRataAfterTop)
    let (maker, top, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(maker, .sell, 4, at: 101)
    floor.submit(top, .sell, 4, at: 100)
    floor.submit(maker, .sell, 12, at: 100)
    floor.submit(maker, .sell, 12, at: 100)
    #expect(
      floor.submit(taker, .buy, 6, at: 100).story == [
        "#5 takes 4 of #2 at 100", "#5 takes 1 of #3 at 100", "#5 takes 1 of #4 at 100",
      ])
    // Nobody inherits: what is left of #3 and #4 shares alike.
    #expect(floor.submit(taker, .buy, 4, at: 100).story == ["#6 takes 2 of #3 at 100", "#6 takes 2 of #4 at 100"])
  }

  /// MAT-28, MAT-29: CME Globex notice 11985 of 2005: 60 lots meet 10 (top), 5, 20, 50 and 75. CME leaves shares of one lot out of
  /// the first pass and we do not; the second pass makes it the same.
  @Test func `CME's example of top and proportion comes out`() {
    var floor = floor(.proRataAfterTop)
    let taker = floor.open(.exempt)
    let makers = [Int64(10), 5, 20, 50, 75].map { lots in
      let maker = floor.open(.exempt)
      floor.submit(maker, .buy, lots, at: 9_704)
      return maker
    }
    floor.submit(taker, .sell, 60, at: 9_704)
    #expect(makers.map { floor.lots($0) } == [10, 3, 6, 16, 25])
  }

  /// MAT-29: a partly filled top stays it; an amend to less keeps it, one to more loses it.
  @Test(arguments: [(Int64?.none, true), (8, true), (20, false)])
  func `an order that enters anew is the top no more`(lots: Int64?, staysTop: Bool) {
    var floor = floor(.proRataAfterTop)
    let (top, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(top, .sell, 10, at: 100, client: 1)
    floor.submit(other, .sell, 10, at: 100)
    floor.submit(taker, .buy, 1, at: 100)
    #expect(floor.lots(top) == -1)
    if let lots { floor.amend(top, client: 1, to: lots) }
    floor.submit(taker, .buy, 4, at: 100)
    #expect((floor.lots(top) == -5) == staysTop)
  }

  /// MAT-29: once a better price has come the old top is nothing special, even when the better one is gone.
  @Test func `a better price ends the top for good`() {
    var floor = floor(.proRataAfterTop)
    let (top, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(top, .sell, 10, at: 100)
    floor.submit(other, .sell, 10, at: 100)
    floor.submit(other, .sell, 1, at: 99, client: 1)
    floor.cancel(other, client: 1)
    #expect(floor.submit(taker, .buy, 4, at: 100).story == ["#4 takes 2 of #1 at 100", "#4 takes 2 of #2 at 100"])
  }

  /// MAT-29: a hidden order makes no price the best.
  @Test func `a hidden order takes no top`() {
    var floor = floor(.proRataAfterTop)
    let (top, other, taker) = (floor.open(.exempt), floor.open(.exempt), floor.open(.exempt))
    floor.submit(top, .sell, 10, at: 100)
    floor.submit(other, .sell, 10, at: 100)
    floor.submit(other, .sell, 1, at: 99, nil, .hidden)
    #expect(floor.submit(taker, .buy, 5, at: 100).story == ["#4 takes 1 of #3 at 99", "#4 takes 4 of #1 at 100"])
  }

  // MARK: Own orders

  /// `other` 4, `own` 4, `other` 4 at 100; `own` buys 6 there.
  private func meeting(_ mode: SelfTradePrevention, _ lots: Int64 = 6) -> [String] {
    var floor = floor()
    let (own, other) = (floor.open(.exempt), floor.open(.exempt))
    floor.submit(other, .sell, 4, at: 100)
    floor.submit(own, .sell, 4, at: 100)
    floor.submit(other, .sell, 4, at: 100)
    return floor.place(own, .buy, lots, at: 100, with: .preventing(mode)).story
  }

  /// MAT-30: the own order leaves first, then the others share.
  @Test func `cancel oldest comes before the allocation`() {
    #expect(
      meeting(.cancelOldest) == [
        "#2 cancelled, 4 left: selfTrade", "#4 takes 3 of #1 at 100", "#4 takes 3 of #3 at 100",
      ])
  }

  /// MAT-30: 4 of the 6 are lost, 2 are shared.
  @Test func `decrement comes before the allocation`() {
    #expect(
      meeting(.decrement) == [
        "#4 and #2 lose 4", "#2 cancelled, 0 left: selfTrade", "#4 takes 1 of #1 at 100", "#4 takes 1 of #3 at 100",
      ])
  }

  /// MAT-30: the own order takes no part; what the others cannot give ends.
  @Test func `cancel newest ends what the allocation leaves`() {
    #expect(meeting(.cancelNewest) == ["#4 takes 3 of #1 at 100", "#4 takes 3 of #3 at 100"])
    #expect(
      meeting(.cancelNewest, 9) == [
        "#4 takes 4 of #1 at 100", "#4 takes 4 of #3 at 100", "#4 cancelled, 1 left: selfTrade",
      ])
  }

  /// MAT-30: with nothing left the own order stays; else it is cancelled first.
  @Test func `cancel both ends what the allocation leaves, the resting one first`() {
    #expect(meeting(.cancelBoth) == ["#4 takes 3 of #1 at 100", "#4 takes 3 of #3 at 100"])
    #expect(
      meeting(.cancelBoth, 9) == [
        "#4 takes 4 of #1 at 100", "#4 takes 4 of #3 at 100", "#2 cancelled, 4 left: selfTrade",
        "#4 cancelled, 1 left: selfTrade",
      ])
  }

  /// MAT-27: fill-or-kill fills whole under every mode, or is refused.
  @Test(arguments: SelfTradePrevention.allCases)
  func `fill-or-kill never fills in part`(mode: SelfTradePrevention) {
    for lots in Int64(1)...14 {
      var floor = floor()
      let (own, other) = (floor.open(.exempt), floor.open(.exempt))
      floor.place(other, .sell, 4, at: 100, with: .showing(2))
      floor.submit(own, .sell, 2, at: 100)
      floor.submit(other, .sell, 1, at: 100, nil, .hidden)
      floor.submit(other, .sell, 5, at: 101)
      let events = floor.place(own, .buy, lots, at: 101, .fillOrKill, with: .preventing(mode))
      let filled = events.fills.reduce(0) { $0 + $1[1] }
      #expect(filled == (events.refusals.isEmpty ? lots : 0), "\(lots) lots: \(events.story)")
    }
  }

  /// MAT-18, MAT-27: a market fill-or-kill is reckoned at the worst price it needs, not the worst there is.
  @Test func `fill-or-kill under decrement is reckoned at the price it needs`() {
    var floor = TradingFloor([TradingFloor.instrument(mark: .index) { $0.matching = .proRata }])
    let (buyer, maker) = (floor.open(.cross, with: 1_000), floor.open(.exempt))
    floor.mark(100)
    floor.submit(maker, .sell, 10, at: 100)
    floor.submit(maker, .sell, 10, at: 100_000)
    #expect(floor.place(buyer, .buy, 10, at: nil, .fillOrKill, with: .preventing(.decrement)).fills == [[100, 10]])
  }
}
