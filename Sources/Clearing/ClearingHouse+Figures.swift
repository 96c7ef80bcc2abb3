import MarketTypes

extension ClearingHouse {
  /// The mark at which the account becomes liquidatable when this instrument's mark alone moves (CLR-13).
  ///
  /// The highest such price for a long, the lowest for a short: exact with tiers and with any other holdings, found by
  /// halving, because slack only rises with the price of a long and only falls with that of a short (no rate is above 1).
  /// `nil` for a flat holding, an exempt account, and where no price up to the instrument's maximum does it.
  /// O(log price × holdings).
  public func liquidationPrice(of account: AccountID, in instrument: InstrumentID) -> Price? {
    let position = position(of: account, in: instrument)
    guard !position.isFlat, isMargined(account) else { return nil }
    // Halve between a price that is safe (or lies outside) and one that is not.
    var unsafePrice = position.lots > 0 ? 1 : instruments[instrument.index].maximumTicks
    var safePrice = position.lots > 0 ? instruments[instrument.index].maximumTicks + 1 : 0
    guard isLiquidatable(account, ifMarkOf: instrument, were: unsafePrice) else { return nil }
    while abs(safePrice - unsafePrice) > 1 {
      let middle = (safePrice + unsafePrice) / 2
      let isUnsafe = isLiquidatable(account, ifMarkOf: instrument, were: middle)
      if isUnsafe { unsafePrice = middle } else { safePrice = middle }
    }
    return Price(ticks: unsafePrice)
  }

  private func isLiquidatable(_ account: AccountID, ifMarkOf instrument: InstrumentID, were ticks: Int64) -> Bool {
    let record = instruments[instrument.index]
    let index = findHolding(account, instrument)
    guard index >= 0, record.mark != 0 else { return false }
    var figures = figures(of: account)
    let lots = holdings[index].lots
    figures.equity += Int128(lots) * Int128(record.tickValue) * Int128(ticks - record.mark)
    figures.maintenance += maintenance(ofNotional: abs(lots) * ticks * record.tickValue, in: record)
    figures.maintenance -= maintenance(ofNotional: abs(lots) * record.mark * record.tickValue, in: record)
    return isLiquidatable(figures)
  }

  /// The price at which closing a position whole leaves nothing of the account's equity behind it (CLR-14).
  ///
  ///     bankruptcy price = mark − equity × (its maintenance margin ÷ the account's) ÷ (lots × tick value)
  ///
  /// Equity is shared among positions in proportion to maintenance margin, in proportion to notional where no margin is
  /// asked (formula F21, dYdX). One division, rounded up for a long and down for a short: a close at this price
  /// costs the fund nothing. Fees are not counted. Clamped to the instrument's prices where that favours the fund; `nil`
  /// when flat, and where no legal price is good enough: a long's above the maximum, a short's below 1.
  public func bankruptcyPrice(of account: AccountID, in instrument: InstrumentID) -> Price? {
    let index = findHolding(account, instrument)
    let record = instruments[instrument.index]
    guard index >= 0, holdings[index].lots != 0, record.mark != 0 else { return nil }
    let lots = holdings[index].lots
    let figures = figures(of: account)
    let value = lots * record.mark * record.tickValue
    let byMargin = figures.maintenance > 0
    let share = byMargin ? maintenance(ofNotional: abs(value), in: record) : Int128(value.magnitude)
    let whole = byMargin ? figures.maintenance : figures.notional
    let divisor = Int128(lots) * Int128(record.tickValue) * whole
    // Subtracted from the mark, so rounded the other way.
    let distance = (figures.equity * share).divided(by: divisor, rounding: lots > 0 ? .down : .up)
    let ticks = Int128(record.mark) - distance
    if lots > 0 ? ticks > Int128(record.maximumTicks) : ticks < 1 { return nil }
    return Price(ticks: Int64(clamping: min(max(ticks, 1), Int128(record.maximumTicks))))
  }

  /// What a position is worth at the mark, without sign.
  public func notional(of account: AccountID, in instrument: InstrumentID) -> Money {
    let record = instruments[instrument.index]
    return Money(units: position(of: account, in: instrument).size.lots * record.mark * record.tickValue)
  }
}
