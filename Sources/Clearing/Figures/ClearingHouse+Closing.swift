import MarketTypes
import Storage

/// What closing a position would bring, cost and free: what forced orders are made of.
extension ClearingHouse {
  // MARK: Prices

  /// The price at which closing a position whole leaves nothing of the account's equity behind it (CLR-14).
  ///
  ///     bankruptcy price = mark − equity × (its maintenance margin ÷ the account's) ÷ (lots × tick value)
  ///
  /// Equity is shared among positions in proportion to maintenance margin, in proportion to notional where no margin is
  /// asked (formula F21, dYdX). One division, rounded up for a long and down for a short: a close at this price
  /// costs the fund nothing. Fees are not counted. Clamped to the instrument's prices where that favours the fund; `nil`
  /// when flat, and where no legal price is good enough: a long's above the maximum, a short's below 1.
  public func bankruptcyPrice(of account: AccountID, in instrument: InstrumentID) -> Price? {
    let figures = figures(of: account)
    guard let share = share(of: account, in: instrument, figures) else { return nil }
    return closingPrice(of: account, in: instrument, giving: figures.equity * share.part, over: share.whole)
  }

  /// How far from the mark a forced order may go when its account may lose, of a position's maintenance margin, up to
  /// `spread` times as much, the more the nearer it is to bankruptcy (LIQ-12, formula F22).
  ///
  /// Both factors of `FillableLimit` are rounded down to billionths, the price up for a long and down for a short. `nil`
  /// as for `bankruptcyPrice`, and without maintenance margin.
  public func fillablePrice(
    of account: AccountID, in instrument: InstrumentID, _ limit: FillableLimit
  ) -> Price? {
    let figures = figures(of: account)
    let line = instrument.index
    let billion: Int128 = 1_000_000_000
    guard figures.maintenance > 0, lines[line].mark != 0 else { return nil }
    let missing = max(0, figures.maintenance - figures.equity)
    let ratio = (missing * Int128(limit.aggressiveness.partsPerBillion)).divided(
      by: figures.maintenance, rounding: .down)
    let share = min(ratio, billion) * Int128(limit.spread.partsPerBillion) / billion
    let lots = position(of: account, in: instrument).lots
    let margin = maintenance(of: lots, at: lines[line].mark, line: line)
    return closingPrice(of: account, in: instrument, giving: share * margin, over: billion)
  }

  /// The price at which a position is worth `loss` ÷ `divisor` less than at the mark: below it for a long.
  private func closingPrice(
    of account: AccountID, in instrument: InstrumentID, giving loss: Int128, over divisor: Int128
  ) -> Price? {
    let record = lines[instrument.index]
    let lots = position(of: account, in: instrument).lots
    guard lots != 0, record.mark != 0 else { return nil }
    let ticks: Int128
    if record.kind == .linear {
      // Subtracted from the mark, so rounded the other way.
      let perTick = Int128(lots) * Int128(record.tickValue) * divisor
      ticks = Int128(record.mark) - loss.divided(by: perTick, rounding: lots > 0 ? .down : .up)
    } else {
      // value − loss = −lots × tick value ÷ price
      let value = Int128(record.value(of: lots, at: record.mark))
      let remaining = loss - value * divisor
      let dividend = Int128(lots) * Int128(record.tickValue) * divisor
      if lots > 0, remaining <= 0 { return nil }
      ticks =
        lots < 0 && remaining >= 0
        ? Int128(record.maximumTicks) : dividend.divided(by: remaining, rounding: lots > 0 ? .up : .down)
    }
    if lots > 0 ? ticks > Int128(record.maximumTicks) : ticks < 1 { return nil }
    return Price(ticks: Int64(clamping: min(max(ticks, 1), Int128(record.maximumTicks))))
  }

  /// What part of an account's equity stands behind a position: in proportion to maintenance margin, or to notional where
  /// none is asked and under portfolio margin. `nil` when flat, and without a mark.
  private func share(
    of account: AccountID, in instrument: InstrumentID, _ figures: AccountFigures
  ) -> (part: Int128, whole: Int128)? {
    share(of: position(of: account, in: instrument).lots, of: account, in: instrument, figures)
  }

  /// The same for so many lots of the position, of its sign: what closing them takes off the margin.
  func share(
    of lots: Int64, of account: AccountID, in instrument: InstrumentID, _ figures: AccountFigures
  ) -> (part: Int128, whole: Int128)? {
    let (line, mark) = (instrument.index, lines[instrument.index].mark)
    guard lots != 0, mark != 0 else { return nil }
    if figures.maintenance > 0, accounts[account.index].kind != .portfolio {
      let held = position(of: account, in: instrument).lots
      let rest = held == lots ? 0 : maintenance(of: held - lots, at: mark, line: line)
      return (maintenance(of: held, at: mark, line: line) - rest, figures.maintenance)
    }
    return (Int128(lines[line].notional(of: lots, at: mark)), figures.notional)
  }

  /// What an account's equity behind a position comes to, rounded down (F21, F36); `nil` when flat.
  public func equityBehind(_ account: AccountID, in instrument: InstrumentID) -> Int128? {
    let figures = figures(of: account)
    guard let share = share(of: account, in: instrument, figures) else { return nil }
    return (figures.equity * share.part).divided(by: share.whole, rounding: .down)
  }

  /// The highest price an instrument can have.
  public func maximumPrice(of instrument: InstrumentID) -> Price { Price(ticks: lines[instrument.index].maximumTicks) }

  // MARK: Margin

  /// How much an account's equity lacks of its maintenance margin and a buffer, each position's rounded up; zero or less
  /// when nothing is missing.
  public func shortage(of account: AccountID, buffer: Rate) -> Int128 {
    let figures = figures(of: account)
    var buffers: Int128 = 0
    forEachPosition(of: account) { instrument, _ in
      buffers += Int128(notional(of: account, in: instrument).times(buffer, rounding: .up).units)
    }
    return figures.maintenance + buffers - figures.equity
  }

  /// What closing so many lots of a position at the mark frees: maintenance margin and buffer, less what it costs. Without
  /// a mark nothing.
  public func relief(
    ofClosing quantity: Quantity, of account: AccountID, in instrument: InstrumentID, buffer: Rate, cost: Rate
  ) -> Int128 {
    let (line, mark) = (instrument.index, lines[instrument.index].mark)
    if mark == 0 { return 0 }
    let held = position(of: account, in: instrument).lots
    let left = held > 0 ? held - quantity.lots : held + quantity.lots
    func need(_ lots: Int64) -> Int128 {
      if lots == 0 { return 0 }
      let notional = lines[line].notional(of: lots, at: mark)
      return maintenance(of: lots, at: mark, line: line) + Int128(notional.portion(buffer.partsPerBillion))
    }
    let closed = lines[line].notional(of: held - left, at: mark)
    return need(held) - need(left) - Int128(closed.portion(cost.partsPerBillion))
  }

  /// The fewest lots of a position whose closing at the mark frees `wanted`, or all of them where no number does. Under
  /// portfolio margin all.
  ///
  /// Tier by tier, from the one it is in down: within one the lots free ever more or, where closing costs more than the
  /// tier asks, ever less, but for what rounding and margin on top of the tiers (CLR-23) make of it. O(tiers × log lots).
  public func leastLots(
    freeing wanted: Int128, of account: AccountID, in instrument: InstrumentID, buffer: Rate, cost: Rate
  ) -> Quantity {
    let whole = position(of: account, in: instrument).size.lots
    if accounts[account.index].kind == .portfolio { return Quantity(lots: whole) }
    func isEnough(_ lots: Int64) -> Bool {
      relief(ofClosing: Quantity(lots: lots), of: account, in: instrument, buffer: buffer, cost: cost) >= wanted
    }
    var few: Int64 = 0
    var tier = tier(ofPositionOf: account, in: instrument)
    while true {
      let end = lots(downTo: tiers[tier].floor, of: whole, in: instrument)
      // The last lots within the tier, then those that leave it.
      for enough in [end - 1, end] where enough > few && isEnough(enough) {
        return Quantity(lots: Self.least(above: few, atMost: enough, where: isEnough))
      }
      if end == whole { return Quantity(lots: whole) }
      (few, tier) = (end, tier - 1)
    }
  }

  /// As many lots of a position as bring its notional at the mark to the floor of its maintenance tier, rounded up; all of
  /// them in the lowest tier, and without a mark (F31).
  public func lotsAboveTier(of account: AccountID, in instrument: InstrumentID) -> Quantity {
    let whole = position(of: account, in: instrument).size.lots
    let floor = tiers[tier(ofPositionOf: account, in: instrument)].floor
    return Quantity(lots: lots(downTo: floor, of: whole, in: instrument))
  }

  private func tier(ofPositionOf account: AccountID, in instrument: InstrumentID) -> Int {
    let (line, notional) = (instrument.index, notional(of: account, in: instrument).units)
    var tier = lines[line].endOfTiers - 1
    while tier > lines[line].firstTier, tiers[tier].floor >= notional { tier -= 1 }
    return tier
  }

  /// How many of so many lots are closed until what is left has a notional of a tier's floor at most: at the floor itself
  /// the tier below is reached, since both ask for the same there. All for the lowest, and without a mark.
  private func lots(downTo floor: Int64, of whole: Int64, in instrument: InstrumentID) -> Int64 {
    let (line, mark) = (instrument.index, lines[instrument.index].mark)
    if floor == 0 || mark == 0 { return whole }
    return Self.least(above: 0, atMost: whole) { lines[line].notional(of: whole - $0, at: mark) <= floor }
  }

  /// The least number above one that is not enough which is, by halving; `most` is enough.
  private static func least(above few: Int64, atMost most: Int64, where isEnough: (Int64) -> Bool) -> Int64 {
    var (few, enough) = (few, most)
    while enough - few > 1 {
      let middle = few + (enough - few) / 2
      if isEnough(middle) { enough = middle } else { few = middle }
    }
    return enough
  }
}
