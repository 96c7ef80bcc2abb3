import MarketTypes

extension AssetRules {
  /// What an amount of this asset counts as collateral, in units of the settlement currency:
  ///
  ///     Σ slice × price × tick value × (1 − haircut of the slice)
  ///
  /// over the slices of the amount from one floor to the next; rounded down once, at the end. The amount and the price
  /// are within the rules. Source: formula F54.
  func countedValue(of amount: Int128, at price: Price) -> Int128 {
    let whole = Int128(Rate.one.partsPerBillion)
    var counted: Int128 = 0
    for (index, tier) in haircuts.enumerated() {
      let floor = Int128(tier.floor.units)
      if amount <= floor { break }
      let end = index + 1 < haircuts.count ? min(amount, Int128(haircuts[index + 1].floor.units)) : amount
      counted += (end - floor) * (whole - Int128(tier.haircut.partsPerBillion))
    }
    return (counted * Int128(price.ticks) * Int128(tickValue.units)).divided(by: whole, rounding: .down)
  }
}
