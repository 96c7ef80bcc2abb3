import Clearing
import MarketTypes
import TestSupport

/// Portfolio margin the long way: plain loops over arrays, class by class, group by group, scenario by scenario.
///
/// Rates are rounded here a second time, by hand; everything after that is exact in 128 bits, in billionths of billionths
/// of half a unit.
struct NaivePortfolio {
  let rules: PortfolioRules

  private static let billion: Int128 = 1_000_000_000

  /// By instrument: value, bids and asks at the mark.
  func requirement(_ values: [Int64], bids: [Int64]? = nil, asks: [Int64]? = nil) -> Int128 {
    var doubled: [Int128] = []
    var sum: Int128 = 0
    for index in values.indices {
      let (bid, ask) = (Int128(bids?[index] ?? 0), Int128(asks?[index] ?? 0))
      doubled.append(Int128(values[index]) * 2 + bid - ask)
      sum += (bid + ask) * slope(of: index) * Self.billion
    }
    for number in rules.classes.indices { sum += requirement(ofClass: number, doubled) }
    return Self.ceiling(sum, 2 * Self.billion * Self.billion)
  }

  func loss(_ values: [Int64], in scenario: Int) -> Int128 {
    let sum = values.indices.reduce(Int128(0)) { $0 + loss(of: $1, Int128(values[$1]), in: scenario) }
    return Self.ceiling(sum, Self.billion)
  }

  /// The steepest the requirement may be in one instrument's value, in billionths.
  func slope(of index: Int) -> Int128 {
    let rates = rules.scenarios.indices.flatMap { [loss(of: index, 1, in: $0), loss(of: index, -1, in: $0)] }
    let scan = rates.map { abs($0) }.max()!
    let instrument = rules.instruments[index]
    let basis = Int128(rules.groups[Int(instrument.group)].basisCharge.partsPerBillion)
    let multiplier = Int128(rules.minimumTiers.map(\.multiplier.partsPerBillion).max()!)
    return max(scan + basis, Self.ceiling(Int128(instrument.minimumRate.partsPerBillion) * multiplier, Self.billion))
  }

  private func requirement(ofClass number: Int, _ values: [Int128]) -> Int128 {
    let members = values.indices.filter { index in
      Int(rules.groups[Int(rules.instruments[index].group)].ofClass) == number
    }
    let offset = Int128(rules.classes[number].offset.partsPerBillion)
    var apart: Int128 = 0
    var basis: Int128 = 0
    for group in rules.groups.indices {
      let own = members.filter { Int(rules.instruments[$0].group) == group }
      apart += worst(own, values)
      let long = own.reduce(Int128(0)) { $0 + max(0, values[$1]) }
      let short = own.reduce(Int128(0)) { $0 + max(0, -values[$1]) }
      basis += min(long, short) * Int128(rules.groups[group].basisCharge.partsPerBillion)
    }
    let raw = members.reduce(Int128(0)) {
      $0 + abs(values[$1]) * Int128(rules.instruments[$1].minimumRate.partsPerBillion)
    }
    let scan = (Self.billion - offset) * apart + offset * worst(members, values)
    return max(scan + basis * Self.billion, charge(raw))
  }

  /// What the instruments lose together in the scenario worst for them; nothing where they gain in all.
  private func worst(_ members: [Int], _ values: [Int128]) -> Int128 {
    rules.scenarios.indices.map { scenario in
      members.reduce(Int128(0)) { $0 + loss(of: $1, values[$1], in: scenario) }
    }.reduce(0) { max($0, $1) }
  }

  /// In billionths of the value's unit.
  private func loss(of index: Int, _ value: Int128, in scenario: Int) -> Int128 {
    let instrument = rules.instruments[index]
    let row = rules.scenarios[scenario]
    let unit = Self.billion * Self.billion
    let change = Int128(row.move.partsPerBillion) * Int128(instrument.scanRange.partsPerBillion)
    let over = Int128(row.coverage.partsPerBillion) * change
    let under = instrument.isInverse ? unit + change : unit
    // Against the holder: a long's gain is rounded down, and so is a short's, which is minus the rate.
    let gain = value >= 0 ? Self.floor(over, under) : -Self.floor(-over, under)
    return -value * gain
  }

  /// Of a raw charge in halves of billionths, counted tier by tier from the highest down.
  private func charge(_ raw: Int128) -> Int128 {
    var rest = raw
    var sum: Int128 = 0
    for tier in rules.minimumTiers.reversed() {
      let floor = Int128(tier.floor.units) * 2 * Self.billion
      if rest <= floor { continue }
      sum += (rest - floor) * Int128(tier.multiplier.partsPerBillion)
      rest = floor
    }
    return sum
  }

  static func ceiling(_ over: Int128, _ under: Int128) -> Int128 { -floor(-over, under) }

  /// `under` is above zero.
  static func floor(_ over: Int128, _ under: Int128) -> Int128 {
    let quotient = over / under
    return quotient * under > over ? quotient - 1 : quotient
  }
}

extension RiskMatrix {
  /// One question about a whole portfolio, by instrument, asked in the order given.
  func requirement(
    _ values: [Int64], bids: [Int64]? = nil, asks: [Int64]? = nil, order: [Int]? = nil
  ) -> Int128 {
    begin()
    for index in order ?? Array(values.indices) {
      add(values[index], bids: bids?[index] ?? 0, asks: asks?[index] ?? 0, of: InstrumentID(number: UInt16(index)))
    }
    return finish()
  }
}

/// Random rules and portfolios.
struct PortfolioDice {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func rate(upTo limit: Int64) -> Rate {
    random.once(in: 5) ? .zero : Rate(partsPerBillion: random.from(0, through: limit))
  }

  /// Without fault; at most 6 instruments.
  mutating func rules() -> PortfolioRules {
    let classes = 1 + random.below(3)
    let groups = 1 + random.below(4)
    let instruments = 1 + random.below(6)
    var scenarios = random.once(in: 2) ? PriceScenario.span() : []
    for _ in 0..<(1 + random.below(6)) {
      scenarios.append(
        PriceScenario(
          move: Rate(partsPerBillion: random.from(-2_000_000_000, through: 2_000_000_000)),
          coverage: rate(upTo: 1_000_000_000)))
    }
    var tiers = [ChargeTier(floor: .zero, multiplier: rate(upTo: 2_000_000_000))]
    for step in 0..<random.below(3) {
      let multiplier = tiers[step].multiplier.partsPerBillion + random.from(0, through: 4_000_000_000)
      let floor = tiers[step].floor.units + random.from(1, through: 1_000_000)
      tiers.append(ChargeTier(floor: Money(units: floor), multiplier: Rate(partsPerBillion: multiplier)))
    }
    return PortfolioRules(
      scenarios: scenarios,
      instruments: (0..<instruments).map { _ in
        let isInverse = random.once(in: 4)
        return PortfolioInstrument(
          scanRange: rate(upTo: isInverse ? 200_000_000 : 450_000_000), group: UInt16(random.below(groups)),
          minimumRate: rate(upTo: 90_000_000), isInverse: isInverse)
      },
      groups: (0..<groups).map { _ in
        PortfolioGroup(ofClass: UInt16(random.below(classes)), basisCharge: rate(upTo: 90_000_000))
      },
      classes: (0..<classes).map { _ in PortfolioClass(offset: rate(upTo: 1_000_000_000)) }, minimumTiers: tiers,
      initialMultiplier: Rate(partsPerBillion: random.from(1_000_000_000, through: 3_000_000_000)))
  }

  /// Up to a size that is itself drawn, so that rounding shows in some and width in others.
  mutating func values(_ count: Int) -> [Int64] {
    let limit = Int64(1) << random.from(2, through: 60)
    return (0..<count).map { _ in random.once(in: 5) ? 0 : random.from(-limit, through: limit) }
  }
}
