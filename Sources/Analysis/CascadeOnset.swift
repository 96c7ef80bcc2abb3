import MarketTypes

/// Where a cascade's story begins: with the shock's first fill, or the first account under its maintenance margin if that
/// comes before.
public struct CascadeOnset: Sendable {
  private let shockAccounts: Set<AccountID>

  /// - Parameter shockAccounts: whose orders are the shock; empty if that is not known.
  public init(_ shockAccounts: [AccountID]) { self.shockAccounts = Set(shockAccounts) }

  /// Whether it has begun with this event, at the latest.
  public func isReached(by body: Event.Body) -> Bool {
    switch body {
    case .liquidatable: true
    // A forced order's account is under its margin, whether that was said or not.
    case .filled(let fill): fill.isForced || shockAccounts.contains(fill.takerAccount)
    default: false
    }
  }

  /// The same of a command's events together.
  public func isReached(in events: Span<Event>) -> Bool {
    for index in events.indices where isReached(by: events[index].body) { return true }
    return false
  }
}
