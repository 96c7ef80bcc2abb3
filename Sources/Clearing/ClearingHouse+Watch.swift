import MarketTypes

/// An account found liquidatable, and the event that made it so.
@frozen public struct Distress: BitwiseCopyable, Sendable {
  public var account: AccountID
  /// The mark that cost it most, or its own latest fill; `nil` when neither is known.
  public var cause: EventPosition?
}

/// The margin watch: which accounts are liquidatable, without looking at all of them on each mark (WCH-1…WCH-4).
///
/// An account's slack is equity less maintenance margin. When every mark moves at most d ticks against its positions, the
/// slack falls by at most d × Σ slope, where a long's slope is |lots| × tick value × (1 − lowest maintenance rate) and a
/// short's is |lots| × tick value × (1 + highest rate): rates only rise with notional, so these bound what tiers can do.
/// Each position therefore gets one trigger d + 1 ticks against it, d = (slack − positions) ÷ Σ slope rounded down; the
/// number of positions is taken off because each maintenance margin is rounded up by less than one unit. As long as no
/// trigger is passed the account is safe: none is ever missed. One that fires is checked exactly, and set anew if safe.
extension ClearingHouse {
  /// Has an account checked at the next `findDue`.
  mutating func markDirty(_ account: AccountID) {
    guard !accounts[account.index].isDirty, accounts[account.index].kind == .cross else { return }
    accounts[account.index].isDirty = true
    dirty.append(account.number)
  }

  /// Has everybody checked who holds this instrument. O(holdings), once in an instrument's life.
  mutating func markHoldersDirty(of instrument: InstrumentID) {
    for index in 0..<holdings.count where holdings[index].instrument == Int32(instrument.number) {
      markDirty(AccountID(number: holdings[index].account))
    }
  }

  /// Whether equity is under maintenance margin, or meets it where the rules say so. A flat account never is, nor an
  /// exempt one (LIQ-1).
  public func isLiquidatable(_ account: AccountID) -> Bool {
    isMargined(account) && isLiquidatable(figures(of: account))
  }

  func isLiquidatable(_ figures: AccountFigures) -> Bool { figures.positions > 0 && slack(figures) < 0 }

  private func slack(_ figures: AccountFigures) -> Int128 {
    figures.equity - figures.maintenance - (threshold == .atOrBelow ? 1 : 0)
  }

  /// Checks every account that changed, and every one whose trigger the marks set since the last call have passed.
  ///
  /// `takeDue` then hands out those found liquidatable, `takeBankrupt` those flat and below zero. O(accounts checked).
  public mutating func findDue() {
    for index in 0..<dirty.count {
      let account = AccountID(number: dirty[index])
      accounts[account.index].isDirty = false
      check(account)
    }
    dirty.removeAll()
    for index in 0..<instruments.count where instruments[index].markEvent >= 0 { popTriggers(of: index) }
    for index in 0..<due.count {
      due[index].cause = causeOfDistress(due[index].account)
    }
    for index in 0..<instruments.count { instruments[index].markEvent = -1 }
  }

  /// One of the accounts found liquidatable, each once, in no order to rely on; `nil` when there is none left.
  public mutating func takeDue() -> Distress? { due.count == 0 ? nil : due.removeLast() }

  /// One of the flat accounts found below zero, whose loss must be covered; `nil` when there is none left.
  public mutating func takeBankrupt() -> AccountID? {
    bankrupt.count == 0 ? nil : AccountID(number: bankrupt.removeLast())
  }

  /// The mark that cost the account most since the last check (tie: lower instrument), else its own latest fill.
  private func causeOfDistress(_ account: AccountID) -> EventPosition? {
    var worst: Int64 = 0
    var cause: Int64 = -1
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let holding = holdings[index]
      let instrument = instruments[holding.instrument]
      index = holding.next
      guard instrument.markEvent >= 0 else { continue }
      // Before its first mark a holding was worth what it cost.
      let gain =
        instrument.previousMark == 0
        ? holding.lots * instrument.mark * instrument.tickValue - holding.cost
        : holding.lots * instrument.tickValue * (instrument.mark - instrument.previousMark)
      if gain < worst {
        worst = gain
        cause = instrument.markEvent
      }
    }
    if cause < 0 { cause = accounts[account.index].lastFill }
    return cause < 0 ? nil : EventPosition(number: cause)
  }

  /// Looks at one account exactly: hands it over when it is liquidatable, sets its triggers when it is not.
  ///
  /// One already handed over only if it has meanwhile closed everything itself, at a loss beyond its collateral.
  private mutating func check(_ account: AccountID) {
    if accounts[account.index].standing == .due {
      if accounts[account.index].collateral < 0, isFlat(account) { bankrupt.append(account.number) }
      return
    }
    clearTriggers(of: account)
    let figures = figures(of: account)
    if isLiquidatable(figures) {
      accounts[account.index].standing = .due
      due.append(Distress(account: account, cause: nil))
    } else if figures.positions > 0 {
      setTriggers(of: account, figures)
    } else if figures.equity < 0 {
      bankrupt.append(account.number)
    }
  }

  /// The liquidation engine is done with the account for now: from here on the watch looks after it again.
  public mutating func release(_ account: AccountID) {
    accounts[account.index].standing = .watched
    markDirty(account)
  }

  // MARK: Triggers

  private mutating func setTriggers(of account: AccountID, _ figures: AccountFigures) {
    let first = accounts[account.index].firstHolding
    var slopes: Int128 = 0
    var index = first
    while index >= 0 {
      slopes += slope(of: holdings[index])
      index = holdings[index].next
    }
    if slopes == 0 { return }
    let spare = max(0, slack(figures) - Int128(figures.positions)) * 1_000_000_000
    let distance = Int64(clamping: spare / slopes)
    if distance >= 1 << 42 { return }
    index = first
    while index >= 0 {
      let holding = holdings[index]
      let mark = instruments[holding.instrument].mark
      if holding.lots > 0, mark > 0, mark - distance > 1 { place(index, onLong: true, at: mark - distance - 1) }
      if holding.lots < 0, mark > 0, mark + distance + 1 < 1 << 42 {
        place(index, onLong: false, at: mark + distance + 1)
      }
      index = holding.next
    }
  }

  /// The most a tick against the holding can take from the slack, in billionths of a unit of money.
  private func slope(of holding: HoldingRecord) -> Int128 {
    let instrument = instruments[holding.instrument]
    let perTick = Int128(holding.lots.magnitude) * Int128(instrument.tickValue)
    let lowest = Int128(tiers[instrument.firstTier].rate)
    let highest = Int128(tiers[instrument.endOfTiers - 1].rate)
    return holding.lots > 0 ? perTick * (1_000_000_000 - lowest) : perTick * (1_000_000_000 + highest)
  }

  private mutating func place(_ holding: Int32, onLong isLong: Bool, at ticks: Int64) {
    let instrument = Int(holdings[holding].instrument)
    let rung = isLong ? longTriggers[instrument].occupy(ticks) : shortTriggers[instrument].occupy(ticks)
    let head = isLong ? longTriggers[instrument][rung] : shortTriggers[instrument][rung]
    holdings[holding].trigger = isLong ? rung : ~rung - 1
    holdings[holding].triggerNext = head
    holdings[holding].triggerPrevious = -1
    if head >= 0 { holdings[head].triggerPrevious = holding }
    if isLong { longTriggers[instrument][rung] = holding } else { shortTriggers[instrument][rung] = holding }
  }

  /// Takes all of an account's triggers off the ladders.
  private mutating func clearTriggers(of account: AccountID) {
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      clearTrigger(of: index)
      index = holdings[index].next
    }
  }

  private mutating func clearTrigger(of index: Int32) {
    let holding = holdings[index]
    guard holding.trigger != -1 else { return }
    holdings[index].trigger = -1
    if holding.triggerNext >= 0 { holdings[holding.triggerNext].triggerPrevious = holding.triggerPrevious }
    if holding.triggerPrevious >= 0 {
      holdings[holding.triggerPrevious].triggerNext = holding.triggerNext
      return
    }
    let instrument = Int(holding.instrument)
    if holding.trigger >= 0 {
      longTriggers[instrument][holding.trigger] = holding.triggerNext
      if holding.triggerNext < 0 { longTriggers[instrument].vacate(holding.trigger) }
    } else {
      let rung = ~(holding.trigger + 1)
      shortTriggers[instrument][rung] = holding.triggerNext
      if holding.triggerNext < 0 { shortTriggers[instrument].vacate(rung) }
    }
  }

  /// Checks every account whose trigger in this instrument the mark has reached.
  private mutating func popTriggers(of instrument: Int) {
    let mark = instruments[instrument].mark
    while true {
      let rung = longTriggers[instrument].highest
      guard rung >= 0, longTriggers[instrument].height(of: rung) >= mark else { break }
      check(AccountID(number: holdings[longTriggers[instrument][rung]].account))
    }
    while true {
      let rung = shortTriggers[instrument].lowest
      guard rung >= 0, shortTriggers[instrument].height(of: rung) <= mark else { break }
      check(AccountID(number: holdings[shortTriggers[instrument][rung]].account))
    }
  }
}
