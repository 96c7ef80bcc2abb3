import MarketTypes
import Storage

/// What is paid because time has passed: gains and losses in cash, contracts that end.
extension ClearingHouse {
  /// Pays all open positions' gains and losses since they were last paid, lowest account first; they stay open and cost
  /// what they are worth from here on (CLR-39). Nothing without a mark. O(accounts).
  ///
  /// - Parameter event: where the first transfer will stand. Each account's own is what its later state comes from.
  public mutating func markToMarket(
    _ instrument: InstrumentID, at event: EventPosition, _ record: (Transfer) -> Void
  ) {
    let mark = lines[instrument.index].mark
    if mark == 0 { return }
    var place = event.number
    for number in 0..<accounts.count {
      let account = AccountID(number: Int32(number))
      let index = findHolding(account, instrument)
      guard index >= 0, holdings[index].lots != 0 else { continue }
      // Without a gain there is no transfer that an account's later state could come from.
      if lines[instrument.index].value(of: holdings[index].lots, at: mark) == holdings[index].cost { continue }
      pay(out: index, at: mark, .markedToMarket, record)
      accounts[number].lastEntry = place
      place += 1
      markDirty(account)
    }
  }

  /// A position's gain or loss at a price goes to its owner's collateral, and the position costs what it is worth.
  private mutating func pay(
    out index: Int32, at ticks: Int64, _ reason: TransferReason, _ record: (Transfer) -> Void
  ) {
    let line = Int(holdings[index].line)
    let owner = AccountID(number: holdings[index].account)
    let gain = lines[line].value(of: holdings[index].lots, at: ticks) - holdings[index].cost
    move(gain, from: .costBasis(owner, InstrumentID(number: UInt16(line))), to: .collateral(owner), reason, record)
  }

  /// The price that an ending contract is settled at: the one its rules name, else its mark, else the last; `nil` where
  /// there was none of them.
  public func settlementPrice(of instrument: InstrumentID, _ expiry: Expiry) -> Price? {
    let line = lines[instrument.index]
    let named =
      switch expiry.price {
      case .mark: price(line.mark)
      case .index: price(line.index)
      case .indexMean: means[instrument.index].value(at: now)
      }
    return named ?? price(line.mark) ?? price(line.last)
  }

  /// Whether what all positions of a contract realize can be counted: none of their holders is at the limit. O(accounts).
  public func canSettleContract(_ instrument: InstrumentID) -> Bool {
    for index in 0..<holdings.count where holdings[index].line == Int32(instrument.number) {
      if holdings[index].lots != 0, !canSettle(AccountID(number: holdings[index].account)) { return false }
    }
    return true
  }

  /// Closes all positions of a contract at one price, lowest account first (CLR-40): gains and losses are realized, and
  /// then each holding's worth leaves its cost basis. What those of an inverse contract leave over, their
  /// worths being rounded down, goes to the rounding account. No orders are open in it. O(accounts).
  ///
  /// - Parameter event: says so; the transfers follow it.
  public mutating func settleContract(
    _ instrument: InstrumentID, at price: Price, event: EventPosition, _ record: (Transfer) -> Void
  ) {
    var left: Int128 = 0
    for number in 0..<accounts.count {
      let account = AccountID(number: Int32(number))
      let index = findHolding(account, instrument)
      guard index >= 0, holdings[index].lots != 0 else { continue }
      pay(out: index, at: price.ticks, .realized, record)
      left += Int128(holdings[index].cost)
      holdings[index].lots = 0
      holdings[index].cost = 0
      accounts[number].lastEntry = event.number
      accounts[number].lastInstrument = instrument.number
      markDirty(account)
    }
    lines[instrument.index].openInterest = 0
    ledger.rounding -= left
  }

  // MARK: Funding

  /// The notional whose impact prices an instrument's funding samples need; `nil` where there are no samples.
  public func fundingNotional(of instrument: InstrumentID) -> Money? { funding.impactNotional(of: instrument) }

  /// The latest rate and how long until the next payment; `nil` before the first.
  public func fundingOutlook(of instrument: InstrumentID) -> FundingOutlook? {
    funding.outlook(of: instrument, at: now)
  }

  /// When a sample or a payment is next due; `nil` without funding.
  public var nextFunding: Time? { funding.nextDeadline }

  /// The instrument of lowest number with a sample due by now; to be followed by `sampleFunding`.
  public var dueFundingSample: InstrumentID? { funding.dueSample(at: now) }

  /// Takes an instrument's samples that are due.
  public mutating func sampleFunding(of instrument: InstrumentID, impactBid: Price?, impactAsk: Price?) {
    funding.sample(
      instrument, impactBid: impactBid, impactAsk: impactAsk, index: index(of: instrument), at: now)
  }

  /// The next payment due by now, with the price it is reckoned at; `nil` when there is none. One whose price nobody
  /// knows is passed over.
  public mutating func takeFunding() -> Funding? {
    while let due = funding.takePayment(at: now) {
      let price = due.price == .index ? index(of: due.instrument) : mark(of: due.instrument)
      guard let price else { continue }
      return Funding(
        instrument: due.instrument, ratePartsPerTrillion: due.rate.partsPerTrillion, price: price)
    }
    return nil
  }

  /// As much of a payment as leaves collateral within 2^61 either way: rules may ask for the whole notional each interval.
  private static func countable(_ payment: Int64, from collateral: Int64) -> Int64 {
    let limit = Int64(1) << 61
    return payment >= 0
      ? min(payment, max(0, limit + min(collateral, limit))) : max(payment, min(0, max(collateral, -limit) - limit))
  }

  /// What an account pays of a funding, below zero what it gets; `nil` where it holds nothing.
  private func payment(of funding: Funding, by account: AccountID) -> Int64? {
    let index = findHolding(account, funding.instrument)
    guard index >= 0, holdings[index].lots != 0 else { return nil }
    let line = funding.instrument.index
    let payment = FundingRate(partsPerTrillion: funding.ratePartsPerTrillion).payment(
      on: Position(lots: holdings[index].lots), at: funding.price, tickValue: Money(units: lines[line].tickValue),
      of: lines[line].kind == .inverse ? .inverse : .linear)
    return Self.countable(payment.units, from: accounts[account.index].collateral)
  }

  /// Holders pay each other, lowest account first, by way of the rounding account, which keeps what their roundings leave
  /// (FND-8). Nobody is paid what no payer can be counted to pay. O(accounts).
  public mutating func pay(_ funding: Funding, at event: EventPosition, _ record: (Transfer) -> Void) {
    var left: Int128 = 0
    for number in 0..<accounts.count {
      left += Int128(max(0, payment(of: funding, by: AccountID(number: Int32(number))) ?? 0))
    }
    for number in 0..<accounts.count {
      let account = AccountID(number: Int32(number))
      guard var paid = payment(of: funding, by: account) else { continue }
      if paid < 0 {
        paid = -Int64(min(Int128(-paid), left))
        left += Int128(paid)
      }
      move(paid, from: .collateral(account), to: .rounding, .funding, record)
      accounts[number].lastEntry = event.number
      markDirty(account)
    }
  }
}
