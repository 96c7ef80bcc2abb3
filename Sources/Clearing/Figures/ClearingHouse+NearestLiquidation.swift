import MarketTypes

/// The nearest marks at which an account is liquidatable, when several instruments may move, each its own way.
extension ClearingHouse {
  /// The combination of these instruments' marks, the others standing, that makes the account liquidatable with the
  /// smallest largest relative move (FIG-7).
  ///
  /// Slack only rises with the price of a long and only falls with that of a short (CLR-13), so within a distance u of all
  /// marks the worst combination is that in which each has gone u against the account: halving finds the smallest u, in
  /// whole parts per million, whose worst combination is liquidatable. No grid is needed, and none is as exact: at u less
  /// a millionth no combination of whole ticks does it. Among those that do within u, the lowest instrument moves least,
  /// then the next. For shorts of inverse contracts slack can stray by a unit of rounding, and so can what is found.
  ///
  /// The present marks, and no move, for an account that is liquidatable already; `nil` for one that no move of these
  /// instruments within their prices makes so. O(instruments × log price × holdings).
  public func nearestLiquidation(of account: AccountID, moving instruments: [InstrumentID]) -> LiquidationPoint? {
    let moving = Set(instruments).sorted().filter { lines[$0.index].mark != 0 }
    var ticks = presentTicks
    func isUnsafe(within millionths: Int64) -> Bool {
      var worst = ticks
      for one in moving { worst[one.index] = adversePrice(of: one, for: account, within: millionths) }
      return isLiquidatable(account, at: worst)
    }
    var distance: Int64 = 0
    if !isUnsafe(within: 0) {
      distance = moving.map { farthestMove(of: $0, for: account) }.max() ?? 0
      guard isUnsafe(within: distance) else { return nil }
      var safe: Int64 = 0
      while distance - safe > 1 {
        let middle = safe + (distance - safe) / 2
        if isUnsafe(within: middle) { distance = middle } else { safe = middle }
      }
      for one in moving { ticks[one.index] = adversePrice(of: one, for: account, within: distance) }
      for one in moving { bringBack(one, for: account, in: &ticks) }
    }
    return LiquidationPoint(
      marks: moving.map { PriceUpdate(instrument: $0, price: Price(ticks: ticks[$0.index])) },
      largestMove: Rate(partsPerBillion: Int64(clamping: Int128(distance) * 1_000)))
  }

  /// The price within so many millionths of the mark that is worst for what the account holds; the mark where it is flat.
  private func adversePrice(of instrument: InstrumentID, for account: AccountID, within millionths: Int64) -> Int64 {
    let (mark, highest) = (lines[instrument.index].mark, lines[instrument.index].maximumTicks)
    let lots = position(of: account, in: instrument).lots
    let reach = (Int128(mark) * Int128(millionths)).divided(by: 1_000_000, rounding: .down)
    let ticks = lots == 0 ? Int128(mark) : Int128(mark) + (lots > 0 ? -reach : reach)
    return Int64(min(max(ticks, 1), Int128(highest)))
  }

  /// How far, in millionths rounded up, the price can go against what the account holds.
  private func farthestMove(of instrument: InstrumentID, for account: AccountID) -> Int64 {
    let (mark, highest) = (lines[instrument.index].mark, lines[instrument.index].maximumTicks)
    let lots = position(of: account, in: instrument).lots
    if lots == 0 { return 0 }
    return (lots > 0 ? mark - 1 : highest - mark).times(1_000_000, over: mark, rounding: .up)
  }

  /// Moves one price back towards its mark as far as the account stays liquidatable.
  private func bringBack(_ instrument: InstrumentID, for account: AccountID, in ticks: inout [Int64]) {
    var nearest = lines[instrument.index].mark
    var unsafe = ticks[instrument.index]
    if nearest == unsafe { return }
    ticks[instrument.index] = nearest
    if isLiquidatable(account, at: ticks) { return }
    while abs(unsafe - nearest) > 1 {
      let middle = (unsafe + nearest) / 2
      ticks[instrument.index] = middle
      if isLiquidatable(account, at: ticks) { unsafe = middle } else { nearest = middle }
    }
    ticks[instrument.index] = unsafe
  }
}
