/// An account's equity beside the maintenance margin it needs.
@frozen public struct MarginState: Hashable, Sendable, BitwiseCopyable {
  /// Collateral and unrealized profit, clamped to 64 bits.
  public var equity: Money
  /// What it must not fall below, rounded up (CLR-8); clamped likewise.
  public var maintenance: Money
  /// Whose figures they are.
  public var account: AccountID

  @inlinable
  public init(account: AccountID, equity: Money, maintenance: Money) {
    self.equity = equity
    self.maintenance = maintenance
    self.account = account
  }
}

/// A position that no forced order could close any of.
@frozen public struct LiquidationStall: Hashable, Sendable, BitwiseCopyable {
  /// Still all there; with its sign.
  public var position: Position
  /// Whose it is; it stays due.
  public var account: AccountID
  /// The one nobody would take.
  public var instrument: InstrumentID

  @inlinable
  public init(account: AccountID, instrument: InstrumentID, position: Position) {
    self.position = position
    self.account = account
    self.instrument = instrument
  }
}

/// How much of a bankrupt account's loss was left when the fund was empty.
@frozen public struct LossUncovered: Hashable, Sendable, BitwiseCopyable {
  /// Above zero; moved from the ledger account `uncovered`.
  public var amount: Money
  /// Who owed it.
  public var account: AccountID

  @inlinable
  public init(account: AccountID, amount: Money) {
    self.amount = amount
    self.account = account
  }
}

/// A cascade within one command went on for as many rounds as the rules allow.
@frozen public struct RoundLimit: Hashable, Sendable, BitwiseCopyable {
  /// How many forced orders wait.
  public var waiting: Int64
  /// `roundLimit` of the venue's pacing.
  public var limit: Int32

  @inlinable
  public init(limit: Int32, waiting: Int64) {
    self.waiting = waiting
    self.limit = limit
  }
}
