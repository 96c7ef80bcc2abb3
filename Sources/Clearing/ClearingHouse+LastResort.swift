import MarketTypes
import Storage

/// What happens to positions that the book does not take: a backstop takes them over, or others' are closed against them.
extension ClearingHouse {
  /// The account that takes over, or `nil` where none was opened.
  public var backstop: AccountID? { backstopNumber < 0 ? nil : AccountID(number: backstopNumber) }

  /// Why the backstop may not take an account over, or `nil`; the first reason that applies (LIQ-17).
  public func takeoverObstacle(_ account: AccountID, _ rules: BackstopRules) -> TakeoverDeclined.Reason? {
    guard let backstop else { return .capital }
    let own = figures(of: backstop).equity
    let taken = figures(of: account).equity + Int128(ownMeans(of: account).units)
    if let stop = rules.lossStop, backstopLoss(equity: own, of: backstop) > Int128(stop.units) { return .lossStop }
    if own + taken - haircutOfTogether(account, backstop) < 0 { return .capital }
    if let most = rules.maximumNotional, notional(of: backstop, with: account) > Int128(most.units) {
      return .maximumNotional
    }
    let collateral = Int128(accounts[account.index].collateral) + Int128(accounts[backstop.index].collateral)
    var isCountable = collateral.magnitude <= UInt128(Self.collateralLimit)
    // How far the backstop's balance can come while what meets is closed, one instrument after the other.
    var reach = collateral.magnitude
    forEachPosition(of: account) { instrument, position in
      let held = self.position(of: backstop, in: instrument).lots
      if abs(position.lots + held) > lines[instrument.index].maximumLots { isCountable = false }
      if held == 0 || (held > 0) == (position.lots > 0) { return }
      reach += UInt128(costBasis(of: account, in: instrument).units.magnitude)
      reach += UInt128(costBasis(of: backstop, in: instrument).units.magnitude)
    }
    // No farther than one fill can bring it.
    if reach > 5 * UInt128(Self.collateralLimit) { isCountable = false }
    for number in 1..<max(1, UInt16(assetCount + 1)) {
      let asset = AssetID(number: number)
      let units = balance(of: account, asset)
      if !canBring(units, of: asset, to: backstop, fromOutside: false) { isCountable = false }
    }
    return isCountable ? nil : .balanceLimit
  }

  /// How much less the backstop's cash and positions are worth than the cash that came in; its assets count for nothing.
  private func backstopLoss(equity: Int128, of backstop: AccountID) -> Int128 {
    var assets: Int128 = 0
    for number in 1..<max(1, UInt16(assetCount + 1)) {
      let line = Int(line(of: AssetID(number: number)))
      let units = balance(of: backstop, AssetID(number: number)).units
      if lines[line].mark > 0 { assets += haircutValue(of: units, at: lines[line].mark, line: line) }
    }
    return backstopCapital - (equity - assets)
  }

  /// How much less the assets of two accounts count in one: the more of an asset, the deeper its haircut (CLR-32).
  private func haircutOfTogether(_ account: AccountID, _ other: AccountID) -> Int128 {
    var less: Int128 = 0
    for number in 1..<max(1, UInt16(assetCount + 1)) {
      let asset = AssetID(number: number)
      let (one, two) = (balance(of: account, asset).units, balance(of: other, asset).units)
      let line = Int(line(of: asset))
      let mark = lines[line].mark
      if mark == 0 || one == 0 || two == 0 { continue }
      less += haircutValue(of: one, at: mark, line: line) + haircutValue(of: two, at: mark, line: line)
      less -= haircutValue(of: one + two, at: mark, line: line)
    }
    return less
  }

  /// Gross notional of what the backstop would hold.
  private func notional(of backstop: AccountID, with account: AccountID) -> Int128 {
    var notional = figures(of: backstop).notional
    forEachPosition(of: account) { instrument, position in
      let line = instrument.index
      let held = self.position(of: backstop, in: instrument).lots
      let mark = lines[line].mark
      if mark == 0 { return }
      notional += Int128(lines[line].notional(of: held + position.lots, at: mark))
      notional -= Int128(lines[line].notional(of: held, at: mark))
    }
    return notional
  }

  /// The backstop takes all that an account has: positions at their cost, lowest instrument first, then cash or debt, then
  /// assets. Where it stands on the other side, what meets is closed, and it realizes what the moved lots cost against what
  /// its own did. There is no obstacle, and what the account's own contribution pays was paid.
  ///
  /// - Parameters:
  ///   - event: says so; what is recorded follows it.
  ///   - recordMove: is handed each position, before what it realizes.
  public mutating func takeOver(
    _ account: AccountID, at event: EventPosition, moved recordMove: (PositionMoved) -> Void,
    _ record: (Transfer) -> Void
  ) {
    guard let backstop else { invariantFailed("account \(account.number) is taken over by nobody") }
    for line in 0..<instrumentCount {
      let instrument = InstrumentID(number: UInt16(line))
      let source = findHolding(account, instrument)
      guard source >= 0, holdings[source].lots != 0 else { continue }
      let (lots, cost) = (holdings[source].lots, holdings[source].cost)
      recordMove(
        PositionMoved(
          PositionMove(from: account, to: backstop, instrument: instrument), position: Position(lots: lots),
          cost: Money(units: cost)))
      holdings[source].lots = 0
      holdings[source].cost = 0
      lines[line].openInterest -= max(0, lots)
      absorb(lots, cost, by: backstop, in: instrument, record)
    }
    move(accounts[account.index].collateral, from: .collateral(account), to: .collateral(backstop), .takenOver, record)
    for number in 1..<max(1, UInt16(assetCount + 1)) {
      let asset = AssetID(number: number)
      let units = balance(of: account, asset).units
      if units == 0 { continue }
      move(units, of: asset, from: .collateral(account), to: .collateral(backstop), .takenOver, record)
    }
    accounts[account.index].lastEntry = event.number
    accounts[backstop.index].lastEntry = event.number
    markDirty(account)
    markDirty(backstop)
  }

  /// Lots at their cost join a holding. As in `trade`, what closes is realized and the remaining cost rounded down.
  private mutating func absorb(
    _ lots: Int64, _ cost: Int64, by account: AccountID, in instrument: InstrumentID, _ record: (Transfer) -> Void
  ) {
    let index = holding(account, instrument)
    let before = (lots: holdings[index].lots, cost: holdings[index].cost)
    let after = before.lots + lots
    let remainingCost: Int64
    if before.lots == 0 || (before.lots > 0) == (lots > 0) {
      remainingCost = before.cost + cost
    } else if after == 0 {
      remainingCost = 0
    } else if (after > 0) == (before.lots > 0) {
      remainingCost = before.cost.times(after, over: before.lots, rounding: .down)
    } else {
      remainingCost = cost.times(after, over: lots, rounding: .down)
    }
    holdings[index].lots = after
    holdings[index].cost = remainingCost
    lines[instrument.index].openInterest += max(0, after) - max(0, before.lots)
    let realized = remainingCost - (before.cost + cost)
    accounts[account.index].collateral += realized
    report(realized, from: .costBasis(account, instrument), to: .collateral(account), .realized, record)
  }

  // MARK: Deleveraging

  /// Closes lots of two positions against each other at a price, without fees (LIQ-22). Both can settle.
  public mutating func deleverage(
    _ pair: Deleveraging, at event: EventPosition, _ record: (Transfer) -> Void
  ) {
    exchange(
      pair.quantity, at: pair.price, between: pair.account, pair.side, and: pair.counterparty, in: pair.instrument,
      record)
    for account in [pair.account, pair.counterparty] {
      accounts[account.index].lastEntry = event.number
      accounts[account.index].lastInstrument = pair.instrument.number
    }
  }

  /// Calls `body` with each position in an instrument that is not flat, in no order to rely on. O(holdings).
  public func forEachHolder(of instrument: InstrumentID, _ body: (AccountID, Position) -> Void) {
    for index in 0..<holdings.count where holdings[index].line == Int32(instrument.number) {
      if holdings[index].lots != 0 {
        body(AccountID(number: holdings[index].account), Position(lots: holdings[index].lots))
      }
    }
  }

  /// What an account's position has gained at the mark, rounded down; below zero what it has lost.
  public func unrealizedGain(of account: AccountID, in instrument: InstrumentID) -> Int128 {
    let index = findHolding(account, instrument)
    return index < 0 ? 0 : unrealized(holdings[index])
  }

  /// Whether the account is in the hands of the liquidation engine.
  public func isInLiquidation(_ account: AccountID) -> Bool { accounts[account.index].standing == .due }

  /// What closing so many lots of a position at a price takes from its owner against the mark; below zero what it gives.
  public func loss(
    ofClosing quantity: Quantity, of account: AccountID, in instrument: InstrumentID, at price: Price
  ) -> Int128 {
    let (line, mark) = (instrument.index, lines[instrument.index].mark)
    let lots = position(of: account, in: instrument).lots > 0 ? quantity.lots : -quantity.lots
    return Int128(lines[line].value(of: lots, at: mark)) - Int128(lines[line].value(of: lots, at: price.ticks))
  }

  /// How many lots of a position an account can close at a price and still have an equity of zero or more.
  public func bearableLots(of account: AccountID, in instrument: InstrumentID, at price: Price) -> Quantity {
    if accounts[account.index].kind == .exempt { return position(of: account, in: instrument).size }
    return lots(of: account, in: instrument, at: price, within: figures(of: account).equity)
  }

  /// How many lots of a position an account can close at a price without losing more than the position has gained.
  public func lotsPaidByGain(of account: AccountID, in instrument: InstrumentID, at price: Price) -> Quantity {
    lots(of: account, in: instrument, at: price, within: unrealizedGain(of: account, in: instrument))
  }

  /// As many lots of a position as lose no more than `means` at a price: all, or else by halving, before anything is rounded,
  /// since what an inverse contract's rounding adds does not grow with the lots. O(log lots).
  private func lots(
    of account: AccountID, in instrument: InstrumentID, at price: Price, within means: Int128
  ) -> Quantity {
    let whole = position(of: account, in: instrument).size
    let loss = loss(ofClosing: whole, of: account, in: instrument, at: price)
    if loss <= 0 || loss <= means { return whole }
    var (bearable, tooMany): (Int64, Int64) = (0, whole.lots)
    while tooMany - bearable > 1 {
      let middle = bearable + (tooMany - bearable) / 2
      let difference = lines[instrument.index].difference(of: middle, between: price.ticks)
      if difference <= means { bearable = middle } else { tooMany = middle }
    }
    return Quantity(lots: bearable)
  }

  // MARK: Margin calls

  /// Fills a sub-account up to a multiple of its maintenance margin out of its owner's free cash, as far as that goes
  /// (LIQ-11). Whether anything moved.
  public mutating func topUp(_ account: AccountID, to multiple: Rate, _ record: (Transfer) -> Void) -> Bool {
    let owner = accounts[account.index].owner
    guard owner >= 0, accounts[Int(owner)].standing == .watched else { return false }
    let source = AccountID(number: owner)
    let own = figures(of: account)
    let wanted =
      (own.maintenance * Int128(multiple.partsPerBillion)).divided(by: 1_000_000_000, rounding: .up) - own.equity
    let free = min(figures(of: source).freeCollateral, Int128(accounts[Int(owner)].collateral))
    let amount = Int64(clamping: min(wanted, free))
    if amount <= 0 || !canSettle(account) { return false }
    move(amount, from: .collateral(source), to: .collateral(account), .toppedUp, record)
    // Filled up the call is met, so that the next one is a call again.
    if amount == wanted, accounts[account.index].level == .called {
      setLevel(of: account, from: .called, to: .sufficient)
    }
    markDirty(source)
    markDirty(account)
    return true
  }
}
