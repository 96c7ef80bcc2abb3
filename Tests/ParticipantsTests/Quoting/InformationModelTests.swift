import MarketTypes
import Participants
import Testing

/// PAR-8: Glosten and Milgrom, value 100 or 110, prior ½, three in ten informed.
@Suite struct GlostenMilgromTests {
  private func maker() -> GlostenMilgrom { GlostenMilgrom(low: 100, high: 110, prior: 0.5, informedShare: 0.3) }

  @Test func `quotes before and after trades are met`() {
    var maker = maker()
    #expect(near(maker.bid, 103.5, within: 1e-12) && near(maker.ask, 106.5, within: 1e-12))
    maker.observe(.buy)
    #expect(near(maker.belief, 0.65, within: 1e-14))
    #expect(near(maker.bid, 105, within: 1e-12) && near(maker.ask, 107.752293578, within: 5e-10))
    maker.observe(.buy)
    #expect(near(maker.belief, 0.7752293578, within: 5e-11))
    #expect(near(maker.bid, 106.5, within: 1e-12) && near(maker.ask, 108.6496062992, within: 5e-11))
    maker.observe(.sell)
    #expect(near(maker.belief, 0.65, within: 1e-14))
  }

  @Test func `a sell undoes a buy to the bit`() {
    var maker = GlostenMilgrom(low: 90, high: 117, prior: 0.31, informedShare: 0.17)
    let before = maker
    for side in [Side.buy, .buy, .sell, .buy, .sell, .sell] { maker.observe(side) }
    #expect(maker == before)
    #expect(maker.ask == before.ask)
  }

  /// The ask is [π(1+μ)VH + (1−π)(1−μ)VL] ÷ [π(1+μ) + (1−π)(1−μ)] of the present belief; the bid has the signs of μ changed.
  @Test(arguments: [0.0, 0.05, 0.5, 0.95])
  func `quotes are Bayes' rule, and distances theirs`(share: Double) {
    var maker = GlostenMilgrom(low: 100, high: 110, prior: 0.2, informedShare: share)
    for step in 0..<20 {
      let belief = maker.belief
      func expected(_ mu: Double) -> Double {
        let high = belief * (1 + mu)
        let low = (1 - belief) * (1 - mu)
        return (high * 110 + low * 100) / (high + low)
      }
      #expect(near(maker.ask, expected(share), within: 1e-9) && near(maker.bid, expected(-share), within: 1e-9))
      let distances = maker.distances()
      #expect(
        near(distances.bid, maker.fair - maker.bid, within: 0) && near(distances.ask, maker.ask - maker.fair, within: 0)
      )
      if share == 0 { #expect(distances == QuoteDistances(bid: 0, ask: 0)) }
      maker.observe(step % 3 == 0 ? .sell : .buy)
    }
  }

  @Test func `after many trades it is sure and its spread is gone`() {
    var maker = maker()
    for _ in 0..<5_000 { maker.observe(.sell) }
    #expect(maker.belief < 1e-300 && maker.ask - maker.bid < 1e-9)
  }
}

/// PAR-9: Kyle's auctions.
@Suite struct KyleEquilibriumTests {
  @Test func `one auction is met`() {
    let market = KyleEquilibrium(priorVariance: 4, noiseVariance: 100, periods: 1)
    #expect(market.auctions.count == 1)
    #expect(near(market.auctions[0].impact, 0.1, within: 1e-15))
    #expect(near(market.auctions[0].trading, 5, within: 1e-14))
    #expect(near(market.auctions[0].remainingVariance, 2, within: 1e-14))
    #expect(near(market.expectedProfit, 10, within: 1e-13))
  }

  @Test func `two auctions are met`() {
    let auctions = KyleEquilibrium(priorVariance: 1, noiseVariance: 1, periods: 2).auctions
    for (auction, impact, trading, variance) in [
      (auctions[0], 0.65288246, 0.94344249, 0.69202147), (auctions[1], 0.58822677, 1.70002463, 0.34601074),
    ] {
      #expect(near(auction.impact, impact, within: 5e-9))
      #expect(near(auction.trading, trading, within: 5e-9))
      #expect(near(auction.remainingVariance, variance, within: 5e-9))
    }
  }

  /// Market efficiency, from the other end: each λ is a regression of the value on the order flow of its auction.
  @Test(arguments: [1, 2, 3, 10, 50])
  func `prices are what the order flow says on average`(periods: Int) {
    let market = KyleEquilibrium(priorVariance: 3, noiseVariance: 7, periods: periods, span: 2)
    let step = 2 / Double(periods)
    var variance = 3.0
    for (number, auction) in market.auctions.enumerated() {
      let informed = auction.trading * step
      let flow = informed * informed * variance + 7 * step
      #expect(near(auction.impact, informed * variance / flow, within: 1e-11), "auction \(number)")
      variance -= auction.impact * informed * variance
      #expect(near(auction.remainingVariance, variance, within: 1e-11), "auction \(number)")
    }
  }

  /// With the others' rules fixed, trading a little more or less in one auction earns the insider less.
  @Test(arguments: [2, 3, 8])
  func `the insider does not want to deviate`(periods: Int) {
    let market = KyleEquilibrium(priorVariance: 1, noiseVariance: 1, periods: periods)
    let step = 1 / Double(periods)
    /// What is earned per unit of (value − first price)², on average over noise, with one auction's trading changed.
    func profit(changing changed: Int, by factor: Double) -> Double {
      var gap = 1.0
      var noise = 0.0  // variance of the gap
      var earned = 0.0
      for (number, auction) in market.auctions.enumerated() {
        let rate = auction.trading * step * (number == changed ? factor : 1)
        earned += rate * (1 - auction.impact * rate) * (gap * gap + noise)
        let kept = 1 - auction.impact * rate
        gap *= kept
        noise = noise * kept * kept + auction.impact * auction.impact * step
      }
      return earned
    }
    let best = profit(changing: 0, by: 1)
    #expect(near(best, market.expectedProfit, within: 1e-11))
    for auction in 0..<periods {
      for factor in [0.9, 0.99, 1.01, 1.1] {
        #expect(profit(changing: auction, by: factor) < best, "auction \(auction)")
      }
    }
  }

  @Test func `with many auctions impact is nearly constant and all is learnt`() {
    let auctions = KyleEquilibrium(priorVariance: 4, noiseVariance: 100, periods: 2_000).auctions
    #expect(near(auctions[0].impact, 0.2, within: 1e-3) && near(auctions[1_000].impact, 0.2, within: 1e-3))
    #expect(near(auctions[1_000].remainingVariance, 2, within: 1e-2))
    #expect((auctions.last?.remainingVariance ?? 1) < 0.01)
  }
}
