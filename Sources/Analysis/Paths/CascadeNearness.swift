import MarketTypes

/// Whether a moment is near a cascade, so that it deserves a closer look: from the first account under its maintenance
/// margin or the first forced fill until nothing of the kind has happened for a fiftieth of the run.
public struct CascadeNearness: Sendable {
  /// As of the moment and the events taken last.
  public private(set) var isNear = false

  private let patience: TimeSpan
  private var until = Time.start

  /// - Parameter grid: the run's time.
  public init(_ grid: TimeGrid) { patience = TimeSpan(nanoseconds: grid.width * Int64(grid.count) / 50) }

  /// Time went on; to be called before the events of a command are taken.
  ///
  /// - Returns: whether the cascade has been near and is no more.
  @discardableResult
  public mutating func pass(to time: Time) -> Bool {
    guard isNear, time > until else { return false }
    isNear = false
    return true
  }

  /// Takes an event of this moment.
  ///
  /// - Returns: whether the cascade has not been near and is from here on.
  @discardableResult
  public mutating func take(_ body: Event.Body, at time: Time) -> Bool {
    switch body {
    case .liquidatable: break
    case .filled(let fill) where fill.isForced: break
    default: return false
    }
    until = time + patience
    defer { isNear = true }
    return !isNear
  }
}
