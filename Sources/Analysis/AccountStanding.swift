import MarketTypes

/// How an account stands at one moment: what the clearing house says of it, and the ratios that people look at.
///
/// Amounts are in units of money at the marks of the moment, requirements the clearing house's own.
public struct AccountStanding: Hashable, Sendable {
  /// Whose standing it is.
  public var account: AccountID
  /// How its margin is reckoned.
  public var kind: AccountKind
  /// Collateral, unrealized profit and what assets count together (CLR-5).
  public var equity: Int128
  /// With open orders at the worse side (CLR-7), or by scenarios.
  public var initial: Int128
  /// Of the positions alone (CLR-8), or by scenarios.
  public var maintenance: Int128
  /// Of all positions, without sign.
  public var notional: Int128
  /// Whether it is under margin, by the venue's own threshold.
  public var isLiquidatable: Bool
  /// The smallest move of all marks by one fraction that makes the account liquidatable; below zero a fall. `nil` where
  /// none does.
  public var distance: Rate?
  /// Where its equity stands to the margin levels; `nil` where the venue has none.
  public var level: MarginLevel?
  /// By instrument number.
  public var positions: [PositionStanding]
  /// What it would need under each way of reckoning margin; `nil` if that was not asked.
  public var requirements: MarginRequirements?

  public init(
    account: AccountID, kind: AccountKind, equity: Int128, initial: Int128, maintenance: Int128, notional: Int128,
    isLiquidatable: Bool = false, distance: Rate? = nil, level: MarginLevel? = nil, positions: [PositionStanding] = [],
    requirements: MarginRequirements? = nil
  ) {
    self.account = account
    self.kind = kind
    self.equity = equity
    self.initial = initial
    self.maintenance = maintenance
    self.notional = notional
    self.isLiquidatable = isLiquidatable
    self.distance = distance
    self.level = level
    self.positions = positions
    self.requirements = requirements
  }

  /// An exempt account is asked for no margin: its margins mean nothing.
  public var isMargined: Bool { kind.isMargined }

  /// Equity less initial margin: what may be withdrawn or committed, below zero when the account has too little.
  public var freeCollateral: Int128 { equity - initial }

  /// Initial margin ÷ equity in millionths, rounded up. `nil` without equity above zero.
  public var utilisation: Int128? { Self.millionths(initial, over: equity, .up) }

  /// Equity ÷ maintenance margin in millionths, rounded down; below one the account is liquidatable. `nil` where no
  /// margin is needed.
  public var health: Int128? { Self.millionths(equity, over: maintenance, .down) }

  /// Notional ÷ equity in millionths, rounded up. `nil` without equity above zero.
  public var leverage: Int128? { Self.millionths(notional, over: equity, .up) }

  private static func millionths(_ amount: Int128, over divisor: Int128, _ rounding: Rounding) -> Int128? {
    divisor > 0 ? (amount * 1_000_000).divided(by: divisor, rounding: rounding) : nil
  }
}

/// One position of an account at one moment.
public struct PositionStanding: Hashable, Sendable {
  /// What is held.
  public var instrument: InstrumentID
  /// With its sign; not flat.
  public var position: Position
  /// What it cost: above zero for a long, below for a short; of an inverse contract the other way round.
  public var cost: Int128
  /// `nil` before the first.
  public var mark: Price?
  /// The mark at which the account becomes liquidatable while all others stand; `nil` where none does.
  public var liquidationPrice: Price?
  /// The price at which a close leaves nothing behind the position; `nil` where none does.
  public var bankruptcyPrice: Price?

  public init(
    instrument: InstrumentID, position: Position, cost: Int128, mark: Price?, liquidationPrice: Price? = nil,
    bankruptcyPrice: Price? = nil
  ) {
    self.instrument = instrument
    self.position = position
    self.cost = cost
    self.mark = mark
    self.liquidationPrice = liquidationPrice
    self.bankruptcyPrice = bankruptcyPrice
  }
}

/// The collateral that the same positions and orders need under each way of reckoning margin, in units of money.
public struct MarginRequirements: Hashable, Sendable {
  /// The sum of what each position needs alone.
  public var isolated: Int128
  /// What all of them need out of one pool of collateral, position by position.
  public var cross: Int128
  /// `nil` where the venue has no scenarios.
  public var portfolio: Int128?

  public init(isolated: Int128, cross: Int128, portfolio: Int128?) {
    self.isolated = isolated
    self.cross = cross
    self.portfolio = portfolio
  }

  /// What one pool of collateral for all positions saves.
  public var savedByCross: MarginSaving { MarginSaving(from: isolated, to: cross) }
  /// What offsets between positions save on top of that; `nil` where the venue has no scenarios.
  public var savedByPortfolio: MarginSaving? { portfolio.map { MarginSaving(from: cross, to: $0) } }
}

// MARK: - Risk

extension AccountStanding {
  /// Whether this account comes before another where the largest risk comes first: those that owe and hold nothing, then
  /// by health, the lowest first, then those that need no margin, then the exempt. Ties by number.
  public func isRiskier(than other: AccountStanding) -> Bool {
    if rank != other.rank { return rank < other.rank }
    if rank == 1 {
      // equity ÷ maintenance without dividing, in 256 bits
      let (own, others) = (
        equity.multipliedFullWidth(by: other.maintenance), other.equity.multipliedFullWidth(by: maintenance)
      )
      if own != others { return (own.high, own.low) < (others.high, others.low) }
    }
    return account < other.account
  }

  private var rank: Int {
    if !isMargined { return 3 }
    if maintenance > 0 { return 1 }
    return equity < 0 ? 0 : 2
  }
}

// MARK: - Sums

extension Sequence<AccountStanding> {
  /// All margined accounts as if they were one. It has no positions, no distance, and no number of its own; requirements
  /// only if every account has them, and a portfolio's only if every account has one.
  public var total: AccountStanding {
    var total = AccountStanding(
      account: AccountID(number: -1), kind: .cross, equity: 0, initial: 0, maintenance: 0, notional: 0,
      requirements: MarginRequirements(isolated: 0, cross: 0, portfolio: 0))
    for account in self where account.isMargined {
      total.equity += account.equity
      total.initial += account.initial
      total.maintenance += account.maintenance
      total.notional += account.notional
      total.requirements = total.requirements.flatMap { sum in account.requirements.map { sum + $0 } }
    }
    return total
  }
}

extension MarginRequirements {
  fileprivate static func + (left: MarginRequirements, right: MarginRequirements) -> MarginRequirements {
    MarginRequirements(
      isolated: left.isolated + right.isolated, cross: left.cross + right.cross,
      portfolio: left.portfolio.flatMap { sum in right.portfolio.map { sum + $0 } })
  }
}
