import MarketTypes
import Storage

/// Who has what: the only writer of balances, and the watch over margins.
///
/// Accounts under cross, isolated or portfolio margin, with collateral in several assets, over perpetuals and futures.
/// It is told of fills, deposits, open orders and prices, and never looks into a book. Every movement of money
/// between accounts is a `Transfer` that the caller is handed to record; cost that moves with a position, or leaves with a
/// settled one, is said by that event. The balances of each asset over all
/// ledger accounts always sum to zero.
///
/// A *line* is what has a price and can be held: instruments come first, then the collateral assets.
///
/// Rules with their ids stand in `docs/rules/clearing.md`.
public struct ClearingHouse: ~Copyable {
  private let pin = Pin()
  @usableFromInline var accounts: Pool<AccountRecord>
  @usableFromInline var holdings: Pool<HoldingRecord>
  /// By holding.
  var triggers: Pool<TriggerRecord>
  /// Instruments, then assets.
  @usableFromInline var lines: Pool<LineRecord>
  public let instrumentCount: Int
  @usableFromInline var tiers: Pool<TierRecord>
  @usableFromInline var threshold: LiquidationThreshold
  var levels: MarginLevelRules?
  /// What forced fills pay, and who bears what closed accounts owe.
  var liquidationFee: LiquidationFee
  /// What forced orders buy back beyond maintenance margin.
  var liquidationBuffer: Rate
  var lossLayers: Pool<LossLayer>
  /// The account opened as such, or −1; and what came to it from outside less what went there.
  var backstopNumber: Int32 = -1
  var backstopCapital: Int128 = 0
  /// By account, for those that contributed to the default fund: as long as the last of them.
  var contributions = Pool<Int64>()
  /// By account, likewise: the most it had there, others' losses or not, since it last took something out or bore a loss of
  /// its own. Assessments go by it.
  var pledges = Pool<Int64>()
  @usableFromInline var ledger: VenueLedger
  @usableFromInline var fees: VolumeFees
  /// By instrument: what margin asks beyond tiers, or instead of them.
  var addOns: Pool<MarginAddOns>
  var riskFactors: Pool<RiskFactors>
  var volatilities: Pool<VolatilityEstimate>
  var indices: IndexBook
  var markBook: MarkBook
  var funding: FundingBook
  /// By instrument: the index's mean that a future may be settled at.
  var means: Pool<IndexMean>
  /// Of no scenario where the venue has no portfolio margin.
  let matrix: RiskMatrix
  let hasPortfolioMargin: Bool
  /// The present time, for what depends on it.
  public var now: Time = .start

  /// Triggers of longs fire when the mark is at or below their rung, of shorts at or above. A rung holds its first holding.
  var longTriggers: Shelf<Ladder<Int32>>
  var shortTriggers: Shelf<Ladder<Int32>>
  @usableFromInline var dirty = Pool<Int32>()
  /// Accounts without triggers to rely on, looked at in each check: too near a margin level, or flat with a debt that assets
  /// stand behind and no longer watched (WCH-3).
  @usableFromInline var restless = Pool<Int32>()
  /// Lines whose mark came to a trigger since the last check, each once.
  @usableFromInline var listed = Pool<Int32>()
  /// How many checks there have been, and whether a mark was set since the last.
  @usableFromInline var checks: Int64 = 0
  @usableFromInline var hasMarks = false
  @usableFromInline var due = Pool<Distress>()
  /// Holdings whose triggers the mark at hand has reached; empty between checks.
  var reached = Pool<Int32>()
  /// Of no meaning: what reading ahead came to.
  var lastSeen: Int64 = 0
  @usableFromInline var bankrupt = Pool<Distress>()
  /// Accounts found at another margin level.
  var relevelled = Pool<Distress>()
  /// How many accounts are due.
  var dueCount = 0

  /// A house without accounts. The rules have no `fault`.
  public init(_ rules: VenueRules) {
    if let fault = rules.instruments.lazy.compactMap(\.fault).first ?? rules.assets.lazy.compactMap(\.fault).first {
      invariantFailed("rules of a line: \(fault)")
    }
    accounts = Pool()
    holdings = Pool()
    triggers = Pool()
    lines = Pool()
    tiers = Pool()
    instrumentCount = rules.instruments.count
    threshold = rules.liquidation.threshold
    levels = rules.marginLevels
    liquidationFee = rules.liquidation.fee
    liquidationBuffer = rules.liquidation.sizing.buffer
    var lossLayers = Pool<LossLayer>()
    for layer in rules.liquidation.losses { lossLayers.append(layer) }
    self.lossLayers = lossLayers
    ledger = VenueLedger(assets: rules.assets.count, funds: rules.funds)
    fees = VolumeFees(rules.fees)
    indices = IndexBook(rules.instruments, assets: rules.assets)
    markBook = MarkBook(rules.instruments)
    funding = FundingBook(rules.instruments)
    means = Pool()
    addOns = Pool()
    riskFactors = Pool()
    volatilities = Pool()
    for instrument in rules.instruments {
      means.append(IndexMean(instrument.expiry))
      addOns.append(instrument.addOns)
      riskFactors.append(instrument.riskFactors ?? RiskFactors(long: .zero, short: .zero, slippage: .zero))
      volatilities.append(VolatilityEstimate(volatility: instrument.addOns.volatility?.reference ?? .zero))
    }
    matrix = RiskMatrix(rules.portfolio ?? .nothing(instruments: rules.instruments.count))
    hasPortfolioMargin = rules.portfolio != nil
    let lineCount = rules.instruments.count + rules.assets.count
    longTriggers = Shelf(count: lineCount) { _ in Ladder(vacant: -1) }
    shortTriggers = Shelf(count: lineCount) { _ in Ladder(vacant: -1) }
    for instrument in rules.instruments {
      lines.append(LineRecord(instrument, firstTier: tiers.count))
      for tier in instrument.maintenanceTiers {
        let initial = max(tier.initial ?? instrument.initialMargin, instrument.initialMargin)
        tiers.append(
          TierRecord(
            floor: tier.floor.units, rate: tier.rate.partsPerBillion, initialRate: initial.partsPerBillion))
      }
    }
    for asset in rules.assets {
      lines.append(LineRecord(asset, firstTier: tiers.count))
      for tier in asset.haircuts {
        tiers.append(TierRecord(floor: tier.floor.units, rate: tier.haircut.partsPerBillion, initialRate: 0))
      }
    }
    for line in 0..<lines.count { deduceTiers(of: line) }
  }

  init(copying house: borrowing ClearingHouse) {
    accounts = house.accounts.clone()
    holdings = house.holdings.clone()
    triggers = house.triggers.clone()
    lines = house.lines.clone()
    tiers = house.tiers.clone()
    instrumentCount = house.instrumentCount
    threshold = house.threshold
    levels = house.levels
    liquidationFee = house.liquidationFee
    liquidationBuffer = house.liquidationBuffer
    lossLayers = house.lossLayers.clone()
    backstopNumber = house.backstopNumber
    backstopCapital = house.backstopCapital
    contributions = house.contributions.clone()
    pledges = house.pledges.clone()
    ledger = house.ledger.clone()
    fees = house.fees.clone()
    addOns = house.addOns.clone()
    riskFactors = house.riskFactors.clone()
    volatilities = house.volatilities.clone()
    indices = house.indices.clone()
    markBook = house.markBook.clone()
    funding = house.funding.clone()
    means = house.means.clone()
    matrix = house.matrix.clone()
    hasPortfolioMargin = house.hasPortfolioMargin
    now = house.now
    longTriggers = house.longTriggers.clone { $0.clone() }
    shortTriggers = house.shortTriggers.clone { $0.clone() }
    dirty = house.dirty.clone()
    restless = house.restless.clone()
    listed = house.listed.clone()
    checks = house.checks
    hasMarks = house.hasMarks
    due = house.due.clone()
    bankrupt = house.bankrupt.clone()
    relevelled = house.relevelled.clone()
    dueCount = house.dueCount
  }

  /// A house of its own in the same state. O(size).
  public borrowing func clone() -> ClearingHouse { ClearingHouse(copying: self) }

  // MARK: Accounts and holdings

  /// How many accounts there are; they are numbered from 0.
  @inlinable public var accountCount: Int { accounts.count }
  /// How many collateral assets there are besides the settlement currency; they are numbered from 1.
  @inlinable public var assetCount: Int { lines.count - instrumentCount }

  /// Whether there is such an account.
  @inlinable @inline(__always) public func contains(_ account: AccountID) -> Bool {
    account.index >= 0 && account.index < accounts.count
  }

  /// Whether there is such an asset, the settlement currency among them.
  @inlinable public func contains(_ asset: AssetID) -> Bool { Int(asset.number) <= assetCount }

  /// Whether margin rules apply to the account.
  @inlinable @inline(__always) public func isMargined(_ account: AccountID) -> Bool {
    accounts[account.index].kind.isMargined
  }

  /// How the account's margin is reckoned.
  @inlinable public func kind(of account: AccountID) -> AccountKind { accounts[account.index].kind }

  /// Whether the account may trade the instrument at all: an isolated one has only its own.
  @inlinable @inline(__always) public func mayTrade(_ account: AccountID, _ instrument: InstrumentID) -> Bool {
    let record = accounts[account.index]
    return record.kind != .isolated || record.ownInstrument == instrument.number
  }

  /// Whether two accounts are one owner's: one is the other's sub-account, or both are the same owner's.
  public func haveOneOwner(_ account: AccountID, _ other: AccountID) -> Bool {
    func root(_ account: AccountID) -> Int32 {
      accounts[account.index].owner < 0 ? account.number : accounts[account.index].owner
    }
    return root(account) == root(other)
  }

  /// Whether it is an account that others can be sub-accounts of.
  public func canOwn(_ account: AccountID) -> Bool { contains(account) && accounts[account.index].owner < 0 }

  /// Adds the next account, without money.
  public mutating func openAccount(_ opening: AccountOpening) {
    if opening.kind == .backstop { backstopNumber = opening.account.number }
    accounts.append(AccountRecord(opening))
    fees.openAccount()
  }

  /// Adds the next account, of its own and of no group.
  public mutating func openAccount(_ kind: AccountKind) {
    openAccount(AccountOpening(account: AccountID(number: Int32(accountCount)), kind: kind))
  }

  /// An account's cash; below zero when it owes.
  public func collateral(of account: AccountID) -> Money { Money(units: accounts[account.index].collateral) }

  /// What an account has of an asset.
  public func balance(of account: AccountID, _ asset: AssetID) -> Money {
    if asset == .settlement { return collateral(of: account) }
    let holding = findHolding(account, line: line(of: asset))
    return Money(units: holding < 0 ? 0 : holdings[holding].lots)
  }

  /// What an account holds; flat where it never traded.
  @inlinable @inline(__always) public func position(of account: AccountID, in instrument: InstrumentID) -> Position {
    let holding = findHolding(account, instrument)
    return holding < 0 ? .flat : Position(lots: holdings[holding].lots)
  }

  /// What the holding cost; negative for a short, zero when flat. Of an inverse contract the other way round.
  public func costBasis(of account: AccountID, in instrument: InstrumentID) -> Money {
    let holding = findHolding(account, instrument)
    return holding < 0 ? .zero : Money(units: holdings[holding].cost)
  }

  /// The event of the account's latest fill, or of a later funding, settlement or share in a loss; `nil` before the first.
  public func lastEntry(of account: AccountID) -> EventPosition? {
    let event = accounts[account.index].lastEntry
    return event < 0 ? nil : EventPosition(number: event)
  }

  /// The instrument of its latest fill, deleveraging or settlement; `nil` before the first.
  public func lastInstrument(of account: AccountID) -> InstrumentID? {
    accounts[account.index].lastEntry < 0 ? nil : InstrumentID(number: accounts[account.index].lastInstrument)
  }

  /// Whether the account holds nothing of any instrument.
  public func isFlat(_ account: AccountID) -> Bool {
    var holding = accounts[account.index].firstHolding
    while holding >= 0, holdings[holding].line < Int32(instrumentCount) {
      if holdings[holding].lots != 0 { return false }
      holding = holdings[holding].next
    }
    return true
  }

  /// Calls `body` with each position that is not flat, lowest instrument first.
  public func forEachPosition(of account: AccountID, _ body: (InstrumentID, Position) -> Void) {
    var holding = accounts[account.index].firstHolding
    while holding >= 0, holdings[holding].line < Int32(instrumentCount) {
      let record = holdings[holding]
      if record.lots != 0 { body(InstrumentID(number: UInt16(record.line)), Position(lots: record.lots)) }
      holding = record.next
    }
  }

  /// Where an asset's price and balances stand. It is not the settlement currency, which has no price.
  @inlinable func line(of asset: AssetID) -> Int32 { Int32(instrumentCount) + Int32(asset.number) - 1 }

  @inlinable @inline(__always) func findHolding(_ account: AccountID, _ instrument: InstrumentID) -> Int32 {
    findHolding(account, line: Int32(instrument.number))
  }

  @inlinable @inline(__always) func findHolding(_ account: AccountID, line: Int32) -> Int32 {
    var holding = accounts[account.index].firstHolding
    while holding >= 0, holdings[holding].line < line { holding = holdings[holding].next }
    return holding >= 0 && holdings[holding].line == line ? holding : -1
  }

  /// The account's holding in an instrument, made if need be. O(instruments the account touched).
  @inlinable @inline(__always) mutating func holding(_ account: AccountID, _ instrument: InstrumentID) -> Int32 {
    holding(account, line: Int32(instrument.number))
  }

  @inlinable @inline(__always) mutating func holding(_ account: AccountID, line: Int32) -> Int32 {
    let found = findHolding(account, line: line)
    return found >= 0 ? found : makeHolding(account, line: line)
  }

  /// Puts a holding into the account's list, which has none in this line.
  @usableFromInline @inline(never)
  mutating func makeHolding(_ account: AccountID, line: Int32) -> Int32 {
    var before: Int32 = -1
    var holding = accounts[account.index].firstHolding
    while holding >= 0, holdings[holding].line < line {
      before = holding
      holding = holdings[holding].next
    }
    let made = Int32(holdings.count)
    holdings.append(HoldingRecord(account: account.number, line: line, next: holding))
    triggers.append(TriggerRecord())
    if before < 0 { accounts[account.index].firstHolding = made } else { holdings[before].next = made }
    return made
  }
}
