import MarketTypes
import Storage

/// How far marks may move before an account is looked at, and the ladders that notice.
///
/// **The bound.** An account's slack is equity less a multiple k of its maintenance margin: k is 1 for liquidation, more for
/// a margin level (CLR-37). When the mark of a line goes from m to p against a holding, the slack falls by at most
///
///     linear        |lots| × tick value × |m − p| × s
///     inverse long  |lots| × tick value × (1/p − 1/m) × s        inverse short  … × (1/m − 1/p) × s
///     asset         amount × tick value × (m − p) × (1 − lowest haircut)
///
/// where the slope s is 1 − r for a linear long and an inverse short, whose notional falls with them, and 1 + k × R for the
/// other two, whose notional rises; r and R are the lowest and the highest rate that one more unit of notional can need.
/// Rates only rise with notional and are at most 1, so this holds whatever tiers do. Under portfolio margin s is 1 + k × g,
/// g being the greatest rate of the line in any scenario: the requirement is Lipschitz in each value with that constant
/// (`RiskMatrix`), whichever way it moves. Where a mark goes in a holding's favour the slack never falls, as long as
/// k × R and k × g are at most 1, which the rules see to.
///
/// **The triggers.** Slack beyond what roundings can take is shared among the holdings in proportion to what each loses
/// when all prices move against the account by the same fraction: that fraction, u = slack ÷ Σ notional × s, gives each
/// holding one trigger, just beyond m × (1 ∓ u), of an inverse contract m ÷ (1 ± u). As long as none is passed the sum of
/// what all have lost is within the slack, so none is ever missed (WCH-1).
extension ClearingHouse {
  /// What maintenance margin is multiplied by where the account next wants looking at.
  @inline(__always)
  func multiple(of account: AccountID) -> Int64 {
    guard let levels else { return 1_000_000_000 }
    return multiple(of: accounts[account.index].level, levels)
  }

  private func multiple(of level: MarginLevel, _ levels: MarginLevelRules) -> Int64 {
    switch level {
    case .sufficient: levels.alert.partsPerBillion
    case .alerted: levels.call.partsPerBillion
    case .called: 1_000_000_000
    }
  }

  /// Equity less that multiple of maintenance margin, in billionths.
  func slack(_ figures: AccountFigures, _ multiple: Int64) -> Int128 {
    let slack = figures.equity * 1_000_000_000 - figures.maintenance * Int128(multiple)
    return threshold == .atOrBelow && multiple == 1_000_000_000 ? slack - 1_000_000_000 : slack
  }

  /// What rounding may take from the slack for one holding: a margin is rounded up by less than a unit; of a line that is
  /// not plain the notional is too, and the value down.
  @inline(__always)
  private func roundings(of line: Int, _ multiple: Int64) -> Int64 { lines[line].isPlain ? multiple : 3 * multiple }

  /// Whether an account that is watched has its margin at all marks that its triggers, as they stand, let pass unseen.
  ///
  /// Counted downwards: `false` means only that it must be looked at. O(lines the account touched).
  @inline(__always)
  func isSafeWithinTriggers(_ account: AccountID) -> Bool {
    let record = accounts[account.index]
    if record.standing == .due || record.level != .sufficient || record.kind == .portfolio { return false }
    let multiple = multiple(of: account)
    let isAtOrBelow = threshold == .atOrBelow && multiple == 1_000_000_000
    var equity = Int128(record.collateral) - (isAtOrBelow ? 1 : 0)
    var needed: Int128 = 0
    var fall: Int128 = 0
    var index = record.firstHolding
    while index >= 0 {
      let own = index
      let line = Int(holdings[own].line)
      index = holdings[own].next
      let lots = holdings[own].lots
      guard lines[line].mark != 0, lots != 0 else { continue }
      let limit = unseenLimit(of: own)
      if holdings[own].lots > 0 ? limit > lines[line].mark : limit < lines[line].mark { return false }
      if lines[line].isPlain {
        let value = lots * lines[line].perLot
        equity += Int128(value - holdings[own].cost)
        needed += maintenance(ofNotional: abs(value), line: line) + 1
        // At most the largest notional, since no price is beyond the highest.
        fall += (abs(lots) * lines[line].tickValue * abs(lines[line].mark - limit))
          .widened(times: slope(of: own, multiple))
      } else {
        let mark = lines[line].mark
        if lines[line].kind == .asset {
          equity += haircutValue(of: lots, at: mark, line: line) - 1
        } else {
          equity += Int128(lines[line].value(of: lots, at: mark) - holdings[own].cost)
          needed += maintenance(of: lots, at: mark, line: line) + 3
        }
        fall += rareFall(of: own, to: limit).widened(times: slope(of: own, multiple))
      }
    }
    return equity * 1_000_000_000 - needed * Int128(multiple) >= fall
  }

  /// The last price against a holding that its trigger lets pass unseen.
  @inline(__always)
  private func unseenLimit(of index: Int32) -> Int64 {
    if holdings[index].lots > 0 { return (triggers[index].ticks(onLong: true) ?? 0) + 1 }
    return (triggers[index].ticks(onLong: false) ?? lines[holdings[index].line].maximumTicks + 1) - 1
  }

  /// What a holding's notional changes by when the mark goes there, rounded up.
  @inline(never)
  private func rareFall(of index: Int32, to ticks: Int64) -> Int64 {
    let (line, lots) = (Int(holdings[index].line), abs(holdings[index].lots))
    let (mark, whole) = (lines[line].mark, lots * lines[line].tickValue)
    if lines[line].kind != .inverse { return whole * abs(mark - ticks) }
    let (lower, higher) = (min(mark, ticks), max(mark, ticks))
    return whole.divided(by: lower, rounding: .up) - whole.divided(by: higher, rounding: .down)
  }

  /// What each unit of a holding's notional can take from the slack as it goes against it, in billionths.
  @inline(__always)
  private func slope(of index: Int32, _ multiple: Int64) -> Int64 {
    let line = Int(holdings[index].line)
    let isPortfolio = accounts[holdings[index].account].kind == .portfolio
    if isPortfolio, lines[line].kind != .asset {
      return 1_000_000_000
        + matrix.greatestRate(of: InstrumentID(number: UInt16(line))).times(
          multiple, over: 1_000_000_000, rounding: .up)
    }
    let (lowest, highest) = marginSlopes(of: index, in: line)
    // A long of an inverse contract has more notional as its price falls; other longs have less.
    let notionalRises = (holdings[index].lots > 0) == (lines[line].kind == .inverse)
    if !notionalRises { return 1_000_000_000 - lowest }
    if multiple == 1_000_000_000 { return 1_000_000_000 + highest }
    return 1_000_000_000 + highest.times(multiple, over: 1_000_000_000, rounding: .up)
  }

  /// How little and how much of a change of its notional a holding's maintenance margin follows, in billionths.
  @inline(__always)
  private func marginSlopes(of index: Int32, in line: Int) -> (lowest: Int64, highest: Int64) {
    let (lowest, highest) = (lines[line].lowestRate, lines[line].highestRate)
    if !lines[line].hasAddOns { return (lowest, highest) }
    let slopes = addOns[line].slopes(
      tiers: Rate(partsPerBillion: lowest)...Rate(partsPerBillion: highest),
      lots: abs(holdings[index].lots), base: Rate(partsPerBillion: lowest), factor: lines[line].factor)
    return (slopes.lowest.partsPerBillion, slopes.highest.partsPerBillion)
  }

  /// What a check of an account whose lines are all plain needs, found in one walk over them.
  struct Glance {
    /// Equity less maintenance margin, less one where they may not meet; in units of money.
    var slack: Int128
    var positions: Int64 = 0
    /// Σ notional × slope, in billionths.
    var whole: Int128 = 0
    /// Some of its triggers still stand.
    var hasTriggers = false
    var costliest = CostliestMark()
  }

  /// `nil` for an account that has anything but plain lines, is under portfolio margin, or is told its margin level.
  @inline(__always)
  func glance(at account: AccountID) -> Glance? {
    if levels != nil || accounts[account.index].kind == .portfolio { return nil }
    var glance = Glance(slack: Int128(accounts[account.index].collateral) - (threshold == .atOrBelow ? 1 : 0))
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let own = index
      let (lots, cost, line) = (holdings[own].lots, holdings[own].cost, Int(holdings[own].line))
      index = holdings[own].next
      if !lines[line].isPlain { return nil }
      if triggers[own].place != 0 { glance.hasTriggers = true }
      let perLot = lines[line].perLot
      if lots == 0 || perLot == 0 { continue }
      if lines[line].markedAfter == checks { glance.costliest.take(gain(of: own, in: line), lines[line].markEvent) }
      let value = lots * perLot
      glance.slack += Int128(value - cost) - maintenance(ofNotional: abs(value), line: line)
      glance.whole += abs(value).widened(
        times: lots > 0 ? 1_000_000_000 - lines[line].lowestRate : 1_000_000_000 + lines[line].highestRate)
      glance.positions += 1
    }
    return glance
  }

  /// Sets the triggers of an account with nothing but plain lines.
  @inline(__always)
  mutating func setTriggers(of account: AccountID, _ glance: Glance, isNearer: Bool) {
    setTriggers(
      of: account, at: share(of: (glance.slack - Int128(glance.positions)) * 1_000_000_000, in: glance.whole, isNearer))
  }

  /// Sets an account's triggers, all at one share of their marks.
  ///
  /// - Parameter isNearer: an eighth nearer than need be, so that a small fill seldom moves them.
  mutating func setTriggers(of account: AccountID, _ figures: AccountFigures, isNearer: Bool) {
    let multiple = multiple(of: account)
    var spare = slack(figures, multiple)
    if accounts[account.index].kind == .portfolio { spare -= Int128(multiple) }
    var whole: Int128 = 0
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      let line = Int(holdings[index].line)
      let (lots, mark) = (holdings[index].lots, lines[line].mark)
      if lots != 0, mark != 0 {
        let notional = lines[line].kind == .asset ? lots * lines[line].perLot : lines[line].notional(of: lots, at: mark)
        whole += notional.widened(times: slope(of: index, multiple))
        spare -= Int128(roundings(of: line, multiple))
      }
      index = holdings[index].next
    }
    // At a multiple above 1 a margin's rounding can cost more than a move in the account's favour brings.
    if spare < 0, multiple > 1_000_000_000 { restless.append(account.number) }
    setTriggers(of: account, at: share(of: spare, in: whole, isNearer))
  }

  /// What part `spare` is of `whole`, in units of 2^−30, at most 4.
  ///
  /// Rounded down to 2^−31 and found by one division of words: of a sum of more than 32 bits the lowest do not count, so
  /// that the account is looked at too early rather than too late.
  @inline(__always)
  private func share(of spare: Int128, in whole: Int128, _ isNearer: Bool) -> Int64 {
    let excess = 128 - (whole >> 32).leadingZeroBitCount
    let farthest = (Int64(min(max(0, spare) >> excess, 1 << 32)) << 30) / (Int64(whole >> excess) + 1)
    return min(isNearer ? farthest - farthest / 8 : farthest, 1 << 32)
  }

  @inline(__always)
  private mutating func setTriggers(of account: AccountID, at share: Int64) {
    var index = accounts[account.index].firstHolding
    while index >= 0 {
      if holdings[index].lots != 0, lines[holdings[index].line].mark != 0 { setTrigger(of: index, share) }
      index = holdings[index].next
    }
  }

  /// Puts one holding's trigger just beyond this share of its mark, in units of 2^−30.
  @inline(__always)
  private mutating func setTrigger(of index: Int32, _ share: Int64) {
    let line = Int(holdings[index].line)
    let (mark, isLong) = (lines[line].mark, holdings[index].lots > 0)
    let limit: Int64
    if lines[line].kind == .inverse {
      let one = Int64(1) << 30
      if !isLong, share >= one { return }
      let (whole, part) = (Int128(mark) << 30, Int128(isLong ? one + share : one - share))
      limit = Int64(clamping: whole.divided(by: part, rounding: isLong ? .up : .down))
    } else {
      let distance = Int64(mark.widened(times: share) >> 30)
      limit = isLong ? mark - distance : mark + distance
    }
    if isLong, limit > 1 { place(index, onLong: true, at: limit - 1) }
    if !isLong, limit < lines[line].maximumTicks { place(index, onLong: false, at: limit + 1) }
  }
}
