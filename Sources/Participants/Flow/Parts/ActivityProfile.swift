import MarketTypes

/// How much goes on at each time of the day: a multiple of the rates of a flow, day after day.
///
/// Given at equal steps from the day's beginning to its end, with straight lines between. A flow with a profile draws its
/// moments at the highest rate and lets those pass that are too many, so that one more draw goes with each.
public struct ActivityProfile: Hashable, Sendable {
  /// How long a day is; the first begins at the scenario's start.
  public let day: TimeSpan
  /// Multiples of the rates, from the day's beginning to its end. None is below zero, the highest is above it.
  public let levels: [Double]
  let highest: Double

  /// - Parameters:
  ///   - day: at least 1 ns.
  ///   - levels: at least two.
  public init(day: TimeSpan, levels: [Double]) {
    self.day = day
    self.levels = levels
    highest = levels.max() ?? 1
  }

  /// The multiple at a moment.
  public func level(at time: Time) -> Double {
    let sinceMorning = time.nanoseconds % day.nanoseconds
    let scaled = Double(sinceMorning) / Double(day.nanoseconds) * Double(levels.count - 1)
    let step = min(Int(scaled), levels.count - 2)
    return levels[step] + (levels[step + 1] - levels[step]) * (scaled - Double(step))
  }

  /// Whether one of the moments drawn at the highest rate takes place.
  ///
  /// - Parameter value: from 0 up to, not including, 1.
  func includes(_ time: Time, for value: Double) -> Bool { value * highest < level(at: time) }
}
