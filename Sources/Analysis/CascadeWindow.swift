import MarketTypes

/// The time of a cascade: from the first `liquidatable` event to the last fill of a forced order.
///
/// Under immediate pacing a cascade happens within one command, and its window has no length.
@frozen public struct CascadeWindow: Hashable, Sendable {
  /// When the first account fell under its maintenance margin.
  public private(set) var start: Time?
  /// When the first forced order filled; `nil` if none did.
  public private(set) var firstForcedFill: Time?
  /// When the latest forced order filled; `nil` if none did.
  public private(set) var lastForcedFill: Time?

  public init() {}

  /// Whether an account fell under its maintenance margin, liquidated or not.
  public var hasOpened: Bool { start != nil }

  /// From first to last forced fill; `nil` when there was none.
  public var duration: TimeSpan? {
    guard let firstForcedFill, let lastForcedFill else { return nil }
    return lastForcedFill - firstForcedFill
  }

  mutating func open(at time: Time) {
    if start == nil { start = time }
  }

  mutating func noteForcedFill(at time: Time) {
    if firstForcedFill == nil { firstForcedFill = time }
    lastForcedFill = time
  }
}
