import MarketTypes
import Storage

extension OrderBook {
  /// Takes all lots that an order shows without a fill: it leaves, or goes to the tail of its price with `refill` lots.
  public mutating func lose(_ order: StandingOrder, refill: Quantity) {
    take(order.quantity, from: order, refill: refill)
    if refill > .zero { noteFilled(-order.quantity.lots, order.slot) }
  }

  // MARK: An account's orders: a mass cancel looks at nobody else's

  /// Calls `body` with each resting order of an account, the one that came last first, until it answers false.
  /// O(orders shown).
  public func forEachOrder(of account: AccountID, _ body: (StandingOrder) -> Bool) {
    var entry = accounts.youngest(of: account)
    while entry >= 0 {
      if !body(standing(accounts.slots[entry])) { return }
      entry = accounts.before(entry)
    }
  }
}
