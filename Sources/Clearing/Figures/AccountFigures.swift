import MarketTypes

/// An account's figures at the present marks, wide enough for any sum.
@frozen public struct AccountFigures: Hashable, Sendable, BitwiseCopyable {
  /// Collateral plus what the holdings would bring beyond their cost (CLR-5).
  public var equity: Int128 = 0
  /// Of all holdings, each rounded up (CLR-8), or by the account's scenarios (PFM); the factor counted.
  public var maintenance: Int128 = 0
  /// Initial margin of holdings and open orders, at the worse side of each instrument (CLR-7).
  public var initial: Int128 = 0
  /// Gross notional of all holdings.
  public var notional: Int128 = 0
  /// How many holdings are not flat.
  public var positions: Int64 = 0

  /// Of an account that has nothing.
  public init() {}

  /// What may be withdrawn or committed; negative when the account has too little.
  @inlinable public var freeCollateral: Int128 { equity - initial }

  /// Health factor: equity ÷ maintenance margin, rounded down; below 1 the account is liquidatable. `nil` when no margin is
  /// needed. For display: rules compare the two by cross-multiplication. Clamped to what a `Rate` holds (FIG-1).
  public var health: Rate? {
    guard maintenance > 0 else { return nil }
    let limit = Int128(1) << 90
    let scaled = min(max(equity, -limit), limit) * Int128(Rate.one.partsPerBillion)
    return Rate(partsPerBillion: Int64(clamping: scaled.divided(by: maintenance, rounding: .down)))
  }

  /// Initial margin ÷ equity, rounded up: above 1 the account may not add to its risk. `nil` where equity is zero or less.
  /// For display, clamped to what a `Rate` holds (FIG-2).
  public var utilisation: Rate? { shareOfEquity(initial) }

  /// Effective leverage: gross notional ÷ equity, rounded up. `nil` where equity is zero or less. For display, clamped to
  /// what a `Rate` holds (FIG-3).
  public var leverage: Rate? { shareOfEquity(notional) }

  /// `amount` is zero or more and below 2^90.
  private func shareOfEquity(_ amount: Int128) -> Rate? {
    guard equity > 0 else { return nil }
    let scaled = amount * Int128(Rate.one.partsPerBillion)
    return Rate(partsPerBillion: Int64(clamping: scaled.divided(by: equity, rounding: .up)))
  }
}
