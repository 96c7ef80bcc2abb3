import MarketTypes

extension RiskFactors {
  /// Maintenance margin of a position together with its open orders (CLR-24), rounded up once.
  ///
  ///     long  = mark × (slipping longs × slippage + (max(position, 0) + bids) × long)
  ///     short = mark × (slipping shorts × slippage + (max(−position, 0) + asks) × short)
  ///
  /// The larger side counts. A side is zero where even its orders leave no position on it: position + bids ≤ 0, position −
  /// asks ≥ 0. Slipping lots are those of position and orders in the specification, of the position in the code, where
  /// orders pay the risk factor alone. Source: formula F8, Vega 0019-MCAL and core/risk/margins_calculation.go; what the
  /// book would give for the position, which may lower Vega's slippage, is left out: clearing does not look into a book.
  ///
  /// - Parameters:
  ///   - lots: with its sign.
  ///   - bids: lots, zero or more.
  ///   - asks: lots, zero or more.
  ///   - perLot: what a lot is worth at the mark; with any of these lots, and their sum, at most 2^61.
  public func margin(lots: Int64, bids: Int64, asks: Int64, perLot: Int64) -> Int128 {
    let upward = side(held: max(lots, 0), orders: bids, riskiest: lots + bids, factor: long)
    let downward = side(held: max(-lots, 0), orders: asks, riskiest: asks - lots, factor: short)
    return (max(upward, downward) * Int128(perLot)).divided(by: 1_000_000_000, rounding: .up)
  }

  /// Lots × billionths of the mark.
  private func side(held: Int64, orders: Int64, riskiest: Int64, factor: Rate) -> Int128 {
    if riskiest <= 0 { return 0 }
    let slipping = reading == .specification ? riskiest : held
    return slipping.widened(times: slippage.partsPerBillion) + (held + orders).widened(times: factor.partsPerBillion)
  }
}
