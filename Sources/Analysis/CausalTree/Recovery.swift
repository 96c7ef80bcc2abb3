import MarketTypes

/// How long something took to come back after the worst of a cascade.
public enum Recovery: Hashable, Sendable {
  /// From the moment it was worst.
  case after(TimeSpan)
  /// It had not come back when the run ended, so long after.
  case censored(TimeSpan)
  /// There is nothing to come back from or to.
  case undefined(Reason)

  /// Why nothing can be said, as a report says it.
  public enum Reason: String, Sendable {
    /// There was no price, spread or depth before the cascade.
    case noReference = "nothing before the cascade to come back to"
    /// What is looked at stayed where it was.
    case noDisplacement = "it never moved"
    /// No forced order filled: there is no cascade to recover from.
    case noCascade = "no forced order filled"
    /// Depth is only known where levels are published.
    case notPublished = "the instrument does not publish its levels"
  }
}

/// The way of one number from its value before a cascade to its worst and back.
struct RecoveryTrack: Hashable, Sendable {
  let reference: Int64
  /// Only values below the reference are worse; otherwise those on either side.
  let onlyBelow: Bool
  private(set) var worst: Int64 = 0
  private(set) var worstTime: Time
  private var half: Time?
  private var tenth: Time?

  init(reference: Int64, onlyBelow: Bool = false, at time: Time) {
    self.reference = reference
    self.onlyBelow = onlyBelow
    worstTime = time
  }

  /// - Parameter mayWorsen: whether a new worst counts; otherwise only the way back from the old one does.
  /// - Returns: whether this is a new worst.
  @discardableResult
  mutating func take(_ value: Int64, at time: Time, mayWorsen: Bool) -> Bool {
    let distance = onlyBelow ? max(0, reference - value) : abs(value - reference)
    if distance > worst, mayWorsen {
      (worst, worstTime, half, tenth) = (distance, time, nil, nil)
      return true
    }
    if half == nil, Int128(distance) * 2 <= Int128(worst) { half = time }
    if tenth == nil, Int128(distance) * 10 <= Int128(worst) { tenth = time }
    return false
  }

  /// Within half of the worst, and within a tenth.
  func toHalf(end: Time) -> Recovery { recovery(half, end: end) }
  func toTenth(end: Time) -> Recovery { recovery(tenth, end: end) }

  private func recovery(_ time: Time?, end: Time) -> Recovery {
    if worst == 0 { return .undefined(.noDisplacement) }
    return time.map { .after($0 - worstTime) } ?? .censored(end - worstTime)
  }
}
