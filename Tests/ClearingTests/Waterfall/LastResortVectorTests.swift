import Clearing
import MarketTypes
import Testing

/// Takeovers and shared losses: published vectors.
@Suite("Takeovers and shared losses")
struct LastResortVectorTests {
  // V21 (Vega 0012-POSR-016), LIQ-17. The reference prints a short of 1; with the position of −1 that follows it is 2.
  @Test func `a backstop that takes a long at 100 and twice a short at 120 has realized 20 and gained 60 at 60`() {
    var house = WaterfallHouse([.perpetual()])
    let network = house.account(.backstop)
    let (long, short) = (house.account(), house.account())
    house.mark(60)
    house.open(1, at: 100, of: long)
    house.open(-2, at: 120, of: short)
    house.takeOver(long)
    #expect((house.position(network), house.cost(network)) == (1, 100))
    house.takeOver(short)
    #expect((house.position(network), house.cost(network)) == (-1, -120))
    #expect(house.moved(.realized) == [20])
    #expect((house.collateral(network), house.gain(network)) == (20, 60))
    #expect((house.position(long), house.position(short)) == (0, 0))
  }

  // V21 (Vega 0012-POSR-017), LIQ-17
  @Test func `a backstop that takes longs at 100 and 90 has realized nothing and lost 70 at 60`() {
    var house = WaterfallHouse([.perpetual()])
    let network = house.account(.backstop)
    let (one, other) = (house.account(), house.account())
    house.mark(60)
    house.open(1, at: 100, of: one)
    house.open(1, at: 90, of: other)
    house.takeOver(one)
    house.takeOver(other)
    #expect((house.position(network), house.cost(network)) == (2, 2 * 95))
    #expect((house.collateral(network), house.gain(network)) == (0, -70))
  }

  // V16 (Drift, F35), LIQ-27: 100 lost over 7 + 4 is 9.0909…, charged as 9.090910 for each. There the other three are the
  // venue's own and pay nothing; here every lot pays, so eleven stand on each side and twice as much is lost.
  @Test func `a loss of 100 over eleven lots charges each 9.09091`() {
    var house = WaterfallHouse(
      [.perpetual()], LiquidationRules().with { $0.losses = [LossLayer(.openInterest)] })
    house.mark(100)
    let bankrupt = house.account(with: 1)
    var holders: [AccountID] = []
    for number in 0..<22 {
      let holder = house.account(with: 50_000_000)
      holders.append(holder)
      if number % 2 == 1 { house.open(1, at: 100, of: holder, against: holders[number - 1]) }
    }
    house.open(1, at: 200_000_001 + 100, of: bankrupt)
    house.close(bankrupt, at: 100)
    #expect(house.collateral(bankrupt) == -200_000_000)
    let uncovered = house.cover(bankrupt)
    #expect(uncovered == 0)
    // What rounding asked too much, 22 × 9,090,910 − 200,000,000, the last one is spared.
    let charged = house.moved(.openInterestCharged)
    #expect(charged == [Int64](repeating: 9_090_910, count: 21) + [9_090_890])
  }

  // F34 (Vega), LIQ-26: gains of 1, 2 and 3 share a loss of 4 as 1, 2 and what is left.
  @Test func `gains bear a loss in proportion, and the last one what rounding leaves`() {
    var house = WaterfallHouse([.perpetual()], LiquidationRules().with { $0.losses = [LossLayer(.gains)] })
    house.mark(100)
    let bankrupt = house.account()
    var winners: [AccountID] = []
    for gain: Int64 in 1...3 {
      winners.append(house.account())
      house.open(1, at: 100 - gain, of: winners.last!)
    }
    house.open(1, at: 104, of: bankrupt)
    house.close(bankrupt, at: 100)
    let uncovered = house.cover(bankrupt)
    #expect(uncovered == 0)
    // 4 ÷ 6 and 8 ÷ 6, up; then 12 ÷ 6, of which 1 is asked.
    #expect(house.moved(.gainsCut) == [1, 2, 1])
    let left = winners.map { house.gain($0) }
    #expect(left == [0, 0, 2])
  }
}
