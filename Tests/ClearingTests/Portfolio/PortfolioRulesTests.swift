import MarketTypes
import Testing

/// What rules of portfolio margin are refused for, and in which words.
@Suite struct PortfolioRulesTests {
  private static func rules(_ change: (inout PortfolioRules) -> Void = { _ in }) -> PortfolioRules {
    var rules = PortfolioRules(
      scenarios: PriceScenario.span(),
      instruments: [
        PortfolioInstrument(scanRange: Rate(partsPerBillion: 600_000_000), group: 0),
        PortfolioInstrument(scanRange: Rate(partsPerBillion: 300_000_000), group: 1, isInverse: true),
      ],
      groups: [
        PortfolioGroup(ofClass: 0, basisCharge: Rate(partsPerBillion: 400_000_000)), PortfolioGroup(ofClass: 1),
      ],
      classes: [PortfolioClass(offset: .zero), PortfolioClass(offset: .one)])
    change(&rules)
    return rules
  }

  private static func rate(_ percent: Int64) -> Rate { Rate(partsPerBillion: percent * 10_000_000) }

  // PFM-14: a scan range of 60 % and a basis charge of 40 % are just let pass.
  @Test func `rules without fault have none`() {
    #expect(Self.rules().fault(instrumentCount: 2) == nil)
  }

  @Test(arguments: [
    (rules { $0.scenarios = [] }, "portfolio margin needs at least 1 scenario"),
    (
      rules { $0.scenarios = PriceScenario.grid(steps: 32) }, "portfolio margin takes at most 64 scenarios, found 65"
    ),
    (
      rules { $0.scenarios[1].move = Rate(partsPerBillion: -1_000_000_000_001) },
      "scenario 1: a move must be at most 1,000 scan ranges either way"
    ),
    (rules { $0.scenarios[8].coverage = rate(101) }, "scenario 8: the coverage must be between 0 and 1"),
    (rules { $0.scenarios[8].coverage = rate(-1) }, "scenario 8: the coverage must be between 0 and 1"),
    (rules { $0.classes[1].offset = rate(101) }, "class 1: the offset must be between 0 and 1"),
    (rules { $0.groups[1].ofClass = 2 }, "group 1: there is no class 2"),
    (rules { $0.groups[0].basisCharge = rate(-1) }, "group 0: the basis charge must be between 0 and 1"),
    (rules { $0.minimumTiers = [] }, "the first tier of the minimum charge must start at 0"),
    (
      rules { $0.minimumTiers.append(ChargeTier(floor: .zero, multiplier: .one)) },
      "tiers of the minimum charge must have ascending floors"
    ),
    (
      rules { $0.minimumTiers.append(ChargeTier(floor: Money(units: 1), multiplier: rate(99))) },
      "a multiplier of the minimum charge must not fall"
    ),
    (
      rules { $0.minimumTiers[0].multiplier = rate(-1) },
      "a multiplier of the minimum charge must be between 0 and 1,000"
    ),
    (rules { $0.instruments.removeLast() }, "instrument 1 has no row in the scenario matrix"),
    (
      rules { $0.instruments.append($0.instruments[0]) }, "the scenario matrix has 3 rows for 2 instruments"
    ),
    (rules { $0.instruments[0].scanRange = rate(101) }, "instrument 0: the scan range must be between 0 and 1"),
    (rules { $0.instruments[0].minimumRate = rate(-1) }, "instrument 0: the minimum rate must be between 0 and 1"),
    (rules { $0.instruments[1].group = 2 }, "instrument 1: there is no group 2"),
    (
      rules { $0.instruments[1].scanRange = rate(50) },
      "instrument 1: a scenario leaves an inverse contract no price above 0"
    ),
    (
      rules { $0.groups[0].basisCharge = Rate(partsPerBillion: 400_000_001) },
      "instrument 0: scan range, basis charge and minimum rate can ask for more than the whole value"
    ),
    (
      rules {
        $0.instruments[1].minimumRate = rate(51)
        $0.minimumTiers.append(ChargeTier(floor: Money(units: 1), multiplier: rate(200)))
      }, "instrument 1: scan range, basis charge and minimum rate can ask for more than the whole value"
    ),
    (rules { $0.initialMultiplier = rate(99) }, "the initial multiplier must be between 1 and 1,000"),
  ])
  func `every bad value is refused in words`(rules: PortfolioRules, words: String) {
    #expect(rules.fault(instrumentCount: 2) == words)
  }
}
