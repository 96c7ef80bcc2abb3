/// Which values of a statistic count as showing the fact.
public struct AcceptedRange: Hashable, Sendable {
  /// `nil` where anything so small will do.
  public let lower: Double?
  /// `nil` where anything so large will do.
  public let upper: Double?
  /// Whether an end itself is no more accepted.
  public let isOpen: Bool

  /// Less than this.
  public static func below(_ bound: Double) -> AcceptedRange { AcceptedRange(lower: nil, upper: bound, isOpen: true) }
  /// More than this.
  public static func above(_ bound: Double) -> AcceptedRange { AcceptedRange(lower: bound, upper: nil, isOpen: true) }
  /// This or more.
  public static func atLeast(_ bound: Double) -> AcceptedRange {
    AcceptedRange(lower: bound, upper: nil, isOpen: false)
  }
  /// Both ends included.
  public static func between(_ lower: Double, _ upper: Double) -> AcceptedRange {
    AcceptedRange(lower: lower, upper: upper, isOpen: false)
  }

  /// Whether a value is accepted; what is no number never is.
  public func contains(_ value: Double) -> Bool {
    if let lower, isOpen ? value <= lower : value < lower { return false }
    if let upper, isOpen ? value >= upper : value > upper { return false }
    return !value.isNaN
  }

  /// How far outside a value is: to the nearest end. 0 within, and at an end that is not accepted.
  public func distance(of value: Double) -> Double {
    if let lower, value < lower { return lower - value }
    if let upper, value > upper { return value - upper }
    return 0
  }
}
