import Analysis
import MarketTypes
import TestSupport
import Testing

private typealias M = HandMade

/// Figures that depend on whose doing a fill was, and on what came before it: events written by hand.
@Suite struct `Figures of a stream` {
  private func under(_ account: AccountID) -> Event.Body {
    .liquidatable(MarginState(account: account, equity: .zero, maintenance: Money(units: 1)))
  }

  private func forced(_ lots: Int64, at ticks: Int64, of account: AccountID, buyer: AccountID) -> Fill {
    var fill = M.fill(lots, of: M.linear, at: ticks, buyer: account, seller: buyer)
    (fill.takerSide, fill.isForced) = (.sell, true)
    return fill
  }

  private func observe(_ fold: inout some StreamFold, _ events: [Event], from first: Int64, at seconds: Int64 = 0) {
    let command = Command(.clock, at: Time(nanoseconds: seconds * 1_000_000_000))
    fold.observe(command, events.span, from: EventPosition(number: first))
  }

  /// Its own order can close an account below zero, long before anybody falls.
  @Test func `what is lost before the first round stands in round 0`() {
    var stream = HandMadeStream(CascadeRounds(M.rules))
    stream.tell(M.opening)
    stream.tell(
      at: 1, M.pay(30, .fund(M.common), .collateral(M.alice), .shortfallCovered),
      M.pay(5, .uncovered, .collateral(M.alice), .shortfallUncovered))
    #expect(stream.fold.rounds.isEmpty)
    stream.tell(at: 2, under(M.bob))
    #expect(stream.fold.rounds.map(\.fundPaid) == [30] && stream.fold.rounds.map(\.uncovered) == [5])
    #expect(stream.fold.fundPaid == 30 && stream.fold.uncovered == 5)
  }

  /// In an auction nobody takes: which of two orders is called the maker says only which came first.
  @Test func `a scripted order is the shock on either side of an auction, and in the book where it takes`() {
    let fill = M.fill(4, of: M.linear, at: 100, buyer: M.alice, seller: M.bob)
    let auctioned = Event.Body.auctioned(
      AuctionOutcome(instrument: M.linear, price: Price(ticks: 100), quantity: Quantity(lots: 4), surplus: 0))
    for (account, isInAuction, lots) in [(M.alice, false, 4), (M.bob, false, 0), (M.alice, true, 4), (M.bob, true, 4)] {
      var rounds = CascadeRounds(M.rules, shockAccounts: [account])
      let events = isInAuction ? [Event(auctioned), Event(.filled(fill), cause: 1)] : [Event(.filled(fill))]
      observe(&rounds, events, from: 0)
      #expect((rounds.rounds.first?.lots ?? 0) == Int128(lots), "\(account), in an auction: \(isInAuction)")
      #expect(CascadeOnset([account]).isReached(in: events.span) == (lots > 0))
    }
  }

  /// Two fees of forced fills, 7 and 2; one of an order of its own, long after.
  @Test func `fees of a fall are those of its forced fills`() {
    var tree = CausalTree(M.rules)
    let opening = M.opening.map { Event($0) }
    observe(&tree, opening, from: 0)
    let closing = [
      Event(under(M.alice)), Event(.filled(forced(3, at: 90, of: M.alice, buyer: M.bob)), round: 1),
      Event(M.pay(7, .collateral(M.alice), .fees, .takerFee), cause: 1, round: 1),
      Event(M.pay(2, .collateral(M.alice), .fund(M.common), .liquidationFee), cause: 2, round: 1),
      Event(M.pay(1, .collateral(M.bob), .fees, .makerFee), cause: 3, round: 1),
    ]
    observe(&tree, closing, from: Int64(opening.count), at: 1)
    let own = [
      Event(M.trade(1, of: M.linear, at: 95, buyer: M.alice, seller: M.bob)),
      Event(M.pay(110, .collateral(M.alice), .fees, .takerFee), cause: 1),
    ]
    observe(&tree, own, from: Int64(opening.count + closing.count), at: 5)
    #expect(tree.falls.map(\.fees) == [9])
  }

  /// A lot of an inverse contract is worth little, so many lots at a high price are no more than may be.
  @Test func `lots times price of an inverse contract may pass 64 bits`() {
    var rules = M.rules
    rules.instruments[1].maximumPosition = Quantity(lots: 1 << 40)
    var log = LiquidationLog(rules)
    var fill = M.fill(1 << 38, of: M.inverse, at: 1 << 40, buyer: M.bob, seller: M.alice)
    (fill.makerAccount, fill.takerAccount, fill.takerSide, fill.isForced) = (M.bob, M.alice, .sell, true)
    observe(&log, M.opening.map { Event($0) } + [Event(under(M.alice)), Event(.filled(fill), round: 1)], from: 0)
    #expect(log.records.map(\.lots) == [1 << 38])
  }

  /// Ten lots of a hedge are closed against the account; what is left is naked.
  @Test func `a position that is deleveraged hedges nothing more`() {
    var rules = M.rules
    rules.instruments[1] = rules.instruments[0]
    func hedging(deleveraged: Int64) -> Hedging {
      var stream = HandMadeStream(HedgingWatch(rules, window: .zero))
      stream.tell(M.opening + [M.mark(M.linear, 100), M.mark(M.inverse, 100)])
      stream.tell(M.trade(10, of: M.linear, at: 100, buyer: M.alice, seller: M.carol))
      stream.tell(M.trade(10, of: M.inverse, at: 100, buyer: M.carol, seller: M.alice))
      if deleveraged > 0 { stream.tell(M.deleveraged(deleveraged, of: M.inverse, at: 100, M.bob, against: M.alice)) }
      for (second, ticks) in [Int64(104), 101, 107].enumerated() {
        stream.tell(at: Int64(second + 1), M.mark(M.linear, ticks, from: 100), M.mark(M.inverse, ticks, from: 100))
      }
      return stream.fold.hedging(of: M.alice)
    }
    #expect(hedging(deleveraged: 0).effectiveness == 1)
    #expect(hedging(deleveraged: 10).effectiveness == 0)
  }
}
