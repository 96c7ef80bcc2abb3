import MarketTypes
import Storage

extension ClearingHouse {
  /// The mark at which the account becomes liquidatable when this instrument's mark alone moves (CLR-13).
  ///
  /// The highest such price for a long, the lowest for a short: exact with tiers, with any other holdings and collateral,
  /// and under portfolio margin, found by halving, because slack only rises with the price of a long and only falls with
  /// that of a short (no rate is above 1). `nil` for a flat holding, an exempt account, an instrument without a mark, and
  /// where no price up to the instrument's maximum does it. O(log price × holdings).
  public func liquidationPrice(of account: AccountID, in instrument: InstrumentID) -> Price? {
    liquidationPrice(of: account, in: instrument) { lines[$0].mark }
  }

  /// The same while the other lines stand at given prices, in ticks, zero for none.
  public func liquidationPrice(
    of account: AccountID, in instrument: InstrumentID, whileOthersAre price: (Int32) -> Int64
  ) -> Price? {
    let position = position(of: account, in: instrument)
    let highest = lines[instrument.index].maximumTicks
    guard !position.isFlat, isMargined(account), lines[instrument.index].mark != 0 else { return nil }
    func isUnsafe(_ ticks: Int64) -> Bool {
      isLiquidatable(figures(of: account) { $0 == Int32(instrument.number) ? ticks : price($0) })
    }
    // Halve between a price that is safe (or lies outside) and one that is not.
    var unsafePrice = position.lots > 0 ? 1 : highest
    var safePrice = position.lots > 0 ? highest + 1 : 0
    guard isUnsafe(unsafePrice) else { return nil }
    while abs(safePrice - unsafePrice) > 1 {
      let middle = (safePrice + unsafePrice) / 2
      if isUnsafe(middle) { unsafePrice = middle } else { safePrice = middle }
    }
    return Price(ticks: unsafePrice)
  }

  /// The smallest move of all instruments' marks by one fraction that makes an account liquidatable (FIG-5): below zero
  /// a fall. Prices are rounded against nobody, down; collateral assets stay. Rises are looked at up to a tenfold price.
  ///
  /// Found by halving in parts per million. Between two moves at which some price meets its maximum, where it stays, slack
  /// is concave, so there is at most one edge; but for shorts of inverse contracts, and where a millionth of a mark is less
  /// than a tick: there what is found is an edge and may not be the very nearest. `nil` for an account that no such move makes liquidatable, for one that is not margined, and for
  /// one without positions. O(holdings²).
  public func commonShockToLiquidation(of account: AccountID) -> Rate? {
    guard isMargined(account), !isFlat(account) else { return nil }
    if isUnsafe(account, after: 0) { return .zero }
    let (fall, rise) = (edge(of: account, between: 0, and: -Self.million), nearestRise(of: account))
    guard let nearest = [fall, rise].compactMap({ $0 }).min(by: { abs($0) < abs($1) }) else { return nil }
    return Rate(partsPerBillion: nearest * 1_000)
  }

  private static var million: Int64 { 1_000_000 }

  /// Whether the account is liquidatable once all marks moved by so many millionths.
  private func isUnsafe(_ account: AccountID, after move: Int64) -> Bool {
    isLiquidatable(
      figures(of: account) { line in
        let mark = lines[line].mark
        if mark == 0 || line >= Int32(instrumentCount) { return mark }
        let moved = mark.times(Self.million + move, over: Self.million, rounding: .down)
        return min(max(1, moved), lines[line].maximumTicks)
      })
  }

  /// The nearest unsafe move towards `end` if that is unsafe; what lies at `start` is safe.
  private func edge(of account: AccountID, between start: Int64, and end: Int64) -> Int64? {
    if !isUnsafe(account, after: end) { return nil }
    var (safe, unsafe) = (start, end)
    while abs(unsafe - safe) > 1 {
      let middle = (safe + unsafe) / 2
      if isUnsafe(account, after: middle) { unsafe = middle } else { safe = middle }
    }
    return unsafe
  }

  /// Looks at each stretch between moves where a held price meets its maximum.
  private func nearestRise(of account: AccountID) -> Int64? {
    let end = 9 * Self.million
    var ends = [end]
    forEachPosition(of: account) { instrument, _ in
      let (mark, highest) = (lines[instrument.index].mark, lines[instrument.index].maximumTicks)
      if mark == 0 { return }
      ends.append(min(end, Int64(clamping: Int128(highest - mark) * Int128(Self.million) / Int128(mark))))
    }
    var start: Int64 = 0
    for stretch in ends.sorted() where stretch > start {
      if let edge = edge(of: account, between: start, and: stretch) { return edge }
      start = stretch
    }
    return nil
  }

  /// What a position is worth at the mark, without sign.
  public func notional(of account: AccountID, in instrument: InstrumentID) -> Money {
    let line = instrument.index
    if lines[line].mark == 0 { return .zero }
    return Money(units: lines[line].notional(of: position(of: account, in: instrument).lots, at: lines[line].mark))
  }
}
