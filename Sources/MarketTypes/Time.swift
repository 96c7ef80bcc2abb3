/// A moment of simulated time: nanoseconds since the scenario's start.
@frozen public struct Time: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// From 0: a command that is earlier is refused (MAT-1).
  public let nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// When the scenario begins.
  @inlinable public static var start: Time { Time(nanoseconds: 0) }
  /// After all that ever happens: the last countable moment, at which nothing is due.
  @inlinable public static var never: Time { Time(nanoseconds: .max) }

  /// This much later; `nil` beyond all countable time, which is never due.
  @inlinable public func later(by span: TimeSpan) -> Time? {
    let (sum, isBeyond) = nanoseconds.addingReportingOverflow(span.nanoseconds)
    return isBeyond ? nil : Time(nanoseconds: sum)
  }

  @inlinable public static func < (left: Time, right: Time) -> Bool { left.nanoseconds < right.nanoseconds }
  @inlinable public static func + (time: Time, span: TimeSpan) -> Time {
    Time(nanoseconds: time.nanoseconds + span.nanoseconds)
  }
  @inlinable public static func - (left: Time, right: Time) -> TimeSpan {
    TimeSpan(nanoseconds: left.nanoseconds - right.nanoseconds)
  }
}

/// A length of simulated time in nanoseconds.
@frozen public struct TimeSpan: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Of either sign where two moments are subtracted; rules ask for more than nothing.
  public let nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// No time at all.
  @inlinable public static var zero: TimeSpan { TimeSpan(nanoseconds: 0) }
  @inlinable public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.nanoseconds < right.nanoseconds }
}
