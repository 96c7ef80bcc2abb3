/// A new account. Its number must be the next free one.
@frozen public struct AccountOpening: Hashable, Sendable, BitwiseCopyable {
  /// The next free number: the first account is 0 (`accountNumberNotNext`).
  public var account: AccountID
  /// Accounts of the same group count as one owner where self-trades are prevented; zero is no group,
  /// below zero is refused (`ownerNotAllowed`).
  public var group: Int32
  /// The number of the account this one is a sub-account of, or −1: between an owner and its sub-accounts, and among
  /// them, collateral and positions may be moved.
  public var ownerNumber: Int32
  /// How its margin is reckoned; never changes. Portfolio margin needs scenarios, and there is one backstop.
  public var kind: AccountKind
  /// The only instrument an isolated account may trade; of no meaning for another.
  public var instrument: InstrumentID

  @inlinable
  public init(
    account: AccountID, kind: AccountKind, group: Int32 = 0, owner: AccountID? = nil,
    instrument: InstrumentID = InstrumentID(number: 0)
  ) {
    self.account = account
    self.group = group
    ownerNumber = owner?.number ?? -1
    self.kind = kind
    self.instrument = instrument
  }

  /// `nil` for an account of its own.
  @inlinable public var owner: AccountID? { ownerNumber < 0 ? nil : AccountID(number: ownerNumber) }
}

/// How an account's margin is reckoned.
@frozen public enum AccountKind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  /// Cross margin: all positions share one pool of collateral.
  case cross
  /// Neither checked for margin nor ever liquidated: the world around the experiment.
  case exempt
  /// Isolated margin: collateral that stands behind a position in one instrument and behind nothing else.
  case isolated
  /// Portfolio margin: all positions share one pool of collateral, and what they need is the worst of a set of scenarios.
  case portfolio
  /// Takes over what liquidation cannot sell: not checked for margin, never liquidated, and one of its kind.
  case backstop

  /// Whether margin is asked of it.
  @inlinable public var isMargined: Bool {
    @inline(__always) get { self != .exempt && self != .backstop }
  }
}

/// A whole position that goes from one account to another of the same owner at its cost: how a position is switched
/// between cross and isolated margin.
@frozen public struct PositionMove: Hashable, Sendable, BitwiseCopyable {
  /// Keeps none of it; has no open order in the instrument.
  public var from: AccountID
  /// Of the same owner, flat or on the same side, and allowed to trade the instrument.
  public var to: AccountID
  /// The one whose whole position moves; positions in others stay.
  public var instrument: InstrumentID

  @inlinable
  public init(from: AccountID, to: AccountID, instrument: InstrumentID) {
    self.from = from
    self.to = to
    self.instrument = instrument
  }
}
