import MarketTypes

/// What accounts have and need at the marks (CLR-5 to CLR-11), and which orders that lets them enter.
extension NaiveVenue {
  /// Equity beside what it is measured by.
  struct Figures {
    var equity = 0
    var maintenance = 0
    var notional = 0
    /// How many holdings have a mark.
    var positions = 0
  }

  func isMargined(_ account: Int) -> Bool { accounts[account].kind.isMargined }
  func lots(_ account: Int, _ instrument: Int) -> Int { accounts[account].lots[instrument] ?? 0 }
  func isFlat(_ account: Int) -> Bool { accounts[account].lots.values.allSatisfy { $0 == 0 } }

  func mayTrade(_ account: AccountID, _ instrument: InstrumentID) -> Bool {
    accounts[account.index].kind != .isolated || accounts[account.index].ownInstrument == instrument.index
  }

  /// What a holding has gained at the mark; nothing without one (CLR-5).
  func gain(_ account: Int, _ instrument: Int) -> Int {
    guard let mark = mark(instrument) else { return 0 }
    return value(of: lots(account, instrument), at: mark, instrument) - (accounts[account].cost[instrument] ?? 0)
  }

  func figures(_ account: Int) -> Figures {
    var figures = Figures(equity: accounts[account].cash + assetsCount(account))
    for instrument in instruments.indices where lots(account, instrument) != 0 && mark(instrument) != nil {
      figures.equity += gain(account, instrument)
      figures.maintenance += maintenance(of: lots(account, instrument), instrument)
      figures.notional += notional(account, instrument)
      figures.positions += 1
    }
    if isPortfolio(account) { figures.maintenance = portfolioMaintenance(account) }
    return figures
  }

  /// LIQ-1.
  func isLiquidatable(_ account: Int) -> Bool {
    let figures = figures(account)
    guard isMargined(account), figures.positions > 0 else { return false }
    let isAt = rules.liquidation.threshold == .atOrBelow && figures.equity == figures.maintenance
    return isAt || figures.equity < figures.maintenance
  }

  // MARK: Initial margin

  /// An order that may be added to those that rest.
  struct Addition {
    var side: Side
    var lots: Int
    var price: Int
  }

  /// CLR-7: the larger of "all bids fill" and "all asks fill".
  func requirement(_ account: Int, _ instrument: Int, with addition: Addition? = nil) -> Int {
    guard let mark = mark(instrument) else { return 0 }
    var orders: [Side: Int] = [:]
    let sides = Side.allCases.map { side in
      var (filled, loss) = (0, 0)
      func count(_ lots: Int, _ price: Int) {
        filled += lots
        let (paid, worth) = (orderCost(side, at: price, instrument), orderCost(side, at: mark, instrument))
        loss += lots * (side == .buy ? paid - worth : worth - paid)
      }
      for order in self.orders
      where order.account == account && order.instrument == instrument && order.side == side && order.rests {
        if !order.terms.contains(.reduceOnly) { count(Int(order.left), Int(order.price)) }
      }
      if let addition, addition.side == side { count(addition.lots, addition.price) }
      orders[side] = filled
      let position = lots(account, instrument) + (side == .buy ? filled : -filled)
      return initial(of: position, instrument) + max(loss, 0)
    }
    guard let factors = instruments[instrument].riskFactors else { return sides.max()! }
    let risk = riskMargin(
      factors, lots(account, instrument), bids: orders[.buy]!, asks: orders[.sell]!,
      value(of: 1, at: mark, instrument))
    return max(risk, sides.max()!)
  }

  /// Equity less initial margin (CLR-6).
  func free(_ account: Int) -> Int {
    if isPortfolio(account) { return figures(account).equity - portfolioInitial(account) }
    return figures(account).equity - instruments.indices.reduce(0) { $0 + requirement(account, $1) }
  }

  /// CLR-10.
  func meetsMargin(_ account: Int, _ instrument: Int, _ side: Side, _ lots: Int64, at price: Int64) -> Bool {
    if !isMargined(account) { return true }
    let isPortfolio = isPortfolio(account)
    let addition = Addition(side: side, lots: Int(lots), price: Int(price))
    let before = isPortfolio ? portfolioInitial(account) : requirement(account, instrument)
    let after =
      isPortfolio
      ? portfolioInitial(account, adding: addition, in: instrument)
      : requirement(account, instrument, with: addition)
    let worth = notional(of: addition.lots, at: addition.price, instrument)
    let rate = Int(takerFee(account, instrument).partsPerBillion)
    let fee = max(0, ceiling(of: worth, times: rate, over: 1_000_000_000))
    return after <= before || free(account) + before - after >= fee
  }

  // MARK: Orders

  /// What a margined account's order is asked for, beside all else: a limit order at its limit, a market order at the best
  /// price it meets, one that must fill at the worst price it needs (MAT-18).
  func marginReasons(against order: Order, pegPrice: Int64?) -> [Refusal] {
    let (account, instrument) = (order.account.index, order.instrument.index)
    guard isMargined(account) else { return [] }
    if mark(instrument) == nil { return [.noMark] }
    if order.terms.contains(.reduceOnly) { return [] }
    var price = pegPrice ?? effectiveLimit(Live(order, as: 0)) ?? firstMaker(instrument, for: order.side)?.price
    if order.limit == nil, pegPrice == nil, let worst = worstPrice(order) { price = worst }
    guard let price else { return [] }
    return meetsMargin(account, instrument, order.side, order.quantity.lots, at: price) ? [] : [.initialMarginNotMet]
  }

  /// Where the last lot stands that an order must fill to enter.
  private func worstPrice(_ order: Order) -> Int64? {
    let wanted = order.timeInForce == .fillOrKill ? order.quantity.lots : order.conditions.minimum.lots
    if wanted == 0 { return nil }
    let live = Live(order, as: 0)
    let prices = makers(live.instrument, for: live.side, limit: effectiveLimit(live)).map(\.price)
    return prices.first { price in
      var closer = live
      closer.limit = price
      return isFillable(closer, wanted)
    }
  }

  /// Why the order under way stops before its next fill (MAT-18, MAT-23, LIQ-16).
  func meansObstacle(_ taker: Incoming, _ quantity: Int64, at price: Int64) -> CancelReason? {
    let order = taker.order
    if order.terms.contains(.reduceOnly) {
      let lots = min(quantity, reducible(order.account, order.instrument, order.side))
      if lots == 0 || !order.terms.contains(.forced) { return nil }
      return canFundPay(Int(lots), order.account, order.instrument, at: Int(price)) ? nil : .fundTooSmall
    }
    if taker.isFollowing, passesLimit(order.account, order.instrument, order.side, quantity) {
      return .positionAboveLimit
    }
    let isWhole = order.limit != nil || order.isPegged || order.terms.contains(.marketToLimit)
    if isWhole && !taker.isFollowing || taker.isCountedOn { return nil }
    return meetsMargin(order.account, order.instrument, order.side, quantity, at: price) ? nil : .takerMarginNotMet
  }
}
