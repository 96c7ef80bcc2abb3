import MarketTypes

/// An account under margin that waits for its forced orders, with what decides its turn.
@frozen public struct DueAccount: Hashable, Sendable, BitwiseCopyable {
  public var account: AccountID
  /// The round its forced orders belong to: one more than that of the marks that caused them.
  public var round: UInt16
  /// The event that said it is liquidatable.
  public var event: EventPosition
  public var equity: Int128
  public var maintenance: Int128
  public var notional: Int128

  @inlinable
  public init(
    account: AccountID, round: UInt16, event: EventPosition, equity: Int128, maintenance: Int128, notional: Int128
  ) {
    self.account = account
    self.round = round
    self.event = event
    self.equity = equity
    self.maintenance = maintenance
    self.notional = notional
  }

  /// Whether this account's turn comes before another's (LIQ-3): lower round; then riskier, that is lower equity ÷
  /// maintenance margin, compared without division, at equal ratios the larger maintenance margin, then the lower
  /// equity (formula F14, dYdX); then larger notional; then lower account number. A total order.
  public func precedes(_ other: DueAccount) -> Bool {
    if round != other.round { return round < other.round }
    let (mine, theirs) = (equity * other.maintenance, other.equity * maintenance)
    if mine != theirs { return mine < theirs }
    if maintenance != other.maintenance { return maintenance > other.maintenance }
    if equity != other.equity { return equity < other.equity }
    if notional != other.notional { return notional > other.notional }
    return account < other.account
  }
}
