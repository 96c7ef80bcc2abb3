/// An account under its margin is given time.
@frozen public struct GracePeriod: Hashable, Sendable, BitwiseCopyable {
  /// With the first clock at this moment or after it, it waits for its forced orders like anybody.
  public var until: Time
  /// Who has the time.
  public var account: AccountID

  @inlinable
  public init(account: AccountID, until: Time) {
    self.until = until
    self.account = account
  }
}

/// The backstop takes everything an account has. Its positions and its collateral follow.
@frozen public struct Takeover: Hashable, Sendable, BitwiseCopyable {
  /// What the account was worth: below zero the backstop bears the loss.
  public var equity: Money
  /// Gross.
  public var notional: Money
  /// Whose everything goes over.
  public var account: AccountID
  /// Who has it now.
  public var backstop: AccountID

  @inlinable
  public init(account: AccountID, backstop: AccountID, equity: Money, notional: Money) {
    self.equity = equity
    self.notional = notional
    self.account = account
    self.backstop = backstop
  }
}

/// The backstop would have taken an account over, but its rules forbid it.
@frozen public struct TakeoverDeclined: Hashable, Sendable, BitwiseCopyable {
  /// Whom it would have taken.
  public var account: AccountID
  /// The first that holds.
  public var reason: Reason

  @inlinable
  public init(account: AccountID, _ reason: Reason) {
    self.account = account
    self.reason = reason
  }

  /// Cases stand in order of precedence.
  @frozen public enum Reason: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// It has lost as much as it may.
    case lossStop
    /// It would be below zero.
    case capital
    /// It would hold more than it may.
    case maximumNotional
    /// A balance would leave what the venue can count.
    case balanceLimit
  }
}

/// A position is closed against another's without the book: auto-deleveraging, or a tear-up. Profits of both follow.
@frozen public struct Deleveraging: Hashable, Sendable, BitwiseCopyable {
  /// Where both are closed (LIQ-21); neither pays a fee, and no mark moves.
  public var price: Price
  /// Of each; above zero.
  public var quantity: Quantity
  /// Whose position nobody took.
  public var account: AccountID
  /// Who stood on the other side.
  public var counterparty: AccountID
  /// Where both held.
  public var instrument: InstrumentID
  /// The side that closes the account's position.
  public var side: Side

  @inlinable
  public init(
    account: AccountID, counterparty: AccountID, instrument: InstrumentID, side: Side, quantity: Quantity, price: Price
  ) {
    self.price = price
    self.quantity = quantity
    self.account = account
    self.counterparty = counterparty
    self.instrument = instrument
    self.side = side
  }
}
