import MarketTypes

/// What positions need, rule by rule as they are written down.
extension NaiveClearing {
  func maintenance(_ account: Int) -> Int128 {
    guard accounts[account].kind == .portfolio, let portfolio = venue.portfolio else {
      return accounts[account].lines.reduce(0) { $0 + margin(of: $1) }
    }
    // Above zero for a long, also where the worth is counted in the coin that a long is short of; rounded as equity has it.
    let values = accounts[account].lines.map { line -> Int64 in
      guard let mark = marks[line.instrument] else { return 0 }
      let size = value(line.lots, at: mark, in: line.instrument)
      return Int64(line.lots < 0 ? -abs(size) : abs(size))
    }
    return NaivePortfolio(rules: portfolio).requirement(values)
  }

  /// What a line must keep, rounded up once.
  func margin(of line: Line) -> Int128 {
    guard let mark = marks[line.instrument], line.lots != 0 else { return 0 }
    let (number, instrument) = (line.instrument, rules[line.instrument])
    let worth = value(line.lots, at: mark, in: number)
    let size = worth < 0 ? -worth : worth
    if let risk = instrument.riskFactors {
      let rate = (line.lots > 0 ? risk.long : risk.short).partsPerBillion + risk.slippage.partsPerBillion
      return Self.wholeUnits(size * Int128(rate))
    }
    let addOns = instrument.addOns
    if addOns == MarginAddOns() { return Self.wholeUnits(slices(of: size, in: number, factor: factors[number])) }
    var quintillionths = slices(of: size, in: number, factor: 1_000_000_000)
    if let premium = addOns.size {
      quintillionths = max(
        quintillionths, size * rate(of: premium, line.lots, base: instrument.maintenanceTiers[0].rate))
    }
    quintillionths *= Int128(factors[number])
    if let charge = addOns.concentration {
      quintillionths += size * rate(of: charge, line.lots) * 1_000_000_000
    }
    return min(size, -Self.floor(-quintillionths, 1_000_000_000_000_000_000))
  }

  /// In billionths: each slice of a notional at the rate of its own tier, the factor on each rate.
  private func slices(of size: Int128, in instrument: Int, factor: Int64) -> Int128 {
    var billionths: Int128 = 0
    var floors = rules[instrument].maintenanceTiers.map { Int128($0.floor.units) }
    floors.append(.max)
    for (place, tier) in rules[instrument].maintenanceTiers.enumerated() where size > floors[place] {
      let rate = min(1_000_000_000, Self.wholeUnits(Int128(tier.rate.partsPerBillion) * Int128(factor)))
      billionths += (min(size, floors[place + 1]) - floors[place]) * rate
    }
    return billionths
  }

  /// In billionths; of the square root the least whole rate that is not below it, found by halving.
  private func rate(of premium: SizePremium, _ lots: Int64, base: Rate) -> Int128 {
    let (base, lots) = (Int128(base.partsPerBillion), Int128(lots.magnitude))
    switch premium {
    case .proportional(let factor, let unit):
      return min(1_000_000_000, base - Self.floor(-Int128(factor.partsPerBillion) * lots, Int128(unit.lots)))
    case .squareRoot(let factor, let unit):
      let square = 25 * Int128(factor.partsPerBillion) * Int128(factor.partsPerBillion) * lots
      var (low, high) = (base, Int128(1_000_000_000))
      while low < high {
        let middle = (low + high) / 2
        let root = 5 * middle - 4 * base
        if root * root * Int128(unit.lots) >= square { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  private func rate(of charge: ConcentrationCharge, _ lots: Int64) -> Int128 {
    let beyond = Int128(lots.magnitude) - Int128(charge.threshold.lots)
    return beyond <= 0 ? 0 : -Self.floor(-Int128(charge.rate.partsPerBillion) * beyond, Int128(lots.magnitude))
  }
}
