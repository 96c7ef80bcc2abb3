import MarketTypes

/// What lots are worth and what margin they need (CLR-1, CLR-5 to CLR-9, CLR-25, CLR-36).
extension NaiveVenue {
  func tickValue(_ instrument: Int) -> Int { Int(instruments[instrument].tickValue.units) }
  func isInverse(_ instrument: Int) -> Bool { instruments[instrument].contract == .inverse }

  /// What trading so many lots adds to a cost basis.
  func cost(of lots: Int, at price: Int, _ instrument: Int) -> Int {
    isInverse(instrument)
      ? ceiling(of: -lots, times: tickValue(instrument), over: price) : lots * price * tickValue(instrument)
  }

  /// What a position is worth.
  func value(of lots: Int, at price: Int, _ instrument: Int) -> Int {
    isInverse(instrument)
      ? floor(of: -lots, times: tickValue(instrument), over: price) : lots * price * tickValue(instrument)
  }

  /// What fees are reckoned of.
  func notional(of lots: Int, at price: Int, _ instrument: Int) -> Int {
    isInverse(instrument)
      ? ceiling(of: abs(lots), times: tickValue(instrument), over: price) : abs(lots) * price * tickValue(instrument)
  }

  /// What one lot of an open order would add to its owner's cost.
  func orderCost(_ side: Side, at price: Int, _ instrument: Int) -> Int {
    if side == .buy { return cost(of: 1, at: price, instrument) }
    return value(of: 1, at: price, instrument)
  }

  func mark(_ instrument: Int) -> Int? { markets[instrument].mark.map { Int($0) } }

  // MARK: Margin

  /// Each slice of a worth pays its tier's rate; rounded up once.
  private func sliced(_ worth: Int, _ instrument: Int, _ rate: (MaintenanceTier) -> Int) -> Int {
    let tiers = instruments[instrument].maintenanceTiers
    var billionths: Int128 = 0
    for (number, tier) in tiers.enumerated() where worth > tier.floor.units {
      let end = number + 1 < tiers.count ? min(worth, Int(tiers[number + 1].floor.units)) : worth
      billionths += Int128(end - Int(tier.floor.units)) * Int128(rate(tier))
    }
    return Int((billionths + 999_999_999) / 1_000_000_000)
  }

  func maintenance(ofWorth worth: Int, _ instrument: Int) -> Int {
    let factor = Int(markets[instrument].factor.partsPerBillion)
    return sliced(abs(worth), instrument) { tier in
      min(ceiling(of: Int(tier.rate.partsPerBillion), times: factor, over: 1_000_000_000), 1_000_000_000)
    }
  }

  func initial(ofWorth worth: Int, _ instrument: Int) -> Int {
    let least = instruments[instrument].initialMargin
    let margin = sliced(abs(worth), instrument) { tier in Int(max(tier.initial ?? least, least).partsPerBillion) }
    return max(margin, maintenance(ofWorth: worth, instrument))
  }

  /// Maintenance margin of so many lots at the mark; nothing without one.
  func maintenance(of lots: Int, _ instrument: Int) -> Int {
    mark(instrument).map { maintenance(ofWorth: value(of: lots, at: $0, instrument), instrument) } ?? 0
  }

  /// What a position is worth at the mark, without sign; nothing without one.
  func notional(_ account: Int, _ instrument: Int) -> Int {
    mark(instrument).map { notional(of: lots(account, instrument), at: $0, instrument) } ?? 0
  }
}
