import MarketTypes

/// Who bears what a closed account owes (CLR-12, LIQ-23 to LIQ-28).
extension NaiveVenue {
  mutating func cover(_ account: Int, because cause: Int?) {
    guard isBankrupt(account) else { return }
    sellAssets(of: account, because: cause)
    for layer in rules.liquidation.losses {
      let missing = -accounts[account].cash
      if missing > 0 { pay(min(missing, layer.limit.map { Int($0.units) } ?? .max), of: account, layer.kind, cause) }
    }
    let missing = -accounts[account].cash
    if missing <= 0 { return }
    move(missing, from: .uncovered, to: .collateral(id(account: account)), .shortfallUncovered, because: cause)
    let lost = LossUncovered(account: id(account: account), amount: Money(units: Int64(missing)))
    let event = append(.lossUncovered(lost), because: cause)
    let instrument = accounts[account].lastInstrument
    if rules.liquidation.settlesContracts, accounts[account].lastEntry != nil, !markets[instrument].isSettled,
      let mark = markets[instrument].mark, canSettleContract(instrument)
    {
      settleContract(instrument, at: mark, because: event)
    }
  }

  /// What a fund can pay for one loss (LIQ-24).
  func means(of fund: FundID) -> Int {
    let rules = rules.funds[Int(fund.number)]
    return max(0, min(funds[Int(fund.number)] - Int(rules.floor.units), rules.claimLimit.map { Int($0.units) } ?? .max))
  }

  private mutating func pay(_ asked: Int, of account: Int, _ layer: LossLayer.Kind, _ cause: Int?) {
    let (debtor, instrument) = (LedgerAccount.collateral(id(account: account)), accounts[account].lastInstrument)
    switch layer {
    case .fund:
      let fund = instruments[instrument].fund
      move(min(asked, means(of: fund)), from: .fund(fund), to: debtor, .shortfallCovered, because: cause)
    case .capital(let fund):
      move(min(asked, means(of: fund)), from: .fund(fund), to: debtor, .shortfallCovered, because: cause)
    case .ownContribution: useContribution(min(asked, accounts[account].contribution), of: account, because: cause)
    case .members:
      let members = bearers(but: account) { $0.contribution }
      for (member, part) in shares(of: asked, members, most: members.reduce(0) { $0 + $1.weight }) {
        move(part, from: .contribution(id(account: member)), to: debtor, .contributionUsed, because: cause)
      }
    case .assessment(let rate):
      let members = bearers(but: account) { $0.pledge }
      let whole = members.reduce(0) { $0 + $1.weight }
      let most = floor(of: whole, times: Int(rate.partsPerBillion), over: 1_000_000_000)
      for (member, part) in shares(of: asked, members, most: most) {
        let paid = min(part, max(0, accounts[member].cash))
        move(paid, from: .collateral(id(account: member)), to: debtor, .assessed, because: cause)
        if paid > 0 { accounts[member].lastEntry = events.count - 1 }
      }
    case .gains:
      let winners = accounts.indices.map { (account: $0, weight: max(0, gain($0, instrument))) }
        .filter { lots($0.account, instrument) != 0 && $0.weight > 0 }
      for (winner, part) in shares(of: asked, winners, most: winners.reduce(0) { $0 + $1.weight }) {
        move(part, from: .costBasis(id(account: winner), id(instrument)), to: debtor, .gainsCut, because: cause)
        if part > 0 { accounts[winner].lastEntry = events.count - 1 }
      }
    case .openInterest:
      let holders = accounts.indices.map { (account: $0, weight: abs(lots($0, instrument))) }.filter { $0.weight > 0 }
      for (holder, part) in shares(of: asked, holders, most: .max) where canSettle(holder) {
        let paid = isMargined(holder) ? min(part, max(0, figures(holder).equity)) : part
        move(paid, from: .collateral(id(account: holder)), to: debtor, .openInterestCharged, because: cause)
        if paid > 0 { accounts[holder].lastEntry = events.count - 1 }
      }
    }
  }

  /// Who bears losses of others: nobody in liquidation, nor who owes money itself.
  private func bearers(but account: Int, _ weight: (Account) -> Int) -> [(account: Int, weight: Int)] {
    accounts.indices.filter {
      $0 != account && !accounts[$0].isDue && !(accounts[$0].cash < 0 && isFlat($0)) && weight(accounts[$0]) > 0
    }.map { ($0, weight(accounts[$0])) }
  }

  /// Each its weight of the whole, up, until nothing is asked any more (LIQ-23).
  private func shares(
    of asked: Int, _ payers: [(account: Int, weight: Int)], most: Int
  ) -> [(account: Int, part: Int)] {
    let (whole, borne) = (payers.reduce(0) { $0 + $1.weight }, min(asked, most))
    var left = borne
    return payers.map { payer in
      let part = min(left, ceiling(of: borne, times: payer.weight, over: whole))
      left -= part
      return (payer.account, part)
    }
  }

  mutating func useContribution(_ paid: Int, of account: Int, because cause: Int?, round: Int? = nil) {
    if paid <= 0 { return }
    move(
      paid, from: .contribution(id(account: account)), to: .collateral(id(account: account)), .contributionUsed,
      because: cause, round: round)
    accounts[account].pledge = accounts[account].contribution
  }
}
