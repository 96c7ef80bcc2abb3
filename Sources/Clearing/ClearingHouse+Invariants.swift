import MarketTypes
import Storage

extension ClearingHouse {
  /// Walks all accounts and stops where the books do not balance. O(accounts): for `--check` and the tests.
  public func checkInvariants() {
    var sum = ledger.sum
    var lots = [Int128](repeating: 0, count: lines.count)
    for account in 0..<accounts.count {
      sum += Int128(accounts[account].collateral)
      var previous: Int32 = -1
      var index = accounts[account].firstHolding
      while index >= 0 {
        let holding = holdings[index]
        invariant(holding.account == Int32(account), "holding \(index) is in account \(account)'s list")
        invariant(
          holding.line > previous, "account \(account) lists instrument \(holding.line) out of order")
        invariant(
          holding.bidLots >= 0 && holding.askLots >= 0 && (holding.bidLots > 0 || holding.bidCost == 0)
            && (holding.askLots > 0 || holding.askCost == 0),
          "account \(account) counts open orders wrongly in instrument \(holding.line)")
        sum -= Int128(holding.cost)
        lots[Int(holding.line)] += Int128(holding.lots)
        if holding.lots == 0 {
          invariant(holding.cost == 0, "account \(account) is flat at a cost of \(holding.cost)")
        }
        previous = holding.line
        index = holding.next
      }
    }
    invariant(sum == 0, "ledger balances sum to \(sum), not zero")
    for fund in 0..<ledger.funds.count {
      invariant(ledger.funds[fund].balance >= 0, "fund \(fund) stands at \(ledger.funds[fund].balance)")
    }
    for line in 0..<instrumentCount {
      invariant(lots[line] == 0, "positions in instrument \(line) sum to \(lots[line]) lots, not zero")
    }
    for line in instrumentCount..<lines.count {
      let asset = line - instrumentCount + 1
      let sum = lots[line] + ledger.outside[asset]
      invariant(sum == 0, "balances of asset \(asset) sum to \(sum), not zero")
      invariant(lots[line] == Int128(lines[line].openInterest), "asset \(asset) is counted wrongly")
    }
  }

  /// The margin watch's twin: looks at every account, and at every trigger on its ladder. O(accounts + triggers).
  public func checkWatch() {
    checkLadders()
    for account in 0..<accounts.count {
      let id = AccountID(number: Int32(account))
      guard accounts[account].kind.isMargined, accounts[account].standing == .watched else { continue }
      invariant(
        accounts[account].isDirty || !isLiquidatable(id), "account \(account) is liquidatable and the watch missed it")
      guard let levels, !accounts[account].isDirty else { continue }
      let figures = figures(of: id)
      for (level, multiple) in [(MarginLevel.alerted, levels.alert), (.called, levels.call)]
      where accounts[account].level < level && figures.positions > 0 {
        invariant(
          figures.equity * 1_000_000_000 >= figures.maintenance * Int128(multiple.partsPerBillion),
          "account \(account) is \(level) and the watch missed it")
      }
    }
  }

  /// Every trigger stands on the rung of its price, between its neighbours, where its line looks for it, and nowhere else.
  private func checkLadders() {
    var found = 0
    for line in 0..<lines.count {
      for isLong in [true, false] { found += checkLadder(of: line, ofLongs: isLong) }
    }
    var standing = 0
    for index in 0..<triggers.count where triggers[index].place != 0 { standing += 1 }
    invariant(standing == found, "\(standing) triggers stand, and \(found) are on ladders")
  }

  /// Returns how many triggers stand on a ladder.
  private func checkLadder(of line: Int, ofLongs isLong: Bool) -> Int {
    var count = 0
    var rung = isLong ? longTriggers[line].highest : shortTriggers[line].lowest
    while rung >= 0 {
      let ticks = isLong ? longTriggers[line].height(of: rung) : shortTriggers[line].height(of: rung)
      invariant(
        isLong ? ticks <= lines[line].highestTrigger : ticks >= lines[line].lowestTrigger,
        "line \(line) does not look for its trigger at \(ticks)")
      count += checkRung(
        rung, from: isLong ? longTriggers[line][rung] : shortTriggers[line][rung],
        at: TriggerRecord.place(line, onLong: isLong, at: ticks))
      rung = isLong ? longTriggers[line].below(rung) : shortTriggers[line].above(rung)
    }
    return count
  }

  /// Returns how many triggers stand on a rung.
  private func checkRung(_ rung: Int32, from first: Int32, at place: UInt64) -> Int {
    invariant(first >= 0, "an occupied rung has no trigger")
    var (count, before, holding) = (0, Int32(-1), first)
    while holding >= 0 {
      invariant(
        triggers[holding].place == place && triggers[holding].previous == before && holdings[holding].trigger == rung,
        "the trigger of holding \(holding) is not where its ladder has it")
      (before, holding) = (holding, triggers[holding].next)
      count += 1
    }
    return count
  }
}
