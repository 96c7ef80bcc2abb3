import MarketTypes
import Storage

/// Who bears what a closed account owes (CLR-12, LIQ-23 … LIQ-27).
extension ClearingHouse {
  /// Makes a flat account with a negative balance whole (CLR-12): its assets are sold as far as need be, then each layer
  /// of losses pays what it can, the first one first; the rest is uncovered.
  ///
  /// - Returns: what nobody paid.
  public mutating func coverShortfall(of account: AccountID, _ record: (Transfer) -> Void) -> Money {
    guard accounts[account.index].collateral < 0, isFlat(account) else { return .zero }
    sellAssets(of: account, record)
    for layer in 0..<lossLayers.count {
      let missing = -accounts[account.index].collateral
      if missing <= 0 { return .zero }
      let asked = min(missing, lossLayers[layer].limit?.units ?? .max)
      pay(asked, of: account, from: lossLayers[layer].kind, record)
    }
    let missing = max(0, -accounts[account.index].collateral)
    move(missing, from: .uncovered, to: .collateral(account), .shortfallUncovered, record)
    return Money(units: missing)
  }

  /// Notes what an account bore, by the event that says so: the cause of what becomes of it unless a mark cost it more
  /// (WCH-5).
  public mutating func noteEntry(of account: AccountID, at event: EventPosition) {
    accounts[account.index].lastEntry = event.number
  }

  private mutating func pay(
    _ asked: Int64, of account: AccountID, from layer: LossLayer.Kind, _ record: (Transfer) -> Void
  ) {
    let instrument = InstrumentID(number: accounts[account.index].lastInstrument)
    switch layer {
    case .fund: pay(asked, of: account, from: lines[instrument.index].fund, record)
    case .capital(let fund): pay(asked, of: account, from: fund, record)
    case .ownContribution: useContribution(min(asked, contribution(of: account).units), of: account, record)
    case .members: shareAmongMembers(asked, of: account, record)
    case .assessment(let rate): assess(asked, of: account, rate, record)
    case .gains: shareAmongGains(asked, of: account, in: instrument, record)
    case .openInterest: shareAmongLots(asked, of: account, in: instrument, record)
    }
  }

  /// A fund pays what it has above its floor, up to its claim limit.
  private mutating func pay(
    _ asked: Int64, of account: AccountID, from fund: FundID, _ record: (Transfer) -> Void
  ) {
    let paid = min(asked, ledger.funds[Int(fund.number)].means)
    move(paid, from: .fund(fund), to: .collateral(account), .shortfallCovered, record)
  }

  /// How much of what an account is below zero its own contribution makes good, where that is a layer of losses, within
  /// that layer's limit.
  func ownMeans(of account: AccountID) -> Money {
    for index in 0..<lossLayers.count where lossLayers[index].kind == .ownContribution {
      let missing = max(0, -figures(of: account).equity)
      let most = min(contribution(of: account).units, lossLayers[index].limit?.units ?? .max)
      return Money(units: Int64(min(missing, Int128(most))))
    }
    return .zero
  }

  /// Before an account is taken over: what it has in the default fund pays first for what it is below zero (LIQ-17).
  public mutating func useOwnContribution(of account: AccountID, _ record: (Transfer) -> Void) {
    useContribution(ownMeans(of: account).units, of: account, record)
  }

  private mutating func useContribution(_ paid: Int64, of account: AccountID, _ record: (Transfer) -> Void) {
    if paid <= 0 { return }
    move(paid, from: .contribution(account), to: .collateral(account), .contributionUsed, record)
    if account.index < pledges.count { pledges[account.index] = contribution(of: account).units }
  }

  /// Whether a member bears others' losses: not while it is in liquidation, or owes money itself.
  private func bearsLosses(_ number: Int) -> Bool {
    let isBankrupt = accounts[number].collateral < 0 && isFlat(AccountID(number: Int32(number)))
    return accounts[number].standing == .watched && !isBankrupt
  }

  // MARK: Sharing

  /// What the fund behind an instrument can pay for one loss.
  public func fundMeans(for instrument: InstrumentID) -> Money {
    Money(units: ledger.funds[Int(lines[instrument.index].fund.number)].means)
  }

  /// One payer's part: its weight of the whole, rounded up, no more than is still asked for. So the last to pay, in the
  /// order of account numbers, pays what rounding left (F34: the residue goes to the last).
  private static func part(_ weight: Int128, of whole: Int128, asked: Int64, left: Int64) -> Int64 {
    min(left, Int64(clamping: (Int128(asked) * weight).divided(by: whole, rounding: .up)))
  }

  /// Out of what other members contributed, in proportion. O(accounts).
  private mutating func shareAmongMembers(_ asked: Int64, of account: AccountID, _ record: (Transfer) -> Void) {
    var whole: Int128 = 0
    for number in 0..<contributions.count where number != account.index && bearsLosses(number) {
      whole += Int128(contributions[number])
    }
    guard whole > 0 else { return }
    let borne = Int64(min(Int128(asked), whole))
    var left = borne
    for number in 0..<contributions.count
    where number != account.index && contributions[number] > 0 && bearsLosses(number) {
      let part = Self.part(Int128(contributions[number]), of: whole, asked: borne, left: left)
      left -= part
      let member = AccountID(number: Int32(number))
      move(part, from: .contribution(member), to: .collateral(account), .contributionUsed, record)
    }
  }

  /// Out of other members' collateral as far as that goes, in proportion to what they pledged, each at most its rate of
  /// it: the default fund is as a rule used up by then. What one cannot pay is asked of no other. O(accounts).
  private mutating func assess(_ asked: Int64, of account: AccountID, _ rate: Rate, _ record: (Transfer) -> Void) {
    var whole: Int128 = 0
    for number in 0..<pledges.count where number != account.index && bearsLosses(number) {
      whole += Int128(pledges[number])
    }
    guard whole > 0 else { return }
    let most = (whole * Int128(rate.partsPerBillion)).divided(by: 1_000_000_000, rounding: .down)
    let borne = Int64(min(Int128(asked), most))
    var left = borne
    for number in 0..<pledges.count where number != account.index && pledges[number] > 0 && bearsLosses(number) {
      let part = Self.part(Int128(pledges[number]), of: whole, asked: borne, left: left)
      left -= part
      let member = AccountID(number: Int32(number))
      let paid = min(part, max(0, accounts[number].collateral))
      move(paid, from: .collateral(member), to: .collateral(account), .assessed, record)
      markDirty(member)
    }
  }

  /// Out of unrealized gains of positions in an instrument, in proportion to them (F34): their cost rises by what they
  /// bear, so that no gain is taken twice. O(holdings).
  private mutating func shareAmongGains(
    _ asked: Int64, of account: AccountID, in instrument: InstrumentID, _ record: (Transfer) -> Void
  ) {
    share(asked, of: account, in: instrument, .gainsCut, record) { house, holding in
      max(0, house.unrealized(house.holdings[holding]))
    }
  }

  /// The same of each lot held in an instrument, long or short (F35); of a margined account never more than its equity.
  /// O(holdings).
  private mutating func shareAmongLots(
    _ asked: Int64, of account: AccountID, in instrument: InstrumentID, _ record: (Transfer) -> Void
  ) {
    share(asked, of: account, in: instrument, .openInterestCharged, record) { house, holding in
      Int128(house.holdings[holding].lots.magnitude)
    }
  }

  private mutating func share(
    _ asked: Int64, of account: AccountID, in instrument: InstrumentID, _ reason: TransferReason,
    _ record: (Transfer) -> Void, byWeight weight: (borrowing ClearingHouse, Int) -> Int128
  ) {
    // Lowest account first: holdings stand in the order in which they were made.
    var payers = Pool<Payer>()
    var whole: Int128 = 0
    for holding in 0..<holdings.count where holdings[holding].line == Int32(instrument.number) {
      let weight = holdings[holding].lots == 0 ? 0 : weight(self, holding)
      if weight > 0 { payers.append(Payer(account: holdings[holding].account, weight: weight)) }
      whole += weight
    }
    guard whole > 0 else { return }
    payers.sort { $0.account < $1.account }
    let isGain = reason == .gainsCut
    let borne = isGain ? Int64(min(Int128(asked), whole)) : asked
    var left = borne
    for index in 0..<payers.count where left > 0 {
      let payer = AccountID(number: payers[index].account)
      let part = Self.part(payers[index].weight, of: whole, asked: borne, left: left)
      left -= part
      let isBounded = !isGain && isMargined(payer)
      let paid = isBounded ? min(part, Int64(clamping: max(0, figures(of: payer).equity))) : part
      if !isGain, !canSettle(payer) { continue }
      move(
        paid, from: isGain ? .costBasis(payer, instrument) : .collateral(payer), to: .collateral(account), reason,
        record)
      markDirty(payer)
    }
  }

  /// What a holding has gained or lost at the mark, its cost against its worth.
  func unrealized(_ holding: HoldingRecord) -> Int128 {
    let line = Int(holding.line)
    if lines[line].mark == 0 { return 0 }
    return Int128(lines[line].value(of: holding.lots, at: lines[line].mark)) - Int128(holding.cost)
  }

  // MARK: Assets

  /// Sells a debtor's assets outside at their prices, lowest asset first, as many units as pay its debt and the
  /// conversion fees (CLR-34). What a unit brings beyond the debt stays with the account.
  private mutating func sellAssets(of account: AccountID, _ record: (Transfer) -> Void) {
    for number in 1..<max(1, UInt16(assetCount + 1)) {
      let asset = AssetID(number: number)
      let line = Int(line(of: asset))
      let owed = -accounts[account.index].collateral
      let (had, perUnit) = (balance(of: account, asset).units, lines[line].mark * lines[line].tickValue)
      if owed <= 0 { return }
      // A fee that takes all brings nothing.
      let fee = lines[line].liquidationFee.partsPerBillion
      let kept = 1_000_000_000 - fee
      if had == 0 || perUnit == 0 || kept == 0 { continue }
      // What is kept of the proceeds is their whole units, so this many are enough, and one less is not.
      let wanted = (Int128(owed) * 1_000_000_000).divided(by: perUnit.widened(times: kept), rounding: .up)
      let sold = Int64(min(Int128(had), wanted))
      let proceeds = sold * perUnit
      move(sold, of: asset, from: .collateral(account), to: .outside, .converted, record)
      move(proceeds, from: .outside, to: .collateral(account), .converted, record)
      move(proceeds.portion(fee), from: .collateral(account), to: .fees, .conversionFee, record)
    }
  }
}

/// Who pays part of a loss, and in proportion to what.
struct Payer: BitwiseCopyable {
  var account: Int32
  var weight: Int128
}
