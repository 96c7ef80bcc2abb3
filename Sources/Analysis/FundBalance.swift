import MarketTypes

/// What all insurance funds of a venue hold together, in units of money.
struct FundBalance: Hashable, Sendable {
  private(set) var total: Int128 = 0

  /// Takes the next transfer.
  ///
  /// - Returns: whether the total is another one.
  @discardableResult
  mutating func take(_ transfer: Transfer) -> Bool {
    if transfer.asset != .settlement { return false }
    let before = total
    if case .fund = transfer.from { total -= Int128(transfer.amount.units) }
    if case .fund = transfer.to { total += Int128(transfer.amount.units) }
    return total != before
  }
}
