import MarketTypes
import Participants
import Testing

/// PAR-22: what trading does to a price.
@Suite struct ImpactTests {
  @Test func `a hundredth of the volume moves the price by a tenth of its volatility`() {
    #expect(near(SquareRootImpact(volatility: 0.02).impact(of: 1, in: 100), 0.002, within: 1e-17))  // 20 bp
    #expect(near(SquareRootImpact(factor: 0.5, volatility: 40).impact(of: 9, in: 100), 6, within: 1e-14))
    #expect(SquareRootImpact(volatility: 0.02).impact(of: 0, in: 100) == 0)
  }

  private func quote(_ bid: Int64?, _ bidLots: Int64, _ ask: Int64?, _ askLots: Int64) -> Quote {
    Quote(
      instrument: InstrumentID(number: 0), bid: bid.map { Price(ticks: $0) }, bidQuantity: Quantity(lots: bidLots),
      ask: ask.map { Price(ticks: $0) }, askQuantity: Quantity(lots: askLots))
  }

  @Test func `each kind of event counts with its sign`() {
    let before = quote(100, 50, 101, 40)
    for (after, imbalance) in [
      (quote(100, 70, 101, 40), 20),  // a bid arrives
      (quote(100, 30, 101, 40), -20),  // a sale, or a bid is taken back
      (quote(100, 50, 101, 55), -15),  // an ask arrives
      (quote(100, 50, 101, 10), 30),  // a purchase
      (quote(99, 80, 101, 40), -50),  // all bids at the best gone
      (quote(102, 5, 103, 9), 45),  // all asks gone, bids above them
      (quote(100, 50, 101, 40), 0), (quote(nil, 0, 101, 40), -50), (quote(100, 50, nil, 0), 40),
    ] as [(Quote, Int64)] {
      var flow = OrderFlowImbalance()
      flow.observe(before)
      #expect(flow.lots == 0)
      flow.observe(after)
      #expect(flow.lots == imbalance)
      flow.observe(before)
      #expect(flow.lots == 0, "back again")
    }
  }

  @Test func `an empty side that stays empty counts nothing`() {
    var flow = OrderFlowImbalance()
    flow.observe(quote(nil, 0, nil, 0))
    flow.observe(quote(nil, 0, nil, 0))
    #expect(flow.lots == 0)
    flow.observe(quote(100, 7, nil, 0))
    #expect(flow.lots == 7)
    flow.reset()
    flow.observe(quote(100, 9, 105, 1))
    #expect(flow.lots == 1)
  }

  /// Ten lots at every price. Purchases of 25 eat two asks and a half, as bids fill in behind: both best prices rise by 2.
  @Test func `in a book of constant depth the mid price moves by the imbalance over twice the depth`() {
    var flow = OrderFlowImbalance()
    for (bid, bidLots, ask, askLots) in [
      (100, 10, 101, 10), (100, 10, 102, 10), (101, 10, 102, 10), (101, 10, 103, 10), (102, 10, 103, 10),
    ] as [(Int64, Int64, Int64, Int64)] {
      flow.observe(quote(bid, bidLots, ask, askLots))
    }
    #expect(flow.lots == 40)
    #expect(flow.midMove(depth: 10) == 2)
    #expect(flow.bestBidMove(depth: 10) == 4)
  }
}
