import MarketTypes

extension ClearingHouse {
  /// Walks all accounts and stops where the books do not balance. O(accounts): for `--check` and the tests.
  public func checkInvariants() {
    var sum = ledger.sum
    var lots = [Int128](repeating: 0, count: instruments.count)
    for account in 0..<accounts.count {
      sum += Int128(accounts[account].collateral)
      var previous: Int32 = -1
      var index = accounts[account].firstHolding
      while index >= 0 {
        let holding = holdings[index]
        invariant(holding.account == Int32(account), "holding \(index) is in account \(account)'s list")
        invariant(
          holding.instrument > previous, "account \(account) lists instrument \(holding.instrument) out of order")
        invariant(
          holding.bidLots >= 0 && holding.askLots >= 0 && (holding.bidLots > 0 || holding.bidNotional == 0)
            && (holding.askLots > 0 || holding.askNotional == 0),
          "account \(account) counts open orders wrongly in instrument \(holding.instrument)")
        sum -= Int128(holding.cost)
        lots[Int(holding.instrument)] += Int128(holding.lots)
        if holding.lots == 0 {
          invariant(holding.cost == 0, "account \(account) is flat at a cost of \(holding.cost)")
        }
        previous = holding.instrument
        index = holding.next
      }
    }
    invariant(sum == 0, "ledger balances sum to \(sum), not zero")
    invariant(ledger.fund >= 0, "the fund stands at \(ledger.fund)")
    for index in lots.indices {
      invariant(lots[index] == 0, "positions in instrument \(index) sum to \(lots[index]) lots, not zero")
    }
  }

  /// The margin watch's twin: looks at every account. O(accounts).
  public func checkWatch() {
    for account in 0..<accounts.count {
      let id = AccountID(number: Int32(account))
      guard accounts[account].kind == .cross, accounts[account].standing == .watched else { continue }
      invariant(
        accounts[account].isDirty || !isLiquidatable(id), "account \(account) is liquidatable and the watch missed it")
    }
  }
}
