import Clearing
import MarketTypes

/// An account under margin that waits for its forced orders, with what decides its turn.
@frozen public struct DueAccount: Hashable, Sendable, BitwiseCopyable {
  /// Whose turn it is.
  public var account: AccountID
  /// The round its forced orders belong to: one more than that of the marks that caused them.
  public var round: UInt16
  /// The event that said it is liquidatable.
  public var event: EventPosition
  /// When that was.
  public var since: Time
  /// Equity ÷ maintenance margin in units of 2^−30, rounded down and clamped; of nothing needed the lowest number or the
  /// highest, by the sign of equity. Where it differs between two accounts it says who is riskier.
  public private(set) var health: Int64 = 0
  /// At the marks at which it was last measured; zero before.
  public private(set) var equity: Int128 = 0
  /// At those marks, rounded up.
  public private(set) var maintenance: Int128 = 0
  /// At those marks, gross.
  public private(set) var notional: Int128 = 0
  /// Nobody was asked for it yet: its sizes allow no lot for now.
  public internal(set) var isForLater = false
  /// How much of what was missing its forced orders have freed so far (F26).
  public var freed: Int128 = 0

  @inlinable
  public init(account: AccountID, round: UInt16, event: EventPosition, since: Time) {
    self.account = account
    self.round = round
    self.event = event
    self.since = since
  }

  /// Notes the figures that decide its turn.
  public mutating func measure(_ figures: AccountFigures) {
    equity = figures.equity
    maintenance = figures.maintenance
    notional = figures.notional
    let limit = Int128(1) << 96
    if maintenance == 0 {
      health = equity < 0 ? .min : .max
    } else {
      let scaled = min(max(equity, -limit), limit) << 30
      health = Int64(clamping: scaled.divided(by: maintenance, rounding: .down))
    }
  }

  /// Equity and maintenance margin as measured, for an event. Beyond `Money` they are clamped.
  public var marginState: MarginState {
    MarginState(
      account: account, equity: Money(units: Int64(clamping: equity)),
      maintenance: Money(units: Int64(clamping: maintenance)))
  }

  /// Whether this account's turn comes before another's (LIQ-3): lower round; then riskier, that is lower equity ÷
  /// maintenance margin, compared without division, at equal ratios the larger maintenance margin, then the lower
  /// equity (formula F14, dYdX); then larger notional; then lower account number. A total order.
  public func precedes(_ other: DueAccount) -> Bool {
    if round != other.round { return round < other.round }
    return isRiskier(than: other)
  }

  /// The same, whatever the rounds.
  @inline(__always)
  public func isRiskier(than other: DueAccount) -> Bool {
    health != other.health ? health < other.health : isRiskierExactly(than: other)
  }

  @inline(never)
  private func isRiskierExactly(than other: DueAccount) -> Bool {
    // At full width: with many instruments at their limits the products do not fit in 128 bits.
    let mine = equity.multipliedFullWidth(by: other.maintenance)
    let theirs = other.equity.multipliedFullWidth(by: maintenance)
    if mine != theirs { return mine < theirs }
    if maintenance != other.maintenance { return maintenance > other.maintenance }
    if equity != other.equity { return equity < other.equity }
    if notional != other.notional { return notional > other.notional }
    return account < other.account
  }
}
