import MarketTypes

/// Money and positions that come, go and change accounts (CLR-15, CLR-26 to CLR-31, CLR-36, CLR-42, CLR-43).
extension NaiveVenue {
  // MARK: Saying no

  func reasons(against opening: AccountOpening) -> [Refusal] {
    var reasons: [Refusal] = opening.account.index == accounts.count ? [] : [.accountNumberNotNext]
    if opening.group < 0 { reasons.append(.ownerNotAllowed) }
    if opening.kind == .isolated { reasons += instrumentReasons(opening.instrument) }
    if let owner = opening.owner {
      let mayOwn =
        accounts.indices.contains(owner.index) && accounts[owner.index].owner == nil
        && isMargined(owner.index) == opening.kind.isMargined
      if !mayOwn { reasons.append(.ownerNotAllowed) }
    }
    if opening.kind == .backstop, backstop != nil { reasons.append(.backstopExists) }
    if opening.kind == .portfolio, rules.portfolio == nil { reasons.append(.noScenarios) }
    return reasons
  }

  var backstop: Int? { accounts.firstIndex { $0.kind == .backstop } }

  func fundReasons(_ fund: FundID, _ units: Int64) -> [Refusal] {
    var reasons: [Refusal] = Int(fund.number) < funds.count ? [] : [.unknownFund]
    if units < 1 { reasons.append(.amountNotPositive) }
    if units > 1 << 59 { reasons.append(.balanceLimit) }
    return reasons
  }

  /// A loss that nobody paid, or that of an account in liquidation (CLR-15).
  var hasOpenLoss: Bool {
    uncovered < 0 || accounts.indices.contains { accounts[$0].isDue && figures($0).equity < 0 }
  }

  func contributionReasons(_ account: AccountID, _ units: Int64) -> [Refusal] {
    var reasons = accountReasons(account)
    if !reasons.isEmpty { return reasons }
    if units == 0 { reasons.append(.amountNotPositive) }
    if units > 0, accounts[account.index].contribution > (1 << 59) - Int(units) { reasons.append(.balanceLimit) }
    if units > 0, !canRelease(Int(units), .settlement, account.index) { reasons.append(.freeCollateralExceeded) }
    if units >= 0 { return reasons }
    if accounts[account.index].cash > 1 << 59 { reasons.append(.balanceLimit) }
    if hasOpenLoss { reasons.append(.lossUncovered) }
    if Int(units) < -accounts[account.index].contribution { reasons.append(.contributionExceeded) }
    return reasons
  }

  func haveOneOwner(_ one: Int, _ other: Int) -> Bool {
    (accounts[one].owner ?? one) == (accounts[other].owner ?? other)
  }

  func reasons(against request: CollateralTransfer) -> [Refusal] {
    var reasons = accountReasons(request.from) + accountReasons(request.to) + assetReasons(request.asset)
    if !reasons.isEmpty { return reasons }
    let (units, asset) = (request.amount.units, request.asset)
    if request.from == request.to { reasons.append(.counterpartyIsSelf) }
    if !haveOneOwner(request.from.index, request.to.index) { reasons.append(.notSameOwner) }
    if units < 1 { reasons.append(.amountNotPositive) }
    reasons += limitReasons(units, asset, of: request.to.index, fromOutside: false)
    if !canRelease(Int(units), asset, request.from.index) { reasons.append(.freeCollateralExceeded) }
    return reasons
  }

  func reasons(against request: PositionMove) -> [Refusal] {
    var reasons = accountReasons(request.from) + accountReasons(request.to) + instrumentReasons(request.instrument)
    if !reasons.isEmpty { return reasons }
    let (from, to, instrument) = (request.from.index, request.to.index, request.instrument.index)
    if !mayTrade(request.to, request.instrument) { reasons.append(.notThisInstrument) }
    if from == to { reasons.append(.counterpartyIsSelf) }
    if !haveOneOwner(from, to) { reasons.append(.notSameOwner) }
    let (held, other) = (lots(from, instrument), lots(to, instrument))
    if held == 0 { reasons.append(.noPosition) }
    if held * other < 0 { reasons.append(.oppositePosition) }
    if orders.contains(where: { $0.account == from && $0.instrument == instrument }) {
      reasons.append(.openOrdersRemain)
    }
    if exceedsLimit(to, instrument, held > 0 ? .buy : .sell, Int128(abs(held))) { reasons.append(.positionAboveLimit) }
    if reasons.isEmpty {
      var after = self
      after.hand(instrument, from, to)
      let isOverdrawn = [from, to].contains {
        isMargined($0) && after.free($0) < 0 || $0 == backstop && after.figures($0).equity < 0
      }
      if isOverdrawn { reasons.append(.initialMarginNotMet) }
    }
    return reasons
  }

  func settlementReasons(_ update: PriceUpdate) -> [Refusal] {
    var reasons = instrumentReasons(update.instrument)
    if !reasons.isEmpty { return reasons }
    let instrument = update.instrument.index
    if !canSettleContract(instrument) { reasons.append(.balanceLimit) }
    if markets[instrument].isSettled { reasons.append(.contractExpired) }
    return reasons + priceReasons(update.price.ticks, instrument)
  }

  func canSettleContract(_ instrument: Int) -> Bool {
    accounts.indices.allSatisfy { lots($0, instrument) == 0 || canSettle($0) }
  }

  // MARK: Doing

  mutating func open(_ opening: AccountOpening) {
    var account = Account(group: opening.group)
    account.kind = opening.kind
    account.ownInstrument = opening.instrument.index
    account.owner = opening.owner?.index
    // A sub-account without a group is of its owner's (CLR-26).
    if let owner = opening.owner, opening.group == 0 {
      if accounts[owner.index].group == 0 { accounts[owner.index].group = -1 - owner.number }
      account.group = accounts[owner.index].group
    }
    accounts.append(account)
  }

  /// Money, or units of an asset, go from one ledger account to another.
  mutating func move(
    _ units: Int, of asset: AssetID = .settlement, from: LedgerAccount, to: LedgerAccount, _ reason: TransferReason,
    because cause: Int?, round: Int? = nil
  ) {
    if units == 0 { return }
    change(from, of: asset, by: -units)
    change(to, of: asset, by: units)
    transfer(units, of: asset, from: from, to: to, reason, because: cause, round: round)
  }

  private mutating func change(_ account: LedgerAccount, of asset: AssetID, by units: Int) {
    switch account {
    case .collateral(let owner) where asset != .settlement:
      accounts[owner.index].assets[asset.index, default: 0] += units
      watch.touched.insert(owner.index)
    case .collateral(let owner):
      accounts[owner.index].cash += units
      watch.touched.insert(owner.index)
    case .costBasis(let owner, let instrument):
      accounts[owner.index].cost[instrument.index, default: 0] -= units
      watch.touched.insert(owner.index)
    case .contribution(let owner): accounts[owner.index].contribution += units
    case .fund(let fund): funds[Int(fund.number)] += units
    case .fees: fees += units
    case .rounding: rounding += units
    case .uncovered: uncovered += units
    case .outside: break
    }
  }

  func id(account: Int) -> AccountID { AccountID(number: Int32(account)) }

  mutating func noteCapital(_ units: Int, of account: AccountID) {
    if account.index == backstop { backstopCapital += units }
  }

  /// What nobody paid is paid back first (CLR-30).
  mutating func deposit(_ units: Int, in fund: FundID, because seen: Int?) {
    move(units, from: .outside, to: .fund(fund), .deposit, because: seen)
    move(min(units, -uncovered), from: .fund(fund), to: .uncovered, .shortfallCovered, because: seen)
  }

  /// A pledge is the most that somebody had there since it last took something out (LIQ-25).
  mutating func contribute(_ units: Int, by account: AccountID, because seen: Int?) {
    move(units, from: .collateral(account), to: .contribution(account), .contributed, because: seen)
    noteCapital(-units, of: account)
    let there = accounts[account.index].contribution
    accounts[account.index].pledge = units > 0 ? max(accounts[account.index].pledge, there) : there
  }

  /// A whole position and its cost.
  private mutating func hand(_ instrument: Int, _ from: Int, _ to: Int) {
    accounts[to].lots[instrument, default: 0] += lots(from, instrument)
    accounts[to].cost[instrument, default: 0] += accounts[from].cost[instrument] ?? 0
    accounts[from].lots[instrument] = 0
    accounts[from].cost[instrument] = 0
  }

  mutating func movePosition(_ request: PositionMove, because seen: Int?) {
    let (from, to, instrument) = (request.from.index, request.to.index, request.instrument.index)
    let (held, cost) = (lots(from, instrument), accounts[from].cost[instrument] ?? 0)
    let gain = gain(from, instrument)
    noteCapital(-gain, of: request.from)
    noteCapital(gain, of: request.to)
    hand(instrument, from, to)
    watch.touched.formUnion([from, to])
    append(
      .positionMoved(
        PositionMoved(request, position: Position(lots: Int64(held)), cost: Money(units: Int64(cost)))), because: seen)
  }

  mutating func setFactor(_ change: MarginFactor, at event: Int) {
    let instrument = change.instrument.index
    markets[instrument].factor = change.factor
    markets[instrument].factorEvent = event
    for account in accounts.indices where accounts[account].lots[instrument] != nil { watch.touched.insert(account) }
  }

  /// Whose latest entry an event is.
  mutating func noteFill(_ one: Int, _ other: Int, _ instrument: Int, at event: Int) {
    for account in [one, other] {
      accounts[account].lastEntry = event
      accounts[account].lastInstrument = instrument
    }
  }

  /// A contract ends: orders leave, positions are closed at one price, lowest account first (CLR-40).
  mutating func settleContract(_ instrument: Int, at price: Int64?, because cause: Int?) {
    for account in accounts.indices { cancelOrders(account, instrument, .expired, because: cause) { _ in true } }
    markets[instrument].phase = .halted
    markets[instrument].until = nil
    markets[instrument].isSettled = true
    guard let price else {
      append(.phaseChanged(PhaseChange(.halted, of: id(instrument), until: nil)), because: cause)
      return
    }
    markets[instrument].takesMarks = false
    let event = append(
      .contractSettled(PriceUpdate(instrument: id(instrument), price: Price(ticks: price))), because: cause)
    for account in accounts.indices where lots(account, instrument) != 0 {
      let worth = value(of: lots(account, instrument), at: Int(price), instrument)
      move(
        worth - (accounts[account].cost[instrument] ?? 0), from: .costBasis(id(account: account), id(instrument)),
        to: .collateral(id(account: account)), .realized, because: event)
      // What inverse positions' worths leave over is taken from the rounding account (CLR-40).
      rounding -= worth
      accounts[account].lots[instrument] = 0
      accounts[account].cost[instrument] = 0
      watch.touched.insert(account)
      noteFill(account, account, instrument, at: event)
    }
  }

  /// An account's orders in an instrument leave: resting ones youngest first, then armed ones (MAT-53).
  mutating func cancelOrders(
    _ account: Int, _ instrument: Int, _ reason: CancelReason, because cause: Int?, round: Int? = nil,
    where isMeant: (Live) -> Bool
  ) {
    for rests in [true, false] {
      while let order = orders.last(where: {
        $0.account == account && $0.instrument == instrument && $0.rests == rests && isMeant($0)
      }) {
        end(order.number, reason, because: cause, round: round)
      }
    }
  }
}
