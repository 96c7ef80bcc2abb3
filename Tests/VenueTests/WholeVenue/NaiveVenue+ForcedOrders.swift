import MarketTypes

/// How much of a position a forced order closes, at what worst price, and what that pays (LIQ-5, LIQ-12 to LIQ-16).
extension NaiveVenue {
  /// How much of an account one turn is to close.
  enum Part { case whole, part, nothingYet }

  func order(closing account: Int, _ instrument: Int, _ lots: Int, limit: Int64? = nil) -> Order {
    Order(
      account: id(account: account), instrument: id(instrument),
      side: self.lots(account, instrument) > 0 ? .sell : .buy,
      quantity: Quantity(lots: Int64(lots)), limit: limit.map { Price(ticks: $0) },
      timeInForce: rules.liquidation.isFillOrKill ? .fillOrKill : .immediateOrCancel, terms: [.forced, .reduceOnly])
  }

  /// An account's positions, larger notional first, then lower instrument.
  func ranked(_ account: Int) -> [Int] {
    instruments.indices.filter { lots(account, $0) != 0 }.sorted {
      let (one, other) = (notional(account, $0), notional(account, $1))
      return one != other ? one > other : $0 < $1
    }
  }

  func forcedOrders(_ due: Due) -> (part: Part, orders: [Order]) {
    var orders: [Order] = []
    var (isWhole, isSomething) = (true, false)
    var (relief, spent) = (0, 0)
    for instrument in ranked(due.account) {
      let held = abs(lots(due.account, instrument))
      let size = withinBudget(size(due, instrument, &relief), due.account, instrument, &spent)
      if size < held { isWhole = false }
      if size == 0 { continue }
      isSomething = true
      let limit = limit(due, instrument)
      if rules.liquidation.limit != .market, limit == nil { continue }
      orders.append(order(closing: due.account, instrument, size, limit: limit))
    }
    return (isWhole ? .whole : isSomething ? .part : .nothingYet, orders)
  }

  // MARK: Sizes (LIQ-13, LIQ-15)

  private func size(_ due: Due, _ instrument: Int, _ relief: inout Int) -> Int {
    let (held, notional) = (abs(lots(due.account, instrument)), notional(due.account, instrument))
    switch rules.liquidation.sizing {
    case .whole: return held
    case .tierStep:
      // The floor of its tier is where the next lower one ends.
      let floor = instruments[instrument].maintenanceTiers.map { Int($0.floor.units) }.last { $0 < notional } ?? 0
      guard floor > 0, let mark = mark(instrument) else { return held }
      return (1...held).first { self.notional(of: held - $0, at: mark, instrument) <= floor }!
    case .portion(let sizing):
      let isWholeStill =
        sizing.wholeFor > .zero && queue.partial[due.account].map { now - $0 <= sizing.wholeFor.nanoseconds } ?? false
      if notional <= sizing.wholeUpTo.units || isWholeStill { return held }
      let share = ceiling(of: held, times: Int(sizing.portion.partsPerBillion), over: 1_000_000_000)
      return min(held, max(share, ceiling(of: held, times: Int(sizing.atLeast.units), over: notional)))
    case .toTarget(let target):
      // Equity equal to the margin may not be enough.
      let isOneShort = rules.liquidation.threshold == .atOrBelow && target.buffer == .zero
      let missing = shortage(due.account) + (isOneShort ? 1 : 0)
      if missing <= relief { return 0 }
      let isSmall = notional < target.wholeBelow.units
      let isWhole = isSmall || isPortfolio(due.account)
      let wanted = missing - relief
      let lots =
        isWhole ? held : (1...held).first { self.relief($0, due.account, instrument, target) >= wanted } ?? held
      relief += self.relief(lots, due.account, instrument, target)
      guard let ramp = target.ramp, missing >= target.unpacedBelow.units, !isSmall else { return lots }
      return floor(of: lots, times: opened(ramp, missing, due), over: 10_000)
    }
  }

  /// What closing so many lots at the mark takes off what is needed, less what it costs.
  private func relief(_ lots: Int, _ account: Int, _ instrument: Int, _ target: TargetSizing) -> Int {
    guard let mark = mark(instrument) else { return 0 }
    let held = abs(self.lots(account, instrument))
    func need(_ lots: Int) -> Int {
      let buffer = portion(notional(of: lots, at: mark, instrument), target.buffer)
      // Of a short as of a long, but for the rounding of an inverse contract's value.
      return maintenance(of: self.lots(account, instrument) > 0 ? lots : -lots, instrument) + buffer
    }
    return need(held) - need(held - lots) - portion(notional(of: lots, at: mark, instrument), target.cost)
  }

  private func portion(_ units: Int, _ rate: Rate) -> Int {
    ceiling(of: units, times: Int(rate.partsPerBillion), over: 1_000_000_000)
  }

  /// Hundredths of a percent of what is missing that may be made up by now.
  private func opened(_ ramp: LiquidationRamp, _ missing: Int, _ due: Due) -> Int {
    let elapsed = floor(of: 10_000, times: Int(now - due.since), over: Int(ramp.duration.nanoseconds))
    let share = min(10_000, Int(ramp.start.partsPerBillion) / 100_000 + elapsed)
    let allowed = max(0, floor(of: missing + due.freed, times: share, over: 10_000) - due.freed)
    return min(10_000, floor(of: allowed, times: 10_000, over: missing))
  }

  /// What equity lacks of maintenance margin and the buffer.
  func shortage(_ account: Int) -> Int {
    let figures = figures(account)
    let buffers = instruments.indices.map { portion(notional(account, $0), rules.liquidation.sizing.buffer) }
    return figures.maintenance + buffers.reduce(0, +) - figures.equity
  }

  private func withinBudget(_ size: Int, _ account: Int, _ instrument: Int, _ spent: inout Int) -> Int {
    let (held, notional) = (abs(lots(account, instrument)), notional(account, instrument))
    guard let budget = rules.liquidation.budget.accountNotional, size > 0, notional > 0 else { return size }
    let left = Int(budget.units) - spent
    if left <= 0 { return 0 }
    let allowed = min(size, max(1, floor(of: left, times: held, over: notional)))
    spent += ceiling(of: allowed, times: notional, over: held)
    return allowed
  }

  mutating func notePartial(_ account: Int) {
    guard case .portion(let sizing) = rules.liquidation.sizing else { return }
    if queue.partial[account].map({ now - $0 <= sizing.wholeFor.nanoseconds }) ?? false { return }
    queue.partial[account] = now
  }

  // MARK: Worst prices (LIQ-5, LIQ-12)

  private func limit(_ due: Due, _ instrument: Int) -> Int64? {
    let side: Side = lots(due.account, instrument) > 0 ? .sell : .buy
    switch rules.liquidation.limit {
    case .market: return nil
    case .bankruptcyPrice: return bankruptcyPrice(due.account, instrument)
    case .fillable(let limit):
      let figures = figures(due.account)
      if figures.maintenance == 0 || mark(instrument) == nil { return nil }
      let missing = max(0, figures.maintenance - figures.equity)
      let risk = floor(of: missing, times: Int(limit.aggressiveness.partsPerBillion), over: figures.maintenance)
      let share = floor(of: min(risk, 1_000_000_000), times: Int(limit.spread.partsPerBillion), over: 1_000_000_000)
      let margin = maintenance(of: lots(due.account, instrument), instrument)
      return closingPrice(due.account, instrument, losing: Int128(share) * Int128(margin), over: 1_000_000_000)
    case .indexBand(let band):
      guard let centre = markets[instrument].index ?? markets[instrument].mark else { return nil }
      var width = Int(band.width.partsPerBillion)
      if now - due.since >= band.patience.nanoseconds {
        width += floor(of: Int(band.growthPerSecond.partsPerBillion), times: Int(now - due.since), over: 1_000_000_000)
        width = min(width, Int(band.most.partsPerBillion))
      }
      return edge(Rate(partsPerBillion: Int64(width)), ofTwice: 2 * centre, side, instrument)
    case .disposalRange(let range): return disposalLimit(range, side, instrument)
    }
  }

  func disposalLimit(_ range: Rate, _ side: Side, _ instrument: Int) -> Int64? {
    let quote = markets[instrument].published
    var twice = 2 * (markets[instrument].mark ?? 0)
    if let bid = quote.bid, let ask = quote.ask { twice = bid.ticks + ask.ticks }
    return twice == 0 ? nil : edge(range, ofTwice: twice, side, instrument)
  }

  /// A share of half of `twice` away from it, rounded inwards, within the instrument's prices.
  private func edge(_ share: Rate, ofTwice twice: Int64, _ side: Side, _ instrument: Int) -> Int64 {
    let factor = 1_000_000_000 + (side == .sell ? -1 : 1) * Int(share.partsPerBillion)
    let price =
      side == .sell
      ? ceiling(of: Int(twice), times: factor, over: 2_000_000_000)
      : floor(of: Int(twice), times: factor, over: 2_000_000_000)
    return min(max(Int64(price), 1), instruments[instrument].maximumPrice.ticks)
  }

  /// What part of an account's equity stands behind so many lots of a position (CLR-14).
  func share(_ account: Int, _ instrument: Int, _ lots: Int) -> (part: Int, whole: Int)? {
    let (held, figures) = (self.lots(account, instrument), figures(account))
    guard lots != 0, let mark = mark(instrument) else { return nil }
    if figures.maintenance == 0 || isPortfolio(account) {
      return (notional(of: lots, at: mark, instrument), figures.notional)
    }
    return (maintenance(of: held, instrument) - maintenance(of: held - lots, instrument), figures.maintenance)
  }

  /// CLR-14.
  func bankruptcyPrice(_ account: Int, _ instrument: Int) -> Int64? {
    guard let share = share(account, instrument, lots(account, instrument)) else { return nil }
    let equity = Int128(figures(account).equity)
    return closingPrice(account, instrument, losing: equity * Int128(share.part), over: Int128(share.whole))
  }

  /// The price at which a position is worth `loss` ÷ `divisor` less than at the mark.
  func closingPrice(_ account: Int, _ instrument: Int, losing loss: Int128, over divisor: Int128) -> Int64? {
    let held = Int128(lots(account, instrument))
    guard held != 0, let mark = mark(instrument) else { return nil }
    let highest = Int128(instruments[instrument].maximumPrice.ticks)
    let worth = Int128(value(of: Int(held), at: mark, instrument)) * divisor - loss
    let perTick = held * Int128(tickValue(instrument)) * divisor
    var price: Int128
    if isInverse(instrument) {
      // worth = −lots × tick value ÷ price
      if held > 0, worth >= 0 { return nil }
      price = held < 0 && worth <= 0 ? highest : (-perTick).divided(by: worth, rounding: held > 0 ? .up : .down)
    } else {
      price = worth.divided(by: perTick, rounding: held > 0 ? .up : .down)
    }
    if held > 0 ? price > highest : price < 1 { return nil }
    price = min(max(price, 1), highest)
    return Int64(price)
  }

  // MARK: Fees (CLR-35)

  /// What closing so many lots at a price would bring beyond their bankruptcy value.
  private func surplus(_ lots: Int, _ account: Int, _ instrument: Int, at price: Int) -> Int {
    let held = self.lots(account, instrument)
    let closed = held > 0 ? lots : -lots
    guard let share = share(account, instrument, closed), let mark = mark(instrument) else { return 0 }
    let atMark = value(of: held, at: mark, instrument) - value(of: held - closed, at: mark, instrument)
    let behind = floor(of: figures(account).equity, times: share.part, over: share.whole)
    return value(of: closed, at: price, instrument) - atMark + behind
  }

  func canFundPay(_ lots: Int, _ account: Int, _ instrument: Int, at price: Int) -> Bool {
    guard case .surplus = rules.liquidation.fee, isMargined(account) else { return true }
    return -surplus(lots, account, instrument, at: price) <= means(of: instruments[instrument].fund)
  }

  /// What a forced fill owes, as its account stood before it.
  func forcedFee(of fill: Fill) -> Int {
    let (account, instrument) = (fill.takerAccount.index, fill.instrument.index)
    if !fill.isForced || !isMargined(account) { return 0 }
    let (lots, price) = (Int(fill.quantity.lots), Int(fill.price.ticks))
    let worth = notional(of: lots, at: price, instrument)
    switch rules.liquidation.fee {
    case .flat: return portion(worth, instruments[instrument].liquidationFee)
    case .surplus(let most): return min(surplus(lots, account, instrument, at: price), portion(worth, most))
    case .spare(let most, let discount):
      let notional = Int128(notional(account, instrument))
      if notional == 0 { return 0 }
      let margin = maintenance(of: self.lots(account, instrument), instrument) - max(0, shortage(account))
      let spare = Int128(margin) * 1_000_000_000 - notional * Int128(discount.partsPerBillion)
      let rate = max(0, (spare * 95).divided(by: notional * 100, rounding: .down))
      return portion(worth, Rate(partsPerBillion: Int64(min(rate, Int128(most.partsPerBillion)))))
    }
  }

  mutating func payForced(_ fee: Int, _ account: Int, _ instrument: Int, because fill: Int) {
    let (fund, payer) = (instruments[instrument].fund, LedgerAccount.collateral(id(account: account)))
    if fee < 0 {
      move(min(-fee, means(of: fund)), from: .fund(fund), to: payer, .shortfallCovered, because: fill)
    } else if fee > 0 {
      let paid = min(fee, max(0, min(accounts[account].cash, figures(account).equity)))
      move(paid, from: payer, to: .fund(fund), .liquidationFee, because: fill)
    }
  }
}
