import MarketTypes

/// Who is under margin, or at another level of it: everybody is looked at, every time (LIQ-1, CLR-37, WCH-1 to WCH-6).
extension NaiveVenue {
  /// What accounts are looked at for, and what has happened since they last were.
  struct Watch {
    /// By instrument: the mark before the first change since, and the event of the latest.
    var marked: [Int: (before: Int?, event: Int)] = [:]
    /// By asset: its price likewise.
    var priced: [Int: (before: Int64?, event: Int)] = [:]
    /// Whose balance, holding or margin changed otherwise.
    var touched: Set<Int> = []
    /// Changes of level that are still to be said.
    var relevelled: [(account: Int, cause: Int?)] = []
    /// Whose level a mark alone made better, to which one, and why.
    var recovered: [Int: (level: MarginLevel, cause: Int?)] = [:]
    /// What the venue says of levels in the command under way, by how many of its events come before. A level that
    /// recovers is noticed when the account is next looked at (CLR-37), which depends on triggers that this twin has none
    /// of; it takes from here when that was, and checks that it was right.
    var heard: [Int: (change: MarginLevelChange, causedBefore: Int)] = [:]
  }

  mutating func noteMark(of instrument: Int, at event: Int) {
    let before = watch.marked[instrument].map(\.before) ?? mark(instrument)
    watch.marked[instrument] = (before, event)
    // At a first mark all holders are looked at (WCH-3).
    if mark(instrument) == nil {
      for account in accounts.indices where accounts[account].lots[instrument] != nil { watch.touched.insert(account) }
    }
  }

  /// Again and again until nothing follows.
  mutating func checkAccounts() {
    guard accounts.contains(where: { $0.kind != .exempt }) else { return }
    var before: Int
    repeat {
      before = events.count
      checkOnce()
    } while events.count > before
  }

  private mutating func checkOnce() {
    var found: [Due] = []
    watch.recovered = [:]
    for account in accounts.indices where isMargined(account) && !accounts[account].isDue {
      if isLiquidatable(account) {
        accounts[account].isDue = true
        let cause = cause(of: account)
        found.append(Due(account: account, round: round(of: cause) + 1, event: cause, since: now, figures(account)))
      } else {
        relevel(account)
      }
    }
    let bankrupt = accounts.indices.filter { isBankrupt($0) }.map { ($0, cause(of: $0)) }
    watch.marked = [:]
    watch.priced = [:]
    watch.touched = []
    for due in found.sorted(by: { $0.precedes($1) }) { startLiquidating(due) }
    sayLevels()
    for (account, cause) in bankrupt { cover(account, because: cause) }
  }

  /// Flat and below zero, whatever assets it has (CLR-12, CLR-34).
  func isBankrupt(_ account: Int) -> Bool {
    accounts[account].kind != .exempt && accounts[account].cash < 0 && isFlat(account) && figures(account).equity < 0
  }

  /// WCH-5: the mark that cost it most since the last look, else its own latest entry or a later margin factor.
  func cause(of account: Int) -> Int? {
    var worst: (gain: Int, event: Int)?
    for instrument in instruments.indices {
      guard let (before, event) = watch.marked[instrument], let mark = mark(instrument) else { continue }
      let held = lots(account, instrument)
      let then =
        before.map { value(of: held, at: $0, instrument) } ?? accounts[account].cost[instrument] ?? 0
      let gain = value(of: held, at: mark, instrument) - then
      if gain < worst?.gain ?? 0 { worst = (gain, event) }
    }
    for asset in assets {
      guard let (before, event) = watch.priced[asset], let price = assetPrices[asset] else { continue }
      let units = units(account, asset)
      let gain = counts(units, of: asset, at: price) - (before.map { counts(units, of: asset, at: $0) } ?? 0)
      if gain < worst?.gain ?? 0 { worst = (gain, event) }
    }
    if let worst { return worst.event }
    let factors = instruments.indices.filter { lots(account, $0) != 0 }.compactMap { markets[$0].factorEvent }
    return ([accounts[account].lastEntry].compactMap { $0 } + factors).max()
  }

  /// Says that an account is under its margin, unless its owner cures it; then it waits, or has time first (LIQ-11).
  private mutating func startLiquidating(_ found: Due) {
    var due = found
    if rules.liquidation.isOn, topUp(due.account, because: due.event) {
      if !isLiquidatable(due.account) {
        release(due.account)
        return
      }
      due.figures = figures(due.account)
    }
    due.event = append(.liquidatable(marginState(due.account)), because: due.event)
    if !rules.liquidation.isOn { return }
    let grace = rules.liquidation.call?.grace ?? .zero
    if grace > .zero {
      let end = now + grace.nanoseconds
      append(
        .graceGiven(GracePeriod(account: id(account: due.account), until: Time(nanoseconds: end))), because: due.event)
      queue.graces.append((end, due))
    } else {
      queue.waiting.append(due)
    }
  }

  mutating func release(_ account: Int) {
    accounts[account].isDue = false
    watch.touched.insert(account)
  }

  func marginState(_ account: Int) -> MarginState {
    let figures = figures(account)
    return MarginState(
      account: id(account: account), equity: Money(units: Int64(figures.equity)),
      maintenance: Money(units: Int64(figures.maintenance)))
  }

  // MARK: Levels

  private mutating func relevel(_ account: Int) {
    guard let levels = rules.marginLevels else { return }
    let (figures, before) = (figures(account), accounts[account].level)
    func isBelow(_ rate: Rate) -> Bool {
      Int128(figures.equity) * 1_000_000_000 < Int128(figures.maintenance) * Int128(rate.partsPerBillion)
    }
    var level = MarginLevel.sufficient
    if figures.positions > 0 {
      let isCalled = isBelow(before == .called ? levels.release : levels.call)
      level = isCalled ? .called : isBelow(levels.alert) ? .alerted : .sufficient
    }
    // Who recovers by a mark alone may not have been looked at.
    if level < before, !watch.touched.contains(account) {
      watch.recovered[account] = (level, cause(of: account))
    } else {
      setLevel(account, to: level)
    }
  }

  private mutating func setLevel(_ account: Int, to level: MarginLevel) {
    if level == accounts[account].level { return }
    accounts[account].level = level
    watch.relevelled.append((account, cause(of: account)))
  }

  private mutating func sayLevels() {
    let changes = watch.relevelled.sorted { ($0.account, -($0.cause ?? -1)) < ($1.account, -($1.cause ?? -1)) }
    watch.relevelled = []
    for (place, (account, cause)) in changes.enumerated() {
      // Each once, however often it was noted, for the latest cause.
      if place > 0, changes[place - 1].account == account { continue }
      sayHeard(before: account)
      let change = MarginLevelChange(marginState(account), level: accounts[account].level)
      let event = append(.marginLevelChanged(change), because: cause)
      if change.level == .called { _ = topUp(account, because: event) }
    }
    sayHeard(before: .max)
  }

  /// Recoveries that the venue noticed by now, if they are ones.
  private mutating func sayHeard(before next: Int) {
    while let (said, causedBefore) = watch.heard[events.count - commandStart], said.account.index < next,
      let (level, cause) = watch.recovered[said.account.index], level == said.level
    {
      let account = said.account.index
      // Touched since, it is looked at once more, and then for another cause.
      if watch.touched.contains(account), causedBefore != cause.map({ events.count - $0 }) ?? 0 { return }
      watch.recovered[account] = nil
      accounts[account].level = level
      append(.marginLevelChanged(MarginLevelChange(marginState(account), level: level)), because: cause)
    }
  }

  /// LIQ-11: out of the owner's free cash, as far as that goes. Whether anything moved.
  private mutating func topUp(_ account: Int, because cause: Int?) -> Bool {
    guard rules.liquidation.isOn, let target = rules.liquidation.call?.topUp, let owner = accounts[account].owner,
      !accounts[owner].isDue, canSettle(account)
    else { return false }
    let own = figures(account)
    let wanted = ceiling(of: own.maintenance, times: Int(target.partsPerBillion), over: 1_000_000_000) - own.equity
    let amount = min(wanted, free(owner), accounts[owner].cash)
    if amount <= 0 { return false }
    move(
      amount, from: .collateral(id(account: owner)), to: .collateral(id(account: account)), .toppedUp, because: cause)
    // Filled up whole it has met its call.
    if amount == wanted, accounts[account].level == .called { setLevel(account, to: .sufficient) }
    return true
  }
}
