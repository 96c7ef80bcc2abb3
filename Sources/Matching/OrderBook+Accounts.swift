import MarketTypes

extension OrderBook {
  /// Calls `body` with each resting order of an account, the one that came last first, until it answers false.
  /// O(orders shown).
  public func forEachOrder(of account: AccountID, _ body: (StandingOrder) -> Bool) {
    guard account.index < youngest.count else { return }
    var slot = youngest[account.index]
    while slot >= 0 {
      if !body(standing(slot)) { return }
      slot = orders[slot].older
    }
  }
}
