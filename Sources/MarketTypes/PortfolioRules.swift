/// Margin of a portfolio by a matrix of price scenarios: what stands against each other is offset (PFM-1 to PFM-14).
///
/// An instrument belongs to a group, a group to a class. In a group (one underlying: perpetual, dated futures) gains and
/// losses of the same scenario offset each other in full, in a class (related underlyings) in part, between classes not.
public struct PortfolioRules: Hashable, Sendable {
  /// Rows of the matrix, from 1 to `scenarioLimit`; the worst one counts.
  public var scenarios: [PriceScenario]
  /// By instrument number.
  public var instruments: [PortfolioInstrument]
  /// By group number.
  public var groups: [PortfolioGroup]
  /// By class number.
  public var classes: [PortfolioClass]
  /// Multiplies the raw minimum charge of a class slice by slice: ascending floors, the first zero; multipliers never fall.
  public var minimumTiers: [ChargeTier]
  /// Initial margin is maintenance margin times this, at least 1.
  public var initialMultiplier: Rate

  public init(
    scenarios: [PriceScenario], instruments: [PortfolioInstrument], groups: [PortfolioGroup], classes: [PortfolioClass],
    minimumTiers: [ChargeTier] = [ChargeTier(floor: .zero, multiplier: .one)], initialMultiplier: Rate = .one
  ) {
    self.scenarios = scenarios
    self.instruments = instruments
    self.groups = groups
    self.classes = classes
    self.minimumTiers = minimumTiers
    self.initialMultiplier = initialMultiplier
  }

  /// How many scenarios a matrix may have: what the figures of one account then need stays small.
  public static var scenarioLimit: Int { 64 }

  /// The first thing wrong with the rules for a venue of so many instruments, in words, or `nil`.
  ///
  /// What passes keeps each instrument's `greatestRate` at 1 or below, which is what the margin watch and the width of the
  /// sums rely on.
  public func fault(instrumentCount: Int) -> String? {
    if scenarios.isEmpty { return "portfolio margin needs at least 1 scenario" }
    if scenarios.count > PortfolioRules.scenarioLimit {
      return "portfolio margin takes at most \(PortfolioRules.scenarioLimit) scenarios, found \(scenarios.count)"
    }
    for (number, scenario) in scenarios.enumerated() {
      if let fault = scenario.fault { return "scenario \(number): \(fault)" }
    }
    if let fault = classFault ?? groupFault ?? tierFault { return fault }
    if instruments.count < instrumentCount {
      return "instrument \(instruments.count) has no row in the scenario matrix"
    }
    if instruments.count > instrumentCount {
      return "the scenario matrix has \(instruments.count) rows for \(instrumentCount) instruments"
    }
    for (number, instrument) in instruments.enumerated() {
      if let fault = fault(of: instrument) { return "instrument \(number): \(fault)" }
    }
    if initialMultiplier < .one || initialMultiplier.partsPerBillion > 1_000_000_000_000 {
      return "the initial multiplier must be between 1 and 1,000"
    }
    return nil
  }

  /// How fast the requirement can change with the instrument's value, in parts per billion: a bound on the slope.
  ///
  ///     the larger of  greatest scenario rate + basis charge   and   minimum rate × highest multiplier (up)
  ///
  /// `RiskMatrix.greatestRate` has the proof. The rules' groups and tiers are without fault.
  public func greatestRate(of instrument: PortfolioInstrument) -> Int128 {
    var greatest: Int128 = 0
    for scenario in scenarios {
      let down = scenario.rate(for: instrument, rounding: .down)
      let up = scenario.rate(for: instrument, rounding: .up)
      greatest = max(greatest, abs(down), abs(up))
    }
    greatest += Int128(groups[Int(instrument.group)].basisCharge.partsPerBillion)
    let multiplier = Int128(minimumTiers.last?.multiplier.partsPerBillion ?? 0)
    let charge = (Int128(instrument.minimumRate.partsPerBillion) * multiplier)
      .divided(by: 1_000_000_000, rounding: .up)
    return max(greatest, charge)
  }

  private var classFault: String? {
    for (number, one) in classes.enumerated() where one.offset < .zero || one.offset > .one {
      return "class \(number): the offset must be between 0 and 1"
    }
    return nil
  }

  private var groupFault: String? {
    for (number, group) in groups.enumerated() {
      if Int(group.ofClass) >= classes.count { return "group \(number): there is no class \(group.ofClass)" }
      if group.basisCharge < .zero || group.basisCharge > .one {
        return "group \(number): the basis charge must be between 0 and 1"
      }
    }
    return nil
  }

  private var tierFault: String? {
    if minimumTiers.first?.floor != .zero { return "the first tier of the minimum charge must start at 0" }
    for (lower, upper) in zip(minimumTiers, minimumTiers.dropFirst()) {
      if upper.floor <= lower.floor { return "tiers of the minimum charge must have ascending floors" }
      if upper.multiplier < lower.multiplier { return "a multiplier of the minimum charge must not fall" }
    }
    if minimumTiers.contains(where: { $0.multiplier < .zero || $0.multiplier.partsPerBillion > 1_000_000_000_000 }) {
      return "a multiplier of the minimum charge must be between 0 and 1,000"
    }
    return nil
  }

  private func fault(of instrument: PortfolioInstrument) -> String? {
    if instrument.scanRange < .zero || instrument.scanRange > .one { return "the scan range must be between 0 and 1" }
    if instrument.minimumRate < .zero || instrument.minimumRate > .one {
      return "the minimum rate must be between 0 and 1"
    }
    if Int(instrument.group) >= groups.count { return "there is no group \(instrument.group)" }
    let lowest = scenarios.map { Int128($0.move.partsPerBillion) }.min() ?? 0
    let lowestPrice = 1_000_000_000_000_000_000 + lowest * Int128(instrument.scanRange.partsPerBillion)
    if instrument.isInverse, lowestPrice <= 0 { return "a scenario leaves an inverse contract no price above 0" }
    if greatestRate(of: instrument) > 1_000_000_000 {
      return "scan range, basis charge and minimum rate can ask for more than the whole value"
    }
    return nil
  }
}

/// How one instrument moves in the scenarios, and what it offsets.
@frozen public struct PortfolioInstrument: Hashable, Sendable, BitwiseCopyable {
  /// Of its price: how far a scenario's move of 1 goes.
  public var scanRange: Rate
  /// Instruments of one group offset each other in full: one underlying.
  public var group: UInt16
  /// Of gross notional, the raw minimum charge.
  public var minimumRate: Rate
  /// Valued in coin: worth contracts ÷ price, so its value moves by s ÷ (1 + s) where the price moves by s.
  public var isInverse: Bool

  @inlinable
  public init(scanRange: Rate, group: UInt16, minimumRate: Rate = .zero, isInverse: Bool = false) {
    self.scanRange = scanRange
    self.group = group
    self.minimumRate = minimumRate
    self.isInverse = isInverse
  }
}

/// Instruments on one underlying.
@frozen public struct PortfolioGroup: Hashable, Sendable, BitwiseCopyable {
  /// The number of its class.
  public var ofClass: UInt16
  /// Of the smaller of what the group holds long and short: the risk that its instruments come apart.
  public var basisCharge: Rate

  @inlinable
  public init(ofClass: UInt16, basisCharge: Rate = .zero) {
    self.ofClass = ofClass
    self.basisCharge = basisCharge
  }
}

/// Related underlyings.
@frozen public struct PortfolioClass: Hashable, Sendable, BitwiseCopyable {
  /// How far its groups offset each other: 0 not at all, 1 as if they were one group.
  public var offset: Rate

  @inlinable public init(offset: Rate) { self.offset = offset }
}

/// From a raw charge of `floor` on, each further unit counts `multiplier` times.
@frozen public struct ChargeTier: Hashable, Sendable, BitwiseCopyable {
  /// In units of money; a charge equal to it may be counted in either tier.
  public var floor: Money
  /// From 0 to 1,000; never falls from tier to tier.
  public var multiplier: Rate

  @inlinable
  public init(floor: Money, multiplier: Rate) {
    self.floor = floor
    self.multiplier = multiplier
  }
}
