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
}
