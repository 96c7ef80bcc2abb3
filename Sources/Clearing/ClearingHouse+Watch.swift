import MarketTypes
import Storage

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
///
/// After a fill the triggers stay while the same holds of where they stand. Let a position's reach be how many ticks its
/// mark may go against it before its trigger fires, or to the end of prices where there is none. As long as
/// slack − positions ≥ Σ slope × reach, no marks within reach of all positions leave the account without slack.
extension ClearingHouse {
  /// Has an account checked at the next `findDue`.
  @inlinable mutating func markDirty(_ account: AccountID) {
    guard !accounts[account.index].isDirty, accounts[account.index].kind == .cross else { return }
    accounts[account.index].isDirty = true
    dirty.append(account.number)
  }

  /// Whether an account or a mark changed since the last check, so that `findDue` might find anything.
  @inlinable public var hasNews: Bool { @inline(__always) get { dirty.count > 0 || hasNewMarks } }

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
      if !isSafeWithinTriggers(account) { check(account) }
    }
    dirty.removeAll()
    guard hasNewMarks || due.count > 0 else { return }
    for index in 0..<instruments.count where instruments[index].markEvent >= 0 { popTriggers(of: index) }
    for index in 0..<due.count {
      due[index].cause = causeOfDistress(due[index].account)
    }
    for index in 0..<instruments.count { instruments[index].markEvent = -1 }
    hasNewMarks = false
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

  /// Whether an account that is watched has margin at all marks that its triggers, as they stand, let pass unseen.
  ///
  /// Counted downwards: `false` means only that it must be looked at. O(instruments the account touched).
  @inline(__always)
  private func isSafeWithinTriggers(_ account: AccountID) -> Bool {
    if accounts[account.index].standing == .due { return false }
    var slack = Int128(accounts[account.index].collateral) - (threshold == .atOrBelow ? 1 : 0)
    var fall: Int128 = 0
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let (own, instrument) = (index, Int(holdings[index].instrument))
      index = holdings[own].next
      let perLot = instruments[instrument].perLot
      guard perLot != 0, holdings[own].lots != 0 else { continue }
      let value = holdings[own].lots * perLot
      let reach = reach(of: own)
      if reach < 0 { return false }
      slack += Int128(value - holdings[own].cost)
      slack -= maintenance(ofNotional: abs(value), in: instruments[instrument]) + 1
      // At most the largest notional, since reach is at most the highest price.
      fall += (abs(holdings[own].lots) * instruments[instrument].tickValue * reach)
        .widened(times: slopeRate(of: own))
    }
    // From 2^62 on the rest is not counted, so that the product below fits.
    return slack >= 0 && Int64(clamping: min(slack, 1 << 62)).widened(times: 1_000_000_000) >= fall
  }

  /// How many ticks the mark may go against a position before its trigger fires; below zero when it has.
  @inline(__always)
  private func reach(of index: Int32) -> Int64 {
    let instrument = Int(holdings[index].instrument)
    let (rung, mark) = (holdings[index].trigger, instruments[instrument].mark)
    if holdings[index].lots > 0 { return mark - 1 - (rung >= 0 ? triggers[index].ticks : 0) }
    return (rung < -1 ? triggers[index].ticks - 1 : instruments[instrument].maximumTicks) - mark
  }

  /// What each unit of a position's price times lots can take from the slack when it goes a tick against it, in
  /// billionths.
  @inline(__always)
  private func slopeRate(of index: Int32) -> Int64 {
    let instrument = Int(holdings[index].instrument)
    return holdings[index].lots > 0
      ? 1_000_000_000 - tiers[instruments[instrument].firstTier].rate
      : 1_000_000_000 + tiers[instruments[instrument].endOfTiers - 1].rate
  }

  /// Puts an account's triggers a little nearer than need be, so that a small fill seldom moves them.
  private mutating func setTriggers(of account: AccountID, _ figures: AccountFigures) {
    let first = accounts[account.index].firstHolding
    var slopes: Int128 = 0
    var index = first
    while index >= 0 {
      let perTick = abs(holdings[index].lots) * instruments[holdings[index].instrument].tickValue
      slopes += perTick.widened(times: slopeRate(of: index))
      index = holdings[index].next
    }
    if slopes == 0 { return }
    let spare = max(0, slack(figures) - Int128(figures.positions)) * 1_000_000_000
    let farthest = Int64(clamping: spare / slopes)
    let distance = farthest - farthest / 8
    index = first
    while index >= 0 {
      let instrument = Int(holdings[index].instrument)
      let (lots, mark) = (holdings[index].lots, instruments[instrument].mark)
      if lots > 0, mark > 0, distance < mark - 1 { place(index, onLong: true, at: mark - distance - 1) }
      if lots < 0, mark > 0, distance < instruments[instrument].maximumTicks - mark {
        place(index, onLong: false, at: mark + distance + 1)
      }
      index = holdings[index].next
    }
  }

  private mutating func place(_ holding: Int32, onLong isLong: Bool, at ticks: Int64) {
    let instrument = Int(holdings[holding].instrument)
    let rung = isLong ? longTriggers[instrument].occupy(ticks) : shortTriggers[instrument].occupy(ticks)
    let head = isLong ? longTriggers[instrument][rung] : shortTriggers[instrument][rung]
    holdings[holding].trigger = isLong ? rung : ~rung - 1
    triggers[holding].ticks = ticks
    triggers[holding].next = head
    triggers[holding].previous = -1
    if head >= 0 { triggers[head].previous = holding }
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
    let rung = holdings[index].trigger
    guard rung != -1 else { return }
    holdings[index].trigger = -1
    let (before, after) = (triggers[index].previous, triggers[index].next)
    if after >= 0 { triggers[after].previous = before }
    if before >= 0 {
      triggers[before].next = after
      return
    }
    let instrument = Int(holdings[index].instrument)
    if rung >= 0 {
      longTriggers[instrument][rung] = after
      if after < 0 { longTriggers[instrument].vacate(rung) }
    } else {
      shortTriggers[instrument][~(rung + 1)] = after
      if after < 0 { shortTriggers[instrument].vacate(~(rung + 1)) }
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
