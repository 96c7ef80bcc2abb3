import MarketTypes

/// A run's simulated time cut into stretches of equal length, for what a page keeps once for each stretch.
@frozen public struct TimeGrid: Hashable, Sendable {
  /// Where the first stretch begins.
  public let start: Time
  /// How many stretches there are.
  public let count: Int
  /// Of one stretch, in nanoseconds; at least 1.
  public let width: Int64

  /// - Parameters:
  ///   - end: not before `start`. What comes later belongs to the last stretch, what comes before `start` to the first.
  ///   - count: at least 1.
  public init(from start: Time, to end: Time, count: Int) {
    invariant(
      count >= 1 && end >= start, "a grid of \(count) stretches from \(start.nanoseconds) to \(end.nanoseconds)")
    self.start = start
    self.count = count
    width = (end - start).nanoseconds / Int64(count) + 1
  }

  /// The same time in another number of stretches.
  public func divided(into count: Int) -> TimeGrid {
    TimeGrid(from: start, to: Time(nanoseconds: start.nanoseconds + width * Int64(self.count) - 1), count: count)
  }

  /// Which stretch a moment lies in.
  public func cell(of time: Time) -> Int {
    min(max(0, Int((time.nanoseconds - start.nanoseconds) / width)), count - 1)
  }

  /// When the stretch begins.
  public func start(of cell: Int) -> Time { Time(nanoseconds: start.nanoseconds + width * Int64(cell)) }
}
