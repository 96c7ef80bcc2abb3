import MarketTypes

/// A stretch of time cut into columns of a figure, from the first moment on, the last one included.
public struct TimeColumns: Hashable, Sendable {
  public let start: Time
  public let end: Time
  public let count: Int

  /// - Parameters:
  ///   - end: not before `start`.
  ///   - count: above zero.
  public init(from start: Time, to end: Time, count: Int) {
    invariant(start <= end && count > 0, "\(count) columns from \(start.nanoseconds) to \(end.nanoseconds) ns")
    (self.start, self.end, self.count) = (start, end, count)
  }

  /// Which column a moment falls into; `nil` outside.
  public func index(of time: Time) -> Int? {
    guard time >= start, time <= end else { return nil }
    let (offset, length) = (Int128((time - start).nanoseconds), Int128((end - start).nanoseconds))
    return length == 0 ? 0 : min(count - 1, Int(offset * Int128(count) / length))
  }
}
