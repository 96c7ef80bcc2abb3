import MarketTypes
import Storage

/// An account found liquidatable, or at another margin level, and the event that made it so.
@frozen public struct Distress: BitwiseCopyable, Sendable {
  public let account: AccountID
  /// Of its cause, −1 for none. A number and not an optional, 16 bytes in all: very many may fall due at once.
  @usableFromInline let eventNumber: Int64

  @inline(__always)
  init(account: AccountID, cause: Int64) { (self.account, eventNumber) = (account, cause) }

  /// The mark that cost it most, or its own latest fill; `nil` when neither is known.
  @inlinable public var cause: EventPosition? { eventNumber < 0 ? nil : EventPosition(number: eventNumber) }

  /// Whether its cause came before another's; having none counts as before all.
  @inlinable public func isCausedBefore(_ other: Distress) -> Bool { eventNumber < other.eventNumber }
}

/// Of the marks since the last check the one that cost an account most; the first of several.
struct CostliestMark {
  private var gain: Int128 = 0
  /// Where the stream has it; −1 when none cost anything.
  private(set) var event: Int64 = -1

  @inline(__always)
  mutating func take(_ gain: Int128, _ event: Int64) {
    if gain < self.gain { (self.gain, self.event) = (gain, event) }
  }
}

/// The margin watch: which accounts are liquidatable, or at another margin level, without looking at all of them on each
/// mark (WCH-1…WCH-6). Each account has triggers that stand before anything can happen to it
/// (`ClearingHouse+Triggers.swift` has the proof); one that fires has its account looked at exactly, and set anew if safe.
///
/// After a fill the triggers stay as long as no marks that they let pass unseen leave the account without its margin.
extension ClearingHouse {
  /// Has an account checked at the next `findDue`.
  @inlinable @inline(__always) mutating func markDirty(_ account: AccountID) {
    guard !accounts[account.index].isDirty, accounts[account.index].kind != .exempt else { return }
    accounts[account.index].isDirty = true
    dirty.append(account.number)
  }

  /// Whether an account or a mark changed since the last check, so that `findDue` might find anything.
  @inlinable public var hasNews: Bool { @inline(__always) get { dirty.count > 0 || hasMarks } }

  /// Has everybody checked who holds this. O(holdings): at a line's first mark, and when its margin rates change.
  mutating func markHoldersDirty(of line: Int) {
    for index in 0..<holdings.count where holdings[index].line == Int32(line) {
      markDirty(AccountID(number: holdings[index].account))
    }
  }

  /// Whether equity is under maintenance margin, or meets it where the rules say so. A flat account never is, nor an
  /// exempt one (LIQ-1).
  public func isLiquidatable(_ account: AccountID) -> Bool {
    isMargined(account) && isLiquidatable(figures(of: account))
  }

  func isLiquidatable(_ figures: AccountFigures) -> Bool {
    figures.positions > 0 && slack(figures, 1_000_000_000) < 0
  }

  /// Checks every account that changed, and every one whose trigger the marks set since the last call have passed.
  ///
  /// `takeDue` then hands out those found liquidatable, `takeBankrupt` those flat and below zero. O(accounts checked).
  @inlinable public mutating func findDue() {
    // Nearly always marks have changed and nobody's trigger is reached.
    if listed.count | dirty.count | restless.count != 0 { checkNoted() }
    checks += 1
    hasMarks = false
  }

  @usableFromInline @inline(never)
  mutating func checkNoted() {
    if restless.count > 0 { rouse() }
    if dirty.count > 0 { checkDirty() }
    for index in 0..<listed.count {
      let line = Int(listed[index])
      lines[line].isListed = false
      if lines[line].isReached { checkReached(in: line) }
    }
    listed.removeAll()
  }

  private mutating func rouse() {
    for index in 0..<restless.count { markDirty(AccountID(number: restless[index])) }
    restless.removeAll()
  }

  private mutating func checkDirty() {
    for index in 0..<dirty.count {
      if index % Self.aheadCount == 0, dirty.count > Self.aheadCount { readAheadDirty(from: index) }
      let account = AccountID(number: dirty[index])
      accounts[account.index].isDirty = false
      if accounts[account.index].kind == .backstop {
        checkDebt(of: account)
        continue
      }
      if !isSafeWithinTriggers(account) { check(account, afterMark: false) }
    }
    dirty.removeAll()
  }

  /// An account that has no triggers: the backstop, which is never liquidated, or one handed over already. Once it holds
  /// nothing, what it owes is a loss like any other; as long as assets stand behind that, it is looked at in every check.
  private mutating func checkDebt(of account: AccountID) {
    guard accounts[account.index].collateral < 0, isFlat(account) else { return }
    if figures(of: account).equity < 0 {
      bankrupt.append(Distress(account: account, cause: causeOfDistress(account)))
    } else {
      restless.append(account.number)
    }
  }

  /// One of the accounts found liquidatable, each once, in no order to rely on; `nil` when there is none left.
  @inlinable public mutating func takeDue() -> Distress? { due.count == 0 ? nil : due.removeLast() }

  /// One of the flat accounts found below zero, whose loss must be covered; `nil` when there is none left.
  @inlinable public mutating func takeBankrupt() -> Distress? { bankrupt.count == 0 ? nil : bankrupt.removeLast() }

  /// One of the accounts found at another margin level, each once, in no order to rely on; `nil` when there is none left.
  public mutating func takeRelevelled() -> Distress? { relevelled.count == 0 ? nil : relevelled.removeLast() }

  /// Where the account stands, as of when it was last looked at.
  public func level(of account: AccountID) -> MarginLevel { accounts[account.index].level }

  /// The mark that cost the account most since the last check (tie: lower line), else its own latest entry.
  private func causeOfDistress(_ account: AccountID) -> Int64 {
    var costliest = CostliestMark()
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let line = Int(holdings[index].line)
      if lines[line].markedAfter == checks { costliest.take(gain(of: index, in: line), lines[line].markEvent) }
      index = holdings[index].next
    }
    return cause(costliest, account)
  }

  @inline(__always)
  private func cause(_ costliest: CostliestMark, _ account: AccountID) -> Int64 {
    costliest.event < 0 ? latestOther(account) : costliest.event
  }

  /// Where no mark cost an account anything: its own latest fill, funding or settlement, or a later margin factor of an
  /// instrument it holds; −1 where there was none.
  private func latestOther(_ account: AccountID) -> Int64 {
    var latest = accounts[account.index].lastEntry
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      if holdings[index].lots != 0 { latest = max(latest, lines[holdings[index].line].factorEvent) }
      index = holdings[index].next
    }
    return latest
  }

  /// What the marks since the last check brought a holding. Before its first mark it was worth what it cost, an asset
  /// nothing.
  @inline(__always)
  func gain(of index: Int32, in line: Int) -> Int128 {
    let (mark, before) = (lines[line].mark, lines[line].previousMark)
    if lines[line].isPlain, before != 0 {
      return Int128(holdings[index].lots * lines[line].tickValue * (mark - before))
    }
    return rareGain(of: holdings[index], in: line)
  }

  @inline(never)
  private func rareGain(of holding: HoldingRecord, in line: Int) -> Int128 {
    let (mark, before) = (lines[line].mark, lines[line].previousMark)
    if lines[line].kind == .asset {
      let then = before == 0 ? 0 : haircutValue(of: holding.lots, at: before, line: line)
      return haircutValue(of: holding.lots, at: mark, line: line) - then
    }
    let then = before == 0 ? holding.cost : lines[line].value(of: holding.lots, at: before)
    return Int128(lines[line].value(of: holding.lots, at: mark) - then)
  }

  /// Looks at one account exactly: hands it over when it is liquidatable, sets its triggers when it is not.
  ///
  /// One already handed over only if it has meanwhile closed everything itself, at a loss beyond its collateral.
  private mutating func check(_ account: AccountID, afterMark isAfterMark: Bool) {
    if accounts[account.index].standing == .due {
      checkDebt(of: account)
      return
    }
    if let glance = glance(at: account) {
      if glance.hasTriggers { clearTriggers(of: account) }
      if glance.slack < 0, glance.positions > 0 {
        handOver(account, cause(glance.costliest, account))
      } else if glance.positions > 0 {
        setTriggers(of: account, glance, isNearer: !isAfterMark)
      } else if glance.slack < 0, accounts[account.index].collateral < 0, isFlat(account) {
        bankrupt.append(Distress(account: account, cause: cause(glance.costliest, account)))
      }
      return
    }
    clearTriggers(of: account)
    let figures = figures(of: account)
    if isLiquidatable(figures) {
      handOver(account, causeOfDistress(account))
      return
    }
    if let levels { relevel(account, figures, levels) }
    // A debt that assets stand behind is watched like a position.
    if figures.positions > 0 || (figures.equity >= 0 && accounts[account.index].collateral < 0) {
      setTriggers(of: account, figures, isNearer: !isAfterMark)
    } else if figures.equity < 0, isFlat(account) {
      bankrupt.append(Distress(account: account, cause: causeOfDistress(account)))
    }
  }

  @inline(__always)
  private mutating func handOver(_ account: AccountID, _ cause: Int64) {
    accounts[account.index].standing = .due
    dueCount += 1
    due.append(Distress(account: account, cause: cause))
  }

  /// Notes the margin level that the figures give (CLR-37). A call ends at the release level.
  private mutating func relevel(_ account: AccountID, _ figures: AccountFigures, _ levels: MarginLevelRules) {
    func isBelow(_ rate: Rate) -> Bool {
      figures.equity * 1_000_000_000 < figures.maintenance * Int128(rate.partsPerBillion)
    }
    let before = accounts[account.index].level
    // Without a position there is nothing to keep margin for: what such an account owes is covered, not called for.
    if figures.positions == 0 {
      setLevel(of: account, from: before, to: .sufficient)
      return
    }
    let isCalled = isBelow(before == .called ? levels.release : levels.call)
    let level: MarginLevel = isCalled ? .called : isBelow(levels.alert) ? .alerted : .sufficient
    setLevel(of: account, from: before, to: level)
  }

  mutating func setLevel(of account: AccountID, from before: MarginLevel, to level: MarginLevel) {
    if level == before { return }
    accounts[account.index].level = level
    relevelled.append(Distress(account: account, cause: causeOfDistress(account)))
  }

  /// The liquidation engine is done with the account for now: from here on the watch looks after it again.
  public mutating func release(_ account: AccountID) {
    if accounts[account.index].standing == .due { dueCount -= 1 }
    accounts[account.index].standing = .watched
    markDirty(account)
  }

  /// Checks every account whose trigger in this line the mark has reached.
  @inline(never)
  private mutating func checkReached(in line: Int) {
    let mark = lines[line].mark
    let (isLong, isShort) = (mark <= lines[line].highestTrigger, mark >= lines[line].lowestTrigger)
    if takeFew(in: line, ofLongs: isLong, ofShorts: isShort) { return checkTaken() }
    if isLong { checkAll(takeAllLongs(of: line)) }
    if isShort { checkAll(takeAllShorts(of: line)) }
  }

  /// Checks whose triggers are in a range of places, a few hundred at a time as they are found.
  private mutating func checkAll(_ places: Range<UInt64>) {
    var index = 0
    while noteNext(in: places, from: &index) { checkTaken() }
  }

  /// Takes the noted triggers off and checks whose they were.
  ///
  /// Those of later batches meanwhile still have a place, though their rungs are gone. Nobody meets one: an account has one holding
  /// in a line, and only its own check clears its triggers or sets new ones.
  @inline(__always)
  private mutating func checkTaken() {
    var next = 0
    while next < reached.count {
      // Batches of 32 and of 128 took longer in a crash of a million accounts.
      let batch = next..<min(next + 64, reached.count)
      takeOff(batch)
      for index in batch { check(AccountID(number: holdings[reached[index]].account), afterMark: true) }
      next = batch.upperBound
    }
    reached.removeAll()
  }
}
