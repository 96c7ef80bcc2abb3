import MarketTypes

/// What the stream has left everybody with, as of the last event observed.
extension LedgerAudit {
  public var accountCount: Int { kinds.count }
  public var instrumentCount: Int { instruments.count }

  public func isKnown(_ account: AccountID) -> Bool { account.index >= 0 && account.index < kinds.count }

  public func kind(of account: AccountID) -> AccountKind { kinds[account.index] }

  /// What a ledger account holds, in units of money.
  public func balance(of account: LedgerAccount) -> Int128 {
    switch account {
    case .collateral(let owner): collateral[owner.index]
    case .costBasis(let owner, let instrument): holdings[holding(owner, instrument)].balance
    case .fees: venue.fees
    case .fund: venue.fund
    case .backstop: venue.backstop
    case .rounding: venue.rounding
    case .uncovered: venue.uncovered
    case .outside: venue.outside
    }
  }

  public func position(of account: AccountID, in instrument: InstrumentID) -> Position {
    Position(lots: holdings[holding(account, instrument)].lots)
  }

  /// What the holding cost, in units of money; negative for a short, zero when flat.
  public func cost(of account: AccountID, in instrument: InstrumentID) -> Int128 {
    -holdings[holding(account, instrument)].balance
  }

  public func mark(of instrument: InstrumentID) -> Price? {
    markTicks[instrument.index] == 0 ? nil : Price(ticks: markTicks[instrument.index])
  }

  /// What the holding is worth beyond its cost at the last mark. Without a mark it is worth what it cost: zero.
  public func unrealizedProfit(of account: AccountID, in instrument: InstrumentID) -> Int128 {
    let mark = markTicks[instrument.index]
    if mark == 0 { return 0 }
    let holding = holdings[holding(account, instrument)]
    return holding.balance + Int128(holding.lots * mark * instruments[instrument.index].tickValue.units)
  }

  /// Collateral plus unrealized profit of all holdings at the last marks. O(instruments).
  public func equity(of account: AccountID) -> Int128 {
    var equity = collateral[account.index]
    for number in instruments.indices {
      equity += unrealizedProfit(of: account, in: InstrumentID(number: UInt16(number)))
    }
    return equity
  }

  /// Where a holding stands in `holdings`.
  func holding(_ account: AccountID, _ instrument: InstrumentID) -> Int {
    account.index * instruments.count + instrument.index
  }
}
