import MarketTypes

/// How far a requirement can move: what the margin watch builds on.
extension RiskMatrix {
  /// How fast the requirement can change with one instrument's value, in parts per billion, at most 1,000,000,000.
  ///
  ///     greatestRate = max(greatest |scenario rate| + basis charge of its group, minimum rate × highest multiplier)
  ///
  /// For any two sets of values v and w, with gᵢ = greatestRate of i in billionths and R the requirement in whole units:
  ///
  ///     R(w) ≤ R(v) + ⌈Σ gᵢ |wᵢ − vᵢ|⌉
  ///
  /// Proof. Call a function of the values g-Lipschitz when two of its values differ by at most Σ gᵢ |wᵢ − vᵢ|.
  ///
  /// 1. A position's loss in a scenario is −v × r, with r the long's rate where v > 0 and the short's where v < 0: a line
  ///    bent at 0, where both sides meet. Each side's slope is at most the greatest |rate| kᵢ, so the whole is kᵢ-Lipschitz.
  /// 2. Losses of a group or a class are sums over different instruments: k-Lipschitz. The largest of several k-Lipschitz
  ///    functions, 0 among them, is k-Lipschitz; so are a group's scan risk and the joint scan of a class.
  /// 3. (1 − c) × Σ group scans + c × joint scan: each instrument is in one group, so the sum of group scans is
  ///    k-Lipschitz, and of two k-Lipschitz functions any mixture with 0 ≤ c ≤ 1 is too.
  /// 4. The smaller of long and short notional: the value of i lies in one of the two sums, and moves that sum by as
  ///    much; passing 0 it shrinks one and lengthens the other, by |wᵢ − vᵢ| together. The smaller of the two is
  ///    1-Lipschitz, times its rate bᵢ-Lipschitz.
  /// 5. The raw minimum charge is mᵢ-Lipschitz, a line bent at 0; tiers multiply it by at most the highest multiplier M.
  /// 6. A class asks for the larger of (3) + (4), which is (kᵢ + bᵢ)-Lipschitz, and (5): max(kᵢ + bᵢ, mᵢ M) = gᵢ. Rates
  ///    rounded up only raise gᵢ. The account's sum over classes has each instrument once.
  /// 7. Rounding: with x, y before rounding and y ≤ x + d, ⌈y⌉ ≤ ⌈x⌉ + ⌈d⌉, since ⌈x⌉ + ⌈d⌉ is a whole number not below y.
  ///
  /// Where open orders are counted, v is the middle of what the values can become: of two nested ranges the middles lie at
  /// most as far apart as their halves of width differ, so what the inner one asks is never more.
  public func greatestRate(of instrument: InstrumentID) -> Int64 { instruments[instrument.index].greatestRate }

  // MARK: Why the last question's answer is what it is

  /// What the whole portfolio would lose if all classes moved by one scenario; below zero it would gain. Rounded up.
  ///
  /// For value at risk by scenario. The requirement is never below it. O(classes touched).
  public func loss(in scenario: Int) -> Int128 {
    var sum: Int128 = 0
    var number = question[0].firstClass
    while number >= 0 {
      sum += classLosses[Int(number) * scenarioCount + scenario]
      number = classSums[number].next
    }
    return sum.divided(by: 2_000_000_000, rounding: .up)
  }

  /// The scenario in which the whole portfolio loses most, the lower number at ties; `nil` where it loses in none.
  public var worstScenario: Int? {
    var worst: Int?
    var most: Int128 = 0
    for scenario in 0..<scenarioCount {
      let loss = loss(in: scenario)
      if loss > most {
        most = loss
        worst = scenario
      }
    }
    return worst
  }

  /// Where the requirement of a class comes from; all zero for one without positions.
  public func classMargin(of number: UInt16) -> ClassMargin {
    let sums = classSums[Int(number)]
    guard sums.question == question[0].number else {
      return ClassMargin(scanApart: 0, scanJoint: 0, basis: 0, minimum: 0, requirement: 0, worstScenario: nil)
    }
    let first = Int(number) * scenarioCount
    var worst: Int?
    var most: Int128 = 0
    for scenario in 0..<scenarioCount where classLosses[first + scenario] > most {
      most = classLosses[first + scenario]
      worst = scenario
    }
    return ClassMargin(
      scanApart: sums.scanApart.divided(by: 2_000_000_000, rounding: .up),
      scanJoint: sums.scanJoint.divided(by: 2_000_000_000, rounding: .up),
      basis: sums.basis.divided(by: 2_000_000_000, rounding: .up),
      minimum: sums.minimum.divided(by: Self.unit, rounding: .up),
      requirement: sums.requirement.divided(by: Self.unit, rounding: .up), worstScenario: worst)
  }
}
