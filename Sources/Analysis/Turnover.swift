/// What was traded, on how much collateral for how long.
public struct Turnover: Hashable, Sendable {
  /// In units of money.
  public internal(set) var notional: Int128 = 0
  /// Collateral times how long it stood, in units of money × days.
  public internal(set) var collateralDays = 0.0

  /// Notional per unit of collateral and day. `nil` where there was no collateral, less than none, or no time.
  public var perDay: Double? { collateralDays > 0 ? Double(notional) / collateralDays : nil }

  /// Of two accounts, or two stretches of time, together.
  public static func + (left: Turnover, right: Turnover) -> Turnover {
    Turnover(notional: left.notional + right.notional, collateralDays: left.collateralDays + right.collateralDays)
  }
}
