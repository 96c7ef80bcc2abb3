import MarketTypes

/// What the stream has left everybody with, as of the last event observed.
extension LedgerAudit {
  /// How many accounts the stream opened.
  public var accountCount: Int { accounts.count }
  /// How many the rules have.
  public var instrumentCount: Int { rules.instruments.count }
  /// The settlement currency among them.
  public var assetCount: Int { rules.assets.count + 1 }

  /// Whether the stream opened it.
  public func isKnown(_ account: AccountID) -> Bool { account.index >= 0 && account.index < accounts.count }

  /// How its margin is reckoned. The account is known.
  public func kind(of account: AccountID) -> AccountKind { accounts[account.index].kind }

  /// Itself, unless it is a sub-account.
  public func owner(of account: AccountID) -> AccountID { accounts[account.index].owner }

  /// What a ledger account holds, in units of the asset. Beside the settlement currency only accounts and the outside
  /// have any.
  public func balance(of account: LedgerAccount, in asset: AssetID = .settlement) -> Int128 {
    switch account {
    case .collateral(let owner) where asset != .settlement: accounts[owner.index].amount(of: asset)
    case .outside: venue.outside[asset.index]
    case _ where asset != .settlement: 0
    case .collateral(let owner): accounts[owner.index].cash
    case .costBasis(let owner, let instrument): accounts[owner.index].holding(of: instrument).balance
    case .fees: venue.fees
    case .fund(let fund): venue.funds[Int(fund.number)]
    case .contribution(let owner): accounts[owner.index].contribution
    case .rounding: venue.rounding
    case .uncovered: venue.uncovered
    }
  }

  /// All insurance funds together.
  public var fundTotal: Int128 { venue.funds.reduce(0, +) }

  /// What all members have in the default fund together.
  public var contributionTotal: Int128 { accounts.reduce(0) { $0 + $1.contribution } }

  /// What an account is not flat in, by number.
  public func instrumentsHeld(by account: AccountID) -> [InstrumentID] {
    accounts[account.index].holdings.filter { $0.lots != 0 }.map(\.instrument)
  }

  /// What it holds; flat if it never traded there. The account is known. O(log holdings).
  public func position(of account: AccountID, in instrument: InstrumentID) -> Position {
    Position(lots: accounts[account.index].holding(of: instrument).lots)
  }

  /// What the holding cost, in units of money; zero when flat. Below zero for a short, and for a long of an inverse
  /// contract.
  public func cost(of account: AccountID, in instrument: InstrumentID) -> Int128 {
    -accounts[account.index].holding(of: instrument).balance
  }

  /// The latest one; `nil` before the first.
  public func mark(of instrument: InstrumentID) -> Price? {
    markTicks[instrument.index] == 0 ? nil : Price(ticks: markTicks[instrument.index])
  }

  /// The latest one; `nil` before the first, and for the settlement currency.
  public func price(of asset: AssetID) -> Price? {
    assetTicks[asset.index] == 0 ? nil : Price(ticks: assetTicks[asset.index])
  }

  /// What the holding is worth beyond its cost at the last mark. Without a mark it is worth what it cost: zero.
  public func unrealizedProfit(of account: AccountID, in instrument: InstrumentID) -> Int128 {
    unrealizedProfit(accounts[account.index].holding(of: instrument))
  }

  /// What the account's assets count beside the settlement currency: each at its price less haircut, rounded down;
  /// nothing for one without a price.
  public func assetValue(of account: AccountID) -> Int128 {
    accounts[account.index].assets.reduce(0) { sum, held in
      guard let price = price(of: held.asset) else { return sum }
      return sum + rules.assets[held.asset.index - 1].countedValue(of: held.amount, at: price)
    }
  }

  /// Settlement currency, unrealized profit of all holdings at the last marks, and what other assets count. O(holdings).
  public func equity(of account: AccountID) -> Int128 {
    let record = accounts[account.index]
    return record.holdings.reduce(record.cash + assetValue(of: account)) { $0 + unrealizedProfit($1) }
  }

  private func unrealizedProfit(_ holding: AuditedHolding) -> Int128 {
    guard let mark = mark(of: holding.instrument) else { return 0 }
    return holding.balance + worths[holding.instrument.index].value(of: holding.lots, at: mark)
  }
}
