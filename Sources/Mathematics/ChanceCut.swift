/// One random value cut into several choices, where a value for each would cost more than what it decides.
///
/// Each choice multiplies what is left by the number of cases: the high half is the choice, the low half is left for the next.
/// A case's chance is right within (product of all bounds so far) ÷ 2^64.
///
/// Source: the multiply step of Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29 (2019), repeated.
@frozen public struct ChanceCut: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline var rest: UInt64

  /// - Parameter value: 64 random bits.
  @inlinable public init(_ value: UInt64) { rest = value }

  /// A whole number from 0 up to, not including, `bound`, which is not zero.
  @inlinable
  public mutating func uniform(below bound: UInt64) -> UInt64 {
    let (high, low) = rest.multipliedFullWidth(by: bound)
    rest = low
    return high
  }
}
