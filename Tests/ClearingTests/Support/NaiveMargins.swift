import MarketTypes

/// Margins worked out the long way: no ladder, no cost basis, no deduction, no shortcut.
///
/// Equity is cash ever received less cash ever paid, plus what the positions would bring at the marks (F1 in dYdX's form:
/// quote balance + Σ position × price), so it never needs a rule of realization. Maintenance margin adds up the
/// slices of the notional, each at the rate of its own tier, in billionths, and rounds once.
struct NaiveMargins {
  let rules: [InstrumentRules]
  let threshold: LiquidationThreshold
  var isExempt: [Bool]
  /// Everything received less everything paid, notionals and fees included.
  var cash: [Int128]
  var lots: [[Int64]]
  var marks: [Int64?]

  init(_ rules: [InstrumentRules], threshold: LiquidationThreshold, exempt: [Bool]) {
    self.rules = rules
    self.threshold = threshold
    isExempt = exempt
    cash = exempt.map { _ in 0 }
    lots = exempt.map { _ in rules.map { _ in 0 } }
    marks = rules.map { _ in nil }
  }

  /// A fill: `lots` bought by one and sold by the other, each paying its fee.
  mutating func fill(_ lots: Int64, at ticks: Int64, in instrument: Int, buyer: Int, seller: Int, taker: Int) {
    let rule = rules[instrument]
    let notional = Int128(lots) * Int128(ticks) * Int128(rule.tickValue.units)
    cash[buyer] -= notional
    cash[seller] += notional
    self.lots[buyer][instrument] += lots
    self.lots[seller][instrument] -= lots
    let maker = taker == buyer ? seller : buyer
    cash[taker] -= Self.roundedUp(notional * Int128(rule.takerFee.partsPerBillion))
    cash[maker] -= Self.roundedUp(notional * Int128(rule.makerFee.partsPerBillion))
  }

  /// Every instrument held has a mark.
  func equity(_ account: Int) -> Int128 {
    var equity = cash[account]
    for (instrument, held) in lots[account].enumerated() where held != 0 {
      equity += Int128(held) * Int128(marks[instrument]!) * Int128(rules[instrument].tickValue.units)
    }
    return equity
  }

  func maintenance(_ account: Int) -> Int128 {
    var sum: Int128 = 0
    for (instrument, held) in lots[account].enumerated() where held != 0 {
      let notional = Int128(held.magnitude) * Int128(marks[instrument]!) * Int128(rules[instrument].tickValue.units)
      sum += Self.maintenance(notional, rules[instrument].maintenanceTiers)
    }
    return sum
  }

  static func maintenance(_ notional: Int128, _ tiers: [MaintenanceTier]) -> Int128 {
    var scaled: Int128 = 0
    for (index, tier) in tiers.enumerated() {
      let floor = Int128(tier.floor.units)
      let ceiling = index + 1 < tiers.count ? Int128(tiers[index + 1].floor.units) : notional
      let slice = min(notional, max(ceiling, floor)) - floor
      if slice > 0 { scaled += slice * Int128(tier.rate.partsPerBillion) }
    }
    return roundedUp(scaled)
  }

  /// Billionths to whole units, toward +∞, by remainder and without division of negatives.
  static func roundedUp(_ billionths: Int128) -> Int128 {
    let billion: Int128 = 1_000_000_000
    let remainder = ((billionths % billion) + billion) % billion
    return remainder == 0 ? billionths / billion : (billionths - remainder) / billion + 1
  }

  func isFlat(_ account: Int) -> Bool { lots[account].allSatisfy { $0 == 0 } }

  func isLiquidatable(_ account: Int) -> Bool {
    guard !isExempt[account], !isFlat(account) else { return false }
    let (equity, maintenance) = (equity(account), maintenance(account))
    return threshold == .below ? equity < maintenance : equity <= maintenance
  }
}
