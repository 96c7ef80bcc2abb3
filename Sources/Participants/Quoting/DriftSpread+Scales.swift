import MarketTypes

extension DriftSpread {
  /// How much the loaded side is multiplied for the inventory, in millionths: 1 for none, at most ten or what brings the side
  /// to the target, in proportion to the inventory's share of the smaller of what may still be bought and sold.
  public func inventoryScale(_ state: DriftState, loaded side: Int64, target: Int64) -> Int64 {
    let one = Millionths.whole
    if state.inventory == 0 { return Int64(one) }
    let bids = max(0, state.reserve - state.minimumReserve)
    let asks = max(0, state.maximumReserve - state.reserve)
    let room = min(bids, asks)
    let size = Int64(clamping: state.inventory.magnitude)
    let share = size >= room ? one : min(one, Millionths.share(Int128(size), of: max(room, 1)))
    let limit = max(10 * one, Millionths.share(Int128(target), of: max(side, 1)))
    return Int64(clamping: min(limit, one + limit * share / one))
  }

  /// How much the loaded side is multiplied for leverage, in millionths, at most ten: one plus what the inventory is worth beyond
  /// what closing it on the curve would bring, over the fee pool. Both values truncate toward zero.
  public func leverageScale(_ state: DriftState) -> Int64 {
    let billion: Int128 = 1_000_000_000
    let onCurve = Int128(state.quoteReserve - state.terminalQuoteReserve) * Int128(state.peg) / billion
    let atPrice = Int128(state.inventory) * Int128(state.price) / billion
    let one = Millionths.whole
    let leverage = Millionths.share(max(0, atPrice - onCurve), of: max(0, state.feePool) + 1)
    return Int64(min(10 * one, one + leverage + 1))
  }

  /// What losses since the last funding add to the loaded side, in millionths: nothing up to 25 units, a tenth of the target
  /// beyond 25,000, in between in proportion, but no more than that tenth.
  public func revenueRetreat(_ revenue: Int64, target: Int64) -> Int64 {
    let threshold: Int64 = -25_000_000
    if revenue >= threshold { return 0 }
    if revenue < threshold * 1_000 { return target / 10 }
    return Int64(min(Int128(target / 10), Int128(base) * Int128(revenue.magnitude) / Int128(threshold.magnitude)))
  }
}
