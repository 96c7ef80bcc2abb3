extension OpenInterestScale {
  /// The initial rate at an open interest (CLR-19).
  ///
  ///     base + (open interest − lower) ÷ (upper − lower) × (1 − base)                (down, as dYdX has it)
  ///
  /// The base rate up to `lower` and where the scale is off, 1 from `upper` on. Maintenance margin keeps the base rate.
  /// Source: formula F6, dYdX v4 liquidity tiers; it rounds the margin alone.
  ///
  /// - Parameters:
  ///   - base: from 0 to 1.
  ///   - openInterest: notional of all longs at the mark, in units of money.
  public func rate(base: Rate, openInterest: Int128) -> Rate {
    let (floor, ceiling) = (Int128(lower.units), Int128(upper.units))
    if ceiling != 0, openInterest >= ceiling { return .one }
    if ceiling == 0 || openInterest <= floor { return base }
    let room = Int128((Rate.one - base).partsPerBillion)
    let rise = ((openInterest - floor) * room).divided(by: ceiling - floor, rounding: .down)
    return Rate(partsPerBillion: base.partsPerBillion + Int64(rise))
  }
}

extension SizePremium {
  /// The rate of a position's whole notional (CLR-20), rounded up once and at most 1.
  ///
  ///     max(base, base × 4 ÷ 5 + factor × √(lots ÷ unit))                            squareRoot
  ///     base + factor × lots ÷ unit                                                  proportional
  ///
  /// It never falls with size. While the mark alone moves it stands, so it is the slope of the margin as well.
  /// Exact for the root r of a whole number: 5 r ≥ 4 base + 5 factor √(lots ÷ unit) exactly when (5 r − 4 base)² is at
  /// least 25 factor² lots ÷ unit, and where both are whole, at least that rounded up. Sources: formula F7, Drift
  /// `calculate_size_premium_liability_weight` (which has the root to five places and rounds down, and no limit of 1);
  /// Deribit linear perpetuals (vector V24).
  ///
  /// - Parameters:
  ///   - base: from 0 to 1.
  ///   - lots: from 0 to 2^40.
  public func rate(base: Rate, lots: Int64) -> Rate {
    let rate: Int128
    switch self {
    case .squareRoot(let factor, let unit):
      let scaled = UInt128(factor.partsPerBillion) * 5
      let square = Int128(scaled * scaled * UInt128(lots)).divided(by: Int128(unit.lots), rounding: .up)
      let root = Int128(UInt128(square).squareRoot(rounding: .up))
      let fifths = Int128(base.partsPerBillion) * 4 + root
      rate = max(Int128(base.partsPerBillion), fifths.divided(by: 5, rounding: .up))
    case .proportional(let factor, let unit):
      let premium = (Int128(factor.partsPerBillion) * Int128(lots)).divided(by: Int128(unit.lots), rounding: .up)
      rate = Int128(base.partsPerBillion) + premium
    }
    return Rate(partsPerBillion: Int64(min(rate, 1_000_000_000)))
  }
}

extension ConcentrationCharge {
  /// What each unit of a position's whole notional is charged on top (CLR-21), rounded up.
  ///
  ///     rate × (lots − threshold) ÷ lots
  ///
  /// Zero up to the threshold; never falls with size and never reaches `rate`, but for rounding. While the mark alone moves
  /// it stands, so it is the slope of the charge as well. Source: chosen.
  public func rate(lots: Int64) -> Rate {
    if lots <= threshold.lots { return .zero }
    return Rate(
      partsPerBillion: rate.partsPerBillion.times(lots - threshold.lots, over: lots, rounding: .up))
  }
}

extension MarginAddOns {
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

extension RiskFactors {
  /// The rate a position's own margin has, which is its slope as well: risk factor of its side + slippage. May be above 1.
  public func rate(isLong: Bool) -> Rate {
    Rate(partsPerBillion: (isLong ? long : short).partsPerBillion + slippage.partsPerBillion)
  }

  /// The steeper side's rate.
  public var highestRate: Rate { max(rate(isLong: true), rate(isLong: false)) }
}
