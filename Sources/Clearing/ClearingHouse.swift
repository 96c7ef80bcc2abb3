import MarketTypes
import Storage

/// Who has what: the only writer of balances, and the watch over margins.
///
/// Cross-margin accounts over several linear perpetuals. It is told of fills, deposits, open orders and prices, and
/// never looks into a book. Every movement of money is a `Transfer` between two ledger accounts that the caller is
/// handed to record; the sum of all ledger balances is always zero.
///
/// Rules with their ids stand in `docs/rules/clearing.md`.
public struct ClearingHouse: ~Copyable {
  private let pin = Pin()
  @usableFromInline var accounts: Pool<AccountRecord>
  @usableFromInline var holdings: Pool<HoldingRecord>
  /// By holding.
  var triggers: Pool<TriggerRecord>
  @usableFromInline var instruments: Pool<InstrumentRecord>
  @usableFromInline var tiers: Pool<TierRecord>
  @usableFromInline let threshold: LiquidationThreshold
  @usableFromInline var ledger = VenueLedger()

  /// Triggers of longs fire when the mark is at or below their rung, of shorts at or above. A rung holds its first holding.
  var longTriggers: Shelf<Ladder<Int32>>
  var shortTriggers: Shelf<Ladder<Int32>>
  @usableFromInline var dirty = Pool<Int32>()
  /// Whether a mark was set since the last check.
  @usableFromInline var hasNewMarks = false
  var due = Pool<Distress>()
  var bankrupt = Pool<Int32>()

  /// A house without accounts. The rules have no `fault`.
  public init(_ rules: VenueRules) {
    accounts = Pool()
    holdings = Pool()
    triggers = Pool()
    instruments = Pool()
    tiers = Pool()
    threshold = rules.liquidation.threshold
    for instrument in rules.instruments {
      if let fault = instrument.fault { invariantFailed("instrument rules: \(fault)") }
      instruments.append(InstrumentRecord(instrument, firstTier: tiers.count))
      var deduction: Int128 = 0
      var previousRate: Int64 = 0
      for tier in instrument.maintenanceTiers {
        deduction += Int128(tier.floor.units) * Int128(tier.rate.partsPerBillion - previousRate)
        tiers.append(TierRecord(floor: tier.floor.units, rate: tier.rate.partsPerBillion, deduction: deduction))
        previousRate = tier.rate.partsPerBillion
      }
    }
    longTriggers = Shelf(count: rules.instruments.count) { _ in Ladder(vacant: -1) }
    shortTriggers = Shelf(count: rules.instruments.count) { _ in Ladder(vacant: -1) }
  }

  init(copying house: borrowing ClearingHouse) {
    accounts = house.accounts.clone()
    holdings = house.holdings.clone()
    triggers = house.triggers.clone()
    instruments = house.instruments.clone()
    tiers = house.tiers.clone()
    threshold = house.threshold
    ledger = house.ledger
    longTriggers = house.longTriggers.clone { $0.clone() }
    shortTriggers = house.shortTriggers.clone { $0.clone() }
    dirty = house.dirty.clone()
    hasNewMarks = house.hasNewMarks
    due = house.due.clone()
    bankrupt = house.bankrupt.clone()
  }

  /// A house of its own in the same state. O(size).
  public borrowing func clone() -> ClearingHouse { ClearingHouse(copying: self) }

  // MARK: Accounts and holdings

  /// How many accounts there are; they are numbered from 0.
  @inlinable public var accountCount: Int { accounts.count }
  /// How many instruments there are; they are numbered from 0.
  @inlinable public var instrumentCount: Int { instruments.count }

  /// Whether there is such an account.
  @inlinable public func contains(_ account: AccountID) -> Bool { account.index >= 0 && account.index < accounts.count }

  /// Whether margin rules apply to the account.
  @inlinable public func isMargined(_ account: AccountID) -> Bool { accounts[account.index].kind == .cross }

  /// Adds the next account, without money.
  public mutating func openAccount(_ kind: AccountKind) { accounts.append(AccountRecord(kind: kind)) }

  /// An account's cash; below zero when it owes.
  public func collateral(of account: AccountID) -> Money { Money(units: accounts[account.index].collateral) }

  /// What an account holds; flat where it never traded.
  @inlinable public func position(of account: AccountID, in instrument: InstrumentID) -> Position {
    let holding = findHolding(account, instrument)
    return holding < 0 ? .flat : Position(lots: holdings[holding].lots)
  }

  /// What the holding cost; negative for a short, zero when flat.
  public func costBasis(of account: AccountID, in instrument: InstrumentID) -> Money {
    let holding = findHolding(account, instrument)
    return holding < 0 ? .zero : Money(units: holdings[holding].cost)
  }

  /// The event of the account's latest fill, or `nil`.
  public func lastFill(of account: AccountID) -> EventPosition? {
    let event = accounts[account.index].lastFill
    return event < 0 ? nil : EventPosition(number: event)
  }

  /// Whether the account holds nothing of any instrument.
  public func isFlat(_ account: AccountID) -> Bool {
    var holding = accounts[account.index].firstHolding
    while holding >= 0 {
      if holdings[holding].lots != 0 { return false }
      holding = holdings[holding].next
    }
    return true
  }

  /// Calls `body` with each position that is not flat, lowest instrument first.
  public func forEachPosition(of account: AccountID, _ body: (InstrumentID, Position) -> Void) {
    var holding = accounts[account.index].firstHolding
    while holding >= 0 {
      let record = holdings[holding]
      if record.lots != 0 { body(InstrumentID(number: UInt16(record.instrument)), Position(lots: record.lots)) }
      holding = record.next
    }
  }

  @inlinable @inline(__always) func findHolding(_ account: AccountID, _ instrument: InstrumentID) -> Int32 {
    var holding = accounts[account.index].firstHolding
    while holding >= 0, holdings[holding].instrument < Int32(instrument.number) { holding = holdings[holding].next }
    return holding >= 0 && holdings[holding].instrument == Int32(instrument.number) ? holding : -1
  }

  /// The account's holding in an instrument, made if need be. O(instruments the account touched).
  @inlinable @inline(__always) mutating func holding(_ account: AccountID, _ instrument: InstrumentID) -> Int32 {
    let found = findHolding(account, instrument)
    return found >= 0 ? found : makeHolding(account, instrument)
  }

  /// Puts a holding into the account's list, which has none in this instrument.
  @usableFromInline @inline(never)
  mutating func makeHolding(_ account: AccountID, _ instrument: InstrumentID) -> Int32 {
    var before: Int32 = -1
    var holding = accounts[account.index].firstHolding
    while holding >= 0, holdings[holding].instrument < Int32(instrument.number) {
      before = holding
      holding = holdings[holding].next
    }
    let made = Int32(holdings.count)
    holdings.append(HoldingRecord(account: account.number, instrument: Int32(instrument.number), next: holding))
    triggers.append(TriggerRecord())
    if before < 0 { accounts[account.index].firstHolding = made } else { holdings[before].next = made }
    return made
  }
}
