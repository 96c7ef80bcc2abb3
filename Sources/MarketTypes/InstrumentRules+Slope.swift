extension InstrumentRules {
  /// The most maintenance margin that one further unit of notional can ask for at a margin factor of 1, in parts per
  /// billion.
  ///
  /// At 1 or below a price that moves in an account's favour never costs it margin, which is what the margin watch relies
  /// on (WCH-1); where margin levels multiply it, so must the product be (CLR-37).
  var steepestMargin: Int128 {
    if let riskFactors {
      return Int128(max(riskFactors.long, riskFactors.short).partsPerBillion)
        + Int128(riskFactors.slippage.partsPerBillion)
    }
    var rate = Int128(maintenanceTiers.last?.rate.partsPerBillion ?? 0)
    if let size = addOns.size, let base = maintenanceTiers.first?.rate {
      rate = max(rate, size.highestRate(base: base, lots: maximumPosition.lots))
    }
    guard let charge = addOns.concentration, maximumPosition > charge.threshold else { return rate }
    let beyond = Int128(maximumPosition.lots - charge.threshold.lots)
    return rate
      + (Int128(charge.rate.partsPerBillion) * beyond).divided(by: Int128(maximumPosition.lots), rounding: .up)
  }
}

extension SizePremium {
  /// The rate of so many lots (CLR-20), in parts per billion: of the square root the least that is not below it.
  fileprivate func highestRate(base: Rate, lots: Int64) -> Int128 {
    let (base, lots) = (Int128(base.partsPerBillion), Int128(lots))
    switch self {
    case .proportional(let factor, let unit):
      let premium = (Int128(factor.partsPerBillion) * lots).divided(by: Int128(unit.lots), rounding: .up)
      return min(base + premium, 1_000_000_000)
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
}
