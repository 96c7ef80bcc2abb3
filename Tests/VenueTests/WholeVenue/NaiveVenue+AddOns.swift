import MarketTypes

/// What margin asks beyond rates and tiers (CLR-19 to CLR-24).
extension NaiveVenue {
  /// CLR-23: everything on top of a margin by tiers, which is in billionths of a unit; rounded up once.
  func withAddOns(_ tiers: Int128, of worth: Int, _ lots: Int, base: Rate, _ instrument: Int) -> Int {
    let addOns = instruments[instrument].addOns
    var margin = tiers
    if let size = addOns.size {
      margin = max(margin, Int128(worth) * Int128(sizeRate(size, base: base, abs(lots)).partsPerBillion))
    }
    margin *= Int128(markets[instrument].factor.partsPerBillion)
    if let charge = addOns.concentration {
      margin += Int128(worth) * Int128(concentrationRate(charge, abs(lots)).partsPerBillion) * 1_000_000_000
    }
    return min(worth, Int(margin.divided(by: 1_000_000_000_000_000_000, rounding: .up)))
  }

  /// CLR-20.
  func sizeRate(_ premium: SizePremium, base: Rate, _ lots: Int) -> Rate {
    let base = Int128(base.partsPerBillion)
    var least = base
    switch premium {
    case .squareRoot(let factor, let unit):
      // rate − base × 4 ÷ 5 ≥ factor × √(lots ÷ unit), both sides times 5, squared and times the unit.
      let square = 25 * Int128(factor.partsPerBillion) * Int128(factor.partsPerBillion) * Int128(lots)
      least = firstWhole(from: base, to: 1_000_000_000) { rate in
        (5 * rate - 4 * base) * (5 * rate - 4 * base) * Int128(unit.lots) >= square
      }
    case .proportional(let factor, let unit):
      least += (Int128(factor.partsPerBillion) * Int128(lots)).divided(by: Int128(unit.lots), rounding: .up)
    }
    return Rate(partsPerBillion: Int64(min(least, 1_000_000_000)))
  }

  /// CLR-21.
  func concentrationRate(_ charge: ConcentrationCharge, _ lots: Int) -> Rate {
    let beyond = lots - Int(charge.threshold.lots)
    if beyond <= 0 { return .zero }
    return Rate(partsPerBillion: Int64(ceiling(of: Int(charge.rate.partsPerBillion), times: beyond, over: lots)))
  }

  /// CLR-19: the initial rate, scaled by what all longs are worth at the mark.
  func scaledRate(_ instrument: Int, at mark: Int) -> Rate {
    let base = instruments[instrument].initialMargin
    guard let scale = instruments[instrument].addOns.openInterest, scale.upper > .zero else { return base }
    let longs = accounts.indices.reduce(0) { $0 + max(0, lots($1, instrument)) }
    let open = notional(of: longs, at: mark, instrument)
    let (lower, upper) = (Int(scale.lower.units), Int(scale.upper.units))
    if open >= upper { return .one }
    if open <= lower { return base }
    let rise = floor(of: open - lower, times: Int((Rate.one - base).partsPerBillion), over: upper - lower)
    return Rate(partsPerBillion: base.partsPerBillion + Int64(rise))
  }

  /// CLR-24, of a linear contract whose lots are worth `perLot` each.
  func riskMargin(_ factors: RiskFactors, _ held: Int, bids: Int, asks: Int, _ perLot: Int) -> Int {
    func side(held: Int, orders: Int, factor: Rate) -> Int128 {
      let (lots, risky) = (held + orders, max(held, 0) + orders)
      if lots <= 0 { return 0 }
      let slipping = factors.reading == .specification ? lots : max(held, 0)
      return Int128(slipping) * Int128(factors.slippage.partsPerBillion)
        + Int128(risky) * Int128(factor.partsPerBillion)
    }
    let long = side(held: held, orders: bids, factor: factors.long)
    let short = side(held: -held, orders: asks, factor: factors.short)
    return units(Int128(perLot) * max(long, short))
  }

  // MARK: Factors

  /// With the factor no tier asks for more than the whole of a further unit, at the alert level either (CLR-36).
  func reasons(against change: MarginFactor) -> [Refusal] {
    let reasons = instrumentReasons(change.instrument)
    if !reasons.isEmpty { return reasons }
    let (factor, billion) = (Int(change.factor.partsPerBillion), 1_000_000_000)
    if factor < billion || factor > 1_000 * billion { return [.factorOutOfRange] }
    let asked = instruments[change.instrument.index]
    if asked.riskFactors != nil { return [.factorOutOfRange] }
    let highest = Int(asked.maintenanceTiers.last!.rate.partsPerBillion)
    var steepest = min(ceiling(of: highest, times: factor, over: billion), billion)
    if asked.addOns != MarginAddOns() {
      if factor > 10 * billion { return [.factorOutOfRange] }
      let most = Int(asked.maximumPosition.lots)
      let size = asked.addOns.size.map { sizeRate($0, base: asked.maintenanceTiers[0].rate, most) } ?? .zero
      steepest = ceiling(of: max(highest, Int(size.partsPerBillion)), times: factor, over: billion)
      steepest += asked.addOns.concentration.map { Int(concentrationRate($0, most).partsPerBillion) } ?? 0
      if steepest > billion { return [.factorOutOfRange] }
    }
    let alert = Int((rules.marginLevels?.alert ?? .one).partsPerBillion)
    return ceiling(of: steepest, times: alert, over: billion) > billion ? [.factorOutOfRange] : []
  }

  // MARK: Volatility (CLR-22)

  /// A look at the mark. Variance is in 10⁻²⁴, a return in 10⁻¹², both rounded up.
  mutating func lookAtVolatility(_ instrument: Int, at moment: Int64) {
    markets[instrument].cash.volatility = nil
    guard let scale = instruments[instrument].addOns.volatility, !markets[instrument].isSettled else { return }
    markets[instrument].cash.volatility = moment + scale.interval.nanoseconds
    guard let mark = markets[instrument].mark else { return }
    let before = markets[instrument].lookedAt ?? mark
    markets[instrument].lookedAt = mark
    let trillion: Int128 = 1_000_000_000_000
    let change = min(trillion, (Int128(abs(mark - before)) * trillion).divided(by: Int128(before), rounding: .up))
    let (decay, reference) = (Int128(scale.decay.partsPerBillion), Int128(scale.reference.partsPerBillion))
    var variance = markets[instrument].variance ?? reference * reference * 1_000_000
    variance = (decay * variance + (1_000_000_000 - decay) * change * change).divided(by: 1_000_000_000, rounding: .up)
    markets[instrument].variance = variance
    let volatility = firstWhole(from: 0, to: trillion) { $0 * $0 >= variance }
    let multiple = (volatility * 1_000_000).divided(by: reference, rounding: .up)
    let factor = Rate(partsPerBillion: Int64(min(max(multiple, 1_000_000_000), Int128(scale.highest.partsPerBillion))))
    if factor == markets[instrument].factor { return }
    let factorSet = MarginFactor(instrument: id(instrument), factor: factor)
    setFactor(factorSet, at: append(.marginFactorSet(factorSet), because: nil))
  }

  /// The first whole number of which something holds that holds of all later ones; the end if of none.
  func firstWhole(from start: Int128, to end: Int128, _ holds: (Int128) -> Bool) -> Int128 {
    var (low, high) = (start, end)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
