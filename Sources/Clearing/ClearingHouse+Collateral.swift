import MarketTypes
import Storage

/// Money and assets that come, go, and change accounts.
extension ClearingHouse {
  // MARK: In and out

  /// From outside into collateral. The amount is above zero; of an asset, within `canBring`.
  public mutating func deposit(
    _ amount: Money, of asset: AssetID = .settlement, to account: AccountID, _ record: (Transfer) -> Void
  ) {
    if asset == .settlement {
      move(amount.units, from: .outside, to: .collateral(account), .deposit, record)
      noteCapital(amount.units, of: account)
    } else {
      move(amount.units, of: asset, from: .outside, to: .collateral(account), .deposit, record)
    }
    markDirty(account)
  }

  /// Whether this much more of an asset stays within what one account, and all together, may bring (CLR-33).
  public func canBring(_ amount: Money, of asset: AssetID, to account: AccountID, fromOutside: Bool = true) -> Bool {
    let line = Int(line(of: asset))
    let own = amount.units <= lines[line].maximumLots - balance(of: account, asset).units
    return own && (!fromOutside || amount.units <= lines[line].maximumOpenInterest - lines[line].openInterest)
  }

  /// Cash from outside into an insurance fund. What nobody paid so far is paid from it first (CLR-12). The amount is
  /// above zero.
  public mutating func depositToFund(_ amount: Money, in fund: FundID = .common, _ record: (Transfer) -> Void) {
    move(amount.units, from: .outside, to: .fund(fund), .deposit, record)
    let owed = Int64(clamping: min(Int128(amount.units), max(0, -ledger.uncovered)))
    move(owed, from: .fund(fund), to: .uncovered, .shortfallCovered, record)
  }

  /// The amount is at most what `withdrawable` says.
  public mutating func withdraw(
    _ amount: Money, of asset: AssetID = .settlement, from account: AccountID, _ record: (Transfer) -> Void
  ) {
    if asset == .settlement {
      move(amount.units, from: .collateral(account), to: .outside, .withdrawal, record)
      noteCapital(-amount.units, of: account)
    } else {
      move(amount.units, of: asset, from: .collateral(account), to: .outside, .withdrawal, record)
    }
    markDirty(account)
  }

  /// Whether an account may let go of this much: it has it, and for a margined account its free collateral stays at
  /// zero or above (CLR-15).
  public func canRelease(_ amount: Money, of asset: AssetID = .settlement, from account: AccountID) -> Bool {
    let balance = balance(of: account, asset)
    if amount > balance { return false }
    let kind = accounts[account.index].kind
    if kind == .exempt { return true }
    var lost = Int128(amount.units)
    if asset != .settlement {
      let line = Int(line(of: asset))
      let mark = lines[line].mark
      // Without a price it counts nothing, and a debt could stand against it unseen: it stays.
      if mark == 0 { return accounts[account.index].collateral >= 0 && isFlat(account) }
      lost =
        haircutValue(of: balance.units, at: mark, line: line)
        - haircutValue(of: (balance - amount).units, at: mark, line: line)
    }
    let figures = figures(of: account)
    return lost <= (kind == .backstop ? figures.equity : figures.freeCollateral)
  }

  /// Whether a loss stands open: one that nobody paid, or an account in liquidation whose equity is below zero. Nothing
  /// is paid out of the venue meanwhile (CLR-15). O(accounts) while accounts are being liquidated, else O(1).
  public func hasUncoveredLoss() -> Bool {
    if ledger.uncovered < 0 { return true }
    if dueCount == 0 { return false }
    for account in 0..<accounts.count where accounts[account].standing == .due {
      if figures(of: AccountID(number: Int32(account))).equity < 0 { return true }
    }
    return false
  }

  /// Counts what the backstop was given, or gave away of its own: cash, and what a moved position has gained.
  private mutating func noteCapital(_ units: Int64, of account: AccountID) {
    if account.number == backstopNumber { backstopCapital += Int128(units) }
  }

  // MARK: Between accounts

  /// Collateral goes to another account of the same owner. What `canRelease` and `canBring` say holds.
  public mutating func transfer(_ transfer: CollateralTransfer, _ record: (Transfer) -> Void) {
    let (from, to) = (LedgerAccount.collateral(transfer.from), LedgerAccount.collateral(transfer.to))
    if transfer.asset == .settlement {
      move(transfer.amount.units, from: from, to: to, .moved, record)
      noteCapital(-transfer.amount.units, of: transfer.from)
      noteCapital(transfer.amount.units, of: transfer.to)
    } else {
      move(transfer.amount.units, of: transfer.asset, from: from, to: to, .moved, record)
    }
    markDirty(transfer.from)
    markDirty(transfer.to)
  }

  // MARK: The default fund

  /// What an account has in the default fund.
  public func contribution(of account: AccountID) -> Money {
    Money(units: account.index < contributions.count ? contributions[account.index] : 0)
  }

  /// From an account's collateral into the default fund, or out of it where the amount is below zero (CLR-42). What
  /// `canRelease` says holds, and nobody takes out more than it has there. Who takes out is pledged to what it leaves.
  public mutating func contribute(_ amount: Money, by account: AccountID, _ record: (Transfer) -> Void) {
    move(amount.units, from: .collateral(account), to: .contribution(account), .contributed, record)
    noteCapital(-amount.units, of: account)
    pledges.extend(to: account.index + 1, with: 0)
    let there = contribution(of: account).units
    pledges[account.index] = amount.units > 0 ? max(pledges[account.index], there) : there
    markDirty(account)
  }

  // MARK: Positions

  /// A position goes to another account of the same owner, cost and all (CLR-31). Nothing is realized.
  ///
  /// The position is not flat, and the other account's is not against it.
  ///
  /// - Returns: what went; `nil`, and nothing changed, if either account's free collateral would be below zero, of a
  ///   backstop its equity.
  public mutating func movePosition(_ move: PositionMove) -> PositionMoved? {
    let source = holding(move.from, move.instrument)
    let target = holding(move.to, move.instrument)
    let (lots, cost) = (holdings[source].lots, holdings[source].cost)
    // What it has gained goes along, and is nothing that a backstop lost or won.
    let gain = Int64(clamping: unrealized(holdings[source]))
    shift(lots, cost, from: source, to: target)
    for account in [move.from, move.to] where isOverdrawn(account) {
      shift(lots, cost, from: target, to: source)
      return nil
    }
    noteCapital(-gain, of: move.from)
    noteCapital(gain, of: move.to)
    markDirty(move.from)
    markDirty(move.to)
    return PositionMoved(move, position: Position(lots: lots), cost: Money(units: cost))
  }

  /// Whether an account has less than a move may leave it with: exempt ones never do.
  private func isOverdrawn(_ account: AccountID) -> Bool {
    switch accounts[account.index].kind {
    case .exempt: false
    case .backstop: figures(of: account).equity < 0
    case .cross, .isolated, .portfolio: figures(of: account).freeCollateral < 0
    }
  }

  private mutating func shift(_ lots: Int64, _ cost: Int64, from source: Int32, to target: Int32) {
    holdings[source].lots -= lots
    holdings[source].cost -= cost
    holdings[target].lots += lots
    holdings[target].cost += cost
  }
}
