import MarketTypes

/// What a run of the scenario should come to, so that each scenario is its own regression test. What is `nil` may be anything.
public struct Expectation: Hashable, Sendable {
  /// Up to the last in which a forced order filled.
  public var rounds: ClosedRange<Int64>?
  /// Distinct accounts that were sold by forced orders, taken over or deleveraged.
  public var liquidatedAccounts: ClosedRange<Int64>?
  /// What forced orders traded, in units of money.
  public var forcedNotional: ClosedRange<Int64>?
  /// How often the backstop took an account over.
  public var takeovers: ClosedRange<Int64>?
  /// Pairs of positions that were closed against each other without the book.
  public var deleveragings: ClosedRange<Int64>?
  /// Losses that nobody paid, in units of money.
  public var uncovered: ClosedRange<Int64>?
  /// What all insurance funds have at the end, in units of money.
  public var fund: ClosedRange<Int64>?
  /// Collateral at the end, by account name, sorted by name.
  public var balances: [ExpectedBalance] = []
  /// Sorted by instrument.
  public var marks: [ExpectedMark] = []
  /// Of all commands and events, as hexadecimal digits.
  public var digest: String?
}

/// What an account's collateral should be at the end, in units of money.
public struct ExpectedBalance: Hashable, Sendable {
  /// By its name.
  public var account: String
  /// Cash in the settlement currency, in units of money.
  public var collateral: ClosedRange<Int64>
}

/// How far an instrument's mark should go, in ticks.
public struct ExpectedMark: Hashable, Sendable {
  /// Whose mark it is.
  public var instrument: InstrumentID
  /// The lowest mark of the run, the opening one included.
  public var lowest: ClosedRange<Int64>?
  /// The highest mark of the run, the opening one included.
  public var highest: ClosedRange<Int64>?
  /// The mark at the end.
  public var last: ClosedRange<Int64>?
}
