import MarketTypes

extension MarginAddOns {
  /// Maintenance margin of a position with everything on top (CLR-23), in whole units.
  ///
  ///     min(notional, max(margin by tiers, notional × size rate) × volatility factor + notional × concentration rate)
  ///
  /// Rounded up once. At one mark it never rises when the position is reduced.
  ///
  /// - Parameters:
  ///   - tiers: what the tiers ask, in billionths of a unit, not rounded; from 0 to the notional, never falling with it.
  ///   - notional: at the mark, at most 2^61.
  ///   - lots: without sign, at least 1.
  ///   - base: the rate that the size premium starts from.
  ///   - factor: from `VolatilityEstimate` or from outside (formula F12); from 1 to 10.
  public func maintenance(tiers: Int128, notional: Int64, lots: Int64, base: Rate, factor: Rate) -> Int128 {
    var margin = tiers
    if let size { margin = max(margin, notional.widened(times: size.rate(base: base, lots: lots).partsPerBillion)) }
    margin *= Int128(factor.partsPerBillion)
    if let concentration {
      margin += notional.widened(times: concentration.rate(lots: lots).partsPerBillion) * 1_000_000_000
    }
    return min(Int128(notional), margin.divided(by: 1_000_000_000_000_000_000, rounding: .up))
  }

  /// Initial margin of a position with everything on top: the same of the initial rate, scaled by open interest first.
  ///
  /// Not below maintenance margin where the base rate is not below any tier's.
  public func initial(notional: Int64, lots: Int64, base: Rate, openInterest: Int128, factor: Rate) -> Int128 {
    let rate = self.openInterest?.rate(base: base, openInterest: openInterest) ?? base
    return maintenance(
      tiers: notional.widened(times: rate.partsPerBillion), notional: notional, lots: lots, base: rate, factor: factor)
  }

  /// How little and how much of a change in a position's notional its margin can follow while its lots and the factor
  /// stand: what the margin watch takes for slopes.
  ///
  /// Where tiers are as steep as `tiers`, max(tiers, notional × size rate) is at least as steep as the lower and at most as
  /// the higher of them and the size rate; the factor multiplies that and the concentration rate is added. Where the
  /// notional is the limit the slope is 1, which only happens where the higher bound is at least 1. Margin rounded up
  /// is above the function with these slopes by less than one unit. The lower bound is rounded down and at most 1, the
  /// higher one up. A new factor moves margins by itself: accounts then have to be checked.
  public func slopes(
    tiers: ClosedRange<Rate>, lots: Int64, base: Rate, factor: Rate
  ) -> (lowest: Rate, highest: Rate) {
    var (low, high) = (tiers.lowerBound.partsPerBillion, tiers.upperBound.partsPerBillion)
    if let size {
      let rate = size.rate(base: base, lots: lots).partsPerBillion
      (low, high) = (min(low, rate), max(high, rate))
    }
    let extra = concentration?.rate(lots: lots).partsPerBillion ?? 0
    low = low.times(factor.partsPerBillion, over: 1_000_000_000, rounding: .down) + extra
    high = high.times(factor.partsPerBillion, over: 1_000_000_000, rounding: .up) + extra
    return (Rate(partsPerBillion: min(low, 1_000_000_000)), Rate(partsPerBillion: high))
  }

  /// The steepest margin can be for a position of at most so many lots, whatever the factor.
  public func highestRate(tiers: Rate, base: Rate, lots: Int64) -> Rate {
    slopes(tiers: tiers...tiers, lots: lots, base: base, factor: volatility?.highest ?? .one).highest
  }
}
