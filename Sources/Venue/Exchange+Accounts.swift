import Clearing
import MarketTypes
import Matching

/// Accounts, and the money and positions that come, go and change accounts.
extension Exchange {
  /// The most one deposit may bring: what the ledger counts without looking twice.
  static var depositLimit: Int64 { 1 << 59 }

  mutating func openAccount(
    _ opening: AccountOpening, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(of: opening) {
      refuse(.openAccount, opening.account, opening.instrument, reason, because: cause, into: &events)
      return
    }
    house.openAccount(opening)
    members.append(Member(group: group(of: opening)))
    events.append(.accountOpened(opening), because: cause, round: 0)
  }

  /// A sub-account without a group is in its owner's, and they are one owner where self-trades are prevented. Groups below
  /// zero are those of owners that named none.
  private mutating func group(of opening: AccountOpening) -> Int32 {
    guard let owner = opening.owner, opening.group == 0 else { return opening.group }
    if members[owner.index].group == 0 { members[owner.index].group = -1 - owner.number }
    return members[owner.index].group
  }

  private func refusal(of opening: AccountOpening) -> Refusal? {
    if opening.kind == .isolated, opening.instrument.index >= books.count { return .unknownInstrument }
    if opening.account.index != house.accountCount { return .accountNumberNotNext }
    if opening.group < 0 { return .ownerNotAllowed }
    if let owner = opening.owner, !house.canOwn(owner) || house.isMargined(owner) != opening.kind.isMargined {
      return .ownerNotAllowed
    }
    if opening.kind == .backstop, house.backstop != nil { return .backstopExists }
    return opening.kind == .portfolio && rules.portfolio == nil ? .noScenarios : nil
  }

  // MARK: In and out

  mutating func deposit(
    _ amount: Money, of asset: AssetID, to account: AccountID, because cause: EventPosition?,
    into events: inout EventStream
  ) {
    if let reason = refusal(ofDepositing: amount, of: asset, to: account) {
      refuse(.deposit, account, none, reason, because: cause, into: &events)
      return
    }
    house.deposit(amount, of: asset, to: account) { transfer in
      events.append(.transferred(transfer), because: cause, round: 0)
    }
  }

  private func refusal(ofDepositing amount: Money, of asset: AssetID, to account: AccountID) -> Refusal? {
    if !house.contains(account) { return .unknownAccount }
    if !house.contains(asset) { return .unknownAsset }
    if amount <= .zero { return .amountNotPositive }
    return limitRefusal(of: amount, of: asset, to: account, fromOutside: true)
  }

  /// What an account may not have more of.
  private func limitRefusal(
    of amount: Money, of asset: AssetID, to account: AccountID, fromOutside: Bool
  ) -> Refusal? {
    if asset != .settlement {
      return house.canBring(amount, of: asset, to: account, fromOutside: fromOutside) ? nil : .assetLimit
    }
    let isTooMuch =
      amount.units > Exchange.depositLimit || house.collateral(of: account).units > Exchange.depositLimit
    return isTooMuch ? .balanceLimit : nil
  }

  mutating func fund(
    _ amount: Money, in fund: FundID, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(ofFunding: amount, in: fund) {
      refuse(.fund, AccountID(number: -1), none, reason, because: cause, into: &events)
      return
    }
    house.depositToFund(amount, in: fund) { transfer in
      events.append(.transferred(transfer), because: cause, round: 0)
    }
  }

  private func refusal(ofFunding amount: Money, in fund: FundID) -> Refusal? {
    if fund.number >= rules.funds.count { return .unknownFund }
    if amount <= .zero { return .amountNotPositive }
    return amount.units > Exchange.depositLimit ? .balanceLimit : nil
  }

  mutating func withdraw(
    _ amount: Money, of asset: AssetID, from account: AccountID, because cause: EventPosition?,
    into events: inout EventStream
  ) {
    if let reason = refusal(ofWithdrawing: amount, of: asset, from: account) {
      refuse(.withdraw, account, none, reason, because: cause, into: &events)
      return
    }
    house.withdraw(amount, of: asset, from: account) { transfer in
      events.append(.transferred(transfer), because: cause, round: 0)
    }
  }

  /// Never more than there is, for a margined account never more than is free, and nothing while a loss stands open
  /// (CLR-15).
  private func refusal(ofWithdrawing amount: Money, of asset: AssetID, from account: AccountID) -> Refusal? {
    if !house.contains(account) { return .unknownAccount }
    if !house.contains(asset) { return .unknownAsset }
    if amount <= .zero { return .amountNotPositive }
    if house.isMargined(account), house.hasUncoveredLoss() { return .lossUncovered }
    return house.canRelease(amount, of: asset, from: account) ? nil : .freeCollateralExceeded
  }

  // MARK: The default fund

  /// Into the default fund, or out of it where the amount is below zero (CLR-42).
  mutating func contribute(
    _ amount: Money, by account: AccountID, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(ofContributing: amount, by: account) {
      refuse(.contribute, account, none, reason, because: cause, into: &events)
      return
    }
    house.contribute(amount, by: account) { transfer in
      events.append(.transferred(transfer), because: cause, round: 0)
    }
  }

  private func refusal(ofContributing amount: Money, by account: AccountID) -> Refusal? {
    if !house.contains(account) { return .unknownAccount }
    if amount == .zero { return .amountNotPositive }
    if amount > .zero {
      let there = house.contribution(of: account)
      if amount.units > Exchange.depositLimit - there.units { return .balanceLimit }
      return house.canRelease(amount, from: account) ? nil : .freeCollateralExceeded
    }
    if house.collateral(of: account).units > Exchange.depositLimit { return .balanceLimit }
    if house.hasUncoveredLoss() { return .lossUncovered }
    return amount.units >= -house.contribution(of: account).units ? nil : .contributionExceeded
  }

  // MARK: Between accounts of one owner

  mutating func transfer(
    _ transfer: CollateralTransfer, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(of: transfer) {
      refuse(.transfer, transfer.from, none, reason, because: cause, into: &events)
      return
    }
    house.transfer(transfer) { moved in events.append(.transferred(moved), because: cause, round: 0) }
  }

  private func refusal(of transfer: CollateralTransfer) -> Refusal? {
    if !house.contains(transfer.from) || !house.contains(transfer.to) { return .unknownAccount }
    if !house.contains(transfer.asset) { return .unknownAsset }
    if transfer.from == transfer.to { return .counterpartyIsSelf }
    if !house.haveOneOwner(transfer.from, transfer.to) { return .notSameOwner }
    if transfer.amount <= .zero { return .amountNotPositive }
    if let reason = limitRefusal(of: transfer.amount, of: transfer.asset, to: transfer.to, fromOutside: false) {
      return reason
    }
    return house.canRelease(transfer.amount, of: transfer.asset, from: transfer.from) ? nil : .freeCollateralExceeded
  }

  mutating func movePosition(
    _ move: PositionMove, because cause: EventPosition?, into events: inout EventStream
  ) {
    if let reason = refusal(of: move) {
      refuse(.movePosition, move.from, move.instrument, reason, because: cause, into: &events)
      return
    }
    guard let moved = house.movePosition(move) else {
      refuse(.movePosition, move.from, move.instrument, .initialMarginNotMet, because: cause, into: &events)
      return
    }
    events.append(.positionMoved(moved), because: cause, round: 0)
  }

  private func refusal(of move: PositionMove) -> Refusal? {
    if !house.contains(move.from) || !house.contains(move.to) { return .unknownAccount }
    if move.instrument.index >= books.count { return .unknownInstrument }
    if !house.mayTrade(move.to, move.instrument) { return .notThisInstrument }
    if move.from == move.to { return .counterpartyIsSelf }
    if !house.haveOneOwner(move.from, move.to) { return .notSameOwner }
    let position = house.position(of: move.from, in: move.instrument)
    let other = house.position(of: move.to, in: move.instrument)
    if position.isFlat { return .noPosition }
    if !other.isFlat, (other.lots > 0) != (position.lots > 0) { return .oppositePosition }
    if hasOpenOrders(move.from, in: move.instrument) { return .openOrdersRemain }
    let side: Side = position.lots > 0 ? .buy : .sell
    return house.isWithinPositionLimit(move.to, in: move.instrument, adding: position.size, side)
      ? nil : .positionAboveLimit
  }

  func hasOpenOrders(_ account: AccountID, in instrument: InstrumentID) -> Bool {
    var has = specials[instrument.index].youngestArmed(of: account) >= 0
    books[instrument.index].forEachOrder(of: account) { _ in
      has = true
      return false
    }
    return has
  }

  /// For commands that are about no instrument.
  private var none: InstrumentID { InstrumentID(number: 0) }
}
