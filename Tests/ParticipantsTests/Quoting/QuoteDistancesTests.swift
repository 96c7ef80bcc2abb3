import MarketTypes
import Participants
import Testing

/// PAR-1 and PAR-2: what formulas give, and what becomes of it.
@Suite struct `Distances from a fair price` {
  @Test func `a bid is rounded down to a tick and an ask up`() {
    let distances = QuoteDistances(bid: 2.25, ask: 1.5)
    #expect(distances.bidPrice(around: 100) == Price(ticks: 97))
    #expect(distances.askPrice(around: 100) == Price(ticks: 102))
    #expect(distances.spread == 3.75)
    #expect(QuoteDistances(bid: 2, ask: 2).bidPrice(around: 100) == Price(ticks: 98))
    #expect(QuoteDistances(bid: 2, ask: 2).askPrice(around: 100) == Price(ticks: 102))
  }

  /// PAR-25.
  @Test func `the last bit of a price moves no quote`() {
    let off = 1e-9
    #expect(QuoteDistances(bid: 2 + off, ask: 2 + off).bidPrice(around: 100) == Price(ticks: 98))
    #expect(QuoteDistances(bid: 2 + off, ask: 2 + off).askPrice(around: 100) == Price(ticks: 102))
    #expect(QuoteDistances(bid: 2.00001, ask: 2.00001).bidPrice(around: 100) == Price(ticks: 97))
    #expect(QuoteDistances(bid: 2.00001, ask: 2.00001).askPrice(around: 100) == Price(ticks: 103))
    #expect(QuoteDistances(bid: 3 + off, ask: 3).bidPrice(around: 4) == Price(ticks: 1))
  }

  @Test func `a side without a distance has no price`() {
    let distances = QuoteDistances(bid: nil, ask: 1)
    #expect(distances.bidPrice(around: 100) == nil)
    #expect(distances.spread == nil)
    #expect(distances.atLeast(0) == distances)
    #expect(QuoteDistances(bid: 1, ask: nil).askPrice(around: 100) == nil)
  }

  @Test func `a bid below one tick is none`() {
    #expect(QuoteDistances(bid: 3, ask: 3).bidPrice(around: 3.5) == nil)
    #expect(QuoteDistances(bid: 3, ask: 3).bidPrice(around: 4) == Price(ticks: 1))
    #expect(QuoteDistances(bid: 3, ask: -9).askPrice(around: 4) == Price(ticks: 1))
  }

  @Test func `a distance below zero stays unless the caller says otherwise`() {
    let formula = AvellanedaStoikov(riskAversion: 0.1, volatility: 2, fillDecay: 1.5)
    let raw = formula.distances(inventory: 5, remaining: 1)
    #expect((raw.ask ?? 0) < -1)
    #expect(raw.askPrice(around: 100) == Price(ticks: 99))
    #expect(raw.atLeast(0) == QuoteDistances(bid: raw.bid, ask: 0))
    #expect(raw.atLeast(0).askPrice(around: 100) == Price(ticks: 100))
    #expect(raw.widened(by: 2).bid == (raw.bid ?? 0) + 2)
  }

  /// PAR-3.
  @Test func `the time left runs out or never does`() {
    let end = QuoteHorizon.until(Time(nanoseconds: 3_500_000_000))
    #expect(end.remaining(at: .start) == 3.5)
    #expect(end.remaining(at: Time(nanoseconds: 3_000_000_000)) == 0.5)
    #expect(end.remaining(at: Time(nanoseconds: 4_000_000_000)) == 0)
    #expect(QuoteHorizon.constant(60).remaining(at: Time(nanoseconds: 4_000_000_000)) == 60)
    #expect(QuoteHorizon.constant(-1).remaining(at: .start) == 0)
    #expect(end.share(at: .start) == 1 && end.share(at: Time(nanoseconds: 1_750_000_000)) == 0.5)
    #expect(QuoteHorizon.until(.start).share(at: .start) == 0 && QuoteHorizon.constant(60).share(at: .start) == 1)
  }
}
