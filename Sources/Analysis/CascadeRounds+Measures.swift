import MarketTypes

/// Ratios, for display only.
extension CascadeRounds {
  /// Forced rounds up to the last that traded: 0 when there was no cascade.
  public var depth: Int { rounds.last { $0.number > 0 && $0.fills > 0 }?.number ?? 0 }

  /// What forced orders traded in all rounds.
  public var forcedNotional: Int128 { rounds.dropFirst().reduce(0) { $0 + $1.notional } }
  /// Forced orders accepted in all rounds.
  public var forcedOrders: Int { rounds.dropFirst().reduce(0) { $0 + $1.orders } }
  /// Lots that forced orders filled in all rounds, all instruments together.
  public var forcedLots: Int128 { rounds.dropFirst().reduce(0) { $0 + $1.lots } }

  /// What the shock traded; zero if it was a change of the index, or of nothing at all.
  public var shockNotional: Int128 { rounds.first?.notional ?? 0 }

  /// R_k = N_{k+1} ÷ N_k: what a round's notional made the next one trade. `nil` for what is not between two rounds, or
  /// follows one that traded nothing; rounds at the end in which accounts only had their margin back are none. Source: models E.
  public func gain(afterRound number: Int) -> Double? {
    guard number >= 0, number + 1 < rounds.count, rounds[number].notional > 0 else { return nil }
    guard rounds[(number + 1)...].contains(where: \.hasHappened) else { return nil }
    return Double(rounds[number + 1].notional) / Double(rounds[number].notional)
  }

  /// R̄ = Σ_{k≥1} N_k ÷ Σ_{k≥0} N_k, the branching ratio of a book of constant depth. `nil` for a shock that traded
  /// nothing. Source: models E and C1.
  public var meanGain: Double? {
    shockNotional > 0 ? Double(forcedNotional) / Double(shockNotional + forcedNotional) : nil
  }

  /// Forced notional ÷ shock notional: the cascade ratio. `nil` for a shock that traded nothing. Source: models E.
  public var forcedPerShock: Double? {
    shockNotional > 0 ? Double(forcedNotional) / Double(shockNotional) : nil
  }
}
