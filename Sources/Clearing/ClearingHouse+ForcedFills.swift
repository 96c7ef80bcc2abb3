import MarketTypes
import Storage

/// What a forced fill pays to the instrument's fund, or takes from it (CLR-35).
extension ClearingHouse {
  /// What so many lots of a position would bring beyond their bankruptcy value if they closed at a price, less than zero
  /// if they lack some: fill value − (value at the mark − equity × margin freed ÷ margin), rounded down (F32).
  func surplus(ofClosing quantity: Quantity, of account: AccountID, in instrument: InstrumentID, at price: Price)
    -> Int128
  {
    let figures = figures(of: account)
    let line = instrument.index
    let held = position(of: account, in: instrument).lots
    let closed = held > 0 ? quantity.lots : -quantity.lots
    guard let share = share(of: closed, of: account, in: instrument, figures) else { return 0 }
    let mark = lines[line].mark
    let atMark = Int128(lines[line].value(of: held, at: mark) - lines[line].value(of: held - closed, at: mark))
    let brought = Int128(lines[line].value(of: closed, at: price.ticks))
    return brought - atMark + (figures.equity * share.part).divided(by: share.whole, rounding: .down)
  }

  /// Whether the instrument's fund can pay what a forced fill would lack; always, where fills are not settled against
  /// bankruptcy prices.
  public func canFundPay(_ quantity: Quantity, of account: AccountID, in instrument: InstrumentID, at price: Price)
    -> Bool
  {
    guard case .surplus = liquidationFee, isMargined(account) else { return true }
    let surplus = surplus(ofClosing: quantity, of: account, in: instrument, at: price)
    return surplus >= 0 || -surplus <= Int128(ledger.funds[Int(lines[instrument.index].fund.number)].means)
  }

  /// What a forced fill owes its fund by the rules, before it is settled; below zero the fund pays (CLR-35).
  @usableFromInline @inline(never)
  func forcedFee(of fill: Fill) -> Int64 {
    let (line, account) = (fill.instrument.index, fill.takerAccount)
    if !isMargined(account) { return 0 }
    let notional = lines[line].notional(of: fill.quantity.lots, at: fill.price.ticks)
    switch liquidationFee {
    case .flat: return notional.portion(lines[line].liquidationFee.partsPerBillion)
    case .surplus(let most):
      let surplus = surplus(ofClosing: fill.quantity, of: account, in: fill.instrument, at: fill.price)
      return Int64(clamping: min(surplus, Int128(notional.portion(most.partsPerBillion))))
    case .spare(let most, let discount):
      return notional.portion(min(most.partsPerBillion, spareRate(of: account, in: fill.instrument, discount)))
    }
  }

  /// 95 % of (maintenance rate − discount − missing ÷ notional) of a position, in billionths, rounded down; at least zero
  /// (F27).
  func spareRate(of account: AccountID, in instrument: InstrumentID, _ discount: Rate) -> Int64 {
    let notional = Int128(notional(of: account, in: instrument).units)
    if notional == 0 { return 0 }
    let lots = position(of: account, in: instrument).lots
    let margin = maintenance(of: lots, at: lines[instrument.index].mark, line: instrument.index)
    let missing = max(0, shortage(of: account, buffer: liquidationBuffer))
    let spare = (margin - missing) * 1_000_000_000 - notional * Int128(discount.partsPerBillion)
    return Int64(clamping: max(0, (spare * 95).divided(by: notional * 100, rounding: .down)))
  }

  /// A forced taker's fee to the instrument's fund: never more than its collateral and its equity at the present marks,
  /// so that it makes nobody bankrupt; or what the fund pays, as far as it can (CLR-35).
  @usableFromInline @inline(never)
  mutating func payForcedFee(
    _ fee: Int64, by account: AccountID, in line: Int, _ record: (Transfer) -> Void
  ) {
    if fee == 0 { return }
    if fee < 0 {
      let paid = min(-fee, ledger.funds[Int(lines[line].fund.number)].means)
      move(paid, from: .fund(lines[line].fund), to: .collateral(account), .shortfallCovered, record)
      return
    }
    let means = min(Int128(accounts[account.index].collateral), figures(of: account).equity)
    let paid = Int64(min(Int128(fee), max(0, means)))
    move(paid, from: .collateral(account), to: .fund(lines[line].fund), .liquidationFee, record)
  }
}
