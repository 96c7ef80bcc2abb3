import MarketTypes

/// The backstop: what it takes over, and how it sells that (LIQ-17, LIQ-18).
extension NaiveVenue {
  func isForBackstop(_ account: Int) -> Bool {
    guard let rules = rules.liquidation.backstop, backstop != nil, rules.below > .zero else { return false }
    let figures = figures(account)
    return rules.below == .one
      || Int128(figures.equity) * 1_000_000_000 < Int128(figures.maintenance) * Int128(rules.below.partsPerBillion)
  }

  /// What the account's own contribution pays first, where that is a layer of losses.
  private func ownMeans(_ account: Int) -> Int {
    guard let layer = rules.liquidation.losses.first(where: { $0.kind == .ownContribution }) else { return 0 }
    return min(
      max(0, -figures(account).equity), accounts[account].contribution, layer.limit.map { Int($0.units) } ?? .max)
  }

  /// The first reason that holds.
  private func obstacle(to account: Int, _ backstop: Int) -> TakeoverDeclined.Reason? {
    let (rules, own) = (rules.liquidation.backstop!, figures(backstop))
    // Assets count for nothing in its loss.
    if let stop = rules.lossStop, backstopCapital - (own.equity - assetsCount(backstop)) > stop.units {
      return .lossStop
    }
    // Assets of both together, at the haircuts of so many.
    var after = self
    for asset in assets { after.accounts[backstop].assets[asset] = units(account, asset) + units(backstop, asset) }
    let counted = after.assetsCount(backstop) - assetsCount(account) - assetsCount(backstop)
    if own.equity + figures(account).equity + counted + ownMeans(account) < 0 { return .capital }
    let cash = abs(accounts[account].cash + accounts[backstop].cash)
    var (notional, isCountable, reach) = (0, cash <= 1 << 60, Int128(cash))
    for instrument in instruments.indices {
      let sum = lots(account, instrument) + lots(backstop, instrument)
      if lots(account, instrument) != 0, abs(sum) > instruments[instrument].maximumPosition.lots { isCountable = false }
      notional += mark(instrument).map { self.notional(of: sum, at: $0, instrument) } ?? 0
      if lots(account, instrument).signum() * lots(backstop, instrument).signum() < 0 {
        for one in [account, backstop] { reach += Int128(abs(accounts[one].cost[instrument] ?? 0)) }
      }
    }
    if reach > 5 << 60 { isCountable = false }
    for asset in assets {
      let sum = units(account, asset) + units(backstop, asset)
      if sum > self.rules.assets[asset - 1].maximumBalance.units { isCountable = false }
    }
    if let most = rules.maximumNotional, notional > most.units { return .maximumNotional }
    return isCountable ? nil : .balanceLimit
  }

  /// Whether the backstop took it.
  mutating func takeOver(_ due: Due) -> Bool {
    guard rules.liquidation.backstop != nil, let backstop else { return false }
    let (from, to) = (due.account, backstop)
    if let reason = obstacle(to: from, to) {
      append(
        .takeoverDeclined(TakeoverDeclined(account: id(account: from), reason)), because: due.event, round: due.round)
      return false
    }
    cancelOrders(of: due, .all)
    useContribution(ownMeans(from), of: from, because: due.event, round: due.round)
    let figures = figures(from)
    let takeover = Takeover(
      account: id(account: from), backstop: id(account: to), equity: Money(units: Int64(figures.equity)),
      notional: Money(units: Int64(figures.notional)))
    let event = append(.takenOver(takeover), because: due.event, round: due.round)
    for instrument in instruments.indices where lots(from, instrument) != 0 {
      let taken = lots(from, instrument)
      takePosition(instrument, from, to, because: event)
      // Otherwise it only made the backstop's own position smaller.
      let isLong = lots(to, instrument) > 0
      if lots(to, instrument) != 0, isLong == (taken > 0) { markets[instrument].takenOver = (event, due.round, isLong) }
    }
    move(
      accounts[from].cash, from: .collateral(id(account: from)), to: .collateral(id(account: to)), .takenOver,
      because: event)
    for asset in assets {
      move(
        units(from, asset), of: AssetID(number: UInt16(asset)), from: .collateral(id(account: from)),
        to: .collateral(id(account: to)), .takenOver, because: event)
    }
    accounts[from].lastEntry = event
    accounts[to].lastEntry = event
    release(from)
    forgetTakeovers()
    scheduleDisposal()
    return true
  }

  /// Nothing is left of what came by takeover where the backstop is flat, or stands on the other side.
  mutating func forgetTakeovers() {
    guard let backstop else { return }
    for instrument in instruments.indices {
      guard let (_, _, isLong) = markets[instrument].takenOver else { continue }
      let held = lots(backstop, instrument)
      if isLong ? held <= 0 : held >= 0 { markets[instrument].takenOver = nil }
    }
    if !markets.contains(where: { $0.takenOver != nil }) { queue.disposalDeadline = nil }
  }

  /// At its cost; what meets the backstop's own position on the other side is closed.
  private mutating func takePosition(_ instrument: Int, _ from: Int, _ to: Int, because event: Int) {
    let (held, cost) = (lots(from, instrument), accounts[from].cost[instrument] ?? 0)
    let move = PositionMove(from: id(account: from), to: id(account: to), instrument: id(instrument))
    append(
      .positionMoved(PositionMoved(move, position: Position(lots: Int64(held)), cost: Money(units: Int64(cost)))),
      because: event)
    accounts[from].lots[instrument] = 0
    accounts[from].cost[instrument] = 0
    let after = lots(to, instrument) + held
    let flipped = floor(of: cost, times: abs(after), over: abs(held))
    join(held, cost, flipped: flipped, to, instrument, because: event)
  }

  // MARK: Disposal

  private mutating func scheduleDisposal() {
    guard let disposal = rules.liquidation.backstop?.disposal, queue.disposalDeadline == nil,
      markets.contains(where: { $0.takenOver != nil })
    else { return }
    queue.disposalDeadline = now + disposal.every.nanoseconds
  }

  /// A part of each position that came by takeover, lowest instrument first; then marks.
  mutating func dispose() {
    for instrument in instruments.indices {
      guard let (event, round, _) = markets[instrument].takenOver, let order = disposalOrder(instrument) else {
        continue
      }
      let due = Due(account: order.account.index, round: round, event: event, since: now, Figures())
      _ = place(order, for: due)
    }
    remark()
    queue.disposalDeadline = nil
    forgetTakeovers()
    scheduleDisposal()
  }

  private func disposalOrder(_ instrument: Int) -> Order? {
    guard let rules = rules.liquidation.backstop?.disposal, let backstop else { return nil }
    let held = lots(backstop, instrument)
    let side: Side = held > 0 ? .sell : .buy
    guard held != 0, let limit = disposalLimit(rules.range, side, instrument) else { return nil }
    let standing = levels(instrument, side.opposite).filter { side == .sell ? $0.key >= limit : $0.key <= limit }
    let billion = 1_000_000_000
    let share = ceiling(
      of: Int(standing.values.reduce(0, +)), times: Int(rules.bookShare.partsPerBillion), over: billion)
    let part = ceiling(of: abs(held), times: Int(rules.portion.partsPerBillion), over: billion)
    let wanted = min(share, abs(held) <= rules.wholeUpTo.lots ? abs(held) : part)
    if wanted == 0 { return nil }
    var order = order(closing: backstop, instrument, wanted, limit: limit)
    order.timeInForce = .immediateOrCancel
    return order
  }
}
