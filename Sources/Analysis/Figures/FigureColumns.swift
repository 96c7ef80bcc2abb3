import MarketTypes

/// The stretch of time that a figure shows, cut into its columns, the first and the last moment included.
///
/// What lies outside belongs to no column. A page shows whole runs, and cuts their time by a `TimeGrid`, where every moment
/// belongs to some stretch.
public struct FigureColumns: Hashable, Sendable {
  /// The left end of the first column.
  public let start: Time
  /// The right end of the last.
  public let end: Time
  /// Above zero; all are equally wide.
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
