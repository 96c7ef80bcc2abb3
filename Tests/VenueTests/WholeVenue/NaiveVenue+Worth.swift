import MarketTypes

/// What lots are worth and what margin they need (CLR-1, CLR-5 to CLR-9, CLR-23, CLR-25, CLR-36).
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

  /// Each slice of a worth pays its tier's rate; in billionths.
  func sliced(_ worth: Int, _ instrument: Int, _ rate: (MaintenanceTier) -> Int) -> Int128 {
    let tiers = instruments[instrument].maintenanceTiers
    var billionths: Int128 = 0
    for (number, tier) in tiers.enumerated() where worth > tier.floor.units {
      let end = number + 1 < tiers.count ? min(worth, Int(tiers[number + 1].floor.units)) : worth
      billionths += Int128(end - Int(tier.floor.units)) * Int128(rate(tier))
    }
    return billionths
  }

  func units(_ billionths: Int128) -> Int { Int((billionths + 999_999_999) / 1_000_000_000) }

  /// Maintenance margin of so many lots at the mark; nothing without one.
  func maintenance(of lots: Int, _ instrument: Int) -> Int {
    guard let mark = mark(instrument), lots != 0 else { return 0 }
    let (rules, worth) = (instruments[instrument], abs(value(of: lots, at: mark, instrument)))
    if let factors = rules.riskFactors { return riskMargin(factors, lots, bids: 0, asks: 0, worth / abs(lots)) }
    if rules.addOns != MarginAddOns() {
      let tiers = sliced(worth, instrument) { Int($0.rate.partsPerBillion) }
      return withAddOns(tiers, of: worth, lots, base: rules.maintenanceTiers[0].rate, instrument)
    }
    let factor = Int(markets[instrument].factor.partsPerBillion)
    let margin = sliced(worth, instrument) { tier in
      min(ceiling(of: Int(tier.rate.partsPerBillion), times: factor, over: 1_000_000_000), 1_000_000_000)
    }
    return units(margin)
  }

  /// Never below maintenance margin.
  func initial(of lots: Int, _ instrument: Int) -> Int {
    guard let mark = mark(instrument), lots != 0 else { return 0 }
    let (rules, worth) = (instruments[instrument], abs(value(of: lots, at: mark, instrument)))
    let least = rules.initialMargin
    let margin = sliced(worth, instrument) { tier in Int(max(tier.initial ?? least, least).partsPerBillion) }
    var initial = max(units(margin), maintenance(of: lots, instrument))
    if rules.addOns != MarginAddOns() {
      let rate = scaledRate(instrument, at: mark)
      let scaled = Int128(worth) * Int128(rate.partsPerBillion)
      initial = max(initial, withAddOns(scaled, of: worth, lots, base: rate, instrument))
    }
    return initial
  }

  /// What a position is worth at the mark, without sign; nothing without one.
  func notional(_ account: Int, _ instrument: Int) -> Int {
    mark(instrument).map { notional(of: lots(account, instrument), at: $0, instrument) } ?? 0
  }
}
