import MarketTypes

/// What happens to positions and losses that the book does not take.
extension LedgerAudit {
  // MARK: Takeovers

  /// From here on everything the account has goes to the backstop, until something else happens.
  mutating func begin(_ takeover: Takeover) -> LedgerBreach.Rule? {
    let (account, backstop) = (takeover.account, takeover.backstop)
    if let stranger = stranger(account) ?? stranger(backstop) { return stranger }
    if accounts[backstop.index].kind != .backstop || account == backstop {
      return .notTheBackstop(account, backstop: backstop)
    }
    self.takeover = takeover
    return check(takeover.equity, of: account)
  }

  /// What follows a takeover are moved positions and transfers; before anything else, and at a command's end, it is done.
  mutating func endTakeover(before body: Event.Body? = nil) -> LedgerBreach.Rule? {
    guard let takeover else { return nil }
    switch body {
    case .positionMoved, .transferred: return nil
    default: break
    }
    self.takeover = nil
    return accounts[takeover.account.index].isEmpty ? nil : .takeoverIncomplete(takeover.account)
  }

  // MARK: Deleveraging

  /// Two positions are closed against each other.
  mutating func book(_ pair: Deleveraging) -> LedgerBreach.Rule? {
    if let stranger = stranger(pair.account, pair.instrument) ?? stranger(pair.counterparty) { return stranger }
    if pair.account == pair.counterparty { return .deleveragedAgainstItself(pair.account) }
    let sides = [pair.account, pair.counterparty]
    let before = sides.map { position(of: $0, in: pair.instrument) }
    let (buyer, seller) =
      pair.side == .buy ? (pair.account, pair.counterparty) : (pair.counterparty, pair.account)
    if let rule = exchange(pair.quantity.lots, of: pair.instrument, at: pair.price, to: buyer, from: seller) {
      return rule
    }
    for (account, before) in zip(sides, before) {
      let after = position(of: account, in: pair.instrument)
      if !after.isNearerToFlat(than: before) {
        return .deleveragingEnlarges(account, pair.instrument, before: before, after: after)
      }
    }
    return nil
  }

  // MARK: Money

  /// Reasons that lead from one account's collateral to another's and ask that these two belong together.
  func betweenWrongAccounts(_ transfer: Transfer) -> LedgerBreach.Rule? {
    guard case .collateral(let from) = transfer.from, case .collateral(let to) = transfer.to else { return nil }
    switch transfer.reason {
    case .moved, .toppedUp: return strangers(from, to)
    case .takenOver:
      // A debt goes the other way.
      let pair = takeover.map { [$0.account, $0.backstop] }
      return pair == [from, to] || pair == [to, from]
        ? nil : .takeoverUncalledFor(from: transfer.from, to: transfer.to)
    default: return nil
    }
  }

  /// A fund or a contribution that has just paid.
  func paidTooMuch(_ payer: LedgerAccount, to payee: LedgerAccount) -> LedgerBreach.Rule? {
    switch payer {
    case .fund(let fund):
      let left = venue.funds[Int(fund.number)]
      if left < 0 { return .fundBelowZero(fund, left) }
      // What nobody paid before comes out of new money, whatever the floor.
      guard case .collateral = payee, left < Int128(rules.funds[Int(fund.number)].floor.units) else { return nil }
      return .fundBelowFloor(fund, left)
    case .contribution(let owner):
      let left = accounts[owner.index].contribution
      return left < 0 ? .contributionBelowZero(owner, left) : nil
    default: return nil
    }
  }
}

extension Position {
  /// Whether it is `before` with some lots closed, or none, and not flipped.
  func isNearerToFlat(than before: Position) -> Bool {
    before.lots >= 0 ? (0...before.lots).contains(lots) : (before.lots...0).contains(lots)
  }
}
