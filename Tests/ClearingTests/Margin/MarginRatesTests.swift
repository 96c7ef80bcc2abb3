import Clearing
import MarketTypes
import TestSupport
import Testing

/// Rates that grow with open interest, size and concentration, against published numbers and their defining inequalities.
@Suite struct MarginRatesTests {
  private func millionths(_ number: Int64) -> Rate { Rate(partsPerBillion: number * 1_000) }

  // CLR-19 (V10): dYdX's own numbers, in parts per million, rounded down.
  @Test func `the initial rate grows with open interest as dYdX's does`() {
    let scale = OpenInterestScale(lower: Money(units: 1_000_000_000_000), upper: Money(units: 2_000_000_000_000))
    let base = millionths(200_000)
    func rate(_ dollars: Int128) -> Int64 {
      scale.rate(base: base, openInterest: dollars * 1_000_000).partsPerBillion / 1_000
    }
    #expect(rate(0) == 200_000)
    #expect(rate(1_000_000) == 200_000)
    #expect(rate(1_234_567) == 387_653)
    #expect(rate(1_500_000) == 600_000)
    #expect(rate(2_000_000) == 1_000_000)
    #expect(rate(1 << 80) == 1_000_000)
    let off = OpenInterestScale(lower: Money(units: 1_000_000_000_000), upper: .zero)
    #expect(off.rate(base: base, openInterest: 1 << 80) == base)
    // A third of the way, not quite.
    let third = OpenInterestScale(lower: .zero, upper: Money(units: 3))
    #expect(third.rate(base: .zero, openInterest: 1).partsPerBillion == 333_333_333)
    // A step where both limits are one.
    let step = OpenInterestScale(lower: Money(units: 7), upper: Money(units: 7))
    #expect(step.rate(base: base, openInterest: 6) == base && step.rate(base: base, openInterest: 7) == .one)
  }

  // CLR-18 (V11).
  @Test func `a margin is its rate of the notional, rounded up`() {
    #expect(Money(units: 123_456).times(millionths(567_243), rounding: .up) == Money(units: 70_030))
    #expect(Money(units: 1).times(millionths(100_000), rounding: .up) == Money(units: 1))
  }

  // CLR-20 (V24): 2 % + 0.005 % a BTC and 1 % + 0.005 %; 4 % + 0.0005 % a SOL. A lot is a thousandth of a coin.
  @Test func `the size premium is Deribit's`() {
    let bitcoin = SizePremium.proportional(factor: millionths(50), unit: Quantity(lots: 1_000))
    func margin(_ base: Int64, _ coins: Int64, _ price: Int64, _ premium: SizePremium) -> Int64 {
      Money(units: coins * price).times(premium.rate(base: millionths(base), lots: coins * 1_000), rounding: .up).units
    }
    #expect(margin(20_000, 25, 100_000, bitcoin) == 53_125)
    #expect(margin(20_000, 350, 100_000, bitcoin) == 1_312_500)
    #expect(margin(10_000, 25, 100_000, bitcoin) == 28_125)
    let solana = SizePremium.proportional(factor: millionths(5), unit: Quantity(lots: 1_000))
    #expect(solana.rate(base: millionths(40_000), lots: 6_000_000) == millionths(70_000))
    #expect(margin(40_000, 6_000, 200, solana) == 84_000)
    #expect(solana.rate(base: millionths(40_000), lots: 1 << 40) == .one)
  }

  // CLR-20 (F7): base 10 %, a tenth of a per cent per root of a coin: four fifths are reached by 400 coins.
  @Test func `the size premium is Drift's`() {
    let premium = SizePremium.squareRoot(factor: millionths(1_000), unit: Quantity(lots: 1_000_000))
    let rates = [0, 1, 399, 400, 401, 900, 10_000].map {
      premium.rate(base: millionths(100_000), lots: $0 * 1_000_000).partsPerBillion
    }
    // The root of 401 is 20.0249843945…
    #expect(rates == [100_000_000, 100_000_000, 100_000_000, 100_000_000, 100_024_985, 110_000_000, 180_000_000])
    #expect(premium.rate(base: .zero, lots: 1).partsPerBillion == 1_000)
    let steep = SizePremium.squareRoot(factor: .one, unit: Quantity(lots: 1))
    #expect(steep.rate(base: .zero, lots: 1 << 40) == .one)
    let none = SizePremium.squareRoot(factor: .zero, unit: Quantity(lots: 1))
    #expect(none.rate(base: millionths(100_000), lots: 1 << 40) == millionths(100_000))
  }

  // CLR-20: the rate is the least whole number r with r ≥ base × 4 ÷ 5 + factor × √(lots ÷ unit), squared out.
  @Test(arguments: seeds(20))
  func `the root premium is rounded up once, and never falls with size`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for step in 0..<500 {
      let factor = random.from(0, through: 1_000_000)
      let unit = random.from(1, through: 1 << random.from(0, through: 30))
      let base = random.from(0, through: 200_000_000)
      let lots = random.from(0, through: 1 << random.from(1, through: 40))
      let premium = SizePremium.squareRoot(factor: Rate(partsPerBillion: factor), unit: Quantity(lots: unit))
      let rate = premium.rate(base: Rate(partsPerBillion: base), lots: lots).partsPerBillion
      func covers(_ rate: Int64) -> Bool {
        let root = Int128(rate) * 5 - Int128(base) * 4
        return rate >= base && root >= 0
          && root * root * Int128(unit) >= Int128(factor) * Int128(factor) * 25 * Int128(lots)
      }
      #expect(covers(rate) || rate == 1_000_000_000, "seed \(seed), step \(step)")
      #expect(rate == 0 || !covers(rate - 1), "seed \(seed), step \(step)")
      let smaller = premium.rate(base: Rate(partsPerBillion: base), lots: random.from(0, through: lots))
      #expect(smaller.partsPerBillion <= rate, "seed \(seed), step \(step)")
    }
  }

  // CLR-21: 5 % of what exceeds 100 lots.
  @Test func `concentration charges only the lots beyond its threshold`() {
    let charge = ConcentrationCharge(threshold: Quantity(lots: 100), rate: millionths(50_000))
    #expect(charge.rate(lots: 1) == .zero && charge.rate(lots: 100) == .zero)
    #expect(charge.rate(lots: 125) == millionths(10_000))
    #expect(charge.rate(lots: 200) == millionths(25_000))
    #expect(charge.rate(lots: 300) == Rate(partsPerBillion: 33_333_334))
    #expect(charge.rate(lots: 1 << 40) <= millionths(50_000))
    let whole = ConcentrationCharge(threshold: .zero, rate: millionths(50_000))
    #expect(whole.rate(lots: 3) == millionths(50_000))
  }
}
