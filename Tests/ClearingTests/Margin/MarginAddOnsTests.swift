import Clearing
import MarketTypes
import TestSupport
import Testing

/// Everything on top of everything, what rules are refused for, and Vega's margin of orders.
@Suite struct MarginAddOnsTests {
  private static func percent(_ number: Int64) -> Rate { Rate(partsPerBillion: number * 10_000_000) }

  /// Drawn without fault; each part is there half of the time.
  private func draw(_ random: inout SplitMix64) -> MarginAddOns {
    var rules = MarginAddOns()
    if random.once(in: 2) {
      let factor = Rate(partsPerBillion: random.from(0, through: 20_000_000))
      let unit = Quantity(lots: random.from(1, through: 5_000))
      rules.size =
        random.once(in: 2) ? .squareRoot(factor: factor, unit: unit) : .proportional(factor: factor, unit: unit)
    }
    if random.once(in: 2) {
      rules.concentration = ConcentrationCharge(
        threshold: Quantity(lots: random.from(0, through: 50_000)),
        rate: Rate(partsPerBillion: random.from(0, through: 400_000_000)))
    }
    return rules
  }

  // CLR-23: 2 % by tiers, 5 % by size (proportional, 1,000 lots at 0.003 % + 2 %), twice that, and 1 % on top; by hand.
  @Test func `add-ons build on each other in the order of the rule`() {
    var rules = MarginAddOns()
    #expect(
      rules.maintenance(tiers: 2_000_000_000_001, notional: 100_000, lots: 1_000, base: Self.percent(2), factor: .one)
        == 2_001)
    rules.size = .proportional(factor: Rate(partsPerBillion: 30_000), unit: Quantity(lots: 1))
    rules.concentration = ConcentrationCharge(threshold: Quantity(lots: 800), rate: Self.percent(5))
    func margin(_ factor: Rate) -> Int128 {
      rules.maintenance(tiers: 2_000_000_000_000, notional: 100_000, lots: 1_000, base: Self.percent(2), factor: factor)
    }
    #expect(margin(.one) == 6_000)
    #expect(margin(Self.percent(200)) == 11_000)
    #expect(margin(Self.percent(1_000)) == 51_000)
    rules.concentration?.threshold = .zero
    rules.concentration?.rate = Self.percent(90)
    #expect(margin(Self.percent(1_000)) == 100_000)
    // Open interest halfway makes an initial 10 % 55 %.
    rules = MarginAddOns()
    rules.openInterest = OpenInterestScale(lower: Money(units: 100), upper: Money(units: 300))
    #expect(
      rules.initial(notional: 1_000, lots: 10, base: Self.percent(10), openInterest: 200, factor: .one) == 550)
    #expect(
      rules.initial(notional: 1_000, lots: 10, base: Self.percent(10), openInterest: 100, factor: .one) == 100)
  }

  // CLR-23: at one mark a smaller position never needs more; while lots stand, margin follows notional within its slopes.
  @Test(arguments: seeds(100))
  func `margin never rises with less, and keeps within its slopes`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var rules = draw(&random)
    let base = random.from(0, through: 100_000_000)
    let upper = base + random.from(0, through: 500_000_000)
    let floor = random.from(0, through: 1 << 40)
    let factor = Rate(partsPerBillion: random.from(1_000_000_000, through: 4_000_000_000))
    rules.volatility = VolatilityScale(decay: .zero, reference: .one, highest: factor)
    #expect(rules.fault == nil)
    // Two tiers that meet at the floor.
    func margin(_ perLot: Int64, _ lots: Int64) -> Int128 {
      let notional = perLot * lots
      let tiers = Int128(notional) * Int128(base) + Int128(max(0, notional - floor)) * Int128(upper - base)
      return rules.maintenance(
        tiers: tiers, notional: notional, lots: lots, base: Rate(partsPerBillion: base), factor: factor)
    }
    for step in 0..<200 {
      let perLot = random.from(1, through: 1 << random.from(1, through: 30))
      let lots = random.from(2, through: 1 << random.from(1, through: 20))
      let whole = margin(perLot, lots)
      let fewer = random.from(1, through: lots)
      #expect(margin(perLot, fewer) <= whole, "seed \(seed), step \(step): \(fewer) of \(lots) at \(perLot)")
      let dearer = perLot + random.from(0, through: perLot)
      let slopes = rules.slopes(
        tiers: Rate(partsPerBillion: base)...Rate(partsPerBillion: upper), lots: lots,
        base: Rate(partsPerBillion: base), factor: factor)
      let change = Int128((dearer - perLot) * lots)
      let rise = (margin(dearer, lots) - whole) * 1_000_000_000
      #expect(
        rise < change * Int128(slopes.highest.partsPerBillion) + 1_000_000_000, "seed \(seed), step \(step)")
      #expect(rise > change * Int128(slopes.lowest.partsPerBillion) - 1_000_000_000, "seed \(seed), step \(step)")
      #expect(whole <= Int128(perLot * lots), "seed \(seed), step \(step)")
      let highest = rules.highestRate(
        tiers: Rate(partsPerBillion: upper), base: Rate(partsPerBillion: base), lots: lots)
      let smaller = rules.slopes(
        tiers: Rate(partsPerBillion: base)...Rate(partsPerBillion: upper), lots: fewer,
        base: Rate(partsPerBillion: base), factor: factor)
      #expect(slopes.highest == highest && smaller.highest <= highest, "seed \(seed), step \(step)")
    }
  }

  @Test(arguments: [
    (
      changed { $0.openInterest = OpenInterestScale(lower: Money(units: -1), upper: .zero) },
      "the limits of open interest must not be below 0"
    ),
    (
      changed { $0.openInterest = OpenInterestScale(lower: Money(units: 2), upper: Money(units: 1)) },
      "the lower limit of open interest must not be above the upper one"
    ),
    (
      changed { $0.size = .squareRoot(factor: percent(101), unit: Quantity(lots: 1)) },
      "the factor of the size premium must be between 0 and 1"
    ),
    (
      changed { $0.size = .proportional(factor: percent(1), unit: .zero) },
      "the unit of the size premium must be from 1 to 2^40 lots, found 0"
    ),
    (
      changed { $0.concentration = ConcentrationCharge(threshold: .zero, rate: percent(101)) },
      "the concentration charge must be between 0 and 1"
    ),
    (
      changed { $0.volatility = VolatilityScale(decay: .one, reference: percent(1), highest: .one) },
      "the decay of volatility must be at least 0 and below 1"
    ),
    (
      changed { $0.volatility = VolatilityScale(decay: .zero, reference: .zero, highest: .one) },
      "the reference volatility must be above 0 and at most 1"
    ),
    (
      changed { $0.volatility = VolatilityScale(decay: .zero, reference: percent(1), highest: percent(1_001)) },
      "the highest volatility factor must be between 1 and 10"
    ),
  ])
  func `every bad value is refused in words`(rules: MarginAddOns, words: String) {
    #expect(rules.fault == words)
  }

  private static func changed(_ change: (inout MarginAddOns) -> Void) -> MarginAddOns {
    var rules = MarginAddOns()
    change(&rules)
    return rules
  }
}
