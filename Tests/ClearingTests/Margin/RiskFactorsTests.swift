import Clearing
import MarketTypes
import TestSupport
import Testing

/// Vega's margin of position and orders, as its specification and as its code have it.
@Suite struct RiskFactorsTests {
  private func factors(
    long: Int64 = 100_000_000, short: Int64 = 100_000_000, slippage: Int64, _ reading: OrderMarginReading
  ) -> RiskFactors {
    RiskFactors(
      long: Rate(partsPerBillion: long), short: Rate(partsPerBillion: short), slippage: Rate(partsPerBillion: slippage),
      reading: reading)
  }

  // CLR-24 (V17): short 1 at a mark of 15,900, slippage 0.25 and risk factor 0.1; then slippage 100. The specification
  // prints 85,690 for the latter, its formula gives 1,591,590.
  @Test(arguments: OrderMarginReading.allCases)
  func `a position alone has Vega's published margin`(reading: OrderMarginReading) {
    let published = factors(slippage: 250_000_000, reading)
    #expect(published.margin(lots: -1, bids: 0, asks: 0, perLot: 15_900) == 5_565)
    #expect(published.highestRate == Rate(partsPerBillion: 350_000_000))
    let absurd = factors(slippage: 100_000_000_000, reading)
    #expect(absurd.margin(lots: -1, bids: 0, asks: 0, perLot: 15_900) == 1_591_590)
  }

  // CLR-24: the worked example of 0019-MCAL has 10 long, 4 bids, 8 asks, a mark of 144 and slippage of 340 in all, which is
  // 34 ÷ 144 of the mark per lot; in the code's reading 541.6, here with that fraction rounded up.
  @Test func `the code lets orders pay the risk factor alone`() {
    let example = factors(short: 110_000_000, slippage: 236_111_112, .code)
    #expect(example.margin(lots: 10, bids: 4, asks: 8, perLot: 144) == 542)
    #expect(orderMargin(example, lots: 10, bids: 4, asks: 8, perLot: 144_000) == 57_600)
    #expect(example.rate(isLong: true).partsPerBillion == 336_111_112)
    #expect(example.rate(isLong: false).partsPerBillion == 346_111_112)
  }

  // CLR-24: 14 lots would slip where 10 are held: 4 × 144,000 × 0.236111112 more.
  @Test func `the specification lets orders slip too`() {
    let example = factors(short: 110_000_000, slippage: 236_111_112, .specification)
    #expect(example.margin(lots: 10, bids: 4, asks: 8, perLot: 144_000) == 677_601)
    #expect(orderMargin(example, lots: 10, bids: 4, asks: 8, perLot: 144_000) == 193_600)
  }

  // CLR-24: bids that only bring a short nearer to flat are free; those beyond are charged, all of them by risk factor.
  @Test func `a side whose orders leave no position on it asks for nothing`() {
    let short = factors(long: 900_000_000, slippage: 0, .specification)
    #expect(orderMargin(short, lots: -5, bids: 5, asks: 0, perLot: 1_000) == 0)
    #expect(short.margin(lots: -5, bids: 6, asks: 0, perLot: 1_000) == 5_400)
    let slipping = factors(long: 0, short: 0, slippage: 500_000_000, .specification)
    #expect(slipping.margin(lots: -5, bids: 7, asks: 0, perLot: 1_000) == 2_500)
    #expect(slipping.margin(lots: -1, bids: 7, asks: 0, perLot: 1_000) == 3_000)
  }

  // CLR-24: mirrored in sides, never cheaper with more orders, and the specification never below the code.
  @Test(arguments: seeds(50))
  func `margin is the larger side's, whichever way it is read`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (long, short) = (random.from(0, through: 2_000_000_000), random.from(0, through: 2_000_000_000))
    let slippage = random.from(0, through: 1_000_000_000)
    for step in 0..<200 {
      let lots = random.from(-1_000, through: 1_000)
      let (bids, asks) = (random.from(0, through: 1_500), random.from(0, through: 1_500))
      let perLot = random.from(1, through: 1 << 30)
      var margins: [Int128] = []
      for reading in OrderMarginReading.allCases {
        let factors = factors(long: long, short: short, slippage: slippage, reading)
        let mirror = RiskFactors(
          long: factors.short, short: factors.long, slippage: factors.slippage, reading: reading)
        let margin = factors.margin(lots: lots, bids: bids, asks: asks, perLot: perLot)
        margins.append(margin)
        #expect(
          mirror.margin(lots: -lots, bids: asks, asks: bids, perLot: perLot) == margin, "seed \(seed), step \(step)")
        #expect(
          factors.margin(lots: lots, bids: bids + 1, asks: asks, perLot: perLot) >= margin, "seed \(seed), step \(step)"
        )
        #expect(
          orderMargin(factors, lots: lots, bids: bids, asks: asks, perLot: perLot) >= 0, "seed \(seed), step \(step)")
      }
      #expect(margins[0] >= margins[1], "seed \(seed), step \(step)")
    }
  }

  @Test func `risk factors out of range are refused in words`() {
    #expect(factors(slippage: 0, .code).fault == nil)
    #expect(factors(slippage: -1, .code).fault == "a risk factor must be between 0 and 1,000")
    #expect(factors(long: 1_000_000_000_001, slippage: 0, .code).fault == "a risk factor must be between 0 and 1,000")
  }
}

/// What open orders add to the margin of the position alone.
private func orderMargin(_ factors: RiskFactors, lots: Int64, bids: Int64, asks: Int64, perLot: Int64) -> Int128 {
  factors.margin(lots: lots, bids: bids, asks: asks, perLot: perLot)
    - factors.margin(lots: lots, bids: 0, asks: 0, perLot: perLot)
}
