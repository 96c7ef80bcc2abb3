import MarketTypes

/// Margin of a portfolio by price scenarios (PFM-1 to PFM-14).
extension NaiveVenue {
  func isPortfolio(_ account: Int) -> Bool { accounts[account].kind == .portfolio }

  /// What a position of an instrument is taken for, in halves of a unit, so that the middle of two values is whole.
  private typealias Values = [Int: Int128]

  /// PFM-11.
  func portfolioMaintenance(_ account: Int) -> Int {
    var values: Values = [:]
    for instrument in instruments.indices {
      values[instrument] = 2 * Int128(signedWorth(account, instrument))
    }
    return upward(requirement(values))
  }

  /// PFM-12, PFM-13, and what orders would lose against the marks.
  func portfolioInitial(_ account: Int, adding addition: Addition? = nil, in own: Int = -1) -> Int {
    var values: Values = [:]
    var (atGreatestRates, losses): (Int128, Int) = (0, 0)
    for instrument in instruments.indices {
      guard let mark = mark(instrument) else { continue }
      var (bids, asks, loss) = (0, 0, [Side.buy: 0, .sell: 0])
      func count(_ side: Side, _ lots: Int, _ price: Int) {
        if side == .buy { bids += lots } else { asks += lots }
        let (paid, worth) = (orderCost(side, at: price, instrument), orderCost(side, at: mark, instrument))
        loss[side]! += lots * (side == .buy ? paid - worth : worth - paid)
      }
      for order in orders where order.account == account && order.instrument == instrument && order.rests {
        if !order.terms.contains(.reduceOnly) { count(order.side, Int(order.left), Int(order.price)) }
      }
      if let addition, own == instrument { count(addition.side, addition.lots, addition.price) }
      let (bid, ask) = (
        Int128(notional(of: bids, at: mark, instrument)), Int128(notional(of: asks, at: mark, instrument))
      )
      values[instrument] = 2 * Int128(signedWorth(account, instrument)) + bid - ask
      atGreatestRates += (bid + ask) * greatestRate(instrument) * 1_000_000_000
      losses += max(0, loss[.buy]!) + max(0, loss[.sell]!)
    }
    let required = upward(requirement(values) + atGreatestRates)
    let multiplier = Int(rules.portfolio!.initialMultiplier.partsPerBillion)
    return ceiling(of: required, times: multiplier, over: 1_000_000_000) + losses
  }

  /// What a position is worth at the mark, as equity has it, below zero for shorts; nothing without one.
  private func signedWorth(_ account: Int, _ instrument: Int) -> Int {
    guard let mark = mark(instrument) else { return 0 }
    let held = lots(account, instrument)
    return (held < 0 ? -1 : 1) * abs(value(of: held, at: mark, instrument))
  }

  /// From halves of 10⁻¹⁸ units to whole units.
  private func upward(_ halves: Int128) -> Int {
    Int(halves.divided(by: 2_000_000_000_000_000_000, rounding: .up))
  }

  /// What a value changes by in a scenario, in billionths of it: a long's down, a short's up (PFM-2, PFM-3).
  private func rate(_ instrument: Int, _ scenario: PriceScenario, isLong: Bool) -> Int128 {
    let row = rules.portfolio!.instruments[instrument]
    // In 10⁻¹⁸ of the price.
    let move = Int128(scenario.move.partsPerBillion) * Int128(row.scanRange.partsPerBillion)
    let whole: Int128 = 1_000_000_000_000_000_000
    return (Int128(scenario.coverage.partsPerBillion) * move).divided(
      by: row.isInverse ? whole + move : whole, rounding: isLong ? .down : .up)
  }

  /// PFM-14, in billionths.
  private func greatestRate(_ instrument: Int) -> Int128 {
    let portfolio = rules.portfolio!
    let row = portfolio.instruments[instrument]
    let covered = portfolio.scenarios.flatMap { scenario in
      [abs(rate(instrument, scenario, isLong: true)), abs(rate(instrument, scenario, isLong: false))]
    }
    let scan = covered.max()! + Int128(portfolio.groups[Int(row.group)].basisCharge.partsPerBillion)
    let multiplier = Int128(portfolio.minimumTiers.last!.multiplier.partsPerBillion)
    let charge = Int128(row.minimumRate.partsPerBillion) * multiplier
    return max(scan, charge.divided(by: 1_000_000_000, rounding: .up))
  }

  /// The sum over classes, in halves of 10⁻¹⁸ units.
  private func requirement(_ values: Values) -> Int128 {
    rules.portfolio!.classes.indices.reduce(0) { $0 + requirement(ofClass: $1, values) }
  }

  private func requirement(ofClass number: Int, _ values: Values) -> Int128 {
    let portfolio = rules.portfolio!
    let billion: Int128 = 1_000_000_000
    let groups = portfolio.groups.indices.filter { Int(portfolio.groups[$0].ofClass) == number }
    func members(_ group: Int) -> [Int] {
      instruments.indices.filter { Int(portfolio.instruments[$0].group) == group && values[$0] != nil }
    }
    /// The largest sum of losses in one scenario, at least 0 (PFM-4).
    func scan(_ members: [Int]) -> Int128 {
      let losses = portfolio.scenarios.map { scenario in
        members.reduce(Int128(0)) { $0 - values[$1]! * rate($1, scenario, isLong: values[$1]! > 0) }
      }
      return max(0, losses.max()!)
    }
    let offset = Int128(portfolio.classes[number].offset.partsPerBillion)
    let apart = groups.reduce(Int128(0)) { $0 + scan(members($1)) }
    let together = scan(groups.flatMap { members($0) })
    var needed = (billion - offset) * apart + offset * together
    var charge: Int128 = 0
    for group in groups {
      let long = members(group).reduce(Int128(0)) { $0 + max(0, values[$1]!) }
      let short = members(group).reduce(Int128(0)) { $0 + max(0, -values[$1]!) }
      needed += min(long, short) * Int128(portfolio.groups[group].basisCharge.partsPerBillion) * billion
      for member in members(group) {
        charge += abs(values[member]!) * Int128(portfolio.instruments[member].minimumRate.partsPerBillion)
      }
    }
    return max(needed, tiered(charge))
  }

  /// PFM-10, of halves of billionths.
  private func tiered(_ charge: Int128) -> Int128 {
    let tiers = rules.portfolio!.minimumTiers
    var sum: Int128 = 0
    for (number, tier) in tiers.enumerated() {
      let floor = Int128(tier.floor.units) * 2_000_000_000
      let end = number + 1 < tiers.count ? Int128(tiers[number + 1].floor.units) * 2_000_000_000 : charge
      if charge > floor { sum += (min(charge, end) - floor) * Int128(tier.multiplier.partsPerBillion) }
    }
    return sum
  }
}
