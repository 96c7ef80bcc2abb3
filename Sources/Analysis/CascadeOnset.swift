import MarketTypes

/// Where a cascade's story begins: with the shock's first fill, or the first account under its maintenance margin if that
/// comes before.
public struct CascadeOnset: Sendable {
  private let shockAccounts: Set<AccountID>

  /// - Parameter shockAccounts: whose orders are the shock; empty if that is not known.
  public init(_ shockAccounts: [AccountID]) { self.shockAccounts = Set(shockAccounts) }

  /// Whether it has begun with this one of a command's events, at the latest.
  public func isReached(by index: Int, of events: Span<Event>) -> Bool {
    switch events[index].body {
    case .liquidatable: true
    // A forced order's account is under its margin, whether that was said or not.
    case .filled(let fill):
      fill.isForced || fill.isShock(of: shockAccounts, isInAuction: events.isAuctioned(index))
    default: false
    }
  }

  /// The same of all of them together.
  public func isReached(in events: Span<Event>) -> Bool {
    for index in events.indices where isReached(by: index, of: events) { return true }
    return false
  }
}

extension Fill {
  /// Whether a scripted order took from the book here; in an auction, where nobody takes, whether one is on either side.
  func isShock(of accounts: Set<AccountID>, isInAuction: Bool) -> Bool {
    accounts.contains(takerAccount) || isInAuction && accounts.contains(makerAccount)
  }
}

extension Span<Event> {
  /// Whether this one of a command's events is a fill of an auction.
  func isAuctioned(_ index: Int) -> Bool {
    let distance = Int(self[index].cause)
    guard distance > 0, distance <= index, case .auctioned = self[index - distance].body else { return false }
    return true
  }
}
